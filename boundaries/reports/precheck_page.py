"""The eight items of BIG's technical verification as a page and as rows for a terminal."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from importlib.resources import files

import pandas as pd

from boundaries import __version__
from boundaries.domain.precheck import Item
from boundaries.messages import Gettext, Message, message
from boundaries.reports.labels import clean
from boundaries.reports.numbers import Numbers
from boundaries.reports.overlap import TEMPLATES

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
FAULTS_LIMIT = 200
"""Faults of one item that the page lists; more are counted."""


def verdict(item: Item, gettext: Gettext) -> str:
    """The word that the item reads, or how many faults it has."""
    if item.passed:
        return item.word
    return message("{count} faults", count=len(item.faults)).render(gettext)


def rows_of(item: Item, gettext: Gettext) -> list[tuple[str, str]]:
    """What is wrong with an item, and the remedies."""
    return [
        (clean(fault.message.render(gettext)), clean(fault.hint.render(gettext)))
        for fault in item.faults
    ]


def page(
    name: str,
    items: Sequence[Item],
    kecamatan: pd.DataFrame,
    day: datetime.date,
    gettext: Gettext,
    language: str,
) -> str:
    """One page without script that needs no other file.

    `kecamatan` as `boundaries.domain.precheck.kecamatan_of` gives it.
    """
    numbers = Numbers(language)
    title = message("Pre-check of {name}", name=name).render(gettext)

    def told(text: Message) -> str:
        return clean(text.render(gettext))

    return TEMPLATES.get_template("precheck.html").render(
        _=gettext,
        language=language,
        policy=POLICY,
        version=__version__,
        title=clean(title),
        day=numbers.date(day),
        style=files("boundaries.reports").joinpath("templates/report.css").read_text("utf-8"),
        passed=all(item.passed for item in items),
        items=[
            {
                "number": item.number,
                "name": told(item.name),
                "passed": item.passed,
                "verdict": verdict(item, gettext),
                "evidence": told(item.evidence),
                "rows": rows_of(item, gettext)[:FAULTS_LIMIT],
                "more": max(len(item.faults) - FAULTS_LIMIT, 0),
            }
            for item in items
        ],
        kecamatan=[
            (clean(row["name"] or row["code"]), numbers.integer(row["villages"]),
             numbers.area(row["area_m2"]), numbers.area(row["reference_m2"]),
             numbers.area(row["difference_m2"]))
            for row in kecamatan.to_dict("records")
        ],
        n=numbers,
    )  # fmt: skip
