"""Land of nobody: outside, enclaves, gaps and overlaps of villages drawn in metres."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely
from shapely import box

from boundaries.domain.open_land import BEYOND, open_land, owners_of_all
from boundaries.domain.owners import owners_of
from boundaries.domain.parameters import Parameters
from tests.domain.village_grid import CRS, drawn, mosaic_of, table, two_sources

AROUND = box(0, 0, 1000, 1000)
DEFAULTS = Parameters()


def kinds(
    shapes: dict[str, shapely.Geometry], parameters: Parameters = DEFAULTS
) -> dict[str, float]:
    """Planar area by what it is; owned land under ""."""
    mosaic, claims = mosaic_of(table(shapes))
    kind = open_land(mosaic, owners_of(mosaic, claims), parameters, pyproj.CRS(CRS))
    names = np.array([*BEYOND, ""])[kind]
    area = shapely.area(mosaic.faces)
    return {name: round(area[names == name].sum(), 3) for name in np.unique(names).tolist()}


def test_land_of_villages_is_none() -> None:
    assert kinds({"a": AROUND}) == {"": 1_000_000.0}


def test_land_of_several_is_an_overlap() -> None:
    assert kinds({"a": box(0, 0, 10, 10), "b": box(8, 0, 20, 10)}) == {"": 180.0, "overlap": 20.0}


def test_a_hole_in_one_village_is_an_enclave() -> None:
    hole = box(10, 10, 20, 20)
    assert kinds({"a": AROUND.difference(hole)}) == {"": 999_900.0, "enclave": 100.0}


@pytest.mark.parametrize(
    ("width", "height", "kind"),
    [(90, 900, "gap"), (400, 400, "gap"), (600, 600, "enclave")],
)
def test_a_hole_between_two_villages_is_a_gap_when_narrow_or_small(
    width: float, height: float, kind: str
) -> None:
    """Limits of the parameters: 100 m of mean width (2A/P) or 25 ha."""
    hole = box(500 - width / 2, 500 - height / 2, 500 + width / 2, 500 + height / 2)
    west, east = box(0, 0, 500, 1000), box(500, 0, 1000, 1000)
    found = kinds({"a": west.difference(hole), "b": east.difference(hole)})
    assert found == {"": 1_000_000.0 - width * height, kind: float(width * height)}


def test_the_limits_of_gaps_are_parameters() -> None:
    hole = box(490, 490, 510, 510)
    halves = {
        "a": box(0, 0, 500, 1000).difference(hole),
        "b": box(500, 0, 1000, 1000).difference(hole),
    }
    assert kinds(halves, Parameters(gap_width_m=1, gap_area_m2=1))["enclave"] == 400
    assert kinds(halves, Parameters(gap_width_m=1, gap_area_m2=500))["gap"] == 400


def test_land_that_only_another_source_claims_is_outside() -> None:
    given = two_sources({"a": box(0, 0, 10, 10)}, {"x": box(5, 0, 15, 10)})
    kind = open_land(
        given.mosaic, owners_of(given.mosaic, given.reference), DEFAULTS, pyproj.CRS(CRS)
    )
    area = shapely.area(given.mosaic.faces)
    assert area[kind == BEYOND.index("outside")].sum() == pytest.approx(50)


def test_owners_of_all_close_what_a_line_has_to_part() -> None:
    """A gap of 2 x 2 squares, an overlap of one; the outside stays nobody's.

    a a a b b
    a . . b b
    a . . b b
    a a x b b     x: both a and b
    """
    shapes = drawn(["aaabb", "a..bb", "a..bb", "aaabb"])
    shapes["b"] = shapely.union(shapes["b"], shapely.box(200, 0, 300, 100))
    mosaic, claims = mosaic_of(table(shapes))
    owners, between = owners_of_all(mosaic, claims, DEFAULTS, pyproj.CRS(CRS), scope="reference")
    area = shapely.area(mosaic.faces)
    assert area[between].sum() == pytest.approx(50_000)
    assert (owners.of_face >= 0).all()
    assert area[owners.of_face == 0].sum() == pytest.approx(shapes["a"].area + 40_000)
