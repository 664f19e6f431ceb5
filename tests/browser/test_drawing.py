"""A drawn line: where it ends, taking points away, going back, and drawing on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from boundaries.store.database import Store
from tests.browser.settling_page import open_segment, ready
from tests.browser.settling_server import PHONE, People
from tests.workspace_fixture import put_on_table

PAST_THE_END = """() => {
  const [a, b] = Tapal.data.features.filter((item) => item.properties.role === "simpul")
    .map((item) => item.geometry.coordinates);
  const middle = [(a[0] + b[0]) / 2 + 0.0005, (a[1] + b[1]) / 2];
  Tapal.line.replace([a, middle, b, [b[0] + 0.002, b[1]]], "drawn");
}"""
BELOW = """() => {
  const tools = document.querySelector(".alat-gambar").getBoundingClientRect();
  return Array.from(document.querySelectorAll(".simpul, .marker-icon"))
    .map((one) => one.getBoundingClientRect())
    .filter((one) => one.bottom > tools.top && one.top < tools.bottom &&
      one.right > tools.left && one.left < tools.right).length;
}"""


@pytest.fixture
def drawer(people: People, served: str, segment: str, workspace: Store) -> Page:
    """The head of B on the page of the segment, drawing."""
    put_on_table(workspace, segment, "reference")
    page = people("kades.b")
    open_segment(page, served, segment)
    draw(page)
    return page


def draw(page: Page) -> None:
    page.get_by_role("button", name="Draw").click()


def corner(page: Page, right: int = 90) -> None:
    """A click in a free corner of the map, so far from its left."""
    box = page.locator(".kanvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + right, box["y"] + box["height"] - 120)


def test_a_whole_line_takes_no_point_more(drawer: Page) -> None:
    """Nor when it is opened again; undo and deleting still work then."""
    count, advice = drawer.locator("#simpan-gambar"), drawer.locator("#pesan-peta")
    expect(advice).to_contain_text("Click one of the numbered simpul")
    drawer.locator(".simpul").first.click()
    corner(drawer)
    expect(drawer.locator("#kalimat")).to_contain_text("does not reach simpul 2 yet")
    expect(drawer.locator("#baris-gambar")).not_to_have_class(re.compile("terpilih"))
    drawer.locator(".simpul").last.click()
    expect(count).to_contain_text("3 points · saved")
    for _ in range(2):
        corner(drawer, 150)
        expect(advice).to_contain_text("The line is whole")
        expect(advice).to_contain_text("press Delete point")
        expect(count).to_contain_text("3 points")
        drawer.reload()
        ready(drawer)
        expect(count).to_contain_text("3 points · saved")
        draw(drawer)
        expect(advice).to_contain_text("The line is whole")
    expect(drawer.locator("#kalimat")).to_contain_text("You propose: drawn line.")
    for _ in range(2):
        drawer.keyboard.press(".")
    drawer.keyboard.press("Delete")
    expect(count).to_contain_text("2 points")
    drawer.keyboard.press("u")
    expect(count).to_contain_text("3 points")
    drawer.get_by_role("button", name="Undo (U)").click()
    expect(count).to_contain_text("2 points")
    expect(drawer.locator("#baris-gambar input")).to_be_checked()
    expect(drawer.locator("#kalimat")).to_contain_text("does not reach simpul")
    drawer.locator(".simpul").last.click()
    corner(drawer, 150)
    expect(advice).to_contain_text("The line is whole")
    drawer.locator(".marker-icon:not(.marker-icon-middle)").nth(1).click(button="right")
    expect(count).to_contain_text("2 points")
    drawer.keyboard.press("u")
    expect(count).to_contain_text("3 points")
    drawer.locator(".marker-icon:not(.marker-icon-middle)").nth(1).click()
    drawer.get_by_role("button", name="Delete point 2").click()
    expect(count).to_contain_text("2 points")


def test_a_line_past_its_end_is_cut(drawer: Page) -> None:
    drawer.evaluate(PAST_THE_END)
    expect(drawer.locator("#kalimat")).to_contain_text("too long")
    corner(drawer, 150)
    expect(drawer.locator("#simpan-gambar")).to_contain_text("4 points")
    drawer.get_by_role("button", name="Cut at the simpul").click()
    expect(drawer.locator("#simpan-gambar")).to_contain_text("3 points")
    expect(drawer.locator("#kalimat")).to_contain_text("You propose: drawn line.")


def test_the_tools_of_a_phone_leave_the_line_free(
    people: People, served: str, segment: str, workspace: Store
) -> None:
    put_on_table(workspace, segment, "reference")
    page = people("kades.b", PHONE, has_touch=True, is_mobile=True)
    open_segment(page, served, segment)
    map_before = page.locator(".kanvas").bounding_box()
    page.get_by_role("button", name="Draw").tap()
    page.locator(".simpul").first.tap()
    tools = page.locator(".alat-gambar").bounding_box()
    canvas = page.locator(".kanvas").bounding_box()
    assert map_before
    assert tools
    assert canvas
    assert canvas["height"] > map_before["height"] + 100
    assert tools["height"] < 60
    assert page.evaluate(BELOW) == 0
    boxes = [one.bounding_box() for one in page.locator(".saat-gambar > button:visible").all()]
    assert len(boxes) == 5
    assert all(box and box["height"] >= 44 and box["width"] >= 44 for box in boxes)
    expect(page.locator("#ikuti")).to_be_hidden()
    page.get_by_role("button", name="More tools").tap()
    expect(page.locator("#ikuti")).to_be_visible()
    page.get_by_role("button", name="Done").tap()
    expect(page.locator(".bandingkan")).to_be_visible()
