"""What changed on a segment since somebody looked at it last."""

from __future__ import annotations

import datetime
from contextlib import suppress
from dataclasses import dataclass

from boundaries.domain.roles import HEADS, Action, Actor, Role
from boundaries.domain.talk import Act, may_read
from boundaries.errors import ConflictError
from boundaries.store.database import Store
from boundaries.store.models import Segment, SegmentVisit
from boundaries.store.recent import newest_by_segment, recent
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of
from boundaries.workflows.talk_read import sides_of

SAME_VISIT = datetime.timedelta(minutes=30)
"""Looking again within this time is the same visit."""
WRITE_STEP = datetime.timedelta(minutes=1)
TALK = (Act.COMMENT, Act.ANSWER, Act.CORRECT)
DEEDS = tuple(action for action in Action if action is not Action.BEGIN)


@dataclass(frozen=True)
class News:
    """What others did since `since`: people by what they did, numbers of new comments.

    `other` counts everything else that was done to the segment.
    """

    since: datetime.datetime
    proposed: tuple[str, ...]
    signed: tuple[str, ...]
    declined: tuple[str, ...]
    comments: tuple[int, ...]
    other: int

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.proposed or self.signed or self.declined or self.comments or self.other)


def visit(store: Store, account: int, segment: str, at: datetime.datetime) -> SegmentVisit | None:
    """Note that somebody looks at a segment now; the visit, None where another page was faster."""
    with suppress(ConflictError), Repository(store) as repository:
        head = repository.head()
        seq = head.seq if head else 0
        known = repository.find(SegmentVisit, account_id=account, segment_id=segment)
        if not known:
            row = SegmentVisit(account_id=account, segment_id=segment, seen_seq=seq, seen_at=at)
            repository.add(row)
            return row
        row = known[0]
        passed = at - row.seen_at
        if passed > SAME_VISIT:
            row.before_seq, row.before_at = row.seen_seq, row.seen_at
        if passed > WRITE_STEP or seq > row.seen_seq:
            row.seen_seq, row.seen_at = seq, at
        return row
    return None


def news_of(store: Store, segment: Segment, actor: Actor, seen: SegmentVisit) -> News | None:
    """What others did since the visit before; None on the first one, and where nothing was done.

    Comments count only for those whom they concern.
    """
    if seen.before_seq is None or seen.before_at is None:
        return None
    talk = TALK if may_read(sides_of(segment), actor) else ()
    events = recent(
        store,
        person=actor.person,
        actions=(*DEEDS, *talk),
        after=seen.before_seq,
        segments=[segment.id],
    )[::-1]
    standing = {one.person for one in case_of(segment).standing}
    by = {
        action: tuple(dict.fromkeys(one.who for one in events if one.action == action))
        for action in (Action.PROPOSE, Action.SIGN, Action.DECLINE)
    }
    by[Action.SIGN] = tuple(person for person in by[Action.SIGN] if person in standing)
    comments = tuple(int((one.after or {})["comment"]) for one in events if one.action in talk)
    other = sum(one.action not in (*by, *talk) for one in events)
    news = News(
        seen.before_at, by[Action.PROPOSE], by[Action.SIGN], by[Action.DECLINE], comments, other
    )
    return news if news.any else None


def with_news(store: Store, account: int, actor: Actor) -> frozenset[str]:
    """The segments that this account looked at before, and where others did something since."""
    with Repository(store) as repository:
        seen = {
            row.segment_id: row.seen_seq
            for row in repository.find(SegmentVisit, account_id=account)
        }
        limited = actor.role in (*HEADS, Role.CAMAT)
        rows = repository.find(Segment, id=list(seen)) if seen and limited else []
    closed = {row.id for row in rows if not may_read(sides_of(row), actor)}
    if not seen:
        return frozenset()
    oldest = min(seen.values())
    deeds = newest_by_segment(store, person=actor.person, actions=DEEDS, after=oldest)
    talk = newest_by_segment(store, person=actor.person, actions=TALK, after=oldest)
    return frozenset(
        segment
        for segment, seq in seen.items()
        if max(deeds.get(segment, 0), 0 if segment in closed else talk.get(segment, 0)) > seq
    )
