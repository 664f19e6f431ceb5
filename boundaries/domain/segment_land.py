"""Which segment settles which disputed land: each patch is settled by exactly one.

Disputed land often runs along several segments of a village, round a junction: a survey that keeps
a metre inside leaves a strip all the way round. Such land is cut at the junction, from the junction
along the bisector of its two segments, and every piece goes to the segment that it shares the
longest border with, or else to the nearest. So two neighbours never settle the same land, and the
line of a segment can begin at the junction whatever is agreed on beside it.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.geometry.mosaic import GRID_M

Geometries = NDArray[np.object_]
Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]

TOUCH_M = 2e-3
"""A face this near to a line lies on it: both are on the grid, but were noded apart."""
REACH_M = 20.0
"""The direction of a segment at a junction is that of its first so many metres."""
TURN = 2 * np.pi


def by_segment(disputed: gpd.GeoDataFrame, lines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The disputed land, cut at junctions, with the `segment` (id) that settles it.

    `disputed` has the columns `owner`, `claims`, `open` and `geometry`, `lines` `id`, `a`, `b`,
    `start`, `end`, `outer` and `geometry` (LineString, a on the left): all segments of the owners.
    Land that sources give to one other village belongs to the segments of the two; land left to
    nobody to any segment of its owner, also the outer ones; land that several others claim to none
    (""). Open land, which the reference gives to nobody or to several, always belongs to a segment
    with another village: of the two as above, or else to any. Equal candidates are ranked by id.
    """
    lines = lines.sort_values("id", ignore_index=True)
    rivals = [
        tuple(set(claims) - {owner})
        for owner, claims in zip(disputed["owner"], disputed["claims"], strict=True)
    ]
    whole = disputed.assign(rivals=pd.Series(rivals, index=disputed.index, dtype=object))
    pieces = _cut_at_junctions(whole.reset_index(drop=True), lines)
    row, line = _candidates(pieces, lines)
    best = _best(pieces.geometry.to_numpy(), lines.geometry.to_numpy(), row, line)
    ids = np.append(lines["id"].to_numpy(dtype=object), "")
    return pieces.drop(columns="rivals").assign(segment=pd.Series(ids[best], dtype=object))


def _candidates(pieces: pd.DataFrame, lines: pd.DataFrame) -> tuple[Indices, Indices]:
    """Pairs of the numbers of a piece and of a line that may settle it."""
    by_village: dict[str, set[int]] = {}
    for place, (a, b) in enumerate(zip(lines["a"], lines["b"], strict=True)):
        by_village.setdefault(a, set()).add(place)
        by_village.setdefault(b, set()).add(place)
    inner = set(np.flatnonzero(~lines["outer"].to_numpy(dtype=bool)).tolist())

    def of(owner: str, rivals: tuple[str, ...], is_open: bool) -> list[int]:
        own = by_village.get(owner, set())
        between = own & by_village.get(rivals[0], set()) if len(rivals) == 1 else set()
        if is_open:
            return sorted(between or own & inner)
        return sorted(between if rivals else own)

    found = [of(*row) for row in zip(*(pieces[name] for name in KIND), strict=True)]
    row = np.repeat(np.arange(len(found)), [len(places) for places in found])
    return row, np.array([place for places in found for place in places], dtype=np.int64)


KIND = ("owner", "rivals", "open")
"""The columns that say which lines may settle a piece."""


def _best(pieces: Geometries, lines: Geometries, row: Indices, line: Indices) -> Indices:
    """By piece the line that it shares the longest border with, else the nearest; -1 for none.

    `row` and `line` are the pairs to choose from, sorted.
    """
    alone = np.bincount(row, minlength=len(pieces))[row] == 1
    away, shared = np.zeros(len(row)), np.zeros(len(row))
    away[~alone] = shapely.distance(pieces[row[~alone]], lines[line[~alone]])
    beside = ~alone & (away <= TOUCH_M)
    beside &= np.bincount(row[beside], minlength=len(pieces))[row] > 1
    rims = shapely.buffer(pieces[row[beside]], TOUCH_M, quad_segs=1)
    shared[beside] = shapely.length(shapely.intersection(lines[line[beside]], rims))
    order = np.lexsort((line, away, -shared, row))
    found, first = np.unique(row[order], return_index=True)
    best = np.full(len(pieces), -1, dtype=np.int64)
    best[found] = line[order][first]
    return best


