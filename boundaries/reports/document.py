"""The JSON document of a check or a comparison: English, the same in every language."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict

import geopandas as gpd
import pandas as pd

from boundaries import __version__
from boundaries.domain.accuracy import rating
from boundaries.domain.allowed import GIVEN
from boundaries.domain.analysis import Analysis
from boundaries.domain.finding import KINDS
from boundaries.errors import Notice
from boundaries.messages import Message
from boundaries.reports.allowed_tables import allow_list, allowed_findings
from boundaries.reports.summary import by_village, cases

SCHEMA_VERSION = 1
DECIMALS = {
    "area_m2": 4,
    "area_before_m2": 4,
    "area_after_m2": 4,
    "area_reference_m2": 4,
    "area_local_m2": 4,
    "gained_m2": 4,
    "lost_m2": 4,
    "overlap_m2": 4,
    "gap_m2": 4,
    "greatest_area_m2": 4,
    "mean_width_m": 4,
    "max_width_m": 4,
    "limit_m": 4,
    "score": 4,
}
DEGREE_DECIMALS = 7
FINDING_KEYS = (
    "id", "case", "kind", "class", "villages", "names", "kecamatan", "sources", "claims",
    "excluded_by", "area_m2", "mean_width_m", "max_width_m", "limit_m", "reason",
)  # fmt: skip

Record = dict[str, object]


def to_document(analysis: Analysis) -> dict[str, object]:
    """The analysis as plain lists, dictionaries, texts and numbers.

    Figures are in metres and square metres rounded to 4 decimals, coordinates `[lon, lat]` in
    degrees (WGS 84) rounded to 7. `summary` counts findings and cases and sums areas per kind, so
    that land is counted once however many villages claim it. The same analysis gives the same
    document.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "tool_version": __version__,
        "command": analysis.command,
        "inputs": [asdict(record) for record in analysis.inputs],
        "exclusions": [asdict(record) for record in analysis.exclusions],
        "parameters": asdict(analysis.parameters) | asdict(analysis.wanted),
        "accuracy": _accuracy(analysis),
        "summary": _summary(analysis.findings),
        "pairs": records(analysis.pairs),
        "villages": records(by_village(analysis)),
        "findings": finding_records(analysis.findings),
        "allowed": _allowed_records(analysis),
        "allow_list": records(allow_list(analysis)),
        "matches": records(analysis.matches),
        "set_aside": records(analysis.set_aside),
        "repairs": records(analysis.repairs),
        "warnings": [notice_record(notice) for notice in analysis.notices],
    }


def finding_records(findings: gpd.GeoDataFrame) -> list[Record]:
    """One dictionary per finding: its columns without geometry, and `centroid` as `[lon, lat]`."""
    table = records(findings[list(FINDING_KEYS)])
    places = zip(
        findings["lon"].round(DEGREE_DECIMALS).tolist(),
        findings["lat"].round(DEGREE_DECIMALS).tolist(),
        strict=True,
    )
    return [
        {**record, "centroid": list(place)} for record, place in zip(table, places, strict=True)
    ]


def _allowed_records(analysis: Analysis) -> list[Record]:
    """Findings as above, with what the list of allowed ones says about each."""
    given = records(allowed_findings(analysis)[list(GIVEN)])
    findings = finding_records(analysis.allowed.findings)
    return [{**finding, **more} for finding, more in zip(findings, given, strict=True)]


def records(table: pd.DataFrame) -> list[Record]:
    """The rows of a table as dictionaries of plain values.

    Known measures are rounded, tuples become lists, messages English text, missing values None.
    """
    rounded = table.round({name: DECIMALS[name] for name in table.columns if name in DECIMALS})
    columns = [[_plain(value) for value in rounded[name].tolist()] for name in rounded.columns]
    names = [str(name) for name in rounded.columns]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def notice_record(notice: Notice) -> Record:
    """A notice as a dictionary of English texts."""
    return {
        "code": notice.code,
        "message": str(notice.message),
        "hint": str(notice.hint),
        "feature": str(notice.feature),
    }


def _accuracy(analysis: Analysis) -> Record:
    """The CE90 in metres of the sources of each role."""
    return {
        f"{role}_m": rating(analysis.parameters, role).ce90_m
        for role in dict.fromkeys(record.role for record in analysis.inputs)
    }


def _summary(findings: gpd.GeoDataFrame) -> Record:
    totals = findings.groupby("kind")["area_m2"].agg(["count", "sum"]).reindex(KINDS, fill_value=0)
    case_counts = cases(findings)["kind"].value_counts()
    return {
        kind: {
            "count": int(totals.at[kind, "count"]),
            "cases": int(case_counts.get(kind, 0)),
            "area_m2": round(float(totals.at[kind, "sum"]), DECIMALS["area_m2"]),
        }
        for kind in KINDS
    }


def _plain(value: object) -> object:
    if isinstance(value, Message):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    missing = value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))
    return None if missing else value
