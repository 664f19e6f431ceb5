"""What a package of agreed lines would be found wrong with, told before another line is signed."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from pyproj import CRS

from boundaries.domain.agreed import Decision
from boundaries.domain.canonical import canonical, line_hash
from boundaries.domain.handed_over import Layers, Opening, topology_faults
from boundaries.domain.handed_over_features import Agreed, agreed_faults, point_faults
from boundaries.domain.kugi import line_status
from boundaries.domain.submission import MARK, Ground, Submission, Wanted, assess, submission
from boundaries.errors import Notice

OF_SHAPES = frozenset({"no-agreement", "off-agreed-line", "point-off-line", "point-twice"})
"""Faults of features that come up with a line; the others are those of sources or signatures."""


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
