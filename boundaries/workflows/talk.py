"""Talk about a segment: comment, answer, correct, withdraw, close. Each is an entry of the log."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from boundaries.domain.talk import Act, clean_text, mentions_in, require
from boundaries.errors import ConflictError, InputError, ParameterError
from boundaries.io.evidence import JPEG, PDF, PNG, read_evidence
from boundaries.io.names import title
from boundaries.messages import message
from boundaries.store.database import Store
from boundaries.store.models import Comment, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer
from boundaries.workflows.evidence import Subject, add_document
from boundaries.workflows.talk_places import WHOLE, Anchor, anchored
from boundaries.workflows.talk_read import comment_of, first_of, said, sides_of

ATTEMPTS = 4
MOST_FILES = 5
MOST_FILE_BYTES = 15 * 2**20
FILE_KINDS = {PDF: "other", JPEG: "photo", PNG: "photo"}
"""What may be attached, and as what kind of document it is kept."""
KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(frozen=True, kw_only=True)
class Words:
    """What somebody says.

    `key` is the number of the form, so that a form sent twice counts once; `mentions` are words
    chosen from the list, `files` photos and PDFs.
    """

    text: str
    key: str
    mentions: Sequence[str] = ()
    files: Sequence[Path] = ()


def comment(
    store: Store, segment: str, words: Words, doer: Doer, *, anchor: Anchor = WHOLE
) -> Comment:
    """Begin a thread about a segment, a point or a simpul.

    Raises `RefusedError` as the rules say, `ParameterError` for a text, an anchor or a key that is
    none, `InputError` for a file that is not kept, `StoreError` for an unknown segment.
    """

    def begin(repository: Repository) -> Comment:
        row = repository.get(Segment, segment)
        require(Act.COMMENT, doer.actor, sides_of(row))
        return _say(repository, row, words, doer, anchor=anchored(repository, row, anchor))

    return _spoken(store, segment, begin, words, doer)


def answer(store: Store, segment: str, thread: int, words: Words, doer: Doer) -> Comment:
    """Answer in a thread; raises as `comment`, and where the thread is closed."""

    def go_on(repository: Repository) -> Comment:
        row = repository.get(Segment, segment)
        first = first_of(repository, segment, thread)
        require(Act.ANSWER, doer.actor, sides_of(row), said(repository, first))
        return _say(repository, row, words, doer, thread=first)

    return _spoken(store, segment, go_on, words, doer)


def correct(store: Store, segment: str, number: int, words: Words, doer: Doer) -> Comment:
    """Put a correction below one's own comment."""

    def add(repository: Repository) -> Comment:
        row, wrong = repository.get(Segment, segment), comment_of(repository, segment, number)
        require(Act.CORRECT, doer.actor, sides_of(row), said(repository, wrong))
        first = first_of(repository, segment, wrong.thread_id or wrong.id)
        return _say(repository, row, words, doer, thread=first, corrects=wrong)

    return _spoken(store, segment, add, words, doer)


def edit(
    store: Store, segment: str, number: int, text: str, doer: Doer, *, version: int
) -> Comment:
    """Change one's own comment while nobody answered; `version` is the one that was shown."""
    words = clean_text(text)

    def change(repository: Repository) -> Comment:
        row = repository.get(Segment, segment)
        found = comment_of(repository, segment, number)
        require(Act.EDIT, doer.actor, sides_of(row), said(repository, found))
        repository.get(Comment, number, version=version)
        if found.text == words:
            return found
        before = found.text
        added = set(mentions_in(words, (), sides_of(row))) - set(found.mentions)
        found.text, found.edited_at = words, doer.at
        found.mentions = sorted({*found.mentions, *added})
        first = first_of(repository, segment, found.thread_id or found.id)
        first.turns += 1
        after = {"comment": number, "thread": first.id, "text": words, "mentions": sorted(added)}
        _log(repository, Act.EDIT, segment, doer, after, before={"text": before})
        return found

    return _insisting(store, change)


def withdraw(store: Store, segment: str, number: int, reason: str, doer: Doer) -> Comment:
    """Strike a comment out, with the reason; it stays to be read."""
    why = clean_text(reason)

    def strike(repository: Repository) -> Comment:
        row, found = repository.get(Segment, segment), comment_of(repository, segment, number)
        require(Act.WITHDRAW, doer.actor, sides_of(row), said(repository, found))
        found.withdrawn_at, found.withdrawn_by = doer.at, doer.actor.person
        found.withdrawn_reason = why
        first = first_of(repository, segment, found.thread_id or found.id)
        first.turns += 1
        after = {"comment": number, "thread": first.id, "withdrawn": True}
        _log(repository, Act.WITHDRAW, segment, doer, after, reason=why)
        return found

    return _insisting(store, strike)


