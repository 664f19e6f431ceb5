"""The document tells what the code does."""

from __future__ import annotations

import pytest

from boundaries.domain.case import State
from boundaries.domain.lifecycle_rules import in_own_area
from boundaries.domain.lifecycle_table import REQUIREMENTS
from boundaries.domain.roles import Action
from tools.lifecycle_tables import DOCUMENT, rendered, tables


def test_the_tables_of_the_document_are_those_of_the_code() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert rendered(text) == text


def test_an_old_table_is_brought_up_to_date() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    old = text.replace("| `refer` | `TIDAK_SEPAKAT` | `MEDIASI_CAMAT` |", "| `refer` | | |")
    assert old != text
    assert rendered(old) == text


def test_a_missing_mark_is_named() -> None:
    with pytest.raises(ValueError, match="the mark of the table states is there 0 times"):
        rendered("nothing")


def test_every_state_and_action_has_its_row() -> None:
    rows = {name: table.splitlines()[2:] for name, table in tables().items()}
    assert len(rows["states"]) == len(State)
    assert len(rows["permissions"]) == len(Action)
    assert len(rows["requirements"]) == len(REQUIREMENTS)


def test_every_rule_is_told_in_one_line() -> None:
    told = [rule for requirement in REQUIREMENTS.values() for rule in requirement.rules]
    for rule in [*told, in_own_area]:
        assert (rule.__doc__ or "").splitlines()[0].endswith(".")
