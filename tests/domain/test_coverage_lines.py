"""The lines of an agreed coverage, and which segments of the workspace they are."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from shapely import LineString, box

from boundaries.domain.coverage_lines import (
    blocks,
    border_class_of,
    borders_of,
    identified,
    with_reference_land,
)
from boundaries.domain.parameters import Parameters
from tests.domain.proposal_site import moved
from tests.domain.village_grid import CRS, table


def coverage(shapes: dict[str, shapely.Geometry]) -> gpd.GeoDataFrame:
    """A coverage where villages of `tests.domain.village_grid` lie."""
    return table(shapes)[["key", "geometry"]]


def test_land_of_nobody_goes_to_whom_the_reference_gives_it() -> None:
    """Nobody has the strip from x = 90 to x = 110; the reference line runs at x = 100."""
    agreed = coverage({"": box(90, 0, 110, 50), "a": box(0, 0, 90, 50), "b": box(110, 0, 200, 50)})
    reference = coverage({"a": box(0, 0, 100, 50), "b": box(100, 0, 200, 50)})
    whole = with_reference_land(agreed, reference).set_index("key")
    assert whole.index.tolist() == ["a", "b"]
    assert whole.area.round(3).to_dict() == {"a": 5000, "b": 5000}


def test_agreed_land_is_not_taken_back_by_the_reference() -> None:
    agreed = coverage({"a": box(0, 0, 120, 50), "b": box(120, 0, 200, 50)})
    reference = coverage({"a": box(0, 0, 100, 50), "b": box(100, 0, 200, 50)})
    assert with_reference_land(agreed, reference).area.round(3).tolist() == [6000, 4000]


VILLAGES = {"a": box(0, 0, 100, 50), "b": box(100, 0, 200, 50), "c": box(0, 50, 200, 100)}


def known(rows: list[tuple[str, str, str, str, str, LineString]]) -> gpd.GeoDataFrame:
    """Segments of a workspace: id, a, b, state, hash and line."""
    lines = [moved(row[-1]) for row in rows]
    names = ("id", "a", "b", "state", "hash")
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    return gpd.GeoDataFrame(columns, geometry=lines, crs=CRS)


def lines_of(rows: list[tuple[str, str, str, str, str, LineString]]) -> gpd.GeoDataFrame:
    """The identified lines of the three villages."""
    villages = table(VILLAGES)
    found = identified(borders_of(coverage(VILLAGES), villages, Parameters()), known(rows))
    return found.set_index(["a", "b"])


ON = LineString([(100, 0), (100, 50)])
OFF = LineString([(100, 0), (101, 25), (100, 50)])


def test_lines_on_a_decided_line_are_settled() -> None:
    lines = lines_of([("SG-1", "a", "b", "SEPAKAT", "hash", ON)])
    assert lines.loc[("a", "b"), ["id", "segment", "state", "hash"]].tolist() == [
        "SG-1", "SG-1", "SEPAKAT", "hash",
    ]  # fmt: skip
    assert lines.loc[("a", "c"), ["segment", "state", "hash"]].tolist() == ["", "INDIKATIF", ""]
    held = set(lines.index[blocks(lines.reset_index())])
    assert held == {("a", "c"), ("b", "c")}


def test_a_line_beside_the_decided_one_has_no_hash() -> None:
    lines = lines_of([("SG-1", "a", "b", "SEPAKAT", "hash", OFF)])
    assert lines.loc[("a", "b"), ["segment", "hash"]].tolist() == ["SG-1", ""]


def test_a_line_that_was_handed_over_holds_nobody_back() -> None:
    rows = [("SG-1", "a", "b", "LIMPAH_BATAS_DAERAH", "", ON)]
    lines = lines_of(rows).reset_index()
    assert not blocks(lines)[(lines["b"] == "b").to_numpy()].any()


def test_borders_to_the_outside_have_no_state() -> None:
    lines = lines_of([]).reset_index()
    assert set(lines.loc[lines["outer"], "state"]) == {""}


@pytest.mark.parametrize(
    ("codes", "border"),
    [
        (("12.09.20.2001", "13.09.20.2001"), 7), (("12.09.20.2001", "12.10.20.2001"), 8),
        (("12.09.20.2001", "12.09.21.2001"), 9), (("12.09.20.2001", "12.09.20.2002"), 10),
    ],
)  # fmt: skip
def test_a_border_has_the_highest_class_it_serves(codes: tuple[str, str], border: int) -> None:
    assert border_class_of(codes) == border
