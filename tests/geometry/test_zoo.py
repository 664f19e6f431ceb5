"""Every function of `boundaries.geometry` over one zoo."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyproj
import pytest
import shapely
from numpy.typing import NDArray

from boundaries.errors import InputError
from boundaries.geometry.crs import (
    EQUAL_AREA,
    WGS84,
    bounds_in_degrees,
    choose_working_crs,
    crs_label,
    extent,
    horizontal,
    in_indonesia,
    in_metres,
    no_degrees,
    require_metres,
    require_plausible,
    suspicion,
    to_working,
    working_crs,
)
from boundaries.geometry.cycles import OUTSIDE
from boundaries.geometry.metrics import (
    centroids_lonlat,
    ellipsoidal_areas,
    greatest_widths,
    mean_widths,
)
from boundaries.geometry.mosaic import Mosaic, build_mosaic, face_groups, merge_faces
from boundaries.geometry.validity import repair
from tests.geometry.zoo import (
    AREAS,
    CRS,
    FAULTY,
    NOTHING,
    REPAIRED_AREAS,
    SOUND,
    ZOO,
    Array,
    array,
)

NO_OUTLINES = array({name: ZOO[name] for name in ("missing", "empty polygon")})
FAR_AWAY = "coordinates of ten million"


def locked(values: NDArray[np.generic]) -> NDArray[np.generic]:
    """The array, which cannot be written to."""
    values.flags.writeable = False
    return values


@pytest.fixture(scope="module")
def zoo() -> Array:
    return locked(array(ZOO))


@pytest.fixture(scope="module")
def outlines(zoo: Array) -> Array:
    """What `repair` leaves: valid MultiPolygons and None."""
    return locked(repair(zoo).geometries)


@pytest.fixture(scope="module")
def bounds(zoo: Array) -> NDArray[np.float64]:
    return locked(shapely.bounds(zoo))


@pytest.fixture(scope="module")
def degrees(bounds: NDArray[np.float64]) -> NDArray[np.float64]:
    return locked(bounds_in_degrees(bounds, CRS))


def row(name: str) -> int:
    return list(ZOO).index(name)


def test_areas_of_the_zoo_are_as_its_sketches_say() -> None:
    assert shapely.is_valid(array(SOUND)).all()
    assert shapely.area(array(SOUND)) == pytest.approx(list(AREAS.values()), rel=1e-6)
    assert not shapely.is_valid(array(FAULTY))[:-1].any()


def test_repair_keeps_the_land_of_every_animal(zoo: Array) -> None:
    before = shapely.to_wkb(zoo).tolist()
    done = repair(zoo)
    assert shapely.to_wkb(zoo).tolist() == before
    assert len(done.geometries) == len(ZOO)
    kept = len(SOUND) + len(FAULTY)
    expected = [*AREAS.values(), *REPAIRED_AREAS.values(), *[0] * len(NOTHING)]
    assert done.area_after == pytest.approx(expected, rel=1e-6)
    assert done.changed.tolist() == [False] * len(SOUND) + [True] * len(FAULTY) + [False] * len(
        NOTHING
    )
    assert shapely.is_valid(done.geometries[:kept]).all()
    assert set(shapely.get_type_id(done.geometries[:kept])) == {shapely.GeometryType.MULTIPOLYGON}
    assert not shapely.has_z(done.geometries).any()
    assert not shapely.has_m(done.geometries).any()
    assert shapely.is_missing(done.geometries[kept:]).all()
    assert all(done.reasons[len(SOUND) :])
    assert not any(done.reasons[: len(SOUND)])


def test_repair_gives_arrays_of_the_documented_types(zoo: Array) -> None:
    done = repair(zoo)
    assert (done.changed.dtype, done.not_polygon.dtype) == (bool, bool)
    assert (done.area_before.dtype, done.area_after.dtype) == (float, float)
    assert all(isinstance(reason, str) for reason in done.reasons)
    assert all(isinstance(name, str) for name in done.types)
    assert [name for name, no in zip(ZOO, done.not_polygon, strict=True) if no] == [
        "point", "points", "line", "lines", "ring", "collection without polygon",
    ]  # fmt: skip


def test_a_second_repair_changes_nothing(outlines: Array) -> None:
    again = repair(outlines)
    assert not again.changed.any()
    present = ~shapely.is_missing(outlines)
    assert shapely.equals_identical(again.geometries[present], outlines[present]).all()


@pytest.mark.parametrize("name", ZOO)
def test_an_animal_alone_is_repaired_as_in_the_herd(name: str, outlines: Array) -> None:
    alone = repair(array({name: ZOO[name]})).geometries[0]
    together = outlines[row(name)]
    assert (alone is None) == (together is None)
    assert alone is None or shapely.equals_identical(alone, together)


@pytest.mark.parametrize("target", [CRS, WGS84, pyproj.CRS.from_user_input(EQUAL_AREA)])
def test_to_working_keeps_every_row(target: pyproj.CRS, zoo: Array) -> None:
    before = shapely.to_wkb(zoo).tolist()
    moved = to_working(zoo, CRS, target)
    assert shapely.to_wkb(zoo).tolist() == before
    assert moved.dtype == object
    assert shapely.is_missing(moved).tolist() == shapely.is_missing(zoo).tolist()
    assert shapely.is_empty(moved).tolist() == shapely.is_empty(zoo).tolist()
    assert shapely.get_type_id(moved).tolist() == shapely.get_type_id(zoo).tolist()
    assert not shapely.has_z(moved).any()
    assert not shapely.has_m(moved).any()


def test_to_working_and_back(outlines: Array) -> None:
    """A tenth of a millimetre; the box at ten million metres is beyond the zone's reach."""
    near = np.delete(outlines, row(FAR_AWAY))
    back = to_working(to_working(near, CRS, WGS84), WGS84, CRS)
    present = ~shapely.is_missing(near)
    assert shapely.equals_exact(back[present], near[present], tolerance=1e-4).all()


