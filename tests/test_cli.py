"""Commands as a user calls them: output, files, exit codes, one-line faults."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
from click.testing import CliRunner, Result
from shapely import box

from boundaries import __version__
from boundaries.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    def call(*words: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words])

    return call


def layer(path: Path, villages: dict[str, object], **options: object) -> Path:
    """Villages in zone 47N near Kisaran; names are the codes of a code table in short."""
    frame = gpd.GeoDataFrame(
        {"kode": list(villages), "nama": [f"Desa {code[-1]}" for code in villages]},
        geometry=list(villages.values()),
        crs=32647,
    )
    frame["geometry"] = frame.geometry.translate(568_000, 329_000)
    frame.to_file(path, **options)
    return path


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Two villages that overlap by a strip of 20 x 1000 m."""
    return layer(
        tmp_path / "two.gpkg",
        {"12.09.20.2001": box(0, 0, 1000, 1000), "12.09.20.2002": box(980, 0, 2000, 1000)},
    )


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """The first of the two villages, drawn 100 m narrower."""
    return layer(tmp_path / "one.gpkg", {"12.09.20.2001": box(0, 0, 900, 1000)})


def test_version_and_help(run: Run) -> None:
    assert run("--version").output == f"tapal, version {__version__}\n"
    commands = run("--help").output
    for name in ("inspect", "check", "compare", "report", "serve"):
        assert f"  {name} " in commands


def test_help_is_in_the_language_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Bandingkan REFERENCE" in run("compare", "--help").output
    assert "Pemakaian: " in run("--help").output
    english = run("compare", "--help", "--lang", "en").output
    assert "Compare REFERENCE" in english
    assert "Usage: " in english
    monkeypatch.setenv("TAPAL_LANG", "en")
    assert "Compare REFERENCE" in run("compare", "--help").output
    assert "Bandingkan REFERENCE" in run("compare", "--help", "--lang=id").output


