"""Talking about a segment in Chromium: a place on the map, the key, and what others write."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.settling_page import open_segment
from tests.browser.settling_server import People

POLL_MS = 6000


def test_a_comment_is_pinned_and_answered(people: People, served: str, segment: str) -> None:
    """A points at a place of the map; B, who looks at the page, sees it come and answers."""
    a, b = people("kades.a"), people("kades.b")
    b.clock.install()
    open_segment(b, served, segment)
    open_segment(a, served, segment)
    a.keyboard.press("c")
    expect(a.locator("#teks")).to_be_focused()
    a.keyboard.type("Patok lama @camat")
    a.reload()
    expect(a.locator("#teks")).to_have_value("Patok lama @camat")
    a.get_by_role("button", name="Choose on the map").click()
    box = a.locator(".leaflet-container").bounding_box()
    assert box
    a.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(a.locator("#tentang")).to_have_value("point")
    expect(a.locator(".pin-komentar.calon")).to_have_count(1)
    a.get_by_role("button", name="Send the comment").click()
    expect(a.locator(".kabar").first).to_contain_text("Your comment is there.")
    expect(a.locator(".pin-komentar")).to_have_text("1")
    expect(a.locator("#teks")).to_have_value("")
    b.clock.fast_forward(POLL_MS)
    expect(b.locator(".pin-komentar")).to_have_text("1")
    b.locator(".pin-komentar").click()
    thread = b.locator("#u1")
    expect(thread.locator("summary").first).to_be_focused()
    thread.locator(".lakukan > summary", has_text="Answer").click()
    thread.get_by_role("textbox", name="Answer").fill("Ya")
    thread.get_by_role("button", name="Send the answer").click()
    expect(b.locator("#u1 .jawaban")).to_contain_text("Ya")
    a.goto(f"{served}/pemberitahuan")
    expect(a.locator(".kabar-kabar li").first).to_contain_text("answered: “Ya”")
    assert Axe().run(a).response["violations"] == []
