"""`tapal segments` as a user calls it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from shapely import box

from tests.cli_layers import layer
from tests.cli_run import run as run_tapal


def run(*words: object) -> Result:
    return run_tapal("segments", *words)


@pytest.fixture
def big(tmp_path: Path) -> Path:
    """Two villages of 1 km by 1 km side by side."""
    return layer(
        tmp_path / "big.gpkg",
        {"12.09.20.2001": box(0, 0, 1000, 1000), "12.09.20.2002": box(1000, 0, 2000, 1000)},
    )


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """The first of them, 40 m wider: 4 ha."""
    return layer(tmp_path / "survey.gpkg", {"12.09.20.2001": box(0, 0, 1040, 1000)})


def test_one_layer(big: Path) -> None:
    result = run(big, "--lang", "en")
    assert result.exit_code == 0, result.output
    words = " ".join(result.stdout.split())
    assert "Inner segments 1 Their length (km) 1.00" in words
    assert "Desa 1 – Desa 2 Desa / desa 1.00" in words
    assert "tracing the segments of big" in result.stderr
    assert max(len(line) for line in result.stdout.splitlines()) <= 100


def test_a_comparison(big: Path, survey: Path) -> None:
    result = run(big, survey, "--lang", "en")
    assert result.exit_code == 0, result.output
    words = " ".join(result.stdout.split())
    assert "Shifted 1 1.00 4.00" in words
    assert "Lines that differ most" in words


def test_json(big: Path, survey: Path) -> None:
    document = json.loads(run(big, survey, "--json").stdout)
    assert document["command"] == "segments"
    assert document["pairs"][0]["verdict"] == "shifted"
    assert document["pairs"][0]["to_a_ha"] == pytest.approx(4, rel=1e-3)
    assert [record["role"] for record in document["inputs"]] == ["reference", "local"]


def test_a_part_has_no_border_of_the_kabupaten(big: Path) -> None:
    whole, part = (
        json.loads(run(big, "--json", *words).stdout)["segments"] for words in ((), ("--part",))
    )
    assert {row["border_class"] for row in whole if row["outer"]} == {8}
    assert {row["border_class"] for row in part if row["outer"]} == {10}


def test_files(big: Path, survey: Path, tmp_path: Path) -> None:
    endings = ("json", "csv", "xlsx", "gpkg", "geojson")
    outputs = [word for ending in endings for word in ("-o", tmp_path / f"out.{ending}")]
    result = run(big, survey, *outputs)
    assert result.exit_code == 0, result.output
    for ending in endings:
        assert (tmp_path / f"out.{ending}").stat().st_size > 0
        assert f"out.{ending}" in result.stderr


def test_options_reach_the_result(big: Path, survey: Path) -> None:
    document = json.loads(run(big, survey, "--json", "--scale", 50_000).stdout)
    assert document["parameters"]["scale"] == 50_000
    assert document["accuracy"]["reference_m"] == 25
    assert "... and" in run(big, survey, "--limit", 0, "--lang", "en").stdout


def test_each_source_has_its_own_accuracy(big: Path, survey: Path) -> None:
    words = ("--json", "--ce90", 0.3, "--reference-ce90", 0.4)
    document = json.loads(run(big, survey, *words).stdout)
    assert document["accuracy"] == {"reference_m": 0.4, "local_m": 0.3}
    tolerances = {
        row["first"] == "reference": row["tolerance_m"] for row in document["comparisons"]
    }
    assert tolerances[True] == 0.5


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (("absent.gpkg",), 3, "error: absent.gpkg does not exist"),
        (("{big}", "absent.gpkg"), 3, "error: absent.gpkg does not exist"),
        (("{big}", "-o", "x.html"), 2, "segments are not written with this ending"),
        (("{big}", "-o", "{big}"), 2, "it cannot also be written"),
        (("{big}", "--name", "desa"), 2, "there is no field desa"),
        (("{big}", "{survey}", "--reference-name", "desa"), 2, "there is no field desa"),
        ((), 2, "Missing argument"),
    ],
)
def test_faults_are_one_line(
    big: Path, survey: Path, words: tuple[str, ...], code: int, text: str
) -> None:
    result = run(*(word.format(big=big, survey=survey) for word in words), "--lang", "en")
    assert result.exit_code == code
    faults = [line for line in result.stderr.splitlines() if text in line]
    assert len(faults) == 1
    assert "Traceback" not in result.output


def test_a_fault_is_in_the_json_too() -> None:
    result = run("absent.gpkg", "--json")
    assert json.loads(result.stdout)["error"]["message"] == "absent.gpkg does not exist"


def test_only_what_is_written_is_loaded(big: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from boundaries.cli import main\n"
        f"words = ['segments', {str(big)!r}, '-o', {str(tmp_path / 'x.gpkg')!r}]\n"
        "main(words, standalone_mode=False)\n"
        "print('loaded:', *({'folium', 'openpyxl', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded:"
