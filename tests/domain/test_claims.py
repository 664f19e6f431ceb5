"""Overlaps, gaps and mismatches on layouts of a few rectangles."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import CRS
from shapely import Polygon, box

from boundaries.domain.claims import (
    SourceClaims,
    gaps,
    mismatches,
    overlap_pairs,
    overlaps,
    silent_faces,
    source_claims,
    unite_enclaves,
)
from boundaries.geometry.mosaic import Mosaic, build_mosaic

ASAHAN = CRS.from_epsg(32647)
ORIGIN = np.array([568_000.0, 329_000.0])

Village = tuple[str, Polygon]


def claims_of(
    reference: list[Village], local: list[Village] | None = None
) -> tuple[Mosaic, SourceClaims, SourceClaims]:
    """Mosaic and claims of a reference file "big" and of local files, one per record."""
    local = local or []
    villages = pd.DataFrame(
        {
            "key": [key for key, _ in reference + local],
            "source": ["big"] * len(reference) + [f"survey-{n}" for n in range(len(local))],
        }
    )
    shapes = np.array([shape for _, shape in reference + local])
    mosaic = build_mosaic(shapely.transform(shapes, lambda xy: xy + ORIGIN))
    rows = np.arange(len(villages)) < len(reference)
    return mosaic, source_claims(mosaic, villages, rows), source_claims(mosaic, villages, ~rows)


def listed(patches: gpd.GeoDataFrame) -> list[tuple[tuple[str, ...], float]]:
    """Parties and planar area of each patch, sorted."""
    areas = patches.geometry.area.round(6)
    return sorted(zip(patches["villages"], areas, strict=True))


THREE = [("A", box(0, 0, 10, 10)), ("B", box(8, 0, 20, 10)), ("C", box(0, 9, 20, 20))]
"""A and B share a strip of 2 m, C lies over the upper metre of both.

    20 +-------------------+
       |         C         |
    10 +-------+--+--------+
     9 +-------+--+--------+
       |   A   |AB|   B    |
     0 +-------+--+--------+
       0       8  10       20
"""


def test_overlap_of_three_is_one_patch_naming_all() -> None:
    mosaic, claims, _ = claims_of(THREE)
    assert listed(overlaps(mosaic, claims)) == [
        (("A", "B"), 18.0),
        (("A", "B", "C"), 2.0),
        (("A", "C"), 8.0),
        (("B", "C"), 10.0),
    ]


def test_pairs_count_land_of_three_for_each_pair() -> None:
    mosaic, claims, _ = claims_of(THREE)
    patches = overlaps(mosaic, claims)
    patches = patches.assign(area_m2=patches.area)
    pairs = overlap_pairs(patches, "big", min_area_m2=1.0)
    assert pairs[["a", "b"]].to_numpy().tolist() == [["A", "B"], ["B", "C"], ["A", "C"]]
    assert pairs["area_m2"].to_numpy() == pytest.approx([20, 12, 10])
    few = overlap_pairs(patches, "big", min_area_m2=11.0)
    assert len(few) == 2


def test_two_records_of_one_village_do_not_overlap() -> None:
    mosaic, claims, _ = claims_of([("A", box(0, 0, 10, 10)), ("A", box(5, 0, 15, 10))])
    assert overlaps(mosaic, claims).empty


U_SHAPE = [("A", box(0, 0, 10, 4)), ("B", box(0, 4, 4, 10)), ("C", box(6, 4, 10, 10))]
"""An inlet of 2 m between B and C that is open upwards.

    +---+ +---+
    | B | | C |
    +---+-+---+
    |    A    |
    +---------+
