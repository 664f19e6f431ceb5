"""Ways to read coordinates, and the distance from where they belong."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely

from boundaries.geometry.crs import WGS84, crs_label
from boundaries.geometry.readings import (
    Reading,
    decimals,
    distances_km,
    exchanged,
    from_sexagesimal,
    lonlat,
    looks_sexagesimal,
    readings,
)

UTM_47N = pyproj.CRS.from_epsg(32647)
BOX = np.array([[99.0, 2.0, 100.0, 3.0]])


def test_exchanged_twice_is_the_same_without_heights() -> None:
    shapes = np.array([shapely.Point(1, 2, 3), None, shapely.box(0, 0, 1, 2)], dtype=object)
    once = exchanged(shapes)
    assert (once[0].x, once[0].y, once[0].has_z) == (2, 1, False)
    assert once[1] is None
    assert once[2].bounds == (0, 0, 2, 1)
    assert shapely.equals_exact(exchanged(once)[2], shapes[2])


@pytest.mark.parametrize(
    ("typed", "degrees"),
    [(2.5830, 2.975), (-6.5324, -(6 + 53 / 60 + 24 / 3600)), (99.0, 99.0), (0.3, 0.5),
     (99.583012, 99 + 58 / 60 + 30.12 / 3600), (0.0, 0.0)],
)  # fmt: skip
def test_minutes_and_seconds(typed: float, degrees: float) -> None:
    assert from_sexagesimal(np.array([typed])) == pytest.approx([degrees], abs=1e-9)
    moved = decimals(np.array([shapely.Point(typed, typed)]))[0]
    assert (moved.x, moved.y) == pytest.approx((degrees, degrees), abs=1e-9)


def test_seconds_tell_degrees_typed_with_them() -> None:
    """0.00 to 0.59 with seconds 00 to 59 look typed; one 0.0060, or few seconds, do not."""
    seconds = np.arange(60) / 10_000
    both = np.column_stack([99.58 + seconds, 2.57 + seconds])
    assert looks_sexagesimal(both)
    assert not looks_sexagesimal(np.vstack([both, [[99.5860, 2.57]]]))
    assert not looks_sexagesimal(np.vstack([both, [[99.61, 2.57]]]))
    assert not looks_sexagesimal(both[:19])
    assert not looks_sexagesimal(np.empty((0, 2)))
    assert not looks_sexagesimal(np.array([[np.nan, 1.0]]))


def test_distance_is_that_to_the_nearest_side() -> None:
    """A degree of latitude is 111.2 km; a degree of longitude at 2.5 north nearly as much."""
    places = np.array([[99.5, 2.5], [99.5, 4.0], [101.0, 2.5], [np.inf, np.inf]])
    found = distances_km(places, np.repeat(BOX, 4, axis=0))
    assert found == pytest.approx([0, 111.2, 111.2 * np.cos(np.radians(2.5)), np.inf])
    assert np.isnan(distances_km(places[[0, 3]], np.full((2, 4), np.nan))).all()


def test_lonlat_of_known_places() -> None:
    kisaran = np.array([[568899.15, 329401.90]])
    assert lonlat(kisaran, Reading(UTM_47N))[0] == pytest.approx((99.62, 2.98), abs=1e-6)
    aceh = lonlat(kisaran, Reading(UTM_47N, swapped=True))[0]
    assert aceh == pytest.approx((97.46, 5.14), abs=0.01)
    assert np.isinf(lonlat(kisaran, Reading(WGS84))).all()
    assert lonlat(np.array([[99.3712, 2.5830]]), Reading(WGS84, sexagesimal=True))[0] == (
        pytest.approx((99.62, 2.975))
    )


def test_readings_change_as_little_as_they_can_first() -> None:
    found = readings(UTM_47N, metres=True)
    assert (crs_label(found[0].crs), found[0].swapped, found[0].change) == ("EPSG:32647", True, 0)
    change = {crs_label(reading.crs): reading.change for reading in found if not reading.swapped}
    assert "EPSG:32647" not in change
    assert change["EPSG:32747"] == 1
    assert change["EPSG:32646"] == change["EPSG:32748"] == change["EPSG:23832"] == 2
    degrees = readings(None, metres=False)
    assert [(reading.swapped, reading.crs == WGS84) for reading in degrees] == [
        (False, True), (True, True),
    ]  # fmt: skip
