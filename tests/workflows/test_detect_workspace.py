"""Detection in a workspace keeps what people did, in both stores."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from shapely import box

from boundaries.domain.case import State
from boundaries.domain.deed import Facts
from boundaries.domain.roles import Action
from boundaries.errors import ConflictError, InputError
from boundaries.store.database import Store
from boundaries.store.models import Candidate, Detection, Event, Finding, Segment
from boundaries.store.repository import Repository
from boundaries.workflows import detect_workspace
from boundaries.workflows.compare_workspace import Comparison, compare_sources
from boundaries.workflows.detect_workspace import detect
from boundaries.workflows.settle import act_on
from boundaries.workflows.sources import retire
from tests.cli_layers import layer
from tests.workspace_fixture import (
    BIG,
    WIDER,
    A,
    B,
    C,
    D,
    doer,
    put_on_table,
    segment_of,
    sign,
    survey_of_a,
    take,
)


def versions(store: Store) -> dict[str, int]:
    with Repository(store) as repository:
        return {row.id: row.version for row in repository.find(Segment)}


def test_the_first_detection(detected: Store) -> None:
    """A's survey takes 10 ha of B: a mismatch; four inner segments and four outer ones."""
    with Repository(detected) as repository:
        segments = repository.frame(Segment)
        findings = repository.find(Finding)
        lines = repository.frame(Candidate, segment_id=segment_of(detected, A, B).id)
    inner = segments[segments["village_b"] != ""]
    pairs = set(zip(inner["village_a"], inner["village_b"], strict=True))
    assert pairs == {(A, B), (A, C), (B, C), (B, D)}
    assert len(segments) == 8
    assert set(segments["state"]) == {State.INDIKATIF.value}
    [finding] = findings
    assert (finding.kind, sorted(finding.villages)) == ("mismatch", [A, B])
    assert finding.area_m2 == pytest.approx(100_000, rel=2e-3)
    assert finding.segment_id == segment_of(detected, A, B).id
    assert sorted(lines["role"]) == ["a", "reference"]


def test_a_second_detection_changes_nothing(detected: Store) -> None:
    before = versions(detected)
    again = detect(detected, doer())
    assert again.segments.counts() == {
        "new": 0, "changed": 0, "marked": 0, "cleared": 0, "gone": 0, "unchanged": 8,
    }  # fmt: skip
    assert versions(detected) == before
    with Repository(detected) as repository:
        assert not repository.verify()
        assert len(repository.find(Finding)) == 1


def test_a_changed_survey_changes_the_segments_of_its_village(
    detected: Store, tmp_path: Path
) -> None:
    before = versions(detected)
    take(detected, survey_of_a(tmp_path / "a.gpkg", wider=60))
    found = detect(detected, doer())
    after = versions(detected)
    touched = {segment_of(detected, A, B).id}
    assert touched <= set(found.segments.changed)
    assert segment_of(detected, B, D).id not in found.segments.changed
    assert {name for name in before if after[name] != before[name]} == set(found.segments.changed)
    assert found.segments.marked == found.segments.new == found.segments.gone == ()


def test_what_people_began_with_is_marked_and_kept(detected: Store, tmp_path: Path) -> None:
    segment = segment_of(detected, A, B).id
    proposal = put_on_table(detected, segment, "a")
    sign(detected, segment, proposal, A)
    take(detected, survey_of_a(tmp_path / "a.gpkg", wider=60))
    found = detect(detected, doer(day=3))
    assert found.segments.marked == (segment,)
    row = segment_of(detected, A, B)
    assert "40,00 m" in (row.mark or "")
    assert A in (row.mark or "")
    assert row.state == State.DILACAK.value
    assert row.record["proposal"]["hash"] == proposal.hash
    assert [signature["void_at"] for signature in row.record["signatures"]] == [None]


def test_a_signed_segment_survives(detected: Store, tmp_path: Path) -> None:
    segment = segment_of(detected, A, B).id
    proposal = put_on_table(detected, segment, "midline")
    for village in (A, B):
        sign(detected, segment, proposal, village)
    decision = segment_of(detected, A, B).decision_id
    take(detected, survey_of_a(tmp_path / "a.gpkg", wider=60))
    assert detect(detected, doer(day=3)).segments.marked == (segment,)
    row = segment_of(detected, A, B)
    assert (row.state, row.decision_id) == (State.SEPAKAT.value, decision)
    assert row.record["decision"]["hash"] == proposal.hash


