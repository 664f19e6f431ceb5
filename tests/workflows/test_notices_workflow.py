"""Notices, news and mail of a workspace in which people settle a segment."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from boundaries.domain.deed import Facts
from boundaries.domain.notices import Kind
from boundaries.domain.roles import Action, Role
from boundaries.errors import ParameterError
from boundaries.io.mail import MailServer
from boundaries.messages import translator
from boundaries.store.database import Store
from boundaries.store.models import Account, Event, Mail, SegmentVisit
from boundaries.store.repository import Repository
from boundaries.workflows.accounts import actor_of
from boundaries.workflows.mail_notices import WAITS_MIN, Style, mail_notices, queue, send_due
from boundaries.workflows.news import News, news_of, visit, with_news
from boundaries.workflows.notices import (
    Choice,
    Received,
    choice_of,
    choose,
    mark,
    mark_all,
    notes_of,
    received,
)
from boundaries.workflows.settle import act_on
from boundaries.workflows.talk import Words, answer, comment
from tests.mail_server import KeepingServer, mail_server
from tests.workspace_fixture import A, B, D, doer, head_of, put_on_table, segment_of
from tests.workspace_template import copied_workspace

MORNING = doer().at
LATER = MORNING + datetime.timedelta(days=2)
PEOPLE: dict[str, tuple[Role, list[str], list[str]]] = {
    f"kades {A}": (Role.VILLAGE_HEAD, [A], []),
    f"kades {B}": (Role.VILLAGE_HEAD, [B], []),
    "kades d": (Role.VILLAGE_HEAD, [D], []),
    "camat": (Role.CAMAT, [], ["12.09.20"]),
    "sari": (Role.OPERATOR, [], []),
    "rudi": (Role.OPERATOR, [], []),
}
STYLE = Style(translator("en"), "https://batas.contoh.id")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A proposes its line, B declines it, A mentions the camat; accounts for all of them.

    The tests look at different accounts, so that they do not disturb one another.
    """
    with copied_workspace(tmp_path_factory.mktemp("notices")) as made:
        segment = segment_of(made, A, B).id
        proposal = put_on_table(made, segment, "a")
        facts = Facts(number=proposal.number, hash=proposal.hash, reason="bukan sungai lama")
        act_on(made, segment, Action.DECLINE, head_of(B), facts)
        words = Words(text="Mohon dilihat @camat", key="kunci-1-satu")
        thread = comment(made, segment, words, head_of(A)).id
        answer(made, segment, thread, Words(text="Baik", key="kunci-2-dua"), head_of(B))
        with Repository(made) as repository:
            for person, (role, villages, kecamatan) in PEOPLE.items():
                row = Account(
                    login=person, name=f"Nama {person}", role=role.value, villages=villages,
                    kecamatan=kecamatan, created_at=MORNING,
                )  # fmt: skip
                repository.add(row)
            repository.record(doer().entry("add-account", ("account", "sari")))
        yield made


def account(store: Store, login: str) -> Account:
    with Repository(store) as repository:
        return repository.find(Account, login=login)[0]


def kinds(store: Store, login: str, at: datetime.datetime = LATER) -> list[Kind]:
    return [note.kind for note in notes_of(store, account(store, login), at)]


def inbox(store: Store, login: str) -> list[Received]:
    person = account(store, login)
    with Repository(store) as repository:
        return received(repository, person.id, notes_of(store, person, LATER))


def test_each_hears_of_what_others_did(store: Store) -> None:
    assert kinds(store, f"kades {A}") == [Kind.ANSWER, Kind.DECLINED, Kind.PROPOSAL]
    assert kinds(store, f"kades {B}") == [Kind.PROPOSAL]
    assert kinds(store, "camat") == [Kind.MENTION, Kind.DECLINED, Kind.PROPOSAL]
    assert kinds(store, "kades d") == []
    assert Kind.PROPOSAL not in kinds(store, "sari")


def test_a_clock_that_ends_is_told_to_the_parties(store: Store) -> None:
    """Declined on 2 January: the clock ends on 2 July."""
    end = datetime.datetime(2026, 6, 25, 9, 0, tzinfo=MORNING.tzinfo)
    [note] = notes_of(store, account(store, f"kades {A}"), end)
    assert str(note.text) == "the clock ends in 7 days, on 2026-07-02"
    assert kinds(store, "kades d", end) == []


