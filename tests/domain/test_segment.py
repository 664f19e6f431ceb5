"""Segments and junctions of villages drawn with letters, squares of 100 m."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from boundaries.domain.owners import narrow_faces, owners_of
from boundaries.domain.parameters import Parameters
from boundaries.domain.segment import Segments, derived_borders, point_contacts, segments
from boundaries.geometry.lines import ellipsoidal_lengths
from tests.domain.village_grid import SCALE, drawn, mosaic_of, table

CODES = {"a": "12.09.01.1001", "b": "12.09.01.2002", "c": "12.09.02.2001", "d": "12.72.01.1001"}
TYPES = {"a": "kelurahan", "b": "desa", "c": "desa", "d": "kelurahan"}


def coded(rows: list[str]) -> gpd.GeoDataFrame:
    kecamatan = {key: code[:8] for key, code in CODES.items()}
    return table(drawn(rows), code=CODES, type=TYPES, kecamatan_code=kecamatan)


def traced(villages: gpd.GeoDataFrame, *, complete: bool = True) -> Segments:
    mosaic, claims = mosaic_of(villages)
    return segments(mosaic, owners_of(mosaic, claims), villages, complete=complete)


def by_pair(borders: Segments, column: str) -> dict[tuple[str, str], object]:
    lines = borders.lines
    return dict(zip(zip(lines["a"], lines["b"], strict=True), lines[column], strict=True))


@pytest.fixture
def three() -> Segments:
    """a and b of one kecamatan, c of the next; they meet in one junction.

    +---+---+
    | a | b |
    +---+---+
    |   c   |
    +-------+
    """
    return traced(coded(["ab", "cc"]))


def test_segments_run_from_junction_to_junction(three: Segments) -> None:
    found = by_pair(three, "length_m")
    metres = {pair: round(length * SCALE, 2) for pair, length in found.items()}
    assert metres == {
        ("a", "b"): 100, ("a", "c"): 100, ("b", "c"): 100,
        ("a", ""): 200, ("b", ""): 200, ("c", ""): 400,
    }  # fmt: skip
    assert by_pair(three, "outer") == {pair: pair[1] == "" for pair in metres}
    assert three.lines["id"].str.fullmatch("SG-[A-Z2-7]{8}").all()
    assert three.lines["id"].is_unique
    assert three.lines.crs == "EPSG:32647"


def test_junctions_name_the_villages_that_meet(three: Segments) -> None:
    meeting = {row.villages: (row.degree, row.outer) for row in three.simpul.itertuples()}
    assert meeting == {
        ("a", "b", "c"): (3, False), ("a", "b"): (3, True), ("a", "c"): (3, True),
        ("b", "c"): (3, True),
    }  # fmt: skip
    middle = three.simpul.set_index("villages").loc[[("a", "b", "c")], "id"].iloc[0]
    ends = three.lines[["start", "end"]].to_numpy()
    assert (ends == middle).sum() == 3
    assert not three.simpul["point_contact"].any()


def test_a_lies_on_the_left(three: Segments) -> None:
    """a lies west of b, so their segment runs north."""
    line = three.lines.set_index(["a", "b"]).loc[("a", "b"), "geometry"]
    (_, y_start), (_, y_end) = line.coords[0], line.coords[-1]
    assert y_start < y_end


def test_pair_types_and_classes(three: Segments) -> None:
    assert by_pair(three, "pair_type") == {
        ("a", "b"): 10, ("a", "c"): 6, ("b", "c"): 6,
        ("a", ""): 0, ("b", ""): 0, ("c", ""): 0,
    }  # fmt: skip
    assert by_pair(three, "border_class") == {
        ("a", "b"): 10, ("a", "c"): 9, ("b", "c"): 9,
        ("a", ""): 8, ("b", ""): 8, ("c", ""): 8,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "pair_type", "border_class"),
    [
        ("12.09.01.2001", "12.09.01.2002", 7, 10),
        ("12.09.01.1001", "12.09.01.1002", 8, 10),
        ("12.09.01.2001", "12.09.01.1002", 9, 10),
        ("12.09.01.1001", "12.09.01.2002", 10, 10),
        ("12.09.01.2001", "12.09.02.2001", 6, 9),
        ("12.09.01.2001", "12.10.01.2001", 2, 8),
        ("12.71.01.1001", "12.72.01.1001", 3, 8),
        ("12.09.01.2001", "12.71.01.1001", 4, 8),
        ("12.71.01.1001", "12.09.01.2001", 5, 8),
        ("12.09.01.2001", "13.09.01.2001", 1, 7),
        ("", "12.09.01.2001", 0, 10),
        ("", "", 0, 10),
    ],
)
def test_codes_of_the_catalogue(one: str, other: str, pair_type: int, border_class: int) -> None:
    codes = {"a": one, "b": other}
    kinds = {"1": "kelurahan", "2": "desa", "": ""}
    villages = table(
        drawn(["ab"]),
        code=codes,
        type={key: kinds[code[9:10]] for key, code in codes.items()},
        kecamatan_code={key: code[:8] for key, code in codes.items()},
    )
    borders = traced(villages)
    assert by_pair(borders, "pair_type")["a", "b"] == pair_type
    assert by_pair(borders, "border_class")["a", "b"] == border_class


def test_the_outer_border_of_a_part_is_a_village_border() -> None:
    borders = traced(coded(["ab", "cc"]), complete=False)
    assert by_pair(borders, "border_class")["a", ""] == 10


def test_villages_that_touch_in_a_point() -> None:
    """Four corners: a-d and b-c have no line in common.

    a b
    c d
    """
    borders = traced(coded(["ab", "cd"]))
    crossing = borders.simpul[borders.simpul["point_contact"]]
    assert crossing["villages"].tolist() == [("a", "b", "c", "d")]
    assert crossing["degree"].tolist() == [4]
    contacts = point_contacts(borders)
    assert contacts[["a", "b"]].to_numpy().tolist() == [["a", "d"], ["b", "c"]]
    assert set(contacts["simpul"]) == set(crossing["id"])


def test_villages_that_also_share_a_line_are_no_point_contact() -> None:
    """a and d touch in the middle of the drawing, but share a line further north."""
    borders = traced(coded(["add", "abd", "cdd"]))
    assert point_contacts(borders)[["a", "b"]].to_numpy().tolist() == [["b", "c"]]


def test_an_enclave_has_no_junction() -> None:
    borders = traced(coded(["aaa", "aba", "aaa"]))
    ring = borders.lines.set_index(["a", "b"]).loc[("a", "b")]
    assert (ring["start"], ring["end"]) == ("", "")
    assert borders.simpul.empty


def test_one_pair_with_two_segments_has_two_ids() -> None:
    """b cuts a in two parts that both border c; and two rings of one pair get two ids."""
    borders = traced(coded(["aba", "ccc"]))
    twice = borders.lines[(borders.lines["a"] == "a") & (borders.lines["b"] == "c")]
    assert len(twice) == twice["id"].nunique() == 2
    rings = traced(coded(["aaaaa", "abaca", "aaaaa"])).lines
    assert rings["id"].is_unique
    lens = traced(coded(["aaaa", "abaa", "aaba", "aaaa"])).lines
    assert lens["id"].is_unique


def test_ids_do_not_depend_on_other_villages() -> None:
    """d in the south changes only the segments it takes part in."""
    before = by_pair(traced(coded(["ab", "cc", "cc"])), "id")
    after = by_pair(traced(coded(["ab", "cc", "dd"])), "id")
    same = {("a", "b"), ("a", "c"), ("b", "c"), ("a", ""), ("b", "")}
    assert {pair: before[pair] for pair in same} == {pair: after[pair] for pair in same}
    assert before["c", ""] != after["c", ""]


def test_derived_borders() -> None:
    """The kecamatan border of c is one line of 200 m; the kabupaten border runs around all.

    a b
    c c
    """
    borders = traced(coded(["ab", "cc"]))
    kecamatan = derived_borders(borders, "kecamatan").set_index(["a", "b"])
    between = kecamatan.loc[("12.09.01", "12.09.02")]
    assert between["length_m"] * SCALE == pytest.approx(200, abs=0.01)
    assert between.geometry.geom_type == "LineString"
    pairs = by_pair(borders, "id")
    assert set(between["segments"]) == {pairs["a", "c"], pairs["b", "c"]}
    assert set(kecamatan.index) == {("12.09.01", "12.09.02"), ("12.09.01", ""), ("12.09.02", "")}
    kabupaten = derived_borders(borders, "kabupaten")
    assert kabupaten[["a", "b"]].to_numpy().tolist() == [["12.09", ""]]
    assert kabupaten.geometry.iloc[0].is_closed
    assert kabupaten["length_m"].iloc[0] * SCALE == pytest.approx(800, abs=0.02)


def test_a_sliver_breaks_a_segment_unless_resolved() -> None:
    """a and b overlap by a lens of 1 m in the middle third of their border.

    +-------+-------+
    |      ( )      |
    +-------+-------+
    """
    west = shapely.Polygon([(0, 0), (100, 0), (101, 50), (100, 100), (0, 100)])
    villages = table({"a": west, "b": box(100, 0, 200, 100)})
    mosaic, claims = mosaic_of(villages)
    narrow = narrow_faces(mosaic, claims, Parameters())
    broken = segments(mosaic, owners_of(mosaic, claims), villages)
    whole = segments(mosaic, owners_of(mosaic, claims, resolve=narrow), villages)
    assert ("a", "b") not in by_pair(broken, "id")
    assert by_pair(whole, "length_m")["a", "b"] * SCALE == pytest.approx(100, abs=0.1)
    assert len(whole.lines) == 3


def test_what_lies_beyond_a_border_without_a_second_village() -> None:
    """a and b overlap by 40 m, wider than what is closed; d is cut out of a; o is the outside.

    +---------+===+------+
    |  +-+    | ab|      |
    |a | |    |   |   b  |
    |  +-+    |   |      |
    +---------+===+------+
    """
    shapes = {
        "a": box(0, 0, 540, 400).difference(box(100, 100, 200, 200)),
        "b": box(500, 0, 900, 400),
    }
    lines = traced(table(shapes)).lines
    found = lines.groupby("beyond").agg(length=("length_m", "sum"), lowest=("border_class", "max"))
    assert found["length"].to_dict() == pytest.approx(
        {"enclave": 400 / SCALE, "outside": 2520 / SCALE, "overlap": 800 / SCALE}, abs=0.2
    )
    assert found["lowest"].to_dict() == {"enclave": 8, "outside": 8, "overlap": 10}
    assert lines["outer"].all()
    partly = traced(table(shapes), complete=False).lines
    assert set(partly["border_class"]) == {10}


def test_a_border_is_divided_where_the_land_beyond_changes() -> None:
    """The common land of a and b opens to the south, where their outer border begins anew."""
    shapes = {"a": box(0, 0, 540, 400), "b": box(500, 0, 900, 400)}
    simpul = traced(table(shapes)).simpul
    assert sorted(simpul["villages"]) == [("a",), ("a",), ("b",), ("b",)]
    assert set(simpul["degree"]) == {2}
    assert simpul["outer"].all()


def test_no_village() -> None:
    borders = traced(coded(["ab"]).iloc[:0])
    assert borders.lines.empty
    assert borders.simpul.empty
    assert point_contacts(borders).empty
    assert derived_borders(borders, "kecamatan").empty


drawings = (
    st.integers(1, 5)
    .flatmap(
        lambda width: st.lists(
            st.text("abcd.", min_size=width, max_size=width), min_size=1, max_size=5
        )
    )
    .filter(lambda rows: set("".join(rows)) != {"."})
)


@given(drawings)
@settings(max_examples=50)
def test_segments_around_a_village_are_its_perimeter(rows: list[str]) -> None:
    villages = coded(rows)
    lines = traced(villages).lines
    outlines = shapely.boundary(villages.geometry.to_numpy())
    around = ellipsoidal_lengths(outlines, villages.crs)
    for key, perimeter in zip(villages["key"], around, strict=True):
        own = lines[(lines["a"] == key) | (lines["b"] == key)]
        assert own["length_m"].sum() == pytest.approx(perimeter, rel=1e-9)


@given(drawings, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_rows_does_not_matter(rows: list[str], random: object) -> None:
    villages = coded(rows)
    order = list(range(len(villages)))
    random.shuffle(order)  # type: ignore[attr-defined]
    straight, shuffled = traced(villages), traced(villages.iloc[order].reset_index(drop=True))
    assert straight.lines.drop(columns="geometry").equals(shuffled.lines.drop(columns="geometry"))
    assert straight.simpul["id"].tolist() == shuffled.simpul["id"].tolist()
    assert shapely.equals_exact(
        straight.lines.geometry.to_numpy(), shuffled.lines.geometry.to_numpy()
    ).all()
    assert straight.lines["id"].is_unique
    assert straight.simpul["id"].is_unique
    assert np.isin(straight.lines["start"], [*straight.simpul["id"], ""]).all()
