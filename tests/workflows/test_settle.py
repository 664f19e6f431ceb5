"""Proposing, signing and taking back, in both stores."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
import pytest
import shapely
from sqlalchemy import text

from boundaries.domain.case import DecisionKind, State
from boundaries.domain.deed import Facts
from boundaries.domain.roles import Action
from boundaries.errors import ConflictError, ParameterError, RefusedError, StoreError
from boundaries.store import models
from boundaries.store.audit import Entry
from boundaries.store.database import Store
from boundaries.store.models import Decision, Transfer
from boundaries.store.repository import Repository
from boundaries.workflows.detect_workspace import detect
from boundaries.workflows.grounds import agreed_of
from boundaries.workflows.settle import (
    Wording,
    act_on,
    preview,
    preview_on,
    propose_line,
)
from boundaries.workflows.village_names import names_of
from tests.workspace_fixture import (
    A,
    B,
    C,
    D,
    agree,
    doer,
    head_of,
    put_on_table,
    segment_of,
    sign,
    survey_of_a,
    take,
)
from tests.workspace_template import copied_workspace

HA = 10_000


def coverage(store: Store) -> dict[str, shapely.Geometry]:
    with Repository(store) as repository:
        land = agreed_of(repository)
    assert shapely.coverage_is_valid(land.geometry.to_numpy())
    return dict(zip(land["key"], shapely.normalize(land.geometry.to_numpy()), strict=True))


def waits(store: Store) -> bool:
    """Whether somebody waits for what another transaction holds."""
    with store.engine.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))
        return bool(found.scalar_one())


def test_who_is_slower_waits_and_is_told_of_the_change(postgis_url: str, tmp_path: Path) -> None:
    """Both change the segment and the proposal on the table, and neither waits for ever."""
    told: list[Exception] = []

    def propose_other(store: Store, segment: str) -> None:
        try:
            propose_line(store, segment, "midline", doer())
        except (ConflictError, StoreError) as fault:
            told.append(fault)

    with copied_workspace(tmp_path, address=postgis_url) as store:
        segment = segment_of(store, A, B).id
        put_on_table(store, segment, "a")
        with Repository(store) as faster:
            row = faster.get(models.Segment, segment)
            faster.hold(row)
            other = threading.Thread(target=propose_other, args=(store, segment))
            other.start()
            while other.is_alive() and not waits(store):
                time.sleep(0.02)
            faster.get(models.Proposal, row.proposal_id).note = "seen first"
            row.length_m += 1
            faster.record(
                Entry(
                    at=doer().at, who="sari", role="operator", action="mark",
                    subject_kind="segment", subject_id=segment,
                )
            )  # fmt: skip
        other.join()
    assert [type(fault) for fault in told] == [ConflictError]


@pytest.mark.parametrize(
    ("kind", "to_a", "share"),
    [
        ("reference", 0, 0), ("a", 10 * HA, 2e-3), ("midline", 5 * HA, 0.1),
        ("equal-area", 5 * HA, 2e-3),
    ],
)  # fmt: skip
def test_a_preview_tells_what_would_follow(
    file_workspace: Store, kind: str, to_a: float, share: float
) -> None:
    """A claims 10 ha of B: its own line gives it all, a line between half.

    The line halfway keeps to the corners of the strip, so it gives some percent less.
    """
    shown = preview(file_workspace, segment_of(file_workspace, A, B).id, kind)
    gains = shown.consequence.gains
    assert gains["area_m2"].sum() == pytest.approx(to_a, rel=share)
    assert set(gains["village_to"]) <= {A}
    with Repository(file_workspace) as repository:
        assert not repository.find(models.Proposal)


def test_a_survey_like_big_leaves_nothing_to_part(file_workspace: Store) -> None:
    segment = segment_of(file_workspace, B, C).id
    assert preview(file_workspace, segment, "reference").consequence.gains.empty
    with pytest.raises(ParameterError, match="no disputed land"):
        preview(file_workspace, segment, "midline")


def test_a_kind_that_is_none(file_workspace: Store) -> None:
    with pytest.raises(ParameterError, match="zigzag is no kind of line"):
        preview(file_workspace, segment_of(file_workspace, A, B).id, "zigzag")
    with pytest.raises(StoreError, match="SG-NONE is not there"):
        preview(file_workspace, "SG-NONE", "midline")


def test_both_sign_and_the_land_moves(detected: Store) -> None:
    before = coverage(detected)
    segment = segment_of(detected, A, B).id
    proposal = put_on_table(detected, segment, "equal-area")
    assert sign(detected, segment, proposal, A).state is State.DILACAK
    case = sign(detected, segment, proposal, B)
    assert case.state is State.SEPAKAT
    assert case.decision is not None
    assert case.decision.kind is DecisionKind.AGREEMENT
    with Repository(detected) as repository:
        [decision] = repository.find(Decision)
        transfers = repository.frame(Transfer, decision_id=decision.id)
        [written] = repository.find(models.Proposal)
        assert not repository.verify()
    assert decision.hash == proposal.hash == written.hash
    assert written.state == "agreed"
    to_a = transfers[transfers["village_to"] == A]
    to_b = transfers[transfers["village_to"] == B]
    assert to_a["area_m2"].sum() == pytest.approx(5 * HA, rel=2e-3)
    assert to_b["area_m2"].sum() == pytest.approx(5 * HA, rel=2e-3)
    after = coverage(detected)
    assert after[A].area - before[A].area == pytest.approx(5 * HA, rel=2e-3)
    assert after[C].equals(before[C])


def test_reopening_gives_the_land_back_exactly(detected: Store) -> None:
    before = coverage(detected)
    agree(detected, A, B, "a")
    assert not coverage(detected)[A].equals_exact(before[A], 0)
    segment = segment_of(detected, A, B).id
    facts = Facts(documents=("7",), reason="new evidence")
    case = act_on(detected, segment, Action.REOPEN, doer(), facts)
    assert case.decision is None
    after = coverage(detected)
    assert after.keys() == before.keys()
    assert all(after[key].equals_exact(before[key], 0) for key in before)
    with Repository(detected) as repository:
        first, second = repository.find(Decision)
    assert second.inverts == first.id
    assert segment_of(detected, A, B).decision_id is None


def test_the_third_village_of_a_moved_junction_signs_too(file_workspace: Store) -> None:
    """A's line moves N 100 m east, where C lies beyond."""
    segment = segment_of(file_workspace, A, B).id
    proposal = put_on_table(file_workspace, segment, "a")
    sign(file_workspace, segment, proposal, A)
    case = sign(file_workspace, segment, proposal, B)
    assert case.decision is None
    assert [side.village for side in case.asked or ()] == [C]
    assert not segment_of(file_workspace, A, B).decision_id
    case = sign(file_workspace, segment, proposal, C)
    assert case.state is State.SEPAKAT
    assert segment_of(file_workspace, A, B).decision_id
    assert coverage(file_workspace)[A].area == pytest.approx(110 * HA, rel=1e-3)


