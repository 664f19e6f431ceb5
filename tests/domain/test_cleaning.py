"""Cleaning of villages small enough to measure by hand, and of random ones."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Polygon, box

from boundaries.domain.cleaning import Cleaning, Rules, clean_villages
from boundaries.domain.parameters import Parameters
from boundaries.geometry.mosaic import GRID_M, build_mosaic

CRS = "EPSG:32647"
EAST, NORTH = 500_000.0, 300_000.0
SCALE = 0.9996**2
"""Planar area of a square metre at the central meridian."""
ALL = Parameters(min_area_m2=0)


def table(**shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    """Villages by name at the central meridian; coordinates count from (500000, 300000)."""
    moved = shapely.transform(
        np.array(list(shapes.values()), dtype=object), lambda xy: np.add(xy, [EAST, NORTH])
    )
    parts, owner = shapely.get_parts(moved, return_index=True)
    outlines = shapely.multipolygons(parts, indices=owner)
    names = list(shapes)
    return gpd.GeoDataFrame(
        {"row": range(len(names)), "key": names, "name": names, "source": "map"},
        geometry=outlines,
        crs=CRS,
    )


def cleaned(villages: gpd.GeoDataFrame, rules: Rules | None = None) -> Cleaning:
    words = pd.DataFrame({"name": villages["key"], "kecamatan": ""}).set_axis(villages["key"])
    return clean_villages(villages, words.groupby(level=0).first(), rules or Rules(ALL))


def near(villages: gpd.GeoDataFrame) -> dict[str, shapely.Geometry]:
    """The outlines by key, counted from (500000, 300000) again."""
    back = shapely.transform(
        villages.geometry.to_numpy(), lambda xy: np.subtract(xy, [EAST, NORTH])
    )
    return dict(zip(villages["key"], back, strict=True))


def alike(shapes: object, others: object) -> bool:
    """Whether outlines cover the same land, but for the grid."""
    differences = shapely.symmetric_difference(np.asarray(shapes), np.asarray(others))
    return bool((shapely.area(differences) < 0.01).all())


@pytest.fixture
def strip_of_noise() -> gpd.GeoDataFrame:
    """a and b overlap by a strip of 0.04 x 100 between x = 99.96 and x = 100.

    0        99.96  100       200
    +----------+-----+---------+
    |    a     | ab  |    b    |
    +----------+-----+---------+
    """
    return table(a=box(0, 0, 100, 100), b=box(99.96, 0, 200, 100))


def test_an_overlap_of_noise_is_parted_along_its_middle(strip_of_noise: gpd.GeoDataFrame) -> None:
    result = cleaned(strip_of_noise)
    outlines = near(result.villages)
    assert outlines["a"].symmetric_difference(box(0, 0, 99.98, 100)).area < 1e-3
    assert outlines["b"].symmetric_difference(box(99.98, 0, 200, 100)).area < 1e-3
    assert outlines["a"].intersection(outlines["b"]).area == 0
    [found] = result.repaired.to_dict("records")
    assert (found["kind"], found["how"], found["taken_by"]) == ("overlap", "midline", ("a", "b"))
    assert result.left.empty
    assert result.refused.empty
    assert result.report["change_m2"].to_numpy() == pytest.approx([-2 / SCALE] * 2, rel=1e-3)
    assert result.union_after_m2 == pytest.approx(result.union_before_m2, rel=1e-9)


def test_the_input_is_not_modified(strip_of_noise: gpd.GeoDataFrame) -> None:
    before = strip_of_noise.copy(deep=True)
    cleaned(strip_of_noise)
    assert before.equals(strip_of_noise)


def test_a_gap_of_noise_is_closed_from_both_sides() -> None:
    """A gap of 0.04 x 50 between a and b, which meet above and below it."""
    gap = Polygon([(100, 20), (100.04, 20), (100.04, 70), (100, 70)])
    result = cleaned(table(a=box(0, 0, 100, 100), b=box(100, 0, 200, 100).difference(gap)))
    assert result.repaired["kind"].tolist() == ["gap"]
    assert result.union_after_m2 - result.union_before_m2 == pytest.approx(2 / SCALE, rel=1e-3)
    assert result.report["change_m2"].to_numpy() == pytest.approx([1 / SCALE] * 2, rel=0.06)


@pytest.mark.parametrize(
    ("parameters", "kind", "reason"),
    [
        (ALL, "hole", "wider than noise"),
        (Parameters(min_area_m2=0, gap_width_m=4, gap_area_m2=90), "enclave", "an enclave"),
    ],
)
def test_disputes_holes_and_enclaves_stay_as_they_were_drawn(
    parameters: Parameters, kind: str, reason: str
) -> None:
    """a and b overlap by 20 x 100; c has a hole of 10 x 10 with nobody in it."""
    hole = box(250, 40, 260, 50)
    villages = table(
        a=box(0, 0, 110, 100), b=box(90, 0, 200, 100), c=box(200, 0, 300, 100).difference(hole)
    )
    result = cleaned(villages, Rules(parameters))
    assert result.repaired.empty
    assert sorted(zip(result.left["kind"], map(str, result.left["reason"]), strict=True)) == [
        (kind, reason),
        ("overlap", "wider than noise"),
    ]
    assert alike(result.villages.geometry, villages.geometry)


def test_a_hole_that_is_noise_is_filled_by_its_village() -> None:
    """A slit of 1 cm by 50 m in a."""
    villages = table(a=box(0, 0, 100, 100).difference(box(50, 20, 50.01, 70)))
    result = cleaned(villages)
    assert result.repaired["kind"].tolist() == ["hole"]
    assert result.repaired["taken_by"].tolist() == [("a",)]
    assert near(result.villages)["a"].area == pytest.approx(10_000, abs=1e-6)


def test_a_sliver_is_repaired_only_when_asked_for() -> None:
    villages = table(a=box(0, 0, 100, 100), b=box(98, 0, 200, 100))
    assert cleaned(villages).repaired.empty
    assert cleaned(villages, Rules(ALL, up_to="sliver")).repaired["class"].tolist() == ["sliver"]


def test_what_is_somewhere_wider_than_the_accuracy_is_left() -> None:
    """A strip of 0.001 x 1000 that swells to a square of 4 x 4: narrow in the mean only."""
    swelling = shapely.union(box(99.999, 0, 100, 1000), box(96, 500, 100, 504))
    villages = table(a=box(0, 0, 100, 1000), b=box(100, 0, 200, 1000).union(swelling))
    result = cleaned(villages)
    assert result.left["class"].tolist() == ["noise"]
    assert [str(reason) for reason in result.left["reason"]] == [
        "somewhere wider than the accuracy explains"
    ]


def test_noise_at_a_signed_line_is_left(strip_of_noise: gpd.GeoDataFrame) -> None:
    signed = LineString([(EAST + 100, NORTH), (EAST + 100, NORTH + 10)])
    result = cleaned(strip_of_noise, Rules(ALL, signed=np.array([signed])))
    assert result.repaired.empty
    assert [str(reason) for reason in result.left["reason"]] == ["touches a line to be kept"]
    elsewhere = shapely.transform(signed, lambda xy: np.add(xy, [5, 0]))
    assert len(cleaned(strip_of_noise, Rules(ALL, signed=np.array([elsewhere]))).repaired) == 1


def test_the_reference_decides_whole_patches(strip_of_noise: gpd.GeoDataFrame) -> None:
    reference = table(b=box(90, 0, 200, 100))
    result = cleaned(strip_of_noise, Rules(ALL, reference=reference))
    outlines = near(result.villages)
    assert result.repaired["how"].tolist() == ["reference"]
    assert alike(outlines["a"], box(0, 0, 99.96, 100))
    assert alike(outlines["b"], box(99.96, 0, 200, 100))


def test_a_reference_of_other_villages_decides_nothing(strip_of_noise: gpd.GeoDataFrame) -> None:
    reference = table(z=box(90, 0, 200, 100))
    result = cleaned(strip_of_noise, Rules(ALL, reference=reference))
    assert result.repaired["how"].tolist() == ["midline"]


def test_three_claimants_share_by_nearness_and_a_dispute_keeps_its_extent() -> None:
    """a and b dispute 20 x 100; c overlaps that by 0.02 in the north: the dispute takes nothing.

       +-------c--------+
       |                |  100 - 0.02
    +--+---+----+---+---+
    |  a   | ab |   b   |
    +------+----+-------+
    """
    villages = table(a=box(0, 0, 110, 100), b=box(90, 0, 200, 100), c=box(0, 99.98, 200, 200))
    result = cleaned(villages)
    outlines = near(result.villages)
    disputed = outlines["a"].intersection(outlines["b"])
    assert alike(disputed, box(90, 0, 110, 99.98))
    by_parties = dict(zip(result.repaired["villages"], result.repaired["how"], strict=True))
    assert by_parties == {("a", "c"): "midline", ("b", "c"): "midline", ("a", "b", "c"): "only"}


def test_noise_inside_a_dispute_is_left() -> None:
    """a and b both claim 20 x 100, but for a slit of 0.02 x 50: nobody there is undisputed."""
    both = box(0, 0, 20, 100).difference(box(10, 20, 10.02, 70))
    villages = table(a=both.union(box(-50, 0, 0, 100)), b=both.union(box(20, 0, 70, 100)))
    result = cleaned(villages)
    gaps = result.left[result.left["kind"] == "gap"]
    assert [str(reason) for reason in gaps["reason"]] == [
        "no undisputed land of a party lies beside it"
    ]
    assert alike(result.villages.geometry, villages.geometry)


def test_a_village_of_noise_only_is_not_emptied() -> None:
    """c lies wholly in a strip of 0.02 x 100 that b claims too."""
    villages = table(a=box(0, 0, 100, 100), b=box(100, 0, 200, 100), c=box(100, 0, 100.02, 100))
    result = cleaned(villages)
    assert not result.villages.is_empty.any()
    assert alike(result.villages.geometry, villages.geometry)
    assert result.refused["key"].tolist() == ["c"]
    assert [str(reason) for reason in result.refused["reason"]] == ["nothing would be left of it"]
    assert result.repaired.empty


def test_a_village_is_not_cut_into_parts() -> None:
    """a passes through b's land in a corridor 0.02 wide: giving it away would part a.

    +-----+ b +-----+
    |  a  =====  a  |
    +-----+ b +-----+
    """
    corridor = box(10, 4.99, 20, 5.01)
    a = shapely.union_all([box(0, 0, 10, 10), corridor, box(20, 0, 30, 10)])
    villages = table(a=a, b=box(10, 0, 20, 10))
    result = cleaned(villages)
    assert shapely.get_num_geometries(result.villages.geometry).tolist() == [1, 1]
    assert [str(reason) for reason in result.refused["reason"]] == ["it would fall into more parts"]
    assert alike(result.villages.geometry, villages.geometry)


def test_left_findings_below_the_least_area_are_not_listed() -> None:
    villages = table(a=box(0, 0, 100, 100), b=box(99, 0, 200, 100))
    assert len(cleaned(villages, Rules(Parameters(min_area_m2=99))).left) == 1
    assert len(cleaned(villages, Rules(Parameters(min_area_m2=101))).left) == 0


def test_new_neighbours_are_listed() -> None:
    """Four villages around a gap of 0.04 x 50, which alone parts a from b."""
    villages = table(
        a=box(0, 0, 100, 50), b=box(100.04, 0, 200, 50), n=box(0, 50, 200, 60),
        s=box(0, -10, 200, 0),
    )  # fmt: skip
    result = cleaned(villages)
    assert result.neighbours[["a", "b", "change"]].to_numpy().tolist() == [["a", "b", "new"]]
    assert result.neighbours["after_m"].tolist() == pytest.approx([50], abs=0.1)


def test_cleaned_villages_come_out_of_another_cleaning_as_they_are() -> None:
    """Five triangles; around (100, 100) rounding leads an edge past the vertex of another."""
    villages = table(
        a=Polygon([(100, 100), (0, 100), (0, 50)]),
        b=Polygon([(50, 100), (100.013, 99.994), (0, 150)]),
        c=Polygon([(150, 100), (100, 100), (100, 50)]),
        d=Polygon([(99.986, 99.994), (200.018, 99.98), (100, 200)]),
        e=Polygon([(250, 100), (200.018, 100.012), (200, 50)]),
    )
    result = cleaned(villages)
    again = cleaned(result.villages)
    assert shapely.equals_identical(again.villages.geometry, result.villages.geometry).all()


@st.composite
def surveys(draw: st.DrawFn) -> gpd.GeoDataFrame:
    """Villages in a grid of 3 x 2, each border drawn by both sides, off by up to 0.04 m or 9 m."""
    columns, rows, size = 3, 2, 100.0
    rough = draw(st.booleans())
    shapes = {}
    for x in range(columns):
        for y in range(rows):
            offsets = (
                draw(
                    st.lists(st.integers(-20, 20), min_size=16, max_size=16).map(np.array)
                ).reshape(-1, 2)
                / 1000
            )
            if rough and draw(st.booleans()):
                offsets[0] *= 450
            steps = np.array(
                [(0, 0), (0.5, 0), (1, 0), (1, 0.5), (1, 1), (0.5, 1), (0, 1), (0, 0.5)]
            )
            shapes[f"{x}{y}"] = Polygon(np.add(steps, [x, y]) * size + offsets)
    return table(**shapes)


@settings(max_examples=25)
@given(surveys(), st.randoms(use_true_random=False))
def test_cleaning_keeps_its_promises(villages: gpd.GeoDataFrame, random: object) -> None:
    result = cleaned(villages)
    outlines = result.villages.geometry
    assert result.villages.drop(columns="geometry").equals(villages.drop(columns="geometry"))
    assert not outlines.is_empty.any()
    assert outlines.is_valid.all()
    assert (result.report["parts_after"] <= result.report["parts_before"]).all()

    filled = result.repaired.loc[result.repaired["kind"] == "gap", "area_m2"].sum()
    assert result.union_after_m2 - result.union_before_m2 == pytest.approx(filled, abs=0.01)

    again = cleaned(result.villages)
    assert again.repaired.empty
    assert shapely.equals_exact(
        shapely.normalize(again.villages.geometry), shapely.normalize(outlines), 0
    ).all()

    disputes = result.left[~result.left["class"].isin(["noise"])]
    before = build_mosaic(villages.geometry.to_numpy())
    claimed = np.bincount(before.claim_face, minlength=len(before.faces))
    for shape in disputes.geometry:
        inside = shapely.area(shapely.intersection(before.faces[claimed != 1], shape)).sum()
        assert inside == pytest.approx(shape.area, abs=1e-3)

    order = list(range(len(villages)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = cleaned(villages.iloc[order].reset_index(drop=True)).villages
    restored = shuffled.geometry.to_numpy()[np.argsort(order)]
    assert shapely.equals_exact(shapely.normalize(restored), shapely.normalize(outlines), 0).all()
    require_vertices_far_from_noise(villages, result)


def require_vertices_far_from_noise(villages: gpd.GeoDataFrame, result: Cleaning) -> None:
    """They stay where they were drawn."""
    drawn = shapely.points(shapely.get_coordinates(villages.geometry))
    kept = shapely.STRtree(shapely.points(shapely.get_coordinates(result.villages.geometry)))
    noise = shapely.union_all(result.repaired.geometry.to_numpy())
    far = drawn[shapely.distance(drawn, noise) > 0.001] if len(result.repaired) else drawn
    _, distance = kept.query_nearest(far, return_distance=True, all_matches=False)
    assert distance.max(initial=0) <= GRID_M
