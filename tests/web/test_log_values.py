"""Fields and values of the log in words."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from boundaries.store.models import Event
from tests.store_fixture import NOON
from web.log_values import differences, versions


@pytest.mark.parametrize(("language", "shown"), [("id", "1.234,5"), ("en", "1,234.5")])
def test_figures_have_the_marks_of_the_reader(work: Flask, language: str, shown: str) -> None:
    with work.test_request_context(f"/?lang={language}"):
        [(_, _, after)] = differences(Event(before={}, after={"least": 1234.5}))
        assert after == shown


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (None, None, []),
        ({"state": "DILACAK"}, {"state": "SEPAKAT"}, [("State", "Traced", "Agreed")]),
        ({}, {"meetings": 0, "papers": [], "mark": None}, []),
        ({"meetings": 1}, {"meetings": 0}, [("Meetings", "1", "0")]),
        ({"mark": "moved"}, {"mark": None}, [("Mark", "moved", "–")]),
        ({"due": "x"}, {"due": "x"}, []),
        ({"active": True}, {"active": False}, [("Open", "yes", "no")]),
        (None, {"role": "camat"}, [("Role", "–", "The camat")]),
        (None, {"villages": ["A", "B"]}, [("Villages", "–", "A, B")]),
        (
            None,
            {"a": {"village": "A", "kecamatan": "K", "kind": ""}},
            [("First village", "–", "Village A; Kecamatan K")],
        ),
        (None, {"some_thing": "x" * 300}, [("some thing", "–", f"{'x' * 200} …")]),
    ],
)
def test_differences(
    work: Flask, before: dict[str, object], after: dict[str, object], shown: list[object]
) -> None:
    with work.test_request_context("/?lang=en"):
        assert differences(Event(before=before, after=after)) == shown


def test_versions_have_names_that_people_know(work: Flask) -> None:
    """What differs, without numbers of rows and secrets; times are those of the kabupaten."""
    mine = {"id": 7, "version": 3, "text": "satu", "password": "x", "by": "sari", "since": None}
    theirs = {"id": 8, "version": 4, "text": "dua", "password": "y", "by": "sari"}
    theirs |= {"since": date(2026, 1, 2), "edited_at": NOON}
    with work.test_request_context("/?lang=en"):
        assert versions(mine, theirs) == [
            ("Version", "3", "4"),
            ("Text", "satu", "dua"),
            ("In office from", "–", "2 January 2026"),
            ("Changed on", "–", "31 January 2026 19.00"),
        ]
        assert versions({}, {}) == []
