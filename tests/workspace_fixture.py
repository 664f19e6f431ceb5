"""A small workspace: four villages as BIG draws them, and the surveys of two of them."""

from __future__ import annotations

import datetime
from pathlib import Path

from shapely import box
from shapely.geometry.base import BaseGeometry

from boundaries.domain.case import Case, Proposal
from boundaries.domain.deed import Facts
from boundaries.domain.local_time import WIB
from boundaries.domain.roles import Action, Actor, Role
from boundaries.store.database import Store
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.detect_workspace import detect
from boundaries.workflows.doer import Doer
from boundaries.workflows.layer_options import LayerOptions
from boundaries.workflows.settle import act_on, propose_line
from boundaries.workflows.take_in import Import, take_in
from tests.cli_layers import layer

A, B, C, D = "12.09.20.2001", "12.09.20.2002", "12.09.21.2003", "12.09.20.2004"
BIG: dict[str, BaseGeometry] = {
    A: box(0, 0, 1000, 1000), B: box(1000, 0, 2000, 1000), C: box(0, 1000, 2000, 2000),
    D: box(2000, 0, 3000, 1000),
}  # fmt: skip
"""
+-------------------+            2000
|         C         |
+---------N---------+---------+ 1000
|    A    |    B    |    D    |
+---------S---------+---------+ 0
0       1000      2000      3000
"""
WIDER = 100.0
"""A's survey takes so many metres of B all along their border: 10 ha."""


def doer(person: str = "sari", role: Role = Role.OPERATOR, day: int = 1, **area: str) -> Doer:
    """Somebody on a day of January 2026; `village` is the one that a head answers for."""
    villages = frozenset(area.values())
    at = datetime.datetime(2026, 1, day, 9, 0, tzinfo=WIB)
    return Doer(Actor(person, role, villages=villages), at)


def head_of(village: str, day: int = 2) -> Doer:
    """The head of a village."""
    return doer(f"kades {village}", Role.VILLAGE_HEAD, day, village=village)


def survey_of_a(path: Path, *, wider: float = WIDER) -> Path:
    """The survey of A."""
    return layer(path, {A: box(0, 0, 1000 + wider, 1000)})


def survey_of_c(path: Path) -> Path:
    """The survey of C, as BIG has it."""
    return layer(path, {C: BIG[C]})


def take(
    store: Store,
    *paths: Path,
    role: str = "survey",
    name: str | None = None,
    fewer: bool = False,
) -> Import:
    """Take files in."""
    return take_in(
        store, paths, role=role, doer=doer(), options=LayerOptions(), name=name, fewer=fewer
    )


def import_all(store: Store, folder: Path) -> None:
    """Take BIG's layer and two surveys in."""
    take(store, layer(folder / "big.gpkg", BIG), role="big")
    take(store, survey_of_a(folder / "a.gpkg"), survey_of_c(folder / "c.gpkg"))


def fill(store: Store, folder: Path) -> None:
    """Take them in, and detect."""
    import_all(store, folder)
    detect(store, doer())


def segment_of(store: Store, one: str, other: str = "") -> Segment:
    """The segment between two villages, or at the outer border of one."""
    with Repository(store) as repository:
        [found] = repository.find(Segment, village_a=one, village_b=other)
    return found


def put_on_table(store: Store, segment: str, kind: str) -> Proposal:
    """Study documents, trace, and propose a line."""
    for action in (Action.RECORD_DOCUMENTS, Action.RECORD_TRACING):
        act_on(store, segment, action, doer(), Facts(documents=("1",)))
    return propose_line(store, segment, kind, doer())


def sign(store: Store, segment: str, proposal: Proposal, village: str) -> Case:
    """The head of a village signs."""
    facts = Facts(number=proposal.number, hash=proposal.hash)
    return act_on(store, segment, Action.SIGN, head_of(village), facts)


def agree(store: Store, one: str, other: str, kind: str) -> Case:
    """Both heads sign a line of a kind, and those of villages whose junction it moves."""
    segment = segment_of(store, one, other).id
    proposal = put_on_table(store, segment, kind)
    sign(store, segment, proposal, one)
    case = sign(store, segment, proposal, other)
    for third in case.asked or ():
        case = sign(store, segment, proposal, third.village)
    return case


def fill_agreed(store: Store, folder: Path) -> None:
    """Take them in, detect; A and B agree on A's line."""
    fill(store, folder)
    agree(store, A, B, "a")


def fill_midway(store: Store, folder: Path) -> None:
    """Take them in, detect; A and B agree on the line halfway."""
    fill(store, folder)
    agree(store, A, B, "midline")
