"""Owners of faces, with overlaps and gaps given away for drawing."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from boundaries.domain.claims import SourceClaims
from boundaries.domain.owners import greatest_partners, narrow_faces, owners_of
from boundaries.domain.parameters import Parameters
from boundaries.geometry.mosaic import Mosaic
from tests.domain.village_grid import mosaic_of, table, two_sources


def land(mosaic: Mosaic, claims: SourceClaims, *, resolve: bool) -> dict[str, float]:
    """Planar area by owner; "" is nobody."""
    everything = np.ones(len(mosaic.faces), dtype=bool)
    owners = owners_of(mosaic, claims, resolve=everything if resolve else None)
    areas: dict[str, float] = {}
    for face, owner in zip(mosaic.faces, owners.of_face, strict=True):
        key = "" if owner < 0 else owners.keys[owner]
        areas[key] = areas.get(key, 0.0) + face.area
    return {key: round(area, 3) for key, area in sorted(areas.items())}


@pytest.fixture
def overlapping() -> tuple[Mosaic, SourceClaims]:
    """a and b share a strip of 10 x 50; a touches it along 50 m, b along 50 + 20 m.

             a          b
    +-----------------+   y 50
    |            +----|----------+  y 50
    |            | ab |          |
    +-----------------+          |  y 0
                 +---------------+  y -20
    """
    return mosaic_of(table({"a": box(0, 0, 100, 50), "b": box(90, -20, 200, 50)}))


def test_land_with_two_claims_belongs_to_nobody(overlapping: tuple[Mosaic, SourceClaims]) -> None:
    assert land(*overlapping, resolve=False) == {"": 500.0, "a": 4500.0, "b": 7200.0}


def test_resolved_land_goes_to_the_longest_border(
    overlapping: tuple[Mosaic, SourceClaims],
) -> None:
    assert land(*overlapping, resolve=True) == {"a": 4500.0, "b": 7700.0}


def test_equal_borders_go_to_the_smaller_key() -> None:
    shapes = {"n": box(0, 0, 100, 50), "m": box(90, 0, 200, 50)}
    assert land(*mosaic_of(table(shapes)), resolve=True) == {"m": 5500.0, "n": 4500.0}


def test_land_without_claim_goes_to_a_neighbour() -> None:
    """A gap of 20 x 10: s has 20 + 2 x 5 m of its border, w and e 10 + 5 m each.

    +---------+----------+
    |  w   +--+---+   e  |
    +------+ gap  +------+
    |      +------+      |
    |         s          |
    +--------------------+
    """
    gap = box(40, 40, 60, 50)
    shapes = {
        "w": box(0, 45, 50, 100).difference(gap),
        "e": box(50, 45, 100, 100).difference(gap),
        "s": box(0, 0, 100, 45).difference(gap),
    }
    claims = mosaic_of(table(shapes))
    assert land(*claims, resolve=False)[""] == 200.0
    assert land(*claims, resolve=True) == {"e": 2700.0, "s": 4600.0, "w": 2700.0}


def test_only_claimants_get_land_they_claim() -> None:
    """b lies inside a: c, around both, has no claim on their common land."""
    shapes = {"a": box(10, 10, 60, 60), "b": box(10, 10, 60, 60), "c": box(0, 0, 70, 70)}
    shapes["c"] = shapes["c"].difference(shapes["a"])
    assert land(*mosaic_of(table(shapes)), resolve=True) == {"a": 2500.0, "c": 2400.0}


def test_faces_in_the_middle_follow_their_neighbours() -> None:
    """Three villages claim a strip of three faces; the middle one touches nobody's own land."""
    shapes = {"a": box(0, 0, 60, 10), "b": box(30, 0, 90, 10), "c": box(40, 0, 50, 10)}
    assert land(*mosaic_of(table(shapes)), resolve=True) == {"a": 5 * 100.0 + 0.0, "b": 400.0}


@pytest.mark.parametrize(
    ("width", "narrow"), [(1.0, True), (10.0, True), (11.0, False), (40.0, False)]
)
def test_narrow_is_up_to_the_limit_of_doubt(width: float, narrow: bool) -> None:
    """The limit is 10.6 m for lines of CE90 2.5 m; the patch is 1 km long."""
    villages = table({"a": box(0, 0, 100 + width, 1000), "b": box(100, 0, 300, 1000)})
    mosaic, claims = mosaic_of(villages)
    assert narrow_faces(mosaic, claims, Parameters()).sum() == narrow


