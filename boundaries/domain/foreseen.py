"""What a package of agreed lines would be found wrong with, told before another line is signed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.domain.agreed import Decision
from boundaries.domain.canonical import canonical, line_hash
from boundaries.domain.coverage_lines import with_reference_land
from boundaries.domain.handed_over import Layers, Opening, topology_faults
from boundaries.domain.handed_over_features import Agreed, agreed_faults, point_faults
from boundaries.domain.kugi import line_status
from boundaries.domain.submission import MARK, Ground, Submission, Wanted, assess, submission
from boundaries.errors import Notice

OF_SHAPES = frozenset({"no-agreement", "off-agreed-line", "point-off-line", "point-twice"})
"""Faults of features that come up with a line; the others are those of sources or signatures."""
NEAR_M = 1.0
"""Further away a line does nothing: points this near lie at one place, vertices are moved less."""
NARROW_M = 0.1
"""Rounding closes what is narrower, and often less."""


def foreseen_faults(
    ground: Ground, decisions: Sequence[Decision], *, decimals: int
) -> tuple[Notice, ...]:
    """The faults of shapes that a package with these decisions, all in force, would have.

    `ground` is what was agreed with them, `decimals` as `boundaries.domain.submission` has it.
    """
    submitted = submission(assess(ground), Wanted(unfinished=MARK), decimals=decimals)
    layers = layers_of(submitted)
    openings = [
        Opening(row.reason, row.area_m2, row.geometry.x, row.geometry.y)
        for row in submitted.openings.itertuples()
    ]
    crs = CRS.from_user_input(ground.coverage.crs)
    features = [
        *point_faults(layers, crs, submitted.zone),
        *agreed_faults(layers, [_agreed(one) for one in decisions], crs),
    ]
    wrong = [fault for fault in features if fault.code in OF_SHAPES]
    return (*topology_faults(layers, openings), *wrong)


def reach_of(decision: Decision, before: gpd.GeoDataFrame, ground: Ground) -> frozenset[str]:
    """The villages (keys) of which a package can tell anything else than without a decision.

    `before` is the agreed coverage without it, nobody's land under "", and `ground` what was agreed
    with it. Something else is only along the line and on land that goes to another village: also
    crumbs of nobody's land, that it has cut off. Those who have land within `NEAR_M` of this before
    or after, or have it by the reference, are reached, and those around a hole of the coverage that
    comes as near. All are where the land that nobody covers is so narrow there that rounding may
    close it: what is a hole then shows on the whole only.
    """
    was = with_reference_land(before, ground.reference)
    around = shapely.buffer(_changed(decision, was, ground.coverage), NEAR_M)
    land = shapely.get_parts(shapely.coverage_union_all(ground.coverage.geometry.to_numpy()))
    if _narrow(shapely.intersection(shapely.boundary(land), around)):
        return frozenset(before["key"]) - {""}
    holes = [ring for part in land for ring in part.interiors if ring.intersects(around)]
    near = shapely.union_all([around, *holes])
    found = (
        table["key"][shapely.intersects(table.geometry.to_numpy(), near)]
        for table in (was, ground.coverage, ground.reference)
    )
    return frozenset({decision.a, decision.b}.union(*found))


def _changed(decision: Decision, was: gpd.GeoDataFrame, now: gpd.GeoDataFrame) -> shapely.Geometry:
    """The line of a decision, and all land that another village has now."""
    pairs = was.merge(now, on="key", how="outer", suffixes=("", "_now"))
    before, after = (
        np.where(pairs[name].isna(), shapely.Polygon(), pairs[name])
        for name in ("geometry", "geometry_now")
    )
    other = ~shapely.equals_identical(before, after)
    moved = shapely.symmetric_difference(before[other], after[other])
    return shapely.union_all([decision.line, *decision.transfers.geometry, *moved])


def _narrow(rims: NDArray[np.object_]) -> bool:
    """Whether stretches of rims come near to each other or, but at corners, to themselves."""
    stretches = shapely.get_parts(shapely.line_merge(shapely.union_all(rims)))
    wide = shapely.get_parts(shapely.union_all(shapely.buffer(stretches, NARROW_M / 2)))
    return len(wide) < len(stretches) or bool(shapely.get_num_interior_rings(wide).any())


def part_of(ground: Ground, villages: Collection[str]) -> Ground:
    """What was agreed between some villages (keys), as if there were no others."""
    segments = ground.segments
    between = segments["a"].isin(villages) & segments["b"].isin(villages)
    coverage, reference, facts = (
        gpd.GeoDataFrame(table[table["key"].isin(villages)].reset_index(drop=True))
        for table in (ground.coverage, ground.reference, ground.villages)
    )
    return replace(
        ground,
        coverage=coverage,
        reference=reference,
        villages=facts,
        segments=gpd.GeoDataFrame(segments[between].reset_index(drop=True)),
    )


def content_of(ground: Ground, decisions: Sequence[Decision], *, decimals: int) -> str:
    """A sum over all that `foreseen_faults` looks at: it finds the same wherever this is the same.

    The ids that decisions have in a workspace play no part in it.
    """
    tables = (ground.coverage, ground.reference, ground.villages, ground.segments)
    agreed = [_agreed(one) for one in decisions]
    return sum_of(tables, ground.parameters, decimals, agreed)


def sum_of(tables: Iterable[gpd.GeoDataFrame], *values: object) -> str:
    """A sum (SHA-256) over every value, row, vertex and CRS of some tables, and over values.

    Rows count in their order; values by their `repr`.
    """
    content = hashlib.sha256(repr(values).encode())
    for table in tables:
        columns = pd.DataFrame(table.drop(columns="geometry")).to_dict("list")
        content.update(repr((str(table.crs), len(table), columns)).encode())
        for binary in shapely.to_wkb(table.geometry.to_numpy(), byte_order=1):
            content.update(hashlib.sha256(binary).digest())
    return content.hexdigest()


def layers_of(submitted: Submission) -> Layers:
    """The layers of a submission as a package would hold them."""
    segments = submitted.segments
    status = [line_status(state) for state in segments["state"]]
    return Layers(
        submitted.villages,
        segments.assign(status=status),
        submitted.points,
        submitted.kecamatan,
        submitted.decimals,
    )


def _agreed(decision: Decision) -> Agreed:
    return Agreed(
        segment=decision.segment,
        a=decision.a,
        b=decision.b,
        kind="",
        hash=line_hash(decision.line),
        wkb=shapely.to_wkb(canonical(decision.line), byte_order=1),
        signatures=(),
    )
