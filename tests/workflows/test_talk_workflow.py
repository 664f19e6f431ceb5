"""Talking about a segment in a workspace, through the log."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from boundaries.domain.roles import Role
from boundaries.domain.talk import Act
from boundaries.errors import (
    ConflictError,
    InputError,
    ParameterError,
    RefusedError,
    StoreError,
    TapalError,
)
from boundaries.store.database import Store
from boundaries.store.models import Comment, Document, Event
from boundaries.store.repository import Repository
from boundaries.workflows.talk import Words, answer, comment, correct, edit, resolve, withdraw
from boundaries.workflows.talk_places import Anchor
from boundaries.workflows.talk_read import Thread, threads_of
from tests.workspace_fixture import A, B, D, doer, head_of, put_on_table, segment_of
from tests.workspace_template import copied_workspace

PDF = b"%PDF-1.4\n%%EOF\n"
KEYS = iter(f"kunci-{number:04d}" for number in range(10_000))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Four villages with the line of A on the table between A and B; the tests only add to it."""
    with copied_workspace(tmp_path_factory.mktemp("talk")) as made:
        put_on_table(made, segment_of(made, A, B).id, "a")
        yield made


@pytest.fixture(scope="module")
def segment(store: Store) -> str:
    """The segment between A and B."""
    return segment_of(store, A, B).id


def words(text: str = "Patok di tepi sungai", **more: object) -> Words:
    """Words with a key of their own."""
    return Words(text=text, **{"key": next(KEYS), **more})  # type: ignore[arg-type]


def thread_of(store: Store, number: int, person: str = A) -> Thread:
    """The thread that a comment began, as the head of a village sees it."""
    with Repository(store) as repository:
        segment = segment_of(store, A, B)
        threads = threads_of(repository, segment, head_of(person).actor)
    [found] = [thread for thread in threads if thread.first.row.id == number]
    return found


def last_event(store: Store) -> Event:
    with Repository(store) as repository:
        return repository.find(Event)[-1]


def test_a_comment_is_an_entry_of_the_log(store: Store, segment: str) -> None:
    row = comment(store, segment, words("Lihat @camat", mentions=[f"desa:{B}"]), head_of(A))
    event = last_event(store)
    assert (event.action, event.subject_kind, event.subject_id) == ("comment", "segment", segment)
    assert event.after is not None
    assert event.after["text"] == "Lihat @camat"
    assert event.after["mentions"] == ["camat", f"desa:{B}"] == row.mentions
    with Repository(store) as repository:
        assert repository.verify() == []


def test_a_refused_comment_leaves_nothing(store: Store, segment: str) -> None:
    with Repository(store) as repository:
        before = len(repository.find(Comment)), len(repository.find(Event))
    with pytest.raises(RefusedError, match="not open to you"):
        comment(store, segment, words(), head_of(D))
    with pytest.raises(RefusedError, match="may not comment"):
        comment(store, segment, words(), doer("prov", Role.PROVINCE))
    with pytest.raises(ParameterError, match="says nothing"):
        comment(store, segment, words(" "), head_of(A))
    with pytest.raises(ParameterError, match="no number of its own"):
        comment(store, segment, Words(text="x", key="<script>"), head_of(A))
    with pytest.raises(StoreError, match="not there"):
        comment(store, "SG-NONE", words(), head_of(A))
    with Repository(store) as repository:
        assert (len(repository.find(Comment)), len(repository.find(Event))) == before


def test_a_form_sent_twice_counts_once(store: Store, segment: str) -> None:
    same = words()
    first, second = (comment(store, segment, same, head_of(A)) for _ in range(2))
    assert first.id == second.id
    with pytest.raises(ParameterError, match="sent before, with another text"):
        comment(store, segment, Words(text="lain", key=same.key), head_of(A))
    other = comment(store, segment, same, head_of(B))
    assert other.id != first.id


def test_a_form_sent_twice_at_once_counts_once(store: Store, segment: str) -> None:
    same, ids = words(), set[int]()
    people = [
        threading.Thread(target=lambda: ids.add(comment(store, segment, same, head_of(A)).id))
        for _ in range(4)
    ]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert len(ids) == 1


