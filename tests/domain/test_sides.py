"""Names that boundary lines carry for the land on both sides."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from boundaries.domain.sides import names_of_areas, side_names


def test_fields_of_both_sides_come_before_the_name_of_the_line() -> None:
    lines = pd.DataFrame(
        {"NAMOBJ": ["Lama - Baru", "Satu - Dua"], "WAKLD1": ["A", None], "WAKLD2": ["B", "B"]}
    )
    assert side_names(lines).to_numpy().tolist() == [["A", "B"], ["Satu", "Dua"]]


@pytest.mark.parametrize(
    ("name", "sides"),
    [
        ("DESA WATUKEBO - DESA BAJULMATI", ["DESA WATUKEBO", "DESA BAJULMATI"]),
        ("Kel. Lateng – Desa Sari-Sari", ["Kel. Lateng", "Desa Sari-Sari"]),
        ("KECAMATAN KABAT - KECAMATAN SINGOJURUH", ["", ""]),
        ("Kabupaten Jember - Desa A", ["", "Desa A"]),
        ("Watukebo", ["", ""]),
        (None, ["", ""]),
    ],
)
def test_names_of_lines(name: str | None, sides: list[str]) -> None:
    assert side_names(pd.DataFrame({"namobj": [name]})).iloc[0].tolist() == sides


def test_without_any_field() -> None:
    assert side_names(pd.DataFrame({"x": [1]})).iloc[0].tolist() == ["", ""]


def test_the_name_along_most_of_the_border() -> None:
    """Area 0 has A-B and A-C around it, area 1 only A-B: neither side is clear there."""
    sides = pd.DataFrame({"first": ["A", "C", ""], "second": ["B", "A", ""]})
    borders = (
        np.array([0, 0, 0, 1, 1]),
        np.array([0, 1, 2, 0, 2]),
        np.array([5.0, 7.0, 100.0, 5.0, 9.0]),
    )
    assert names_of_areas(3, borders, sides).tolist() == ["A", "", ""]


def test_no_names_at_all() -> None:
    sides = pd.DataFrame({"first": [""], "second": [""]})
    borders = (np.array([0]), np.array([0]), np.array([1.0]))
    assert names_of_areas(1, borders, sides).tolist() == [""]