def test_a_segment_that_is_gone_stays_on_record(detected: Store, tmp_path: Path) -> None:
    """C is no longer in BIG's layer nor surveyed, so its borders are found no more."""
    gone = segment_of(detected, B, C).id
    without = {key: shape for key, shape in BIG.items() if key != C}
    take(detected, layer(tmp_path / "big.gpkg", without), role="big")
    take(detected, layer(tmp_path / "c.gpkg", {A: BIG[A]}), name="c", fewer=True)
    found = detect(detected, doer())
    assert gone in found.segments.gone
    assert not segment_of(detected, B, C).current


def test_documents_and_a_mark_for_a_border_that_is_gone(detected: Store, tmp_path: Path) -> None:
    segment = segment_of(detected, B, C).id
    put_on_table(detected, segment, "reference")
    without = {key: shape for key, shape in BIG.items() if key != C}
    take(detected, layer(tmp_path / "big.gpkg", without), role="big")
    take(detected, layer(tmp_path / "c.gpkg", {A: BIG[A]}), name="c", fewer=True)
    found = detect(detected, doer())
    assert segment in found.segments.marked
    assert segment_of(detected, B, C).mark


def test_a_mark_goes_when_the_border_is_found_again_as_it_was(
    detected: Store, tmp_path: Path
) -> None:
    """A wrong layer of BIG, twice, then the right one again."""
    segment = segment_of(detected, B, C).id
    put_on_table(detected, segment, "reference")
    wrong = {A: BIG[A], B: box(1000, 0, 2000, 900), D: BIG[D]}
    take(detected, layer(tmp_path / "c.gpkg", {A: BIG[A]}), name="c", fewer=True)
    take(detected, layer(tmp_path / "wrong.gpkg", wrong), role="big")
    assert segment in detect(detected, doer()).segments.marked
    take(detected, layer(tmp_path / "c.gpkg", {C: box(0, 950, 2000, 2000)}), name="c", fewer=True)
    take(detected, layer(tmp_path / "big.gpkg", BIG), role="big")
    assert segment in detect(detected, doer()).segments.marked  # C's survey is another one
    take(detected, layer(tmp_path / "c.gpkg", {C: BIG[C]}), name="c")
    assert segment in detect(detected, doer()).segments.cleared
    row = segment_of(detected, B, C)
    assert (row.current, row.mark, row.record["mark"]) == (True, None, None)
    with Repository(detected) as repository:
        last = repository.find(Event, subject_id=segment)[-1]
        assert not repository.verify()
    assert (last.action, last.role, last.who) == ("clear-mark", "system", "tapal")
    assert last.reason


def test_a_mark_that_a_person_put_stays(detected: Store, tmp_path: Path) -> None:
    segment = segment_of(detected, A, B).id
    put_on_table(detected, segment, "a")
    act_on(detected, segment, Action.MARK, doer(), Facts(reason="ask the camat"))
    for wider in (60, WIDER):
        take(detected, survey_of_a(tmp_path / "a.gpkg", wider=wider))
        assert detect(detected, doer(day=3)).segments.marked == (segment,)
    assert segment_of(detected, A, B).mark


def test_an_import_during_the_comparison_is_noticed(
    detected: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program brings a newer survey of A, and withdraws that of C, while ours compares."""
    before = versions(detected)

    def compared(*given: Any, **named: Any) -> Comparison:
        found = compare_sources(*given, **named)
        take(detected, survey_of_a(tmp_path / "a.gpkg", wider=60))
        retire(detected, "c", doer(), reason="salah berkas")
        return found

    with monkeypatch.context() as patched:
        patched.setattr(detect_workspace, "compare_sources", compared)
        with pytest.raises(ConflictError, match=r"a, c: imported or withdrawn while") as caught:
            detect(detected, doer())
    assert caught.value.mine == {"BIG": 1, "a": 1, "c": 1}
    assert caught.value.theirs == {"BIG": 1, "a": 2}
    assert versions(detected) == before
    with Repository(detected) as repository:
        assert len(repository.find(Detection)) == 1
    assert segment_of(detected, A, B).id in detect(detected, doer()).segments.changed


def test_no_layer_of_big(empty: Store, tmp_path: Path) -> None:
    take(empty, survey_of_a(tmp_path / "a.gpkg"))
    with pytest.raises(InputError, match="has no layer of BIG yet"):
        detect(empty, doer())
