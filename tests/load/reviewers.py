"""People who look at segments, draw, talk, propose and sign, each with a session of their own."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from boundaries.store.models import Segment
from boundaries.workflows.accounts import Person
from tests.load.browser import DONE, Browser
from tests.load.forms import Form, forms_of
from tests.load.people import PASSWORD
from tests.load.tally import CONFLICT, REFUSED, Tally

DEGREE_M = 111_000.0
STRAY_M = 15.0
EACH = 6
AROUND = 0.05
POLL = {"Tapal-Poll": "1"}
DRAWN = "drawn"
CHOSEN = ("reference", "a", "b", "midline", "equal-area")
PDF = b"%PDF-1.4\n%%EOF\n"
OWN_SHARE, SIGN_SHARE, DRAWN_SHARE = 0.8, 0.6, 0.5
TURNS, PREVIEWS = 2, 3
Points = list[list[float]]


@dataclass
class Seen:
    """The page of a segment as it is open."""

    segment: str
    forms: list[Form]
    lines: dict[str, Any]

    def form(self, end: str) -> Form | None:
        """The form whose address ends so, which nobody sends twice."""
        found = (one for one in self.forms if one.address.partition("?")[0].endswith(end))
        return next(found, None)

    def sent(self, form: Form) -> None:
        """Note that a form was sent."""
        self.forms.remove(form)


class Reviewer:
    """One person at a browser; `pause` seconds lie between two requests on the average."""

    def __init__(
        self, address: str, person: Person, segments: Sequence[Segment], tally: Tally, pause: float
    ) -> None:
        self._person, self._tally, self._pause = person, tally, pause
        self._browser = Browser(address, tally)
        self._chance = random.Random(person.login)
        own = set(person.villages)
        self._all = [row.id for row in segments]
        self._own = [row.id for row in segments if own & {row.village_a, row.village_b}]
        self._known: dict[str, dict[str, Any]] = {}
        self._said = 0

    def work(self, until: float) -> None:
        """Sign in, and go on until a moment of the monotonic clock."""
        steps = self._steps()
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, self._chance.uniform(0, 2 * self._pause)))
            next(steps)
        self._browser.close()

    def open_first(self) -> None:
        """Open each segment for the first time, when the server works its land out."""
        self._sign_in()
        for segment in self._all:
            self._browser.read("first segment page", f"/segmen/{segment}")
        self._browser.close()

    def _steps(self) -> Iterator[None]:
        """One request after the other, without end."""
        while not self._sign_in():
            yield
        while True:
            self._browser.read("board", "/")
            yield
            self._browser.read("list", "/segmen")
            for _ in range(3):
                yield from self._at_segment()

    def _sign_in(self) -> bool:
        page = self._browser.read("sign-in page", "/masuk")
        if page is None:
            return False
        [form] = [one for one in forms_of(page) if "password" in one.open]
        fields = {**form.carried, "login": self._person.login, "password": PASSWORD}
        answer = self._browser.ask("sign in", "POST", "/masuk", right=DONE, data=fields)
        if answer is None:
            return False
        self._tally.acknowledge((self._person.login, "sign-in", self._person.login))
        return True

    def _at_segment(self) -> Iterator[None]:
        """Open a segment, and do some of what people do there with the page as it was opened."""
        chosen = self._own if self._own and self._chance.random() < OWN_SHARE else self._all
        segment = self._chance.choice(chosen)
        page = self._browser.read("segment page", f"/segmen/{segment}")
        if page is None:
            return
        yield
        text = self._browser.read("segment data", f"/data/segmen/{segment}.json")
        if text is not None:
            self._known[segment] = json.loads(text)["lines"]
        if segment not in self._known:
            return
        seen = Seen(segment, forms_of(page), self._known[segment])
        yield
        turns = (self._looks, self._talks, self._proposes, self._does)
        for turn in self._chance.choices(turns, weights=(1, 1, 1, 2), k=TURNS):
            yield from turn(seen)
            self._browser.read("state", f"/segmen/{segment}/keadaan", headers=POLL)
            yield

    def _looks(self, seen: Seen) -> Iterator[None]:
        lon, lat = self._line(seen)[0]
        view = {"bbox": f"{lon - AROUND},{lat - AROUND},{lon + AROUND},{lat + AROUND}", "z": "13"}
        for kind, name in (("map of segments", "segmen"), ("map of findings", "temuan")):
            self._browser.read(kind, f"/data/{name}.geojson", params=view)
            yield
        self._browser.read("threads", f"/segmen/{seen.segment}/komentar", headers=POLL)
        yield

    def _talks(self, seen: Seen) -> Iterator[None]:
        form = seen.form("/komentar")
        if form is None:
            return
        seen.sent(form)
        self._said += 1
        text = f"Komentar {self._said} dari {self._person.login}."
        fields = {**form.carried, "teks": text, "tentang": "segment"}
        if self._browser.send("comment", form.address, data=fields):
            self._done("comment", seen, text)
        yield

    def _draws(self, seen: Seen, form: Form) -> Iterator[None]:
        """Take the place of the drawer, move a vertex again and again, leave the place."""
        token = {"X-CSRFToken": form.carried["csrf_token"]}
        address = f"/data/segmen/{seen.segment}"
        place = f"{address}/pakai"
        answers = (200, CONFLICT, *REFUSED)
        self._browser.ask("take place", "POST", place, right=answers, headers=token)
        for _ in range(PREVIEWS):
            yield
            self._browser.ask(
                "preview", "POST", f"{address}/pratinjau", right=(200,), headers=token,
                json={"garis": self._drawn(seen)},
            )  # fmt: skip
        self._browser.ask("leave place", "POST", f"{place}?selesai=1", right=(200,), headers=token)

    def _proposes(self, seen: Seen) -> Iterator[None]:
        form = seen.form("/usulan")
        if form is None or not form.sendable:
            return
        seen.sent(form)
        drawn = self._chance.random() < DRAWN_SHARE
        if drawn:
            yield from self._draws(seen, form)
        kinds = [one for one in form.choices if one in CHOSEN] or ["reference"]
        fields = {
            **form.carried,
            "garis-jenis": DRAWN if drawn else self._chance.choice(kinds),
            "garis": json.dumps(self._drawn(seen)) if drawn else "",
            "catatan": f"Usulan {self._person.login}",
            "alasan": "Sesuai hasil pelacakan",
        }
        if self._browser.send("propose", form.address, data=fields):
            self._done("propose", seen)
        yield

    def _does(self, seen: Seen) -> Iterator[None]:
        """Send the form of an action from the page as it was opened, signing most of all."""
        forms = [one for one in seen.forms if "/tindakan/" in one.address]
        if not forms:
            return
        signing = seen.form("/tindakan/sign")
        form = signing if signing and self._chance.random() < SIGN_SHARE else None
        form = form or self._chance.choice(forms)
        seen.sent(form)
        action = form.address.partition("?")[0].rpartition("/")[2]
        files = {"berkas": (f"{self._person.login}.pdf", PDF, "application/pdf")}
        sent = self._browser.send(
            "sign" if action == "sign" else "other acts",
            form.address,
            data={**form.carried, **self._filled(form)},
            files=files if "berkas" in form.open else None,
        )
        if sent:
            self._done(action, seen)
        yield

    def _filled(self, form: Form) -> dict[str, str]:
        values = {
            "password": PASSWORD, "reason": "Perlu dibahas lagi", "reference": "1/BA/2026",
            "dated": "2026-01-15", "gazette": "2026/1",
        }  # fmt: skip
        return {name: text for name, text in values.items() if name in form.open}

    def _done(self, action: str, seen: Seen, comment: str = "") -> None:
        self._tally.acknowledge((self._person.login, action, seen.segment), comment)

    def _line(self, seen: Seen) -> Points:
        """The line of BIG in degrees."""
        geometry = seen.lines["reference"]["geometry"]
        parts = geometry["coordinates"]
        return list(parts if geometry["type"] == "LineString" else parts[0])

    def _drawn(self, seen: Seen) -> Points:
        """That line with fewer vertices, and one of them drawn aside."""
        line = self._line(seen)
        points = [list(point) for point in (*line[:-1:EACH], line[-1])]
        moved = points[len(points) // 2] if len(points) > 2 else points[0]
        for axis in (0, 1):
            moved[axis] += self._chance.uniform(-STRAY_M, STRAY_M) / DEGREE_M
        return points