def test_a_signature_taken_back_is_told_and_does_not_stand_as_signed(tmp_path: Path) -> None:
    """A proposes and signs, then takes it back: B hears of each, and the first says it is over."""
    with copied_workspace(tmp_path) as made:
        segment = segment_of(made, A, B).id
        proposal = put_on_table(made, segment, "a")
        signed = Facts(number=proposal.number, hash=proposal.hash)
        act_on(made, segment, Action.SIGN, head_of(A), signed)
        other = Account(login="kades.b", name="B", role=Role.VILLAGE_HEAD.value, villages=[B],
                        kecamatan=[], created_at=MORNING)  # fmt: skip
        assert texts(made, other)[0].endswith("signed proposal 1")
        back = replace(signed, reason="keliru")
        act_on(made, segment, Action.TAKE_BACK, head_of(A), back)
        told = texts(made, other)
    assert told[0].endswith("took the signature back: “keliru”")
    assert told[1].endswith("signed proposal 1, and took the signature back later")


def texts(store: Store, person: Account) -> list[str]:
    return [str(note.text) for note in notes_of(store, person, LATER)]


def test_old_news_is_in_the_log_only(store: Store) -> None:
    later = LATER + datetime.timedelta(days=100)
    assert kinds(store, "camat", later) == []


def test_what_was_read(store: Store) -> None:
    person = account(store, f"kades {A}")
    assert [one.read for one in inbox(store, person.login)] == [False] * 3
    key = inbox(store, person.login)[1].note.key
    mark(store, person.id, key, read=True)
    mark(store, person.id, key, read=True)
    assert [one.read for one in inbox(store, person.login)] == [False, True, False]
    mark_all(store, person.id, LATER)
    assert all(one.read for one in inbox(store, person.login))
    mark(store, person.id, key, read=False)
    assert [one.read for one in inbox(store, person.login)] == [True, False, True]


def test_looking_at_a_segment_reads_its_notices(store: Store) -> None:
    person = account(store, "rudi")
    assert not any(one.read for one in inbox(store, "rudi"))
    visit(store, person.id, segment_of(store, A, B).id, LATER)
    assert all(one.read for one in inbox(store, "rudi"))


def news_for(store: Store, login: str, at: datetime.datetime) -> News | None:
    person, segment = account(store, login), segment_of(store, A, B)
    seen = visit(store, person.id, segment.id, at)
    assert seen is not None
    return news_of(store, segment, actor_of(person), seen)


def test_news_since_the_last_visit(store: Store) -> None:
    """Nothing on the first visit; loading again is the same visit, and its news stay."""
    segment = segment_of(store, A, B).id
    camat = account(store, "camat")
    assert news_for(store, "camat", LATER) is None
    assert segment not in with_news(store, camat.id, actor_of(camat))
    made = [
        comment(store, segment, Words(text="Baru", key=f"kunci-baru-{n}"), head_of(A)).id
        for n in range(2)
    ]
    assert segment in with_news(store, camat.id, actor_of(camat))
    assert news_for(store, "camat", LATER + datetime.timedelta(minutes=20)) is None
    hour = LATER + datetime.timedelta(hours=2)
    comment(store, segment, Words(text="Lagi", key="kunci-baru-9"), head_of(B))
    found = news_for(store, "camat", hour)
    assert found is not None
    assert found.since == LATER + datetime.timedelta(minutes=20)
    assert len(found.comments) == 1
    assert found.comments[0] > made[1]
    assert news_for(store, "camat", hour + datetime.timedelta(minutes=5)) == found
    assert segment not in with_news(store, camat.id, actor_of(camat))


def test_strangers_get_no_news_of_the_talk(store: Store) -> None:
    segment, d = segment_of(store, A, B).id, account(store, "kades d")
    news_for(store, "kades d", LATER)
    comment(store, segment, Words(text="Baru", key="kunci-asing"), head_of(A))
    assert segment not in with_news(store, d.id, actor_of(d))
    assert news_for(store, "kades d", LATER + datetime.timedelta(days=1)) is None


def test_visits_are_no_entries_of_the_log(store: Store) -> None:
    with Repository(store) as repository:
        before = len(repository.find(Event))
        assert repository.find(SegmentVisit)
    visit(store, account(store, "sari").id, segment_of(store, A, B).id, LATER)
    with Repository(store) as repository:
        assert len(repository.find(Event)) == before


