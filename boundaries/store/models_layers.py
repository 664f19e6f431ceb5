"""Tables that only show what follows from others, for programs such as QGIS.

They are written anew by `boundaries.workflows.workspace_layers` whenever what they show changes;
nothing is ever read from them that counts.
"""

from __future__ import annotations

from shapely.geometry.base import BaseGeometry
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from boundaries.store.base import Base, Numbered
from boundaries.store.geometry_type import Geometry
from boundaries.store.models_land import AREAS


class AgreedVillage(Base):
    """The land of a village after all decisions; `key` "" is land that is still in dispute."""

    __tablename__ = "agreed_village"
    __table_args__ = Numbered.__table_args__

    fid: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str]
    name: Mapped[str]
    kecamatan: Mapped[str]
    area_m2: Mapped[float]
    geometry: Mapped[BaseGeometry] = mapped_column(Geometry(AREAS))


class CartometricPoint(Base):
    """A cartometric point of a settled line (`boundaries.domain.cartometric`).

    `place` is the order along the segment; a junction has neither segment nor place.
    """

    __tablename__ = "tk"
    __table_args__ = Numbered.__table_args__

    fid: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    name: Mapped[str]
    segment_id: Mapped[str | None] = mapped_column(ForeignKey("segment.id"), index=True)
    place: Mapped[int | None]
    at_m: Mapped[float | None]
    villages: Mapped[list[str]]
    geometry: Mapped[BaseGeometry] = mapped_column(Geometry("POINT"))
