"""Tables of work that is under way: lines not proposed yet, who is here, forms that were answered.

The log tells what was done to the land; nothing in these tables belongs there.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from boundaries.store.base import Base, Figures, Numbered, Versioned


class Draft(Numbered, Versioned, Base):
    """A line that somebody draws for a segment: longitude and latitude of its points, in degrees.

    `kind` is one of `boundaries.domain.proposal.GIVEN`; `request` names the request that wrote it
    last, so that the same request is not taken for another change.
    """

    __tablename__ = "draft"
    __table_args__ = (Index(None, "person", "segment_id", unique=True), Numbered.__table_args__)

    person: Mapped[str]
    segment_id: Mapped[str] = mapped_column(ForeignKey("segment.id"))
    kind: Mapped[str]
    points: Mapped[Figures]
    request: Mapped[str]
    at: Mapped[datetime]


class Visit(Numbered, Base):
    """Who has the page of a segment open, until when unless the page asks again."""

    __tablename__ = "visit"
    __table_args__ = (Index(None, "segment_id", "person", unique=True), Numbered.__table_args__)

    segment_id: Mapped[str] = mapped_column(ForeignKey("segment.id"))
    person: Mapped[str]
    until: Mapped[datetime]


class SentForm(Numbered, Base):
    """A form that was sent, by its sum; `answer` is what was told, None while it is worked on."""

    __tablename__ = "sent_form"
    __table_args__ = (Index(None, "person", "sum", unique=True), Numbered.__table_args__)

    person: Mapped[str]
    sum: Mapped[str]
    at: Mapped[datetime]
    answer: Mapped[Figures | None]
