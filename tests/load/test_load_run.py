"""The load run itself: few reviewers for a moment, and what it must notice."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundaries.store.database import Store
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.evidence import VARIABLE
from tests.load.browser import Browser
from tests.load.forms import forms_of
from tests.load.proof import faults_of
from tests.load.run import Load, work
from tests.load.tally import Tally
from tests.workspace_fixture import A, B, doer, put_on_table, segment_of
from tests.workspace_template import copied_workspace

LOAD = Load(reviewers=4, seconds=3, pause=0.1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A workspace in which a line between A and B is on the table."""
    made = copied_workspace(tmp_path)
    put_on_table(made, segment_of(made, A, B).id, "equal-area")
    return made


def test_few_reviewers_for_a_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request is answered, and what was acknowledged is in the log."""
    with copied_workspace(tmp_path) as store:
        workspace = store.address
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    tally, faults = work(workspace, tmp_path, LOAD)
    assert faults == []
    assert tally.times.keys() >= {"sign in", "first segment page"}
    assert tally.done.total() > 0
    [first, _, *rows] = tally.markdown().splitlines()
    assert first.startswith("| request | count | p50 ms | p95 ms |")
    kinds = [*sorted(tally.times), "all"]
    assert [row.split(" | ")[0] for row in rows] == [f"| {kind}" for kind in kinds]


def test_an_act_that_is_not_in_the_log_or_not_acknowledged(store: Store) -> None:
    tally, segment = Tally(), segment_of(store, A, B).id
    for action in ("record-documents", "record-tracing", "comment"):
        tally.acknowledge(("sari", action, segment), "Halo" if action == "comment" else "")
    with store:
        found = faults_of(store, tally, {"sari"})
        assert [text for text in found if segment in text or "Halo" in text] == [
            f"comment of {segment} by sari: acknowledged 1 times, 0 times in the log",
            f"propose of {segment} by sari: acknowledged 0 times, 1 times in the log",
            "comment 'Halo' is there 0 times",
        ]


def test_a_segment_that_was_written_over(store: Store) -> None:
    """Somebody writes what the segment was before the last act; nothing else tells of it."""
    with store:
        with Repository(store) as repository:
            row = repository.get(Segment, segment_of(store, A, B).id)
            row.record = {**row.record, "proposal": None}
            repository.record(doer().entry("edit", ("workspace", "Asahan")))
        assert faults_of(store, Tally(), ()) == [f"{row.id} is not as its log tells"]


def test_forms_are_read_as_a_browser_would() -> None:
    page = """<form action="/a"><input type="hidden" name="versi" value="3"><input type="radio"
    name="garis" value="b"><textarea name="reason"></textarea><button type="submit">x</button>
    </form><input name="stray"><form action="/b"><input name="q"></form>"""
    first, second = forms_of(page)
    assert (first.address, first.carried, first.choices) == ("/a", {"versi": "3"}, ["b"])
    assert (first.open, first.sendable) == ({"reason"}, True)
    assert (second.open, second.sendable) == ({"q"}, False)


def test_an_answer_that_is_none_is_a_fault() -> None:
    tally = Tally()
    browser = Browser("http://127.0.0.1:1", tally)
    assert browser.read("board", "/") is None
    browser.close()
    assert [text.partition(":")[0] for text in tally.faults] == ["board"]
