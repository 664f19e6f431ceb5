"""How the tests use the page of a segment in the browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.web.settling_fixture import PDF
from tests.web.workspace_fixture import PASSWORD


def ready(page: Page) -> None:
    """Wait until the map is filled."""
    page.wait_for_selector("html[data-peta=siap]")


def filled(page: Page) -> None:
    """Wait until the map is filled, where the page has one."""
    if page.locator(".folium-map").count():
        ready(page)


def open_segment(page: Page, address: str, segment: str, query: str = "") -> None:
    """Open the page of a segment and wait for its map."""
    page.goto(f"{address}/segmen/{segment}{query}")
    ready(page)


def record(page: Page, action: str, title: str, *, dated: str = "") -> None:
    """Record an action that needs a paper, with its date where that is asked for."""
    form = page.locator(f"#t-{action}")
    form.locator("summary").click()
    paper = {"name": f"{action}.pdf", "mimeType": "application/pdf", "buffer": PDF}
    form.locator("input[type=file]").set_input_files(files=[paper])  # type: ignore[list-item]
    if dated:
        form.locator("[name=dated]").fill(dated)
    form.get_by_role("button", name=title).click()
    expect(page.locator(".kabar").first).to_contain_text("Done")
    ready(page)


def choose(page: Page, name: str) -> None:
    """Choose a line of the table."""
    page.locator(f"tr[data-garis='{name}'] label").click()


def propose(page: Page, name: str) -> None:
    """Put a line on the table."""
    choose(page, name)
    page.get_by_role("button", name="Propose this line").click()


def sign(page: Page) -> None:
    """Sign the line on the table."""
    page.locator(".giliran a").click()
    form = page.locator("#t-sign")
    expect(form.get_by_label("Your password")).to_be_focused()
    form.get_by_label("Your password").fill(PASSWORD)
    form.get_by_role("button").click()
