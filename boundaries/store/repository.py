"""Reading and changing a workspace: one transaction, with its entries in the log."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

import geopandas as gpd
import pandas as pd
from sqlalchemy import ColumnElement, Connection, Table, delete, event, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from boundaries.domain.subjects import listed_by, subject_name
from boundaries.errors import StoreError
from boundaries.messages import message
from boundaries.store import audit, faults
from boundaries.store.base import Base, values
from boundaries.store.conflicts import Written, changed_by_another
from boundaries.store.database import Store
from boundaries.store.frames import records, to_frame
from boundaries.store.models import (
    Draft,
    Lease,
    Mail,
    NoticeMark,
    NoticeState,
    SegmentVisit,
    SentForm,
    Setting,
    Source,
    Village,
    Visit,
)

Row = TypeVar("Row", bound=Base)

UNLOGGED = (Draft, Lease, Mail, NoticeMark, NoticeState, SegmentVisit, SentForm, Visit)
"""Work that is under way; the log tells what was done to the workspace."""


class Repository:
    """A unit of work on a workspace, as a context manager.

    What is done in the block is committed at its end with the entries given to `record`, in one
    transaction; an exception takes all of it back. A block that changes anything but what is
    `UNLOGGED` and records nothing raises `ValueError` at its end and changes nothing.

    Rows are instances of the classes in `boundaries.store.models`; an attribute that is set is
    written. Rows stay readable after the block. Faults of the store come as `StoreError`; when
    somebody else changed a row since it was read, `ConflictError` with both versions, and nothing
    of the block is kept.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._session = Session(store.engine, expire_on_commit=False)
        self._entries: list[audit.Entry] = []
        self._changed = False
        self._failed = False
        self._written = Written()
        self._villages: dict[int, gpd.GeoDataFrame] = {}
        event.listen(self._session, "before_flush", self._note)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._session:
            if kind is None:
                with self._guard():
                    self._commit()

    def add(self, *rows: Base) -> None:
        """Write new rows; those that the store numbers have their `id` then."""
        with self._guard():
            self._session.add_all(rows)
            self._session.flush()

    def add_frame(self, model: type[Base], frame: pd.DataFrame, **same: object) -> None:
        """Write a new row for each of the frame, fast.

        Columns are called as in the table; `same` gives columns with one value. NaN and None become
        NULL. A geometry column is called `geometry` and is in the working CRS. Raises `ValueError`
        for a column the table has not, and for another CRS.
        """
        if isinstance(frame, gpd.GeoDataFrame) and frame.crs not in (None, self.store.crs):
            raise ValueError(f"the frame is in {frame.crs}, the workspace is not")
        rows = records(_table(model), frame, same)
        if rows:
            with self._guard():
                self._session.flush()
                self._session.execute(insert(_table(model)), rows)
            self._changed = True
            self._villages.clear()

    def get(self, model: type[Row], key: object, *, version: int | None = None) -> Row:
        """The row with this id (a lease: of this segment).

        `version` is the one that the user saw: raises `ConflictError` when the row has another one
        by now. Raises `StoreError` when there is no such row.
        """
        with self._guard():
            row = self._session.get(model, key)
        if row is None:
            kind = _table(model).name
            raise StoreError(
                "not-found",
                message("{kind} {key} is not there", kind=subject_name(kind), key=key),
                listed_by(kind),
            )
        theirs = values(row)
        if version is not None and theirs["version"] != version:
            raise changed_by_another(model, {"version": version}, theirs)
        return row

    def hold(self, row: Base) -> None:
        """Let others who change this row wait for the end of the block; in a file they do anyway.

        A segment is held before what belongs to it is changed, so that no two blocks wait for each
        other.
        """
        columns = _table(type(row)).c
        with self._guard():
            held = select(columns.version).where(columns.id == values(row)["id"]).with_for_update()
            self._session.execute(held)

    def find(self, model: type[Row], **wanted: object) -> list[Row]:
        """The rows with these values, or one of a list, tuple or set, in the order of writing."""
        with self._guard():
            query = select(model).where(*_conditions(model, wanted)).order_by(_order(model))
            return list(self._session.scalars(query))

    def versions(self, model: type[Base], **wanted: object) -> dict[str, int]:
        """The version of each of these rows by its id, without reading the rows."""
        columns = _table(model).c
        with self._guard():
            self._session.flush()
            query = select(columns.id, columns.version).where(*_conditions(model, wanted))
            return {row.id: row.version for row in self._session.execute(query)}

    def frame(
        self, model: type[Base], *, only: Collection[str] | None = None, **wanted: object
    ) -> pd.DataFrame:
        """The same rows as a frame: a GeoDataFrame in the working CRS where there is geometry.

        Columns are those of the table, but `fid`, or `only` some of them; RangeIndex. Text, lists,
        mappings, dates and moments are objects; numbers that may be missing are floats with NaN.
        """
        table = _table(model)
        columns = [
            column
            for column in table.columns
            if (column.name != "fid" if only is None else column.name in only)
        ]
        query = select(*columns).where(*_conditions(model, wanted)).order_by(_order(model))
        with self._guard():
            self._session.flush()
            rows = self._session.execute(query).all()
        return to_frame(columns, rows, crs=self.store.crs)

    def villages(self, source_id: int) -> gpd.GeoDataFrame:
        """The villages of one source in file order; read again only where the block wrote since."""
        with self._guard():
            self._session.flush()
        if source_id not in self._villages:
            self._villages[source_id] = self.frame(Village, source_id=source_id)
        return self._villages[source_id].copy()

    def current_sources(self, role: str | None = None) -> list[Source]:
        """The newest version of each source, of one role ("big", "survey") or of all."""
        wanted = {} if role is None else {"role": role}
        return self.find(Source, current=True, **wanted)

    def remove(self, model: type[Base], **wanted: object) -> int:
        """Remove the rows that `find` would give; how many they were."""
        with self._guard():
            self._session.flush()
            result = self._session.execute(
                delete(model).where(*_conditions(model, wanted)),
                execution_options={"synchronize_session": "auto"},
            )
        self._villages.clear()
        removed = int(result.rowcount)  # type: ignore[attr-defined]
        self._changed |= removed > 0 and model not in UNLOGGED
        return removed

    def setting(self, key: str) -> Any:
        """The value of the workspace under `key`; None when there is none."""
        found = self.find(Setting, key=key)
        return found[0].value if found else None

    def set_setting(self, key: str, value: object) -> None:
        """Give the workspace a value; it replaces the one under `key`."""
        found = self.find(Setting, key=key)
        if found:
            found[0].value = value
        else:
            self.add(Setting(key=key, value=value))

    def connection(self) -> Connection:
        """The connection on which the block works, everything so far written to it."""
        self._villages.clear()
        with self._guard():
            self._session.flush()
            return self._session.connection()

    def record(self, *entries: audit.Entry) -> None:
        """Log what was done; the entries are written at the end of the block, in this order."""
        self._entries.extend(entries)

    def head(self) -> audit.Head | None:
        """The last row of the log, as the workspace keeps it."""
        with self._guard():
            return audit.head(self._session.connection())

    def verify(self, *, known: audit.Head | None = None) -> list[audit.ChainFault]:
        """What is wrong with the log (`boundaries.store.audit.verify`)."""
        with self._guard():
            return audit.verify(self._session.connection(), known=known)

    def _commit(self) -> None:
        """Write everything, then the log, which makes others wait as shortly as possible."""
        if self._failed and (self._changed or self._entries):
            raise ValueError("a unit of work does not go on after a fault of the store")
        self._session.flush()
        if self._changed and not self._entries:
            raise ValueError("a change of the workspace needs an entry in its log")
        end = None
        if self._entries:
            end = audit.append(self._session.connection(), self._entries)
        try:
            self._session.commit()
        except DBAPIError as fault:
            if end is None or not self._was_kept(end, fault):
                raise

    def _was_kept(self, end: audit.Head, fault: DBAPIError) -> bool:
        """Whether a commit that ended with a fault was done all the same, as the log shows.

        Raises `StoreError` where the store does not answer any more.
        """
        wanted = select(audit.EVENTS.c.seq).where(audit.EVENTS.c.hash == end.hash)
        try:
            with self.store.engine.connect() as connection:
                return connection.execute(wanted).first() is not None
        except DBAPIError:
            raise faults.told("workspace-unsure", self.store.address) from fault

    def _note(self, session: Session, *_: object) -> None:
        """Remember what is about to be written."""
        changed = [row for row in session.dirty if session.is_modified(row)]
        touched: list[Base] = [*changed, *session.deleted]
        new: list[Base] = list(session.new)
        self._written.note(touched, new)
        self._changed |= any(not isinstance(row, UNLOGGED) for row in [*touched, *new])
        self._villages.clear()

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """Faults of the store in words; after one, nothing of the unit of work is kept."""
        with faults.translated(self.store.address):
            try:
                yield
            except StaleDataError as fault:
                self._give_up()
                raise self._written.overtaken(self.store.engine) from fault
            except IntegrityError as fault:
                self._give_up()
                mine, theirs = self._written.twins(self.store.engine)
                if not theirs:
                    raise
                raise faults.taken(self.store.address, mine=mine, theirs=theirs) from fault
            except DBAPIError:
                self._give_up()
                raise

    def _give_up(self) -> None:
        """Take back what the unit of work has done."""
        self._failed = True
        self._session.rollback()


def _table(model: type[Base]) -> Table:
    """The table of a class."""
    return Base.metadata.tables[model.__tablename__]


def _order(model: type[Base]) -> ColumnElement[Any]:
    """The number that rows get as they are written."""
    return next(iter(_table(model).primary_key))


def _conditions(model: type[Base], wanted: Mapping[str, object]) -> list[ColumnElement[bool]]:
    """What the wanted values ask of the columns."""
    conditions = []
    for name, value in wanted.items():
        attribute = getattr(model, name)
        several = isinstance(value, Sequence | set | frozenset) and not isinstance(value, str)
        conditions.append(attribute.in_(value) if several else attribute == value)
    return conditions
