"""Pages of the list, and rows that are read again only where they changed."""

from __future__ import annotations

import pytest
from flask import Flask

from boundaries.store.database import Store
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from tests.store_fixture import a_segment, entry
from web import unit
from web.segment_list import ROWS, Part
from web.segment_rows import Row, rows


@pytest.mark.parametrize(
    ("asked", "number"),
    [("", 1), ("1", 1), ("2", 2), ("3", 3), ("9", 3), ("0", 1), ("-1", 1), ("x", 1), ("²", 1)],
)
def test_pages_hold_each_row_once(asked: str, number: int) -> None:
    found: list[Row] = list(range(2 * ROWS + 1))  # type: ignore[arg-type]
    part = Part.of(found, asked)
    assert (part.number, part.last) == (number, 3)
    assert part.rows == found[(number - 1) * ROWS : number * ROWS]


def test_an_empty_list_has_one_page() -> None:
    assert Part.of([], "5") == Part([], 1, 1)


def test_rows_that_did_not_change_stay(work: Flask, workspace: Store) -> None:
    """Another entry of the log makes nothing new; a new segment and a change of one do."""
    with work.test_request_context():
        first = rows()
    with Repository(workspace) as repository:
        repository.record(entry())
    with work.test_request_context():
        second = rows()
    assert second.all is first.all
    assert (second.version, second.since) == (first.version + 1, first.since)
    with Repository(workspace) as repository:
        repository.add(
            a_segment(1, id="SG-2", village_a="C", record=repository.get(Segment, "SG-1").record)
        )
        repository.record(entry())
    with work.test_request_context():
        third = rows()
    assert third.since == third.version
    assert third.by_id["SG-1"] is first.by_id["SG-1"]
    with Repository(workspace) as repository:
        repository.get(Segment, "SG-1").verdict = "shifted"
        repository.record(entry())
    with work.test_request_context():
        fourth = rows()
    assert fourth.by_id["SG-1"].verdict == "shifted"
    assert fourth.by_id["SG-2"] is third.by_id["SG-2"]


def test_rows_are_those_of_now_whatever_the_request_has_read(work: Flask, workspace: Store) -> None:
    with work.test_request_context():
        unit.reading().get(Segment, "SG-1")
        with Repository(workspace) as repository:
            changed = repository.get(Segment, "SG-1")
            changed.mark = "moved"
            repository.record(entry("mark"))
        assert rows().by_id["SG-1"].version == changed.version
