"""`tapal clean` as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import box

from tests.cli_run import run


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """Noise of 0.04 x 1000 m between the first two villages, a dispute of 20 m with the third."""
    squares = [box(0, 0, 1000, 1000), box(999.96, 0, 2000, 1000), box(1980, 0, 3000, 1000)]
    frame = gpd.GeoDataFrame(
        {"kode": [f"12.09.20.200{n}" for n in (1, 2, 3)], "nama": ["Satu", "Dua", "Tiga"]},
        geometry=squares,
        crs=32647,
    )
    frame["geometry"] = frame.geometry.translate(568_000, 329_000)
    path = tmp_path / "three.gpkg"
    frame.to_file(path)
    return path


def test_noise_is_repaired_and_the_dispute_listed(three: Path, tmp_path: Path) -> None:
    before = three.read_bytes()
    result = run("clean", three, "-o", tmp_path / "out.geojson", "--lang", "en")
    assert result.exit_code == 0
    words = " ".join(result.stdout.split())
    assert "Overlap along the middle 1 40.0 m²" in words
    assert "Overlap Claim wider than noise 1 2.00 ha" in words
    assert "Dua – Tiga" in words
    assert three.read_bytes() == before
    assert len(gpd.read_file(tmp_path / "out.geojson")) == 3
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_the_document_alone_is_on_standard_output(three: Path, tmp_path: Path) -> None:
    result = run("clean", three, "-o", tmp_path / "out.gpkg", "--json")
    document = json.loads(result.stdout)
    assert document["command"] == "clean"
    assert document["parameters"]["method"] == "midline"
    assert [len(document[name]) for name in ("repaired", "left", "villages")] == [1, 1, 3]


def test_a_clean_layer_says_so(three: Path, tmp_path: Path) -> None:
    once = tmp_path / "once.geojson"
    run("clean", three, "-o", once)
    again = run("clean", once, "-o", tmp_path / "twice.geojson", "--lang", "en")
    assert "There is no noise to repair." in again.stdout


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("--method", "reference"), "--method reference needs a reference"),
        (("--reference", "x.gpkg"), "--reference is not used with --method midline"),
        (("-o", "out.shp"), "no layer has this ending"),
    ],
)
def test_usage_errors(three: Path, tmp_path: Path, words: tuple[str, ...], text: str) -> None:
    result = run("clean", three, "-o", tmp_path / "out.gpkg", *words, "--lang", "en")
    assert result.exit_code == 2
    assert text in result.stderr


def test_the_input_is_never_written(three: Path) -> None:
    result = run("clean", three, "-o", three, "--lang", "en")
    assert result.exit_code == 2
    assert "this file is read, it cannot also be written" in result.stderr


def test_an_output_is_needed(three: Path) -> None:
    result = run("clean", three, "--lang", "en")
    assert result.exit_code == 2
    assert "-o" in result.stderr
