from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, box

from boundaries.domain.describe_points import (
    COMPASS,
    COMPASS_WORDS,
    compass_points,
    describe_points,
)
from tests.cartometric_fixture import CRS, EAST, NORTH, TEE, VILLAGES, A, B, points_of

NO_NAMES = pd.DataFrame(columns=["name", "word", "kecamatan"])


def layer(*rows: tuple[str | None, object]) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(
        {"name": [name for name, _ in rows]}, geometry=[shape for _, shape in rows], crs=CRS
    )
    frame["geometry"] = frame.geometry.translate(EAST, NORTH)
    return frame


def along(table: pd.DataFrame, points: object, a: str, b: str) -> pd.DataFrame:
    courses = points.courses  # type: ignore[attr-defined]
    segment = courses.loc[(courses["a"] == a) & (courses["b"] == b), "segment"].iloc[0]
    return table[table["segment"] == segment]


def vertical(x: float) -> LineString:
    """A line from south to north beside the border of A and B, which is x = 1000."""
    return LineString([(x, 0), (x, 2000)])


def texts(layers: dict[str, gpd.GeoDataFrame], villages: pd.DataFrame = VILLAGES) -> list[str]:
    """The texts of the two stations of the border of A and B: its junctions."""
    points = points_of(TEE)
    table = along(describe_points(points, villages, layers), points, A, B)
    return [str(text) for text in table["text"]]


@pytest.mark.parametrize(
    ("bearing", "word"),
    [
        (0, "n"), (22.4, "n"), (22.5, "ne"), (45, "ne"), (90, "e"), (135, "se"), (180, "s"),
        (225, "sw"), (270, "w"), (315, "nw"), (337.4, "nw"), (337.5, "n"), (359.9, "n"),
    ],
)  # fmt: skip
def test_an_eighth_of_the_compass_reaches_to_both_sides(bearing: float, word: str) -> None:
    assert compass_points(np.array([bearing])) == [word]


@given(st.floats(0, 359.99))
def test_opposite_bearings_have_opposite_words(bearing: float) -> None:
    one, other = compass_points(np.array([bearing, (bearing + 180) % 360]))
    assert abs(COMPASS.index(one) - COMPASS.index(other)) == 4


def test_no_bearing_has_no_word() -> None:
    assert compass_points(np.array([np.nan])) == [""]
    assert set(COMPASS_WORDS) == set(COMPASS)


def test_each_point_is_followed_by_the_way_to_the_next() -> None:
    """From the junction (1000, 500) to the outer border (1000, 1000): 500 m north.

    True north and grid north differ by less than a tenth of a degree here, and the grid is
    0.9996 of the ground.
    """
    points = points_of(TEE)
    table = along(describe_points(points, VILLAGES), points, A, B)
    assert table["compass"].tolist() == ["n", ""]
    assert table["bearing"].iloc[0] % 360 == pytest.approx(0.0, abs=0.1)
    assert table["next_m"].iloc[0] == pytest.approx(500 / 0.9996, abs=0.05)
    assert np.isnan(table["next_m"].iloc[1])
    assert table["next"].tolist() == [table["point"].iloc[1], ""]


def test_ways_lead_around_corners() -> None:
    """The southern border of C from (0, 500) over (0, 0) and (2000, 0) to (2000, 500)."""
    points = points_of(TEE)
    table = along(describe_points(points, VILLAGES), points, "12.09.02.2001", "")
    assert table["compass"].tolist() in (["s", "e", "n", ""], ["s", "w", "n", ""])
    assert table["next_m"].round(0).tolist()[:3] == [500, 2001, 500]


def test_a_junction_names_the_villages_by_kecamatan() -> None:
    assert texts({}) == [
        "Junction of Kelurahan Contoh and Desa Bandar (Kecamatan Hilir) and "
        "Desa Air Jernih (Kecamatan Hulu)",
        "Junction of Kelurahan Contoh and Desa Bandar (Kecamatan Hilir)",
    ]


def test_unknown_villages_are_called_by_their_keys() -> None:
    assert texts({}, NO_NAMES) == [
        "Junction of 12.09.01.1001, 12.09.01.2002 and 12.09.02.2001",
        "Junction of 12.09.01.1001 and 12.09.01.2002",
    ]


@pytest.mark.parametrize(
    ("layers", "ending"),
    [
        ({"river": layer(("Sungai Contoh", vertical(1002)))}, ", on the river Contoh"),
        ({"river": layer(("Sei Contoh", vertical(1003)))}, ", on the river Contoh"),
        ({"river": layer((None, vertical(1000)))}, ", on a river"),
        ({"river": layer(("Contoh", vertical(1003.1)))}, ""),
        ({"road": layer(("Jl. Mawar", vertical(1001)))}, ", on the road Mawar"),
        ({"road": layer(("Jlaga", vertical(1001)))}, ", on the road Jlaga"),
        ({"coast": layer(("Pantai Indah", vertical(999)))}, ", on the coast of Indah"),
        ({"land": layer(("Sawah", box(900, 0, 1100, 2000)))}, ", on land used as Sawah"),
        ({"land": layer(("", box(900, 0, 1100, 2000)))}, ", on land of unknown use"),
    ],
)
def test_what_lies_within_three_metres_describes_a_point(
    layers: dict[str, gpd.GeoDataFrame], ending: str
) -> None:
    plain = "Junction of Kelurahan Contoh and Desa Bandar (Kecamatan Hilir)"
    assert texts(layers)[1] == plain + ending


def test_rivers_come_before_roads_coasts_and_land() -> None:
    every = {
        "land": layer(("Sawah", box(900, 0, 1100, 2000))),
        "coast": layer(("Indah", vertical(1000))),
        "road": layer(("Mawar", vertical(1000))),
        "river": layer(("Contoh", vertical(1002.9))),
    }
    endings = []
    for kind in ("river", "road", "coast", "land"):
        endings.append(texts(every)[1].rpartition(", on ")[2])
        del every[kind]
    assert endings == [
        "the river Contoh",
        "the road Mawar",
        "the coast of Indah",
        "land used as Sawah",
    ]


def test_of_several_rivers_the_nearest_is_named() -> None:
    rivers = layer(("Jauh", vertical(1002)), ("Dekat", vertical(999)), ("Alas", vertical(1001)))
    assert texts({"river": rivers})[1].endswith("on the river Alas")
    assert texts({"river": layer(("Jauh", vertical(1002)), ("Dekat", vertical(999)))})[1].endswith(
        "on the river Dekat"
    )


def test_an_ordinary_point_tells_what_it_stands_on() -> None:
    """A corner of the outer border of C, at (2000, 0)."""
    points = points_of(TEE)
    road = layer(("Mawar", LineString([(1990, 1), (2010, 1)])))
    table = along(describe_points(points, VILLAGES, {"road": road}), points, "12.09.02.2001", "")
    assert sorted(str(text) for text in table["text"][1:3]) == [
        "Point on the border line",
        "Point on the road Mawar",
    ]
