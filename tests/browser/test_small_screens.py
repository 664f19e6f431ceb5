"""What a finger reaches on a phone, the bar at the top, and measuring on the map."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from boundaries.store.database import Store
from tests.browser.settling_page import open_segment, ready
from tests.browser.settling_server import LAPTOP, PHONE, People
from tests.browser.targets import too_small
from tests.workspace_fixture import A, put_on_table

OPEN_ALL = "document.querySelectorAll('main details').forEach((one) => { one.open = true; })"
LOWEST_BAR = 52
CROWD = """(() => {
  const size = Tapal.map.getSize(), at = (x, y) => Tapal.map.containerPointToLatLng([x, y]);
  const columns = [0.3, 0.52, 0.74], rows = [0.45, 0.62, 0.79];
  const half = at(40, 0).lng - at(0, 0).lng;
  Tapal.labels.lines = () => rows.map((y) => [at(0, y * size.y), at(size.x, y * size.y)]);
  Tapal.labels.set("desa", rows.flatMap((y) => columns.map((x) => (
    {text: "Kota Baru", kind: "desa", places: [{at: at(x * size.x, y * size.y), half: half}]}))));
  const names = document.querySelectorAll(".label");
  const boxes = Array.from(names, (one) => one.getBoundingClientRect());
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 &&
    a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return {texts: boxes.length, overlaps: boxes.filter((a, i) =>
    boxes.some((b, j) => i < j && meet(a, b))).length};
})()"""


def test_a_finger_hits_every_control(
    people: People, served: str, segment: str, workspace: Store
) -> None:
    put_on_table(workspace, segment, "midline")
    page = people("sari", PHONE, has_touch=True, is_mobile=True)
    for path in ("/", "/segmen", "/pemberitahuan", "/produk", f"/desa/{A}", "/segmen/sekaligus",
                 f"/segmen/{segment}"):  # fmt: skip
        page.goto(f"{served}{path}")
        page.evaluate(OPEN_ALL)
        assert too_small(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
    ready(page)
    heights = []
    for _ in range(4):
        heights.append(page.evaluate("document.querySelector('.panel').offsetTop"))
        page.get_by_label("Panel higher or lower").click()
    assert len(set(heights)) == len(heights) - 1
    assert heights[0] == heights[-1]
    page.locator(".menu summary").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    expect(page.get_by_role("link", name="Log", exact=True)).to_be_visible()
    assert too_small(page) == []


def test_a_map_in_a_page_that_scrolls_takes_two_fingers(people: People, served: str) -> None:
    page = people("sari", PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{served}/")
    ready(page)
    hint = page.locator(".dua-jari")
    expect(hint).to_be_hidden()
    assert page.evaluate("Tapal.map.dragging.enabled()") is False
    before = page.evaluate("Tapal.map.getCenter().lat")
    touch(page, [[100, 100], [140, 100]], [[100, 60], [140, 60]])
    expect(hint).to_be_hidden()
    moved = page.evaluate("Tapal.map.getCenter().lat")
    assert moved < before
    touch(page, [[100, 100]], [[100, 60]])
    expect(hint).to_have_text("Use two fingers to move the map.")
    assert page.evaluate("Tapal.map.getCenter().lat") == moved
    page.goto(f"{served}/segmen")
    ready(page)
    expect(page.locator(".dua-jari")).to_have_count(0)
    assert page.evaluate("Tapal.map.dragging.enabled()") is True


def touch(page: Page, start: list[list[int]], end: list[list[int]]) -> None:
    """Put fingers on the map, move and lift them; places from the corner of the map."""
    box = page.locator(".kanvas").bounding_box()
    assert box
    session = page.context.new_cdp_session(page)

    def send(kind: str, places: list[list[int]]) -> None:
        points = [{"x": box["x"] + x, "y": box["y"] + y} for x, y in places]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", start)
    send("touchMove", end)
    send("touchEnd", [])


def test_the_bar_is_one_line(people: People, served: str) -> None:
    page = people("sari", LAPTOP)
    page.goto(f"{served}/catatan?lang=id")
    box = page.locator(".kop").bounding_box()
    assert box
    assert box["height"] <= LOWEST_BAR
    rows = page.evaluate(
        "new Set(Array.from(document.querySelectorAll('.kop nav > a, .merek, .orang'))"
        ".map((one) => Math.round(one.getBoundingClientRect().top / 20))).size"
    )
    assert rows <= 2
    page.evaluate("document.querySelector('.orang b').textContent = 'Nurhayati Hasibuan (contoh)'")
    assert page.evaluate(
        "(({scrollWidth, clientWidth}) => scrollWidth <= clientWidth)"
        "(document.querySelector('.orang b'))"
    )
    menu = page.locator(".menu summary")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".isi-menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".isi-menu")).to_be_hidden()
    expect(menu).to_be_focused()


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_names_lie_across_lines_but_not_on_each_other(
    people: People, served: str, size: dict[str, int]
) -> None:
    """Nine places in rows, with a line through each row: all are named, where the land is wide."""
    page = people("sari", size)
    page.goto(f"{served}/segmen")
    ready(page)
    tools = page.locator(".alat").bounding_box()
    scale = page.locator(".leaflet-control-scale").bounding_box()
    assert tools
    assert scale
    assert scale["x"] > tools["x"] + tools["width"] or scale["y"] > tools["y"] + tools["height"]
    found = page.evaluate(CROWD)
    assert found["texts"] == 9
    assert found["overlaps"] == 0


def test_measuring_with_clicks_and_typed_positions(
    people: People, served: str, segment: str
) -> None:
    page = people("vera")
    open_segment(page, served, segment)
    page.keyboard.press("l")
    box = page.locator(".kanvas").bounding_box()
    assert box
    for x, y in ((0.45, 0.2), (0.75, 0.3), (0.7, 0.15)):
        page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
    result = page.locator("#hasil-ukur")
    expect(result).to_have_text(re.compile(r"^[\d.,]+ m ± [\d.,]+ m$"))
    page.get_by_label("Area", exact=True).check()
    expect(result).to_have_text(re.compile(r"^[\d.,]+ (m²|ha) ± [\d.,]+ (m²|ha), outline .+ m$"))
    page.keyboard.press("Escape")
    expect(page.locator("#kotak-ukur")).to_be_hidden()
    page.goto(f"{served}/segmen")
    ready(page)
    page.locator("#ukur").click()
    for place in ("2,98 99,60", "2,99 99,60"):
        page.locator("#letak-ukur").fill(place)
        page.keyboard.press("Enter")
        expect(page.locator("#letak-ukur")).to_have_value("")
    expect(result).to_have_text(re.compile(r"^1,105\.\d m ± "))
    expect(page.locator("#dasar-ukur")).to_contain_text("CE90")
    page.keyboard.press("Escape")
    expect(page.locator("#kotak-ukur")).to_be_hidden()
