"""The page of the eight items."""

from __future__ import annotations

import datetime

import pandas as pd

from boundaries.domain.precheck import Item
from boundaries.errors import Notice
from boundaries.messages import message
from boundaries.reports.precheck_page import FAULTS_LIMIT, page, verdict

DAY = datetime.date(2026, 1, 31)


def english(text: str) -> str:
    """English as it is written in the code."""
    return text


def item(faults: int) -> Item:
    """An item with some faults."""
    told = [Notice("x", message("<b>fault</b> {n}", n=n), message("do it")) for n in range(faults)]
    return Item(1, message("Topology"), "Sesuai", message("{n} compared", n=3), tuple(told))


def made(items: list[Item]) -> str:
    """The page with one kecamatan."""
    columns = {"code": ["12.09.20"], "name": ["Kisaran"], "villages": [2], "area_m2": [20_000.0],
               "reference_m2": [10_000.0], "difference_m2": [10_000.0]}  # fmt: skip
    return page("Asahan", items, pd.DataFrame(columns), DAY, english, "en")


def test_an_item_without_fault_reads_its_word() -> None:
    assert verdict(item(0), english) == "Sesuai"
    assert verdict(item(2), english) == "2 faults"
    assert "All eight items pass." in made([item(0)])


def test_faults_are_text_and_listed_up_to_a_limit() -> None:
    text = made([item(FAULTS_LIMIT + 5)])
    assert "&lt;b&gt;fault&lt;/b&gt; 0" in text
    assert "<b>" not in text
    assert f"fault&lt;/b&gt; {FAULTS_LIMIT}" not in text
    assert "... and 5 more" in text


def test_kecamatan_are_listed_with_their_areas() -> None:
    text = made([item(0)])
    assert "Kisaran" in text
    assert text.count("1.00 ha") == 2
    assert "2.00 ha" in text
