"""What speaks against a decision because of others that were taken before, found before signing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import shapely
from pyproj import CRS

from boundaries.domain.agreed import Decision, agreed_coverage, in_force
from boundaries.geometry.metrics import ellipsoidal_areas
from boundaries.messages import Message, figure, message

LEAST_M2 = 0.01
LEAST_M = 0.01
"""What lies within is rounding."""
ON_LINE_M = 1e-3

SETTLE_FIRST = message("settle it with the neighbours first, or propose another line")
HINTS = {
    "junction-apart": message(
        "a junction has one place for all its villages: propose a line that ends where theirs does "
        "(the line halfway keeps the junctions), or reopen theirs and move the junction together"
    ),
    "line-lost": message(
        "this line gives land at their line to a third village: propose one that keeps clear of it "
        "(the line halfway does), or reopen theirs and agree on both lines together"
    ),
}
"""What to do about a conflict by its code; `SETTLE_FIRST` for the others."""


@dataclass(frozen=True)
class Conflict:
    """Why two decisions cannot both hold.

    Attributes
    ----------
    code : "segment-decided" (an older decision on the segment is in force), "land-twice" (both give
        the same land away), "junction-apart" (the lines end at different places of one junction) or
        "line-lost" (part of the line agreed on would no longer divide its two villages)
    decision : id of the older decision
    villages : keys of the villages of both, sorted
    simpul : ids of the junctions at which both lines end
    area_m2 : land given away twice (ellipsoidal), 0 for others
    length_m : distance of the ends, or length of the line lost; 0 for others
    message : the explanation, with names
    geometry : where
    """

    code: str
    decision: str
    villages: tuple[str, ...]
    simpul: tuple[str, ...]
    area_m2: float
    length_m: float
    message: Message
    geometry: shapely.Geometry


def conflicts(
    base: gpd.GeoDataFrame,
    decisions: Sequence[Decision],
    candidate: Decision,
    names: Mapping[str, str],
) -> tuple[Conflict, ...]:
    """The conflicts of a decision to be taken with those in force, in their order.

    `base` is the base coverage (see `boundaries.domain.agreed`), `names` gives names by village
    key. Decisions without a village or junction in common with the candidate, and whose land it
    does not touch, have no conflict with it. A decision that takes another one back is in conflict
    with what was agreed on since, where that took its land for granted.
    """
    active = in_force(decisions)
    related = [one for one in active if _related(one, candidate)]
    near = [one for one in related if one.id != candidate.inverts]
    found: list[Conflict] = []
    for decision in near:
        if decision.segment == candidate.segment and not candidate.inverts:
            text = message(
                "{one} and {other} have already decided on this segment", **_pair(decision, names)
            )
            found.append(
                Conflict(
                    "segment-decided",
                    decision.id,
                    _villages(decision, candidate),
                    _common(decision, candidate),
                    0.0,
                    0.0,
                    text,
                    decision.line,
                )
            )
            continue
        found.extend(_given_twice(decision, candidate, names))
        if not candidate.inverts:
            found.extend(_junctions_apart(decision, candidate, names))
    after = near if candidate.inverts else [*near, candidate]
    found.extend(_lost_lines(base, (related, after), candidate, names))
    return tuple(found)


def _pair(decision: Decision, names: Mapping[str, str]) -> dict[str, str]:
    return {"one": names[decision.a], "other": names[decision.b]}


def _villages(decision: Decision, candidate: Decision) -> tuple[str, ...]:
    return tuple(sorted({decision.a, decision.b, candidate.a, candidate.b}))


def _related(decision: Decision, candidate: Decision) -> bool:
    return bool(
        {decision.a, decision.b} & {candidate.a, candidate.b}
        or _common(decision, candidate)
        or _land(decision).intersects(_land(candidate))
    )


def _common(decision: Decision, candidate: Decision) -> tuple[str, ...]:
    ends = {candidate.start, candidate.end} & {decision.start, decision.end}
    return tuple(sorted(ends - {""}))


def _land(decision: Decision) -> shapely.Geometry:
    return shapely.union_all(decision.transfers.geometry.to_numpy())


def _given_twice(
    decision: Decision, candidate: Decision, names: Mapping[str, str]
) -> Iterator[Conflict]:
    """Land that the older decision gave to another village than the candidate takes it from."""
    old, new = decision.transfers, candidate.transfers
    given, taken = old.geometry.to_numpy(), new.geometry.to_numpy()
    i, j = shapely.STRtree(given).query(taken, predicate="intersects")
    giver, taker = new["village_from"].to_numpy()[i], old["village_to"].to_numpy()[j]
    shared = shapely.intersection(taken[i[giver != taker]], given[j[giver != taker]])
    area = float(ellipsoidal_areas(shared, CRS.from_user_input(new.crs)).sum())
    if area > LEAST_M2:
        text = message(
            "{area} m2 of this land were given away by what {one} and {other} agreed on",
            area=figure(area, ",.1f"),
            **_pair(decision, names),
        )
        yield Conflict(
            "land-twice",
            decision.id,
            _villages(decision, candidate),
            _common(decision, candidate),
            area,
            0.0,
            text,
            shapely.union_all(shared),
        )


def _junctions_apart(
    decision: Decision, candidate: Decision, names: Mapping[str, str]
) -> Iterator[Conflict]:
    for junction in _common(decision, candidate):
        ends = [_end(candidate, junction), _end(decision, junction)]
        distance = float(shapely.distance(*ends))
        if distance > LEAST_M:
            text = message(
                "at junction {simpul} this line ends {distance} m from that of {one} and {other}",
                simpul=junction,
                distance=figure(distance, ",.2f"),
                **_pair(decision, names),
            )
            yield Conflict(
                "junction-apart",
                decision.id,
                _villages(decision, candidate),
                (junction,),
                0.0,
                distance,
                text,
                shapely.multipoints(ends),
            )


def _end(decision: Decision, junction: str) -> shapely.Point:
    return shapely.get_point(decision.line, 0 if decision.start == junction else -1)


def _lost_lines(
    base: gpd.GeoDataFrame,
    decisions: tuple[Sequence[Decision], Sequence[Decision]],
    candidate: Decision,
    names: Mapping[str, str],
) -> Iterator[Conflict]:
    """Older lines that would, over some length, no longer divide the villages they were for.

    `decisions` are those that hold before and after.
    """
    keys = {key for one in (*decisions[0], candidate) for key in (one.a, one.b)} | {""}
    part = base[base["key"].isin(keys).to_numpy()]
    before, after = (_outlines(agreed_coverage(part, active)) for active in decisions)
    for decision in decisions[1]:
        if decision.segment == candidate.segment:
            continue
        lost = shapely.difference(
            _kept(decision, before), shapely.buffer(_kept(decision, after), ON_LINE_M)
        )
        length = float(shapely.length(lost))
        if length > LEAST_M:
            text = message(
                "over {length} m the line that {one} and {other} agreed on would no longer divide "
                "them",
                length=figure(length, ",.1f"),
                **_pair(decision, names),
            )
            yield Conflict(
                "line-lost",
                decision.id,
                _villages(decision, candidate),
                _common(decision, candidate),
                0.0,
                length,
                text,
                lost,
            )


def _outlines(coverage: gpd.GeoDataFrame) -> dict[str, shapely.Geometry]:
    outlines = shapely.boundary(coverage.geometry.to_numpy())
    return dict(zip(coverage["key"], outlines, strict=True))


def _kept(decision: Decision, outlines: Mapping[str, shapely.Geometry]) -> shapely.Geometry:
    """What of the line divides the two villages."""
    line = decision.line
    for key in (decision.a, decision.b):
        outline = outlines.get(key, shapely.LineString())
        line = shapely.intersection(line, shapely.buffer(outline, ON_LINE_M))
    return line
