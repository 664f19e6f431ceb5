"""What an inspection tells of a layer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from boundaries.errors import InputError
from boundaries.workflows.inspect import inspect, inspection_document
from boundaries.workflows.load import LayerOptions


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Two namesakes, a figure of eight, a forest and a point; one code is wrong."""
    eight = shapely.Polygon([(99.03, 3), (99.04, 3.01), (99.04, 3), (99.03, 3.01)])
    outlines = [
        shapely.box(99.00, 3, 99.01, 3.01), shapely.box(99.01, 3, 99.02, 3.01), eight,
        shapely.box(99.05, 3, 99.06, 3.01), shapely.Point(99, 3),
    ]  # fmt: skip
    table = {
        "kode": ["12.09.08.2001", "12.09.08.2002", "12.09", None, "12.09.08.2005"],
        "nama": ["Satu", "Satu", "Tiga", "Hutan Lindung", "Lima"],
    }
    path = tmp_path / "desa.gpkg"
    gpd.GeoDataFrame(table, geometry=outlines, crs=4326).to_file(path, layer="batas")
    return path


def test_inspect(faulty: Path) -> None:
    found = inspect(faulty, options=LayerOptions())
    assert (found.driver, found.input.layer, found.input.source) == ("GeoPackage", "batas", "desa")
    assert [info.name for info in found.layers] == ["batas"]
    assert found.size == faulty.stat().st_size
    assert (found.crs_name, found.crs_assumed, found.suspicion) == ("WGS 84", False, "")
    assert found.bounds == pytest.approx((99.0, 3.0, 99.06, 3.01))
    assert found.geometry_types == {"POINT": 1, "POLYGON": 4}
    assert found.vertices == 4 * 5 + 1
    assert found.columns == ("kode", "nama")
    assert (found.fields.code, found.fields.name) == ("kode", "nama")
    assert found.villages == 3
    assert found.name_duplicates == (("Satu", 2),)
    assert found.repairs["row"].tolist() == [2]
    assert found.set_aside["row"].tolist() == [3]
    assert [notice.code for notice in found.code_faults] == ["code-wrong"]
    assert [notice.code for notice in found.notices] == ["outline-unusable", "code-wrong"]
    assert found.input.working_crs == "EPSG:32647"


def test_the_document_is_plain_json(faulty: Path) -> None:
    document = inspection_document(inspect(faulty, options=LayerOptions()))
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert document["schema_version"] == 1
    assert document["tool_version"]
    assert document["layers"] == [{"name": "batas", "geometry_type": "Unknown"}]
    assert document["code_faults"] == 1
    assert document["name_duplicates"] == [{"name": "Satu", "villages": 2}]
    assert len(document["warnings"]) == 2


def test_inspect_names_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        inspect(tmp_path / "desa.shp", options=LayerOptions())


def test_inspect_a_real_layer(real: Callable[[str], Path]) -> None:
    found = inspect(real("jepara/big10k_full_density.geojson"), options=LayerOptions())
    assert (found.fields.schema, found.input.edition) == ("KUGI 10K", "2022-12-27")
    assert (found.villages, found.notices) == (12, ())
