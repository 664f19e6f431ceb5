"""The agreed coverage of four villages, and what decisions make of it."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, box

from boundaries.domain.agreed import (
    Decision,
    agreed_coverage,
    base_coverage,
    decision_of,
    in_force,
    inverse,
)
from boundaries.domain.owners import owners_of
from boundaries.domain.proposal import propose
from tests.domain.proposal_site import AREA_SCALE, at_junction, ground, moved, site, strip
from tests.domain.village_grid import drawn, mosaic_of, table

LAND = drawn(["aab", "acb", "cc."])


@pytest.fixture(scope="module")
def base() -> gpd.GeoDataFrame:
    """Squares of 100 m; the dot lies outside.

    a a b
    a c b
    c c .
    """
    mosaic, claims = mosaic_of(table(LAND))
    return base_coverage(mosaic, owners_of(mosaic, claims), table(LAND).crs)


def decision(
    id: str, giver: str, taker: str, land: shapely.Geometry, *, segment: str = ""
) -> Decision:
    """The decision that gives a patch of the drawing away."""
    shape = moved(land)
    transfers = gpd.GeoDataFrame(
        {"village_from": [giver], "village_to": [taker], "area_m2": [shape.area]},
        geometry=[shape],
        crs="EPSG:32647",
    )
    a, b = sorted((giver, taker))
    line = LineString(shape.exterior.coords) if shape.geom_type == "Polygon" else LineString()
    return Decision(id, segment or f"SG-{id}", a, b, "", "", line, transfers)


def areas(coverage: gpd.GeoDataFrame) -> dict[str, float]:
    return {key: round(area, 3) for key, area in zip(coverage["key"], coverage.area, strict=True)}


def same(one: gpd.GeoDataFrame, other: gpd.GeoDataFrame) -> bool:
    """Whether two coverages are equal byte for byte."""
    texts = [shapely.to_wkb(shapely.normalize(land.geometry.to_numpy())) for land in (one, other)]
    return one["key"].tolist() == other["key"].tolist() and bool((texts[0] == texts[1]).all())


def require_valid(coverage: gpd.GeoDataFrame, base: gpd.GeoDataFrame) -> None:
    shapes = coverage.geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    assert coverage["key"].is_unique
    assert shapely.area(shapes).sum() == pytest.approx(base.area.sum(), rel=1e-9)
    assert shapely.equals(shapely.union_all(shapes), shapely.union_all(base.geometry.to_numpy()))


def test_without_decisions_it_is_the_base(base: gpd.GeoDataFrame) -> None:
    assert same(agreed_coverage(base, []), base)


def test_a_decision_moves_land(base: gpd.GeoDataFrame) -> None:
    """b gets 20 x 100 m of a in the north."""
    coverage = agreed_coverage(base, [decision("1", "a", "b", box(180, 200, 200, 300))])
    assert areas(coverage) == {"a": 28_000, "b": 22_000, "c": 30_000}
    require_valid(coverage, base)


def test_a_transfer_moves_only_what_its_village_has(base: gpd.GeoDataFrame) -> None:
    """The square is half a's, half b's; a's half goes to c."""
    coverage = agreed_coverage(base, [decision("1", "a", "c", box(150, 200, 250, 300))])
    assert areas(coverage) == {"a": 25_000, "b": 20_000, "c": 35_000}
    require_valid(coverage, base)


def test_decisions_follow_each_other(base: gpd.GeoDataFrame) -> None:
    patch = box(180, 200, 200, 300)
    both = [decision("1", "a", "b", patch), decision("2", "b", "c", patch)]
    assert areas(agreed_coverage(base, both)) == {"a": 28_000, "b": 20_000, "c": 32_000}
    assert areas(agreed_coverage(base, both[::-1])) == {"a": 28_000, "b": 22_000, "c": 30_000}


def test_the_inverse_restores_the_coverage_exactly(base: gpd.GeoDataFrame) -> None:
    first = decision("1", "a", "b", shapely.Polygon([(150, 200), (190, 233), (200, 300)]))
    second = decision("2", "a", "c", box(50, 100, 100, 120))
    after = agreed_coverage(base, [first, second])
    back = agreed_coverage(base, [first, second, inverse(first, "3")])
    assert not same(after, back)
    assert same(back, agreed_coverage(base, [second]))
    assert same(agreed_coverage(base, [first, inverse(first, "3")]), base)
    again = [first, second, inverse(first, "3"), inverse(inverse(first, "3"), "4")]
    assert same(agreed_coverage(base, again), after)
    assert [one.id for one in in_force(again)] == ["1", "2"]