def test_no_help_of_our_commands_stays_english(run: Run) -> None:
    for name in ("inspect", "check", "compare", "report"):
        lines = [run(name, "--help", "--lang", language).output for language in ("id", "en")]
        described = [{line[30:] for line in text.splitlines()[4:] if line[30:]} for text in lines]
        assert not {text for text in described[0] & described[1] if " the " in f" {text} "}


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("check",), "kesalahan: Belum ada argumen 'FILES...'."),
        (("chek",), "kesalahan: Tidak ada perintah 'chek'."),
        (("check", "x", "--scale", "abc"), "'abc' bukan bilangan bulat yang sah."),
        (("check", "x", "--min-area", "abc"), "'abc' bukan angka yang sah."),
        (("check", "x", "--class", "4"), "4 tidak berada dalam rentang 1<=x<=3."),
        (("check", "x", "--accuracy-year", "1"), "bukan salah satu dari '2014', '2018'."),
    ],
)
def test_usage_errors_are_indonesian(run: Run, words: tuple[str, ...], text: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert text in result.stderr


def test_the_language_of_click_does_not_leak(run: Run) -> None:
    before = os.environ.get("LANGUAGE")
    run("--help")
    assert os.environ.get("LANGUAGE") == before


def test_a_check_loads_only_what_it_writes(two: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from boundaries.cli import main\n"
        f"words = ['check', {str(two)!r}, '-o', {str(tmp_path / 'x.gpkg')!r}]\n"
        "main(words, standalone_mode=False)\n"
        "print('loaded:', *({'folium', 'openpyxl', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded:"


def test_check_prints_a_table_and_progress_apart(run: Run, two: Path) -> None:
    result = run("check", two)
    assert result.exit_code == 0
    assert "Tumpang tindih" in result.stdout
    assert "Desa 1" in result.stdout
    assert "membaca two.gpkg" in result.stderr
    assert "membaca" not in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) <= 100


def test_allowed_findings_do_not_fail_a_check(run: Run, two: Path, tmp_path: Path) -> None:
    found = json.loads(run("check", two, "--json").stdout)["findings"]
    listed = tmp_path / "boleh.csv"
    listed.write_text(f"id,alasan,oleh\n{found[0]['id']},sungai,Camat\n")
    assert run("check", two, "--fail-on-findings").exit_code == 1
    result = run("check", two, "--fail-on-findings", "--allow", listed, "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document["findings"] == []
    assert document["allowed"][0]["because"] == "sungai"
    table = run("check", two, "--allow", listed, "--lang", "en").stdout
    assert "Allowed and not counted: 1 findings, 2.00 ha." in table


def test_excluded_areas_do_not_fail_a_check(run: Run, tmp_path: Path) -> None:
    pond = box(400, 400, 500, 500)
    path = layer(tmp_path / "desa.gpkg", {"12.09.20.2001": box(0, 0, 1000, 1000).difference(pond)})
    lake = layer(tmp_path / "danau.gpkg", {"12.09.20.2009": pond})
    assert run("check", path, "--fail-on-findings").exit_code == 1
    result = run("check", path, "--fail-on-findings", "--exclude", lake, "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert [each["kind"] for each in document["findings"]] == ["excluded"]
    assert [each["source"] for each in document["exclusions"]] == ["danau"]


@pytest.mark.parametrize("name", ["--exclude", "--allow"])
def test_files_beside_the_layers_are_not_written_over(
    name: str, run: Run, two: Path, tmp_path: Path
) -> None:
    path = tmp_path / "lain.geojson"
    path.write_text("{}")
    result = run("check", two, name, path, "-o", path)
    assert result.exit_code == 2
    assert path.read_text() == "{}"


def test_inlets_and_unmatched_vertices_are_listed_when_asked_for(run: Run, tmp_path: Path) -> None:
    """B is half as high as A, whose side it stands on 2 m away but for its southern metre."""
    path = layer(
        tmp_path / "desa.gpkg",
        {
            "12.09.20.2001": box(0, 0, 1000, 1000),
            "12.09.20.2002": box(1002, 0, 2000, 500).union(box(1000, 0, 1002, 1)),
        },
    )
    words = ("check", path, "--json", "--inlet-width", "5", "--unmatched")
    kinds = [each["kind"] for each in json.loads(run(*words).stdout)["findings"]]
    assert kinds == ["inlet", "unmatched"]
    assert json.loads(run("check", path, "--json").stdout)["findings"] == []


def test_english(run: Run, two: Path) -> None:
    result = run("check", two, "--lang", "en")
    assert "Overlap" in result.stdout
    assert "reading two.gpkg" in result.stderr


def test_check_json_is_one_document(run: Run, two: Path) -> None:
    document = json.loads(run("check", two, "--json").stdout)
    assert document["schema_version"] == 1
    assert document["summary"]["overlap"]["count"] == 1
    assert document["summary"]["overlap"]["area_m2"] == pytest.approx(20_000, rel=1e-3)
    assert document["pairs"][0]["a"] == "12.09.20.2001"
    assert document["findings"][0]["class"] == "claim"
    assert document["inputs"][0]["features"] == 2


def test_compare_json_has_mismatches_and_matches(run: Run, two: Path, one: Path) -> None:
    document = json.loads(run("compare", two, one, "--json").stdout)
    assert document["summary"]["mismatch"]["area_m2"] == pytest.approx(100_000, rel=1e-3)
    assert [match["method"] for match in document["matches"]] == ["code"]


def test_report_writes_every_form(run: Run, two: Path, one: Path, tmp_path: Path) -> None:
    endings = ("json", "csv", "xlsx", "gpkg", "geojson", "html")
    outputs = [word for ending in endings for word in ("-o", tmp_path / f"out.{ending}")]
    result = run("report", two, one, *outputs)
    assert result.exit_code == 0, result.output
    for ending in endings:
        assert (tmp_path / f"out.{ending}").stat().st_size > 0
    assert "L.map" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_report_of_one_file_is_its_check(run: Run, two: Path, tmp_path: Path) -> None:
    assert run("report", two, "-o", tmp_path / "out.json").exit_code == 0
    assert json.loads((tmp_path / "out.json").read_text())["command"] == "check"


def test_check_together(run: Run, tmp_path: Path) -> None:
    a = layer(tmp_path / "a.gpkg", {"12.09.20.2001": box(0, 0, 1000, 1000)})
    b = layer(tmp_path / "b.gpkg", {"12.09.20.2002": box(980, 0, 2000, 1000)})
    apart = json.loads(run("check", a, b, "--json").stdout)
    together = json.loads(run("check", a, b, "--together", "--json").stdout)
    assert apart["summary"]["overlap"]["count"] == 0
    assert together["summary"]["overlap"]["count"] == 1
    assert "pakai --together" in run("check", a, b).stdout
    assert "--together" not in run("check", a, b, "--together").stdout
    assert "--together" not in run("check", a).stdout


def test_fail_on_findings(run: Run, two: Path, one: Path) -> None:
    assert run("check", two, "--fail-on-findings").exit_code == 1
    assert run("check", one, "--fail-on-findings").exit_code == 0
    assert run("check", two, "--fail-on-findings", "--min-area", 1e6).exit_code == 0


def test_parameters_reach_the_result(run: Run, two: Path) -> None:
    words = ("--scale", 50_000, "--class", 3, "--accuracy-year", 2018, "--json")
    document = json.loads(run("check", two, *words).stdout)
    assert document["findings"][0]["class"] == "sliver"
    assert document["parameters"]["scale"] == 50_000


def test_the_accuracy_of_each_source_reaches_the_result(run: Run, two: Path, one: Path) -> None:
    words = ("--ce90", 0.1, "--reference-scale", 10_000, "--json")
    document = json.loads(run("compare", two, one, *words).stdout)
    assert document["accuracy"] == {"reference_m": 5.0, "local_m": 0.1}
    (within,) = {
        finding["limit_m"]
        for finding in document["findings"]
        if finding["kind"] == "overlap" and finding["class"] in ("doubt", "claim")
    }
    assert within == pytest.approx(3 * 50**0.5, abs=1e-4)


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (("check", "absent.gpkg"), 3, "error: absent.gpkg does not exist"),
        (("check", "{two}", "-o", "x.doc"), 2, "error: x.doc: no report has this ending"),
        (("check", "{two}", "--name", "desa"), 2, "there is no field desa"),
        (("check", "{two}", "--scale", "0"), 2, "Invalid value"),
        (("check", "{two}", "--ce90", "0"), 2, "Invalid value"),
        (("check", "{two}", "--ce90", "nan"), 2, "Invalid value"),
        (("check", "{two}", "--reference-scale", "5000"), 2, "No such option"),
        (
            ("compare", "{two}", "{two}", "--reference-ce90", "1", "--reference-scale", "5000"),
            2,
            "a CE90 in metres, and a scale or class too",
        ),
        (("check",), 2, "Missing argument"),
        (("compare", "{two}"), 2, "Missing argument"),
        (("check", "{two}", "--layer", "desa"), 3, "has no layer desa"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_faults_end_with_one_line_and_the_code(
    run: Run, two: Path, words: tuple[str, ...], code: int, text: str
) -> None:
    result = run(*(word.format(two=two) for word in words), *(["--lang", "en"]))
    assert result.exit_code == code
    assert text in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.output


def test_an_input_is_never_written_over(run: Run, two: Path, one: Path, tmp_path: Path) -> None:
    before = two.read_bytes()
    link = tmp_path / "link.gpkg"
    link.symlink_to(two)
    for words in (("check", two, "-o", two), ("compare", one, two, "-o", link)):
        result = run(*words, "--lang", "en")
        assert result.exit_code == 2
        assert "this file is read, it cannot also be written" in result.stderr
    assert two.read_bytes() == before


def test_an_exclamation_mark_in_a_name_writes_that_file_only(
    run: Run, two: Path, tmp_path: Path
) -> None:
    assert run("check", two, "-o", tmp_path / "out!two.gpkg").exit_code == 0
    assert (tmp_path / "out!two.gpkg").stat().st_size > 0


def test_equal_file_names_are_told_apart(run: Run, two: Path, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    local = layer(folder / "two.gpkg", {"12.09.20.2001": box(0, 0, 900, 1000)})
    document = json.loads(run("compare", two, local, "--json").stdout)
    assert [record["source"] for record in document["inputs"]] == ["two", "office/two"]
    mismatch = [found for found in document["findings"] if found["kind"] == "mismatch"]
    assert mismatch[0]["claims"] == {"two": ["12.09.20.2001"], "office/two": []}


@pytest.mark.parametrize("number", ["nan", "inf", "1e400", "-1"])
def test_thresholds_are_finite(run: Run, two: Path, number: str) -> None:
    assert run("check", two, "--min-area", number).exit_code == 2


def test_what_the_system_refuses_is_one_line(run: Run) -> None:
    result = run("check", "x" * 300 + ".gpkg", "--json", "--lang", "en")
    assert result.exit_code == 3
    assert "the system refuses access" in result.stderr
    assert json.loads(result.stdout)["error"]["code"] == "cannot-reach"


@pytest.mark.parametrize("crs", ["IAU_2015:30100", 'LOCAL_CS["x"]', "EPSG:5773", "EPSG:4978", "x"])
def test_coordinate_systems_that_no_map_has_are_refused(run: Run, two: Path, crs: str) -> None:
    result = run("check", two, "--crs", crs, "--lang", "en")
    assert result.exit_code == 2
    assert "cannot be understood" in result.stderr


def test_wild_coordinates_are_set_aside(run: Run, two: Path, tmp_path: Path) -> None:
    wild = layer(
        tmp_path / "wild.gpkg",
        {"12.09.20.2001": box(0, 0, 900, 1000), "12.09.20.2002": box(1e9, 0, 1e9 + 9, 9)},
    )
    result = run("compare", two, wild, "--json", "--lang", "en")
    assert result.exit_code == 0, result.output
    codes = [warning["code"] for warning in json.loads(result.stdout)["warnings"]]
    assert "coordinates-wild" in codes


def test_fault_as_json(run: Run) -> None:
    result = run("check", "absent.gpkg", "--json")
    assert result.exit_code == 3
    assert set(json.loads(result.stdout)["error"]) == {"code", "message", "hint"}


def test_layers_that_do_not_meet(run: Run, two: Path, tmp_path: Path) -> None:
    far = layer(tmp_path / "far.gpkg", {"12.09.20.2001": box(50_000, 0, 51_000, 1000)})
    result = run("compare", two, far, "--lang", "en")
    assert result.exit_code == 3
    assert "they lie 48.0 km apart" in result.stderr


def test_inspect_says_what_a_reader_understands(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "desa.geojson"
    frame = gpd.GeoDataFrame(
        {"nama": ["Satu", "Satu", "Dua"]},
        geometry=[box(99 + n / 10, 3, 99.1 + n / 10, 3.1) for n in range(3)],
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


def test_inspect_of_a_sound_layer(run: Run, two: Path, tmp_path: Path) -> None:
    codes = tmp_path / "kode.csv"
    codes.write_text("code,name\n12.09.20.2001,Desa 1\n12.09.20.2002,Desa 2\n")
    text = run("inspect", two, "--code-table", codes).stdout
    assert "kolom kode dan nama" in text
    assert "kode/nama" not in text
    assert "Tidak ditemukan kesalahan." in text


def test_inspect_prints_fields_and_json(run: Run, two: Path) -> None:
    result = run("inspect", two)
    assert result.exit_code == 0
    assert "kode" in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) <= 100
    document = json.loads(run("inspect", two, "--json").stdout)
    assert document["fields"]["code"] == "kode"


def test_asahan_gives_the_counts_of_an_independent_method(
    run: Run, real: Callable[[str], Path]
) -> None:
    """Pairwise intersections and holes of the union with shapely: 247 pairs, 525 holes."""
    document = json.loads(run("check", real("asahan/big.geojson"), "--json").stdout)
    summary = document["summary"]
    assert len(document["pairs"]) == 247
    assert summary["gap"]["count"] + summary["enclave"]["count"] == 525
    enclave = [finding for finding in document["findings"] if finding["kind"] == "enclave"]
    assert [round(finding["area_m2"] / 1e4, -2) for finding in enclave] == [6000]


def test_asahan_is_matched_one_to_one(run: Run, real: Callable[[str], Path]) -> None:
    document = json.loads(
        run("compare", real("asahan/big.geojson"), real("asahan/bps2020.geojson"), "--json").stdout
    )
    codes = {match["code"] for match in document["matches"]}
    assert len(document["matches"]) == len(codes - {""}) == 204
    assert len(document["set_aside"]) == 4
