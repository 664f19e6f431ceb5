"""Degrees, minutes and seconds in columns of their own."""

from __future__ import annotations

import pytest

from boundaries.domain.survey_angles import SplitAngle, joined_angles, split_angles
from boundaries.domain.survey_columns import find_heading


@pytest.mark.parametrize(
    "names",
    [
        "Lat_D|Lat_M|Lat_S|Lon_D|Lon_M|Lon_S",
        "Lintang Derajat|Lintang Menit|Lintang Detik|Bujur Derajat|Bujur Menit|Bujur Detik",
        "Lintang °|Lintang '|Lintang \"|Bujur °|Bujur '|Bujur \"",
        "LS (d)|LS (m)|LS (s)|BT (d)|BT (m)|BT (s)",
        "LatDeg|LatMin|LatSec|LonDeg|LonMin|LonSec".replace("D", " D").replace("M", " M")
        .replace("S", " S"),
    ],
)  # fmt: skip
def test_headings_of_parts(names: str) -> None:
    found = split_angles(names.split("|"))
    assert found == (SplitAngle("north", (0, 1, 2)), SplitAngle("east", (3, 4, 5)))


def test_headings_that_do_not_tell_the_axis() -> None:
    found = split_angles(["No", "D", "M", "S", "", "D", "M", "S", ""])
    assert found == (SplitAngle("", (1, 2, 3)), SplitAngle("", (5, 6, 7)))


@pytest.mark.parametrize(
    "names",
    [["X (m)", "Y (m)", "Z (m)"], ["D", "S", "M"], ["Lintang D", "Bujur M", "Lintang S"],
     ["Desa D", "Menit", "Detik"], ["D", "M"]],
)  # fmt: skip
def test_other_headings(names: list[str]) -> None:
    assert split_angles(names) == ()


def test_parts_are_joined_with_the_letter_beside_them() -> None:
    columns = [["6", "-6", ""], ["53", "53,0", ""], ["24,5", "24.5", ""], ["LS", "", ""]]
    ((axis, texts, places),) = joined_angles(columns, [SplitAngle("", (0, 1, 2))])
    assert axis == "north"
    assert texts == ["6° 53' 24,5\" LS", "-6° 53' 24.5\"", ""]
    assert places == (0, 1, 2, 3)


def test_a_column_that_holds_no_letters_is_left_alone() -> None:
    columns = [["109"], ["22"], ["48"], ["Pilar"]]
    ((axis, texts, places),) = joined_angles(columns, [SplitAngle("", (0, 1, 2))])
    assert (axis, texts, places) == ("east", ["109° 22' 48\""], (0, 1, 2))


def test_a_heading_of_two_rows_carries_the_axis_to_its_parts() -> None:
    heading = find_heading(
        [["Titik", "Lintang", "", "", "Bujur", "", ""], ["", "D", "M", "S", "D", "M", "S"]]
    )
    assert heading is not None
    assert heading.first == 2
    assert heading.names[1:4] == ("Lintang D", "Lintang M", "Lintang S")
    assert [angle.axis for angle in heading.angles] == ["north", "east"]
    assert heading.roles == {"name": (0,)}
