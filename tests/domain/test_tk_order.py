from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from shapely import LineString, Point

from boundaries.domain.tk_order import directions, first_numbers, simpul_ranks

CRS = "EPSG:32647"
NAMES = {"s1": "TK 1-000", "s2": "TK 2-000", "s3": "TK 3-000"}
ALONG = LineString([(0, 0), (1000, 0)])


def segment(start: str, end: str, border_class: int = 10, line: LineString = ALONG) -> dict:
    return {
        "id": f"{start}{end}", "start": start, "end": end, "border_class": border_class,
        "geometry": line,
    }  # fmt: skip


def frame(*rows: dict) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame([*rows], crs=CRS)


def decided(lines: gpd.GeoDataFrame, sea: LineString | None = None) -> tuple[str, bool]:
    """Rule and turn of the first segment."""
    coast = None if sea is None else gpd.GeoSeries([sea], crs=CRS)
    found = directions(lines, NAMES, coast)
    return found["rule"].iloc[0], bool(found["turned"].iloc[0])


def test_the_lower_name_comes_first() -> None:
    assert decided(frame(segment("s1", "s2"))) == ("name", False)
    assert decided(frame(segment("s2", "s1"))) == ("name", True)


def test_a_kecamatan_border_at_one_end_counts_before_the_name() -> None:
    """s1 lies on a kecamatan border towards s3: the counting runs from s2 to s1."""
    other = segment("s1", "s3", border_class=9)
    assert decided(frame(segment("s1", "s2"), other)) == ("kecamatan", True)
    assert decided(frame(segment("s2", "s1"), other)) == ("kecamatan", False)


def test_a_kabupaten_border_counts_before_a_kecamatan_border() -> None:
    """s1 lies on a kabupaten border, s2 on a kecamatan border: toward s1."""
    others = (segment("s1", "s3", border_class=8), segment("s2", "s3", border_class=9))
    assert decided(frame(segment("s1", "s2"), *others[:1])) == ("kabupaten", True)
    both = frame(segment("s2", "s1"), segment("s1", "s4", border_class=7), others[1])
    assert decided(both) == ("kabupaten", False)


def test_ends_on_the_same_kind_of_border_leave_it_to_the_next_rule() -> None:
    assert decided(frame(segment("s2", "s1", border_class=8))) == ("name", True)


@pytest.mark.parametrize(
    ("sea", "expected"),
    [
        (LineString([(-20, -500), (-20, 500)]), ("coast", True)),
        (LineString([(1050, -500), (1050, 500)]), ("coast", False)),
        (LineString([(1051, -500), (1051, 500)]), ("name", False)),
        (LineString([(-20, 30), (1020, 30)]), ("name", False)),
        (LineString([(-20, 30), (1020, 40)]), ("name", False)),
        (LineString([(-20, 30), (1020, 42)]), ("coast", True)),
    ],
)
def test_the_sea_counts_first_where_the_ends_tell(
    sea: LineString, expected: tuple[str, bool]
) -> None:
    """A segment from 0 to 1000 m and a coast; 50 m of reach, more than 10 m of difference."""
    assert decided(frame(segment("s1", "s2")), sea) == expected


def test_the_sea_counts_before_the_kabupaten() -> None:
    lines = frame(segment("s1", "s2"), segment("s1", "s3", border_class=8))
    assert decided(lines, LineString([(1010, -9), (1010, 9)])) == ("coast", False)


def test_closed_and_nameless_segments_are_counted_as_drawn() -> None:
    ring = LineString([(0, 0), (9, 0), (9, 9), (0, 0)])
    assert decided(frame(segment("", "", line=ring))) == ("drawn", False)
    assert decided(frame(segment("s2", "s2", line=ring))) == ("drawn", False)
    assert decided(frame(segment("s8", "s9"))) == ("drawn", False)


def test_segments_of_one_pair_are_counted_through_from_west_to_east() -> None:
    west, east = LineString([(0, 0), (5, 0)]), LineString([(9, 0), (14, 0)])
    lines = gpd.GeoDataFrame({"segment": ["e", "w", "x"]}, geometry=[east, west, west], crs=CRS)
    codes = [("A", "B"), ("A", "B"), ("A", "C")]
    first = first_numbers(lines, codes, np.array([2, 3, 7]))
    assert first.tolist() == [4, 1, 1]


def test_junctions_of_the_same_villages_are_ranked_from_west_to_east() -> None:
    points = [Point(9, 0), Point(0, 5), Point(0, 0), Point(9, 9)]
    simpul = gpd.GeoDataFrame({"id": ["a", "b", "c", "d"]}, geometry=points, crs=CRS)
    codes = [("A", "B"), ("A", "B"), ("A", "B"), ("A", "C")]
    assert simpul_ranks(simpul, codes).tolist() == [3, 2, 1, 1]
