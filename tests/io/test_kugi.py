"""KUGI tables in three formats, read back by OGR."""

from __future__ import annotations

from pathlib import Path

import fiona
import geopandas as gpd
import pyogrio
import pytest
import shapely
from shapely import LineString, MultiPolygon, Point, box

from boundaries.domain.kugi import FIELDS, KECAMATAN, LINES, POINTS, TEXT, VILLAGES, cut
from boundaries.io.kugi import GEODATABASE, GEOPACKAGE, SHAPEFILES, SYSTEMS, write_kugi

SHAPES = {
    VILLAGES: [box(99.1234567, 2, 99.2, 2.1), MultiPolygon([box(1, 1, 2, 2), box(3, 3, 4, 4)])],
    KECAMATAN: [box(99.1, 2, 99.2, 2.1)],
    LINES: [LineString([(99.1234567, 2), (99.2, 2.123456789)])],
    POINTS: [Point(99.123456789, 2.1)],
}  # fmt: skip
WIDTHS = {VILLAGES: {"NAMOBJ": 250, "WADMKD": 50, "UUPP": 150}, POINTS: {"KOORDX_DMS": 50}}
GRID_DEGREES = 1e-9
"""How far apart the points are that a geodatabase can keep, at most: a tenth of a millimetre."""


def tables() -> dict[str, gpd.GeoDataFrame]:
    """A few rows in every layer, texts with letters beyond ASCII."""
    return {
        name: gpd.GeoDataFrame(
            {
                field.name: ["Désa " + field.name if field.kind == TEXT else 7] * len(shapes)
                for field in FIELDS[name]
            },
            geometry=shapes,
        )
        for name, shapes in SHAPES.items()
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables, written."""
    folder = tmp_path_factory.mktemp("kugi")
    write_kugi(tables(), folder, crs="EPSG:9470")
    return folder


def place(folder: Path, holder: str, name: str) -> tuple[Path, str]:
    """The file and the layer of a table."""
    return (folder / holder / f"{name}.shp" if holder == SHAPEFILES else folder / holder), name


HOLDERS = pytest.mark.parametrize("holder", [GEOPACKAGE, GEODATABASE, SHAPEFILES])


@HOLDERS
@pytest.mark.parametrize("name", SHAPES)
def test_fields_have_the_names_and_lengths_of_the_catalogue(
    folder: Path, holder: str, name: str
) -> None:
    path, layer = place(folder, holder, name)
    with fiona.open(path, layer=layer) as read:
        properties = dict(read.schema["properties"])
        assert list(properties) == [field.name for field in FIELDS[name]]
        for field in FIELDS[name]:
            if field.kind == TEXT:
                assert properties[field.name] == f"str:{field.length}"
    for field, width in WIDTHS.get(name, {}).items():
        assert properties[field] == f"str:{width}"


@HOLDERS
@pytest.mark.parametrize("name", SHAPES)
def test_shapes_and_texts_come_back(folder: Path, holder: str, name: str) -> None:
    path, layer = place(folder, holder, name)
    read = pyogrio.read_dataframe(path, layer=layer)
    expected = gpd.GeoSeries(SHAPES[name]).to_numpy()
    apart = shapely.hausdorff_distance(read.geometry.to_numpy(), expected)
    assert (apart <= (GRID_DEGREES if holder == GEODATABASE else 0)).all()
    assert read["NAMOBJ"].tolist() == ["Désa NAMOBJ"] * len(expected)
    assert read.crs.to_epsg() == 9470


def test_field_names_fit_a_shapefile() -> None:
    assert all(len(field.name) <= 10 for fields in FIELDS.values() for field in fields)


def test_the_same_tables_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_kugi(tables(), tmp_path, crs="EPSG:9470")
    paths = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert [str(path) for path in paths if (folder / path).read_bytes()
            != (tmp_path / path).read_bytes()] == []  # fmt: skip
    assert len(paths) > 25


def test_both_systems_are_named() -> None:
    assert SYSTEMS == {"EPSG:9470": "SRGI 2013", "EPSG:4326": "WGS 84"}


@pytest.mark.parametrize(
    ("text", "length", "result"),
    [("a" * 80, 50, "a" * 50), ("é" * 30, 50, "é" * 25), ("é" * 30, 51, "é" * 25), ("x", 50, "x")],
)
def test_long_texts_are_cut_between_letters(text: str, length: int, result: str) -> None:
    assert cut(text, length) == result
