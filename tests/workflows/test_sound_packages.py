"""Whatever is agreed on, a package of it proves itself; what would spoil it cannot be signed."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from boundaries.domain.agreed import Decision, agreed_coverage, decision_of, in_force
from boundaries.domain.agreed_conflicts import conflicts
from boundaries.domain.foreseen import foreseen_faults
from boundaries.domain.proposal import Proposal, propose
from boundaries.domain.site import Site
from boundaries.domain.submission import LEAVE_OUT, MARK, Wanted
from boundaries.errors import ParameterError, RefusedError
from boundaries.io.package import read_package
from boundaries.io.package_layers import DECIMALS, GEOJSON, KUGI
from boundaries.store.database import Store
from boundaries.store.models import AgreedVillage, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.agreed_ground import ground_after
from boundaries.workflows.detect_workspace import detect
from boundaries.workflows.export_package import Request, export_package
from boundaries.workflows.grounds import base_of, site_for
from boundaries.workflows.sound_decision import new_faults, require_sound
from boundaries.workflows.verify_package import verify_package
from boundaries.workflows.village_names import names_of
from boundaries.workflows.workspace import create_workspace
from tests.agreed_workspace import BIG, A, B, C, compared_workspace
from tests.workspace_fixture import agree, doer, segment_of, take

WEST = Polygon([(0, 0), (2000, 0), (2000, 800), (1010, 999.9), (1000.8, 999.99996),
                (1000.4, 999.99998), (1000.2, 999.99999), (1000, 1000), (0, 1000)])  # fmt: skip
NEEDLE = {A: WEST, B: box(0, 0, 2000, 1000) - WEST, C: BIG[C]}
"""
+-----------------------+ 2000
|           C           |
+-----------J-----------+ 1000     B tapers to a point in J (1000, 1000): from 80 cm on it is
|            `--.__  B  |          thinner than 0.04 mm, and there are vertices
|       A          `----+ 800
+-----------------------+ 0
0         1000       2000
"""


def test_lines_that_meet_in_a_needle_end_at_their_junction(tmp_path: Path) -> None:
    """Also while the third line there is open; BIG's own line can be signed where it is thin."""
    with compared_workspace(tmp_path, NEEDLE, {A: WEST}) as store:
        agree(store, A, B, "reference")
        agree(store, B, C, "reference")
        exported(store, tmp_path / "1", Request(GEOJSON, Wanted(unfinished=LEAVE_OUT)))
        assert exported(store, tmp_path / "2", Request(KUGI, Wanted(unfinished=MARK))) > DECIMALS
        agree(store, A, C, "reference")
        assert exported(store, tmp_path / "3", Request(GEOJSON)) > DECIMALS
    lines = gpd.read_file(tmp_path / "3" / "segmen.geojson")
    points = gpd.read_file(tmp_path / "3" / "titik.geojson")
    inner = points[(points["kind"] == "simpul") & points["name"].str.contains("2001-.*2002-.*2003")]
    ends = shapely.boundary(lines.geometry[lines["b"] != ""].to_numpy())
    assert shapely.distance(ends, inner.geometry.to_numpy()[0]).tolist() == [0, 0, 0]


def exported(store: Store, target: Path, request: Request) -> int:
    """The decimals of a package that proves itself."""
    export_package(store, target, doer(), request)
    assert verify_package(target).faults == ()
    return int(read_package(target).manifest["decimals"])


def test_hairs_along_a_settled_line_belong_to_a_village(tmp_path: Path) -> None:
    """A's survey leaves 0.5 mm, half a square metre, along its border with C.

    What it leaves in the corners goes with the borders on the other side of the bisector.
    """
    survey = box(0, 0, 1000, 999.9995)
    with compared_workspace(tmp_path, BIG, {A: survey}) as store:
        agree(store, A, C, "reference")
        with Repository(store) as repository:
            land = repository.frame(AgreedVillage).set_index("key")
    assert land.geometry[A].area == pytest.approx(1e6, abs=1e-3)
    assert land.geometry[""].area < 1e-3


