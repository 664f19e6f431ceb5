from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from boundaries.errors import InputError
from boundaries.io.arcgis_features import assemble, object_ids, polygon_of_rings, records_of
from tests.arcgis_server import as_rings

FIELDS = {"OBJECTID": "esriFieldTypeOID", "NAMOBJ": "esriFieldTypeString"}


def ring(west: float, south: float, east: float, north: float, *, clockwise: bool) -> list[Any]:
    """A closed ring around a rectangle."""
    points = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return points[::-1] if clockwise else points


def esri(number: int, geometry: dict[str, Any] | None, **attributes: Any) -> dict[str, Any]:
    record: dict[str, Any] = {"attributes": {"OBJECTID": number, **attributes}}
    return record | ({"geometry": geometry} if geometry is not None else {})


def read(*features: dict[str, Any], fields: dict[str, str] | None = None) -> gpd.GeoDataFrame:
    return assemble([{"features": list(features)}], fields=fields or FIELDS, object_id="OBJECTID")


def test_an_island_in_a_lake_stays_land() -> None:
    """Land 10 x 10 with a lake 6 x 6, in it an island 2 x 2, in which is a pond 1 x 1::

    +-----------+
    | +-------+ |   area: 100 - 36 + 4 - 1 = 67
    | | +--+  | |
    | | |[]|  | |
    | | +--+  | |
    | +-------+ |
    +-----------+
    """
    rings = [
        ring(4.5, 4.5, 5.5, 5.5, clockwise=False),
        ring(2, 2, 8, 8, clockwise=False),
        ring(4, 4, 6, 6, clockwise=True),
        ring(0, 0, 10, 10, clockwise=True),
    ]
    shape = polygon_of_rings(rings)
    assert shape.area == 67
    assert shape.is_valid
    assert sorted((part.area, len(part.interiors)) for part in shape.geoms) == [(3, 1), (64, 1)]


def test_a_hole_that_touches_its_outer_ring_stays_a_hole() -> None:
    rings = [ring(0, 0, 10, 10, clockwise=True), [[5, 0], [6, 2], [4, 2], [5, 0]]]
    assert shapely.is_ccw(shapely.linearrings(rings[1]))
    assert polygon_of_rings(rings).area == 98


def test_a_ring_the_wrong_way_round_outside_all_others_is_land() -> None:
    rings = [ring(0, 0, 1, 1, clockwise=True), ring(5, 5, 7, 7, clockwise=False)]
    assert polygon_of_rings(rings).area == 5
    assert polygon_of_rings(rings[1:]).area == 4


def test_open_rings_are_closed_and_heights_left_out() -> None:
    shape = polygon_of_rings([[[0, 0, 9, 1], [0, 2, 9, 1], [2, 2, 9, 1], [2, 0, 9, 1]]])
    assert shape.area == 4
    assert not shape.has_z


@pytest.mark.parametrize(
    "rings", [[[[0, 0], [1, 1]]], [[[0, 0], [1, 1], ["NaN", 2], [0, 0]]], [[]], [[[0], [1], [2]]]]
)
def test_rings_that_are_none_are_refused(rings: list[Any]) -> None:
    with pytest.raises((ValueError, IndexError, TypeError)):
        polygon_of_rings(rings)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5), st.booleans()), min_size=1),
    st.randoms(use_true_random=False),
)
def test_rings_in_any_order_give_the_same_land(
    squares: list[tuple[int, int, bool]], random: Any
) -> None:
    """Squares with or without a hole in a row, in the form of Esri and back."""
    parts = [
        box(10 * at, 0, 10 * at + size, size).difference(
            box(10 * at + size / 4, size / 4, 10 * at + size / 2, size / 2)
            if holed
            else shapely.Point()
        )
        for at, size, holed in squares
    ]
    land = shapely.union_all(parts)
    rings = as_rings(land)["rings"]
    random.shuffle(rings)
    shape = polygon_of_rings(rings)
    assert shape.is_valid
    assert shape.symmetric_difference(land).area == 0


