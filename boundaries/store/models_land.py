"""Tables of what was imported and found: sources, villages, segments, findings, impact layers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from shapely.geometry.base import BaseGeometry
from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from boundaries.store.base import Base, Figures, Named, Numbered, Versioned
from boundaries.store.geometry_type import ANY, Geometry

AREAS = "MULTIPOLYGON"
LINES = "MULTILINESTRING"


class Setting(Numbered, Versioned, Base):
    """A value of the workspace by its key, e.g. "name", "crs", "parameters", "log_head"."""

    __tablename__ = "workspace"

    key: Mapped[str] = mapped_column(unique=True)
    value: Mapped[Any] = mapped_column(JSON)


class Source(Numbered, Versioned, Base):
    """One version of an imported file: `number` counts the versions of the source `name`."""

    __tablename__ = "source"
    __table_args__ = (Index(None, "name", "number", unique=True), Numbered.__table_args__)

    role: Mapped[str]
    name: Mapped[str]
    number: Mapped[int]
    file_name: Mapped[str]
    sha256: Mapped[str]
    edition: Mapped[str | None]
    crs: Mapped[str]
    features: Mapped[int]
    imported_at: Mapped[datetime]
    imported_by: Mapped[str]
    current: Mapped[bool]
    accuracy: Mapped[Figures | None]
    log: Mapped[Figures | None]


class Village(Base):
    """A row of a source; `known_as` is the key under which the last detection knew it."""

    __tablename__ = "village"
    __table_args__ = (Index(None, "source_id", "row", unique=True), Numbered.__table_args__)

    fid: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    row: Mapped[int]
    key: Mapped[str] = mapped_column(index=True)
    code: Mapped[str]
    name: Mapped[str]
    kecamatan: Mapped[str]
    kecamatan_code: Mapped[str]
    kabupaten: Mapped[str]
    level: Mapped[str]
    known_as: Mapped[str | None]
    geometry: Mapped[BaseGeometry] = mapped_column(Geometry(AREAS))


class Detection(Numbered, Base):
    """One run over the current sources."""

    __tablename__ = "detection"

    at: Mapped[datetime]
    by: Mapped[str]
    sources: Mapped[list[int]]
    parameters: Mapped[Figures]
    figures: Mapped[Figures]


class Junction(Named, Versioned, Base):
    """A place where segments meet (simpul)."""

    __tablename__ = "junction"

    villages: Mapped[list[str]]
    detection_id: Mapped[int] = mapped_column(ForeignKey("detection.id"))
    current: Mapped[bool]
    geometry: Mapped[BaseGeometry] = mapped_column(Geometry("POINT"))


class Segment(Named, Versioned, Base):
    """The border of two villages from junction to junction, with its state; `village_a` first.

    `record` is its case (`boundaries.domain.case.Case`), which `state`, `mark`, `marked_at`, `due`
    and `level` repeat.
    """

    __tablename__ = "segment"

    village_a: Mapped[str] = mapped_column(index=True)
    village_b: Mapped[str] = mapped_column(index=True)
    pair_type: Mapped[int]
    kecamatan_a: Mapped[str]
    kecamatan_b: Mapped[str]
    start_junction: Mapped[str]
    end_junction: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    verdict: Mapped[str]
    length_m: Mapped[float]
    figures: Mapped[Figures | None]
    mark: Mapped[str | None]
    marked_at: Mapped[datetime | None]
    due: Mapped[date | None]
    level: Mapped[str | None]
    proposal_id: Mapped[int | None]
    decision_id: Mapped[int | None]
    record: Mapped[Figures]
    detection_id: Mapped[int] = mapped_column(ForeignKey("detection.id"))
    current: Mapped[bool]
    geometry: Mapped[BaseGeometry] = mapped_column(Geometry(LINES))


class Candidate(Numbered, Base):
    """A line that one source draws for a segment; `village` is the one whose outline it is."""

    __tablename__ = "candidate"

    segment_id: Mapped[str] = mapped_column(ForeignKey("segment.id"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    role: Mapped[str]
    village: Mapped[str]
    figures: Mapped[Figures | None]
    detection_id: Mapped[int] = mapped_column(ForeignKey("detection.id"), index=True)
    geometry: Mapped[BaseGeometry] = mapped_column(Geometry(LINES))


class Finding(Named, Versioned, Base):
    """An overlap, gap or mismatch (`boundaries.domain.finding`)."""

    __tablename__ = "finding"

    case_id: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    class_: Mapped[str] = mapped_column("class")
    villages: Mapped[list[str]]
    sources: Mapped[list[str]]
    area_m2: Mapped[float]
    mean_width_m: Mapped[float | None]
    max_width_m: Mapped[float | None]
    segment_id: Mapped[str | None] = mapped_column(ForeignKey("segment.id"), index=True)
    detection_id: Mapped[int] = mapped_column(ForeignKey("detection.id"), index=True)
    current: Mapped[bool]
    geometry: Mapped[BaseGeometry] = mapped_column(Geometry(AREAS))


class ImpactLayer(Numbered, Base):
    """A layer of what hangs on a dispute: polling stations, schools, roads."""

    __tablename__ = "impact_layer"

    name: Mapped[str]
    kind: Mapped[str]
    sha256: Mapped[str]
    at: Mapped[datetime]


class ImpactObject(Base):
    """An object of an impact layer."""

    __tablename__ = "impact_object"
    __table_args__ = Numbered.__table_args__

    fid: Mapped[int] = mapped_column(primary_key=True)
    layer_id: Mapped[int] = mapped_column(ForeignKey("impact_layer.id"), index=True)
    name: Mapped[str]
    attributes: Mapped[Figures | None]
    geometry: Mapped[BaseGeometry] = mapped_column(Geometry(ANY))
