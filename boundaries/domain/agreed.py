"""The agreed coverage: the land of every village after the decisions on its segments.

A coverage is a frame in the working CRS (metres) with the columns `key` (village; "" for land that
is nobody's while it is disputed) and `geometry` (Polygon or MultiPolygon), one row per key, without
overlaps, edges shared vertex by vertex. What no row covers (the outside, enclaves) stays so unless
a decision gives it away.

The coverage is made anew from its base and all decisions in force, so that a decision that was
inverted leaves no trace. Base and transfers are noded together once and every face gets one owner:
no overlap and no gap can come up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.domain.corridor import LEAST_M2
from boundaries.domain.owners import Owners
from boundaries.domain.proposal import Proposal
from boundaries.domain.site import Site, owned_land
from boundaries.geometry.metrics import ellipsoidal_areas
from boundaries.geometry.mosaic import Mosaic, build_mosaic, merge_faces

Geometries = NDArray[np.object_]
Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]

UNCOVERED = -1
SIDES = ("village_from", "village_to")


@dataclass(frozen=True)
class Decision:
    """What was decided on one segment between the villages `a` and `b`.

    Attributes
    ----------
    id, segment : identifiers
    start, end : ids of the junctions at the ends of the line, "" for a closed line
    line : LineString, a on its left
    transfers : `village_from`, `village_to` (keys, "" for nobody), `area_m2` (ellipsoidal),
        `geometry` (MultiPolygon), one row per pair of keys
    inverts : id of the decision that this one takes back, "" for none
    """

    id: str
    segment: str
    a: str
    b: str
    start: str
    end: str
    line: shapely.LineString
    transfers: gpd.GeoDataFrame
    inverts: str = ""


def base_coverage(
    mosaic: Mosaic, owners: Owners, crs: CRS, *, undecided: Mask | None = None
) -> gpd.GeoDataFrame:
    """The reference coverage; faces that are `undecided` are nobody's until a decision."""
    keys = (*owners.keys, "")
    owner = owners.of_face
    if undecided is not None:
        owner = np.where(undecided & (owner >= 0), len(owners.keys), owner)
    return owned_land(mosaic, owner, keys, crs)


def decision_of(id: str, site: Site, proposal: Proposal, coverage: gpd.GeoDataFrame) -> Decision:
    """The decision that makes a proposal come true, against the coverage in force.

    The disputed land along the segment, and what lies between the old line and the new one, goes to
    the village on whose side of the line it lies, from whomever has it in `coverage`. A piece below
    `LEAST_M2` that an agreed line beside it gave to a third village stays there. What no line parts
    (`Proposal.left`) goes to its village where nobody has it.
    """
    left = len(proposal.settled)
    settled = pd.concat([proposal.settled, proposal.left], ignore_index=True)
    land, outlines = shapely.union_all(settled.geometry.to_numpy()), coverage.geometry.to_numpy()
    near = coverage[shapely.intersects(outlines, land) & ~shapely.touches(outlines, land)]
    shapes = np.concatenate((near.geometry.to_numpy(), settled.geometry.to_numpy()))
    mosaic = build_mosaic(shapes)
    keys = np.concatenate((near["key"], settled["village"], [""])).astype(object)
    has, gets = (np.full(len(mosaic.faces), UNCOVERED, dtype=np.int64) for _ in range(2))
    owned = mosaic.claim_polygon < len(near)
    has[mosaic.claim_face[owned]] = mosaic.claim_polygon[owned]
    gets[mosaic.claim_face[~owned]] = mosaic.claim_polygon[~owned]
    given = ~np.isin(keys[has].astype(str), [site.a, site.b, ""])
    small = shapely.area(mosaic.faces) < LEAST_M2
    kept = (gets >= len(near) + left) & (keys[has] != "")
    moves = (gets >= 0) & (keys[has] != keys[gets]) & ~(given & small) & ~kept
    return Decision(
        id=id,
        segment=site.segment,
        a=site.a,
        b=site.b,
        start=site.start,
        end=site.end,
        line=proposal.line,
        transfers=_transfers(
            mosaic.faces[moves], keys[has][moves], keys[gets][moves], coverage.crs
        ),
    )


