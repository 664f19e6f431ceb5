"""Fields and values of the log in words."""

from __future__ import annotations

import pytest
from flask import Flask

from boundaries.store.models import Event
from web.log_values import differences


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
