"""A line that is being drawn survives whatever happens, and everything works without a mouse."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from boundaries.store.database import Store
from tests.browser.settling_page import open_segment, ready
from tests.browser.settling_server import PHONE, People
from tests.web.workspace_fixture import PASSWORD
from tests.workspace_fixture import B, C, put_on_table, segment_of

DROPPED = "ERR_INTERNET_DISCONNECTED"
NO_NETWORK = "Failed to load resource"


def point(page: Page, along: float) -> None:
    """A click a little beside the segment, so far along it, on the land of B."""
    first, second = (one.bounding_box() for one in page.locator(".simpul").all())
    assert first
    assert second
    length = first["y"] - second["y"]
    page.mouse.click(first["x"] + 11 + length * 0.05, first["y"] + 11 - length * along)


def kept(page: Page) -> str:
    return page.locator("#simpan-gambar").inner_text()


def test_a_dropped_line_and_another_computer(
    people: People, served: str, segment: str, workspace: Store, faults: list[str]
) -> None:
    """Two points, the connection drops, a third, the browser crashes; all three are back.

    Then another computer has them too, and changes of both are not written over each other.
    """
    put_on_table(workspace, segment, "reference")
    page = people("kades.b")
    open_segment(page, served, segment)
    page.get_by_role("button", name="Draw").click()
    page.locator(".simpul").first.click()
    point(page, 0.3)
    status = page.locator("#simpan-gambar")
    expect(status).to_contain_text(re.compile(r"2 points · saved \d"))
    page.context.set_offline(True)
    point(page, 0.6)
    expect(status).to_contain_text("not sent yet, trying again")
    assert page.evaluate("!dispatchEvent(new Event('beforeunload', {cancelable: true}))")
    page.close()
    page.context.set_offline(False)
    back = people.page_in(page.context)
    open_segment(back, served, segment)
    expect(back.locator("#pesan-peta")).to_contain_text("Your unfinished line is back.")
    expect(back.locator("#simpan-gambar")).to_contain_text(re.compile(r"3 points · saved \d"))
    assert not back.evaluate("!dispatchEvent(new Event('beforeunload', {cancelable: true}))")
    other = people("kades.b")
    open_segment(other, served, segment)
    expect(other.locator("#simpan-gambar")).to_contain_text("3 points · saved")
    other.get_by_role("button", name="Draw").click()
    other.locator(".simpul").last.click()
    expect(other.locator("#simpan-gambar")).to_contain_text("4 points · saved")
    back.get_by_role("button", name="Draw").click()
    back.locator("#hapus-gambar").click()
    back.locator(".simpul").first.click()
    expect(back.locator("#draf-beda")).to_contain_text("changed elsewhere")
    back.get_by_role("button", name="Use that line (4 points)").click()
    expect(back.locator("#simpan-gambar")).to_contain_text("4 points · saved")
    expect(back.locator("#keadaan")).to_contain_text("Traced")
    back.get_by_role("button", name="Propose this line").click()
    expect(back.locator(".kabar").first).to_contain_text("proposal 2")
    expect(back.locator("#simpan-gambar")).to_contain_text("Draw on the map")
    other.reload()
    ready(other)
    expect(other.locator("#simpan-gambar")).to_contain_text("Draw on the map")
    known = (DROPPED, "status of 409")
    faults[:] = [line for line in faults if not any(text in line for text in known)]


def test_proposing_and_signing_with_the_keyboard(
    people: People, served: str, segment: str, workspace: Store
) -> None:
    """From the list to the signature without a mouse."""
    put_on_table(workspace, segment, "reference")
    page = people("kades.a")
    page.goto(f"{served}/segmen?cari={segment}")
    ready(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("—")
    ready(page)
    page.keyboard.press("m")
    expect(page.locator("#kalimat")).to_contain_text("line halfway")
    tab_to(page, "#tombol-usul")
    page.keyboard.press("Enter")
    expect(page.locator(".kabar").first).to_contain_text("proposal 2")
    ready(page)
    tab_to(page, ".giliran a")
    page.keyboard.press("Enter")
    expect(page.locator("#sandi-sign")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#keadaan")).to_contain_text("✓ signed")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(60):
        if page.evaluate("at => document.activeElement === document.querySelector(at)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(selector)


def test_signing_many_on_a_phone(people: People, served: str, workspace: Store) -> None:
    same = segment_of(workspace, B, C).id
    put_on_table(workspace, same, "reference")
    page = people("kades.b", PHONE, has_touch=True)
    page.goto(f"{served}/segmen/sekaligus")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]
    page.get_by_label("Tick all").check()
    expect(page.locator(".pilih-garis")).to_be_checked()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign the ticked lines").click()
    expect(page.locator(".kabar")).to_contain_text("1 line signed.")
