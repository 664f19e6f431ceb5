"""Codes that were replaced."""

from __future__ import annotations

import pandas as pd
import pytest

from boundaries.domain.code_history import Change, CodeHistory, related_pairs

SPLIT = [
    Change("12.09.08.2001", "12.09.30.2001", "2008-06-01", "Perda 3/2008"),
    Change("12.09.30.2001", "12.09.31.2001", "2012-01-01"),
    Change("12.09.30.2001", "12.09.31.2002"),
]


def test_successors_are_followed_over_several_steps() -> None:
    found = CodeHistory(SPLIT).successors("12.09.08.2001")
    assert sorted(found) == ["12.09.30.2001", "12.09.31.2001", "12.09.31.2002"]
    assert found["12.09.31.2001"] == SPLIT[1]


def test_related_codes_lie_in_both_directions_and_never_sideways() -> None:
    history = CodeHistory(SPLIT)
    assert sorted(history.related("12.09.30.2001")) == [
        "12.09.08.2001", "12.09.31.2001", "12.09.31.2002",
    ]  # fmt: skip
    assert sorted(history.related("12.09.31.2002")) == ["12.09.08.2001", "12.09.30.2001"]
    assert history.related("12.09.99.2001") == {}


def test_changes_in_a_circle_end() -> None:
    history = CodeHistory([Change("a", "b"), Change("b", "a"), Change("c", "c")])
    assert sorted(history.successors("a")) == ["b"]
    assert history.successors("c") == {}


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (SPLIT[0], "12.09.08.2001 became 12.09.30.2001 (Perda 3/2008, 2008-06-01)"),
        (SPLIT[1], "12.09.30.2001 became 12.09.31.2001 (2012-01-01)"),
        (SPLIT[2], "12.09.30.2001 became 12.09.31.2002"),
    ],
)
def test_a_change_names_its_basis(change: Change, text: str) -> None:
    assert str(change.text()) == text


def test_only_codes_that_are_unknown_themselves_have_pairs() -> None:
    codes = pd.Series(["12.09.08.2001", "12.09.31.2001", ""], index=["x", "y", "z"])
    pairs = related_pairs(codes, CodeHistory(SPLIT), ["12.09.31.2001", "12.09.40.2001"])
    assert pairs == {("x", "12.09.31.2001"): SPLIT[1]}
