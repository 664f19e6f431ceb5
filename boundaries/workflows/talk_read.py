"""Reading the talk about a segment: its threads, and what the reader may do in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boundaries.domain.case import Side
from boundaries.domain.roles import Actor
from boundaries.domain.talk import Act, Said, may, may_read
from boundaries.errors import StoreError
from boundaries.messages import message
from boundaries.store.models import Comment, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of


@dataclass(frozen=True)
class Entry:
    """A comment with the corrections below it; `acts` are what the reader may do to it now."""

    row: Comment
    corrections: tuple[Comment, ...]
    acts: frozenset[Act]


@dataclass(frozen=True)
class Thread:
    """A comment and its answers; `number` counts the threads of the segment from 1."""

    number: int
    first: Entry
    answers: tuple[Entry, ...]

    @property
    def resolved(self) -> bool:
        """Whether it is closed."""
        return self.first.row.resolved_at is not None


def sides_of(segment: Segment) -> tuple[Side, ...]:
    """The villages of a segment, and those that are asked, as the rules of talking need them."""
    sides = (
        Side(segment.village_a, segment.kecamatan_a, ""),
        Side(segment.village_b, segment.kecamatan_b, ""),
    )
    return (*(side for side in sides if side.village), *(case_of(segment).asked or ()))


def threads_of(repository: Repository, segment: Segment, actor: Actor) -> list[Thread]:
    """The threads of a segment in the order of their beginning; none for whom they do not concern.

    Answers follow in the order in which they were written, corrections below what they correct.
    """
    sides = sides_of(segment)
    if not may_read(sides, actor):
        return []
    rows = sorted(repository.find(Comment, segment_id=segment.id), key=lambda row: row.id)
    found = []
    for number, first in enumerate((row for row in rows if row.thread_id is None), start=1):
        within = [first, *(row for row in rows if row.thread_id == first.id)]
        entries = [_entry(row, within, sides, actor) for row in within if row.corrects_id is None]
        found.append(Thread(number, entries[0], tuple(entries[1:])))
    return found


def said(repository: Repository, row: Comment) -> Said:
    """What the rules look at in a comment."""
    return _said(row, repository.find(Comment, thread_id=row.thread_id or row.id))


def comment_of(repository: Repository, segment: str, number: int) -> Comment:
    """A comment of this segment; raises `StoreError` where it has none of this number."""
    found = repository.find(Comment, id=number, segment_id=segment)
    if not found:
        raise StoreError(
            "not-found",
            message("there is no comment {number} on this segment", number=number),
            message("load the page of the segment again"),
        )
    return found[0]


def first_of(repository: Repository, segment: str, number: int) -> Comment:
    """The comment that began the thread of a comment."""
    found = comment_of(repository, segment, number)
    if found.thread_id is None:
        return found
    return comment_of(repository, segment, found.thread_id)


def _entry(row: Comment, within: Sequence[Comment], sides: Sequence[Side], actor: Actor) -> Entry:
    corrections = tuple(one for one in within if one.corrects_id == row.id)
    about = _said(row, within)
    acts = {act for act in (Act.EDIT, Act.CORRECT, Act.WITHDRAW) if may(act, actor, sides, about)}
    if Act.EDIT in acts:
        acts.discard(Act.CORRECT)
    if row.thread_id is None:
        turns = (Act.ANSWER, Act.RESOLVE, Act.REOPEN)
        acts |= {act for act in turns if may(act, actor, sides, about)}
    return Entry(row, corrections, frozenset(acts))


def _said(row: Comment, thread: Sequence[Comment]) -> Said:
    return Said(
        author=row.by,
        answered=any(one.id > row.id and one.by != row.by for one in thread),
        withdrawn=row.withdrawn_at is not None,
        resolved=row.resolved_at is not None,
    )