def resolve(store: Store, segment: str, thread: int, doer: Doer, *, resolved: bool) -> Comment:
    """Close a thread, or open it again."""
    act = Act.RESOLVE if resolved else Act.REOPEN

    def turn(repository: Repository) -> Comment:
        row, first = repository.get(Segment, segment), first_of(repository, segment, thread)
        require(act, doer.actor, sides_of(row), said(repository, first))
        first.resolved_at = doer.at if resolved else None
        first.resolved_by = doer.actor.person if resolved else None
        first.turns += 1
        after = {"comment": thread, "thread": thread, "resolved": resolved}
        _log(repository, act, segment, doer, after, before={"resolved": not resolved})
        return first

    return _insisting(store, turn)


def _spoken(
    store: Store,
    segment: str,
    speak: Callable[[Repository], Comment],
    words: Words,
    doer: Doer,
) -> Comment:
    """Say it once: a form that was sent before gives the comment that it made then."""
    text = clean_text(words.text)
    if not KEY.fullmatch(words.key):
        raise ParameterError(
            "comment-key",
            message("the form has no number of its own"),
            message("load the page again, then write the comment"),
        )

    def once(repository: Repository) -> Comment:
        for made in repository.find(Comment, by=doer.actor.person, key=words.key):
            if made.text != text or made.segment_id != segment:
                raise ParameterError(
                    "comment-sent",
                    message("this form was sent before, with another text"),
                    message("load the page again, then write the comment"),
                )
            return made
        return speak(repository)

    return _insisting(store, once)


def _say(
    repository: Repository,
    segment: Segment,
    words: Words,
    doer: Doer,
    *,
    anchor: Anchor = WHOLE,
    thread: Comment | None = None,
    corrects: Comment | None = None,
) -> Comment:
    """Write a comment; the rules have let it pass."""
    text = clean_text(words.text)
    row = Comment(
        segment_id=segment.id,
        thread_id=thread.id if thread else None,
        corrects_id=corrects.id if corrects else None,
        text=text,
        anchor=anchor.kind,
        anchor_ref=anchor.ref,
        lon=anchor.lon,
        lat=anchor.lat,
        mentions=list(mentions_in(text, words.mentions, sides_of(segment))),
        documents=_kept(repository.store, words.files, segment.id, doer),
        by=doer.actor.person,
        role=doer.actor.role.value,
        at=doer.at,
        key=words.key,
    )
    repository.add(row)
    if thread is not None:
        thread.turns += 1
    act = Act.CORRECT if corrects else Act.ANSWER if thread else Act.COMMENT
    after = {
        "comment": row.id, "thread": thread.id if thread else row.id, "text": text,
        "anchor": [anchor.kind, anchor.ref, anchor.lon, anchor.lat],
        "mentions": row.mentions, "documents": row.documents,
    }  # fmt: skip
    if corrects is not None:
        after["corrects"] = corrects.id
    _log(repository, act, segment.id, doer, after)
    return row


def _kept(store: Store, files: Sequence[Path], segment: str, doer: Doer) -> list[int]:
    """Keep photos and PDFs as evidence of the segment; their numbers."""
    if len(files) > MOST_FILES:
        raise ParameterError(
            "comment-files",
            message("{count} files come with the comment", count=len(files)),
            message("attach up to {most}", most=MOST_FILES),
        )
    kinds = [read_evidence(path, most=MOST_FILE_BYTES)[1] for path in files]
    for path, kind in zip(files, kinds, strict=True):
        if kind not in FILE_KINDS:
            raise InputError(
                "comment-file",
                message("{file} is neither a photo nor a PDF", file=title(path)),
                message("attach JPEG, PNG or PDF; other papers belong to the actions"),
            )
    rows = [
        add_document(store, path, Subject(kind=FILE_KINDS[kind], segment=segment), doer)[0]
        for path, kind in zip(files, kinds, strict=True)
    ]
    return list(dict.fromkeys(row.id for row in rows))


def _log(
    repository: Repository,
    act: Act,
    segment: str,
    doer: Doer,
    after: Mapping[str, object],
    *,
    before: Mapping[str, object] | None = None,
    reason: str | None = None,
) -> None:
    """Log a change of the talk with its segment; its state is not among what changed."""
    subject = ("segment", segment)
    repository.record(
        doer.entry(act.value, subject, before=before or {}, after=after, reason=reason)
    )


def _insisting(store: Store, change: Callable[[Repository], Comment]) -> Comment:
    """Do it again when others were faster: each time the rules look at what is there by then.

    The last of `ATTEMPTS` raises `ConflictError` where they were faster again.
    """
    for _ in range(ATTEMPTS - 1):
        with suppress(ConflictError), Repository(store) as repository:
            return change(repository)
    with Repository(store) as repository:
        return change(repository)