def test_a_line_that_touches_a_third_village_on_its_way_cannot_be_signed(tmp_path: Path) -> None:
    """A's survey comes within B to C, over 5 mm, and leaves B a corner.

    0        1000      1100
    +----------+-/\\-----+- 1000
    |    A     |/  \\    |
    |          /a'  \\ B |  990
    |          +-----+   |  200
    +----------+---------+
    """
    bulge = Polygon([(1000, 200), (1100, 200), (1100, 990), (1050.005, 1000), (1050, 1000),
                     (1040, 990), (1000, 800)])  # fmt: skip
    with compared_workspace(tmp_path, BIG, {A: BIG[A].union(bulge)}) as store:
        with pytest.raises(RefusedError, match=r"contradict itself: .* where another point is"):
            agree(store, A, B, "a")
        agree(store, B, C, "reference")
        exported(store, tmp_path / "p", Request(GEOJSON, Wanted(unfinished=MARK)))
        assert segment_of(store, A, B).decision_id is None


@pytest.fixture(scope="module")
def compared(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The sample kecamatan, compared with its surveys."""
    folder = tmp_path_factory.mktemp("compared")
    made = create_workspace(
        str(folder / "w.gpkg"), doer(), kabupaten="12.68", crs="EPSG:32647", name="Contoh"
    )
    take(made, sample / "big.gpkg", role="big")
    take(made, *sorted((sample / "survei").iterdir()))
    detect(made, doer())
    return made


@pytest.fixture(scope="module")
def sites(compared: Store) -> list[Site]:
    """The segments of the sample between two villages, those of the first few villages."""
    with Repository(compared) as repository:
        rows = [row for row in repository.find(Segment, current=True) if row.village_b]
        rows = sorted(rows, key=lambda row: (row.village_a, row.id))[:MOST]
        return [site_for(repository, row) for row in rows]


MOST = 7
KINDS = ("a", "b", "midline", "reference")


def made(site: Site, kind: str) -> Proposal:
    """The line of a kind, or BIG's where there is none."""
    try:
        return propose(site, kind)
    except ParameterError:
        return propose(site, "reference")


@settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_any_part_of_the_sample_can_be_handed_over(
    compared: Store, sites: list[Site], data: st.DataObject
) -> None:
    """Whatever is settled, in any order, by lines of any kind, and whatever is taken back."""
    order = data.draw(st.lists(st.sampled_from(sites), min_size=4, max_size=MOST, unique_by=id))
    with Repository(compared) as repository:
        base, names = base_of(repository), names_of(repository)
        taken: list[Decision] = []
        for number, site in enumerate(order):
            line = made(site, data.draw(st.sampled_from(KINDS)))
            planned = decision_of(str(number), site, line, agreed_coverage(base, taken))
            if not conflicts(base, taken, planned, names):
                taken.append(planned)
        left = data.draw(st.lists(st.sampled_from(taken), unique_by=id))
        for decisions in (taken, [one for one in taken if one not in left]):
            ground = ground_after(repository, base, decisions)
            faults = foreseen_faults(ground, in_force(decisions), decimals=7)
            assert [str(fault.message) for fault in faults] == []


def test_each_line_is_judged_by_its_reach_as_by_the_whole(
    compared: Store, sites: list[Site]
) -> None:
    """One line after the other, of each kind once; what is sound is decided."""
    with Repository(compared) as repository:
        base = base_of(repository)
        taken: list[Decision] = []
        for site, kind in zip(sites, KINDS, strict=False):
            before = agreed_coverage(base, taken)
            planned = decision_of(kind, site, made(site, kind), before)
            ground = ground_after(repository, base, [*taken, planned])
            whole = new_faults(repository, base, taken, planned, ground=ground)
            with pytest.raises(RefusedError) if whole else nullcontext():
                require_sound(repository, base, taken, planned, before=before)
            taken += [] if whole else [planned]