def test_an_agreement_that_moves_a_neighbours_junction_is_refused(detected: Store) -> None:
    """A and C agree on BIG's line, which ends at N; A's line with B ends 100 m east of it."""
    agree(detected, A, C, "reference")
    segment = segment_of(detected, A, B).id
    proposal = put_on_table(detected, segment, "a")
    with pytest.raises(RefusedError, match="Desa 1") as fault:
        sign(detected, segment, proposal, A)
    assert fault.value.code.startswith("conflict-")
    assert not segment_of(detected, A, B).record["signatures"]


def test_a_stale_version_is_a_conflict(detected: Store) -> None:
    segment = segment_of(detected, A, B)
    facts = Facts(documents=("1",))
    act_on(detected, segment.id, Action.RECORD_DOCUMENTS, doer(), facts, version=segment.version)
    with pytest.raises(ConflictError, match="changed by somebody else") as fault:
        act_on(detected, segment.id, Action.RECORD_TRACING, doer(), facts, version=segment.version)
    assert fault.value.theirs["version"] == segment.version + 1
    assert segment_of(detected, A, B).state == State.DOKUMEN_DITELITI.value


def test_a_new_proposal_voids_signatures(detected: Store) -> None:
    segment = segment_of(detected, A, B).id
    first = put_on_table(detected, segment, "a")
    sign(detected, segment, first, A)
    second = propose_line(detected, segment, "midline", doer())
    assert second.number == first.number + 1
    [signature] = segment_of(detected, A, B).record["signatures"]
    assert signature["void_reason"] == "new-proposal"
    with Repository(detected) as repository:
        states = [row.state for row in repository.find(models.Proposal)]
    assert states == ["superseded", "open"]
    with pytest.raises(RefusedError):
        sign(detected, segment, first, B)


