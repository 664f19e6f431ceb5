"""The map of the review page: labels, outlines, coordinates, its notice."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.review_page import opened
from tests.web.example import HOSTILE


def test_a_name_stays_text_on_the_map(page: Page, address: str, ids: dict[str, str]) -> None:
    opened(page, f"{address}/temuan/{ids['gap doubt']}")
    expect(page.locator(".label-land-b")).to_have_text(f"Kelurahan {HOSTILE}")
    assert page.locator("img[src='x']").count() == 0


def test_coordinates_under_the_pointer(page: Page, address: str) -> None:
    opened(page, address)
    page.evaluate("Tapal.setView([2.98, 99.62], 18)")
    box = page.locator(".folium-map").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    text = page.locator("#letak").inner_text()
    told = re.fullmatch(r"2°58′(.*)″ LU 99°37′(.*)″ BT · UTM 47N (.*) mT (.*) mU", text)
    assert told
    south, west, east, north = (
        float(number.replace(".", "").replace(",", ".")) for number in told.groups()
    )
    assert (south, west) == pytest.approx((48, 12), abs=0.05)
    assert (east, north) == pytest.approx((568_899.15, 329_401.90), abs=1.5)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.locator("#salin-letak")
    before = button.inner_text()
    button.evaluate("button => button.click()")
    expect(button).not_to_have_text(before)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#letak").inner_text()


@pytest.mark.parametrize(
    ("lon", "lat", "zone", "east", "north"),
    [
        (99.62, 2.98, [47, "N"], 568899.15, 329401.90),
        (117.55, 0.50, [50, "N"], 561199.86, 55267.60),
        (109.38, -6.89, [49, "S"], 321004.44, 9238107.60),
        (117.55, -0.50, [50, "N"], 561199.86, -55267.60),
    ],
)
def test_utm_agrees_with_proj(
    page: Page, address: str, lon: float, lat: float, zone: list, east: float, north: float
) -> None:
    page.goto(address)
    found = page.evaluate("args => Tapal.coordinates.utm(...args)", [lon, lat, zone])
    assert found == pytest.approx([east, north], abs=0.01)


def test_outlines_can_be_hidden(page: Page, address: str) -> None:
    opened(page, address)
    outlines = page.locator(".leaflet-outlines-pane path")
    expect(outlines).to_have_count(2)
    page.get_by_text("Legenda").click()
    page.get_by_label("survei").uncheck()
    expect(outlines).to_have_count(1)
    page.get_by_label("BIG (acuan, indikatif), edisi 2025").uncheck()
    expect(outlines).to_have_count(0)
    page.get_by_label("survei").check()
    expect(outlines).to_have_count(1)


def test_labels_do_not_overlap(page: Page, address: str, ids: dict[str, str]) -> None:
    opened(page, f"{address}/temuan/{ids['overlap sliver']}")
    expect(page.locator(".label-line-a")).to_be_visible()
    boxes = page.locator(".label, .legenda, .alat, .utara").evaluate_all(
        "nodes => nodes.map(node => node.getBoundingClientRect().toJSON())"
    )
    assert len(boxes) >= 6
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            apart = (
                one["right"] <= other["left"]
                or other["right"] <= one["left"]
                or one["bottom"] <= other["top"]
                or other["bottom"] <= one["top"]
            )
            assert apart


@pytest.mark.parametrize("width", [360, 1366, 1920])
def test_village_names_cross_no_line(browser: Browser, address: str, width: int) -> None:
    """Each village is 1 km wide; its name lies between its borders or is left out."""
    context = browser.new_context(viewport={"width": width, "height": 768})
    page = opened(context.new_page(), address)
    crossed = page.evaluate(
        """() => {
            const origin = Tapal.map.getContainer().getBoundingClientRect();
            const at = (lat, lon) => Tapal.map.latLngToContainerPoint([lat, lon]);
            const lines = [];
            const gather = (item) =>
                Array.isArray(item[0]) ? item.forEach(gather) : lines.push(item);
            Tapal.map.eachLayer(layer => {
                if (layer.getLatLngs && layer.options.pane === "outlines") {
                    gather(layer.getLatLngs());
                }
            });
            const points = lines.flatMap(line => line.slice(1).flatMap((end, i) =>
                Array.from({length: 200}, (_, k) => at(
                    line[i].lat + (end.lat - line[i].lat) * k / 200,
                    line[i].lng + (end.lng - line[i].lng) * k / 200))));
            return Array.from(document.querySelectorAll(".label-desa"), node => {
                const box = node.getBoundingClientRect();
                return points.filter(p => p.x > box.left - origin.x && p.x < box.right - origin.x &&
                    p.y > box.top + 3 - origin.y && p.y < box.bottom - 3 - origin.y).length;
            });
        }"""
    )
    context.close()
    assert crossed
    assert set(crossed) == {0}


def test_the_notice_of_lighter_findings_can_be_closed(page: Page, address: str) -> None:
    opened(page, address)
    notice = page.locator("#pesan-peta")
    expect(notice).to_contain_text("temuan yang lebih ringan")
    notice.get_by_role("button", name="Tutup").click()
    expect(notice).to_be_hidden()
