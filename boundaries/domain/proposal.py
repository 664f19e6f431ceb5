"""Proposals: a line for one segment, and the land of both villages that follows from it.

A line runs from junction to junction and replaces the reference line between them: land between
the two lines changes sides, all other land stays as the reference has it. Land that the reference
gives to nobody or to both, along the segment, goes to the side of the line it lies on. Land of
third villages, enclaves and what lies outside are never moved. Nothing here decides; a proposal is
what both sides may sign.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from boundaries.domain.corridor import (
    Corridor,
    corridor_of,
    halves_of,
    line_of_share,
    share_of_a,
)
from boundaries.domain.junction_hold import held
from boundaries.domain.proposal_land import land_under
from boundaries.domain.site import Site
from boundaries.domain.thin_land import require_wide
from boundaries.errors import ParameterError
from boundaries.geometry.border_path import BorderPath
from boundaries.geometry.drawn_line import DrawnLine, Limits, drawn_line
from boundaries.geometry.equal_area import Halves
from boundaries.geometry.metrics import ellipsoidal_areas
from boundaries.geometry.mosaic import GRID_M
from boundaries.messages import Message, figure, message

CHOSEN = ("reference", "a", "b")
MADE = ("midline", "equal-area")
GIVEN = ("drawn", "uploaded")
KINDS = (*CHOSEN, *MADE, *GIVEN)
LIMITS = Limits()
EQUAL = 1e-6
"""Halves differ by less than this share of the land, or by the grid along the line."""
ROUGH = 0.01
MOVED_M = 0.01
"""A junction that moves less than this stays where it is: rounding."""


@dataclass(frozen=True)
class Proposal:
    """A line proposed for a segment.

    Attributes
    ----------
    kind : one of `KINDS`
    line : LineString from the junction `start` to `end`, village a on its left
    way : the same line, and where a junction moved along the border of a third village, the way to
        where it was; what was agreed on is `line`
    moved : junctions that the line moves: `simpul` (id), `distance_m`, `geometry` (Point)
    asked : keys of third villages whose junction it moves, sorted: their heads must sign too
    parts : `village` (key), `geometry` (Polygon or MultiPolygon): the land of a and of b under the
        line; it covers the land of both by the reference, edges shared
    settled : the same columns: of that land what was disputed along the segment, or changes sides
    left : the same columns: disputed land along the segment that no line parts, such as hairs; it
        stays with whom the reference gives it to
    gains : `village_from` ("" for land that the reference gives to nobody or to several),
        `village_to` (keys), `area_m2` (ellipsoidal), `geometry` (Polygon): the land that changes
        sides, one row per connected piece, the largest first
    method : how the line was made
    drawn : what was found about a drawn or uploaded line, None for the other kinds
    """

    kind: str
    line: shapely.LineString
    way: shapely.LineString
    moved: gpd.GeoDataFrame
    asked: tuple[str, ...]
    parts: gpd.GeoDataFrame
    settled: gpd.GeoDataFrame
    left: gpd.GeoDataFrame
    gains: gpd.GeoDataFrame
    method: Message
    drawn: DrawnLine | None


def propose(
    site: Site,
    kind: str,
    *,
    drawn: shapely.Geometry | None = None,
    limits: Limits = LIMITS,
    corridor: Corridor | None = None,
) -> Proposal:
    """The proposal of a kind for the segment of `site`.

    `drawn` is the line of the kinds "drawn" and "uploaded" (working CRS), `corridor` that of the
    site, where it is known already. Raises `ParameterError` where the kind cannot be made: no
    survey of the village, no border left between the junctions, a strip of land too thin beside the
    line, or a drawn line with a fault.
    """
    found = corridor_of(site) if corridor is None else corridor
    method, check = _of_reference(site), None
    path = BorderPath(site.line, site.line)
    if kind in GIVEN:
        check = _accepted(check_drawn(site, drawn, limits=limits, corridor=found))
        path = BorderPath(check.line, check.line)
        method = message("line drawn or uploaded, its ends laid on the two junctions")
    elif kind != "reference":
        path, method = _made(site, found, kind)
    land = land_under(site, found, path.way)
    if kind == "equal-area":
        method = message(
            "{method}; the halves differ by less than {residual} m²",
            method=method,
            residual=figure(_beyond(_residual(land.settled, path.line)), ",.2f"),
        )
    moved = _moved(site, path.line)
    made = Proposal(
        kind=kind,
        line=path.line,
        way=path.way,
        moved=moved,
        asked=_asked(site, moved),
        parts=land.parts,
        settled=land.settled,
        left=land.left,
        gains=land.gains,
        method=method,
        drawn=check,
    )
    require_wide(site, made.line, made.parts)
    return made


def _of_reference(site: Site) -> Message:
    if not (site.own_disputed & site.disputed["open"].to_numpy(dtype=bool)).any():
        return message("line of the reference, indicative")
    return message(
        "line of the reference, indicative; land that it gives to nobody or to several goes to the "
        "village with the longest border with it"
    )


def _residual(settled: gpd.GeoDataFrame, line: shapely.LineString) -> float:
    """By how many square metres the halves differ; raises where that is more than rounding.

    Land cut off by the line goes to the side it lies on, and may spoil the halves.
    """
    areas = ellipsoidal_areas(settled.geometry.to_numpy(), CRS.from_user_input(settled.crs))
    one, other = (areas if len(areas) == 2 else np.append(areas, 0.0)).tolist()
    if abs(one - other) > EQUAL * (one + other) + GRID_M * shapely.length(line):
        raise ParameterError(
            "not-halved",
            message("the line of equal halves would leave land of one village inside the other"),
            message("choose the line halfway, or draw one"),
        )
    return float(abs(one - other))


def _beyond(square_metres: float) -> float:
    """The next hundredth of a square metre above an area."""
    return (math.floor(100 * square_metres) + 1) / 100


def _accepted(check: DrawnLine) -> DrawnLine:
    for fault in check.faults:
        if not fault.excusable:
            raise ParameterError(
                fault.code, fault.message, message("draw the line anew, or correct it")
            )
    return check


def check_drawn(
    site: Site,
    line: shapely.Geometry | None,
    *,
    limits: Limits = LIMITS,
    corridor: Corridor | None = None,
) -> DrawnLine:
    """A drawn line laid from junction to junction, with all its faults.

    The corridor it should keep to is the disputed land and all candidate lines along the reference
    line, widened by `limits.corridor_m`.
    """
    found = corridor_of(site) if corridor is None else corridor
    allowed = corridor_area(site, found, limits.corridor_m)
    shapes, keys = site.land.geometry.to_numpy(), site.land["key"].to_numpy(dtype=object)
    own = np.isin(keys, [site.a, site.b])
    return drawn_line(
        shapely.LineString() if line is None else line,
        site.line,
        corridor=allowed,
        land=shapes[own],
        others=shapes[~own],
        names=tuple(site.land["name"].to_numpy(dtype=object)[~own]),
        closed=site.start == "",
        limits=limits,
    )


def corridor_area(site: Site, corridor: Corridor, metres: float) -> shapely.Geometry:
    """Disputed land, reference line and candidate lines of the segment, widened by `metres`.

    Lines are taken to `ROUGH` of that.
    """
    core = shapely.union_all(np.append(corridor.polygons, site.line))
    stretch = shapely.buffer(shapely.simplify(core, ROUGH * metres), 2 * metres)
    lines = shapely.intersection(site.candidates.geometry.to_numpy(), stretch)
    rough = shapely.simplify(shapely.union_all(np.append(lines, core)), ROUGH * metres)
    return shapely.buffer(rough, metres)


def _moved(site: Site, line: shapely.LineString) -> gpd.GeoDataFrame:
    """The junctions that lie elsewhere at the ends of a line than at those of the reference."""
    ids = [site.start, site.end] if site.start else []
    before, after = (
        np.array([shapely.get_point(drawn, place) for place in (0, -1)], dtype=object)[: len(ids)]
        for drawn in (site.line, line)
    )
    distance = shapely.distance(before, after)
    moved = distance > MOVED_M
    return gpd.GeoDataFrame(
        {"simpul": np.array(ids, dtype=object)[moved], "distance_m": distance[moved]},
        geometry=after[moved],
        crs=site.land.crs,
    )


def _asked(site: Site, moved: gpd.GeoDataFrame) -> tuple[str, ...]:
    """Third villages at the junctions that move, where they were and where they come to lie."""
    before = site.simpul["villages"][site.simpul["id"].isin(moved["simpul"])]
    near = shapely.STRtree(site.land.geometry.to_numpy()).query(
        moved.geometry.to_numpy(), predicate="dwithin", distance=MOVED_M
    )[1]
    keys = {key for villages in before for key in villages} | set(site.land["key"].iloc[near])
    return tuple(sorted(keys - {site.a, site.b}))


def _made(site: Site, corridor: Corridor, kind: str) -> tuple[BorderPath, Message]:
    """The line of a kind that is made from the disputed land, and how it is made."""
    village = {"a": site.a, "b": site.b}.get(kind)
    if village is not None and kind not in set(site.candidates["drawn_by"]):
        raise ParameterError(
            "no-survey",
            message("no survey of {village} draws this line", village=site.name_of(village)),
            message("choose another line, or import the survey"),
        )
    if not len(corridor.polygons):
        raise ParameterError(
            "nothing-disputed",
            message("no disputed land lies along this line that could be parted"),
            message("choose the line of the reference, or draw one"),
        )
    if kind in MADE:
        halves = halves_of(site, corridor, kind)
        share, method = halves.a[~shapely.is_empty(halves.a)], _parting(kind, halves)
    else:
        share = share_of_a(site, corridor, kind)
        method = message("line of the survey of one village, where the land is disputed")
    path = line_of_share(site, corridor, share)
    if path is None:
        raise ParameterError(
            "no-line",
            message(
                "parted like this, the two villages would not meet all the way between the two "
                "junctions, so that no line can be made"
            ),
            message("draw a line on the map, or agree on the segments beside it first"),
        )
    return held(site, path, straight=kind not in MADE), method


def _parting(kind: str, halves: Halves) -> Message:
    if kind == "midline":
        return message("line halfway between the two sides of the disputed land")
    if np.isnan(halves.share):
        return message(
            "line parallel to the one halfway, {shift} m away, so that both villages get half of "
            "the disputed land",
            shift=figure(halves.shift_m, ",.2f"),
        )
    return message(
        "line at {share} of the way across the disputed land, so that both villages get half of it",
        share=figure(halves.share, ".1%"),
    )
