"""Cleaning from file to file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import LineString, Polygon, box

from boundaries.domain.parameters import Parameters
from boundaries.errors import InputError, ParameterError
from boundaries.workflows.clean import check_output, clean, cleaning_document, write_cleaned
from boundaries.workflows.load import LayerOptions

OPTIONS = LayerOptions()


def layer(path: Path, shapes: list[shapely.Geometry], crs: int = 32647) -> Path:
    """Villages of Kisaran in zone 47N, in `crs`; coordinates count from (568000, 329000)."""
    frame = gpd.GeoDataFrame(
        {
            "kode": [f"12.09.20.200{n}" for n in range(1, len(shapes) + 1)],
            "nama": [f"Desa {n}" for n in range(1, len(shapes) + 1)],
            "catatan": [f"lot {n}" for n in range(len(shapes))],
        },
        geometry=shapes,
        crs=32647,
    )
    frame["geometry"] = frame.geometry.translate(568_000, 329_000)
    frame.to_crs(crs).to_file(path)
    return path


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Two villages that overlap by 0.04 x 1000 m, in degrees."""
    return layer(tmp_path / "two.gpkg", [box(0, 0, 1000, 1000), box(999.96, 0, 2000, 1000)], 4326)


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".parquet"])
def test_cleaning_the_output_changes_nothing(two: Path, tmp_path: Path, ending: str) -> None:
    once, twice = tmp_path / f"once{ending}", tmp_path / f"twice{ending}"
    options = LayerOptions(layer="desa" if ending == ".gpkg" else None)
    first = clean(two, options=OPTIONS, parameters=Parameters())
    write_cleaned(first, once)
    second = clean(once, options=options, parameters=Parameters())
    write_cleaned(second, twice)
    assert len(first.cleaning.repaired) == 1
    assert second.cleaning.repaired.empty
    assert shapely.equals_exact(first.frame.geometry, second.frame.geometry, 0).all()
    frames = [
        gpd.read_parquet(path) if ending == ".parquet" else gpd.read_file(path, layer=0)
        for path in (once, twice)
    ]
    assert frames[0].equals(frames[1])
    assert frames[0]["catatan"].tolist() == ["lot 0", "lot 1"]
    assert frames[0].crs.to_epsg() == 4326


def test_vertices_that_nothing_concerns_are_bit_identical(two: Path) -> None:
    drawn = set(map(tuple, shapely.get_coordinates(gpd.read_file(two).geometry)))
    after = shapely.get_coordinates(
        clean(two, options=OPTIONS, parameters=Parameters()).frame.geometry
    )
    kept = {tuple(point) for point in after} & drawn
    assert len(kept) >= 4
    west = gpd.read_file(two).geometry[0].bounds[0]
    assert after[:, 0].min() == west


def test_records_that_are_no_village_are_kept(tmp_path: Path) -> None:
    path = layer(
        tmp_path / "three.gpkg", [box(0, 0, 10, 10), box(10, 0, 20, 10), box(20, 0, 30, 10)]
    )
    frame = gpd.read_file(path)
    frame.loc[1, ["kode", "nama"]] = ["", "Kawasan Hutan"]
    frame.to_file(path)
    cleaned = clean(path, options=OPTIONS, parameters=Parameters())
    assert cleaned.frame["nama"].tolist() == ["Desa 1", "Kawasan Hutan", "Desa 3"]
    assert cleaned.frame.geometry[1].equals(frame.geometry[1])
    assert len(cleaned.set_aside) == 1


