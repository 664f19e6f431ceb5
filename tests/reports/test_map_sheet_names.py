"""Names of villages on the map."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from boundaries.reports.map_sheet_canvas import Page
from boundaries.reports.map_sheet_names import NamedLand, write_names
from boundaries.reports.map_sheet_subject import Subject
from boundaries.reports.map_sheet_words import SheetSettings


def written(*shapes: shapely.Geometry, names: tuple[str, ...]) -> tuple[Page, NamedLand]:
    """The names on land in millimetres; the first is the subject, the last in another kecamatan."""
    count = len(shapes)
    villages = gpd.GeoDataFrame(
        {
            "key": list(names), "name": list(names), "type": "desa",
            "kecamatan": ["Hilir"] * (count - 1) + ["Hulu"],
        },
        geometry=list(shapes),
    )  # fmt: skip
    subject = Subject("village", frozenset(names[:1]), np.array([]), (0, 0, 1, 1), (), "")
    page = Page(200, 200)
    named = write_names(
        page, villages, subject, np.array([[30.0, 30.0]]),
        settings=SheetSettings(), growth=1.0, gettext=str,
    )  # fmt: skip
    return page, named


def test_the_subject_is_larger_and_another_kecamatan_is_told() -> None:
    """Three pieces of 60 x 60 mm side by side; a point lies in the middle of the first."""
    land = [shapely.box(60 * x, 0, 60 * x + 60, 60) for x in range(3)]
    page, named = written(*land, names=("Satu", "Dua", "Tiga"))
    words = {each.text: each for each in page.words}
    assert set(words) == {"Desa Satu", "Desa Dua", "Desa Tiga", "Kecamatan Hulu"}
    assert words["Desa Satu"].bold
    assert words["Desa Satu"].size > words["Desa Dua"].size
    assert named.left_out == ()
    assert all(any(shape.contains(box.polygon()) for shape in land) for box in named.boxes)
    assert not named.boxes[0].polygon().intersects(shapely.Point(30, 30))


def test_narrow_land_has_a_small_name_in_two_lines_or_none() -> None:
    """12 mm are too narrow for one line, 3 mm for anything."""
    land = [shapely.box(0, 0, 60, 60), shapely.box(60, 0, 74, 60), shapely.box(80, 0, 83, 60)]
    page, named = written(*land, names=("Satu", "Bandar Selasih", "Tiga"))
    texts = [each.text for each in page.words]
    assert "Desa Bandar" in texts
    assert "Selasih" in texts
    assert named.left_out == ("Tiga",)
