"""`tapal inspect` on the screen: suspicions, records left out, matches, and the log."""

from __future__ import annotations

import json
import re
from pathlib import Path

import geopandas as gpd
import psycopg
import pytest
import shapely
from click.testing import Result

from tests.cli_run import run


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


def test_a_suspicion_names_evidence_and_command(tmp_path: Path) -> None:
    text = words_of(run("inspect", villages(tmp_path / "desa.gpkg", 32646), "--lang", "en"))
    assert "Suspicion: desa.gpkg is declared as EPSG:32646" in text
    assert re.search(r"from Asahan \(12\.09\): \d{3} km; read as EPSG:32647: 0 km", text)
    assert "look at the layer with --crs EPSG:32647" in text
    assert "No fault was found" not in text
    mended = run("inspect", tmp_path / "desa.gpkg", "--lang", "en", "--crs", "EPSG:32647")
    assert "Suspicion" not in words_of(mended)
    assert "EPSG:32647 was given with --crs" in words_of(mended)


def test_records_left_out_are_listed(tmp_path: Path) -> None:
    text = words_of(run("inspect", villages(tmp_path / "desa.gpkg", 32647), "--lang", "en"))
    assert "Without a usable outline" in text
    assert "row 3 Tiga POINT is no polygon" in text


def test_a_reference_and_a_log(tmp_path: Path) -> None:
    file = villages(tmp_path / "desa.gpkg", 32647)
    log = tmp_path / "log.json"
    result = run("inspect", file, "--reference", villages(tmp_path / "big.gpkg", 32647),
                 "--log", log, "--lang", "en")  # fmt: skip
    text = words_of(result)
    assert re.search(r"Matches with the reference How Number of records ─+ code 2 ", text)
    document = json.loads(log.read_text(encoding="utf-8"))
    assert [match["code"] for match in document["matches"]] == ["12.09.08.2001", "12.09.08.2002"]
    assert document["reference"]["source"] == "big"


def test_the_log_never_replaces_an_input(tmp_path: Path) -> None:
    file = villages(tmp_path / "desa.gpkg", 32647).rename(tmp_path / "desa.json")
    result = run("inspect", file, "--log", file, "--lang", "en")
    assert result.exit_code != 0
    assert "desa.json" in result.output


def test_inspect_says_what_a_reader_understands(tmp_path: Path) -> None:
    path = tmp_path / "desa.geojson"
    frame = gpd.GeoDataFrame(
        {"nama": ["Satu", "Satu", "Dua"]},
        geometry=[shapely.box(99 + n / 10, 3, 99.1 + n / 10, 3.1) for n in range(3)],
        crs=4326,
    )
    frame.to_file(path)
    text = run("inspect", path).stdout
    assert "Unknown" not in text
    assert "bujur 99,00000 … 99,30000; lintang 3,00000 … 3,10000" in text
    assert "Jumlah desa" in text
    assert "Catatan: tidak ada kolom kode desa yang dikenali" in " ".join(text.split())
    assert "Catatan: nama yang dipakai beberapa desa: 1" in text
    assert "Tidak ditemukan kesalahan" not in text


def test_inspect_of_a_sound_layer(two: Path, tmp_path: Path) -> None:
    codes = tmp_path / "kode.csv"
    codes.write_text("code,name\n12.09.20.2001,Desa 1\n12.09.20.2002,Desa 2\n")
    text = run("inspect", two, "--code-table", codes).stdout
    assert "kolom kode dan nama" in text
    assert "kode/nama" not in text
    assert "Tidak ditemukan kesalahan." in text


def test_inspect_prints_fields_and_json(two: Path) -> None:
    result = run("inspect", two)
    assert result.exit_code == 0
    assert "kode" in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) <= 100
    document = json.loads(run("inspect", two, "--json").stdout)
    assert document["fields"]["code"] == "kode"


@pytest.mark.parametrize("command", ["check", "compare"])
def test_suspicions_are_structured_warnings_of_check_and_compare(
    tmp_path: Path, command: str
) -> None:
    """The layer of zone 47N says 46N; its reference has a village there by mistake."""
    file = villages(tmp_path / "desa.gpkg", 32646)
    reference = villages(tmp_path / "big.gpkg", 32646) if command == "compare" else None
    words = [command, *([reference] if reference else []), file, "--json"]
    document = json.loads(run(*words).stdout)
    of_zone = [warning for warning in document["warnings"] if warning["code"] == "crs-zone"]
    found = [warning for warning in of_zone if warning["feature"] != "big.gpkg"]
    assert [(warning["feature"], warning["hint"]) for warning in found] == [
        ("desa.gpkg", "look at the layer with --crs EPSG:32647, and use that if it is right")
    ]
    assert "distance of its villages from Asahan (12.09)" in found[0]["message"]


