"""Random coverages with planted overlaps and gaps: all are found, once, and nothing else.

Positions, sizes, shapes and parties of the defects are drawn; what must be found is known from how
they were planted (`tests/planting.py`), not from any other computation.
"""

from __future__ import annotations

import signal
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from types import FrameType

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import shapely.affinity
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from boundaries.domain.claims import gaps, overlaps, source_claims
from boundaries.domain.finding import by_severity, describe, tell_apart
from boundaries.domain.parameters import Parameters
from boundaries.geometry.mosaic import build_mosaic
from boundaries.workflows.detect import stacked
from tests.planting import Layout, Planter, Polygons, random_coverage, tangled_coverage

CRS = "EPSG:32647"
SHAPES = ("lens", "blob", "triangle", "guests")
KINDS = ("overlap", "gap")
SHAKEN_M = 0.003
"""By so much villages are moved against each other to make digital noise."""

seeds = st.integers(0, 2**32 - 1)


@st.composite
def layouts(
    draw: st.DrawFn, *, shapes: tuple[str, ...] = SHAPES, kinds: tuple[str, ...] = KINDS
) -> Layout:
    """A coverage of 5 to 40 villages with up to 16 defects, as many as there is room for."""
    rng = np.random.default_rng(draw(seeds))
    planter = Planter(random_coverage(rng, draw(st.integers(5, 40))), rng)
    wanted = st.tuples(st.sampled_from(shapes), st.sampled_from(kinds))
    count = draw(st.integers(0, 16))
    for shape, kind in draw(st.lists(wanted, min_size=count, max_size=count)):
        if shape == "guests":
            planter.plant_guests()
        else:
            planter.plant(shape, kind)
    return planter.layout()


def key(row: int) -> str:
    return f"village {row:02}"


def table(outlines: Polygons) -> gpd.GeoDataFrame:
    keys = [key(row) for row in range(len(outlines))]
    return gpd.GeoDataFrame({"key": keys, "source": "map"}, geometry=outlines, crs=CRS)


