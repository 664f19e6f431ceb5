"""The review page as people use it: list, map, filters, history, keys."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.web.example import HOSTILE, example_analysis

READY = "html[data-peta='siap']"
CHOSEN = "html.ada-pilihan"
WHOLE_AREA_IN_VIEW = """(() => {
    const [west, south, east, north] = Tapal.config.batas;
    return Tapal.map.getBounds().contains([[south, west], [north, east]]);
})()"""


@pytest.fixture(scope="session")
def ids() -> dict[str, str]:
    """Identifier of the first finding of each kind and class."""
    findings = example_analysis().findings
    names = findings["kind"] + " " + findings["class"]
    return dict(zip(names[::-1], findings["id"][::-1], strict=True))


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


def test_a_name_stays_text_on_the_map(page: Page, address: str, ids: dict[str, str]) -> None:
    opened(page, f"{address}/temuan/{ids['gap doubt']}")
    expect(page.locator(".label-land-b")).to_have_text(f"Kelurahan {HOSTILE}")
    assert page.locator("img[src='x']").count() == 0


def test_the_address_keeps_the_view(page: Page, address: str) -> None:
    opened(page, address)
    page.get_by_role("button", name="Perbesar").click()
    expect(page).to_have_url(re.compile(r"z=[\d.]+&c=3\.\d+,99\.\d+"))
    until(page, "!Tapal.map._animatingZoom")
    view = "() => [Tapal.map.getZoom(), Tapal.map.getCenter().lat.toFixed(4)]"
    before = page.evaluate(view)
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


def test_coordinates_under_the_pointer(page: Page, address: str) -> None:
    opened(page, address)
    page.evaluate("Tapal.setView([2.98, 99.62], 18)")
    box = page.locator(".folium-map").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    text = page.locator("#letak").inner_text()
    assert re.fullmatch(
        r"2°58′4[78],\d{3}″ LU 99°37′1[12],\d{3}″ BT · UTM 47N 568\.89\d,\d\d mT 329\.40\d,\d\d mU",
        text,
    ) or re.fullmatch(r"2°58′4[78].*568\.\d{3},\d\d mT 329\.\d{3},\d\d mU", text)


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


def test_both_parties_keep_their_names_on_a_phone(
    browser: Browser, address: str, ids: dict[str, str]
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = opened(context.new_page(), f"{address}/temuan/{ids['mismatch claim']}")
    expect(page.locator(".label-land-a")).to_contain_text("Sidomulyo")
    expect(page.locator(".label-land-b")).to_contain_text("Tinggi Raja")
    expect(page.locator("#pesan-peta")).to_be_hidden()
    context.close()


@pytest.mark.parametrize(("width", "is_open"), [(360, False), (1366, False), (1920, True)])
def test_the_legend_is_closed_on_small_screens(
    browser: Browser, address: str, width: int, is_open: bool
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = opened(context.new_page(), address)
    assert page.locator("details.legenda").evaluate("node => node.open") is is_open
    context.close()


def test_the_notice_of_lighter_findings_can_be_closed(page: Page, address: str) -> None:
    opened(page, address)
    notice = page.locator("#pesan-peta")
    expect(notice).to_contain_text("temuan yang lebih ringan")
    notice.get_by_role("button", name="Tutup").click()
    expect(notice).to_be_hidden()


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


def test_on_a_phone_nothing_is_wider_than_the_screen(
    browser: Browser, address: str, ids: dict[str, str]
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, has_touch=True)
    page = context.new_page()
    opened(page, f"{address}/temuan/{ids['mismatch claim']}")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    map_box = page.locator(".kanvas").bounding_box()
    list_box = page.locator(".panel").bounding_box()
    assert map_box
    assert list_box
    assert map_box["height"] > 250
    assert list_box["y"] > map_box["y"] + map_box["height"] / 2
    expect(page.get_by_text("Batas indikatif, bukan ketetapan hukum")).to_be_in_viewport()
    context.close()


@pytest.mark.parametrize("contrast", ["biasa", "tinggi"])
@pytest.mark.parametrize("path", ["/", "/temuan/{id}", "/sumber", "/tidak-ada"])
def test_accessible(
    browser: Browser, address: str, ids: dict[str, str], path: str, contrast: str
) -> None:
    context = browser.new_context(bypass_csp=True, viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(f"{address}{path.format(id=ids['mismatch claim'])}?kontras={contrast}")
    if "temuan" in path or path == "/":
        expect(page.locator(READY)).to_have_count(1)
    found = Axe().run(page).response["violations"]
    serious = [item for item in found if item["impact"] in {"serious", "critical"}]
    context.close()
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in serious] == []
