"""The review page as people use it: list, map, filters, history, keys."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.review_page import READY, chosen, opened, pick_on_map, until
from tests.web.example import HOSTILE

CHOSEN = "html.ada-pilihan"
WHOLE_AREA_IN_VIEW = """(() => {
    const [west, south, east, north] = Tapal.config.batas;
    return Tapal.map.getBounds().contains([[south, west], [north, east]]);
})()"""


def test_from_list_to_map(page: Page, address: str, ids: dict[str, str]) -> None:
    opened(page, address)
    page.get_by_role("link", name="Sidomulyo – Mekar Sari").click()
    chosen(page, ids["overlap sliver"])
    labels = page.locator(".label-line-a, .label-line-b, .label-line-reference")
    expect(labels.first).to_be_visible()
    assert "menurut Desa Sidomulyo (survei)" in labels.all_inner_texts()
    expect(page).to_have_title("Desa Sidomulyo – Desa Mekar Sari · Tumpang tindih · Tapal")


def test_from_map_to_list(page: Page, address: str, ids: dict[str, str]) -> None:
    opened(page, address)
    pick_on_map(page, ids["mismatch claim"])
    chosen(page, ids["mismatch claim"])
    expect(page.locator("tbody.terpilih .baris")).to_be_in_viewport()


def test_deep_link(page: Page, address: str, ids: dict[str, str]) -> None:
    opened(page, f"{address}/temuan/{ids['gap doubt']}")
    chosen(page, ids["gap doubt"])
    inside = page.evaluate(
        "() => Tapal.map.getBounds().contains([3.03966, 99.63326]) && Tapal.map.getZoom() > 16"
    )
    assert inside


def test_the_address_keeps_the_view(page: Page, address: str) -> None:
    opened(page, address)
    page.get_by_role("button", name="Perbesar").click()
    expect(page).to_have_url(re.compile(r"z=[\d.]+&c=3\.\d+,99\.\d+"))
    until(page, "!Tapal.map._animatingZoom")
    view = "() => [Tapal.map.getZoom(), Tapal.map.getCenter().lat.toFixed(4)]"
    before = page.evaluate(view)
    expect(page).to_have_url(re.compile(rf"z={before[0]}&"))
    opened(page, page.url)
    assert page.evaluate(view) == before


def test_back_and_forward(page: Page, address: str, ids: dict[str, str]) -> None:
    opened(page, address)
    page.get_by_role("link", name="Sidomulyo – Tinggi Raja").first.click()
    chosen(page, ids["mismatch claim"])
    page.get_by_role("link", name="Berikutnya").click()
    chosen(page, ids["gap doubt"])
    page.go_back()
    chosen(page, ids["mismatch claim"])
    page.go_back()
    expect(page.locator("[data-rincian]")).to_have_count(0)
    expect(page.locator(CHOSEN)).to_have_count(0)
    page.go_forward()
    chosen(page, ids["mismatch claim"])


def test_filters_change_list_map_and_address(page: Page, address: str) -> None:
    opened(page, address)
    page.evaluate("window.same = true")
    page.locator("label.cip", has_text="Tumpang tindih").click()
    expect(page.locator("h1")).to_have_text("2 dari 5 kasus (2 temuan)")
    expect(page.locator("path.bidang-mismatch")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?jenis=overlap"))
    page.get_by_role("searchbox", name="Nama, kode, atau id").fill("mekar")
    expect(page.locator("h1")).to_have_text("1 dari 5 kasus (1 temuan)")
    page.go_back()
    expect(page.locator("h1")).to_have_text("2 dari 5 kasus (2 temuan)")
    expect(page.get_by_role("searchbox")).to_have_value("")
    page.get_by_role("link", name="Hapus saringan").first.click()
    expect(page.locator("h1")).to_have_text("5 kasus (6 temuan)")
    assert page.evaluate("window.same")


def test_selects_filter_and_an_empty_list_says_so(page: Page, address: str) -> None:
    opened(page, address)
    page.get_by_role("combobox", name="Kecamatan").select_option("Meranti")
    expect(page.locator("h1")).to_have_text("3 dari 5 kasus (3 temuan)")
    page.locator("label.cip", has_text="Klaim").click()
    expect(page.get_by_text("Tidak ada kasus yang lolos saringan ini")).to_be_visible()


def test_language_switch_keeps_the_finding(page: Page, address: str, ids: dict[str, str]) -> None:
    opened(page, f"{address}/temuan/{ids['mismatch claim']}?jenis=mismatch")
    page.get_by_role("link", name="EN").click()
    expect(page.locator(READY)).to_have_count(1)
    chosen(page, ids["mismatch claim"])
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_text("Indicative boundaries, not a legal decision")).to_be_visible()
    assert "jenis=mismatch" in page.url


def test_keys(page: Page, address: str, ids: dict[str, str]) -> None:
    opened(page, address)
    page.keyboard.press("j")
    chosen(page, ids["mismatch claim"])
    page.keyboard.press("j")
    chosen(page, ids["gap doubt"])
    page.keyboard.press("k")
    chosen(page, ids["mismatch claim"])
    page.keyboard.press("0")
    until(page, WHOLE_AREA_IN_VIEW)
    page.evaluate("Tapal.setView([3.03, 99.6], 10)")
    page.keyboard.press("f")
    until(page, "Tapal.map.getZoom() > 15")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("[data-rincian]")).to_have_count(0)


def test_keys_write_in_fields_and_can_be_switched_off(page: Page, address: str) -> None:
    opened(page, address)
    field = page.get_by_role("searchbox")
    field.press("j")
    expect(field).to_have_value("j")
    field.fill("")
    expect(page.locator("h1")).to_have_text("5 kasus (6 temuan)")
    page.get_by_role("button", name="Pintasan papan tik").click()
    page.get_by_label("Gunakan tombol-tombol ini").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("[data-rincian]")).to_have_count(0)


def test_chips_and_villages_follow_the_filters(page: Page, address: str) -> None:
    opened(page, address)
    page.get_by_role("combobox", name="Kecamatan").select_option("Meranti")
    chip = page.locator("label.cip", has_text="Beda garis")
    expect(chip).to_have_text(re.compile(r"Beda garis\s+0"))
    shown = page.locator("select[name=desa] option:not([hidden])").all_inner_texts()
    assert [text.split(" (")[0] for text in shown] == ["Semua desa", HOSTILE, "Mekar Sari"]
    page.get_by_role("combobox", name="Kecamatan").select_option("")
    expect(page.locator("select[name=desa] option[hidden]")).to_have_count(0)


def test_the_language_stays_in_the_address(page: Page, address: str) -> None:
    opened(page, f"{address}/?lang=en")
    page.locator(".baris a").first.click()
    expect(page.locator("[data-rincian]")).to_have_count(1)
    expect(page).to_have_url(re.compile("/temuan/.*lang=en"))
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/\?lang=en"))


def test_a_chosen_case_is_printed_on_one_page(
    page: Page, address: str, ids: dict[str, str]
) -> None:
    opened(page, f"{address}/temuan/{ids['mismatch claim']}")
    document = page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", document)) == 1


def test_a_server_that_stopped(page: Page, address: str, faults: list[str]) -> None:
    opened(page, address)
    page.route("**/temuan/**", lambda route: route.abort())
    page.locator(".baris a").first.click()
    expect(page.get_by_role("alert")).to_contain_text("Peladen tidak menjawab")
    page.unroute("**/temuan/**")
    page.get_by_role("alert").get_by_role("button", name="Coba lagi").click()
    expect(page.locator("[data-rincian]")).to_have_count(1)
    expect(page.get_by_role("alert")).to_have_count(0)
    faults.clear()


def test_without_javascript(browser: Browser, address: str, ids: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_text("Peta memerlukan JavaScript")).to_be_visible()
    page.locator("label.cip", has_text="Celah").click()
    page.get_by_role("button", name="Terapkan").click()
    expect(page.locator("h1")).to_have_text("1 dari 5 kasus (1 temuan)")
    page.locator(".baris a").click()
    expect(page.locator("[data-rincian]")).to_have_attribute("data-rincian", ids["gap doubt"])
    context.close()
