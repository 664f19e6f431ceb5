from __future__ import annotations

import base64
import datetime
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from boundaries.domain.analysis import Analysis
from boundaries.domain.parameters import Parameters
from boundaries.errors import MissingPartError
from boundaries.reports.overlap import LeafletFiles, render_report
from tests.analysis_fixture import XSS

LEAFLET = LeafletFiles(script="var L = {};", style=".leaflet{margin:0}")
DAY = datetime.date(2026, 11, 21)
ADDRESSES = {"src", "href", "action", "data", "poster", "srcset", "xlink:href"}


class Page(HTMLParser):
    """Elements, attributes and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.inline: dict[str, list[str]] = {"script": [], "style": []}
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        last = self.tags[-1] if self.tags else ""
        if self.rawdata and self.cdata_elem in self.inline:
            self.inline[str(self.cdata_elem)].append(data)
        elif last:
            self.text.append(data)

    def policy(self) -> str:
        return next(value for _, value in self.attributes if "default-src" in value)


def render(analysis: Analysis, leaflet: LeafletFiles | None = LEAFLET) -> str:
    return render_report(analysis, gettext=str, language="en", leaflet=leaflet, dated=DAY)


def hash_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_page_refers_to_nothing_outside(analysis: Analysis) -> None:
    page = Page(render(analysis))
    assert [pair for pair in page.attributes if pair[0] in ADDRESSES] == []
    assert not {"link", "img", "iframe", "object", "base", "form"} & set(page.tags)
    assert not [v for n, v in page.attributes if "//" in v]
    assert not re.search(r"url\((?!#)", "".join(page.inline["style"]))


def test_the_policy_admits_exactly_the_scripts_and_the_style(analysis: Analysis) -> None:
    html = render(analysis)
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    expected = " ".join(hash_of(script) for script in scripts)
    policy = Page(html).policy()
    assert f"script-src {expected};" in policy
    assert f"style-src {hash_of(style)};" in policy
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")


def test_no_inline_handlers_or_styles(analysis: Analysis) -> None:
    names = {name for name, _ in Page(render(analysis)).attributes}
    assert not {name for name in names if name.startswith("on")}
    assert "style" not in names


def test_a_name_that_is_markup_stays_text(analysis: Analysis) -> None:
    html = render(analysis)
    page = Page(html)
    assert "img" not in page.tags
    assert XSS not in html
    assert any(XSS in text for text in page.text)


def test_summary_figures(analysis: Analysis) -> None:
    text = " ".join(" ".join(Page(render(analysis)).text).split())
    assert "Village boundary conflicts: Asahan" in text
    assert "21 November 2026" in text
    assert "Overlap 2,100 m² cases: 1" in text
    assert "Mismatch 25.00 ha cases: 1" in text
    assert "Of 3 cases, 2 are claims and 1 are doubts" in text
    assert "1 between reference and local, 2 in the reference itself" in text
    assert "Indicative boundaries, not a legal decision" in text


def test_rules_name_their_numbers(analysis: Analysis) -> None:
    """CE90 of 1:5000 class 3 is 2.5 m; 2.5 times sqrt 2 is 3.54 m, and three times that 10.6 m."""
    text = " ".join(" ".join(Page(render(analysis)).text).split())
    for figure in ("100 m", "25.00 ha", "0.05 m", "3.54 m", "10.6 m", "CE90 of 2.50 m"):
        assert figure in text
    assert "EPSG:32647" in text


def test_rules_name_the_accuracy_of_each_source(analysis: Analysis) -> None:
    given = replace(analysis, parameters=Parameters(ce90_m=0.1, reference_scale=10_000))
    text = " ".join(" ".join(Page(render(given)).text).split())
    for part in (
        "Reference: 1:10,000, class 3 (2014), CE90 5.00 m; Local: CE90 0.10 m, as given.",
        "Mean width above 21.2 m in the reference / 0.42 m between local sources / 15.0 m",
        "less than 0.05 m is not told apart",
    ):
        assert part in text
    assert "poorer source" not in text


def test_inputs_matches_and_warnings_are_listed(analysis: Analysis) -> None:
    text = " ".join(" ".join(Page(render(analysis)).text).split())
    for part in ("a1" * 32, "edition 2025", "names 71%", "forest", "Self-intersection",
                 "1,999,999.5", "no code in kode"):  # fmt: skip
        assert part in text


def test_buttons_lead_to_findings_on_the_map_only(analysis: Analysis) -> None:
    with_map = Page(render(analysis)).attributes
    without_map = Page(render(analysis, None)).attributes
    assert ("data-finding", "TT-AAAA0001") in with_map
    assert not [value for name, value in without_map if name == "data-finding"]


def test_without_leaflet_there_is_no_script(analysis: Analysis) -> None:
    page = Page(render(analysis, None))
    assert "script" not in page.tags
    assert "script-src 'none'" in page.policy()


def test_villages_are_listed_with_what_they_gain_and_lose(analysis: Analysis) -> None:
    text = " ".join(" ".join(Page(render(analysis)).text).split())
    start = text.index("Per village: 3")
    assert "Cinta Damai Kisaran Timur 200.00 ha – – – – 2,000 m²" in text[start:]


def with_surveys(analysis: Analysis, count: int) -> Analysis:
    """The analysis with `count` local files in place of one."""
    reference, local = analysis.inputs
    surveys = [replace(local, source=f"survey-{n}") for n in range(count)]
    return replace(analysis, inputs=(reference, *surveys))


def test_many_local_files_are_counted_and_shown_by_one_toggle(analysis: Analysis) -> None:
    page = Page(render(with_surveys(analysis, 20)))
    head = " ".join(" ".join(page.text).split()).split("Sources")[0]
    assert "Local: 20 files" in head
    assert "survey-7" not in head
    toggles = [value for name, value in page.attributes if name == "data-hides"]
    assert [value for value in toggles if value.startswith("source-")] == ["source-0", "source-1"]


def test_steps_of_width_are_written_alike(analysis: Analysis) -> None:
    html = render(analysis)
    for label in ("&lt; 0.05", "0.05–0.5", "0.5–1", "1–2", "200–500", "≥ 500"):
        assert f">{label}</text>" in html


def test_nothing_found(nothing: Analysis) -> None:
    text = " ".join(Page(render(nothing)).text)
    assert "No overlap, gap or mismatch was found." in text


def test_a_check_shows_enclaves_instead_of_mismatches(analysis: Analysis) -> None:
    compared = Page(render(analysis)).attributes
    checked = Page(render(replace(analysis, command="check"))).attributes
    assert ("class", "card top-mismatch") in compared
    assert ("class", "card top-enclave") not in compared
    assert ("class", "card top-mismatch") not in checked
    assert ("class", "card top-enclave") in checked


def test_the_same_arguments_give_the_same_page(analysis: Analysis) -> None:
    assert render(analysis) == render(analysis)


def test_leaflet_is_read_without_references_to_other_files(tmp_path: Path) -> None:
    (tmp_path / "leaflet.js").write_text("var L;\n//# sourceMappingURL=leaflet.js.map", "utf-8")
    (tmp_path / "leaflet.css").write_text("a{background-image:url(images/layers.png)}", "utf-8")
    files = LeafletFiles.read(tmp_path)
    assert files.script == "var L;\n"
    assert files.style == "a{background-image:none}"


def test_missing_leaflet_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(MissingPartError, match=r"leaflet\.js: the map's browser files"):
        LeafletFiles.read(tmp_path)
