"""Bad outlines in files: each is reported with its row, and the rest of the file is computed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Proj
from shapely import LineString, MultiPolygon, Polygon

from boundaries.domain.analysis import Analysis
from boundaries.domain.parameters import Parameters
from boundaries.errors import InputError
from boundaries.workflows.check import check
from boundaries.workflows.load import LayerOptions

CRS = "EPSG:32647"
EAST, NORTH = 568_000.0, 329_000.0
SCALE = float(Proj(CRS).get_factors(99.62, 2.98).areal_scale)
"""Areas in the plane are so much larger than on the ellipsoid, to 1e-5 over the layout."""

Place = tuple[float, float]


def box(west: float, south: float, east: float, north: float) -> Polygon:
    return shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def ring(*places: Place) -> Polygon:
    with np.errstate(invalid="ignore"):
        corners = np.add([*places, places[0]], (EAST, NORTH))
        return shapely.polygons(corners)


POCKET = box(2990, 400, 3010, 500)
GOOD = {
    "Satu": box(0, 0, 1010, 1000),
    "Dua": box(1000, 0, 2000, 1000),
    "Tiga": box(2000, 0, 3000, 1000).difference(POCKET),
    "Empat": box(3000, 0, 4000, 1000).difference(POCKET),
}
"""Four villages of 1 km in a row, with an overlap of 10 x 1000 m and a gap of 20 x 100 m.

    +------+------+------+------+
    |      ||     |      |      |
    | Satu || Dua | Tiga o Empat|
    |      ||     |      |      |
    +------+------+------+------+
