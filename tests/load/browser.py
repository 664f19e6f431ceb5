"""The requests of one person: a session, the tags of what is known already, times and faults."""

from __future__ import annotations

import re
import time
from collections.abc import Collection
from html import unescape
from typing import Any

import requests

from tests.load.tally import CONFLICT, REFUSED, Tally

PATIENCE_S = 60
SHOWN = 160
READ = (200, 304)
DONE = (302, 303)
FAULT = re.compile(r'<p class="salah" role="alert">([^<]+)</p>')


class Browser:
    """A session with the server; every answer is counted, a wrong one noted as a fault."""

    def __init__(self, address: str, tally: Tally) -> None:
        self._address, self._tally = address, tally
        self._http = requests.Session()
        self._tags: dict[str, str] = {}

    def close(self) -> None:
        """End the session."""
        self._http.close()

    def read(self, kind: str, path: str, **options: Any) -> str | None:
        """What is at a path; None where it is known already, or the answer is wrong."""
        key = f"{path} {options.get('params')}"
        if key in self._tags:
            options["headers"] = {**options.get("headers", {}), "If-None-Match": self._tags[key]}
        answer = self.ask(kind, "GET", path, right=READ, **options)
        if answer is None or answer.status_code != READ[0]:
            return None
        if "ETag" in answer.headers:
            self._tags[key] = answer.headers["ETag"]
        return answer.text

    def send(self, kind: str, path: str, **options: Any) -> bool:
        """Send a form; whether the server says that it was done.

        A conflict with somebody else's change and a refusal by the rules are right answers too.
        """
        answer = self.ask(kind, "POST", path, right=(*DONE, CONFLICT, *REFUSED), **options)
        if answer is not None and answer.status_code in REFUSED:
            found = FAULT.search(answer.text)
            self._tally.refuse(f"{kind}: {unescape(found[1]) if found else answer.status_code}")
        return answer is not None and answer.status_code in DONE

    def ask(
        self, kind: str, method: str, path: str, *, right: Collection[int], **options: Any
    ) -> requests.Response | None:
        """The answer; None where it is none or has not one of the right statuses."""
        begun = time.monotonic()
        try:
            answer = self._http.request(
                method, f"{self._address}{path}", timeout=PATIENCE_S, allow_redirects=False,
                **options,
            )  # fmt: skip
        except requests.RequestException as fault:
            self._tally.fault(f"{kind}: {type(fault).__name__}: {str(fault)[:SHOWN]}")
            return None
        self._tally.note(kind, time.monotonic() - begun, answer.status_code)
        if answer.status_code in right:
            return answer
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.text.partition("<main")[2]))
        self._tally.fault(f"{kind}: {answer.status_code} {text[:SHOWN]}")
        return None
