"""Mappings, tables of codes and tables of matches on the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner, Result

from boundaries.cli import main

X, Y = 568_000.0, 329_000.0  # Kisaran
SATU, DUA = "12.09.20.2001", "12.09.20.2002"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [*(str(word) for word in words), "--lang", "en"])


def document(*words: object) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def layer(path: Path, villages: dict[str, float], **columns: list[str]) -> Path:
    """Squares of 100 m by name, with their western edges in metres."""
    shapes = [shapely.box(X + west, Y, X + west + 100, Y + 100) for west in villages.values()]
    table = {"nama": list(villages), **columns}
    gpd.GeoDataFrame(table, geometry=shapes, crs=32647).to_file(path)
    return path


@pytest.fixture
def big(tmp_path: Path) -> Path:
    return layer(tmp_path / "big.gpkg", {"Satu": 0, "Dua": 100}, kode=[SATU, DUA])


@pytest.fixture
def local(tmp_path: Path) -> Path:
    """One record, X, that lies on both villages alike."""
    return layer(tmp_path / "lokal.gpkg", {"X": 50})


def test_a_table_of_matches_is_written_filled_in_and_followed(
    big: Path, local: Path, tmp_path: Path
) -> None:
    table = tmp_path / "cocok.csv"
    both = ("--matches", table, "--write-matches", table)
    document("compare", big, local, *both)
    with table.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["source"], row["row"], row["name"], row["decision"]) == ("lokal", "0", "X", "")

    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row), delimiter=";")
        writer.writeheader()
        writer.writerow({**row, "decision": DUA})
    for _ in range(2):
        (match,) = document("compare", big, local, *both)["matches"]
        assert (match["code"], match["method"]) == (DUA, "decision")


def test_a_table_that_is_absent_or_a_layer_is_refused(
    big: Path, local: Path, tmp_path: Path
) -> None:
    absent = run("compare", big, local, "--matches", tmp_path / "none.csv")
    assert absent.exit_code == 3
    assert "none.csv: there is no such file; check the path" in absent.stderr
    wrong = run("compare", big, local, "--write-matches", tmp_path / "m.xlsx")
    assert wrong.exit_code == 2
    assert "the table of matches is written as .csv" in wrong.stderr


def test_what_was_recognised_is_saved_edited_and_used(tmp_path: Path) -> None:
    path = layer(tmp_path / "survei.gpkg", {"Budi": 0}, keterangan=["Satu"])
    saved = tmp_path / "putr.toml"
    assert run("inspect", path, "--save-mapping", saved).exit_code == 0
    text = saved.read_text(encoding="utf-8")
    assert 'name = "nama"' in text
    saved.write_text(text.replace('name = "nama"', 'name = "keterangan"'), encoding="utf-8")
    found = document("inspect", path, "--mapping", saved)
    assert found["fields"]["name"] == "keterangan"
    again = run("inspect", path, "--save-mapping", saved)
    assert again.exit_code == 2
    assert "may have been edited" in again.stderr


def test_codes_are_compared_where_asked_for(big: Path, tmp_path: Path) -> None:
    codes = tmp_path / "kode.csv"
    codes.write_text(f"kode,nama\n{SATU},Satu\n")
    history = tmp_path / "riwayat.csv"
    history.write_text(f"old,new\n{DUA},12.09.21.2002\n")
    assert document("check", big)["warnings"] == []
    warnings = document("check", big, "--code-table", codes, "--code-history", history)["warnings"]
    assert [warning["code"] for warning in warnings] == ["code-replaced", "code-unknown"]
