"""Questions to an ArcGIS REST service, asked again where that helps.

The service is trusted in nothing: answers may be late, cut short, too large, a web page instead of
data, or an error inside an answer that says it went well. No redirection is followed: only the
address that the user gave is asked.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from boundaries import __version__
from boundaries.errors import InputError
from boundaries.io.arcgis_faults import (
    FailedError,
    described_fault,
    host_of,
    late,
    out_of_order,
    refused,
    require_safe,
    shown,
    too_large,
    unanswered,
)
from boundaries.messages import Message, message

HEAVY = frozenset(
    {"service-late", "service-failed", "service-too-large", "service-cut", "service-no-json"}
)
"""Codes of faults that a smaller question may avoid."""

CHUNK_BYTES = 1 << 16
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 60.0

Say = Callable[[Message], None]


@dataclass(frozen=True)
class Limits:
    """How long and how often a service is asked, and how much of an answer is read.

    `attempts` counts the first one; `connect_s` and `silence_s` bound the wait for a connection and
    between two pieces of an answer, `answer_s` the whole answer, `most_bytes` its size when
    unpacked.
    """

    attempts: int = 6
    connect_s: float = 15.0
    silence_s: float = 60.0
    answer_s: float = 300.0
    most_bytes: int = 256 << 20


class Service:
    """A client of one service; `say` is told about attempts that failed.

    A `token` of the service goes along in a header, never in an address, and over safe connections
    only.
    """

    def __init__(
        self,
        *,
        limits: Limits,
        say: Say,
        sleep: Callable[[float], None] = time.sleep,
        token: str = "",
    ) -> None:
        self._limits = limits
        self._token = token
        self._say = say
        self._sleep = sleep
        self._session = requests.Session()
        self._session.headers["User-Agent"] = f"tapal/{__version__}"
        if token:
            self._session.headers["X-Esri-Authorization"] = f"Bearer {token}"

    def ask(
        self, url: str, parameters: Mapping[str, str], *, attempts: int | None = None
    ) -> dict[str, Any]:
        """The JSON object that the service answers, after at most `attempts` (those of the limits).

        Asks again, after longer and longer waits of random length or the one that the service
        demands, when the answer is late, cut short or a web page, the connection fails, or the
        service is overloaded or out of order. Raises `InputError` with a remedy when the attempts
        are used up, and at once where another one cannot help.
        """
        if self._token:
            require_safe(url)
        host_of(url)
        most = min(attempts or self._limits.attempts, self._limits.attempts)
        attempt = 1
        while True:
            try:
                return self._attempt(url, parameters)
            except FailedError as failed:
                if not failed.again or attempt >= most:
                    raise failed.fault from failed
                wait = max(failed.wait_s, pause(attempt))
                text = message(
                    "{fault}; attempt {next} of {attempts} follows in {wait} s",
                    fault=failed.fault.message,
                    next=attempt + 1,
                    attempts=most,
                    wait=round(wait),
                )
                self._say(text)
            self._sleep(wait)
            attempt += 1

    def _attempt(self, url: str, parameters: Mapping[str, str]) -> dict[str, Any]:
        limits = self._limits
        try:
            with self._session.get(
                url,
                params=dict(parameters),
                stream=True,
                timeout=(limits.connect_s, limits.silence_s),
                allow_redirects=False,
            ) as answer:
                _require_success(answer)
                body = self._body(answer)
        except requests.RequestException as fault:
            raise unanswered(url, fault) from fault
        return _document(url, body)

    def _body(self, answer: requests.Response) -> bytes:
        """The answer, unpacked, within the limits of size and time."""
        limits = self._limits
        end = time.monotonic() + limits.answer_s
        body = bytearray()
        for chunk in answer.iter_content(CHUNK_BYTES):
            body += chunk
            if len(body) > limits.most_bytes:
                raise FailedError(too_large(answer.url, limits.most_bytes), again=False)
            if time.monotonic() > end:
                raise FailedError(late(answer.url), again=True)
        return bytes(body)


def pause(attempt: int) -> float:
    """Seconds to wait after the `attempt`th failure.

    Doubled each time, then taken at random between half of that and all of it, so that many users
    do not come back together.
    """
    longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** (attempt - 1))
    return random.uniform(longest / 2, longest)  # noqa: S311


def demanded_wait(header: str | None) -> float:
    """Seconds that a Retry-After header asks to wait: a number or a date; 0 for none."""
    if not header:
        return 0.0
    if header.strip().isdigit():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _require_success(answer: requests.Response) -> None:
    status = answer.status_code
    host = host_of(answer.url)
    if status == 200:
        return
    if 300 <= status < 400:
        text = message(
            "{host} sends us on to {target}",
            host=host,
            target=shown(answer.headers.get("Location", "-")),
        )
        hint = message("if that is the new address of the layer, give it with --url")
        raise FailedError(InputError("service-moved", text, hint), again=False)
    if status == 429 or status >= 500 or status == 408:
        wait = demanded_wait(answer.headers.get("Retry-After"))
        raise out_of_order(host, message("HTTP {status}", status=status), wait)
    raise refused(host, status, message("HTTP {status}", status=status))


def _document(url: str, body: bytes) -> dict[str, Any]:
    """The JSON object in an answer; an error that it describes is raised."""
    host = host_of(url)
    try:
        document = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        page = body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        text = (
            message("{host} answers with a web page instead of data", host=host)
            if page
            else message("the answer of {host} is cut short or no JSON", host=host)
        )
        hint = message(
            "try the address in a browser (a sign-in page of the network, maintenance?), "
            "then run the same command again"
        )
        raise FailedError(InputError("service-no-json", text, hint), again=True) from fault
    error = document.get("error") if isinstance(document, dict) else {"message": "no JSON object"}
    if error is not None:
        raise described_fault(host, error)
    result: dict[str, Any] = document
    return result
