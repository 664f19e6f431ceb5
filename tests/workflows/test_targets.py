"""Targets of kecamatan, in both stores."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from boundaries.domain.case import State
from boundaries.errors import ParameterError
from boundaries.store.database import Store
from boundaries.store.models import Event, Segment, Target
from boundaries.store.repository import Repository
from boundaries.workflows.targets import (
    Goal,
    kecamatans,
    progress_by_kecamatan,
    quarter_of,
    set_target,
)
from tests.workspace_fixture import A, B, agree, doer

EAST, NORTH = "12.09.20", "12.09.21"
GOAL = Goal(2, 1.5, 1)


def test_a_target_is_set_and_logged(detected: Store) -> None:
    row, new = set_target(detected, EAST, "2026-Q1", GOAL, doer())
    assert new
    assert (row.segments, row.km, row.villages) == (2, 1.5, 1)
    with Repository(detected) as repository:
        [entry] = repository.find(Event, action="set-target")
    assert (entry.subject_id, entry.before) == (EAST, None)
    assert entry.after == {"quarter": "2026-Q1", "segments": 2, "km": 1.5, "villages": 1}


def test_a_target_is_changed_with_both_values_in_the_log(detected: Store) -> None:
    set_target(detected, EAST, "2026-Q1", GOAL, doer())
    _, same = set_target(detected, EAST, "2026-Q1", GOAL, doer())
    row, new = set_target(detected, EAST, "2026-Q1", Goal(3, 1.5, 1), doer())
    assert (same, new, row.version) == (False, True, 2)
    with Repository(detected) as repository:
        assert len(repository.find(Target)) == 1
        _, entry = repository.find(Event, action="set-target")
    assert entry.before is not None
    assert entry.before["segments"] == 2


def test_what_is_refused(file_workspace: Store) -> None:
    with pytest.raises(ParameterError, match="'2026-Q5' is no quarter"):
        set_target(file_workspace, EAST, "2026-Q5", GOAL, doer())
    with pytest.raises(ParameterError, match="99 is no kecamatan") as fault:
        set_target(file_workspace, "99", "2026-Q1", GOAL, doer())
    assert f"{EAST}, {NORTH}" in str(fault.value.hint)
    with pytest.raises(ValueError, match="below zero"):
        Goal(-1, 0, 0)


def test_progress_against_targets(detected: Store) -> None:
    """One of four inner segments is settled: 1 km of A and B, both in the east.

    The east has A/B and B/D for itself and shares A/C and B/C with the north.
    """
    agree(detected, A, B, "reference")
    set_target(detected, EAST, "2026-Q1", GOAL, doer())
    with Repository(detected) as repository:
        segments, targets = repository.frame(Segment), repository.frame(Target)
        assert kecamatans(repository) == {EAST: EAST, NORTH: NORTH}
    table = progress_by_kecamatan(segments, targets, "2026-Q1")
    assert table.index.tolist() == [EAST, NORTH]
    assert table["segments"].tolist() == [4, 2]
    assert table["settled"].tolist() == [1, 0]
    assert table["settled_m"].tolist() == pytest.approx([1000, 0], rel=2e-3)
    assert table["villages"].tolist() == [3, 1]
    assert table["definitive"].tolist() == [0, 0]
    assert table.at[EAST, "target_km"] == 1.5
    assert pd.isna(table.at[NORTH, "target_km"])
    other = progress_by_kecamatan(segments, targets, "2026-Q2")
    assert other["target_segments"].isna().all()


def test_a_village_is_definitive_when_all_that_it_shares_is_stipulated(detected: Store) -> None:
    with Repository(detected) as repository:
        segments, targets = repository.frame(Segment), repository.frame(Target)
    own = (segments["village_a"] == A) | (segments["village_b"] == A)
    states = segments["state"].where(~own, State.DITETAPKAN.value)
    table = progress_by_kecamatan(segments.assign(state=states), targets, "2026-Q1")
    assert table["definitive"].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("month", "quarter"), [(1, "2027-Q1"), (3, "2027-Q1"), (4, "2027-Q2"), (12, "2027-Q4")]
)
def test_quarters(month: int, quarter: str) -> None:
    assert quarter_of(datetime.date(2027, month, 1)) == quarter
