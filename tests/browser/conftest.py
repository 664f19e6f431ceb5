"""The review in Debian's Chromium: one browser for the session, one server per analysis."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from boundaries.store.database import Store
from tests.browser.settling_server import TIMEOUT_MS, People, serving, watched
from tests.quick_passwords import quick_passwords
from tests.web.example import example_analysis
from tests.web.settling_fixture import settling_workspace
from tests.workspace_fixture import A, B, segment_of
from web import create_app
from web.workspace_app import create_workspace_app

CHROMIUM = "/usr/bin/chromium"
PATIENCE_MS = 20_000
"""How long a page may take to show what is expected: the machine does other work meanwhile."""
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    if not shutil.which(CHROMIUM):
        pytest.fail(f"{CHROMIUM} is missing; install it with: tools/system.sh chromium")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the example's pages are served."""
    with serving(create_app(example_analysis())) as served:
        yield served


@pytest.fixture(scope="session")
def ids() -> dict[str, str]:
    """Identifier of the example's first finding of each kind and class."""
    findings = example_analysis().findings
    names = findings["kind"] + " " + findings["class"]
    return dict(zip(names[::-1], findings["id"][::-1], strict=True))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader with a laptop."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(TIMEOUT_MS)
    yield context
    context.close()


@pytest.fixture
def faults() -> list[str]:
    """What must stay empty: requests to other hosts, errors and warnings of the console."""
    return []


@pytest.fixture
def page(context: BrowserContext, address: str, faults: list[str]) -> Iterator[Page]:
    """A page that collects faults; the test fails if there were any."""
    yield watched(context, address, faults)
    assert faults == []


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Store]:
    """Four villages, two surveys, people with quick passwords."""
    with quick_passwords(), settling_workspace(tmp_path) as made:
        yield made


@pytest.fixture
def work(workspace: Store) -> Flask:
    """Its pages."""
    return create_workspace_app(workspace)


@pytest.fixture
def served(work: Flask) -> Iterator[str]:
    """Where they are served."""
    with serving(work) as address:
        yield address


@pytest.fixture
def segment(workspace: Store) -> str:
    """The segment between A and B."""
    return segment_of(workspace, A, B).id


@pytest.fixture
def people(browser: Browser, work: Flask, served: str, faults: list[str]) -> Iterator[People]:
    """Opens a browser for a login; the test fails if there were faults in any."""
    opened = People(browser, work, served, faults)
    yield opened
    opened.leave()
    assert faults == []
