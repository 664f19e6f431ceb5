"""Where the work stands, in both stores."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from boundaries.domain.case import State
from boundaries.domain.deed import Facts
from boundaries.domain.roles import Action
from boundaries.store.database import Store
from boundaries.workflows.detect_workspace import detect
from boundaries.workflows.settle import act_on
from boundaries.workflows.status_of_workspace import status_of_workspace
from boundaries.workflows.targets import Goal, set_target
from tests.workspace_fixture import (
    A,
    B,
    C,
    agree,
    doer,
    put_on_table,
    segment_of,
    survey_of_a,
    take,
)

DAY = datetime.date(2026, 1, 20)


def test_an_empty_workspace(empty: Store) -> None:
    status = status_of_workspace(empty, DAY)
    assert (status.name, status.kabupaten, status.quarter) == ("Asahan", "12.09", "2026-Q1")
    assert status.detection is None
    for table in (status.sources, status.states, status.kecamatan, status.clocks, status.waiting,
                  status.marked):  # fmt: skip
        assert table.empty
    assert status.entries == 1


def test_sources_and_detection(detected: Store, tmp_path: Path) -> None:
    status = status_of_workspace(detected, DAY)
    assert status.sources["name"].tolist() == ["BIG", "a", "c"]
    assert status.detection is not None
    assert (status.detection["findings"], status.detection["stale"]) == (1, False)
    take(detected, survey_of_a(tmp_path / "a.gpkg", wider=60))
    later = status_of_workspace(detected, DAY)
    assert later.detection is not None
    assert later.detection["stale"]
    assert later.sources["number"].tolist() == [1, 1, 2]


def test_states_and_what_waits(detected: Store) -> None:
    agree(detected, A, B, "reference")
    put_on_table(detected, segment_of(detected, A, C).id, "reference")
    set_target(detected, "12.09.20", "2026-Q1", Goal(2, 1.5, 1), doer())
    status = status_of_workspace(detected, DAY)
    states = status.states.set_index("state")["segments"].to_dict()
    assert states == {"INDIKATIF": 2, "DILACAK": 1, "SEPAKAT": 1}
    waiting = status.waiting.set_index("action")["segments"].to_dict()
    assert waiting == {"record-documents": 2, "sign": 1, "verify": 1}
    assert status.waiting["action"].tolist() == ["record-documents", "sign", "verify"]
    roles = status.waiting.set_index("action")["roles"]
    assert roles["verify"] == ("verifier",)
    assert status.kecamatan.at["12.09.20", "target_segments"] == 2
    assert status.names[A] == "Desa 1"


def test_clocks(detected: Store) -> None:
    """Recorded on 2 January, the dispute has until 2 July."""
    segment = segment_of(detected, A, B).id
    put_on_table(detected, segment, "midline")
    facts = Facts(documents=("3",), reason="no agreement")
    act_on(detected, segment, Action.RECORD_DISAGREEMENT, doer(day=2), facts)
    status = status_of_workspace(detected, DAY)
    [clock] = status.clocks.to_dict("records")
    assert (clock["segment"], clock["due"]) == (segment, datetime.date(2026, 7, 2))
    assert (clock["days_left"], clock["overdue"]) == (163, False)
    assert clock["state"] == State.TIDAK_SEPAKAT.value
    [late] = status_of_workspace(detected, datetime.date(2026, 7, 3)).clocks.to_dict("records")
    assert (late["days_left"], late["overdue"]) == (-1, True)


def test_marks(detected: Store, tmp_path: Path) -> None:
    segment = segment_of(detected, A, B).id
    put_on_table(detected, segment, "a")
    take(detected, survey_of_a(tmp_path / "a.gpkg", wider=60))
    detect(detected, doer(day=3))
    [mark] = status_of_workspace(detected, DAY).marked.to_dict("records")
    assert (mark["segment"], mark["villages"]) == (segment, (A, B))
    assert "40,00 m" in mark["reason"]
    assert mark["at"] == doer(day=3).at


def test_nothing_is_written(file_workspace: Store) -> None:
    before = status_of_workspace(file_workspace, DAY)
    after = status_of_workspace(file_workspace, DAY, quarter="2027-Q1")
    assert (before.head, before.entries) == (after.head, after.entries)
    assert after.quarter == "2027-Q1"
    assert before.excepted == pytest.approx(0)
