"""Cartometric points of whole layers: the sample, and BIG's layer of a kabupaten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import CRS, Transformer

from boundaries.domain.cartometric import Cartometric, cartometric_points
from boundaries.domain.grid_zone import parse_metres
from boundaries.domain.notation import parse_angles
from boundaries.domain.parameters import Parameters
from boundaries.domain.tk_names import parse_name
from boundaries.domain.village_list import village_lists
from boundaries.reports.coordinates import Style, coordinate_texts, zone_of
from boundaries.workflows.load import LayerOptions
from boundaries.workflows.segments import segments_of


@pytest.fixture(scope="module", params=["sample", "asahan"])
def points(
    request: pytest.FixtureRequest, sample: Path, real: Callable[[str], Path]
) -> Cartometric:
    path = sample / "big.gpkg" if request.param == "sample" else real("asahan/big.geojson")
    found = segments_of(path, options=LayerOptions(), parameters=Parameters())
    return cartometric_points(found.borders.lines, found.borders.simpul)


def test_names_and_ids_are_unique_and_tell_the_villages(points: Cartometric) -> None:
    table = points.points
    assert len(table) > 1000
    assert table["id"].is_unique
    assert table["name"].is_unique
    assert [parse_name(name).codes for name in table["name"]] == table["codes"].tolist()


def test_printed_points_lie_on_their_lines(points: Cartometric) -> None:
    ordinary = points.points[points.points["kind"] == "ordinary"]
    lines = points.courses.set_index("segment").geometry[ordinary["segment"]].to_numpy()
    printed = shapely.transform(ordinary.geometry.to_numpy(), lambda places: places.round(2))
    assert shapely.distance(printed, lines).max() <= 0.01


def test_both_notations_of_every_row_agree(points: Cartometric) -> None:
    places = points.points.geometry
    zone = zone_of(places)
    texts = coordinate_texts(places, Style(str, zone))
    grid = Transformer.from_crs("EPSG:4326", CRS.from_epsg(zone.code()), always_xy=True)
    lat, lon = (parse_angles(texts[name].tolist()).degrees for name in ("lat", "lon"))
    x, y = grid.transform(lon, lat)
    off = np.hypot(parse_metres(texts["x"].tolist()) - x, parse_metres(texts["y"].tolist()) - y)
    assert off.max() <= 0.05


def test_every_village_has_a_closed_list_with_all_its_points(points: Cartometric) -> None:
    lists = village_lists(points)
    assert lists.notices == ()
    rings = lists.table.groupby(["village", "part", "hole"])["point"]
    assert (rings.first() == rings.last()).all()
    assert set(lists.table["point"]) == set(points.points["id"])
