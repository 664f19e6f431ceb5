"""The HTML report opened from a folder, as an office without a network opens it."""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from matplotlib.image import imread
from playwright.sync_api import Browser, BrowserContext, Page, expect

from boundaries.cli_check import LEAFLET
from boundaries.messages import LANGUAGES
from boundaries.workflows.report import write_report
from tests.analysis_fixture import XSS, make_analysis

MISMATCH = "#map path.kind-mismatch"
MISMATCH_ORANGE = (0xE6, 0x9F, 0x00)
A4_POINTS = (595, 842)


@dataclass(frozen=True)
class Words:
    """What the report says in a language."""

    overlap: str
    claim: str
    area: str
    place: str
    nothing_chosen: str
    show: str


WORDS = {
    "id": Words(
        "Tumpang tindih",
        "Klaim",
        "25,00 ha",
        r"2,7\d{5}; 99,0\d{5}",
        "Belum ada temuan yang dipilih.",
        "Tampilkan TT-CASE0001 pada peta",
    ),
    "en": Words(
        "Overlap",
        "Claim",
        "25.00 ha",
        r"2\.7\d{5}; 99\.0\d{5}",
        "No finding chosen yet.",
        "Show TT-CASE0001 on the map",
    ),
}


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def words(language: str) -> Words:
    return WORDS[language]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, language: str) -> str:
    """The address of the report of `make_analysis`; nothing but the report is in its folder."""
    path = tmp_path_factory.mktemp("report") / "laporan.html"
    dated = datetime.date(2026, 11, 21)
    write_report(make_analysis(), path, language=language, assets=LEAFLET, dated=dated)
    return path.as_uri()


@pytest.fixture
def report(context: BrowserContext, file: str, faults: list[str]) -> Iterator[Page]:
    """The report, opened; the test fails if it asked for anything or the console said anything."""
    requests: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda line: faults.append(line.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
    page.goto(file)
    yield page
    assert requests == [file]
    assert faults == []


def detail(page: Page, name: str) -> str:
    return page.locator(f"#detail-{name}").inner_text()


def test_the_map_is_drawn_with_findings_and_the_lines_of_both_sources(report: Page) -> None:
    drawn = report.locator("#map path")
    expect(drawn).to_have_count(4 + 3 + 2)
    for place in range(9):
        outline = drawn.nth(place).bounding_box()
        assert outline
        assert outline["width"] + outline["height"] > 4
    expect(report.locator(".leaflet-control-scale-line")).to_have_text(re.compile(r"\d+ m"))


def test_every_finding_keeps_its_place_and_proportions(report: Page) -> None:
    """The mismatch is 500 x 500 m in villages of 1000 x 2000 m: half as wide, a quarter as high."""
    mismatch = report.locator(MISMATCH).bounding_box()
    village = report.locator("#map path.source-0").nth(1).bounding_box()
    assert mismatch
    assert village
    assert mismatch["width"] / village["width"] == pytest.approx(0.5, abs=0.02)
    assert mismatch["height"] / village["height"] == pytest.approx(0.25, abs=0.02)
    assert mismatch["y"] == pytest.approx(village["y"], abs=2)


def test_pointing_at_a_finding_tells_about_it(report: Page, words: Words) -> None:
    expect(report.get_by_text(words.nothing_chosen)).to_be_visible()
    report.locator(MISMATCH).hover()
    assert detail(report, "id") == "BG-AAAA0003"
    assert detail(report, "case") == "BG-CASE0003"
    assert detail(report, "class") == words.claim
    assert detail(report, "area") == words.area
    assert re.fullmatch(words.place, detail(report, "place"))
    assert "survey" in detail(report, "claims")
    expect(report.get_by_text(words.nothing_chosen)).to_be_hidden()


def test_a_chosen_finding_stays_until_the_map_is_clicked(report: Page) -> None:
    mismatch = report.locator(MISMATCH)
    mismatch.click()
    expect(mismatch).to_have_attribute("stroke", "#000000")
    report.locator("#map path.kind-gap").hover()
    assert detail(report, "id") == "BG-AAAA0003"
    report.locator("#map .folium-map").click(position={"x": 300, "y": 20})
    expect(mismatch).not_to_have_attribute("stroke", "#000000")
    report.locator("#map path.kind-gap").hover()
    assert detail(report, "id") == "CL-AAAA0004"


def test_a_row_shows_its_case_on_the_map(report: Page, words: Words) -> None:
    report.get_by_role("button", name=words.show).click()
    assert detail(report, "id") == "TT-AAAA0001"
    assert detail(report, "kind") == words.overlap
    chosen = report.locator("#map path[stroke='#000000']")
    expect(chosen).to_have_count(1)
    expect(chosen).to_be_in_viewport()


def test_a_row_works_with_keys_alone(report: Page, words: Words) -> None:
    report.get_by_role("button", name=words.show).focus()
    report.keyboard.press("Enter")
    assert detail(report, "id") == "TT-AAAA0001"


def test_kinds_classes_and_lines_can_be_hidden(report: Page) -> None:
    report.locator("[data-hides=kind-mismatch]").uncheck()
    expect(report.locator(MISMATCH)).to_be_hidden()
    report.locator("[data-hides=class-doubt]").uncheck()
    expect(report.locator("#map path.kind-gap")).to_be_hidden()
    report.locator("[data-hides=source-1]").uncheck()
    expect(report.locator("#map path.source-1").first).to_be_hidden()
    expect(report.locator("#map path.source-0").first).to_be_visible()
    report.locator("[data-hides=kind-mismatch]").check()
    expect(report.locator(MISMATCH)).to_be_visible()


def test_a_hostile_name_stays_text_in_tables_detail_and_map(report: Page) -> None:
    """The name of village A would show an alert if it became markup."""
    report.locator(MISMATCH).click()
    assert XSS in detail(report, "names")
    for _ in range(2):
        report.locator(".leaflet-control-zoom-in").click()
        report.wait_for_timeout(400)
    expect(report.locator(".village-name").first).to_have_text(XSS)
    assert report.locator("img").count() == 0
    assert report.locator("main table", has_text=XSS).count() >= 3


@pytest.mark.parametrize("width", [1366, 360])
def test_accessible(browser: Browser, file: str, width: int) -> None:
    """Opened parts too; the policy is lifted for the inspector's own script only."""
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 768})
    page = context.new_page()
    page.goto(file)
    page.locator("details").evaluate_all("parts => parts.forEach(part => { part.open = true; })")
    found = Axe().run(page).response["violations"]
    context.close()
    serious = [item for item in found if item["impact"] in {"serious", "critical"}]
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in serious] == []


