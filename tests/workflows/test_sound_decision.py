"""A line is proved on the villages that it reaches, and once; the answer is that of the whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely import LineString
from shapely.affinity import translate

from boundaries.domain.agreed import Decision, agreed_coverage, decision_of
from boundaries.domain.foreseen import foreseen_faults, reach_of
from boundaries.domain.proposal import propose
from boundaries.errors import RefusedError
from boundaries.store import models
from boundaries.store.database import Store
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows import sound_decision
from boundaries.workflows.agreed_ground import ground_after
from boundaries.workflows.grounds import base_of, decisions_of, site_for
from boundaries.workflows.sound_decision import new_faults, require_sound
from tests.workspace_fixture import A, B, C, agree, doer, put_on_table, segment_of, sign
from tests.workspace_template import copied_workspace


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The workspace of `tests.workspace_fixture`, in which nothing is decided."""
    with copied_workspace(tmp_path_factory.mktemp("sound")) as made:
        yield made


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that was just started."""
    monkeypatch.setattr(sound_decision, "_SOUND", sound_decision._Remembered())


@pytest.fixture
def proofs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many villages each proof looks at, one after the other."""
    seen: list[int] = []

    def counted(ground: sound_decision.Ground, *args: object, **kwargs: object) -> object:
        seen.append(len(ground.coverage))
        return foreseen_faults(ground, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(sound_decision, "foreseen_faults", counted)
    return seen


def planned_line(repository: Repository, base: gpd.GeoDataFrame, drawn: LineString) -> Decision:
    """The decision that a line between A and B would make, drawn as the sketches have metres."""
    [row] = repository.find(Segment, village_a=A, village_b=B)
    site = site_for(repository, row)
    line = propose(site, "drawn", drawn=translate(drawn, 568_000, 329_000))
    return decision_of("", site, line, agreed_coverage(base, []))


def refused(repository: Repository, base: gpd.GeoDataFrame, planned: Decision) -> bool:
    """Whether a line is refused as what contradicts itself."""
    try:
        require_sound(repository, base, [], planned, before=agreed_coverage(base, []))
    except RefusedError as fault:
        return fault.code == "conflict-unsound"
    return False


BY_AWAY = {0.0: True, 0.004: False, 0.03: False, 20.0: False}
"""Whether a line is refused by how far (m) from the land of C it turns back."""


def towards_c(away: float) -> LineString:
    """A line between A and B that comes near to C on its way; * is `away` below its border.

    1000 N----*-------+
         |  A/ \\ B   |
       0 S--+---+-----+
        1000   1090
    """
    return LineString([(1000, 0), (1090, 200), (1090, 950), (1050.005, 1000 - away),
                       (1050, 1000 - away), (1040, 950), (1000, 800), (1000, 1000)])  # fmt: skip


@pytest.mark.parametrize("away", BY_AWAY)
def test_the_reach_of_a_line_tells_what_the_whole_tells(store: Store, away: float) -> None:
    """Only the line that touches C is refused: where points of two junctions lie at one place."""
    with Repository(store) as repository:
        base = base_of(repository)
        planned = planned_line(repository, base, towards_c(away))
        whole = new_faults(repository, base, [], planned,
                           ground=ground_after(repository, base, [planned]))  # fmt: skip
        assert refused(repository, base, planned) is bool(whole) is BY_AWAY[away]


def test_a_line_reaches_those_who_meet_it(store: Store) -> None:
    """D lies beside B, a kilometre away: the line does nothing there."""
    drawn = LineString([(1000, 0), (1050, 500), (1000, 1000)])
    with Repository(store) as repository:
        base = base_of(repository)
        planned = planned_line(repository, base, drawn)
        ground = ground_after(repository, base, [planned])
        assert reach_of(planned, agreed_coverage(base, []), ground) == {A, B, C}


def test_the_second_signature_proves_nothing_again(tmp_path: Path, proofs: list[int]) -> None:
    """The first one proves the line on the three villages that meet it; D is not among them."""
    with copied_workspace(tmp_path) as workspace:
        segment = segment_of(workspace, A, B).id
        proposal = put_on_table(workspace, segment, "midline")
        sign(workspace, segment, proposal, A)
        assert proofs == [3]
        sign(workspace, segment, proposal, B)
        assert proofs == [3]
        assert segment_of(workspace, A, B).decision_id is not None


def test_what_was_decided_beside_it_meanwhile_is_proved_again(
    tmp_path: Path, proofs: list[int]
) -> None:
    """B and C agree on their line between the signatures of A and B; B and D on one far away."""
    with copied_workspace(tmp_path) as workspace:
        segment = segment_of(workspace, A, B).id
        proposal = put_on_table(workspace, segment, "midline")
        sign(workspace, segment, proposal, A)
        agree(workspace, B, C, "reference")
        before = len(proofs)
        sign(workspace, segment, proposal, B)
        assert len(proofs) == before + 1


@pytest.mark.parametrize("table", [models.Decision, models.Transfer, Segment])
def test_what_was_moved_behind_the_back_of_the_log_is_asked_anew(
    tmp_path: Path, table: type[models.Decision]
) -> None:
    """An outline that QGIS has moved is another question, although nothing was logged."""
    with copied_workspace(tmp_path) as workspace:
        agree(workspace, A, B, "a")
        sums = []
        for _ in range(2):
            with Repository(workspace) as repository:
                base, taken = base_of(repository), decisions_of(repository)
                sums.append(sound_decision._asked(repository, base, taken[:-1], taken[-1]))
                row = repository.find(table)[0]
                row.geometry = shapely.transform(row.geometry, lambda places: places + 0.001)
                repository.record(doer().entry("edit", ("segment", "1")))
        assert sums[0] != sums[1]


def test_only_what_is_sound_is_remembered(store: Store, proofs: list[int]) -> None:
    """Who finds a fault proves the whole, with the line and without; every time anew."""
    with Repository(store) as repository:
        base = base_of(repository)
        planned = planned_line(repository, base, towards_c(0.0))
        assert [refused(repository, base, planned) for _ in range(2)] == [True, True]
        assert proofs == [3, 4, 4, 3, 4, 4]


def test_the_oldest_sums_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three sums the last two stay."""
    monkeypatch.setattr(sound_decision, "MOST_REMEMBERED", 2)
    sums = sound_decision._Remembered()
    for name in ("one", "two", "three"):
        sums.add(name)
    assert [name in sums for name in ("one", "two", "three")] == [False, True, True]
