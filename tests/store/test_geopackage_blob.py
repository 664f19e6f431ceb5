"""Blobs of GeoPackage: ours, GDAL's and those of others."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from boundaries.store.geopackage_blob import envelope, from_blob, is_empty, to_blob
from tests.store_fixture import UTM

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
SQUARE = shapely.box(1, 2, 3, 5)
SHAPES = [
    shapely.Point(1, 2),
    shapely.MultiLineString([[(0, 0), (1, 5)], [(3, 3), (4, 4)]]),
    shapely.MultiPolygon([SQUARE]),
    shapely.MultiPolygon(),
]


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2))
def test_coordinates_stay_bit_by_bit(places: list[tuple[float, float]]) -> None:
    line = shapely.LineString(places)
    found = shapely.get_coordinates(from_blob(to_blob(line, 32647)))
    assert found.tobytes() == shapely.get_coordinates(line).tobytes()


@pytest.mark.parametrize("shape", SHAPES[:3], ids=lambda shape: shape.geom_type)
def test_blob_is_the_one_gdal_writes(shape: BaseGeometry, tmp_path: Path) -> None:
    path = tmp_path / "gdal.gpkg"
    pyogrio.write_dataframe(gpd.GeoDataFrame(geometry=[shape], crs=UTM), path, layer="x")
    with closing(sqlite3.connect(path)) as database:
        (blob,) = database.execute("SELECT geom FROM x").fetchone()
    assert to_blob(shape, 32647) == blob


@pytest.mark.parametrize("shape", SHAPES, ids=["point", "lines", "areas", "empty"])
def test_envelope(shape: BaseGeometry) -> None:
    blob = to_blob(shape, 32647)
    assert is_empty(blob) == shape.is_empty
    if shape.is_empty:
        assert envelope(blob) == (None, None, None, None)
    else:
        min_x, min_y, max_x, max_y = shape.bounds
        assert envelope(blob) == (min_x, max_x, min_y, max_y)
    assert from_blob(blob) == shape


def test_blob_with_the_other_byte_order() -> None:
    head = b"GP\x00" + bytes([0b10]) + struct.pack(">i4d", 32647, 1, 3, 2, 5)
    blob = head + shapely.to_wkb(SQUARE, byte_order=0)
    assert envelope(blob) == (1, 3, 2, 5)
    assert from_blob(blob) == SQUARE


def test_blob_without_envelope_and_without_the_mark_of_emptiness() -> None:
    head = b"GP\x00" + bytes([0b1]) + struct.pack("<i", 32647)
    assert envelope(head + shapely.to_wkb(SQUARE)) == (1, 3, 2, 5)
    assert is_empty(head + shapely.to_wkb(shapely.Polygon()))


def test_blob_with_the_envelope_of_heights() -> None:
    head = b"GP\x00" + bytes([0b101]) + struct.pack("<i6d", 32647, 1, 3, 2, 5, 0, 9)
    blob = head + shapely.to_wkb(SQUARE)
    assert envelope(blob) == (1, 3, 2, 5)
    assert from_blob(blob) == SQUARE


def test_no_geometry() -> None:
    assert is_empty(None) is None
    assert envelope(None) == (None, None, None, None)


@pytest.mark.parametrize(
    "blob", [b"", b"GP\x00\x01", b"PK\x00\x01" + bytes(40), b"GP\x00\x0f" + bytes(40)]
)
def test_other_bytes_are_refused(blob: bytes) -> None:
    with pytest.raises(ValueError, match="no geometry of a GeoPackage"):
        from_blob(blob)