def test_bounds_in_degrees_are_nan_without_outline(
    bounds: NDArray[np.float64], degrees: NDArray[np.float64]
) -> None:
    assert degrees.shape == (len(ZOO), 4)
    assert degrees.dtype == float
    assert (np.isnan(degrees) == np.isnan(bounds)).all()
    assert degrees[row("square")] == pytest.approx([99.62, 2.98, 99.62, 2.98], abs=1e-3)
    assert np.isnan(degrees[row("missing")]).all()
    assert np.isnan(degrees[row("empty polygon")]).all()


def test_masks_over_bounds(bounds: NDArray[np.float64], degrees: NDArray[np.float64]) -> None:
    """Rows without bounds are neither in Indonesia nor impossible as degrees."""
    inside, impossible = in_indonesia(degrees), no_degrees(bounds)
    assert (inside.dtype, impossible.dtype) == (bool, bool)
    bounded = np.isfinite(bounds).all(axis=1)
    assert (impossible == bounded).all()
    bounded[row(FAR_AWAY)] = False
    assert (inside == bounded).all()


def test_one_extent_and_one_crs_for_the_zoo(
    bounds: NDArray[np.float64], degrees: NDArray[np.float64]
) -> None:
    west, south, east, north = extent(bounds)
    assert (west, south) == pytest.approx((567_900, 328_400))
    assert (east, north) == (1e7 + 100, 1e7 + 100)
    assert choose_working_crs(CRS, bounds) == horizontal(CRS) == CRS
    assert crs_label(choose_working_crs(WGS84, degrees)) == "EPSG:32647"
    assert suspicion(bounds, CRS) == suspicion(degrees, WGS84) == ""
    assert require_plausible("zoo", bounds, CRS)
    assert in_metres(CRS)
    require_metres(CRS)


@pytest.mark.parametrize("name", sorted(SOUND.keys() - {FAR_AWAY}))
def test_the_zone_of_every_sound_animal(name: str, degrees: NDArray[np.float64]) -> None:
    assert crs_label(working_crs(tuple(degrees[row(name)]))) == "EPSG:32647"


def test_bounds_of_nothing_at_all() -> None:
    nothing = shapely.bounds(NO_OUTLINES)
    assert np.isnan(bounds_in_degrees(nothing, CRS)).all()
    assert not in_indonesia(nothing).any()
    assert not no_degrees(nothing).any()
    assert suspicion(nothing, CRS) == ""
    with pytest.raises(InputError, match="no outline has coordinates that can be used"):
        extent(nothing)


Measure = Callable[[Array], NDArray[np.float64]]
MEASURES: dict[str, Measure] = {
    "ellipsoidal_areas": lambda polygons: ellipsoidal_areas(polygons, CRS),
    "mean_widths": mean_widths,
    "greatest_widths": greatest_widths,
}


@pytest.mark.parametrize("name", MEASURES)
def test_measures_of_repaired_outlines(name: str, outlines: Array) -> None:
    """Positive for land, 0 without; the same alone as in the herd."""
    before = shapely.to_wkb(outlines).tolist()
    measured = MEASURES[name](outlines)
    assert shapely.to_wkb(outlines).tolist() == before
    assert measured.shape == (len(ZOO),)
    assert measured.dtype == float
    assert ((measured > 0) == ~shapely.is_missing(outlines)).all()
    alone = [MEASURES[name](outlines[place : place + 1])[0] for place in range(len(ZOO))]
    assert measured.tolist() == alone
    assert MEASURES[name](NO_OUTLINES).tolist() == [0, 0]
    assert MEASURES[name](NO_OUTLINES[:0]).tolist() == []


