"""Lines of files, in the working CRS."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from pyproj import CRS
from shapely import LineString, Point, box

from boundaries.errors import InputError
from boundaries.io.read_lines import read_lines

UTM = CRS.from_epsg(32647)


def saved(path: Path, *shapes: object, crs: int = 32647) -> Path:
    gpd.GeoDataFrame({"id": range(len(shapes))}, geometry=list(shapes), crs=crs).to_file(path)
    return path


def test_lines_keep_their_place(tmp_path: Path) -> None:
    line = LineString([(500_000, 300_000), (500_100, 300_000)])
    [read] = read_lines(saved(tmp_path / "signed.gpkg", line), working=UTM)
    assert read.equals(line)


def test_lines_are_brought_into_the_working_crs(tmp_path: Path) -> None:
    line = LineString([(99, 2.7), (99, 2.8)])
    [read] = read_lines(saved(tmp_path / "signed.geojson", line, crs=4326), working=UTM)
    assert read.coords[0] == pytest.approx((500_000, 298_446), abs=50)


def test_areas_give_their_outlines(tmp_path: Path) -> None:
    [read] = read_lines(saved(tmp_path / "areas.gpkg", box(0, 0, 10, 10)), working=UTM)
    assert read.length == 40


def test_a_file_of_points_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "points.geojson", Point(99, 2.7), crs=4326)
    with pytest.raises(InputError, match="neither lines nor areas"):
        read_lines(path, working=UTM)