def test_a_suspicion_that_ends_a_check_is_a_structured_error(tmp_path: Path) -> None:
    result = run("check", villages(tmp_path / "desa.gpkg", 4326), "--json")
    assert result.exit_code == 3
    error = json.loads(result.stdout)["error"]
    assert error["code"] == "crs-metres-as-degrees"
    assert "--crs EPSG:32647" in error["hint"]


def test_decisions_and_history_count_as_in_a_comparison(tmp_path: Path) -> None:
    """Dua of the file bears a code that became the one of the reference's Dua."""
    reference = villages(tmp_path / "big.gpkg", 32647)
    frame = gpd.read_file(villages(tmp_path / "x.gpkg", 32647))
    frame.assign(kode=["12.09.08.2001", "12.09.77.2002", ""]).to_file(tmp_path / "desa.gpkg")
    (tmp_path / "history.csv").write_text(
        "old,new,date,rule\n12.09.77.2002,12.09.08.2002,2012,Perda 3\n"
    )
    (tmp_path / "matches.csv").write_text("nama,kode\nSatu,-\n")
    words = ("inspect", tmp_path / "desa.gpkg", "--reference", reference, "--json")
    plain = json.loads(run(*words).stdout)["matches"]
    assert [match["method"] for match in plain] == ["code", "name+kecamatan+overlap"]
    decided = run(*words, "--code-history", tmp_path / "history.csv",
                  "--matches", tmp_path / "matches.csv")  # fmt: skip
    matches = json.loads(decided.stdout)["matches"]
    assert [(match["code"], match["method"]) for match in matches] == [
        ("", "decision"), ("12.09.08.2002", "history+name+kecamatan+overlap"),
    ]  # fmt: skip


def test_doubtful_matches_are_warnings_of_an_inspection(tmp_path: Path) -> None:
    reference = villages(tmp_path / "big.gpkg", 32647)
    alone = gpd.read_file(reference).iloc[:1]
    outline = shapely.box(568_000, 329_000, 569_000, 329_500)
    alone.set_geometry([outline], crs=32647).to_file(tmp_path / "desa.gpkg")
    text = words_of(
        run("inspect", tmp_path / "desa.gpkg", "--reference", reference, "--lang", "en")
    )
    assert "Dua (12.09.08.2002) has no record; 100% of its land lies in Satu" in text


def test_a_list_of_points_is_shown_as_one(tmp_path: Path) -> None:
    path = tmp_path / "titik.csv"
    path.write_text("Titik,Lintang,Bujur\nA,2.98,99.62\nB,2.97,99.61\n")
    text = words_of(run("inspect", path, "--lang", "en"))
    assert "titik 2 2 0 0 0" in text
    log = tmp_path / "log.json"
    document = json.loads(run("inspect", path, "--json", "--log", log).stdout)
    assert (document["command"], document["summary"]["read"]) == ("survey", 2)
    assert json.loads(log.read_text(encoding="utf-8")) == document


@pytest.mark.parametrize(
    ("content", "words"),
    [("a,b\n1,2\n", "has no column of outlines in WKT"),
     ("1,1000.0,1000.0,9\n2,1023.1,1011.2,8\n", "no metres of a map grid")],
)  # fmt: skip
def test_a_table_that_is_neither_keeps_the_fault_that_helps(
    tmp_path: Path, content: str, words: str
) -> None:
    (tmp_path / "x.csv").write_text(content)
    result = run("inspect", tmp_path / "x.csv", "--lang", "en")
    assert result.exit_code == 3
    assert words in result.stderr


def test_the_tables_of_a_database_are_listed(postgis_server: str) -> None:
    with psycopg.connect(postgis_server, autocommit=True) as server:
        server.execute(
            "CREATE SCHEMA daftar; CREATE TABLE daftar.a (g geometry(Polygon, 4326));"
            "CREATE TABLE daftar.b (g geometry(Polygon, 4326))"
        )
        address = f"{postgis_server}&schema=daftar".replace("//tapal@", "//tapal:rahasia@")
        text = words_of(run("inspect", address, "--lang", "en"))
        document = json.loads(run("inspect", address, "--json").stdout)
        server.execute("DROP SCHEMA daftar CASCADE")
    assert "daftar.a POLYGON daftar.b POLYGON" in text
    assert "for example: --layer daftar.a" in text
    assert [layer["name"] for layer in document["layers"]] == ["daftar.a", "daftar.b"]
    assert "rahasia" not in text + json.dumps(document)