def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Browser, file: str) -> None:
    """What is wider, tables and charts, scrolls by itself and can be reached with keys."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(file)
    page.locator("details").evaluate_all("parts => parts.forEach(part => { part.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    beyond = page.locator("main :is(p, h2, h3, table, svg:not(.patterns), dl, .card)").evaluate_all(
        """nodes => nodes.filter(node => node.getBoundingClientRect().right > 360
            && !node.closest(".wide[tabindex='0'], .scroll[tabindex='0'], .leaflet-container"))
            .map(node => node.outerHTML.slice(0, 80))"""
    )
    context.close()
    assert beyond == []


@pytest.fixture(scope="module")
def paper(browser: Browser, file: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report printed to a PDF file in the size that it asks for."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(file)
    path = tmp_path_factory.mktemp("paper") / "laporan.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    context.close()
    return path


def test_printed_pages_are_a4(paper: Path) -> None:
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper.read_bytes())
    assert 2 <= len(sizes) <= 4
    for width, height in sizes:
        assert (float(width), float(height)) == pytest.approx(A4_POINTS, abs=1)


def test_the_printed_first_page_shows_the_map(paper: Path) -> None:
    """The mismatch of 25 ha is seen in its colour in the upper right of the page."""
    if not shutil.which("pdftoppm"):
        pytest.fail("pdftoppm is missing; install it with: tools/system.sh chromium")
    picture = paper.with_name("page")
    subprocess.run(
        ["pdftoppm", "-r", "72", "-f", "1", "-l", "1", "-singlefile", "-png", paper, picture],
        check=True,
    )
    pixels = np.round(imread(picture.with_suffix(".png"))[:, :, :3] * 255)
    height, width, _ = pixels.shape
    upper_right = pixels[height // 8 : height // 2, width // 2 :]
    striped = (np.abs(upper_right - MISMATCH_ORANGE) < 60).all(axis=2)
    assert striped.sum() > 100


def test_paper_leaves_out_what_needs_a_screen(report: Page) -> None:
    report.emulate_media(media="print")
    expect(report.locator("#map")).to_be_hidden()
    expect(report.locator("main svg[role=img]").first).to_be_visible()
    expect(report.locator("tr.row-claim").first).to_be_visible()
