"""From BIG's layer with a wide gap and a wide overlap to a package that proves itself."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from shapely import box

from boundaries.io.package_layers import GEOJSON, KUGI
from boundaries.store.database import Store
from boundaries.store.models import Segment, Transfer
from boundaries.store.repository import Repository
from boundaries.workflows.export_package import Request, export_package
from boundaries.workflows.grounds import agreed_of, base_of
from boundaries.workflows.precheck import precheck
from boundaries.workflows.settle import preview
from boundaries.workflows.verify_package import verify_package
from tests.agreed_workspace import A, B, C, compared_workspace
from tests.workspace_fixture import agree, doer, segment_of

GAP = box(960, 300, 1000, 700)
SHARED = box(1400, 1000, 1700, 1060)
BIG = {
    A: box(0, 0, 1000, 1000) - GAP,
    B: box(1000, 0, 2000, 1000) | SHARED,
    C: box(0, 1000, 2000, 2000),
}
SURVEYS = {A: box(0, 0, 997, 997), C: box(0, 1000, 2000, 2000)}
"""
+---------------------+ 2000
|          C   +---+  | 1060     BIG gives x to nobody (1.6 ha), y to B and C (1.8 ha); A's survey
|              | y |  |          keeps 3 m inside A's borders with B and C, round their junction
+---------+----+---+--+ 1000
|       +-+           | 700
|   A   |x|    B      |
|       +-+           | 300
+---------+-----------+ 0
0     960 1000     2000
"""
HA = 10_000
OUTER_CORNER_M2 = 3 * 3 / 2
"""What A's survey leaves beyond the bisector where its strip meets the outer border: indicative."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The workspace with these layers, compared."""
    return compared_workspace(tmp_path_factory.mktemp("everything"), BIG, SURVEYS)


def land_of(store: Store) -> dict[str, shapely.Geometry]:
    with Repository(store) as repository:
        land = agreed_of(repository)
    assert shapely.coverage_is_valid(land.geometry.to_numpy())
    return dict(zip(land["key"], land.geometry, strict=True))


def test_the_consequence_tells_land_that_was_nobodys(store: Store) -> None:
    """A's line gives it the gap but for 3 m: 37 m of 40 m, and loses the strip beside it."""
    shown = preview(store, segment_of(store, A, B).id, "a")
    gains = shown.consequence.gains
    from_nobody = gains[gains["village_from"] == ""].groupby("village_to")["area_m2"].sum()
    assert from_nobody[A] == pytest.approx(37 * 400, rel=2e-3)
    assert from_nobody[B] == pytest.approx(3 * 400, rel=2e-3)
    areas = shown.consequence.areas.query("line == 'a'").set_index("village")
    assert areas.loc[A, "before_m2"] == pytest.approx(100 * HA - GAP.area, rel=1e-3)
    assert areas.loc[B, "before_m2"] == pytest.approx(100 * HA, rel=1e-3)
    assert "nobody" in str(preview(store, segment_of(store, A, B).id, "reference").line.method)


def test_everything_can_be_settled_and_handed_over(store: Store, tmp_path: Path) -> None:
    """Though BIG gives land to nobody and to two, and one survey leaves land round a junction."""
    with Repository(store) as repository:
        rows = repository.find(Segment, current=True)
        nobodys = base_of(repository).set_index("key").geometry[""]
    pairs = sorted((row.village_a, row.village_b) for row in rows if row.village_b)
    assert pairs == [(A, B), (A, C), (B, C)]
    assert len(rows) == 6
    assert nobodys.area >= GAP.area + SHARED.area
    assert [item.number for item in precheck(store).items if not item.passed] == [1, 3, 7]

    for one, other in pairs:
        agree(store, one, other, "midline")
    land = land_of(store)
    left = land.pop("").area
    assert left == pytest.approx(2 * OUTER_CORNER_M2, rel=1e-3)
    assert sum(shape.area for shape in land.values()) == pytest.approx(400 * HA - left)
    with Repository(store) as repository:
        moved = repository.frame(Transfer)
    given = moved[moved["village_from"].isna()]
    assert given.area.sum() == pytest.approx(nobodys.area - left, abs=1)

    found = precheck(store)
    assert [str(fault.message) for item in found.items for fault in item.faults] == []
    assert found.passed
    for kind in (GEOJSON, KUGI):
        folder = tmp_path / kind
        export_package(store, folder, doer(), Request(kind))
        assert verify_package(folder).faults == ()
        paths = sorted(path for path in folder.rglob("*") if path.suffix in (".geojson", ".dbf"))
        content = bytearray(paths[0].read_bytes())
        content[len(content) // 2] ^= 1
        paths[0].write_bytes(bytes(content))
        faults = verify_package(folder).faults
        assert any(paths[0].name in str(notice.message) for _, notice in faults)