def test_areas_and_widths_worked_out_by_hand(outlines: Array) -> None:
    """At Kisaran the zone's scale is 0.99966: areas are 1 / 0.99966² = 1.00068 times as large."""
    areas = dict(zip(ZOO, ellipsoidal_areas(outlines, CRS), strict=True))
    means = dict(zip(ZOO, mean_widths(outlines), strict=True))
    widths = dict(zip(ZOO, greatest_widths(outlines), strict=True))
    for name, area in {**AREAS, **REPAIRED_AREAS}.items():
        assert name == FAR_AWAY or areas[name] == pytest.approx(1.00068 * area, rel=1e-5)
    assert means["square"] == pytest.approx(2 * 10_000 / 400)
    assert means["sliver of 1 mm"] == pytest.approx(0.0005, rel=1e-3)
    assert widths["square"] == pytest.approx(100, rel=0.01)
    assert widths["two parts"] == pytest.approx(100, rel=0.01)
    assert widths["many vertices"] == pytest.approx(2000, rel=0.01)
    assert widths["sliver of 1 mm"] == pytest.approx(0.001, rel=0.02)


def test_centroids_are_where_the_zoo_is(outlines: Array) -> None:
    lon, lat = centroids_lonlat(outlines, CRS)
    assert lon.shape == lat.shape == (len(ZOO),)
    assert lon.dtype == lat.dtype == float
    missing = shapely.is_missing(outlines)
    assert not np.isfinite(lon[missing]).any()
    there = ~missing
    there[row(FAR_AWAY)] = False
    assert lon[there] == pytest.approx(99.62, abs=0.01)
    assert lat[there] == pytest.approx(2.98, abs=0.01)


def claimed_areas(mosaic: Mosaic, polygons: int) -> NDArray[np.float64]:
    """The land that each polygon claims."""
    areas = shapely.area(mosaic.faces)[mosaic.claim_face]
    return np.bincount(mosaic.claim_polygon, weights=areas, minlength=polygons)


def test_the_mosaic_of_the_zoo_gives_every_animal_its_land(outlines: Array) -> None:
    before = shapely.to_wkb(outlines).tolist()
    mosaic = build_mosaic(outlines)
    assert shapely.to_wkb(outlines).tolist() == before
    areas = shapely.area(outlines)
    areas[shapely.is_missing(outlines)] = 0
    assert claimed_areas(mosaic, len(ZOO)) == pytest.approx(areas, rel=1e-6)
    covered = shapely.area(mosaic.faces[np.unique(mosaic.claim_face)]).sum()
    assert covered == pytest.approx(shapely.union_all(outlines).area, rel=1e-9)


def test_a_mosaic_has_arrays_of_the_documented_types_and_order(outlines: Array) -> None:
    mosaic = build_mosaic(outlines)
    assert shapely.is_valid(mosaic.faces).all()
    assert set(shapely.get_type_id(mosaic.faces)) == {shapely.GeometryType.POLYGON}
    for numbers in (
        mosaic.claim_face, mosaic.claim_polygon, mosaic.border_left, mosaic.border_right,
    ):  # fmt: skip
        assert numbers.dtype == np.int64
    assert mosaic.border_length.dtype == float
    claims = list(zip(mosaic.claim_face, mosaic.claim_polygon, strict=True))
    assert claims == sorted(set(claims))
    assert (mosaic.border_left < mosaic.border_right).all()
    assert mosaic.border_left.min() == OUTSIDE
    perimeters = np.zeros(len(mosaic.faces))
    for side in (mosaic.border_left, mosaic.border_right):
        inside = side != OUTSIDE
        np.add.at(perimeters, side[inside], mosaic.border_length[inside])
    assert perimeters == pytest.approx(shapely.length(mosaic.faces), rel=1e-9, abs=1e-8)


@pytest.mark.parametrize("name", ZOO)
def test_the_mosaic_of_one_animal_is_its_land(name: str, outlines: Array) -> None:
    alone = outlines[row(name) : row(name) + 1]
    mosaic = build_mosaic(alone)
    groups = face_groups(
        np.where(np.isin(np.arange(len(mosaic.faces)), mosaic.claim_face), 0, -1), mosaic
    )
    merged = merge_faces(mosaic.faces, groups)
    assert groups.dtype == np.int64
    area = shapely.area(merged).sum()
    assert area == pytest.approx({**AREAS, **REPAIRED_AREAS}.get(name, 0), rel=1e-6)
    if name in NOTHING:
        assert len(mosaic.faces) == len(mosaic.claim_face) == len(merged) == 0


def test_faces_without_label_are_in_no_group(outlines: Array) -> None:
    mosaic = build_mosaic(outlines)
    none = face_groups(np.full(len(mosaic.faces), -1), mosaic)
    assert set(none) == {-1}
    assert len(merge_faces(mosaic.faces, none)) == 0
