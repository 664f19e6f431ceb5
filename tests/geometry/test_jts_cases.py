"""Overlaps, gaps and cleaning against the coverage cases of the JTS Topology Suite.

Overlap and gap mean the same there as here with few exceptions, each of which is in `DISAGREEMENTS`
with its reason. JTS marks edges and hands contested land to somebody; here the land is listed with
its parties, so its answers are compared by the land that they concern.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import shapely

from boundaries.geometry.arcs import trace_arcs
from boundaries.geometry.edges import edges_of
from boundaries.geometry.metrics import greatest_widths
from boundaries.geometry.validity import repair
from tests.jts_cases import Case, Findings, Found, find, listed, read_cases, villages

Jts = Callable[[str], Case]

GRID_M = 1e-5
FILE = "cases/jts_coverage_cases.json"


def names(suite: str, tests: str) -> list[str]:
    return [f"{suite}.test{test}" for test in tests.split()]


VALID = [
    *names("Validator", "Grid MultiPolygon ValidDuplicatePoints RingCollapse PolygonEmpty"),
    *names("Validator", "MultiPolygonWithEmptyRing"),
    *names("PolygonValidator", "MatchedEdges RingsCCW RepeatedCommonVertexInTarget"),
    *names("PolygonValidator", "RepeatedCommonVertexInAdjacent"),
]
"""Coverages without fault."""

INVALID = [
    *names("Validator", "OverlappingSquares FullyCoveredTriangles Gap"),
    *names("PolygonValidator", "Duplicate DuplicateReversed CrossingSegment"),
    *names("PolygonValidator", "CrossingAndInteriorSegments InteriorSegmentTouchingEdge"),
    *names("PolygonValidator", "InteriorSegmentTouchingNodes InteriorSegmentsTouching"),
    *names("PolygonValidator", "TargetMultiPolygon BothMultiPolygon InteriorSegmentsWithMatch"),
    *names("PolygonValidator", "AdjacentHoleOverlap TargetHoleOverlap FullyContained"),
    *names("PolygonValidator", "FullyCoveredAndMatched TargetCoveredAndMatching"),
    *names("PolygonValidator", "CoveredBy2AndMatching"),
]
"""Coverages whose faulty edges JTS names."""

MERGED = [
    *names("Cleaner", "CoverageWithEmpty DuplicateItems CoveredItem CoveredItemMultiPolygon"),
    *names("Cleaner", "MergeOverlapMinArea MergeOverlapMaxArea MergeOverlapMinId MergeOverlap"),
    *names("Cleaner", "MergeOverlap2 MergeGapToLongestBorder"),
    *names("Cleaner", "MergeGapWidth_0 MergeGapWidth_1 MergeGapWidth_2"),
]
"""Coverages that JTS cleans without moving a vertex."""

SNAPPED = names("Cleaner", "SingleNearMatch ManyNearMatches")
"""Coverages that JTS cleans by moving vertices; it does not say to what."""

DISAGREEMENTS: dict[str, tuple[str, Found, Found]] = {
    **dict.fromkeys(
        names("Validator", "CollinearUnmatchedEdge")
        + names("PolygonValidator", "CollinearUnmatchedEdge"),
        (
            "A vertex that only one of two neighbours has on a straight line takes nobody's land.",
            [], [],
        ),
    ),
    **dict.fromkeys(
        names("PolygonValidator", "TargetVertexTouchesSegment AdjVertexTouchesSegment"),
        ("Villages that touch in one point share no land and leave none between them.", [], []),
    ),
    **dict.fromkeys(
        names("Validator", "GapDisjoint Gore") + names("PolygonValidator", "Gap"),
        ("A strip that opens to the outside is not enclosed, however narrow it is.", [], []),
    ),
    "Union.testInvalidNodingError": (
        "JTS gives up where borders cross; the land between the two lines is an overlap.",
        [("AB", 0.05)], [],
    ),
    "Cleaner.testPolygonSnappedPreserved": (
        "JTS snaps a narrow spike away; land that no other village claims is not judged.", [], [],
    ),
    "Cleaner.testPolygonsSnappedPreserved": (
        "JTS snaps a narrow spike away; land that no other village claims is not judged.", [], [],
    ),
    "Cleaner.testPolygonsSnappedCollapse": (
        "JTS empties a village narrower than its tolerance; here none is lost.", [], [],
    ),
}  # fmt: skip
"""By case why the answers differ, and the overlaps and gaps that are found instead."""

EDGES = [
    *names("RingEdges", "TwoAdjacent TwoAdjacentWithFilledHole MultiPolygons"),
    *names("RingEdges", "HolesAndFillWithDifferentEndpoints"),
]
UNIONS = names("Union", "Chessboard4 HoleTouchingSide HolesTouchingSide HolesTouching")
GAPS = names("GapFinder", "ThreePolygonGap")
EMPTY = names("Union", "Empty")
SIMPLIFIED = "Simplifier."
"""The suite of simplification: of its cases only that they are coverages concerns us."""


@pytest.fixture
def jts(real: Callable[[str], Path]) -> Jts:
    cases = read_cases(real(FILE))
    return lambda name: cases[name]


@pytest.fixture
def simplified(real: Callable[[str], Path]) -> list[Case]:
    found = [case for key, case in read_cases(real(FILE)).items() if key.startswith(SIMPLIFIED)]
    assert len(found) == 33
    return found


def test_every_case_is_looked_at(real: Callable[[str], Path]) -> None:
    groups = [VALID, INVALID, MERGED, SNAPPED, [*DISAGREEMENTS], EDGES, UNIONS, GAPS, EMPTY]
    looked_at = [name for group in groups for name in group]
    assert len(looked_at) == len(set(looked_at))
    of_file = [name for name in read_cases(real(FILE)) if not name.startswith(SIMPLIFIED)]
    assert sorted(looked_at) == sorted(of_file)


@pytest.mark.parametrize("name", VALID)
def test_valid_coverages_have_no_finding(name: str, jts: Jts) -> None:
    found = find(jts(name).coverage())
    assert (listed(found.overlaps), listed(found.gaps)) == ([], [])


@pytest.mark.parametrize("name", INVALID)
def test_overlaps_and_gaps_lie_along_the_edges_that_jts_calls_invalid(name: str, jts: Jts) -> None:
    """Every line of JTS runs along land that is found, and no finding is away from its lines.

    The suite of single polygons asks about A alone.
    """
    case = jts(name)
    found = find(case.coverage())
    lines = shapely.get_parts(case.expected())
    land = shapely.buffer(shapely.union_all(found.patches()), GRID_M)
    assert len(lines)
    assert (shapely.length(shapely.intersection(lines, land)) > 0.1).all()
    of_a = np.array(["A" in v for v in (*found.overlaps["villages"], *found.gaps["villages"])])
    borders = shapely.buffer(shapely.union_all(lines), GRID_M)
    concerned = found.patches()[of_a | (case.suite == "CoverageValidatorTest")]
    assert shapely.intersects(concerned, borders).all()
    assert_land_is_shared_by_its_parties(case, found)


def assert_land_is_shared_by_its_parties(case: Case, found: Findings) -> None:
    """The overlaps of each pair add up to its intersection, the gaps to what they enclose."""
    coverage = repair(case.coverage()).geometries
    for (one, a), (other, b) in combinations(enumerate(coverage), 2):
        pair = {chr(65 + one), chr(65 + other)}
        shared = sum(area for parties, area in listed(found.overlaps) if pair <= set(parties))
        assert shared == pytest.approx(shapely.intersection(a, b).area, abs=1e-4)
    assert shapely.area(found.gaps.geometry.to_numpy()).sum() == pytest.approx(
        holes(shapely.union_all(coverage)), abs=1e-4
    )


def holes(land: shapely.Geometry) -> float:
    """The area that the land encloses, also where its parts meet in points only."""
    cells = shapely.get_parts(shapely.polygonize([shapely.union_all(land.boundary)]))
    return float(shapely.area(cells).sum() - land.area)


@pytest.mark.parametrize("name", MERGED)
def test_land_that_jts_hands_over_is_land_that_is_listed(name: str, jts: Jts) -> None:
    """What a village loses is an overlap that names it, what it gains a gap that names it."""
    case = jts(name)
    before, after = case.coverage(), case.expected()
    found = find(before)
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        letter = chr(65 + number)
        contested, empty = (
            shapely.union_all(
                table.geometry.to_numpy()[[letter in parties for parties in table["villages"]]]
            )
            for table in (found.overlaps, found.gaps)
        )
        lost, gained = shapely.difference(old, new), shapely.difference(new, old)
        assert shapely.difference(lost, contested).area == pytest.approx(0, abs=1e-4)
        assert shapely.difference(gained, empty).area == pytest.approx(0, abs=1e-4)
    assert listed(find(after).overlaps) == []


@pytest.mark.parametrize("name", MERGED)
def test_gaps_that_jts_leaves_are_wider_than_its_gap_width(name: str, jts: Jts) -> None:
    case = jts(name)
    width = case.args[1] if case.call == "checkCleanGapWidth" else 0.0
    before, after = find(case.coverage()).gaps, find(case.expected()).gaps
    wide = before[greatest_widths(before.geometry.to_numpy()) > width]
    assert listed(after) == listed(wide)


@pytest.mark.parametrize("name", SNAPPED)
def test_near_matches_are_findings_narrower_than_the_tolerance(name: str, jts: Jts) -> None:
    """JTS makes the two lines one where they are near; what is wider stays a gap."""
    case = jts(name)
    found = find(case.coverage())
    assert set(found.overlaps["villages"]) == {("A", "B")}
    assert (greatest_widths(found.overlaps.geometry.to_numpy()) < case.args[1]).all()
    assert_land_is_shared_by_its_parties(case, found)


@pytest.mark.parametrize("name", DISAGREEMENTS)
def test_disagreements_are_as_explained(name: str, jts: Jts) -> None:
    reason, overlapping, enclosed = DISAGREEMENTS[name]
    case = jts(name)
    found = find(case.coverage())
    assert reason.endswith(".")
    assert (listed(found.overlaps), listed(found.gaps)) == (overlapping, enclosed)
    for number, outline in enumerate(case.coverage()):
        assert found.land_of(chr(65 + number)) == pytest.approx(outline.area, rel=1e-6)


@pytest.mark.parametrize("name", GAPS)
def test_a_gap_is_the_polygon_that_jts_finds(name: str, jts: Jts) -> None:
    case = jts(name)
    found = find(case.coverage())
    assert found.gaps["villages"].tolist() == [("A", "B", "C")]
    assert same(found.gaps.geometry.to_numpy(), case.expected())
    assert listed(found.overlaps) == []


@pytest.mark.parametrize("name", UNIONS)
def test_claimed_land_is_the_union_and_its_holes_are_gaps(name: str, jts: Jts) -> None:
    case = jts(name)
    found = find(case.coverage())
    (union,) = case.expected()
    claimed = shapely.union_all(found.mosaic.faces[found.claims.claimed()])
    assert shapely.symmetric_difference(claimed, union).area == pytest.approx(0, abs=1e-9)
    enclosed = shapely.polygons(shapely.get_rings(union)[1:])
    assert same(found.gaps.geometry.to_numpy(), enclosed)
    assert listed(found.overlaps) == []


def same(found: np.ndarray, expected: np.ndarray) -> bool:
    """Whether the geometries are the same, whatever their order, direction and first vertex."""
    one, other = (
        sorted(map(shapely.to_wkt, shapely.normalize(shapely.set_precision(many, GRID_M))))
        for many in (found, expected)
    )
    return one == other


@pytest.mark.parametrize("name", EMPTY)
def test_no_village_gives_no_finding(name: str, jts: Jts) -> None:
    found = find(jts(name).coverage())
    assert len(found.mosaic.faces) == len(found.overlaps) == len(found.gaps) == 0


@pytest.mark.parametrize("name", EDGES)
def test_arcs_are_the_edges_between_nodes(name: str, jts: Jts) -> None:
    case = jts(name)
    found = find(case.coverage())
    arcs = trace_arcs(edges_of(found.mosaic.faces), found.claims.set_of_face)
    assert same(arcs.lines, shapely.get_parts(case.expected()))


def test_simplified_coverages_are_coverages(simplified: list[Case]) -> None:
    """Before and after simplification nothing overlaps; holes of the union are all there is."""
    for case in simplified:
        for coverage in (
            villages(case.args[0]),
            *([case.expected()] if len(case.args) > 1 else []),
        ):
            found = find(coverage)
            assert listed(found.overlaps) == []
            whole = shapely.union_all(repair(coverage).geometries)
            assert shapely.area(found.gaps.geometry.to_numpy()).sum() == pytest.approx(holes(whole))
