"""A workspace whose segments are being settled, served to browsers of several people."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from waitress import create_server

from tests.web.workspace_fixture import signed_in
from web.serve import THREADS

PHONE = {"width": 360, "height": 800}
LAPTOP = {"width": 1366, "height": 768}
TIMEOUT_MS = 20_000


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address at which the pages are served for as long as the block lasts."""
    server = create_server(app, host="127.0.0.1", port=0, threads=THREADS)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join()


def _matters(line: ConsoleMessage) -> bool:
    """Whether the console tells of a fault; only tests that cut the network see it cut."""
    return line.type != "log" and "ERR_INTERNET_DISCONNECTED" not in line.text


def watched(context: BrowserContext, address: str, faults: list[str]) -> Page:
    """A new page of a browser; what must not happen on it is added to `faults`.

    Requests to other hosts than that of `address`, errors of scripts, dialogs, and what the console
    tells.
    """

    def check(request: Request) -> None:
        if not request.url.startswith((address, "data:")):
            faults.append(f"request to {request.url}")

    page = context.new_page()
    page.on("request", check)
    page.on("console", lambda line: faults.append(line.text) if _matters(line) else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
    return page


def forgive(faults: list[str], status: int) -> None:
    """Chromium tells of every answer that is no success."""
    told = [line for line in faults if f"status of {status}" in line]
    assert told
    for line in told:
        faults.remove(line)


class People:
    """Browsers of their own for people who are signed in, in English; their pages are `watched`."""

    def __init__(self, browser: Browser, app: Flask, address: str, faults: list[str]) -> None:
        self._browser, self._app, self._address, self._faults = browser, app, address, faults
        self._contexts: list[BrowserContext] = []

    def __call__(self, login: str, size: dict[str, int] = LAPTOP, **options: object) -> Page:
        """A page of a new browser in which the person has signed in."""
        context = self._browser.new_context(viewport=size, **options)  # type: ignore[arg-type]
        context.set_default_timeout(TIMEOUT_MS)
        self._contexts.append(context)
        cookies = {"tapal": self._session(login), "lang": "en"}
        context.add_cookies(
            [{"name": name, "value": text, "url": self._address} for name, text in cookies.items()]
        )
        return self.page_in(context)

    def page_in(self, context: BrowserContext) -> Page:
        """One more page of a browser."""
        return watched(context, self._address, self._faults)

    def leave(self) -> None:
        """Close all of them."""
        for context in self._contexts:
            context.close()

    def _session(self, login: str) -> str:
        """The cookie of a session that was begun without a browser."""
        cookie = signed_in(self._app.test_client(), login).get_cookie("tapal")
        assert cookie
        return cookie.value