def test_attributes_keep_their_types() -> None:
    fields = {
        "OBJECTID": "esriFieldTypeOID",
        "TIPADM": "esriFieldTypeSmallInteger",
        "LUASWH": "esriFieldTypeDouble",
        "DIUBAH": "esriFieldTypeDate",
        "KDEPUM": "esriFieldTypeString",
        "KOTOR": "esriFieldTypeInteger",
        "KOSONG": "esriFieldTypeString",
    }
    outline = {"rings": [ring(0, 0, 1, 1, clockwise=True)]}
    frame, notices = read(
        esri(2, outline, TIPADM=None, LUASWH=None, KDEPUM="12.09.20.0010", KOTOR="a lot"),
        esri(1, outline, TIPADM=2, LUASWH=1.5, DIUBAH=86_400_000, KOTOR=1),
        fields=fields,
    )
    assert notices == ()
    assert frame["OBJECTID"].tolist() == [1, 2]
    assert frame["TIPADM"].tolist() == [2, pd.NA]
    assert frame["LUASWH"].iloc[0] == 1.5
    assert frame["DIUBAH"].iloc[0] == pd.Timestamp("1970-01-02", tz="UTC")
    assert frame["DIUBAH"].isna().tolist() == [False, True]
    assert frame["KDEPUM"].iloc[1] == "12.09.20.0010"
    assert frame["KOTOR"].tolist() == ["1", "a lot"]
    assert frame["KOSONG"].isna().all()
    assert frame.crs == "EPSG:4326"


def test_a_bad_outline_is_named_and_the_rest_read() -> None:
    good = {"type": "Polygon", "coordinates": [ring(0, 0, 1, 1, clockwise=False)]}
    bad = [
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
        {"type": "Point", "coordinates": [1, 2]},
        {"rings": [[[0, 0], [1, 1]]]},
        "outline",
    ]
    empty = [None, {"rings": []}, {"type": "Polygon", "coordinates": []}]
    features = [esri(n, shape) for n, shape in enumerate([good, *bad, *empty], start=1)]
    frame, notices = read(*features)
    assert frame.geometry.isna().tolist() == [False] + [True] * 7
    assert [notice.code for notice in notices] == ["outline-unreadable"] * 4 + [
        "outline-missing"
    ] * 3
    assert str(notices[0].feature) == "object 2"


def test_arcs_are_refused() -> None:
    arcs = {"curveRings": [[[0, 0], {"a": [[1, 1], [0.5, 0.5], 0, 1]}]]}
    with pytest.raises(InputError, match=r"the outline of object 3 is made of arcs"):
        read(esri(3, arcs))


def test_other_coordinates_than_degrees_are_refused() -> None:
    metres = {"rings": [ring(569_000, 335_000, 570_000, 336_000, clockwise=True)]}
    with pytest.raises(InputError, match="not answer in degrees on WGS 84, but in values up to"):
        read(esri(1, metres))
    page = {"spatialReference": {"wkid": 102100, "latestWkid": 3857}, "features": []}
    with pytest.raises(InputError, match="but in EPSG:3857"):
        assemble([page], fields=FIELDS, object_id="OBJECTID")


@pytest.mark.parametrize(
    "page",
    [{}, {"features": None}, {"features": [1]}, {"features": [{}]}, {"features": {"a": 1}}],
)
def test_pages_without_features_are_refused(page: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="answers without features"):
        records_of(page)


def test_object_ids_come_from_the_attribute_or_the_feature() -> None:
    page = {"features": [{"id": 5, "properties": {}}, {"id": 9, "properties": {"FID": 6}}]}
    assert object_ids(page, "FID") == [5, 6]
    with pytest.raises(InputError, match=r"without object ids \(FID\)"):
        object_ids({"features": [{"properties": {}}]}, "FID")