@pytest.mark.parametrize(
    "address", ["", "x", "a@b", "a@b.c\r\nBcc: x@y.id", "a b@c.id", "<a@b.id>", "a@b.id,c@d.id"]
)
def test_mail_needs_an_address(store: Store, address: str) -> None:
    with pytest.raises(ParameterError, match="no mail address"):
        choose(store, account(store, "sari"), Choice(address, (Kind.MENTION,)), doer())


@pytest.fixture
def box() -> Iterator[KeepingServer]:
    """A mail server."""
    with mail_server() as server:
        yield server


def mails(store: Store, login: str) -> list[Mail]:
    with Repository(store) as repository:
        return repository.find(Mail, account_id=account(store, login).id)


def wanting(store: Store, login: str, *kinds: Kind) -> Account:
    """The account after it asked for mail."""
    person = account(store, login)
    address = f"{login.replace(' ', '.')}@contoh.id"
    choose(store, person, Choice(address, kinds), doer(login))
    return person


def test_mail_tells_what_came_after_it_was_wanted(store: Store, box: KeepingServer) -> None:
    person = wanting(store, f"kades {B}", Kind.MENTION, Kind.CLOCK)
    segment = segment_of(store, A, B).id
    assert mail_notices(store, box.settings, STYLE, LATER).queued == 0
    text = "Lihat\r\nBcc: semua@contoh.id <b>"
    words = Words(text=text, key="kunci-surat", mentions=[f"desa:{B}"])
    comment(store, segment, words, head_of(A))
    outcome = mail_notices(store, box.settings, STYLE, LATER)
    assert (outcome.queued, outcome.sent, outcome.failed) == (1, 1, 0)
    [mail] = box.mails
    assert mail["To"] == f"kades.{B}@contoh.id"
    assert mail["Bcc"] is None
    assert mail.get_content_type() == "text/plain"
    body = mail.get_content()  # type: ignore[attr-defined]
    assert "mentions you: “Lihat Bcc: semua@contoh.id <b>”" in body
    assert f"https://batas.contoh.id/segmen/{segment}" in body
    again = mail_notices(store, box.settings, STYLE, LATER + datetime.timedelta(minutes=1))
    assert (again.queued, again.sent) == (0, 0)
    end = datetime.datetime(2026, 6, 25, 9, 0, tzinfo=MORNING.tzinfo)
    assert mail_notices(store, box.settings, STYLE, end).sent == 1
    assert "the clock ends in 7 days, on 2 Juli 2026" in box.mails[1].get_content()  # type: ignore[attr-defined]
    choose(store, person, Choice(), doer(person.login))


def test_the_log_names_no_address(store: Store) -> None:
    person = wanting(store, "rudi", Kind.MENTION)
    with Repository(store) as repository:
        event = repository.find(Event)[-1]
        assert choice_of(repository, person.id).email == "rudi@contoh.id"
    assert (event.action, event.after) == ("set-notices", {"mail": ["mention"]})
    choose(store, person, Choice(), doer("rudi"))


def test_a_server_that_fails_is_tried_again_and_given_up(store: Store) -> None:
    person = wanting(store, "rudi", Kind.MENTION)
    words = Words(text="@operator", key="kunci-gagal")
    comment(store, segment_of(store, A, B).id, words, head_of(A))
    nowhere = MailServer("127.0.0.1", 1, "tapal@contoh.id", "none")
    assert queue(store, STYLE, LATER) == 1
    now = LATER
    for wait in (*WAITS_MIN, 0):
        assert send_due(store, nowhere, now).failed == 1
        assert send_due(store, nowhere, now).failed == 0
        now += datetime.timedelta(minutes=wait)
    [mail] = mails(store, person.login)
    assert (mail.tries, mail.next_at, mail.sent_at) == (len(WAITS_MIN) + 1, None, None)
    assert "ConnectionRefusedError" in str(mail.fault)
    choose(store, person, Choice(), doer("rudi"))


def test_one_wrong_address_keeps_no_other_mail(store: Store, box: KeepingServer) -> None:
    box.refused.append(b"sari@")
    for login in ("sari", "rudi"):
        wanting(store, login, Kind.MENTION)
    words = Words(text="@operator", key="kunci-dua-surat")
    comment(store, segment_of(store, A, B).id, words, head_of(A))
    outcome = mail_notices(store, box.settings, STYLE, LATER)
    assert (outcome.queued, outcome.sent, outcome.failed) == (2, 1, 1)
    assert [mail["To"] for mail in box.mails] == ["rudi@contoh.id"]
