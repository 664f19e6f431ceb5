"""Candidate lines of a pair, parted among its segments."""

from __future__ import annotations

import geopandas as gpd
import shapely
from shapely import LineString, MultiLineString

from boundaries.domain.candidate_lines import lines_by_segment


def segments(*lines: LineString, a: str = "A", b: str = "B") -> gpd.GeoDataFrame:
    ids = [f"S{number}" for number in range(1, len(lines) + 1)]
    return gpd.GeoDataFrame({"id": ids, "a": a, "b": b}, geometry=list(lines), crs=32647)


def drawn(line: LineString | MultiLineString, drawn_by: str = "a") -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"a": ["A", "A"], "b": ["B", "B"], "drawn_by": ["reference", drawn_by]},
        geometry=[line, line],
        crs=32647,
    )


def test_the_line_of_a_pair_with_one_segment_is_its_own() -> None:
    line = LineString([(0, 5), (50, 7), (100, 5)])
    found = lines_by_segment(drawn(line), segments(LineString([(0, 0), (100, 0)])))
    assert found[["segment", "drawn_by"]].to_numpy().tolist() == [["S1", "a"]]
    assert shapely.equals_exact(found.geometry[0], MultiLineString([line]))


def test_edges_go_to_the_nearest_of_several() -> None:
    """The survey goes on between the two segments; the edge between goes to the nearer one.

      a -------+-----------+--------
    S1 ---------           S2 -------
    0         100         300      400
    """
    line = LineString([(0, 5), (100, 5), (299, 5), (400, 5)])
    borders = segments(LineString([(0, 0), (100, 0)]), LineString([(300, 0), (400, 0)]))
    found = lines_by_segment(drawn(line, "b"), borders)
    assert found["segment"].to_list() == ["S1", "S2"]
    one, other = found.geometry
    assert one.equals(LineString([(0, 5), (100, 5), (299, 5)]))
    assert other.equals(LineString([(299, 5), (400, 5)]))
    assert one.length + other.length == line.length


def test_other_pairs_and_outer_borders_have_none() -> None:
    line = LineString([(0, 5), (100, 5)])
    border = LineString([(0, 0), (100, 0)])
    assert lines_by_segment(drawn(line), segments(border, b="C")).empty
    assert lines_by_segment(drawn(line), segments(border, b="")).empty
