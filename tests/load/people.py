"""Who works under load: heads, several for the same village, and the offices around them."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle

from boundaries.domain.deed import Facts
from boundaries.domain.lifecycle_rules import RIGHT_HEAD
from boundaries.domain.local_time import WIB
from boundaries.domain.roles import Action, Actor, Role
from boundaries.store.database import Store
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.accounts import Person, add_account, set_password
from boundaries.workflows.cases import case_of
from boundaries.workflows.doer import Doer
from boundaries.workflows.settle import act_on, propose_line

PASSWORD = "beban-tapal-uji"
HEADS_EACH = 2
"""Heads of one village, who get in each other's way."""
OFFICES = (
    Role.OPERATOR, Role.CAMAT, Role.GIS, Role.OPERATOR, Role.CAMAT, Role.VERIFIER, Role.BUPATI,
    Role.CAMAT, Role.BIG, Role.PROVINCE, Role.LEGAL, Role.ADMIN,
)  # fmt: skip
HEADS_OF_TEN = 7
MEETINGS = 24
"""Segments on which all of them work; fewer than the server remembers the land of."""
UNTRACED = 6
"""One in so many segments is left for the operators to take up."""


def doer(role: Role) -> Doer:
    """Somebody who acts now and is none of the reviewers."""
    return Doer(Actor("persiapan", role), datetime.datetime.now(WIB))


def meeting_segments(store: Store) -> list[Segment]:
    """Up to `MEETINGS` segments between two villages, those of the busiest villages first."""
    with Repository(store) as repository:
        rows = [row for row in repository.find(Segment, current=True) if row.village_b]
    busy = _busy(rows)
    order = sorted(rows, key=lambda row: (-max(busy[row.village_a], busy[row.village_b]), row.id))
    return order[:MEETINGS]


def trace(store: Store, segments: Sequence[Segment]) -> None:
    """Take most of the segments so far that lines can be proposed, or signed at once."""
    for number, row in enumerate(segments):
        if number % UNTRACED:
            for action in (Action.RECORD_DOCUMENTS, Action.RECORD_TRACING):
                act_on(store, row.id, action, doer(Role.OPERATOR), Facts(documents=("1",)))
            if number % 2:
                propose_line(store, row.id, "reference", doer(Role.OPERATOR))


def open_accounts(store: Store, segments: Sequence[Segment], count: int) -> list[Person]:
    """Accounts for so many reviewers of the segments, all with the password `PASSWORD`."""
    people = list(_people(segments, count))
    for person in people:
        add_account(store, person, doer(Role.ADMIN))
        set_password(store, person.login, PASSWORD, doer(Role.ADMIN))
    return people


def _busy(segments: Iterable[Segment]) -> Counter[str]:
    """How many segments each village has."""
    return Counter(key for row in segments for key in (row.village_a, row.village_b))


def _people(segments: Sequence[Segment], count: int) -> Iterator[Person]:
    """Seven of ten are heads of the villages with most segments, the others work in offices."""
    busy = _busy(segments)
    villages = cycle([key for key, _ in busy.most_common() for _ in range(HEADS_EACH)])
    sides = {side.village: side for row in segments for side in case_of(row).sides}
    heads = {village: RIGHT_HEAD[side.kind] for village, side in sides.items()}
    districts = cycle(sorted({row.kecamatan_a for row in segments}))
    offices = cycle(OFFICES)
    for number in range(count):
        login = f"beban.{number + 1:03}"
        if number % 10 < HEADS_OF_TEN:
            village = next(villages)
            yield Person(login, f"Penguji {number + 1}", heads[village], (village,))
            continue
        role = next(offices)
        kecamatan = (next(districts),) if role is Role.CAMAT else ()
        yield Person(login, f"Penguji {number + 1}", role, kecamatan=kecamatan)
