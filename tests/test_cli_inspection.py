"""`tapal inspect` on the screen: suspicions, records left out, matches, and the log."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner, Result

from boundaries.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    def call(*words: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words])

    return call


def villages(path: Path, epsg: int) -> Path:
    """Two villages and a point, in metres of zone 47N, said to be in `epsg`."""
    outlines = [
        shapely.box(568_000, 329_000, 568_500, 329_500),
        shapely.box(568_500, 329_000, 569_000, 329_500),
        shapely.Point(568_000, 329_000),
    ]
    table = {"kode": [f"12.09.08.200{n}" for n in (1, 2, 3)], "nama": ["Satu", "Dua", "Tiga"]}
    gpd.GeoDataFrame(table, geometry=outlines, crs=epsg).to_file(path)
    return path


def words_of(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


def test_a_suspicion_names_evidence_and_command(run: Run, tmp_path: Path) -> None:
    text = words_of(run("inspect", villages(tmp_path / "desa.gpkg", 32646), "--lang", "en"))
    assert "Suspicion: desa.gpkg is declared as EPSG:32646" in text
    assert re.search(r"from Asahan \(12\.09\): \d{3} km; read as EPSG:32647: 0 km", text)
    assert "look at the layer with --crs EPSG:32647" in text
    assert "No fault was found" not in text
    mended = run("inspect", tmp_path / "desa.gpkg", "--lang", "en", "--crs", "EPSG:32647")
    assert "Suspicion" not in words_of(mended)
    assert "EPSG:32647 was given with --crs" in words_of(mended)


def test_records_left_out_are_listed(run: Run, tmp_path: Path) -> None:
    text = words_of(run("inspect", villages(tmp_path / "desa.gpkg", 32647), "--lang", "en"))
    assert "Without a usable outline" in text
    assert "row 2 Tiga POINT is no polygon" in text


def test_a_reference_and_a_log(run: Run, tmp_path: Path) -> None:
    file = villages(tmp_path / "desa.gpkg", 32647)
    log = tmp_path / "log.json"
    result = run("inspect", file, "--reference", villages(tmp_path / "big.gpkg", 32647),
                 "--log", log, "--lang", "en")  # fmt: skip
    text = words_of(result)
    assert "Matches with the reference" in text
    assert "village code 2" in text or "code 2" in text
    document = json.loads(log.read_text(encoding="utf-8"))
    assert [match["code"] for match in document["matches"]] == ["12.09.08.2001", "12.09.08.2002"]
    assert document["reference"]["source"] == "big"


def test_the_log_never_replaces_an_input(run: Run, tmp_path: Path) -> None:
    file = villages(tmp_path / "desa.gpkg", 32647).rename(tmp_path / "desa.json")
    result = run("inspect", file, "--log", file, "--lang", "en")
    assert result.exit_code != 0
    assert "desa.json" in result.output
