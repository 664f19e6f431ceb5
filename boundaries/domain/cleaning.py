"""Repair what is noise in a layer of villages, and nothing else.

An overlap or a gap is noise when its width is below the accuracy (`boundaries.domain.accuracy`);
it is then given to the villages beside it, so that no land is claimed twice or by nobody there.
Everything else stays as it was drawn and is listed with the reason. Land is never taken from or
given to a village by more than the patches of noise it takes part in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.domain.accuracy import Limits, limits
from boundaries.domain.cleaning_checks import Faults, broken, neighbour_changes
from boundaries.domain.cleaning_patches import Land, contacts, land_of, patches_of, sides_of
from boundaries.domain.cleaning_repair import grant, granted, outlines_of
from boundaries.domain.finding import CLASSES, by_severity, tell_apart
from boundaries.domain.parameters import Parameters
from boundaries.geometry.metrics import ellipsoidal_areas
from boundaries.messages import Message, message

MOST_ROUNDS = 3
"""After so many rounds land is given whole, which makes no new vertices and comes to an end."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Rules:
    """What is repaired and how.

    `up_to` is the highest class that is repaired; `parameters` hold the accuracy and the least area
    of findings that are listed as left. `reference` (columns `key` and `geometry`, the CRS of the
    villages) decides the land it speaks about; findings nearer to `signed` lines than the limit of
    noise are left.
    """

    parameters: Parameters
    up_to: Literal["noise", "sliver"] = "noise"
    reference: gpd.GeoDataFrame | None = None
    signed: NDArray[np.object_] = field(default_factory=lambda: np.empty(0, dtype=object))

    @property
    def limits(self) -> Limits:
        """The limits of width of the classes."""
        return limits(self.parameters)


@dataclass(frozen=True)
class Cleaning:
    """The result of `clean_villages`.

    Attributes
    ----------
    villages : the villages given, in their order, with new outlines (MultiPolygon)
    repaired : findings that were repaired, with `taken_by` (tuple of keys), `how` ("midline",
        "longest", "only" or "reference") and `round` (from 1; later rounds remove what is left
        where new lines were rounded, and land that had no undisputed neighbour before)
    left : findings that were left, the most severe first, with `reason` (`Message`)
    report : one row per village record: `row`, `key`, `name`, `area_before_m2`, `area_after_m2`,
        `change_m2`, `change_percent`, `parts_before`, `parts_after`
    neighbours : pairs of villages that became neighbours or ceased to be, `a`, `b`, `change`
        ("new" or "lost"), `before_m`, `after_m`: length of common border, planar
    refused : villages whose land was left as it was: `key`, `name`, `reason` (`Message`)
    union_before_m2, union_after_m2 : land of all villages together
    """

    villages: gpd.GeoDataFrame
    repaired: gpd.GeoDataFrame
    left: gpd.GeoDataFrame
    report: pd.DataFrame
    neighbours: pd.DataFrame
    refused: pd.DataFrame
    union_before_m2: float
    union_after_m2: float


def clean_villages(villages: gpd.GeoDataFrame, directory: pd.DataFrame, rules: Rules) -> Cleaning:
    """Repair the noise of one layer of valid villages in a projected CRS in metres.

    Columns `row`, `key`, `name`, `source` and `geometry` are used; `directory` gives `name` and
    `kecamatan` by key. A village that would vanish, fall into more parts, lose a neighbour along a
    line longer than the limit of the repair, or change by more than the noise it takes part in, is
    left alone with all its noise, and listed. The order of the rows plays no part, and villages
    that were cleaned are not changed by cleaning them again.
    """
    first = land_of(villages, villages.geometry.to_numpy(), np.arange(len(villages)))
    refused: dict[str, Message] = {}
    while True:
        last, repaired, left = _repaired(first, directory, rules, frozenset(refused))
        outlines, changes = _outlines(last), neighbour_changes(contacts(first), contacts(last))
        limit = getattr(rules.limits, f"{rules.up_to}_m")
        faults: Faults = broken(villages, outlines, repaired, changes, limit)
        if not faults.keys() - refused.keys():
            break
        refused |= faults
    names = directory["name"].to_dict()
    return Cleaning(
        villages=villages.set_geometry(gpd.GeoSeries(outlines, villages.index, villages.crs)),
        repaired=repaired,
        left=left,
        report=_report(villages, outlines),
        neighbours=changes,
        refused=pd.DataFrame(
            [(key, names[key], reason) for key, reason in sorted(refused.items())],
            columns=["key", "name", "reason"],
        ),
        union_before_m2=_union_area(first),
        union_after_m2=_union_area(last),
    )


