"""Tables of what people do: proposals, decisions, exceptions, papers, the log."""

from __future__ import annotations

from datetime import date, datetime

from shapely.geometry.base import BaseGeometry
from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from boundaries.store.base import Base, Figures, Numbered, Versioned
from boundaries.store.geometry_type import Geometry
from boundaries.store.models_land import AREAS, LINES


class GrantedException(Numbered, Versioned, Base):
    """A finding that may stay as it is until a date, for a reason."""

    __tablename__ = "exception"

    finding_id: Mapped[str] = mapped_column(ForeignKey("finding.id"), index=True)
    reason: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    until: Mapped[date | None]
    area_m2: Mapped[float]
    state: Mapped[str]


class Proposal(Numbered, Versioned, Base):
    """A line put forward for a segment; `number` counts the proposals of the segment."""

    __tablename__ = "proposal"
    __table_args__ = (Index(None, "segment_id", "number", unique=True), Numbered.__table_args__)

    segment_id: Mapped[str] = mapped_column(ForeignKey("segment.id"))
    number: Mapped[int]
    kind: Mapped[str]
    hash: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    note: Mapped[str | None]
    natural: Mapped[Figures | None]
    corridor_reason: Mapped[str | None]
    consequence: Mapped[Figures | None]
    state: Mapped[str]
    geometry: Mapped[BaseGeometry] = mapped_column(Geometry(LINES))


class Document(Numbered, Base):
    """A paper or photo; the file lies outside the database, by its sum."""

    __tablename__ = "document"

    sha256: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    kind: Mapped[str]
    dated: Mapped[date | None]
    villages: Mapped[list[str]]
    segment_id: Mapped[str | None] = mapped_column(ForeignKey("segment.id"), index=True)
    media_type: Mapped[str]
    bytes: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[str]
    at: Mapped[datetime]


class Decision(Numbered, Base):
    """The line that settles a segment, by agreement or by the bupati; `inverts` takes one back."""

    __tablename__ = "decision"

    segment_id: Mapped[str] = mapped_column(ForeignKey("segment.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))
    kind: Mapped[str]
    hash: Mapped[str]
    at: Mapped[datetime]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    inverts: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    start_junction: Mapped[str]
    end_junction: Mapped[str]
    geometry: Mapped[BaseGeometry] = mapped_column(Geometry(LINES))


class Transfer(Base):
    """Land that a decision moves; `village_to` is None where it goes to nobody."""

    __tablename__ = "transfer"
    __table_args__ = Numbered.__table_args__

    fid: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    village_from: Mapped[str | None]
    village_to: Mapped[str | None]
    area_m2: Mapped[float]
    geometry: Mapped[BaseGeometry] = mapped_column(Geometry(AREAS))


class Target(Numbered, Versioned, Base):
    """What a kecamatan is to reach in a quarter such as "2027-Q1"."""

    __tablename__ = "target"
    __table_args__ = (Index(None, "kecamatan", "quarter", unique=True), Numbered.__table_args__)

    kecamatan: Mapped[str]
    quarter: Mapped[str]
    segments: Mapped[int]
    km: Mapped[float]
    villages: Mapped[int]


class Lease(Base):
    """Who works on a segment, until when."""

    __tablename__ = "lease"
    __table_args__ = Numbered.__table_args__

    fid: Mapped[int] = mapped_column(primary_key=True)
    segment_id: Mapped[str] = mapped_column(ForeignKey("segment.id"), unique=True)
    person: Mapped[str]
    until: Mapped[datetime]

    __mapper_args__ = {"primary_key": [segment_id]}  # noqa: RUF012


class Event(Base):
    """A row of the log, which only grows (`boundaries.store.audit`)."""

    __tablename__ = "event"
    __table_args__ = Numbered.__table_args__

    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str]
    role: Mapped[str]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    before: Mapped[Figures | None]
    after: Mapped[Figures | None]
    reason: Mapped[str | None]
    previous_hash: Mapped[str]
    hash: Mapped[str]