def _cut_at_junctions(disputed: gpd.GeoDataFrame, lines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The disputed land, where several segments may settle it cut along the bisectors."""
    owner, places, directions = _bisectors(lines)
    free = (disputed["rivals"].map(len) == 0) | disputed["open"]
    faces = disputed.geometry.to_numpy()
    tree = shapely.STRtree(np.where(free, faces, None))
    place, row = tree.query(shapely.points(places), predicate="dwithin", distance=GRID_M)
    own = owner[place] == disputed["owner"].to_numpy(dtype=object)[row]
    cuts: dict[int, list[shapely.Geometry]] = {}
    for number, face in zip(place[own].tolist(), row[own].tolist(), strict=True):
        far = np.hypot(*np.ptp(shapely.bounds(faces[face]).reshape(2, 2), axis=0))
        ray = shapely.linestrings([places[number], places[number] + far * directions[number]])
        cuts.setdefault(face, []).append(_first_part(faces[face], ray, places[number]))
    parts = [_parts(face, cuts[row]) if row in cuts else [face] for row, face in enumerate(faces)]
    times = [len(pieces) for pieces in parts]
    repeated = disputed.loc[disputed.index.repeat(times)].drop(columns="geometry")
    shapes = np.array([piece for pieces in parts for piece in pieces], dtype=object)
    return gpd.GeoDataFrame(repeated.reset_index(drop=True), geometry=shapes, crs=disputed.crs)


def _first_part(
    face: shapely.Polygon, ray: shapely.LineString, start: Floats
) -> shapely.LineString:
    """What of the ray lies in the face at its start; empty where it leaves it at once."""
    inside = shapely.get_parts(shapely.intersection(face, ray))
    inside = inside[shapely.get_dimensions(inside) == 1]
    at = shapely.dwithin(inside, shapely.points(start), GRID_M)
    return inside[at][0] if at.any() else shapely.LineString()


def _parts(face: shapely.Polygon, cuts: list[shapely.Geometry]) -> list[shapely.Polygon]:
    """The parts of a face between cuts, on the grid."""
    noded = shapely.union_all([shapely.boundary(face), *cuts], grid_size=GRID_M)
    parts = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    inside = shapely.contains(face, shapely.point_on_surface(parts))
    return list(parts[inside])


def _bisectors(lines: gpd.GeoDataFrame) -> tuple[Geometries, Floats, Floats]:
    """Where exactly two ends of segments of a village meet: village, place, and direction.

    The direction is that of the bisector, a unit vector, on the side of the village.
    """
    ends = _ends(lines)
    ends = ends[ends.groupby(["village", "junction"])["left"].transform("size") == 2]
    left = ends["left"].to_numpy(dtype=bool)
    places = ["village", "junction"]
    both = ends[left].merge(ends[~left][[*places, "angle"]], on=places, suffixes=("", "_right"))
    angle = both["angle"] + (both["angle_right"] - both["angle"]) % TURN / 2
    return (
        both["village"].to_numpy(dtype=object),
        both[["x", "y"]].to_numpy(dtype=float),
        np.column_stack((np.cos(angle), np.sin(angle))),
    )


def _ends(lines: gpd.GeoDataFrame) -> pd.DataFrame:
    """The ends of segments, once for each village beside them.

    Columns: `village`, `junction` (id), `left` (whether the village lies on the left of the line as
    it leaves the junction), `angle` (in which it leaves), `x` and `y`.
    """
    shapes = lines.geometry.to_numpy()
    reach = np.minimum(REACH_M, shapely.length(shapes) / 2)
    tables = []
    for name, place, along in (("start", 0, reach), ("end", -1, -reach)):
        points = shapely.get_point(shapes, place)
        towards = shapely.line_interpolate_point(shapes, along)
        angle = np.arctan2(
            shapely.get_y(towards) - shapely.get_y(points),
            shapely.get_x(towards) - shapely.get_x(points),
        )
        sides = lines.melt(
            id_vars=["id", name], value_vars=["a", "b"], var_name="side", value_name="village"
        )
        tables.append(
            pd.DataFrame(
                {
                    "village": sides["village"],
                    "junction": sides[name],
                    "left": (sides["side"] == "a") == (name == "start"),
                    "angle": np.tile(angle, 2),
                    "x": np.tile(shapely.get_x(points), 2),
                    "y": np.tile(shapely.get_y(points), 2),
                }
            )
        )
    ends = pd.concat(tables, ignore_index=True)
    return ends[(ends["village"] != "") & (ends["junction"] != "")]