def findings_of(villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The findings, sorted by id."""
    mosaic = build_mosaic(villages.geometry.to_numpy())
    claims = source_claims(mosaic, villages, np.ones(len(villages), dtype=bool))
    patches = stacked([overlaps(mosaic, claims), gaps(mosaic, claims)]).set_crs(CRS)
    names = pd.DataFrame({"name": villages["key"], "kecamatan": ""}).set_index(villages["key"])
    findings = by_severity(describe(patches, names, Parameters()))
    return tell_apart(findings).sort_values("id", ignore_index=True)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise `TimeoutError` in what takes longer, where the system has such an alarm."""

    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"not done in {seconds} s")

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def in_order(findings: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """By kind, parties and size, which do not depend on where the villages lie."""
    order = findings.assign(size=findings.geometry.area.round(3)).sort_values(
        ["kind", "villages", "size"]
    )
    return findings.loc[order.index].reset_index(drop=True)


@given(layouts())
@settings(max_examples=40)
def test_every_planted_defect_is_found_once_and_nothing_else(layout: Layout) -> None:
    found = in_order(findings_of(table(layout.outlines)))
    wanted = sorted(
        (planted.kind, tuple(map(key, planted.parties)), planted.land.area, planted.land)
        for planted in layout.planted
    )
    parties = list(zip(found["kind"], found["villages"], strict=True))
    assert parties == [(kind, villages) for kind, villages, _, _ in wanted]
    assert found.geometry.area.tolist() == pytest.approx([row[2] for row in wanted], rel=1e-6)
    lands = np.array([row[3] for row in wanted], dtype=object)
    outside = shapely.symmetric_difference(found.geometry.to_numpy(), lands)
    assert (shapely.area(outside) <= 1e-6 * shapely.area(lands)).all()


def assert_identical(one: gpd.GeoDataFrame, other: gpd.GeoDataFrame) -> None:
    """The same findings to the last bit, ids included."""
    assert one.drop(columns="geometry").to_dict("records") == other.drop(
        columns="geometry"
    ).to_dict("records")
    assert shapely.equals_identical(one.geometry.to_numpy(), other.geometry.to_numpy()).all()


@given(layouts(), seeds)
@settings(max_examples=15)
def test_the_order_of_rows_does_not_matter(layout: Layout, seed: int) -> None:
    villages = table(layout.outlines)
    shuffled = villages.sample(frac=1, random_state=seed, ignore_index=True)
    assert_identical(findings_of(shuffled), findings_of(villages))


@given(layouts(), seeds)
@settings(max_examples=15)
def test_where_rings_start_and_which_way_they_run_does_not_matter(
    layout: Layout, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    rewritten = np.array([_rewritten(outline, rng) for outline in layout.outlines], dtype=object)
    assert shapely.equals(rewritten, layout.outlines).all()
    assert_identical(findings_of(table(rewritten)), findings_of(table(layout.outlines)))


def _rewritten(outline: shapely.Geometry, rng: np.random.Generator) -> shapely.MultiPolygon:
    """The same land; the order of parts, first vertices and directions are drawn."""
    parts = shapely.get_parts(outline)
    return shapely.MultiPolygon(
        [
            shapely.Polygon(
                _turned(part.exterior, rng), [_turned(hole, rng) for hole in part.interiors]
            )
            for part in parts[rng.permutation(len(parts))]
        ]
    )


def _turned(ring: shapely.LinearRing, rng: np.random.Generator) -> np.ndarray:
    places = np.roll(shapely.get_coordinates(ring)[:-1], rng.integers(len(ring.coords)), axis=0)
    return places[:: rng.choice((1, -1))]


@given(layouts(), st.integers(-400_000, 400_000), st.integers(-300_000, 700_000))
@settings(max_examples=15)
def test_where_villages_lie_does_not_matter(layout: Layout, east: int, north: int) -> None:
    """Moved by whole metres: the same land is found, to what doubles hold of the coordinates."""
    assume((east, north) != (0, 0))
    here = in_order(findings_of(table(layout.outlines)))
    moved = shapely.transform(layout.outlines, lambda xy: np.add(xy, [east, north]))
    there = in_order(findings_of(table(moved)))
    for column in ("kind", "villages", "class", "sources", "case"):
        assert there[column].tolist() == here[column].tolist()
    back = shapely.transform(there.geometry.to_numpy(), lambda xy: np.subtract(xy, [east, north]))
    lands = here.geometry.to_numpy()
    assert (shapely.area(shapely.symmetric_difference(back, lands)) < 1e-6 * here.area).all()


@given(layouts(shapes=("blob",), kinds=("overlap",)), seeds)
@settings(max_examples=15)
def test_digital_noise_hides_no_overlap_and_makes_none(layout: Layout, seed: int) -> None:
    """Every village moved by a few millimetres: slivers everywhere, classed as noise.

    A planted overlap grows by the slivers that it is connected to.
    """
    moves = np.random.default_rng(seed).uniform(-SHAKEN_M, SHAKEN_M, (len(layout.outlines), 2))
    shaken = [
        shapely.affinity.translate(outline, *move)
        for outline, move in zip(layout.outlines, moves, strict=True)
    ]
    found = findings_of(table(np.array(shaken, dtype=object)))
    real = found[found["class"] != "noise"]
    assert set(real["kind"]) <= {"overlap"}
    for planted in layout.planted:
        core = shapely.buffer(planted.land, -2 * SHAKEN_M)
        over = real[shapely.intersects(real.geometry.to_numpy(), core)]
        assert over["villages"].tolist() == [tuple(map(key, planted.parties))]
        assert shapely.difference(core, over.geometry.iloc[0]).area == pytest.approx(0, abs=1e-6)
    slivers = 2 * SHAKEN_M * shapely.length(layout.outlines).sum()
    planted_area = sum(planted.land.area for planted in layout.planted)
    assert real.geometry.area.sum() == pytest.approx(planted_area, abs=slivers)


ALONG_EACH_OTHER = [
    # Ends of the second polygon's side lie on the first one's, up to the grid of 0.01 mm.
    ([(-16.133, -0.4), (48.926, 16.483), (50, -50)],
     [(36.02088, 13.13408), (14.105, 10.243), (4.53961, 4.9646)]),
    ([(8.087, 37.516), (3.791, 0.196), (6.925, 23.455)],
     [(6.69973, 25.4646), (3.83076, 0.54141), (10.588, 33.228)]),
    ([(16.835, 15.135), (4.759, 17.078), (5.753, 29.956)],
     [(12.27675, 15.86841), (9.3042, 16.34669), (28.34, 9.237)]),
    ([(23.548, 32.666), (39.334, 34.736), (0.464, 3.75)],
     [(38.93104, 34.68316), (39.14753, 34.71155), (2.577, 23.888)]),
    ([(5.821, 29.604), (27.817, 31.001), (9.721, 19.572)],
     [(9.92988, 29.86496), (25.02419, 30.82362), (28.606, 32.456)]),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), ALONG_EACH_OTHER)
def test_a_side_drawn_along_a_side_of_the_neighbour(
    first: list[tuple[float, float]], second: list[tuple[float, float]]
) -> None:
    """The lines have the same course; neither is led astray by rounding, nor takes long."""
    outlines = np.array([shapely.Polygon(first), shapely.Polygon(second)])
    with within(3):
        mosaic = build_mosaic(outlines)
    areas = shapely.area(mosaic.faces)[mosaic.claim_face]
    claimed = np.bincount(mosaic.claim_polygon, weights=areas, minlength=2)
    assert claimed == pytest.approx(shapely.area(outlines), abs=1e-3)
    shared = np.bincount(mosaic.claim_face, minlength=len(mosaic.faces)) == 2
    assert shapely.area(mosaic.faces[shared]).sum() == pytest.approx(
        shapely.intersection(*outlines).area, abs=1e-3
    )


@given(seeds, st.integers(5, 20), st.integers(0, 25))
@settings(max_examples=20, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_land_taken_and_left_anyhow(seed: int, count: int, changes: int) -> None:
    """Overlaps are the intersections of pairs, gaps what the union encloses, each land once."""
    outlines = tangled_coverage(np.random.default_rng(seed), count, changes)
    villages = table(outlines)
    with within(10):
        mosaic = build_mosaic(outlines)
    claims = source_claims(mosaic, villages, np.ones(count, dtype=bool))
    common, empty = overlaps(mosaic, claims), gaps(mosaic, claims)
    slack = 1e-5 * shapely.length(outlines).sum()
    shared: dict[tuple[str, ...], float] = defaultdict(float)
    for parties, area in zip(common["villages"], common.area, strict=True):
        for pair in combinations(parties, 2):
            shared[pair] += area
    for (one, a), (other, b) in combinations(enumerate(outlines), 2):
        wanted = shapely.intersection(a, b).area
        assert shared[key(one), key(other)] == pytest.approx(wanted, abs=slack)
    union = shapely.union_all(outlines)
    cells = shapely.get_parts(shapely.polygonize([shapely.union_all(union.boundary)]))
    assert empty.area.sum() == pytest.approx(shapely.area(cells).sum() - union.area, abs=slack)
    assert_apart(common)
    assert_apart(empty)


def assert_apart(patches: gpd.GeoDataFrame) -> None:
    """Patches of the same parties have no edge in common, and each is of one piece."""
    assert (patches.geom_type == "Polygon").all()
    for _, same in patches.groupby("villages"):
        for one, other in combinations(same.geometry, 2):
            assert shapely.intersection(one, other).length == pytest.approx(0, abs=1e-3)
