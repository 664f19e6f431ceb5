"""Which data set of a folder or zip is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundaries.errors import InputError
from boundaries.io.choice import Candidate, choose_data_set

AREA, LINE, POINT, UNKNOWN = 5, 3, 1, 0
FILE = Path("peta.zip")


def found(*items: tuple[str, int]) -> list[Candidate]:
    return [Candidate(inner, kind) for inner, kind in items]


@pytest.mark.parametrize(
    ("items", "layer", "chosen"),
    [
        ([("a.shp", AREA), ("b.shp", LINE)], None, "a.shp"),
        ([("a.shp", LINE), ("b.shp", POINT)], None, "a.shp"),
        ([("a.shp", AREA), ("b.shp", AREA)], "b", "b.shp"),
        ([("x/a.shp", AREA), ("y/a.shp", AREA)], "y/a", "y/a.shp"),
        ([("a.shp", AREA), ("a.kml", UNKNOWN)], "a.kml", "a.kml"),
        ([("a.shp", LINE), ("b.shp", AREA)], "a", "a.shp"),
    ],
)
def test_one_is_chosen(items: list[tuple[str, int]], layer: str | None, chosen: str) -> None:
    assert choose_data_set(FILE, found(*items), layer).inner == chosen


@pytest.mark.parametrize(
    ("items", "layer", "names"),
    [
        ([("a.shp", AREA), ("b.shp", AREA)], None, "a, b"),
        ([("a.shp", AREA), ("b.kml", UNKNOWN)], None, "a, b"),
        ([("x/a.shp", AREA), ("y/a.shp", AREA), ("b.shp", LINE)], None, "x/a, y/a, b"),
        ([("a.shp", AREA), ("a.kml", UNKNOWN)], "a", "a.shp, a.kml"),
        ([("a.shp", POINT), ("b.shp", POINT)], None, "a, b"),
    ],
)
def test_several_are_named(items: list[tuple[str, int]], layer: str | None, names: str) -> None:
    with pytest.raises(InputError, match=f"several layers: {names}"):
        choose_data_set(FILE, found(*items), layer)


def test_a_layer_inside_the_only_data_set_is_chosen_later() -> None:
    assert choose_data_set(FILE, found(("a.gpkg", UNKNOWN)), "desa").layer == "desa"
    assert choose_data_set(FILE, found(("a.gpkg", UNKNOWN)), "a").layer == "a"
    assert choose_data_set(FILE, found(("x/a.shp", AREA)), "x/a").layer is None


def test_an_unknown_name() -> None:
    with pytest.raises(InputError, match="has no layer c") as caught:
        choose_data_set(FILE, found(("a.shp", AREA), ("b.shp", AREA)), "c")
    assert str(caught.value.hint) == "its layers are: a, b"