"""

REPAIRED = {
    "crosses itself": (
        ring((0, 2000), (100, 2100), (100, 2000), (0, 2100)),
        "the outline crosses itself", 5_000,
    ),
    "spike over the others": (
        ring((200, 2000), (300, 2000), (300, 2100), (250, 2100), (250, -500), (250, 2100),
             (200, 2100)),
        "the outline touches itself", 10_000,
    ),
    "spike outwards": (
        ring((400, 2000), (500, 2000), (500, 2100), (3500, 2100), (500, 2100), (400, 2100)),
        "the outline touches itself", 10_000,
    ),
    "part twice": (
        MultiPolygon([box(600, 2000, 700, 2100), box(600, 2000, 700, 2100)]),
        "the outline crosses itself", 10_000,
    ),
    "hole outside": (
        Polygon(box(800, 2000, 900, 2100).exterior, [box(920, 2000, 940, 2020).exterior]),
        "a ring outside the outline became a part", 10_400,
    ),
}  # fmt: skip
"""Outlines that enclose land: reason of the repair, and the land that is left."""

NOT_A_NUMBER = ("outline-unusable", "a coordinate is not a number")
BEYOND = ("coordinates-wild", "the coordinates lie beyond any place on earth")
UNUSABLE = {
    "not a number": (ring((0, 3000), (100, np.nan), (100, 3100)), NOT_A_NUMBER),
    "infinite": (ring((0, 3000), (100, np.inf), (100, 3100)), NOT_A_NUMBER),
    "minus infinite": (ring((0, 3000), (-np.inf, 3000), (100, 3100)), NOT_A_NUMBER),
    "at 1e8": (shapely.box(1e8, 1e8, 1e8 + 100, 1e8 + 100), BEYOND),
    "one vertex at 1e8": (ring((0, 3000), (1e8, 3000), (100, 3100)), BEYOND),
    "at 1e300": (shapely.box(1e300, 0, 2e300, 1e300), BEYOND),
    "flat": (
        ring((0, 3000), (100, 3000), (50, 3000)),
        ("outline-unusable", "the outline encloses no area"),
    ),
    "empty": (Polygon(), ("outline-unusable", "the outline is empty")),
    "missing": (None, ("outline-unusable", "no outline that can be read")),
    "line": (LineString(GOOD["Satu"].exterior), ("outline-unusable", "LINESTRING is no polygon")),
}
"""Outlines that enclose none, and the notice about them."""

BAD = {name: outline for name, (outline, *_) in {**REPAIRED, **UNUSABLE}.items()}
MIXED = dict(sorted({**GOOD, **BAD}.items()))
"""The good villages with all the bad ones among them."""


def write(path: Path, villages: dict[str, shapely.Geometry | None]) -> Path:
    """A GeoPackage, or GeoJSON written by hand, since drivers refuse to write what is no number."""
    outlines = np.empty(len(villages), dtype=object)
    outlines[:] = list(villages.values())
    if path.suffix == ".gpkg":
        gpd.GeoDataFrame({"nama": list(villages)}, geometry=outlines, crs=CRS).to_file(path)
        return path
    features = [
        {
            "type": "Feature",
            "properties": {"nama": name},
            "geometry": None if outline is None else shapely.geometry.mapping(outline),
        }
        for name, outline in villages.items()
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32647"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    return path


def checked(path: Path) -> Analysis:
    return check([path], options=LayerOptions(), parameters=Parameters())


def listed(found: Analysis) -> list[tuple[str, tuple[str, ...], float]]:
    """Kind, parties and planar area of each finding, sorted."""
    rows = zip(
        found.findings["kind"],
        found.findings["villages"],
        found.findings.area.round(3),
        strict=True,
    )
    return sorted(rows)


def codes(found: Analysis) -> list[str]:
    return [notice.code for notice in found.notices]


OVERLAP_AND_GAP = [("gap", ("Empat", "Tiga"), 2_000.0), ("overlap", ("Dua", "Satu"), 10_000.0)]


@pytest.fixture(scope="module", params=["gpkg", "geojson"])
def mixed(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Analysis:
    """The check of all of them in one file."""
    path = tmp_path_factory.mktemp("bad") / f"desa.{request.param}"
    return checked(write(path, MIXED))


def row_of(name: str) -> int:
    return list(MIXED).index(name)


def test_good_villages_are_computed_as_if_alone(mixed: Analysis, tmp_path: Path) -> None:
    alone = checked(write(tmp_path / "desa.gpkg", GOOD))
    assert listed(alone) == OVERLAP_AND_GAP
    assert listed(mixed) == OVERLAP_AND_GAP
    assert mixed.findings["id"].tolist() == alone.findings["id"].tolist()
    assert mixed.inputs[0].features == len(GOOD) + len(BAD)
    assert mixed.inputs[0].skipped == len(UNUSABLE)
    assert mixed.inputs[0].repaired == len(mixed.repairs) == len(REPAIRED)
    assert set(mixed.villages["key"]) == {*GOOD, *REPAIRED}


@pytest.mark.parametrize("name", REPAIRED)
def test_a_repair_is_listed_with_row_reason_and_land(name: str, mixed: Analysis) -> None:
    _, reason, area = REPAIRED[name]
    (repair,) = mixed.repairs[mixed.repairs["row"] == row_of(name)].to_dict("records")
    assert (repair["name"], str(repair["reason"])) == (name, reason)
    assert repair["area_after_m2"] == pytest.approx(area / SCALE, rel=1e-4)
    village = mixed.villages.set_index("key").loc[name]
    assert village["geometry"].area == pytest.approx(area)
    assert village["geometry"].is_valid


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_cannot_be_used_is_named_with_its_row(name: str, mixed: Analysis) -> None:
    place = f"desa row {row_of(name) + 1}, {name}"
    notices = [
        (notice.code, str(notice.message))
        for notice in mixed.notices
        if str(notice.feature) == place
    ]
    assert UNUSABLE[name][1] in notices
    assert all(str(notice.hint) for notice in mixed.notices)


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_fault_is_told_once(name: str, mixed: Analysis) -> None:
    place = f"desa row {row_of(name) + 1}, {name}"
    assert [str(notice.feature) for notice in mixed.notices].count(place) == 1


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson"])
def test_a_file_of_bad_outlines_only_is_an_error(suffix: str, tmp_path: Path) -> None:
    path = write(tmp_path / f"desa{suffix}", {name: BAD[name] for name in UNUSABLE})
    with pytest.raises(InputError, match=rf"desa\{suffix} holds no usable outline"):
        checked(path)


def table(path: Path, codes: Sequence[str], outlines: Sequence[shapely.Geometry]) -> Path:
    names = [f"Desa {number}" for number in range(len(codes))]
    frame = gpd.GeoDataFrame({"KDEPUM": codes, "NAMOBJ": names}, geometry=[*outlines], crs=CRS)
    frame.to_file(path)
    return path


KISARAN = [f"12.09.19.{number}" for number in range(2001, 2004)]


def test_one_outline_under_three_codes_is_one_overlap_of_three(tmp_path: Path) -> None:
    """Written with other first vertices and the other way round, beside a neighbour."""
    square = box(0, 0, 100, 100)
    turned = Polygon([*square.exterior.coords[2:], *square.exterior.coords[1:3]])
    reverse = Polygon(square.exterior.coords[::-1])
    found = checked(
        table(
            tmp_path / "desa.gpkg",
            [*KISARAN, "12.09.19.2009"],
            [square, turned, reverse, box(100, 0, 200, 100)],
        )
    )
    assert listed(found) == [("overlap", tuple(KISARAN), 10_000.0)]
    assert found.pairs[["a", "b"]].to_numpy().tolist() == [
        [KISARAN[0], KISARAN[1]], [KISARAN[0], KISARAN[2]], [KISARAN[1], KISARAN[2]],
    ]  # fmt: skip
    told = [str(n.message) for n in found.notices if n.code == "outline-duplicate"]
    assert told == [f"{KISARAN[0]} and {code} have the same outline" for code in KISARAN[1:]]


def test_villages_within_villages(tmp_path: Path) -> None:
    """Nobody left a hole: the land of the innermost belongs to three, of the next to two.

    +-------------+
    |  A  +-----+ |
    |     | B   | |
    |     | [C] | |
    |     +-----+ |
    +-------------+
    """
    outlines = [box(0, 0, 1000, 1000), box(400, 400, 800, 800), box(500, 500, 600, 600)]
    found = checked(table(tmp_path / "desa.gpkg", KISARAN, outlines))
    assert listed(found) == [
        ("overlap", tuple(KISARAN[:2]), 150_000.0),
        ("overlap", tuple(KISARAN), 10_000.0),
    ]
    assert "outline-duplicate" not in codes(found)


SIDE = 60
"""Squares in a row, and rows."""


def squares(size: float) -> list[Polygon]:
    return [
        box(100 * x, 100 * y, 100 * x + size, 100 * y + size)
        for y in range(SIDE)
        for x in range(SIDE)
    ]


def test_thousands_of_parts_that_meet_in_corners(tmp_path: Path) -> None:
    """A chessboard of two villages of 1800 parts each: nothing overlaps, nothing is left."""
    white = [square for n, square in enumerate(squares(100)) if (n + n // SIDE) % 2]
    black = [square for n, square in enumerate(squares(100)) if not (n + n // SIDE) % 2]
    outlines = [MultiPolygon(white), MultiPolygon(black)]
    found = checked(table(tmp_path / "desa.gpkg", KISARAN[:2], outlines))
    assert listed(found) == []
    assert shapely.get_num_geometries(found.villages.geometry.to_numpy()).tolist() == [1800] * 2
    assert found.repairs.empty


def test_thousands_of_parts_claimed_by_another(tmp_path: Path) -> None:
    """3600 islands of 50 m that a second village includes: as many findings, one case."""
    outlines = [MultiPolygon(squares(50)), box(-100, -100, 100 * SIDE, 100 * SIDE)]
    found = checked(table(tmp_path / "desa.gpkg", KISARAN[:2], outlines))
    assert listed(found) == [("overlap", tuple(KISARAN[:2]), 2_500.0)] * SIDE**2
    assert found.findings["id"].is_unique
    assert found.findings["case"].nunique() == 1


def test_thousands_of_holes_of_which_one_is_empty(tmp_path: Path) -> None:
    """The parts of a second village fill the holes of the first, but for the very first one."""
    parts = squares(50)
    land = box(-100, -100, 100 * SIDE, 100 * SIDE)
    holed = Polygon(land.exterior, [part.exterior for part in parts])
    outlines = [holed, MultiPolygon(parts[1:])]
    found = checked(table(tmp_path / "desa.gpkg", KISARAN[:2], outlines))
    assert listed(found) == [("hole", (KISARAN[0],), 2_500.0)]


def test_a_polygon_of_a_hundred_thousand_vertices(tmp_path: Path) -> None:
    """A village of 10 km whose coast is drawn vertex by vertex overlaps its neighbour by 10 m.

    ~~~~~~~~~~~~~~~~ coast
    |      A       |
    +==============+ 10
    |      B       |
    +--------------+
    """
    x = np.linspace(10_000, 0, 99_998)
    coast = np.column_stack((x, 3000 + 20 * np.sin(x)))
    corners = np.concatenate(([(0, 0), (10_000, 0)], coast))
    village = Polygon(np.add(corners, (EAST, NORTH)))
    assert shapely.get_num_coordinates(village) == 100_001
    outlines = [village, box(0, -1000, 10_000, 10)]
    path = table(tmp_path / "desa.gpkg", KISARAN[:2], outlines)
    found = checked(path)
    assert listed(found) == [("overlap", tuple(KISARAN[:2]), 100_000.0)]
    assert found.repairs.empty
    assert found.villages["area_m2"].iloc[0] == pytest.approx(village.area / SCALE, rel=1e-3)
