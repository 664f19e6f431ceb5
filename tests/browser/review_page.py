"""What all tests of the review page do with it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

READY = "html[data-peta='siap']"


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator(READY)).to_have_count(1)
    return page


def until(page: Page, condition: str) -> None:
    """Wait for a condition; Playwright's own way needs eval, which our policy forbids."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never true: {condition}")


def chosen(page: Page, identifier: str) -> None:
    """The list, the map and the address agree that this finding is chosen."""
    expect(page.locator("[data-rincian]")).to_have_attribute("data-rincian", identifier)
    expect(page.locator(".baris [aria-current]")).to_have_count(1)
    expect(page.locator("path.temuan-terpilih")).to_have_count(1)
    expect(page).to_have_url(re.compile(f"/temuan/{identifier}"))


def pick_on_map(page: Page, name: str) -> None:
    """Click the middle of a finding's drawing, found by its place among the layers."""
    spot = page.evaluate(
        """id => {
            let found;
            Tapal.map.eachLayer(layer => {
                if (layer.feature && layer.feature.id === id && layer.getBounds) found = layer;
            });
            const point = Tapal.map.latLngToContainerPoint(found.getBounds().getCenter());
            const box = Tapal.map.getContainer().getBoundingClientRect();
            return [box.x + point.x, box.y + point.y];
        }""",
        name,
    )
    page.mouse.click(*spot)