def test_everybody_who_answers_at_once_is_heard(store: Store, segment: str) -> None:
    thread = comment(store, segment, words(), head_of(A)).id
    faults: list[TapalError] = []

    def speak(village: str) -> None:
        try:
            answer(store, segment, thread, words(village), head_of(village))
        except TapalError as fault:
            faults.append(fault)

    people = [threading.Thread(target=speak, args=(village,)) for village in (A, B)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert not faults
    assert {one.row.text for one in thread_of(store, thread).answers} == {A, B}


def test_own_words_change_until_somebody_answers(store: Store, segment: str) -> None:
    row = comment(store, segment, words("satu"), head_of(A))
    changed = edit(store, segment, row.id, "dua", head_of(A), version=row.version)
    event = last_event(store)
    assert (event.before, changed.text) == ({"text": "satu"}, "dua")
    assert Act.EDIT in thread_of(store, row.id).first.acts
    with pytest.raises(ConflictError, match="changed by somebody else"):
        edit(store, segment, row.id, "tiga", head_of(A), version=row.version)
    answer(store, segment, row.id, words("jawab"), head_of(A))
    assert Act.EDIT in thread_of(store, row.id).first.acts
    answer(store, segment, row.id, words("jawab"), head_of(B))
    entry = thread_of(store, row.id).first
    assert Act.EDIT not in entry.acts
    assert Act.CORRECT in entry.acts
    with pytest.raises(RefusedError, match="not changed any more"):
        edit(store, segment, row.id, "empat", head_of(A), version=entry.row.version)
    correct(store, segment, row.id, words("bukan dua, empat"), head_of(A))
    entry = thread_of(store, row.id).first
    assert entry.row.text == "dua"
    assert [one.text for one in entry.corrections] == ["bukan dua, empat"]
    with pytest.raises(RefusedError, match="somebody else wrote this"):
        correct(store, segment, row.id, words(), head_of(B))


def test_withdrawn_words_stay(store: Store, segment: str) -> None:
    row = comment(store, segment, words("keliru"), head_of(A))
    with pytest.raises(RefusedError, match="somebody else wrote this"):
        withdraw(store, segment, row.id, "saya", head_of(B))
    with pytest.raises(ParameterError, match="says nothing"):
        withdraw(store, segment, row.id, "  ", head_of(A))
    withdraw(store, segment, row.id, "salah desa", head_of(A))
    found = thread_of(store, row.id).first.row
    assert (found.text, found.withdrawn_reason) == ("keliru", "salah desa")
    assert last_event(store).reason == "salah desa"
    with pytest.raises(RefusedError, match="is withdrawn"):
        withdraw(store, segment, row.id, "lagi", head_of(A))


def test_threads_are_closed_and_opened(store: Store, segment: str) -> None:
    row = comment(store, segment, words(), head_of(A))
    reply = answer(store, segment, row.id, words(), head_of(B))
    with pytest.raises(RefusedError, match="somebody else wrote this"):
        resolve(store, segment, row.id, head_of(B), resolved=True)
    resolve(store, segment, reply.id, doer(), resolved=True)
    assert thread_of(store, row.id).resolved
    with pytest.raises(RefusedError, match="is closed"):
        answer(store, segment, row.id, words(), head_of(B))
    resolve(store, segment, row.id, head_of(A), resolved=False)
    assert not thread_of(store, row.id).resolved
    assert last_event(store).action == "reopen-thread"


@pytest.mark.parametrize(
    ("anchor", "fault"),
    [
        (Anchor(kind="simpul", ref="SP-NONE"), "no end of this segment"),
        (Anchor(kind="vertex", ref="0"), "no point 0"),
        (Anchor(kind="vertex", ref="3"), "no point 3"),
        (Anchor(kind="vertex", ref="²"), "no point"),
        (Anchor(kind="point", lon=106.8, lat=-6.2), "does not lie at this segment"),
        (Anchor(kind="point", lon=float("nan"), lat=0.0), "does not lie at this segment"),
        (Anchor(kind="point", lon=1e9, lat=0.0), "does not lie at this segment"),
        (Anchor(kind="point"), "is about one of"),
        (Anchor(kind="moon"), "is about one of"),
    ],
)
def test_what_is_no_anchor(store: Store, segment: str, anchor: Anchor, fault: str) -> None:
    with pytest.raises(ParameterError, match=fault):
        comment(store, segment, words(), head_of(A), anchor=anchor)


def test_anchors_get_their_place(store: Store, segment: str) -> None:
    """The border of A and B by A's survey has two points, its simpul lie at its ends."""
    row = segment_of(store, A, B)
    ends = [
        comment(store, segment, words(), head_of(A), anchor=Anchor(kind="simpul", ref=ref))
        for ref in (row.start_junction, row.end_junction)
    ]
    assert ends[0].lat != ends[1].lat
    assert ends[0].lon == pytest.approx(ends[1].lon, abs=1e-4)
    vertex = comment(store, segment, words(), head_of(A), anchor=Anchor(kind="vertex", ref="1"))
    assert vertex.anchor_ref == "1:1"
    assert vertex.lon is not None
    near = Anchor(kind="point", lon=vertex.lon, lat=vertex.lat)
    assert comment(store, segment, words(), head_of(A), anchor=near).lon == vertex.lon


def test_photos_and_papers_are_kept_by_content(store: Store, segment: str, tmp_path: Path) -> None:
    paper, page = tmp_path / "foto.jpg", tmp_path / "foto2.pdf"
    paper.write_bytes(PDF)
    page.write_bytes(b"<html><script>alert(1)</script></html>")
    row = comment(store, segment, words(files=[paper]), head_of(A))
    with Repository(store) as repository:
        [document] = repository.find(Document, id=row.documents)
    assert (document.media_type, document.kind) == ("application/pdf", "other")
    assert document.segment_id == segment
    with pytest.raises(InputError, match="none of the kinds"):
        comment(store, segment, words(files=[page]), head_of(A))
    page.write_text('{"type":"Point","coordinates":[0,0]}')
    with pytest.raises(InputError, match="neither a photo nor a PDF"):
        comment(store, segment, words(files=[page]), head_of(A))
    with pytest.raises(ParameterError, match="6 files"):
        comment(store, segment, words(files=[paper] * 6), head_of(A))


def test_strangers_see_no_threads(store: Store, segment: str) -> None:
    with Repository(store) as repository:
        assert threads_of(repository, segment_of(store, A, B), head_of(D).actor) == []
        seen = threads_of(repository, segment_of(store, A, B), doer("prov", Role.PROVINCE).actor)
    assert seen
    assert not any(entry.acts for thread in seen for entry in (thread.first, *thread.answers))
