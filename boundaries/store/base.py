"""What all tables of the workspace share: types of columns, identity, the version of a row."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Date, DateTime, Dialect, Double, MetaData, Text, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from boundaries.store.dialect import DeclaredColumn, GeoPackageDialect

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, to the millisecond; a time without a zone raises `ValueError`."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text in the form of the standard in a GeoPackage, `timestamptz` in PostgreSQL."""
        if isinstance(dialect, GeoPackageDialect):
            return DeclaredColumn("DATETIME")
        return DateTime(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """The moment as the store takes it."""
        if value is None:
            return None
        moment = to_moment(value)
        return moment_text(moment) if isinstance(dialect, GeoPackageDialect) else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The moment in UTC."""
        if value is None:
            return None
        return (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(UTC)


def to_moment(time: datetime) -> datetime:
    """A time in UTC, cut to the millisecond, as it will be read back."""
    if time.tzinfo is None:
        raise ValueError(f"{time} has no time zone")
    moment = time.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def moment_text(moment: datetime) -> str:
    """A moment as text, such as 2026-01-31T08:00:00.000Z."""
    return to_moment(moment).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Figures = dict[str, Any]
Values = dict[str, Any]


class Base(DeclarativeBase):
    """The tables of a workspace.

    Values in JSON columns are replaced as a whole; a change inside one is not noticed.
    """

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012
        str: Text(),
        float: Double(),
        date: Date(),
        datetime: UtcDateTime(),
        Figures: JSON(none_as_null=True),
        list[str]: JSON(none_as_null=True),
        list[int]: JSON(none_as_null=True),
    }


class Numbered:
    """A row known by a number that the store gives it."""

    __table_args__: Any = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)


class Named:
    """A row known by a lasting text id; `fid` is only there for programs that read the file."""

    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    fid: Mapped[int] = mapped_column(primary_key=True, sort_order=-2)
    id: Mapped[str] = mapped_column(unique=True, sort_order=-1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return mapper_args(cls)


class Versioned:
    """A row that counts its changes, so that the second of two writers is noticed."""

    version: Mapped[int] = mapped_column(default=1, sort_order=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return mapper_args(cls)


def mapper_args(cls: Any) -> dict[str, Any]:
    """Identity and version of a mapped class, by the columns it has."""
    args: dict[str, Any] = {}
    if issubclass(cls, Named):
        args["primary_key"] = [cls.id]
    if issubclass(cls, Versioned):
        args["version_id_col"] = cls.version
    return args


def values(row: Base) -> Values:
    """The values of a row by the names of its columns."""
    mapper = inspect(type(row))
    return {
        column.name: getattr(row, mapper.get_property_by_column(column).key)
        for column in mapper.columns
        if column.name != "fid"
    }
