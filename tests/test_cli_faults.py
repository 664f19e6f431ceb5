"""Faults as a user meets them: exit codes, one line of text, files left as they were."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shapely import box

from tests.cli_layers import layer
from tests.cli_run import run


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
def test_usage_errors_are_indonesian(words: tuple[str, ...], text: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert text in result.stderr


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
    two: Path, words: tuple[str, ...], code: int, text: str
) -> None:
    result = run(*(word.format(two=two) for word in words), *(["--lang", "en"]))
    assert result.exit_code == code
    assert text in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.output


def test_an_input_is_never_written_over(two: Path, one: Path, tmp_path: Path) -> None:
    before = two.read_bytes()
    link = tmp_path / "link.gpkg"
    link.symlink_to(two)
    for words in (("check", two, "-o", two), ("compare", one, two, "-o", link)):
        result = run(*words, "--lang", "en")
        assert result.exit_code == 2
        assert "this file is read, it cannot also be written" in result.stderr
    assert two.read_bytes() == before


@pytest.mark.parametrize("name", ["--exclude", "--allow"])
def test_files_beside_the_layers_are_not_written_over(name: str, two: Path, tmp_path: Path) -> None:
    path = tmp_path / "lain.geojson"
    path.write_text("{}")
    result = run("check", two, name, path, "-o", path)
    assert result.exit_code == 2
    assert path.read_text() == "{}"


@pytest.mark.parametrize("number", ["nan", "inf", "1e400", "-1"])
def test_thresholds_are_finite(two: Path, number: str) -> None:
    assert run("check", two, "--min-area", number).exit_code == 2


def test_what_the_system_refuses_is_one_line() -> None:
    result = run("check", "x" * 300 + ".gpkg", "--json", "--lang", "en")
    assert result.exit_code == 3
    assert "the system refuses access" in result.stderr
    assert json.loads(result.stdout)["error"]["code"] == "cannot-reach"


@pytest.mark.parametrize("crs", ["IAU_2015:30100", 'LOCAL_CS["x"]', "EPSG:5773", "EPSG:4978", "x"])
def test_coordinate_systems_that_no_map_has_are_refused(two: Path, crs: str) -> None:
    result = run("check", two, "--crs", crs, "--lang", "en")
    assert result.exit_code == 2
    assert "cannot be understood" in result.stderr


def test_fault_as_json() -> None:
    result = run("check", "absent.gpkg", "--json")
    assert result.exit_code == 3
    assert set(json.loads(result.stdout)["error"]) == {"code", "message", "hint"}


def test_layers_that_do_not_meet(two: Path, tmp_path: Path) -> None:
    far = layer(tmp_path / "far.gpkg", {"12.09.20.2001": box(50_000, 0, 51_000, 1000)})
    result = run("compare", two, far, "--lang", "en")
    assert result.exit_code == 3
    assert "they lie 48.0 km apart" in result.stderr
