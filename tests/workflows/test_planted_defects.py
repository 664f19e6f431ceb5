"""Thirty overlaps and thirty gaps planted in 400 real villages: 60 of 60, and no false row.

The villages are made a coverage without fault first: every face of their mosaic gets one owner. The
defects of the file are gone then, and what is planted is all there is to be found.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from boundaries.domain.analysis import Analysis
from boundaries.domain.parameters import Parameters
from boundaries.geometry.mosaic import OUTSIDE, Mosaic, build_mosaic, face_groups
from boundaries.workflows.check import check
from boundaries.workflows.load import LayerOptions
from tests.planting import Planted, Planter

CRS = "EPSG:32647"
KISARAN = shapely.Point(568_900, 329_400)
NEAREST = 700
"""Villages around Kisaran from which the 400 are chosen."""
VILLAGES = 400
SHAPES = {"lens": 14, "blob": 10, "triangle": 6}
"""So many overlaps are planted of each shape, and so many gaps."""
NOBODY = -1

Owners = NDArray[np.int64]


@pytest.fixture(scope="module")
def villages(real: Callable[[str], Path]) -> gpd.GeoDataFrame:
    """Connected villages of Sumatera Utara that cover their land once."""
    layer = gpd.read_parquet(real("sumut/big.parquet"), columns=["KDEPUM", "NAMOBJ", "geometry"])
    near = np.argsort(layer.distance(KISARAN).to_numpy(), kind="stable")[:NEAREST]
    layer = layer.iloc[near].reset_index(drop=True)
    mosaic = build_mosaic(shapely.make_valid(layer.geometry.to_numpy()))
    owners = np.full(len(mosaic.faces), NOBODY)
    owners[mosaic.claim_face[::-1]] = mosaic.claim_polygon[::-1]
    chosen = connected(mosaic, owners)
    owners = filled(mosaic, np.where(np.isin(owners, chosen), owners, NOBODY))
    outlines = [shapely.coverage_union_all(mosaic.faces[owners == row]) for row in chosen]
    texts = layer.loc[chosen, ["KDEPUM", "NAMOBJ"]].reset_index(drop=True)
    return gpd.GeoDataFrame(texts, geometry=outlines, crs=CRS)


def connected(mosaic: Mosaic, owners: Owners) -> list[int]:
    """The first villages that are reached from the nearest one over common borders."""
    neighbours: dict[int, set[int]] = defaultdict(set)
    inner = mosaic.border_left != OUTSIDE
    sides = owners[mosaic.border_left[inner]], owners[mosaic.border_right[inner]]
    for a, b in zip(*(side.tolist() for side in sides), strict=True):
        neighbours[a].add(b)
        neighbours[b].add(a)
    reached, queue = {NOBODY, 0}, [0]
    for row in queue:
        fresh = sorted(neighbours[row] - reached)
        reached.update(fresh)
        queue += fresh
    return sorted(queue[:VILLAGES])


def filled(mosaic: Mosaic, owners: Owners) -> Owners:
    """Land of nobody that villages enclose goes to one of those around it."""
    groups = face_groups(np.where(owners == NOBODY, 0, -1), mosaic)
    left, right = mosaic.border_left, mosaic.border_right
    is_open = set(groups[right[left == OUTSIDE]])
    beside: dict[int, set[int]] = defaultdict(set)
    for a, b in ((left, right), (right, left)):
        across = (groups[a] >= 0) & (a != OUTSIDE) & (b != OUTSIDE)
        for group, owner in zip(groups[a[across]], owners[b[across]], strict=True):
            beside[group].add(owner)
    result = owners.copy()
    for group in beside.keys() - is_open:
        result[groups == group] = max(beside[group])
    return result


@pytest.fixture(scope="module")
def planted(villages: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, list[Planted]]:
    """The villages with sixty defects, and where these are."""
    planter = Planter(villages.geometry.to_numpy(), np.random.default_rng(45_2016))
    for shape, count in SHAPES.items():
        for _ in range(count):
            assert planter.plant(shape, "overlap")
            assert planter.plant(shape, "gap")
    layout = planter.layout()
    return villages.set_geometry(gpd.GeoSeries(layout.outlines, crs=CRS)), layout.planted


@pytest.fixture(scope="module", params=["gpkg", "geojson"])
def checked(
    planted: tuple[gpd.GeoDataFrame, list[Planted]],
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Analysis:
    """The check of the villages as a file in metres, and as one in degrees."""
    path = tmp_path_factory.mktemp("planted") / f"desa.{request.param}"
    if path.suffix == ".gpkg":
        planted[0].to_file(path)
    else:
        planted[0].to_crs(4326).to_file(path, COORDINATE_PRECISION=15)
    return check([path], options=LayerOptions(), parameters=Parameters())


def ellipsoidal_area(land: shapely.Polygon) -> float:
    """In an equal-area projection about the land, its straight lines followed metre by metre."""
    lon, lat = Transformer.from_crs(CRS, 4326, always_xy=True).transform(*land.centroid.coords[0])
    about = f"+proj=laea +lon_0={lon!r} +lat_0={lat!r} +ellps=WGS84"
    to_equal_area = Transformer.from_crs(CRS, about, always_xy=True)
    dense = shapely.segmentize(land, 1.0)
    return shapely.transform(dense, to_equal_area.transform, interleaved=False).area


def test_the_villages_have_no_defect_of_their_own(
    villages: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    villages.to_file(tmp_path / "desa.gpkg")
    found = check(
        [tmp_path / "desa.gpkg"], options=LayerOptions(), parameters=Parameters(min_area_m2=0.0)
    )
    assert len(found.villages) == found.villages["key"].nunique() == VILLAGES
    assert found.findings.empty
    assert found.pairs.empty
    outlines = villages.geometry.to_numpy()
    mainland = max(shapely.get_parts(shapely.union_all(outlines)), key=shapely.area)
    assert (shapely.area(shapely.intersection(outlines, mainland)) > 0).all()
    assert shapely.get_num_interior_rings(mainland) == 0


def test_sixty_of_sixty_are_found_and_no_false_row(
    checked: Analysis, planted: tuple[gpd.GeoDataFrame, list[Planted]]
) -> None:
    codes = planted[0]["KDEPUM"].to_numpy()
    assert Counter(defect.kind for defect in planted[1]) == {"overlap": 30, "gap": 30}
    assert len(checked.findings) == 60
    accounted = set()
    for defect in planted[1]:
        point = defect.land.representative_point()
        (found,) = checked.findings[checked.findings.contains(point)].to_dict("records")
        assert found["kind"] == defect.kind
        assert found["villages"] == tuple(sorted(codes[list(defect.parties)]))
        assert found["area_m2"] == pytest.approx(ellipsoidal_area(defect.land), rel=1e-6)
        accounted.add(found["id"])
    assert accounted == set(checked.findings["id"])
    assert "noise" not in set(checked.findings["class"])


def test_pairs_add_up_to_the_planted_overlaps(
    checked: Analysis, planted: tuple[gpd.GeoDataFrame, list[Planted]]
) -> None:
    codes = planted[0]["KDEPUM"].to_numpy()
    wanted: dict[tuple[str, ...], float] = defaultdict(float)
    for defect in planted[1]:
        if defect.kind == "overlap":
            for pair in combinations(sorted(codes[list(defect.parties)]), 2):
                wanted[pair] += ellipsoidal_area(defect.land)
    found = checked.pairs.set_index(["a", "b"])["area_m2"].to_dict()
    assert found == pytest.approx(wanted, rel=1e-6)
