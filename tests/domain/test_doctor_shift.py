"""A layer on ID74 read as WGS 84 lies 25 to 29 m west of its reference."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely

from boundaries.domain.doctor_shift import id74_shift, shift_suspicion
from boundaries.domain.doctor_text import Suspicion

PLACES = {32647: (99.62, 2.98), 32650: (117.55, 0.50), 32749: (109.38, -6.89)}


def villages(epsg: int) -> gpd.GeoDataFrame:
    """Twelve rings of 24 corners, 1 km apart, at the known place of the zone."""
    x, y = pyproj.Transformer.from_crs(4326, epsg, always_xy=True).transform(*PLACES[epsg])
    rng = np.random.default_rng(5)
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    shapes = []
    for n in range(12):
        far = 300 + 150 * rng.random(24)
        corners = np.column_stack([1000 * n + far * np.cos(turn), far * np.sin(turn)])
        shapes.append(shapely.Polygon(corners + np.array([x, y])))
    keys = [f"12.09.08.20{n:02}" for n in range(12)]
    return gpd.GeoDataFrame({"key": keys}, geometry=shapes, crs=epsg)


def moved(frame: gpd.GeoDataFrame, east: float, north: float) -> gpd.GeoDataFrame:
    return frame.set_geometry(frame.geometry.translate(east, north), crs=frame.crs)


def suspicion(
    reference: gpd.GeoDataFrame, local: gpd.GeoDataFrame, declared: int
) -> Suspicion | None:
    return shift_suspicion(
        reference, local, local["key"].to_numpy(dtype=object),
        file="lokal.shp", declared=pyproj.CRS.from_epsg(declared),
        reference_file="big.shp", reference_declared=pyproj.CRS.from_epsg(declared),
    )  # fmt: skip


@pytest.mark.parametrize(("epsg", "metres"), [(32647, 25.1), (32650, 29.1), (32749, 27.8)])
def test_the_size_of_the_shift(epsg: int, metres: float) -> None:
    """25 to 29 m, almost due east."""
    east, north = id74_shift(villages(epsg).geometry.to_numpy(), pyproj.CRS.from_epsg(epsg))
    assert east == pytest.approx(metres, abs=0.2)
    assert 0 < north < 4


@pytest.mark.parametrize(
    ("epsg", "declared", "command"),
    [
        (32647, 4326, "--crs EPSG:4238"), (32647, 32647, "--crs EPSG:23847"),
        (32749, 32749, "--crs EPSG:23889"), (32650, 9480, "--crs EPSG:23850"),
        (32647, 23832, ""),
    ],
)  # fmt: skip
def test_id74_read_as_wgs84(epsg: int, declared: int, command: str) -> None:
    frame = villages(epsg)
    shift = id74_shift(frame.geometry.to_numpy(), pyproj.CRS.from_epsg(epsg))
    found = suspicion(frame, moved(frame, *-shift), declared)
    assert found is not None
    assert (found.code, found.command, found.file) == ("crs-datum", command, "lokal.shp")
    assert found.figures["east_m"] == pytest.approx(shift[0], abs=0.1)
    assert (found.figures["share_after"], found.blocking) == (1.0, False)
    assert "datum ID74" in str(found.message)


def test_a_reference_on_id74() -> None:
    frame = villages(32647)
    shift = id74_shift(frame.geometry.to_numpy(), pyproj.CRS.from_epsg(32647))
    found = suspicion(moved(frame, *-shift), frame, 32647)
    assert found is not None
    assert (found.command, found.file) == ("--reference-crs EPSG:23847", "big.shp")


def test_another_shift_names_no_system() -> None:
    frame = villages(32647)
    found = suspicion(frame, moved(frame, 0, 40), 32647)
    assert found is not None
    assert (found.code, found.command) == ("crs-shift", "")
    assert found.figures["north_m"] == pytest.approx(-40, abs=0.1)


def test_near_enough_is_no_shift() -> None:
    frame = villages(32647)
    assert suspicion(frame, frame, 32647) is None
    assert suspicion(frame, moved(frame, 2, 2), 32647) is None


def test_villages_without_counterpart_or_with_two_records_tell_nothing() -> None:
    frame = villages(32647)
    aside = moved(frame, 0, 40)
    none = shift_suspicion(
        frame, aside, np.full(len(frame), "", dtype=object), file="a", reference_file="b",
        declared=pyproj.CRS.from_epsg(32647), reference_declared=pyproj.CRS.from_epsg(32647),
    )  # fmt: skip
    assert none is None
    twice = gpd.GeoDataFrame({"key": ["x"] * 2}, geometry=aside.geometry[:2], crs=32647)
    assert suspicion(frame, twice, 32647) is None