"""


def test_land_open_to_the_outside_is_no_gap() -> None:
    mosaic, claims, _ = claims_of(U_SHAPE)
    assert gaps(mosaic, claims).empty


def test_closed_inlet_is_a_gap_between_its_neighbours() -> None:
    mosaic, claims, _ = claims_of([*U_SHAPE, ("D", box(0, 10, 10, 12))])
    found = gaps(mosaic, claims)
    assert listed(found) == [(("A", "B", "C", "D"), 12.0)]
    assert found["claims"].tolist() == [{"big": ()}]


def test_inlet_that_opens_through_a_point_only_is_closed() -> None:
    """D and C meet in one point: no edge leads out."""
    lid = Polygon([(0, 10), (0, 12), (8, 12), (6, 10)])
    mosaic, claims, _ = claims_of([*U_SHAPE, ("D", lid)])
    assert listed(gaps(mosaic, claims)) == [(("A", "B", "C", "D"), 12.0)]


PAIR = [("A", box(0, 0, 10, 10)), ("B", box(10, 0, 20, 10))]


def test_shifted_line_is_a_mismatch_of_both_parties() -> None:
    """Locally the border runs at 12 instead of 10."""
    mosaic, reference, local = claims_of(
        PAIR, [("A", box(0, 0, 12, 10)), ("B", box(12, 0, 20, 10))]
    )
    found = mismatches(mosaic, reference, local)
    assert listed(found) == [(("A", "B"), 20.0)]
    assert found["claims"].tolist() == [{"big": ("B",), "survey-0": ("A",), "survey-1": ()}]
    assert found["sources"].tolist() == [("big", "survey-0", "survey-1")]


def test_source_that_lacks_a_village_is_silent_about_it() -> None:
    """Only A was surveyed, as in the reference: B's land is no mismatch and no gap."""
    mosaic, reference, local = claims_of(PAIR, PAIR[:1])
    assert mismatches(mosaic, reference, local).empty
    silent = silent_faces(reference, local)
    assert silent.sum() == 1
    assert gaps(mosaic, local, silent=silent).empty


def test_local_claim_on_land_of_a_village_not_surveyed_is_a_mismatch() -> None:
    mosaic, reference, local = claims_of(PAIR, [("A", box(0, 0, 12, 10))])
    found = mismatches(mosaic, reference, local)
    assert listed(found) == [(("A", "B"), 20.0)]
    assert found["claims"].tolist() == [{"big": ("B",), "survey-0": ("A",)}]


def test_land_that_neither_neighbour_surveyed_as_its_own() -> None:
    """Around a hole of 2 x 2 that the reference gives to A: a local gap and a mismatch.

    +-------+
    |   B   |
    |  +-+  |
    +--+ +--+
    |  +-+  |
    |   A   |
    +-------+
    """
    hole = box(4, 4, 6, 6)
    reference = [("A", box(0, 0, 10, 5).union(hole)), ("B", box(0, 5, 10, 10).difference(hole))]
    local = [("A", box(0, 0, 10, 5).difference(hole)), ("B", box(0, 5, 10, 10).difference(hole))]
    mosaic, ours, theirs = claims_of(reference, local)
    assert listed(gaps(mosaic, theirs, silent=silent_faces(ours, theirs))) == [(("A", "B"), 4.0)]
    assert listed(mismatches(mosaic, ours, theirs)) == [(("A",), 4.0)]


def test_gap_beside_silent_land_is_open() -> None:
    """C was not surveyed, so the strip between A's survey and C belongs to nobody's defect."""
    reference = [*PAIR, ("C", box(0, 10, 20, 20))]
    local = [("A", box(0, 0, 10, 9)), ("B", box(10, 0, 20, 10))]
    mosaic, ours, theirs = claims_of(reference, local)
    assert gaps(mosaic, theirs, silent=silent_faces(ours, theirs)).empty


def test_enclave_seen_by_both_sources_is_listed_once() -> None:
    columns = {"villages": [("A",)], "sources": [("big",)], "claims": [{"big": ()}]}
    reference = gpd.GeoDataFrame({"kind": ["enclave"], **columns}, geometry=[box(0, 0, 10, 10)])
    local = gpd.GeoDataFrame(
        {
            "kind": ["enclave", "enclave", "overlap"],
            "villages": [("A",)] * 3,
            "sources": [("survey",)] * 3,
            "claims": [{"survey": ()}] * 3,
        },
        geometry=[box(1, 0, 11, 10), box(50, 0, 60, 10), box(0, 0, 10, 10)],
    )
    united = unite_enclaves(reference, local)
    assert united["kind"].tolist() == ["enclave", "enclave", "overlap"]
    assert united["sources"].tolist() == [("big", "survey"), ("survey",), ("survey",)]
    assert united["claims"].tolist()[0] == {"big": (), "survey": ()}