def test_an_inverse_swaps_the_transfers() -> None:
    found = inverse(decision("1", "a", "b", box(180, 200, 200, 300)), "2").transfers
    assert found[["village_from", "village_to"]].to_numpy().tolist() == [["b", "a"]]


def test_an_inverse_of_nothing_is_refused(base: gpd.GeoDataFrame) -> None:
    lonely = inverse(decision("1", "a", "b", box(180, 200, 200, 300)), "2")
    with pytest.raises(ValueError, match="2 inverts 1, which is not before it"):
        agreed_coverage(base, [lonely])


def test_land_of_nobody(base: gpd.GeoDataFrame) -> None:
    """The square in the south-east is nobody's: outside, until b gets it."""
    coverage = agreed_coverage(base, [decision("1", "", "b", box(200, 0, 300, 100))])
    assert areas(coverage) == {"a": 30_000, "b": 30_000, "c": 30_000}
    assert shapely.coverage_is_valid(coverage.geometry.to_numpy())
    left = agreed_coverage(base, [decision("1", "b", "", box(200, 100, 300, 200))])
    assert areas(left) == {"a": 30_000, "b": 10_000, "c": 30_000}


def test_undecided_land_is_nobodys_until_the_decision() -> None:
    """x of `strip` is undecided; halfway, a gets a little less than half of its 6 ha."""
    mosaic, claims = mosaic_of(
        table(
            {"a": box(0, 0, 500, 1000), "b": box(500, 0, 1000, 1000), "x": box(500, 200, 600, 800)}
        )
    )
    owners = owners_of(mosaic, claims)
    by_reference = replace(owners, of_face=np.where(owners.contested, 1, owners.of_face))
    base = base_coverage(mosaic, by_reference, site(strip()).land.crs, undecided=owners.contested)
    assert areas(base) == {"": 60_000, "a": 500_000, "b": 440_000}
    place = site(strip())
    found = decision_of("1", place, propose(place, "equal-area"), base)
    pairs = found.transfers[["village_from", "village_to"]].to_numpy().tolist()
    assert pairs == [["", "a"], ["", "b"]]
    assert found.transfers["area_m2"].tolist() == pytest.approx([30_000 / AREA_SCALE] * 2, rel=1e-6)
    coverage = agreed_coverage(base, [found])
    assert coverage["key"].tolist() == ["a", "b"]
    assert coverage.area.tolist() == pytest.approx([530_000, 470_000], rel=1e-6)
    require_valid(coverage, base)


@pytest.mark.parametrize("kind", ["a", "b", "midline", "equal-area"])
def test_a_proposal_becomes_a_decision(kind: str) -> None:
    place, whole = site(at_junction()), ground(at_junction())
    proposal = propose(place, kind)
    found = decision_of("1", place, proposal, whole.land)
    coverage = agreed_coverage(whole.land, [found])
    require_valid(coverage, whole.land)
    by_key = coverage.set_index("key").geometry
    for village, part in zip(proposal.parts["village"], proposal.parts.geometry, strict=True):
        assert by_key[village].equals(part)
    assert found.line.equals(proposal.line)
    assert (found.segment, found.start, found.end) == (place.segment, place.start, place.end)


patches = st.tuples(
    st.integers(0, 270), st.integers(0, 270), st.integers(1, 30), st.integers(1, 30)
)
transfers = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("abc"), patches).filter(
        lambda transfer: transfer[0] != transfer[1]
    ),
    max_size=6,
)


def made(rows: list) -> list[Decision]:
    return [
        decision(
            str(place), giver, taker, shapely.Polygon([(x, y), (x + w, y + 3), (x + 1, y + h)])
        )
        for place, (giver, taker, (x, y, w, h)) in enumerate(rows)
    ]


@given(transfers)
@settings(max_examples=40)
def test_any_decisions_leave_a_valid_coverage(base: gpd.GeoDataFrame, rows: list) -> None:
    require_valid(agreed_coverage(base, made(rows)), base)


@given(transfers)
@settings(max_examples=30)
def test_taking_everything_back_restores_the_base(base: gpd.GeoDataFrame, rows: list) -> None:
    decisions = made(rows)
    back = [inverse(one, f"not {one.id}") for one in decisions[::-1]]
    assert same(agreed_coverage(base, [*decisions, *back]), base)


@given(transfers, st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_independent_decisions_plays_no_part(
    base: gpd.GeoDataFrame, rows: list, random: object
) -> None:
    apart: list[Decision] = []
    for one in made(rows):
        land = one.transfers.geometry.iloc[0]
        if all(not land.intersects(other.transfers.geometry.iloc[0]) for other in apart):
            apart.append(one)
    shuffled = apart.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert same(agreed_coverage(base, apart), agreed_coverage(base, shuffled))