def test_kept_lines_and_a_reference(two: Path, tmp_path: Path) -> None:
    signed = tmp_path / "signed.geojson"
    line = gpd.GeoSeries([LineString([(569_000, 329_000), (569_000, 329_500)])], crs=32647)
    gpd.GeoDataFrame(geometry=line).to_file(signed)
    left = clean(two, options=OPTIONS, parameters=Parameters(), keep=[signed])
    assert [str(reason) for reason in left.cleaning.left["reason"]] == ["touches a line to be kept"]

    reference = layer(tmp_path / "ref.gpkg", [box(0, 0, 900, 1000), box(900, 0, 2000, 1000)])
    cleaned = clean(two, options=OPTIONS, parameters=Parameters(), reference=reference)
    assert cleaned.method == "reference"
    assert [record.role for record in cleaned.inputs] == ["layer", "reference"]
    assert cleaned.cleaning.report["change_m2"].round(1).tolist() == [-40.0, 0.0]


def test_a_reference_of_other_villages_is_refused(two: Path, tmp_path: Path) -> None:
    other = layer(tmp_path / "other.gpkg", [box(0, 0, 900, 1000)])
    frame = gpd.read_file(other)
    frame["kode"] = "13.01.01.2001"
    frame.to_file(other)
    with pytest.raises(ParameterError, match="bears a code or name of the layer"):
        clean(two, options=OPTIONS, parameters=Parameters(), reference=other)


def test_outputs_are_judged_before_any_work(two: Path, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="it cannot also be written"):
        check_output(two, inputs=[two])
    with pytest.raises(ParameterError, match="no layer has this ending"):
        check_output(tmp_path / "x.shp", inputs=[two])
    with pytest.raises(InputError, match="does not exist"):
        check_output(tmp_path / "no" / "x.gpkg", inputs=[two])
    (tmp_path / "folder.gpkg").mkdir()
    with pytest.raises(InputError, match="or a folder"):
        check_output(tmp_path / "folder.gpkg", inputs=[two])
    check_output(tmp_path / "x.json", inputs=[two])


def test_the_document_is_plain_json(two: Path, tmp_path: Path) -> None:
    cleaned = clean(two, options=OPTIONS, parameters=Parameters())
    write_cleaned(cleaned, tmp_path / "done.json")
    document = json.loads((tmp_path / "done.json").read_text(encoding="utf-8"))
    assert document == json.loads(json.dumps(cleaning_document(cleaned)))
    assert document["summary"]["repaired"]["overlap"]["count"] == 1
    assert document["repaired"][0]["taken_by"] == ["12.09.20.2001", "12.09.20.2002"]
    assert [round(row["change_m2"]) for row in document["villages"]] == [-20, -20]


@pytest.mark.parametrize(
    ("name", "repaired"),
    [("asahan/big.geojson", 112), ("bojonegoro/local_2016.kml", 29), ("asahan/bps2020.geojson", 0)],
)
def test_real_layers(real: Callable[[str], Path], name: str, repaired: int) -> None:
    cleaned = clean(real(name), options=OPTIONS, parameters=Parameters())
    result = cleaned.cleaning
    assert len(result.repaired[result.repaired["round"] == 1]) == pytest.approx(repaired, abs=4)
    assert result.refused.empty
    assert result.villages.is_valid.all()
    gaps = result.repaired.loc[result.repaired["kind"] == "gap", "area_m2"].sum()
    assert result.union_after_m2 - result.union_before_m2 == pytest.approx(gaps, abs=0.01)
    raw = gpd.read_file(real(name))
    assert len(cleaned.frame) == len(raw)
    moved = shapely.hausdorff_distance(
        np.asarray(shapely.force_2d(raw.geometry)), np.asarray(cleaned.frame.geometry)
    )
    assert np.nanmax(moved) < 0.3 / 111_000, "no vertex moves by more than the noise is wide"


def test_a_village_with_a_hole_keeps_it(tmp_path: Path) -> None:
    ring = Polygon(box(0, 0, 100, 100).exterior.coords, [box(40, 40, 60, 60).exterior.coords])
    path = layer(tmp_path / "ring.gpkg", [ring, box(99.98, 0, 200, 100)])
    frame = clean(path, options=OPTIONS, parameters=Parameters()).frame
    assert len(frame.geometry[0].geoms[0].interiors) == 1
