"""The review page on phones and wide screens, and for readers who need contrast or a voice."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.review_page import READY, opened


def test_both_parties_keep_their_names_on_a_phone(
    browser: Browser, address: str, ids: dict[str, str]
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = opened(context.new_page(), f"{address}/temuan/{ids['mismatch claim']}")
    expect(page.locator(".label-land-a")).to_contain_text("Sidomulyo")
    expect(page.locator(".label-land-b")).to_contain_text("Tinggi Raja")
    expect(page.locator("#pesan-peta")).to_be_hidden()
    context.close()


@pytest.mark.parametrize(("width", "is_open"), [(360, False), (1366, False), (1920, True)])
def test_the_legend_is_closed_on_small_screens(
    browser: Browser, address: str, width: int, is_open: bool
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = opened(context.new_page(), address)
    assert page.locator("details.legenda").evaluate("node => node.open") is is_open
    context.close()


def test_on_a_phone_nothing_is_wider_than_the_screen(
    browser: Browser, address: str, ids: dict[str, str]
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, has_touch=True)
    page = context.new_page()
    opened(page, f"{address}/temuan/{ids['mismatch claim']}")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    map_box = page.locator(".kanvas").bounding_box()
    list_box = page.locator(".panel").bounding_box()
    assert map_box
    assert list_box
    assert map_box["height"] > 250
    assert list_box["y"] > map_box["y"] + map_box["height"] / 2
    expect(page.get_by_text("Batas indikatif, bukan ketetapan hukum")).to_be_in_viewport()
    context.close()


@pytest.mark.parametrize("contrast", ["biasa", "tinggi"])
@pytest.mark.parametrize("path", ["/", "/temuan/{id}", "/sumber", "/tidak-ada"])
def test_accessible(
    browser: Browser, address: str, ids: dict[str, str], path: str, contrast: str
) -> None:
    context = browser.new_context(bypass_csp=True, viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(f"{address}{path.format(id=ids['mismatch claim'])}?kontras={contrast}")
    if "temuan" in path or path == "/":
        expect(page.locator(READY)).to_have_count(1)
    found = Axe().run(page).response["violations"]
    serious = [item for item in found if item["impact"] in {"serious", "critical"}]
    context.close()
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in serious] == []