def _transfers(
    faces: Geometries, giver: Geometries, taker: Geometries, crs: object
) -> gpd.GeoDataFrame:
    pairs = sorted(set(zip(giver, taker, strict=True)))
    number = {pair: place for place, pair in enumerate(pairs)}
    group = np.array([number[pair] for pair in zip(giver, taker, strict=True)], dtype=np.int64)
    shapes = merge_faces(faces, group)
    return gpd.GeoDataFrame(
        {
            "village_from": np.array([one for one, _ in pairs], dtype=object),
            "village_to": np.array([other for _, other in pairs], dtype=object),
            "area_m2": ellipsoidal_areas(shapes, CRS.from_user_input(crs)),
        },
        geometry=shapes,
        crs=crs,
    )


def inverse(decision: Decision, id: str) -> Decision:
    """The decision that takes another one back; applied after it, it restores the coverage."""
    return replace(decision, id=id, transfers=back(decision.transfers), inverts=decision.id)


def back(transfers: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The transfers that take the land back; all other columns stay."""
    giver, taker = SIDES
    return gpd.GeoDataFrame(transfers.rename(columns={giver: taker, taker: giver}))


def in_force(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that no later one takes back, in order, without those that only take back.

    Taking back an inverse brings the decision back that it had inverted. Raises `ValueError` for an
    inverse of a decision that is not there before it.
    """
    void: set[str] = set()
    kept: list[Decision] = []
    for place in range(len(decisions) - 1, -1, -1):
        decision = decisions[place]
        if decision.inverts and decision.inverts not in {one.id for one in decisions[:place]}:
            raise ValueError(f"{decision.id} inverts {decision.inverts}, which is not before it")
        if decision.id in void:
            continue
        if decision.inverts:
            void.add(decision.inverts)
        else:
            kept.append(decision)
    return tuple(reversed(kept))


def agreed_coverage(base: gpd.GeoDataFrame, decisions: Sequence[Decision]) -> gpd.GeoDataFrame:
    """The coverage after the decisions in force, applied in order to the base coverage.

    A transfer moves the land that the village it is from has at that time; `conflicts` of
    `boundaries.domain.agreed_conflicts` tells beforehand where it would miss. Rows are sorted by
    key, geometries normalized; the order of rows, and of decisions that move different land, plays
    no part.
    """
    active = in_force(decisions)
    tables = [decision.transfers for decision in active]
    shapes = [base.geometry.to_numpy(), *(table.geometry.to_numpy() for table in tables)]
    mosaic = build_mosaic(np.concatenate(shapes))
    keys, owner = _owners(mosaic, base, tables)
    return owned_land(mosaic, owner, keys, base.crs)


def _owners(
    mosaic: Mosaic, base: gpd.GeoDataFrame, tables: Sequence[gpd.GeoDataFrame]
) -> tuple[tuple[str, ...], Indices]:
    """The keys, sorted, and by face the number of the one that owns it after the transfers."""
    named = [base["key"], *(table[side] for table in tables for side in SIDES)]
    keys = tuple(sorted({key for column in named for key in column}))
    number = {key: place for place, key in enumerate(keys)} | {"": _nobody(base, keys)}
    order = np.argsort(mosaic.claim_polygon, kind="stable")
    count = len(base) + sum(map(len, tables))
    first = np.searchsorted(mosaic.claim_polygon[order], np.arange(1, count))
    land = np.split(mosaic.claim_face[order], first)
    owner = np.full(len(mosaic.faces), UNCOVERED, dtype=np.int64)
    for faces, key in zip(land, base["key"], strict=False):
        owner[faces] = number[key]
    place = len(base)
    for table in tables:
        before = owner.copy()
        for giver, taker in zip(*(table[side] for side in SIDES), strict=True):
            faces = land[place]
            owner[faces[before[faces] == number[giver]]] = number[taker]
            place += 1
    return keys, owner


def _nobody(base: gpd.GeoDataFrame, keys: tuple[str, ...]) -> int:
    """What stands for nobody: the row of undecided land, or what is not covered at all."""
    return keys.index("") if (base["key"] == "").any() else UNCOVERED
