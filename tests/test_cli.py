"""Commands as a user calls them: output, files, languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from shapely import box

from boundaries import __version__
from tests.cli_layers import layer
from tests.cli_run import run


def test_version_and_help() -> None:
    assert run("--version").output == f"tapal, version {__version__}\n"
    commands = run("--help").output
    for name in ("inspect", "check", "compare", "report", "serve"):
        assert f"  {name} " in commands


def test_help_is_in_the_language_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Bandingkan REFERENCE" in run("compare", "--help").output
    assert "Pemakaian: " in run("--help").output
    english = run("compare", "--help", "--lang", "en").output
    assert "Compare REFERENCE" in english
    assert "Usage: " in english
    monkeypatch.setenv("TAPAL_LANG", "en")
    assert "Compare REFERENCE" in run("compare", "--help").output
    assert "Bandingkan REFERENCE" in run("compare", "--help", "--lang=id").output


def test_no_help_of_our_commands_stays_english() -> None:
    for name in ("inspect", "check", "compare", "report"):
        lines = [run(name, "--help", "--lang", language).output for language in ("id", "en")]
        described = [{line[30:] for line in text.splitlines()[4:] if line[30:]} for text in lines]
        assert not {text for text in described[0] & described[1] if " the " in f" {text} "}


def test_the_language_of_click_does_not_leak() -> None:
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


def test_check_prints_a_table_and_progress_apart(two: Path) -> None:
    result = run("check", two)
    assert result.exit_code == 0
    assert "Tumpang tindih" in result.stdout
    assert "Desa 1" in result.stdout
    assert "membaca two.gpkg" in result.stderr
    assert "membaca" not in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) <= 100


def test_allowed_findings_do_not_fail_a_check(two: Path, tmp_path: Path) -> None:
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


def test_excluded_areas_do_not_fail_a_check(tmp_path: Path) -> None:
    pond = box(400, 400, 500, 500)
    path = layer(tmp_path / "desa.gpkg", {"12.09.20.2001": box(0, 0, 1000, 1000).difference(pond)})
    lake = layer(tmp_path / "danau.gpkg", {"12.09.20.2009": pond})
    assert run("check", path, "--fail-on-findings").exit_code == 1
    result = run("check", path, "--fail-on-findings", "--exclude", lake, "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert [each["kind"] for each in document["findings"]] == ["excluded"]
    assert [each["source"] for each in document["exclusions"]] == ["danau"]


def test_inlets_and_unmatched_vertices_are_listed_when_asked_for(tmp_path: Path) -> None:
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


def test_english(two: Path) -> None:
    result = run("check", two, "--lang", "en")
    assert "Overlap" in result.stdout
    assert "reading two.gpkg" in result.stderr


def test_check_json_is_one_document(two: Path) -> None:
    document = json.loads(run("check", two, "--json").stdout)
    assert document["schema_version"] == 1
    assert document["summary"]["overlap"]["count"] == 1
    assert document["summary"]["overlap"]["area_m2"] == pytest.approx(20_000, rel=1e-3)
    assert document["pairs"][0]["a"] == "12.09.20.2001"
    assert document["findings"][0]["class"] == "claim"
    assert document["inputs"][0]["features"] == 2


def test_compare_json_has_mismatches_and_matches(two: Path, one: Path) -> None:
    document = json.loads(run("compare", two, one, "--json").stdout)
    assert document["summary"]["mismatch"]["area_m2"] == pytest.approx(100_000, rel=1e-3)
    assert [match["method"] for match in document["matches"]] == ["code"]


def test_report_writes_every_form(two: Path, one: Path, tmp_path: Path) -> None:
    endings = ("json", "csv", "xlsx", "gpkg", "geojson", "html")
    outputs = [word for ending in endings for word in ("-o", tmp_path / f"out.{ending}")]
    result = run("report", two, one, *outputs)
    assert result.exit_code == 0, result.output
    for ending in endings:
        assert (tmp_path / f"out.{ending}").stat().st_size > 0
    assert "L.map" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_report_of_one_file_is_its_check(two: Path, tmp_path: Path) -> None:
    assert run("report", two, "-o", tmp_path / "out.json").exit_code == 0
    assert json.loads((tmp_path / "out.json").read_text())["command"] == "check"


def test_check_together(tmp_path: Path) -> None:
    a = layer(tmp_path / "a.gpkg", {"12.09.20.2001": box(0, 0, 1000, 1000)})
    b = layer(tmp_path / "b.gpkg", {"12.09.20.2002": box(980, 0, 2000, 1000)})
    apart = json.loads(run("check", a, b, "--json").stdout)
    together = json.loads(run("check", a, b, "--together", "--json").stdout)
    assert apart["summary"]["overlap"]["count"] == 0
    assert together["summary"]["overlap"]["count"] == 1
    assert "pakai --together" in run("check", a, b).stdout
    assert "--together" not in run("check", a, b, "--together").stdout
    assert "--together" not in run("check", a).stdout


def test_fail_on_findings(two: Path, one: Path) -> None:
    assert run("check", two, "--fail-on-findings").exit_code == 1
    assert run("check", one, "--fail-on-findings").exit_code == 0
    assert run("check", two, "--fail-on-findings", "--min-area", 1e6).exit_code == 0


def test_parameters_reach_the_result(two: Path) -> None:
    words = ("--scale", 50_000, "--class", 3, "--accuracy-year", 2018, "--json")
    document = json.loads(run("check", two, *words).stdout)
    assert document["findings"][0]["class"] == "sliver"
    assert document["parameters"]["scale"] == 50_000


def test_the_accuracy_of_each_source_reaches_the_result(two: Path, one: Path) -> None:
    words = ("--ce90", 0.1, "--reference-scale", 10_000, "--json")
    document = json.loads(run("compare", two, one, *words).stdout)
    assert document["accuracy"] == {"reference_m": 5.0, "local_m": 0.1}
    (within,) = {
        finding["limit_m"]
        for finding in document["findings"]
        if finding["kind"] == "overlap" and finding["class"] in ("doubt", "claim")
    }
    assert within == pytest.approx(3 * 50**0.5, abs=1e-4)


def test_an_exclamation_mark_in_a_name_writes_that_file_only(two: Path, tmp_path: Path) -> None:
    assert run("check", two, "-o", tmp_path / "out!two.gpkg").exit_code == 0
    assert (tmp_path / "out!two.gpkg").stat().st_size > 0


def test_equal_file_names_are_told_apart(two: Path, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    local = layer(folder / "two.gpkg", {"12.09.20.2001": box(0, 0, 900, 1000)})
    document = json.loads(run("compare", two, local, "--json").stdout)
    assert [record["source"] for record in document["inputs"]] == ["two", "office/two"]
    mismatch = [found for found in document["findings"] if found["kind"] == "mismatch"]
    assert mismatch[0]["claims"] == {"two": ["12.09.20.2001"], "office/two": []}


def test_wild_coordinates_are_set_aside(two: Path, tmp_path: Path) -> None:
    wild = layer(
        tmp_path / "wild.gpkg",
        {"12.09.20.2001": box(0, 0, 900, 1000), "12.09.20.2002": box(1e9, 0, 1e9 + 9, 9)},
    )
    result = run("compare", two, wild, "--json", "--lang", "en")
    assert result.exit_code == 0, result.output
    codes = [warning["code"] for warning in json.loads(result.stdout)["warnings"]]
    assert "coordinates-wild" in codes


def test_asahan_gives_the_counts_of_an_independent_method(real: Callable[[str], Path]) -> None:
    """Pairwise intersections and holes of the union with shapely: 247 pairs, 525 holes."""
    document = json.loads(run("check", real("asahan/big.geojson"), "--json").stdout)
    summary = document["summary"]
    assert len(document["pairs"]) == 247
    assert summary["gap"]["count"] + summary["enclave"]["count"] == 525
    enclave = [finding for finding in document["findings"] if finding["kind"] == "enclave"]
    assert [round(finding["area_m2"] / 1e4, -2) for finding in enclave] == [6000]


def test_asahan_is_matched_one_to_one(real: Callable[[str], Path]) -> None:
    document = json.loads(
        run("compare", real("asahan/big.geojson"), real("asahan/bps2020.geojson"), "--json").stdout
    )
    codes = {match["code"] for match in document["matches"]}
    assert len(document["matches"]) == len(codes - {""}) == 204
    assert len(document["set_aside"]) == 4
