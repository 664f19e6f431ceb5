"""What the talk about a segment shows on its page, and the news since the reader's last visit."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import current_app, g
from flask_babel import gettext

from boundaries.domain.roles import ROLE_NAMES
from boundaries.domain.talk import HEAD, MENTIONED, Act, head_word, may, may_read
from boundaries.errors import StoreError
from boundaries.store.models import Account, Comment, Document, Segment, SegmentVisit
from boundaries.store.repository import Repository
from boundaries.workflows.evidence import documents_of
from boundaries.workflows.news import News, news_of, visit, with_news
from boundaries.workflows.talk_read import Thread, sides_of, threads_of
from web import unit
from web.access import account, is_signed_in
from web.places import Place, places
from web.positions import degrees
from web.problems import told
from web.segment_page import people

TOWN = "kelurahan"


@dataclass(frozen=True)
class Pin:
    """Where a thread stands on the map."""

    number: int
    lon: float
    lat: float
    resolved: bool


@dataclass(frozen=True)
class TalkPage:
    """The talk about one segment, for one reader.

    `parties` are the villages of its heads by login, `calls` the words and names that may be
    mentioned, `simpul` the ids and numbers of the two ends, `on_table` whether there is a line
    whose points can be named.
    """

    id: str
    threads: list[Thread]
    names: dict[str, str]
    parties: dict[str, str]
    papers: dict[int, Document]
    calls: dict[str, str]
    simpul: dict[str, int]
    on_table: bool
    readable: bool
    writable: bool
    news: News | None

    @property
    def open(self) -> int:
        """How many threads are open."""
        return sum(not thread.resolved for thread in self.threads)

    @property
    def fresh(self) -> frozenset[int]:
        """The comments that came since the last visit."""
        return frozenset(self.news.comments if self.news else ())

    @property
    def pins(self) -> list[Pin]:
        """The threads that have a place."""
        return [
            Pin(thread.number, row.lon, row.lat, thread.resolved)
            for thread in self.threads
            if (row := thread.first.row).lon is not None and row.lat is not None
        ]

    def person(self, login: str) -> str:
        """What a person is called."""
        return self.names.get(login, login)

    def party(self, login: str) -> str:
        """For whom a person acted: the village of its head, else the person."""
        return self.parties.get(login) or self.person(login)

    def about(self, row: Comment) -> str:
        """What a comment is about, in words; "" for the segment as a whole."""
        if row.anchor == "simpul":
            return str(gettext("simpul %(number)s", number=self.simpul.get(row.anchor_ref, "")))
        if row.anchor == "vertex":
            proposal, _, point = row.anchor_ref.partition(":")
            return str(
                gettext("point %(point)s of proposal %(number)s", point=point, number=proposal)
            )
        if row.lon is None or row.lat is None:
            return ""
        return degrees(row.lon, row.lat)


def talk_of(identifier: str) -> TalkPage:
    """The talk about a segment; looking at it is a visit."""
    kept: dict[str, TalkPage] = g.setdefault("talk", {})
    if identifier not in kept:
        kept[identifier] = _read(identifier)
    return kept[identifier]


def form_key() -> str:
    """A number for a form, so that it counts once."""
    return secrets.token_urlsafe(12)


def news_marks() -> frozenset[str]:
    """The segments with something new for the person who is signed in."""
    if not is_signed_in():
        return frozenset()
    if "news_marks" not in g:
        g.news_marks = with_news(unit.store(), account().id, unit.doer().actor)
    marks: frozenset[str] = g.news_marks
    return marks


def _read(identifier: str) -> TalkPage:
    reading, actor, land = unit.reading(), unit.doer().actor, places()
    segment = reading.get(Segment, identifier)
    sides = sides_of(segment)
    readable = may_read(sides, actor)
    seen = _visited(identifier)
    papers = documents_of(reading, segment=identifier) if readable else []
    return TalkPage(
        id=identifier,
        threads=threads_of(reading, segment, actor),
        names=people(reading),
        parties=_parties(reading, [land.place(side.village) for side in sides]),
        papers={paper.id: paper for paper in papers},
        calls=_calls([land.place(side.village) for side in sides]),
        simpul={segment.start_junction: 1, segment.end_junction: 2},
        on_table=segment.proposal_id is not None,
        readable=readable,
        writable=may(Act.COMMENT, actor, sides),
        news=news_of(unit.store(), segment, actor, seen) if seen else None,
    )


def _visited(identifier: str) -> SegmentVisit | None:
    """Note the visit; that it cannot be noted keeps nobody from reading."""
    try:
        return visit(unit.store(), account().id, identifier, unit.now())
    except StoreError as fault:
        current_app.logger.warning("visit of %s: %s", identifier, fault.message)
        return None


def _parties(reading: Repository, villages: list[Place]) -> dict[str, str]:
    """The villages that people head here, by login."""
    return {
        row.login: place.title
        for row in reading.find(Account)
        for place in villages
        if place.key in row.villages
    }


def _calls(villages: list[Place]) -> dict[str, str]:
    """Who may be mentioned: the heads of the villages, then the roles."""
    found = {}
    for place in villages:
        text = (
            gettext("Lurah of %(village)s")
            if place.level == TOWN
            else gettext("Head of %(village)s")
        )
        found[head_word(place.key)] = text % {"village": place.name or place.key}
    return found | {word: told(ROLE_NAMES[role]) for word, role in MENTIONED.items()}


def call_text(word: str, calls: dict[str, str]) -> str:
    """A mention as people read it: "@camat", or the head of a village by name."""
    return f"@{calls.get(word, word)}" if word.startswith(HEAD) else f"@{word}"
