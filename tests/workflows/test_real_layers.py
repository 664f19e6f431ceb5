"""Real layers against independent counts: intersections of pairs, and holes of the union.

The counts are made here with shapely alone, on outlines brought into the same CRS by geopandas: an
overlapping pair has an intersection of more than 1 m2, a gap or enclave is a hole of the union of
more than 1 m2. Their figures are written out so that a change of either side is seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from boundaries.domain.analysis import Analysis
from boundaries.domain.parameters import Parameters
from boundaries.workflows.check import check
from boundaries.workflows.compare import compare
from boundaries.workflows.load import LayerOptions

Real = Callable[[str], Path]
AREA_SHARE = 1.5e-3
"""Planar areas of a UTM zone differ from ellipsoidal ones by at most this share."""
GRID_M = 1e-5
"""Outlines are snapped to this grid, which moves the sides of a strip."""


@dataclass(frozen=True)
class Count:
    """Land by the two rows that overlap, and land of the holes of the union, the smallest first."""

    pairs: dict[tuple[int, int], object]
    holes: list[object]


def outlines_of(path: Path, crs: str) -> np.ndarray:
    frame = gpd.read_parquet(path) if path.suffix == ".parquet" else gpd.read_file(path)
    return np.asarray(shapely.make_valid(shapely.force_2d(frame.to_crs(crs).geometry.to_numpy())))


def about(land: np.ndarray) -> list[object]:
    """The area of each piece, and how far another method may be from it."""
    areas, perimeters = shapely.area(land), shapely.length(land)
    return [
        pytest.approx(area, abs=AREA_SHARE * area + GRID_M * perimeter)
        for area, perimeter in zip(areas.tolist(), perimeters.tolist(), strict=True)
    ]


def overlapping_pairs(outlines: np.ndarray) -> dict[tuple[int, int], object]:
    one, other = shapely.STRtree(outlines).query(outlines, predicate="intersects")
    one, other = one[one < other], other[one < other]
    land = shapely.intersection(outlines[one], outlines[other])
    wide = shapely.area(land) > 1
    rows = zip(one[wide].tolist(), other[wide].tolist(), strict=True)
    return dict(zip(rows, about(land[wide]), strict=True))


def holes_of_the_union(outlines: np.ndarray) -> list[object]:
    parts = shapely.get_parts(shapely.union_all(outlines))
    holes = np.array([shapely.Polygon(ring) for part in parts for ring in part.interiors])
    holes = holes[shapely.area(holes) > 1]
    return about(holes[np.argsort(shapely.area(holes))])


def count(path: Path, crs: str) -> Count:
    outlines = outlines_of(path, crs)
    return Count(overlapping_pairs(outlines), holes_of_the_union(outlines))


def checked(path: Path) -> Analysis:
    return check([path], options=LayerOptions(), parameters=Parameters())


def same_pairs(found: Analysis, expected: dict[tuple[int, int], object]) -> None:
    """The same pairs of villages, each with its area."""
    keys = found.villages.set_index("row")["key"]
    areas = {
        frozenset((row["a"], row["b"])): row["area_m2"] for row in found.pairs.to_dict("records")
    }
    assert areas == {
        frozenset((keys[one], keys[other])): area for (one, other), area in expected.items()
    }


@pytest.mark.parametrize(
    ("name", "crs", "villages", "pairs", "holes"),
    [
        ("karangsalam/local_batas_desa.zip", "EPSG:32749", 13, 2, 2),
        ("bojonegoro/local_2016.kml", "EPSG:32749", 18, 11, 12),
        ("jepara/big10k_full_density.geojson", "EPSG:32749", 12, 0, 0),
        ("asahan/big.geojson", "EPSG:32647", 204, 247, 525),
        ("banyuwangi/ADMINISTRASIDESA_AR_25K.zip", "EPSG:32750", 231, 0, 0),
    ],
)
def test_check_finds_what_an_independent_count_finds(
    name: str, crs: str, villages: int, pairs: int, holes: int, real: Real
) -> None:
    expected = count(real(name), crs)
    assert (len(expected.pairs), len(expected.holes)) == (pairs, holes)
    found = checked(real(name))
    assert found.inputs[0].working_crs == crs
    assert len(found.villages) == villages
    same_pairs(found, expected.pairs)
    enclosed = found.findings[found.findings["kind"].isin(["gap", "hole", "enclave"])]
    assert sorted(enclosed["area_m2"]) == expected.holes


def test_asahan_has_one_enclave_and_several_findings_to_a_case(real: Real) -> None:
    """Kota Tanjungbalai, 6,000 ha, is an enclave; local lines make 3 to 5 findings of a case."""
    found = checked(real("asahan/big.geojson")).findings
    enclave = found[found["kind"] == "enclave"]
    assert enclave["area_m2"].tolist() == pytest.approx([6e7], rel=0.1)
    assert set(found["kind"]) == {"overlap", "gap", "enclave"}
    compared = compare(
        real("asahan/big.geojson"),
        [real("asahan/bps2020.geojson")],
        options=LayerOptions(),
        parameters=Parameters(),
    ).findings
    assert 3 <= len(compared) / compared["case"].nunique() <= 5


def test_records_of_one_village_are_one_village_in_parts(real: Real) -> None:
    """RBI 1:25,000 has no codes; names that occur twice are told apart or joined, and said so."""
    path = real("banyuwangi/ADMINISTRASIDESA_AR_25K.zip")
    found = checked(path)
    names = gpd.read_file(path, read_geometry=False)
    assert len(found.villages) == len(names)
    assert found.villages["row"].tolist() == names.index.tolist()
    assert "village-in-parts" in {notice.code for notice in found.notices}


def test_check_of_a_province(real: Real) -> None:
    """All 6,110 villages of Sumatera Utara: 8,976 overlapping pairs, each of the same area."""
    path = real("sumut/big.parquet")
    expected = overlapping_pairs(outlines_of(path, "EPSG:32647"))
    assert len(expected) == 8_976
    found = checked(path)
    assert len(found.villages) == 6_110
    same_pairs(found, expected)


def test_compare_of_asahan_is_one_to_one(real: Real) -> None:
    """208 BPS polygons, 4 of them forest by their name ("Hutam" once), and 204 villages of BIG.

    Where two outlines bear the same name and each overlaps no other more, a person would match
    them without looking further; that is so for more than four villages of five.
    """
    big, bps = (gpd.read_file(real(f"asahan/{name}.geojson")) for name in ("big", "bps2020"))
    forest = bps.index[bps["village"].str.match("Kawasan Huta[mn] ")]
    assert (len(big), len(bps), len(forest)) == (204, 208, 4)

    found = compare(
        real("asahan/big.geojson"),
        [real("asahan/bps2020.geojson")],
        options=LayerOptions(),
        parameters=Parameters(),
    )
    assert sorted(found.set_aside["row"]) == forest.tolist()
    assert sorted(found.matches["row"]) == bps.index.difference(forest).tolist()
    assert sorted(found.matches["code"]) == sorted(big["kode"])

    codes = found.matches.set_index("row")["code"]
    obvious = mutual_namesakes(big, bps.drop(forest))
    assert len(obvious) > 0.8 * len(big)
    assert {row: codes[row] for row in obvious} == obvious


def mutual_namesakes(big: gpd.GeoDataFrame, bps: gpd.GeoDataFrame) -> dict[int, str]:
    """Code of BIG by row of BPS: same name, and each overlaps the other more than any other."""
    ours, theirs = (
        shapely.make_valid(frame.to_crs("EPSG:32647").geometry.to_numpy()) for frame in (bps, big)
    )
    one, other = shapely.STRtree(theirs).query(ours, predicate="intersects")
    areas = pd.Series(shapely.area(shapely.intersection(ours[one], theirs[other])))
    best = areas == areas.groupby(one).transform("max")
    best &= areas == areas.groupby(other).transform("max")
    names = bps["village"].str.casefold().to_numpy(), big["nama"].str.casefold().to_numpy()
    best &= names[0][one] == names[1][other]
    return dict(zip(bps.index[one[best]], big["kode"].to_numpy()[other[best]], strict=True))
