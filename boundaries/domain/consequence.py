"""What follows from a proposal: land gained and lost, whom it touches, what stays open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from boundaries.domain.proposal import Proposal
from boundaries.domain.site import Site
from boundaries.geometry.lines import ellipsoidal_lengths, farthest
from boundaries.geometry.metrics import ellipsoidal_areas

M2_PER_HA = 10_000
TOUCH_M = 0.01
"""Villages and junctions nearer to the line than this are touched by it."""
LEFT_M2 = 1.0
LEFT_SHARE = 0.01
"""A finding is settled if no more than this of its land is left open."""


@dataclass(frozen=True)
class Consequence:
    """What follows from a line.

    Attributes
    ----------
    areas : one row per line and village: `line` (kind), `village` (key), `before_m2` (under the
        reference, without what it gives to several), `after_m2`, `change_m2`, `change_ha`,
        `change_percent`; ellipsoidal. The lines are those that were given for comparison, and the
        proposal
    gains : the land that changes sides, as `Proposal.gains`
    length_m : length of the line on the ellipsoid
    offsets : by candidate line ("reference", "a", "b") the greatest distance between it and the
        line, metres, measured from both where they run beside each other
    villages : keys of other villages that the line touches, sorted
    simpul : ids of the junctions that it touches or moves, sorted
    remaining : ids of the findings between the two villages that it does not settle, sorted
    """

    areas: pd.DataFrame
    gains: gpd.GeoDataFrame
    length_m: float
    offsets: dict[str, float]
    villages: tuple[str, ...]
    simpul: tuple[str, ...]
    remaining: tuple[str, ...]


def consequence_of(
    site: Site, proposal: Proposal, others: Mapping[str, Proposal] | None = None
) -> Consequence:
    """The consequence of a proposal; `others` are lines to compare it with, by their name."""
    crs = CRS.from_user_input(site.land.crs)
    lines = {**(others or {}), proposal.kind: proposal}
    near = shapely.dwithin(site.land.geometry.to_numpy(), proposal.line, TOUCH_M)
    touched = site.land["key"].to_numpy(dtype=object)[near]
    at = shapely.dwithin(site.simpul.geometry.to_numpy(), proposal.line, TOUCH_M)
    junctions = {*site.simpul["id"].to_numpy(dtype=object)[at], *proposal.moved["simpul"]}
    return Consequence(
        areas=area_table(site, lines),
        gains=proposal.gains,
        length_m=float(ellipsoidal_lengths(np.array([proposal.line], dtype=object), crs)[0]),
        offsets=_offsets(site, proposal.line),
        villages=tuple(sorted(set(touched) - {site.a, site.b})),
        simpul=tuple(sorted(junctions)),
        remaining=_remaining(site, proposal),
    )


def area_table(site: Site, lines: Mapping[str, Proposal]) -> pd.DataFrame:
    """The areas of both villages under each line, see `Consequence.areas`."""
    crs = CRS.from_user_input(site.land.crs)
    keys = (site.a, site.b)
    disputed = site.disputed[site.disputed["open"].to_numpy(dtype=bool)]
    of_open = ellipsoidal_areas(disputed.geometry.to_numpy(), crs)
    before = ellipsoidal_areas(np.array([site.land_of(key) for key in keys], dtype=object), crs)
    before -= [of_open[(disputed["owner"] == key).to_numpy()].sum() for key in keys]
    tables = []
    for line, proposal in lines.items():
        change = np.array([_change(proposal.gains, key) for key in keys])
        tables.append(
            pd.DataFrame(
                {
                    "line": line,
                    "village": keys,
                    "before_m2": before,
                    "after_m2": before + change,
                    "change_m2": change,
                    "change_ha": change / M2_PER_HA,
                    "change_percent": 100 * change / before,
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def _change(gains: gpd.GeoDataFrame, key: str) -> float:
    gained = gains["area_m2"][gains["village_to"] == key].sum()
    return float(gained - gains["area_m2"][gains["village_from"] == key].sum())


def _offsets(site: Site, line: shapely.LineString) -> dict[str, float]:
    table = site.candidates.sort_values("drawn_by", kind="stable")
    drawn = table.geometry.to_numpy()
    found = farthest(np.full(len(drawn), line, dtype=object), drawn)
    return dict(zip(table["drawn_by"], found.tolist(), strict=True))


def _remaining(site: Site, proposal: Proposal) -> tuple[str, ...]:
    """Findings with land that the line does not settle between the two villages.

    It settles the disputed land along the segment, and overlaps and gaps of the two at the old line
    or the new one, unless they reach into disputed land that it does not part.
    """
    shapes = site.findings.geometry.to_numpy()
    least = np.maximum(LEFT_M2, LEFT_SHARE * shapely.area(shapes))
    settled = shapely.union_all(proposal.settled.geometry.to_numpy())
    disputed = shapely.difference(shapely.union_all(site.disputed.geometry.to_numpy()), settled)
    left = shapely.area(shapely.difference(shapes, settled)) > least
    alone = np.array([set(keys) == {site.a, site.b} for keys in site.findings["villages"]])
    lines = shapely.union_all([site.line, proposal.line])
    passed = alone.astype(bool) & shapely.dwithin(shapes, lines, TOUCH_M)
    passed &= shapely.area(shapely.intersection(shapes, disputed)) <= least
    return tuple(sorted(site.findings["id"].to_numpy(dtype=object)[left & ~passed]))
