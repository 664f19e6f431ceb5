"""The command `tapal survey`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from boundaries.cli_survey import survey_command


def run(*words: str) -> Result:
    return CliRunner().invoke(survey_command, [*words, "--lang", "en"])


@pytest.fixture
def points(tmp_path: Path) -> Path:
    path = tmp_path / "titik.csv"
    path.write_text(
        "titik;urutan;lintang_dms;bujur_dms;lat;lon\n"
        "A;1;2° 58' 48\" LU;99° 37' 12\" BT;2,98;99,62\n"
        "B;2;2° 58' 48\" LU;99° 38' 24\" BT;2,98;99,64\n"
        "C;3;3° 0' 0\" LU;99° 38' 24\" BT;3,0;99,64\n"
        "D;4;3° 0' 0\" LU;99° 37' 12\" BT;3,0;99,63\n",
        encoding="utf-8",
    )
    return path


def test_counts_lines_and_faults_are_printed(points: Path) -> None:
    result = run(str(points))
    assert result.exit_code == 0
    assert "disagree by 1.11 km" in result.output.replace("\n", " ")
    assert "1 of 4 points are left out" in result.output.replace("\n", " ")


def test_the_notation_to_take_settles_conflicts(points: Path, tmp_path: Path) -> None:
    target = tmp_path / "hasil.geojson"
    result = run(str(points), "--take", "dms", "-o", str(target), "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document["summary"]["read"] == 4
    assert document["lines"][0]["points"] == 4
    assert document["warnings"][0]["code"] == "notations-disagree"
    assert len(json.loads(target.read_text(encoding="utf-8"))["features"]) == 5


@pytest.mark.parametrize(
    ("words", "code", "fault"),
    [
        (["none.csv"], 3, "does not exist"),
        (["{file}", "-o", "{file}"], 2, "cannot also be written"),
        (["{file}", "--field", "x"], 2, "cannot be understood"),
        (["{file}", "--take", "wgs"], 2, "Invalid value"),
        ([], 2, "Missing argument"),
    ],
)
def test_faults_end_with_one_line_and_a_code(
    points: Path, words: list[str], code: int, fault: str
) -> None:
    result = run(*(word.format(file=points) for word in words))
    assert result.exit_code == code
    assert fault in result.output


def test_the_known_pillars(real: Callable[[str], Path]) -> None:
    result = run(str(real("asahan/pillars_sumut.csv")), "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document["summary"] == {
        "read": 211, "conflict": 2, "suspect": 0, "unread": 0, "lines": 0,
    }  # fmt: skip
    faulty = [point["name"] for point in document["points"] if point["state"] != "read"]
    assert faulty == ["BM.130", "BM.213"]


def test_a_list_of_a_total_station_needs_the_order_of_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "ts.txt"
    path.write_text("1 329401.90 568899.15 12.3 PIL\n2 329451.90 568999.15 12.5 SD\n")
    asked = run(str(path), "--crs", "47N")
    assert asked.exit_code == 3
    assert "say which: --columns id,x,y,z,code or --columns id,y,x,z,code" in asked.output
    given = run(str(path), "--crs", "47N", "--columns", "id,y,x,z,code", "--json")
    document = json.loads(given.stdout)
    assert [point["lon"] for point in document["points"]] == pytest.approx(
        [99.62, 99.6209], abs=1e-4
    )
    assert document["warnings"] == []
    wrong = run(str(path), "--columns", "id,height")
    assert (wrong.exit_code, "tells no position" in wrong.output) == (2, True)


def test_the_hemisphere_is_the_users_choice(tmp_path: Path) -> None:
    path = tmp_path / "titik.csv"
    path.write_text("Titik,Lat_D,Lat_M,Lat_S,Lon_D,Lon_M,Lon_S\nA,2,58,48,112,37,12\n")
    open_ = json.loads(run(str(path), "--json").stdout)
    assert [warning["code"] for warning in open_["warnings"]] == ["hemisphere-unstated"]
    south = json.loads(run(str(path), "--hemisphere", "south", "--json").stdout)
    assert south["points"][0]["lat"] == pytest.approx(-2.98)
    assert south["warnings"] == []
