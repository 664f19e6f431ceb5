"""What the columns of lists without heading are."""

from __future__ import annotations

import pytest

from boundaries.domain.survey_headless import (
    Guess,
    begins_with_numbers,
    given_columns,
    guess_columns,
    local_numbers,
)
from boundaries.errors import ParameterError


def rows(text: str) -> list[list[str]]:
    """Rows apart by ";", cells by blanks."""
    return [row.split() for row in text.split(";")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 321004.44 9238107.60 5.1; 2 321104.44 9238207.60 5.2", "id,x,y,z"),
        ("1 9238107.60 321004.44 5.1 PIL; 2 9238207.60 321104.44 5.2 SD", "id,y,x,z,code"),
        ("1001 321004.44 9238107.60; 1002 321104.44 9238207.60", "id,x,y"),
        ("321004,44 9238107,60; 321104,44 9238207,60", "x,y"),
        ("A 2.98 99.62; B 2.97 99.61", "id,lat,lon"),
        ("99,62 2,98 PIL; 99,61 2,97 PIL", "lon,lat,code"),
        ("A 2°58'48\"LU 99°37'12\"BT; B 2°58'48\"LU 99°37'12\"BT", "id,lat,lon"),
        ("P1 200100.5 1500020.1; P2 200200.5 1500120.1", "id,x,y"),
        ("1 568899 -55267; 2 568999 -55268", "id,x,y"),
    ],
)
def test_positions_beyond_doubt(text: str, words: str) -> None:
    assert guess_columns(rows(text)) == Guess(tuple(words.split(",")))


def test_north_of_the_equator_the_order_is_open() -> None:
    """Kisaran in UTM 47N is 568899.15, 329401.90: exchanged, it lies in Aceh."""
    guess = guess_columns(rows("1 329401.90 568899.15 12.3; 2 329451.90 568999.15 12.5"))
    assert guess == Guess(("id", "x", "y", "z"), ("id", "y", "x", "z"))


@pytest.mark.parametrize(
    "text",
    ["", "a b c; 1 2 3", "1 2 3; 2 3 4", "p q; 2.98 99.62", "1 1000.0 1000.0; 2 1023.1 1011.2",
     "1 2 99; 2 3 100"],
)  # fmt: skip
def test_no_positions(text: str) -> None:
    assert guess_columns(rows(text)) is None


def test_numbers_of_a_grid_of_its_own() -> None:
    assert local_numbers(rows("1 1000.0 1000.0 99.8; 2 1023.1 1011.2 100.4"))
    assert not local_numbers(rows("a b c; 1 2 3"))
    assert not local_numbers(rows("1 2 3"))


def test_the_user_names_the_columns() -> None:
    assert given_columns("ID, y ,x,z,code,-") == ("id", "y", "x", "z", "keterangan", "")
    assert given_columns("lat,lon") == ("lintang", "bujur")


@pytest.mark.parametrize("text", ["", "id,x", "x,y,height", "lat,x"])
def test_columns_that_tell_no_position(text: str) -> None:
    with pytest.raises(ParameterError, match="tells no position, or a column that is not known"):
        given_columns(text)


def test_rows_of_words_come_before_the_list() -> None:
    names = ("id", "y", "x")
    assert not begins_with_numbers(["No", "Utara", "Timur"], names)
    assert begins_with_numbers(["1", "329401.9", "568899.15"], names)