def test_the_line_on_the_table_must_be_what_the_sources_give(
    detected: Store, tmp_path: Path
) -> None:
    segment = segment_of(detected, A, B).id
    proposal = put_on_table(detected, segment, "a")
    take(detected, survey_of_a(tmp_path / "a.gpkg", wider=60))
    detect(detected, doer())
    with pytest.raises(RefusedError, match="not the one that these sources give"):
        sign(detected, segment, proposal, A)


def test_withdrawing_clears_the_table(detected: Store) -> None:
    segment = segment_of(detected, A, B).id
    put_on_table(detected, segment, "midline")
    act_on(detected, segment, Action.WITHDRAW, doer(), Facts(number=1, reason="drawn anew"))
    row = segment_of(detected, A, B)
    assert row.proposal_id is None
    with Repository(detected) as repository:
        assert [one.state for one in repository.find(models.Proposal)] == ["withdrawn"]


def test_a_drawn_line_outside_the_corridor_needs_a_reason(file_workspace: Store) -> None:
    """From S to N by way of a place 300 m inside B, where nobody surveyed a border."""
    segment = segment_of(file_workspace, A, B)
    for action in (Action.RECORD_DOCUMENTS, Action.RECORD_TRACING):
        act_on(file_workspace, segment.id, action, doer(), Facts(documents=("1",)))
    ends = [np.array(segment.geometry.geoms[0].coords[place]) for place in (0, -1)]
    middle = (ends[0] + ends[1]) / 2 + np.array([400, 0])
    line = shapely.LineString([ends[0], middle, ends[1]])
    with pytest.raises(ParameterError, match="leaves the disputed land") as fault:
        propose_line(file_workspace, segment.id, "drawn", doer(), drawn=line)
    assert "reason" in str(fault.value.hint)
    wording = Wording(note="along the ditch", reason="the ditch of 1974")
    proposal = propose_line(
        file_workspace, segment.id, "drawn", head_of(A), drawn=line, wording=wording
    )
    with Repository(file_workspace) as repository:
        [row] = repository.find(models.Proposal)
    assert (row.corridor_reason, row.note, row.hash) == (
        "the ditch of 1974", "along the ditch", proposal.hash,
    )  # fmt: skip
    case = sign(file_workspace, segment.id, proposal, A)
    assert len(case.standing) == 1


def test_a_preview_on_a_site_at_hand(file_workspace: Store) -> None:
    segment = segment_of(file_workspace, A, B).id
    first = preview(file_workspace, segment, "midline")
    assert preview_on(first.site, "midline").hash == first.hash


def test_names_come_from_big_first(file_workspace: Store) -> None:
    with Repository(file_workspace) as repository:
        assert names_of(repository) == {A: "Desa 1", B: "Desa 2", C: "Desa 3", D: "Desa 4"}
