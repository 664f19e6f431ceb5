"""Segments of layers from files, the sample and real ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import box

from boundaries.domain.parameters import Parameters
from boundaries.domain.segment_analysis import SegmentAnalysis
from boundaries.workflows.load import LayerOptions
from boundaries.workflows.segments import compared_segments, segments_of

CODES = ("12.09.20.2001", "12.09.20.2002")


def layer(path: Path, *shapes: object) -> Path:
    """Villages in zone 47N near Kisaran with the first codes."""
    count = len(shapes)
    frame = gpd.GeoDataFrame(
        {"kode": CODES[:count], "nama": [f"Desa {code[-1]}" for code in CODES[:count]]},
        geometry=list(shapes),
        crs=32647,
    )
    frame["geometry"] = frame.geometry.translate(568_000, 329_000)
    frame.to_file(path)
    return path


def alone(path: Path, **options: object) -> SegmentAnalysis:
    return segments_of(path, options=LayerOptions(), parameters=Parameters(), **options)  # type: ignore[arg-type]


def compared(reference: Path, *local: Path) -> SegmentAnalysis:
    return compared_segments(reference, local, options=LayerOptions(), parameters=Parameters())


@pytest.fixture
def big(tmp_path: Path) -> Path:
    """Two villages with a gap of 2 m between them, which is closed for drawing."""
    return layer(tmp_path / "big.gpkg", box(0, 0, 999, 1000), box(1001, 0, 2000, 1000))


def test_a_layer_alone(big: Path) -> None:
    """The gap opens to the outside in the north and south, so that it is not closed."""
    analysis = alone(big)
    assert analysis.found is None
    assert analysis.borders.lines["outer"].all()
    assert [record.role for record in analysis.inputs] == ["layer"]
    assert set(analysis.borders.lines["border_class"]) == {8}
    assert set(alone(big, complete=False).borders.lines["border_class"]) == {10}


def test_a_narrow_overlap_is_closed(tmp_path: Path) -> None:
    path = layer(tmp_path / "big.gpkg", box(0, 0, 1001, 1000), box(999, 0, 2000, 1000))
    lines = alone(path).borders.lines
    assert (~lines["outer"]).sum() == 1
    assert lines[~lines["outer"]]["length_m"].iloc[0] == pytest.approx(1000, rel=1e-3)


def test_a_comparison(tmp_path: Path) -> None:
    big = layer(tmp_path / "big.gpkg", box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000))
    survey = layer(tmp_path / "survey.gpkg", box(0, 0, 1050, 1000))
    analysis = compared(big, survey)
    assert analysis.found is not None
    pair = analysis.found.pairs.iloc[0]
    assert pair["verdict"] == "shifted"
    assert pair["to_a_ha"] == pytest.approx(5, rel=1e-3)
    assert analysis.matches["method"].tolist() == ["code"]
    assert [record.role for record in analysis.inputs] == ["reference", "local"]


def test_the_accuracy_decides(tmp_path: Path) -> None:
    big = layer(tmp_path / "big.gpkg", box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000))
    survey = layer(tmp_path / "survey.gpkg", box(0, 0, 1020, 1000))
    rough = compared_segments(
        big, [survey], options=LayerOptions(), parameters=Parameters(scale=50_000)
    )
    assert rough.found is not None
    assert rough.accuracy.reference_m == 25
    assert rough.found.pairs["verdict"].tolist() == ["same"]
    fine = compared(big, survey)
    assert fine.found is not None
    assert fine.found.pairs["verdict"].tolist() == ["shifted"]


def test_segments_do_not_depend_on_the_local_layers(sample: Path) -> None:
    surveys = sorted((sample / "survei").iterdir())
    one, other = alone(sample / "big.gpkg"), compared(sample / "big.gpkg", *surveys)
    assert one.borders.lines["id"].tolist() == other.borders.lines["id"].tolist()
    assert one.borders.simpul["id"].tolist() == other.borders.simpul["id"].tolist()
    assert len(one.contacts) == len(other.contacts)


def test_segments_of_asahan_do_not_depend_on_the_local_layer(real: Callable[[str], Path]) -> None:
    big = real("asahan/big.geojson")
    one, other = alone(big), compared(big, real("asahan/bps2020.geojson"))
    assert set(one.borders.lines["id"]) == set(other.borders.lines["id"])
    inner = one.borders.lines[~one.borders.lines["outer"]]
    assert 530 <= len(inner.drop_duplicates(["a", "b"])) <= 550
    assert 1_830_000 <= inner["length_m"].sum() <= 1_870_000
    assert set(one.borders.lines["beyond"]) == {"", "outside", "enclave"}
