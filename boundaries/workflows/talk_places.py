"""Where a comment is anchored: the segment, a point, a point of the line on the table, a simpul."""

from __future__ import annotations

import math
from dataclasses import dataclass

import shapely
from pyproj import CRS, Transformer

from boundaries.domain.talk import ANCHORS, FARTHEST_M
from boundaries.errors import ParameterError
from boundaries.messages import message
from boundaries.store.models import Junction, Proposal, Segment
from boundaries.store.repository import Repository

WGS84 = 4326


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """What a comment is about.

    `kind` is one of `boundaries.domain.talk.ANCHORS`. `ref` is the id of a simpul, or the number
    of a point of the line on the table, from 1; `lon` and `lat` (degrees) belong to a "point".
    """

    kind: str = "segment"
    ref: str = ""
    lon: float | None = None
    lat: float | None = None


WHOLE = Anchor()


def anchored(repository: Repository, segment: Segment, wanted: Anchor) -> Anchor:
    """The anchor with its position; a point of a line becomes "PROPOSAL:NUMBER".

    Raises `ParameterError` for what the segment does not have, and for a point that lies farther
    than `FARTHEST_M` from it.
    """
    crs = repository.store.crs
    if wanted.kind == "segment":
        return WHOLE
    if wanted.kind == "simpul":
        return _simpul(repository, segment, wanted.ref, crs)
    if wanted.kind == "vertex":
        return _vertex(repository, segment, wanted.ref, crs)
    if wanted.kind == "point" and wanted.lon is not None and wanted.lat is not None:
        return _point(segment, wanted.lon, wanted.lat, crs)
    raise ParameterError(
        "anchor",
        message("a comment is about one of {kinds}", kinds=", ".join(ANCHORS)),
        message("choose the segment, a simpul, a point of the line or a position"),
    )


def _simpul(repository: Repository, segment: Segment, ref: str, crs: CRS) -> Anchor:
    found = repository.find(Junction, id=ref)
    if ref not in (segment.start_junction, segment.end_junction) or not found:
        raise ParameterError(
            "anchor-simpul",
            message("{simpul} is no end of this segment", simpul=ref),
            message("choose one of its two simpul"),
        )
    point = found[0].geometry
    return _at("simpul", ref, shapely.get_x(point), shapely.get_y(point), crs)


def _vertex(repository: Repository, segment: Segment, ref: str, crs: CRS) -> Anchor:
    if segment.proposal_id is None:
        raise ParameterError(
            "anchor-line",
            message("no line is on the table"),
            message("give a position instead of the number of a point"),
        )
    proposal = repository.get(Proposal, segment.proposal_id)
    points = shapely.get_coordinates(proposal.geometry)
    number = int(ref) if ref.isascii() and ref.isdigit() and len(ref) < 7 else 0
    if not 1 <= number <= len(points):
        raise ParameterError(
            "anchor-vertex",
            message("the line on the table has no point {number}", number=ref),
            message("give a number from 1 to {count}", count=len(points)),
        )
    x, y = points[number - 1]
    return _at("vertex", f"{proposal.number}:{number}", float(x), float(y), crs)


def _point(segment: Segment, lon: float, lat: float, crs: CRS) -> Anchor:
    within = math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90
    x, y = (
        Transformer.from_crs(WGS84, crs, always_xy=True).transform(lon, lat)
        if within
        else (math.inf, math.inf)
    )
    near = math.isfinite(x) and math.isfinite(y)
    if not near or shapely.distance(segment.geometry, shapely.Point(x, y)) > FARTHEST_M:
        raise ParameterError(
            "anchor-far",
            message("the position does not lie at this segment"),
            message("give one within {km} km of it", km=int(FARTHEST_M // 1000)),
        )
    return Anchor(kind="point", lon=lon, lat=lat)


def _at(kind: str, ref: str, x: float, y: float, crs: CRS) -> Anchor:
    lon, lat = Transformer.from_crs(crs, WGS84, always_xy=True).transform(x, y)
    return Anchor(kind=kind, ref=ref, lon=float(lon), lat=float(lat))
