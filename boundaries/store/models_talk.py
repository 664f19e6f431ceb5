"""Tables of talking: comments, what a person has seen, and notices on their way by mail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from boundaries.store.base import Base, Numbered, Versioned


class Comment(Numbered, Versioned, Base):
    """What somebody said about a segment; it is never deleted.

    `thread_id` is the comment that it answers, `corrects_id` the one that it corrects; a comment
    that begins a thread has neither. `lon` and `lat` (degrees) are where it is anchored, unless
    `anchor` is "segment"; `anchor_ref` names the simpul or the point of a line. `key` is the number
    of the form it came from, so that a form sent twice counts once. `turns` counts what happened in
    a thread, on the comment that began it.
    """

    __tablename__ = "comment"
    __table_args__ = (Index(None, "by", "key", unique=True), Numbered.__table_args__)

    segment_id: Mapped[str] = mapped_column(ForeignKey("segment.id"), index=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    text: Mapped[str]
    anchor: Mapped[str]
    anchor_ref: Mapped[str]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    mentions: Mapped[list[str]]
    documents: Mapped[list[int]]
    by: Mapped[str]
    role: Mapped[str]
    at: Mapped[datetime]
    key: Mapped[str]
    edited_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_reason: Mapped[str | None]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None]
    turns: Mapped[int] = mapped_column(default=0)


class SegmentVisit(Numbered, Base):
    """The last visit of an account to a segment, and the one before.

    `seen_seq` is the number of the last entry of the log that was on the page at `seen_at`;
    `before_seq` and `before_at` are those of the visit before, None on the first one.
    """

    __tablename__ = "segment_visit"
    __table_args__ = (Index(None, "account_id", "segment_id", unique=True), Numbered.__table_args__)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    segment_id: Mapped[str] = mapped_column(ForeignKey("segment.id"))
    seen_seq: Mapped[int]
    seen_at: Mapped[datetime]
    before_seq: Mapped[int | None]
    before_at: Mapped[datetime | None]


class NoticeMark(Numbered, Base):
    """A notice that an account marked as read, or as unread again."""

    __tablename__ = "notice_mark"
    __table_args__ = (Index(None, "account_id", "key", unique=True), Numbered.__table_args__)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    key: Mapped[str]
    read: Mapped[bool]


class NoticeState(Numbered, Versioned, Base):
    """Up to which entry of the log, and when, an account read all notices and got its mail."""

    __tablename__ = "notice_state"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    read_seq: Mapped[int]
    read_at: Mapped[datetime | None]
    mailed_seq: Mapped[int]
    mailed_at: Mapped[datetime | None]


class NoticeChoice(Numbered, Versioned, Base):
    """Where an account wants mail, and about which kinds of notices."""

    __tablename__ = "notice_choice"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    email: Mapped[str]
    kinds: Mapped[list[str]]


class Mail(Numbered, Versioned, Base):
    """A mail to be sent: after `tries` attempts the next is due at `next_at`, None for no more."""

    __tablename__ = "mail"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    address: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    made_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    fault: Mapped[str | None]
