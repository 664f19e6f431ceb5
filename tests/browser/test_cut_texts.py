"""Texts that are longer than usual are not cut, and maps name what lies around."""

from __future__ import annotations

from playwright.sync_api import expect

from boundaries.store.database import Store
from boundaries.store.models import Village
from boundaries.store.repository import Repository
from tests.browser.settling_page import open_segment, ready
from tests.browser.settling_server import LAPTOP, PHONE, People
from tests.store_fixture import entry
from tests.workspace_fixture import A

LARGE_OFFSETS = """() => {
  const larger = (value) => value === null ? null : value * 139.55;
  Tapal.data.sources.a = Tapal.data.sources.a.map(larger);
  Tapal.chart("a");
  const texts = document.querySelectorAll("#grafik text");
  return Array.from(texts, (one) => [one.textContent, one.getBBox().x]);
}"""
LARGE_AREA = """() => {
  const cell = document.querySelector(".daftar-segmen .baris td:last-child");
  cell.textContent = "11.768,66 ha";
  return cell.scrollWidth - cell.clientWidth;
}"""
PIN_ON_A_LABEL = """() => {
  const canvas = document.querySelector(".kanvas"), pin = document.createElement("span");
  const frame = canvas.getBoundingClientRect();
  const first = document.querySelector(".label").getBoundingClientRect();
  pin.className = "pin-komentar";
  pin.style.cssText = `position: absolute; width: 26px; height: 26px;
    left: ${first.left + first.width / 2 - 13 - frame.left}px;
    top: ${first.top + first.height / 2 - 13 - frame.top}px`;
  canvas.append(pin);
  Tapal.labels.refresh();
  const at = pin.getBoundingClientRect();
  return Array.from(document.querySelectorAll(".label"))
    .map((one) => [one.textContent, one.getBoundingClientRect()])
    .filter(([, box]) => box.left < at.right && box.right > at.left && box.top < at.bottom &&
      box.bottom > at.top).map(([text]) => text);
}"""
LINES_OF_WORD = """() => {
  const cell = document.querySelector(".garis-garis .nama-panjang"), range = document.createRange();
  range.setStart(cell.firstChild, 7);
  range.setEnd(cell.firstChild, 16);
  return [String(range), range.getClientRects().length];
}"""


def test_large_figures_and_long_names(
    people: People, served: str, segment: str, workspace: Store
) -> None:
    with Repository(workspace) as repository:
        source = repository.current_sources("big")[0].id
        [row] = repository.find(Village, source_id=source, key=A)
        row.name = "Padang Mahondang"
        repository.record(entry("rename"))
    page = people("gita")
    open_segment(page, served, segment)
    for size in (PHONE, LAPTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate(LINES_OF_WORD) == ["Mahondang", 1]
    texts = page.evaluate(LARGE_OFFSETS)
    assert [text[0] for text, _ in texts] == ["+", "−"]
    assert all(len(text) > 6 and left >= 0 for text, left in texts)
    assert page.evaluate("getComputedStyle(document.querySelector('.luas thead th')).position") == (
        "static"
    )
    page.goto(f"{served}/segmen")
    ready(page)
    assert page.evaluate(LARGE_AREA) <= 0


def test_a_village_with_its_neighbours_and_a_legend(people: People, served: str) -> None:
    page = people("gita")
    page.goto(f"{served}/desa/{A}")
    ready(page)
    expect(page.locator(".legenda-bawah")).to_contain_text("Pale lines")
    names = page.locator("table.cincin-desa th a").all_inner_texts()
    assert names
    for name in names:
        expect(page.locator(".label", has_text=name.removeprefix("Desa "))).to_be_visible()


def test_a_pin_hides_no_label(people: People, served: str, segment: str) -> None:
    """Labels give way to the pin of a comment that comes to lie on one."""
    page = people("gita")
    open_segment(page, served, segment)
    assert page.evaluate(PIN_ON_A_LABEL) == []
