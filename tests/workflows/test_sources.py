"""The sources of a workspace, and withdrawing one."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import inspect

from boundaries.domain.case import State
from boundaries.errors import ParameterError, StoreError
from boundaries.store.database import Store
from boundaries.store.models import Decision, Event
from boundaries.store.repository import Repository
from boundaries.workflows.detect_workspace import detect
from boundaries.workflows.sources import histories, retire
from tests.workspace_fixture import A, B, agree, doer, segment_of, survey_of_a, take


def standing(store: Store) -> dict[str, list[tuple[int, bool]]]:
    """Version and whether it counts, by source."""
    return {
        one.name: [(row.number, row.current) for row in one.versions] for one in histories(store)
    }


def test_sources_are_listed_with_their_versions(imported: Store, tmp_path: Path) -> None:
    take(imported, survey_of_a(tmp_path / "a.gpkg", wider=50))
    assert standing(imported) == {
        "BIG": [(1, True)], "a": [(2, True), (1, False)], "c": [(1, True)],
    }  # fmt: skip
    assert all(one.retired is None for one in histories(imported))


def test_a_withdrawn_survey_counts_no_more_but_decisions_stay(
    detected: Store, tmp_path: Path
) -> None:
    agree(detected, A, B, "reference")
    before = segment_of(detected, A, B)
    last = retire(detected, "a", doer(day=9), reason=" measured with a broken receiver ")
    assert (last.name, last.number, last.current) == ("a", 1, False)
    [_, gone, _] = histories(detected)
    assert gone.retired is not None
    assert (gone.retired.by, gone.retired.reason) == ("sari", "measured with a broken receiver")
    views = set(inspect(detected.engine).get_view_names())
    assert "village_a" not in views
    assert {"village_big", "village_c"} <= views
    detect(detected, doer(day=10))
    after = segment_of(detected, A, B)
    assert (after.state, after.decision_id) == (State.SEPAKAT.value, before.decision_id)
    assert after.mark == f"garis survei {A} tidak ada lagi"
    with Repository(detected) as repository:
        assert len(repository.find(Decision)) == 1
        assert not repository.verify()
        [entry] = repository.find(Event, action="retire")
    assert entry.before is not None
    assert (entry.subject_id, entry.before["number"]) == ("a", 1)
    [taken] = take(detected, tmp_path / "a.gpkg").taken
    assert (taken.number, taken.unchanged) == (2, False)
    assert standing(detected)["a"] == [(2, True), (1, False)]
    assert "village_a" in inspect(detected.engine).get_view_names()


def test_what_cannot_be_withdrawn(imported: Store) -> None:
    def refuse(name: str, reason: str = "wrong") -> None:
        retire(imported, name, doer(), reason=reason)

    with pytest.raises(ParameterError, match="BIG's layer is what all surveys"):
        refuse("BIG")
    with pytest.raises(StoreError, match="there is no source x"):
        refuse("x")
    with pytest.raises(ParameterError, match="for a reason"):
        refuse("a", "  ")
    refuse("a")
    with pytest.raises(ParameterError, match="a was withdrawn already"):
        refuse("a")
