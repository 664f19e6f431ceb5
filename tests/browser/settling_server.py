"""A workspace whose segments are being settled, served to browsers of several people."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Request
from werkzeug.serving import make_server

from tests.web.workspace_fixture import signed_in

PHONE = {"width": 360, "height": 800}
LAPTOP = {"width": 1366, "height": 768}
TIMEOUT_MS = 8000


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address at which the pages are served for as long as the block lasts."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class People:
    """Browsers of their own for people who are signed in, in English.

    Requests to other hosts, faults of scripts and what the console tells are added to `faults`.
    """

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
        page, faults = context.new_page(), self._faults
        page.on("request", self._check)
        page.on("console", lambda line: faults.append(line.text) if line.type != "log" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        return page

    def leave(self) -> None:
        """Close all of them."""
        for context in self._contexts:
            context.close()

    def _session(self, login: str) -> str:
        """The cookie of a session that was begun without a browser."""
        cookie = signed_in(self._app.test_client(), login).get_cookie("tapal")
        assert cookie
        return cookie.value

    def _check(self, request: Request) -> None:
        if not request.url.startswith((self._address, "data:")):
            self._faults.append(f"request to {request.url}")
