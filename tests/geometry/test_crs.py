"""Working CRS, guards, and coordinate systems that are wrongly declared."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely

from boundaries.errors import InputError
from boundaries.geometry.crs import (
    WGS84,
    choose_working_crs,
    crs_label,
    extent,
    horizontal,
    require_metres,
    require_plausible,
    suspicion,
    to_working,
    working_crs,
)

ASAHAN = [99.0, 2.5, 100.0, 3.2]
UTM_47N = pyproj.CRS.from_epsg(32647)


@pytest.mark.parametrize(
    ("bounds", "label"),
    [
        ((99.0, 2.5, 100.0, 3.2), "EPSG:32647"),  # Asahan
        ((109.3, -7.3, 109.7, -6.9), "EPSG:32749"),  # Pemalang
        ((115.9, -1.3, 119.0, 1.9), "EPSG:32650"),  # Kutai Timur, across the equator
        ((115.9, -2.0, 119.0, 1.9), "EPSG:32750"),  # the centre is south
        ((114.0, -0.5, 116.0, 0.5), "EPSG:32650"),  # centre on the equator
        ((96.0, 0.0, 102.0, 3.0), "EPSG:32647"),  # exactly six degrees
    ],
)
def test_working_crs_is_the_utm_zone_of_the_centre(
    bounds: tuple[float, float, float, float], label: str
) -> None:
    assert crs_label(working_crs(bounds)) == label


def test_working_crs_of_a_wide_extent_is_equal_area_in_metres() -> None:
    crs = working_crs((95.0, -11.0, 141.0, 6.0))
    require_metres(crs)
    assert "+proj=cea" in crs_label(crs)
    assert "+lon_0=118" in crs_label(crs)


@pytest.mark.parametrize(
    ("lon", "lat", "epsg", "east", "north"),
    [
        (99.62, 2.98, 32647, 568899.15, 329401.90),  # Kisaran
        (117.55, 0.50, 32650, 561199.86, 55267.60),  # Sangatta
        (109.38, -6.89, 32749, 321004.44, 9238107.60),  # Pemalang
    ],
)
def test_to_working_puts_known_places_where_they_belong(
    lon: float, lat: float, epsg: int, east: float, north: float
) -> None:
    places = np.array([shapely.Point(lon, lat, 7.0), None], dtype=object)
    moved = to_working(places, WGS84, pyproj.CRS.from_epsg(epsg))
    assert (moved[0].x, moved[0].y) == pytest.approx((east, north), abs=0.01)
    assert not moved[0].has_z
    assert moved[1] is None


def test_to_working_takes_latitude_first_definitions_as_longitude_first() -> None:
    srgi = pyproj.CRS.from_epsg(9470)
    moved = to_working(np.array([shapely.Point(99.62, 2.98)]), srgi, UTM_47N)
    assert moved[0].x == pytest.approx(568899.15, abs=0.5)


def test_to_working_uses_the_horizontal_part_of_a_compound_crs() -> None:
    compound = pyproj.CRS.from_user_input("EPSG:4326+3855")
    moved = to_working(np.array([shapely.Point(99.62, 2.98, 30)]), compound, UTM_47N)
    assert moved[0].x == pytest.approx(568899.15, abs=0.01)
    assert horizontal(compound) == WGS84


def test_horizontal_of_a_bound_and_of_a_three_dimensional_crs() -> None:
    bound = pyproj.CRS.from_proj4("+proj=longlat +ellps=bessel +towgs84=-377,681,-50 +no_defs")
    assert bound.is_bound
    assert horizontal(bound).is_geographic
    assert horizontal(pyproj.CRS.from_epsg(4979)).equals(WGS84, ignore_axis_order=True)


def test_choose_keeps_a_projected_crs_in_metres() -> None:
    tm3 = pyproj.CRS.from_epsg(23832)
    assert choose_working_crs(tm3, np.array([[2e5, 1.5e6, 3e5, 1.6e6]])) == tm3


def test_choose_replaces_a_projected_crs_in_feet() -> None:
    feet = pyproj.CRS.from_proj4("+proj=utm +zone=47 +units=us-ft")
    bounds = np.array([[1.8e6, 1.05e6, 1.9e6, 1.1e6]])
    assert crs_label(choose_working_crs(feet, bounds)) == "EPSG:32647"


def test_choose_is_not_misled_by_one_outline_at_null_island() -> None:
    bounds = np.array([ASAHAN, [0.0, 0.0, 0.1, 0.1], [np.nan] * 4])
    assert crs_label(choose_working_crs(WGS84, bounds)) == "EPSG:32647"


def test_choose_without_any_outline() -> None:
    with pytest.raises(InputError, match="no outline has coordinates that can be used"):
        extent(np.array([[np.nan] * 4]))


def test_require_metres_names_the_crs_and_a_remedy() -> None:
    with pytest.raises(InputError, match="cannot be measured in WGS 84") as caught:
        require_metres(WGS84)
    assert "EPSG:32647" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("bounds", "crs", "found"),
    [
        (ASAHAN, WGS84, ""),
        ([5.0, 52.0, 5.1, 52.1], WGS84, "outside-indonesia"),
        ([2.5, 99.0, 3.2, 100.0], WGS84, "axes-swapped"),
        ([5e5, 3.2e5, 5.1e5, 3.3e5], WGS84, "metres-as-degrees"),
        (ASAHAN, UTM_47N, "degrees-as-metres"),
        ([5e5, 3.2e5, 5.1e5, 3.3e5], UTM_47N, ""),
        ([9.23e6, 3.2e5, 9.24e6, 3.3e5], pyproj.CRS.from_epsg(32749), "axes-swapped"),
        ([np.nan] * 4, WGS84, ""),
    ],
)
def test_suspicion(bounds: list[float], crs: pyproj.CRS, found: str) -> None:
    assert suspicion(np.array([bounds]), crs) == found


def test_suspicion_goes_by_most_rows() -> None:
    rows = np.array([ASAHAN, ASAHAN, [5e5, 3.2e5, 5.1e5, 3.3e5]])
    assert suspicion(rows, WGS84) == ""


@pytest.mark.parametrize(
    ("bounds", "crs", "code", "text", "remedy"),
    [
        (ASAHAN, UTM_47N, "crs-degrees-as-metres", "desa.shp .* but holds degrees", "EPSG:4326"),
        ([5e5, 3.2e5, 5.1e5, 3.3e5], WGS84, "crs-metres-as-degrees", "but holds metres", "--crs"),
        ([2.5, 99.0, 3.2, 100.0], WGS84, "crs-axes-swapped", "x and y exchanged", "--swap-axes"),
    ],
)
def test_require_plausible_names_the_file_and_the_remedy(
    bounds: list[float], crs: pyproj.CRS, code: str, text: str, remedy: str
) -> None:
    with pytest.raises(InputError, match=text) as caught:
        require_plausible("desa.shp", np.array([bounds]), crs)
    assert caught.value.code == code
    assert remedy in str(caught.value.hint)


def test_require_plausible_lets_other_countries_pass() -> None:
    assert not require_plausible("gemeente.shp", np.array([[5.0, 52.0, 5.1, 52.1]]), WGS84)
    assert require_plausible("desa.shp", np.array([ASAHAN]), WGS84)
