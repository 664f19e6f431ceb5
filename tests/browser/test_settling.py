"""Settling a segment in Chromium: A claims 10 ha of B along their border."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from boundaries.store.database import Store
from boundaries.store.models import Village
from boundaries.store.repository import Repository
from tests.browser.settling_page import choose, filled, open_segment, propose, ready, record, sign
from tests.browser.settling_server import PHONE, People, forgive
from tests.store_fixture import entry
from tests.workspace_fixture import A, C, put_on_table, segment_of

POLL_MS = 6000
EVIL = "<img src=x onerror=alert(1)>"


def test_the_whole_way_to_an_agreement(people: People, served: str, segment: str) -> None:
    operator, a, b = people("sari"), people("kades.a"), people("kades.b")
    operator.clock.install()
    operator.goto(f"{served}/segmen")
    operator.locator(f"[data-segmen='{segment}'] a").click()
    ready(operator)
    record(operator, "record-documents", "Record the study of documents")
    record(operator, "record-tracing", "Record the tracing")
    open_segment(a, served, segment)
    choose(a, "midline")
    expect(a.locator("#kalimat")).to_contain_text("You propose: line halfway.")
    expect(a.locator("#kalimat")).to_contain_text(re.compile(r"\+4\.\d\d ha"))
    propose(a, "midline")
    expect(a.locator(".kabar").first).to_contain_text("proposal 1")
    sign(a)
    expect(a.locator("#keadaan")).to_contain_text("✓ signed")
    open_segment(b, served, segment)
    expect(b.locator("#t-sign .akan-terjadi")).to_contain_text("all villages have agreed")
    sign(b)
    expect(b.locator("#keadaan")).to_contain_text("Agreed")
    operator.clock.fast_forward(POLL_MS)
    expect(operator.locator("#keadaan")).to_contain_text("Agreed")
    operator.goto(f"{served}/")
    expect(operator.locator("h1")).to_contain_text("1 of 4 segments settled")


def test_a_refusal_with_its_reason(
    people: People, served: str, segment: str, workspace: Store
) -> None:
    put_on_table(workspace, segment, "a")
    b = people("kades.b")
    open_segment(b, served, segment)
    form = b.locator("#t-decline")
    form.locator("summary").click()
    form.get_by_label("Reason").fill("Batas kami sungai")
    form.get_by_role("button").click()
    expect(b.locator("#keadaan")).to_contain_text("Not agreed")
    expect(b.locator("#keadaan")).to_contain_text("days left")
    expect(b.locator(".riwayat")).to_contain_text("Batas kami sungai")


def test_two_browsers_at_once(
    people: People, served: str, segment: str, workspace: Store, faults: list[str]
) -> None:
    put_on_table(workspace, segment, "reference")
    a, b = people("kades.a"), people("kades.b")
    for page in (a, b):
        open_segment(page, served, segment)
    b.locator(".kata summary").click()
    b.get_by_label("Note").fill("tengah saja")
    propose(a, "a")
    expect(a.locator(".kabar").first).to_contain_text("proposal 2")
    propose(b, "midline")
    expect(b.locator("h1")).to_contain_text("Somebody else was faster")
    expect(b.locator(".dua-versi")).to_contain_text("tengah saja")
    b.get_by_role("button", name="Do it again").click()
    expect(b.locator(".kabar").first).to_contain_text("proposal 3")
    forgive(faults, 409)


def test_what_others_do_waits_for_what_is_typed(
    people: People, served: str, segment: str, workspace: Store
) -> None:
    """A text that is being typed is not thrown away; the page tells that it is old."""
    put_on_table(workspace, segment, "reference")
    a, b = people("kades.a"), people("kades.b")
    b.clock.install()
    open_segment(b, served, segment)
    b.locator(".kata summary").click()
    b.get_by_label("Note").fill("belum selesai")
    open_segment(a, served, segment)
    propose(a, "a")
    b.clock.fast_forward(POLL_MS)
    expect(b.locator("#berubah")).to_be_visible()
    expect(b.get_by_label("Note")).to_have_value("belum selesai")


def test_drawing_with_undo_and_after_a_crash(
    people: People, served: str, segment: str, workspace: Store
) -> None:
    put_on_table(workspace, segment, "reference")
    page = people("kades.b")
    open_segment(page, served, segment)
    page.get_by_role("button", name="Draw").click()
    first, second = page.locator(".simpul").all()
    start, end = first.bounding_box(), second.bounding_box()
    assert start
    assert end
    first.click()
    x = start["x"] + 11 + 0.06 * (start["y"] - end["y"])
    y = (start["y"] + end["y"]) / 2 + 11
    page.mouse.click(x, y)
    page.mouse.click(x + 40, y + 40)
    page.keyboard.press("u")
    expect(page.locator("#simpan-gambar")).to_contain_text(re.compile("2 points|junction"))
    second.click()
    row = page.locator("#baris-gambar")
    expect(row.locator("[data-kolom=a]")).to_contain_text(re.compile(r"\+\d"))
    expect(page.locator("#kalimat")).to_contain_text("drawn line")
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#simpan-gambar")).to_contain_text("saved")
    page.reload()
    ready(page)
    expect(page.locator("#pesan-peta")).to_contain_text("Your unfinished line is back.")
    expect(row.locator("[data-kolom=a]")).to_contain_text(re.compile(r"\+\d"))
    page.get_by_role("button", name="Propose this line").click()
    expect(page.locator(".kabar").first).to_contain_text("proposal 2")
    expect(page.locator("#simpan-gambar")).to_contain_text("Draw on the map")


def test_typing_a_position(people: People, served: str, segment: str, workspace: Store) -> None:
    put_on_table(workspace, segment, "reference")
    page = people("kades.b")
    open_segment(page, served, segment)
    page.locator("#cara summary").click()
    page.locator("#ketik").fill("2°58′35,0″ LU 99°37′15,0″ BT")
    page.get_by_role("button", name="Add the point").click()
    expect(page.locator("#simpan-gambar")).to_contain_text("1 points")
    button = page.get_by_role("button", name="Propose this line")
    expect(page.locator("#kalimat")).to_contain_text("not complete")
    expect(button).to_be_disabled()
    page.locator("tr[data-garis=a] label").click()
    expect(button).to_be_enabled()
    expect(page.locator("#kalimat")).to_contain_text("It replaces proposal 1")


def test_keys(people: People, served: str, segment: str, workspace: Store) -> None:
    page = people("gita")
    page.goto(f"{served}/segmen")
    ready(page)
    page.keyboard.press("j")
    first = page.locator(".baris a").first
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("—")
    open_segment(page, served, segment)
    page.keyboard.press("a")
    expect(page.locator("tr[data-garis=a] input")).to_be_checked()
    expect(page.locator("[data-luas=a] [data-ubah]")).to_have_text("+10.01")
    page.keyboard.press("m")
    expect(page.locator("tr[data-garis=midline] input")).to_be_checked()
    page.keyboard.press("s")
    expect(page.locator("#geser")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#geser")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("?")
    expect(page.locator("#bantuan")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#bantuan")).not_to_be_visible()
    before = page.url
    page.keyboard.press("j")
    expect(page).not_to_have_url(before)


def test_an_address_restores_all(people: People, served: str, segment: str) -> None:
    page = people("gita")
    open_segment(page, served, segment, "?z=15&c=2.98000,99.62000&garis=a&lapis=-b&geser=30")
    expect(page.locator("tr[data-garis=a] input")).to_be_checked()
    expect(page.locator("#geser")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("Tapal.map.getZoom()") == 15
    assert page.evaluate("document.getElementById('batas-geser').value") == "30"
    page.keyboard.press("Escape")
    assert "geser" not in page.url


def test_on_a_phone(people: People, served: str, segment: str) -> None:
    page = people("gita", PHONE, has_touch=True)
    for path in ("/", "/segmen", f"/segmen/{segment}", f"/desa/{A}", "/kecamatan"):
        page.goto(f"{served}{path}")
        filled(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], path
    open_segment(page, served, segment)
    kanvas = page.locator(".kanvas").bounding_box()
    panel = page.locator(".panel").bounding_box()
    assert kanvas
    assert panel
    assert kanvas["y"] < panel["y"]
    page.get_by_label("Panel higher or lower").click()
    higher = page.locator(".panel").bounding_box()
    assert higher
    assert higher["y"] < panel["y"] - 100


def test_nothing_serious_for_axe(
    people: People, served: str, segment: str, workspace: Store
) -> None:
    put_on_table(workspace, segment, "midline")
    page = people("kades.a", bypass_csp=True)
    paths = ["/", "/segmen", f"/segmen/{segment}", f"/segmen/{segment}/cetak", f"/desa/{A}",
             "/desa", "/kecamatan", "/kecamatan/12.09.20", "/segmen/sekaligus", "/produk", "/tim",
             "/pemberitahuan",
             f"/segmen/{segment_of(workspace, C).id}"]  # fmt: skip
    for path in paths:
        page.goto(f"{served}{path}")
        filled(page)
        found = Axe().run(page).response["violations"]
        serious = [
            (one["id"], [node["html"][:120] for node in one["nodes"]])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        assert serious == [], path


def test_names_stay_text(people: People, served: str, segment: str, workspace: Store) -> None:
    with Repository(workspace) as repository:
        source = repository.current_sources("big")[0].id
        [row] = repository.find(Village, source_id=source, key=A)
        row.name = EVIL
        repository.record(entry("rename"))
    page = people("gita")
    for path in ("/", "/segmen", f"/segmen/{segment}", f"/desa/{A}"):
        page.goto(f"{served}{path}")
        ready(page)
        assert page.locator("img[src=x]").count() == 0, path
    open_segment(page, served, segment)
    expect(page.locator("h1")).to_contain_text(EVIL)
