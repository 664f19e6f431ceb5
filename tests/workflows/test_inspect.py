"""What an inspection tells of a layer."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from boundaries.errors import InputError
from boundaries.workflows.inspect import inspect, inspection_document, write_log
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


def layer(path: Path, epsg: int | None, *, east: float = 0) -> Path:
    """Two villages of Asahan in metres of zone 47N, `east` metres aside, said to be in `epsg`."""
    outlines = [shapely.box(568_000 + east + 500 * n, 329_000, 568_500 + east + 500 * n, 329_500)
                for n in range(2)]  # fmt: skip
    table = {"kode": ["12.09.08.2001", "12.09.08.2002"], "nama": ["Satu", "Dua"]}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'crs' was not provided")
        gpd.GeoDataFrame(table, geometry=outlines, crs=epsg).to_file(path)
    return path


def test_records_without_outline_are_listed_with_the_reason(faulty: Path) -> None:
    found = inspect(faulty, options=LayerOptions())
    (lost,) = inspection_document(found)["unusable"]
    assert lost == {"source": "desa", "row": 4, "name": "Lima", "reason": "POINT is no polygon"}


def test_a_suspicion_comes_with_evidence_and_command(tmp_path: Path) -> None:
    document = inspection_document(
        inspect(layer(tmp_path / "desa.gpkg", 32648), options=LayerOptions())
    )
    (suspicion,) = document["suspicions"]
    assert (suspicion["code"], suspicion["command"]) == ("crs-zone", "--crs EPSG:32647")
    assert suspicion["evidence"]["after_km"] == 0
    assert 590 < suspicion["evidence"]["before_km"] < 670
    assert suspicion["evidence"]["place"] == "Asahan (12.09)"
    assert document["input"]["crs"] == "EPSG:32648"
    assert json.loads(json.dumps(document, allow_nan=False)) == document


@pytest.mark.parametrize(("epsg", "code"), [(None, "crs-missing"), (4326, "crs-metres-as-degrees")])
def test_a_layer_without_place_is_shown_under_the_assumed_fix(
    tmp_path: Path, epsg: int | None, code: str
) -> None:
    found = inspect(layer(tmp_path / "desa.shp", epsg), options=LayerOptions())
    assert [suspicion.code for suspicion in found.suspicions] == [code]
    assert found.input.crs == "EPSG:32647"
    assert found.bounds == pytest.approx((99.6118, 2.976, 99.621, 2.981), abs=1e-3)
    assert "which is an assumption" in str(found.decisions[0])


def test_inspect_against_a_reference(tmp_path: Path) -> None:
    reference = layer(tmp_path / "big.gpkg", 32647)
    found = inspect(
        layer(tmp_path / "desa.gpkg", 32647), options=LayerOptions(), reference=reference
    )
    assert found.matches["code"].tolist() == ["12.09.08.2001", "12.09.08.2002"]
    assert found.reference is not None
    assert found.reference.source == "big"
    assert found.suspicions == ()
    document = inspection_document(found)
    assert [match["method"] for match in document["matches"]] == ["code", "code"]


def test_the_log_holds_the_document(tmp_path: Path) -> None:
    found = inspect(layer(tmp_path / "desa.gpkg", 32647), options=LayerOptions())
    write_log(found, tmp_path / "log.json")
    log = json.loads((tmp_path / "log.json").read_text(encoding="utf-8"))
    assert log == inspection_document(found)
    assert len(log["input"]["sha256"]) == 64
    assert log["crs"]["decisions"] == [
        "EPSG:32647 is what the file says", "lengths and areas are taken in EPSG:32647",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("banyuwangi/ADMINISTRASIDESA_AR_25K.zip",
         ["KDEPUM is empty in all records", "EGM2008_Geoid", "heights (Z) of 231",
          "has 2 records, taken as one village",
          "neighbouring kabupaten, often clipped: BONDOWOSO 3, JEMBER 5, SITUBONDO 3"]),
        ("banyuwangi/ADMINISTRASI_LN_25K.zip", ["holds lines", "EGM2008_Geoid"]),
        ("asahan/bps2020.geojson", ["village_code holds codes of BPS", "forest or other land"]),
        ("bojonegoro/local_2016.kml", ["heights (Z) of 18", "description of each place"]),
        ("jepara/big10k_full_density.geojson", ["stored with decimals: OBJECTID, TIPADM"]),
    ],
)  # fmt: skip
def test_the_traps_of_real_layers_are_named(
    real: Callable[[str], Path], name: str, words: list[str]
) -> None:
    text = json.dumps(inspection_document(inspect(real(name), options=LayerOptions())))
    for word in words:
        assert word in text
