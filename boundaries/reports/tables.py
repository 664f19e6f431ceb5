"""Tables of an analysis with headings and words in the reader's language, for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import geopandas as gpd
import pandas as pd

from boundaries.domain.analysis import Analysis
from boundaries.domain.finding import COLUMNS
from boundaries.errors import row_number
from boundaries.messages import Gettext
from boundaries.reports.allowed_tables import allow_list, allowed_findings
from boundaries.reports.labels import (
    CLASS_LABELS,
    HEADINGS,
    KIND_LABELS,
    ROLE_LABELS,
    STATE_LABELS,
    WHERE_LABELS,
    claims_text,
    joined,
    label,
    method_label,
    text_of,
)
from boundaries.reports.summary import by_own_class, by_village, cases, roles_of

AREA, WIDTH, DEGREES, COUNT, SCORE = "#,##0.00", "#,##0.00", "0.0000000", "#,##0", "0.00"
FORMATS = {
    "area_m2": AREA,
    "area_before_m2": AREA,
    "area_after_m2": AREA,
    "mean_width_m": WIDTH,
    "max_width_m": WIDTH,
    "limit_m": WIDTH,
    "lon": DEGREES,
    "lat": DEGREES,
    "area_reference_m2": AREA,
    "area_local_m2": AREA,
    "gained_m2": AREA,
    "lost_m2": AREA,
    "overlap_m2": AREA,
    "gap_m2": AREA,
    "greatest_area_m2": AREA,
    "cases": COUNT,
    "findings": COUNT,
    "features": COUNT,
    "repaired": COUNT,
    "skipped": COUNT,
    "row": COUNT,
    "score": SCORE,
}
NOBODY = "(nobody)"
NOTICE_COLUMNS = ("code", "message", "hint", "feature")
LISTS = ("villages", "names", "kecamatan", "sources", "excluded_by")
LABELS = {
    "state": STATE_LABELS, "kind": KIND_LABELS, "class": CLASS_LABELS, "role": ROLE_LABELS,
    "where": WHERE_LABELS,
}  # fmt: skip


def sheets(analysis: Analysis, gettext: Gettext) -> dict[str, pd.DataFrame]:
    """The tables of a workbook by sheet title; headings, titles and words are translated.

    Summary, cases, findings, allowed findings and the list of these (where there is one), villages,
    pairs, matches, set aside, repairs, warnings and inputs, in this order; the local areas of
    villages in a comparison only. Numbers stay numbers; `number_formats` gives their formats.
    """
    case_table = cases(analysis.findings, roles_of(analysis))
    notices = [[getattr(notice, name) for name in NOTICE_COLUMNS] for notice in analysis.notices]
    tables = {
        gettext("Summary"): by_own_class(analysis.findings, case_table),
        gettext("Cases"): case_table.reset_index(),
        gettext("Findings"): flat_findings(analysis, gettext),
        **_allowed(analysis, gettext),
        gettext("Per village"): _per_village(analysis),
        gettext("Pairs"): analysis.pairs,
        gettext("Matches"): analysis.matches,
        gettext("Set aside"): analysis.set_aside,
        gettext("Repairs"): analysis.repairs,
        gettext("Warnings"): pd.DataFrame(notices, columns=list(NOTICE_COLUMNS)),
        gettext("Inputs"): pd.DataFrame(
            [asdict(record) for record in (*analysis.inputs, *analysis.exclusions)]
        ),
    }
    return {title: in_words(table, gettext) for title, table in tables.items()}


def _allowed(analysis: Analysis, gettext: Gettext) -> dict[str, pd.DataFrame]:
    """The findings that are allowed and the list, where there is one."""
    entries = allow_list(analysis)
    if entries.empty:
        return {}
    return {gettext("Allowed"): allowed_findings(analysis), gettext("Allow list"): entries}


def _per_village(analysis: Analysis) -> pd.DataFrame:
    table = by_village(analysis)
    compared = ["area_local_m2", "gained_m2", "lost_m2"]
    return table if analysis.command == "compare" else table.drop(columns=compared)


def number_formats(gettext: Gettext) -> dict[str, str]:
    """The spreadsheet number format of each translated heading that holds numbers."""
    return {HEADINGS[name].render(gettext): pattern for name, pattern in FORMATS.items()}


def flat_findings(analysis: Analysis, gettext: Gettext) -> pd.DataFrame:
    """Findings without geometry, `claims` as text with the names of the villages."""
    table = pd.DataFrame(analysis.findings.drop(columns="geometry"))
    names = village_names(analysis)
    table["claims"] = [claims_text(claims, names, gettext) for claims in table["claims"]]
    return table


def village_names(analysis: Analysis) -> dict[str, str]:
    """The name of each village key, as its first source writes it."""
    villages = analysis.villages.drop_duplicates("key")
    return dict(zip(villages["key"], villages["name"], strict=True))


def in_words(table: pd.DataFrame, gettext: Gettext) -> pd.DataFrame:
    """A table with codes as words, lists joined by "; " and translated headings."""
    columns = {str(name): _words(str(name), table[name], gettext) for name in table.columns}
    result = pd.DataFrame(columns, index=table.index)
    return result.rename(columns={name: HEADINGS[name].render(gettext) for name in columns})


def machine_readable(findings: gpd.GeoDataFrame) -> pd.DataFrame:
    """Findings as one flat table of codes, figures and texts in which lists are joined by "; ".

    Columns as in `boundaries.domain.finding` without geometry; `claims` reads
    "label: key, key; label: (nobody)", the last when the source gives the land to nobody.
    """
    table = pd.DataFrame(findings[list(COLUMNS)].drop(columns="geometry"))
    texts: dict[str, Callable[[Any], str]] = dict.fromkeys(LISTS, "; ".join)
    texts |= {"claims": _claims_text, "reason": str}
    for name, text in texts.items():
        table[name] = _each_once(text, table[name])
    return table.round(
        dict.fromkeys(("area_m2", "mean_width_m", "max_width_m", "limit_m"), 4)
        | {"lon": 7, "lat": 7}
    )


def _claims_text(claims: Mapping[str, Sequence[str]]) -> str:
    """Who claims the land by source, as in `machine_readable`."""
    return "; ".join(f"{source}: {', '.join(keys) or NOBODY}" for source, keys in claims.items())


def _each_once(text: Callable[[Any], str], values: pd.Series) -> pd.Series:
    """The text of every value, made once where several rows hold the same object."""
    texts = {place: text(value) for place, value in {id(each): each for each in values}.items()}
    return pd.Series([texts[id(each)] for each in values], index=values.index, dtype=object)


def _words(name: str, values: pd.Series, gettext: Gettext) -> pd.Series:
    if name in ("ambiguous", "outside"):
        texts = [gettext("yes") if value else gettext("no") for value in values]
    elif name in LABELS:
        texts = [label(LABELS[name], value, gettext) for value in values]
    elif name == "row":
        return pd.Series([row_number(row) for row in values], index=values.index, dtype=object)
    elif name == "method":
        texts = [method_label(value, gettext) for value in values]
    elif pd.api.types.is_numeric_dtype(values):
        return values
    else:
        texts = [_text(value, gettext) for value in values]
    return pd.Series(texts, index=values.index, dtype=object)


def _text(value: object, gettext: Gettext) -> str:
    """A cell of text: a list joined, a message rendered."""
    return joined(value) if isinstance(value, tuple) else text_of(value, gettext)