def _repaired(
    land: Land, directory: pd.DataFrame, rules: Rules, refused: frozenset[str]
) -> tuple[Land, gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """The land when no noise is left that may be repaired, with what was repaired and left.

    Rounding can lead new lines past a vertex, which cuts them there when they are read again; the
    outlines of the land returned come out of that as they are.
    """
    keys = land.villages["key"].to_numpy(dtype=object)
    rounds: list[gpd.GeoDataFrame] = []
    while True:
        findings, patch_of_face = patches_of(land, directory, rules.parameters)
        reasons = _reasons(findings, rules)
        open_ = np.array([reason is None for reason in reasons], dtype=bool)
        masked = np.where(np.append(open_, False)[patch_of_face], patch_of_face, -1)
        sides = sides_of(land, findings, masked)
        ways = _refusals(findings, sides.patch, keys[sides.record], refused)
        alone = ~np.isin(np.arange(len(findings)), sides.patch)
        for place in np.flatnonzero(open_).tolist():
            if place in ways:
                reasons[place] = ways[place]
            elif alone[place]:
                reasons[place] = message("no undisputed land of a party lies beside it")
        chosen = np.array([reason is None for reason in reasons], dtype=bool)
        if not chosen.any():
            settled = land_of(land.villages, *outlines_of(land))
            if _same(land, settled):
                return land, _together(rounds, findings), _left(findings, reasons, rules)
            land = settled
            continue
        grants = grant(
            findings,
            chosen,
            sides,
            whole=len(rounds) >= MOST_ROUNDS,
            reference=rules.reference,
            keys=keys,
        )
        rounds.append(_listed(findings, grants.patch, keys[grants.record], grants.how, len(rounds)))
        land = land_of(land.villages, *granted(land, patch_of_face, grants))


def _same(land: Land, other: Land) -> bool:
    """Whether two lands give the same outlines to the same records."""
    (outlines, records), (others, other_records) = outlines_of(land), outlines_of(other)
    return np.array_equal(records, other_records) and bool(
        shapely.equals_identical(outlines, others).all()
    )


def _reasons(findings: gpd.GeoDataFrame, rules: Rules) -> list[Message | None]:
    """Why each finding is left, None for noise that may be repaired."""
    limit = rules.limits
    highest = CLASSES.index(rules.up_to)
    near = _near_signed(findings, rules)
    reasons: list[Message | None] = []
    for place, (kind, of_class, width) in enumerate(
        zip(findings["kind"], findings["class"], findings["max_width_m"], strict=True)
    ):
        if kind == "enclave":
            reasons.append(message("an enclave"))
        elif CLASSES.index(of_class) < highest:
            reasons.append(message("wider than noise"))
        elif width > limit.sliver_m:
            reasons.append(message("somewhere wider than the accuracy explains"))
        elif near[place]:
            reasons.append(message("touches a line to be kept"))
        else:
            reasons.append(None)
    return reasons


def _near_signed(findings: gpd.GeoDataFrame, rules: Rules) -> Mask:
    near = np.zeros(len(findings), dtype=bool)
    if len(rules.signed):
        shapes = findings.geometry.to_numpy()
        tree = shapely.STRtree(rules.signed)
        near[tree.query(shapes, predicate="dwithin", distance=rules.limits.noise_m)[0]] = True
    return near


def _refusals(
    findings: gpd.GeoDataFrame,
    patch: NDArray[np.int64],
    taker: NDArray[np.object_],
    refused: frozenset[str],
) -> dict[int, Message]:
    """Patches of which a refused village is a party or a taker, with the reason."""
    if not refused:
        return {}
    names = {
        key: name
        for keys, words in zip(findings["villages"], findings["names"], strict=True)
        for key, name in zip(keys, words, strict=True)
    }
    parties = [set(keys) & refused for keys in findings["villages"]]
    for place, key in zip(patch, taker, strict=True):
        if key in refused:
            parties[place].add(key)
    text = "{village} cannot be repaired; see the list of villages left"
    return {
        place: message(text, village=names[min(found)])
        for place, found in enumerate(parties)
        if found
    }


def _listed(
    findings: gpd.GeoDataFrame,
    patch: NDArray[np.int64],
    taker: NDArray[np.object_],
    how: NDArray[np.object_],
    before: int,
) -> gpd.GeoDataFrame:
    order = np.lexsort((np.arange(len(patch)), patch))
    places, first = np.unique(patch[order], return_index=True)
    takers = [tuple(sorted(set(keys))) for keys in np.split(taker[order], first[1:])]
    return (
        findings.iloc[places]
        .reset_index(drop=True)
        .assign(taken_by=pd.Series(takers, dtype=object), how=how[places], round=before + 1)
    )


def _together(rounds: list[gpd.GeoDataFrame], empty: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    blank = empty.iloc[:0].assign(taken_by=pd.Series(dtype=object), how="", round=0)
    table = gpd.GeoDataFrame(
        pd.concat(rounds, ignore_index=True) if rounds else blank, crs=empty.crs
    )
    return tell_apart(by_severity(table)) if rounds else table


def _left(
    findings: gpd.GeoDataFrame, reasons: list[Message | None], rules: Rules
) -> gpd.GeoDataFrame:
    table = findings.assign(reason=pd.Series(reasons, dtype=object))
    listed = table[table["area_m2"] >= rules.parameters.min_area_m2]
    return tell_apart(by_severity(listed.reset_index(drop=True)))


def _outlines(land: Land) -> NDArray[np.object_]:
    """The outline of each record, empty where nothing is left of it."""
    outlines = np.full(len(land.villages), shapely.MultiPolygon(), dtype=object)
    polygons, records = outlines_of(land)
    parts, owner = shapely.get_parts(polygons, return_index=True)
    outlines[records] = shapely.multipolygons(parts, indices=owner)
    return outlines


def _report(villages: gpd.GeoDataFrame, outlines: NDArray[np.object_]) -> pd.DataFrame:
    crs = CRS.from_user_input(villages.crs)
    drawn = villages.geometry.to_numpy()
    before, after = ellipsoidal_areas(drawn, crs), ellipsoidal_areas(outlines, crs)
    return pd.DataFrame(
        {
            "row": villages["row"].to_numpy(),
            "key": villages["key"].to_numpy(dtype=object),
            "name": villages["name"].to_numpy(dtype=object),
            "area_before_m2": before,
            "area_after_m2": after,
            "change_m2": after - before,
            "change_percent": 100 * (after - before) / before,
            "parts_before": shapely.get_num_geometries(drawn),
            "parts_after": shapely.get_num_geometries(outlines),
        }
    )


def _union_area(land: Land) -> float:
    claimed = np.unique(land.mosaic.claim_face)
    crs = CRS.from_user_input(land.villages.crs)
    return float(ellipsoidal_areas(land.mosaic.faces[claimed], crs).sum())
