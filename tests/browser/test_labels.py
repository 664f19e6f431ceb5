"""Names on the map: at their line, inside their land, and on nothing that matters."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from boundaries.store.database import Store
from tests.browser.settling_page import open_segment
from tests.browser.settling_server import LAPTOP, PHONE, People
from tests.workspace_fixture import put_on_table

AT_LINE_PX = 12.0
MEASURED = """() => {
  const map = Tapal.map, origin = map.getContainer().getBoundingClientRect();
  const pixels = (line) => line.map((one) => map.latLngToContainerPoint(one));
  const between = (from, to) => {
    const steps = Math.min(4000, Math.ceil(from.distanceTo(to) / 2)) || 1;
    return Array.from(
      {length: steps + 1}, (_, k) => from.add(to.subtract(from).multiplyBy(k / steps)));
  };
  const dots = (lines) => lines.map(pixels).flatMap(
    (line) => line.slice(1).flatMap((end, i) => between(line[i], end)));
  const boxed = (node, w, h) => {
    const box = node.getBoundingClientRect(), turned = getComputedStyle(node).transform;
    const matrix = new DOMMatrix(turned === "none" ? "" : turned);
    return {
      text: node.textContent, kind: node.className.replace("label label-", ""), w: w, h: h,
      x: (box.left + box.right) / 2 - origin.left, y: (box.top + box.bottom) / 2 - origin.top,
      angle: Math.atan2(matrix.b, matrix.a), inside: box.left >= origin.left &&
        box.right <= origin.right && box.top >= origin.top && box.bottom <= origin.bottom,
    };
  };
  const labels = Array.from(document.querySelectorAll(".label"),
    (node) => boxed(node, node.offsetWidth / 2, node.offsetHeight / 2 - 3));
  const tools = Array.from(document.querySelectorAll(".simpul, .alat, .legenda, .utara"),
    (node) => Object.assign(boxed(node, node.offsetWidth / 2, node.offsetHeight / 2), {angle: 0}));
  const away = (label, at) => {
    const x = at.x - label.x, y = at.y - label.y;
    const cos = Math.cos(label.angle), sin = Math.sin(label.angle);
    return Math.hypot(Math.max(0, Math.abs(x * cos + y * sin) - label.w),
      Math.max(0, Math.abs(y * cos - x * sin) - label.h));
  };
  const within = (label) => Array.from({length: 21 * 5}, (_, k) => {
    const u = (k % 21 / 10 - 1) * label.w, v = (Math.floor(k / 21) / 2 - 1) * label.h;
    const cos = Math.cos(label.angle), sin = Math.sin(label.angle);
    return {x: label.x + u * cos - v * sin, y: label.y + u * sin + v * cos};
  });
  const own = Object.fromEntries(Object.values(Tapal.labels._groups).flat()
    .filter((one) => one.along).map((one) => [one.kind, dots(one.along)]));
  const all = dots(Tapal.labels.lines());
  return labels.map((label, i) => ({
    text: label.text, kind: label.kind, x: label.x, y: label.y, inside: label.inside,
    away: own[label.kind] ? Math.min(...own[label.kind].map((at) => away(label, at))) : 0,
    crossed: all.filter((at) => away(label, at) === 0).length,
    covered: [...labels.slice(0, i), ...tools].filter(
      (other) => within(label).some((at) => away(other, at) === 0)).length,
  }));
}"""
BENT = """() => {
  const map = Tapal.map, size = map.getSize();
  const at = (x, y) => map.containerPointToLatLng([x, y]);
  const zigzag = (shift) => Array.from({length: 15}, (_, k) => at(
    size.x * (0.2 + 0.05 * k), size.y * (0.5 + (k % 2 ? 0.13 : -0.13)) + shift));
  const lines = {"line-a": zigzag(0), "line-b": zigzag(26), "line-reference": zigzag(-30)};
  const names = {
    "line-a": ["menurut Desa Sidomulyo", "menurut Sidomulyo"],
    "line-b": ["menurut Desa Tinggi Raja", "menurut Tinggi Raja"],
    "line-reference": ["BIG, indikatif, edisi 2025", "BIG"],
  };
  Tapal.labels.lines = () => Object.values(lines);
  Tapal.labels.set("pihak", [["land-a", 0, 0.3], ["land-b", 0.7, 1]].map(([kind, top, end]) => ({
    kind: kind, text: "Desa Sidomulyo", short: "Sidomulyo",
    land: [[[0.3, top], [4, top], [4, end], [0.3, end]].map(
      ([x, y]) => at(x * size.x, y * size.y))],
  })));
  Tapal.labels.set("garis", Object.entries(lines).map(([kind, line]) => (
    {kind: kind, text: names[kind][0], short: names[kind][1], along: [line]})));
}"""
BESIDE_LEGEND = """() => {
  const [lon, lat] = Tapal.data.bounds[1], at = Tapal.map.latLngToContainerPoint([lat, lon]);
  return document.querySelector(".legenda").offsetLeft - at.x;
}"""
# Of the land 200 by 104 pixels are in view; a line crosses it, then its upper half is taken too.
# A name of 80 by 16 lies in the middle, then above the line, then below; one of 210 nowhere.
LAND = """() => {
  const {Grid, Land} = Tapal.labelPlaces, grid = new Grid({x: 400, y: 300});
  const corners = (...all) => all.map(([x, y]) => ({x: x, y: y}));
  const square = corners([-600, -600], [200, -600], [200, 104], [-600, 104]);
  const found = () => new Land([square], grid, 1, []).at([80, 16]);
  const alone = found();
  grid.draw(corners([-50, 60], [450, 60]), 1);
  const beside = found(), land = new Land([square], grid, 1, [{x: 100, y: 28, w: 100, h: 28}]);
  return {alone: alone, beside: beside, taken: land.at([80, 16]), wide: land.at([210, 16])};
}"""


@pytest.fixture
def page(people: People, served: str, segment: str, workspace: Store) -> Page:
    """The map of the segment between A and B, with a proposal between their lines."""
    put_on_table(workspace, segment, "midline")
    page = people("sari")
    open_segment(page, served, segment)
    return page


def check(page: Page) -> list[str]:
    """What kinds of labels there are, each at its place."""
    found = page.evaluate(MEASURED)
    for label in found:
        assert label["inside"], label
        assert label["away"] <= AT_LINE_PX, label
        assert label["crossed"] == 0, label
        assert label["covered"] == 0, label
    return [label["kind"] for label in found]


def resized(page: Page, size: dict[str, int]) -> None:
    """The map on a screen of another size."""
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.evaluate("Tapal.map.invalidateSize({animate: false})")
    page.evaluate("Tapal.fitAll()")


def test_labels_keep_to_their_lines_and_their_land(page: Page) -> None:
    """The lines of the segment and its proposal; a line that is hidden has no label."""
    for size in (PHONE, LAPTOP):
        resized(page, size)
        kinds = check(page)
        assert {"line-reference", "line-a", "land-a", "land-b"} <= set(kinds), size
    page.evaluate("Tapal.showSource('a', false)")
    assert set(kinds) - set(check(page)) == {"line-a"}
    page.evaluate("{ document.querySelector('.legenda').open = true; Tapal.fitAll(); }")
    free = page.evaluate(BESIDE_LEGEND)
    assert free >= 0, "the open legend hides no part of the segment"
    middle = page.evaluate(LAND)
    assert (middle["alone"]["x"], middle["alone"]["y"]) == pytest.approx((100, 52), abs=8)
    assert (middle["beside"]["x"], middle["beside"]["y"]) == pytest.approx((100, 32), abs=16)
    assert (middle["taken"]["x"], middle["taken"]["y"]) == pytest.approx((100, 84), abs=8)
    assert middle["wide"] is None


def test_labels_of_lines_that_bend_a_lot(page: Page) -> None:
    """Three zigzags, after each move; on a phone the middle one has no place of its own."""
    outer = {"line-reference", "line-b"}
    for size, named in ((LAPTOP, outer | {"line-a"}), (PHONE, outer)):
        resized(page, size)
        page.evaluate(BENT)
        assert named <= set(check(page)), size
        before = page.evaluate(MEASURED)
        for move in ("Tapal.map.panBy([-60, 30], {animate: false})",
                     "Tapal.map.setZoom(Tapal.map.getZoom() + 1, {animate: false})"):  # fmt: skip
            page.evaluate(f"{{ {move}; }}")
            assert any(kind.startswith("line-") for kind in check(page)), (size, move)
        assert page.evaluate(MEASURED) != before
    page.evaluate("{ Tapal.map.panBy([-4000, 0], {animate: false}); }")
    assert check(page) == []
