"""Moments, and the version of rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from boundaries.store.base import Base, moment_text, to_moment
from boundaries.store.database import Store
from boundaries.store.models import Source
from boundaries.store.repository import Repository
from tests.store_fixture import a_source, entry

ZONES = st.timedeltas(timedelta(hours=-12), timedelta(hours=14)).map(timezone)
TIMES = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=ZONES)  # noqa: DTZ001


@given(TIMES)
def test_text_gives_the_moment_back(time: datetime) -> None:
    written = moment_text(time)
    assert datetime.fromisoformat(written) == to_moment(time)
    assert abs(to_moment(time) - time) < timedelta(milliseconds=1)
    assert written.endswith("Z")
    assert len(written) == 24


def test_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-01-31 00:00:00 has no time zone"):
        to_moment(datetime(2026, 1, 31))  # noqa: DTZ001


def test_stored_moments(filled: Store) -> None:
    """Eight in the morning in Jakarta is one o'clock in UTC."""
    jakarta = datetime(2026, 1, 31, 8, 0, 0, 123_999, tzinfo=timezone(timedelta(hours=7)))
    with Repository(filled) as repository:
        repository.add(a_source(number=2, imported_at=jakarta))
        repository.record(entry())
    with Repository(filled) as repository:
        (source,) = repository.find(Source, number=2)
        assert source.imported_at == datetime(2026, 1, 31, 1, 0, 0, 123_000, tzinfo=UTC)
        assert source.imported_at.tzinfo is UTC
        assert repository.find(Source, imported_at=jakarta) == [source]
    if filled.path is not None:
        with filled.engine.connect() as connection:
            wanted = text("SELECT imported_at FROM source WHERE number = 2")
            assert connection.execute(wanted).scalar_one() == "2026-01-31T01:00:00.123Z"


def test_writable_rows_count_their_changes() -> None:
    counted = {
        mapper.local_table.name
        for mapper in Base.registry.mappers
        if mapper.version_id_col is not None
    }
    assert counted >= {
        "workspace", "source", "junction", "segment", "finding", "exception", "proposal",
        "target",
    }  # fmt: skip
    assert counted.isdisjoint({"event", "village", "detection", "decision", "document", "lease"})
