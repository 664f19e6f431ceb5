"""Refuse a line, before it is signed, with which no package would prove itself any more."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import geopandas as gpd

from boundaries.domain.agreed import Decision, in_force
from boundaries.domain.coverage_lines import FREE_STATES
from boundaries.domain.foreseen import content_of, foreseen_faults, part_of, reach_of, sum_of
from boundaries.domain.submission import Ground
from boundaries.errors import Notice, RefusedError
from boundaries.io.package_layers import DECIMALS
from boundaries.messages import message
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.agreed_ground import ground_after
from boundaries.workflows.compare_workspace import villages_of
from boundaries.workflows.workspace import parameters_of

MOST_REMEMBERED = 4096
SEGMENT = ("id", "village_a", "village_b", "state", "mark", "geometry")


class _Remembered:
    """Sums of what was found sound, the latest ones.

    They are sums over everything that the proof looks at, so that they hold in any workspace and
    whatever other processes do; a process that is started anew proves anew.
    """

    def __init__(self) -> None:
        self._sums: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def add(self, content: str) -> None:
        with self._lock:
            self._sums[content] = None
            if len(self._sums) > MOST_REMEMBERED:
                self._sums.popitem(last=False)

    def __contains__(self, content: str) -> bool:
        with self._lock:
            return content in self._sums


_SOUND = _Remembered()


def require_sound(
    repository: Repository,
    base: gpd.GeoDataFrame,
    taken: Sequence[Decision],
    planned: Decision,
    *,
    before: gpd.GeoDataFrame,
) -> None:
    """Raise `RefusedError` where a package would have faults that it has not without a decision.

    `base` is the base coverage around the segment, `taken` are the decisions between villages of
    it, `before` is the coverage that they make. The villages that the decision reaches are proved
    by themselves; only where faults are found there, the whole of `base` is, with the decision and
    without. Faults that are there already speak against nothing. What was proved to be without
    faults is not proved again.
    """
    asked = _asked(repository, base, taken, planned)
    if asked in _SOUND:
        return
    ground = ground_after(repository, base, [*taken, planned])
    part = _is_sound(ground, before, taken, planned)
    new = [] if part else new_faults(repository, base, taken, planned, ground=ground)
    if new:
        raise RefusedError(
            "conflict-unsound",
            message("with this line the agreed boundary would contradict itself: {fault}",
                    fault=new[0].message),
            message("propose a line that keeps clear of the land of other villages between its "
                    "junctions, and of the lines agreed on beside it (the line halfway does)"),
        )  # fmt: skip
    _SOUND.add(asked)


def _asked(
    repository: Repository, base: gpd.GeoDataFrame, taken: Sequence[Decision], planned: Decision
) -> str:
    """A sum over all that the answer of `require_sound` can depend on.

    Of the states of segments it depends on those only in which they hold no village back.
    """
    segments = gpd.GeoDataFrame(repository.frame(Segment, only=SEGMENT, current=True))
    states = segments["state"].where(segments["state"].isin(FREE_STATES), "")
    decisions = [*taken, planned]
    return sum_of(
        [base, villages_of(repository), segments.assign(state=states),
         *(one.transfers for one in decisions)],
        parameters_of(repository),
        DECIMALS,
        [(one.id, one.segment, one.a, one.b, one.start, one.end, one.line.wkb, one.inverts)
         for one in decisions],
    )  # fmt: skip


def new_faults(
    repository: Repository,
    base: gpd.GeoDataFrame,
    taken: Sequence[Decision],
    planned: Decision,
    *,
    ground: Ground,
) -> list[Notice]:
    """The faults of a package of all villages in `base` that it has not without a decision.

    `ground` is what is agreed with the decision; the others as `require_sound` has them.
    """
    after = foreseen_faults(ground, in_force([*taken, planned]), decimals=DECIMALS)
    if not after:
        return []
    without = ground_after(repository, base, taken)
    known = {
        (fault.code, str(fault.feature))
        for fault in foreseen_faults(without, in_force(taken), decimals=DECIMALS)
    }
    return [fault for fault in after if (fault.code, str(fault.feature)) not in known]


def _is_sound(
    ground: Ground, before: gpd.GeoDataFrame, taken: Sequence[Decision], planned: Decision
) -> bool:
    """Whether the villages that a decision reaches make a package without any fault."""
    reached = reach_of(planned, before, ground)
    own = [one for one in in_force([*taken, planned]) if {one.a, one.b} <= reached]
    part = part_of(ground, reached)
    content = content_of(part, own, decimals=DECIMALS)
    if content in _SOUND:
        return True
    sound = not foreseen_faults(part, own, decimals=DECIMALS)
    if sound:
        _SOUND.add(content)
    return sound