def test_an_inlet_is_not_narrow() -> None:
    """A strip of 2 m between two villages, open in the south in one case, closed in the other."""
    west, east = box(0, 0, 100, 500), box(102, 0, 200, 500)
    closed = {"a": west.union(box(0, 500, 150, 600)), "b": east, "c": box(0, -50, 200, 0)}
    inlet = {key: closed[key] for key in ("a", "b")}
    for shapes, count in ((closed, 1), (inlet, 0)):
        mosaic, claims = mosaic_of(table(shapes))
        assert narrow_faces(mosaic, claims, Parameters()).sum() == count
        survey = Parameters(ce90_m=0.01)
        assert not narrow_faces(mosaic, claims, survey).any()
        assert narrow_faces(mosaic, claims, survey, scope="reference").sum() == count


def test_without_patches_nothing_is_narrow() -> None:
    mosaic, claims = mosaic_of(table({"a": box(0, 0, 1, 1)}))
    assert narrow_faces(mosaic, claims, Parameters()).tolist() == [False]


def test_greatest_partner_adds_up_and_prefers_the_smaller_number() -> None:
    items = np.array([5, 5, 5, 7, 7])
    partners = np.array([1, 2, 2, 4, 3])
    weights = np.array([3.0, 2.0, 2.0, 1.0, 1.0])
    found, partner = greatest_partners(items, partners, weights)
    assert (found.tolist(), partner.tolist()) == ([5, 7], [2, 3])


def test_resolution_changes_no_other_face(overlapping: tuple[Mosaic, SourceClaims]) -> None:
    mosaic, claims = overlapping
    before = owners_of(mosaic, claims).of_face
    nothing = owners_of(mosaic, claims, resolve=np.zeros(len(before), dtype=bool)).of_face
    after = owners_of(mosaic, claims, resolve=np.ones(len(before), dtype=bool)).of_face
    assert nothing.tolist() == before.tolist()
    assert (after[before >= 0] == before[before >= 0]).all()
    assert shapely.area(mosaic.faces[before < 0]).sum() == pytest.approx(500)


def test_contested_land_is_marked(overlapping: tuple[Mosaic, SourceClaims]) -> None:
    mosaic, claims = overlapping
    contested = owners_of(mosaic, claims).contested
    assert shapely.area(mosaic.faces[contested]).sum() == pytest.approx(500)


def test_lines_of_another_source_do_not_divide_land_that_is_given_away() -> None:
    """A survey cuts the common strip of a and b in two: each half alone would go to another one.

          a   ab   b
        +---+----+---+   y 60, b has the northern end of the strip too
        |   |    |   |
        |   |----|   |   y 30, an edge of the survey
        |   |    |   |
    +---+---+----+---+   y 0, below only a
    """
    reference = {
        "a": box(0, 0, 50, 60).union(box(0, -20, 50, 0)).union(box(0, -20, 60, 0)),
        "b": box(40, 0, 100, 60).union(box(40, 60, 100, 80)),
    }
    survey = {"c": box(30, 30, 70, 90)}
    alone = two_sources(reference, {"z": box(500, 0, 510, 10)})
    cut = two_sources(reference, survey)
    areas = []
    for sources in (alone, cut):
        everything = np.ones(len(sources.mosaic.faces), dtype=bool)
        owners = owners_of(
            sources.mosaic, sources.reference, resolve=everything & sources.reference.claimed()
        )
        area = shapely.area(sources.mosaic.faces)
        areas.append([round(area[owners.of_face == place].sum(), 6) for place in (0, 1)])
    assert areas[0] == areas[1]
    assert min(areas[0]) > 0


blocks = st.tuples(*[st.integers(0, 20)] * 2, *[st.integers(1, 9)] * 2).map(
    lambda v: box(v[0], v[1], v[0] + v[2], v[1] + v[3])
)


@given(st.lists(blocks, min_size=1, max_size=6))
@settings(max_examples=50)
def test_claimed_land_goes_to_a_claimant_and_none_is_left(shapes: list[shapely.Polygon]) -> None:
    mosaic, claims = mosaic_of(table({f"v{n}": shape for n, shape in enumerate(shapes)}))
    everything = np.ones(len(mosaic.faces), dtype=bool)
    owners = owners_of(mosaic, claims, resolve=everything)
    assert (owners.of_face >= 0).all()
    for members, owner in zip(claims.set_of_face, owners.of_face, strict=True):
        assert not claims.sets[members] or owners.keys[owner] in claims.sets[members]


@given(st.lists(blocks, min_size=2, max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_rows_does_not_matter(shapes: list[shapely.Polygon], random: object) -> None:
    named = [(f"v{n}", shape) for n, shape in enumerate(shapes)]
    shuffled = list(named)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = [land(*mosaic_of(table(dict(rows))), resolve=True) for rows in (named, shuffled)]
    assert found[0] == found[1]
