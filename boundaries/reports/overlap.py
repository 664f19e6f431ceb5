"""The overlap report: one page that opens without a network and prints on A4."""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from boundaries import __version__
from boundaries.domain.analysis import Analysis
from boundaries.domain.excluded import COVERED_SHARE
from boundaries.domain.finding import CLASSES, KINDS, NO_DEFECTS
from boundaries.domain.unmatched import TOLERANCE_M
from boundaries.errors import MissingPartError
from boundaries.messages import Gettext, message
from boundaries.reports import labels, overlap_figures
from boundaries.reports.accuracy_words import method_words
from boundaries.reports.allowed_tables import allow_list, allowed_findings
from boundaries.reports.colours import (
    CLASS_LINE_WIDTHS,
    FILL_SHARE,
    KIND_COLOURS,
)
from boundaries.reports.findings_map import InteractiveMap, interactive_map, overview
from boundaries.reports.numbers import Numbers
from boundaries.reports.summary import (
    AREA_COLUMNS,
    by_kecamatan,
    by_pair,
    by_village,
    cases,
    known,
    roles_of,
)
from boundaries.reports.tables import flat_findings
from boundaries.reports.text import conflicts_line, names_by_key, worth_a_look

CASES_LIMIT = 1500
FINDINGS_LIMIT = 2000
PAIRS_LIMIT = 300
BARS_LIMIT = 40
ROWS_LIMIT = 500
VILLAGES_LIMIT = 1000
SOURCE_MAP = re.compile(r"//# sourceMappingURL=\S+")
IMAGE = re.compile(r"url\([^)]*\)")

TEMPLATES = Environment(
    loader=PackageLoader("boundaries.reports"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class LeafletFiles:
    """Leaflet's script and style sheet, to be embedded in a page."""

    script: str
    style: str

    @classmethod
    def read(cls, folder: Path) -> LeafletFiles:
        """The files `leaflet.js` and `leaflet.css` of a folder, without references to others.

        Raises `MissingPartError` when they are not there.
        """
        try:
            script = (folder / "leaflet.js").read_text(encoding="utf-8")
            style = (folder / "leaflet.css").read_text(encoding="utf-8")
        except FileNotFoundError as fault:
            raise MissingPartError(
                "no-leaflet",
                message("{file}: the map's browser files are not installed", file=fault.filename),
                message("run make setup, or install the wheel, which carries them"),
            ) from fault
        return cls(script=SOURCE_MAP.sub("", script), style=IMAGE.sub("none", style))


def render_report(
    analysis: Analysis,
    *,
    gettext: Gettext,
    language: str,
    leaflet: LeafletFiles | None,
    dated: datetime.date,
) -> str:
    """The report as one HTML document in `language`, bearing the date `dated`.

    Everything is embedded and a content security policy with hashes forbids all else. Without
    `leaflet` the interactive map is left out. The same arguments give the same document.
    """
    numbers = Numbers(language)
    case_table = cases(analysis.findings, roles_of(analysis))
    interactive = interactive_map(analysis, gettext, numbers) if leaflet else None
    style = _asset("report.css")
    scripts: list[str] = []
    if leaflet and interactive:
        style = leaflet.style + style
        words = _words_for_script(gettext)
        scripts = [leaflet.script, words + _asset("report.js") + interactive.script]
    return TEMPLATES.get_template("report.html").render(
        _=gettext,
        n=numbers,
        analysis=analysis,
        language=language,
        dated=dated,
        version=__version__,
        policy=_policy(style, scripts),
        style=style,
        scripts=scripts,
        interactive=interactive,
        overview=overview(analysis),
        title=_title(analysis, gettext),
        groups=overlap_figures.groups(analysis),
        compared=analysis.command == "compare",
        conflicts=conflicts_line(case_table, gettext, numbers),
        **method_words(
            analysis.parameters, gettext, numbers, compared=analysis.command == "compare"
        ),
        **_tables(analysis, case_table, interactive, gettext, numbers),
        **_words(gettext),
    )


def _tables(
    analysis: Analysis,
    case_table: pd.DataFrame,
    interactive: InteractiveMap | None,
    gettext: Gettext,
    numbers: Numbers,
) -> dict[str, object]:
    kecamatan = by_kecamatan(case_table)
    pairs = by_pair(case_table)
    findings = flat_findings(analysis, gettext)
    severe = case_table["class"].isin(["claim", "doubt"])
    villages = by_village(analysis).fillna(0.0)
    largest = kecamatan.sort_values(["area_m2", "kecamatan"], ascending=[False, True])
    return {
        "cards": overlap_figures.cards(analysis, case_table),
        "matrix": overlap_figures.matrix(case_table),
        "counts": {name: int((case_table["class"] == name).sum()) for name in CLASSES},
        "cases": case_table.head(CASES_LIMIT).reset_index().to_dict("records"),
        "case_count": len(case_table),
        "findings": findings.head(FINDINGS_LIMIT).to_dict("records"),
        "finding_count": len(findings),
        "kecamatan": kecamatan.to_dict("records"),
        "bars": largest.head(BARS_LIMIT).to_dict("records"),
        "bars_left_out": max(len(kecamatan) - BARS_LIMIT, 0),
        "pairs": pairs.head(PAIRS_LIMIT).to_dict("records"),
        "pair_count": len(pairs),
        "pair_columns": _pair_columns(pairs, gettext),
        "serious": set(case_table.loc[severe, "villages"]),
        "classes": [name for name in CLASSES if name != "excluded" or analysis.exclusions],
        "excluded_percent": numbers.integer(100 * COVERED_SHARE),
        "unmatched_m": TOLERANCE_M,
        "drawn_kinds": [kind for kind in KINDS if (case_table["kind"] == kind).any()],
        "villages": villages.head(VILLAGES_LIMIT).to_dict("records"),
        "village_count": len(villages),
        "village_areas": _village_areas(analysis),
        "histogram": overlap_figures.histogram(analysis.findings["max_width_m"], numbers),
        "allowed": allowed_findings(analysis).head(ROWS_LIMIT).to_dict("records"),
        "allow_list": allow_list(analysis).head(ROWS_LIMIT).to_dict("records"),
        "matches": analysis.matches.to_dict("records")[:ROWS_LIMIT],
        "match_count": len(analysis.matches),
        "doubtful_matches": worth_a_look(analysis.matches).to_dict("records")[:ROWS_LIMIT],
        "set_aside": analysis.set_aside.to_dict("records")[:ROWS_LIMIT],
        "repairs": analysis.repairs.to_dict("records")[:ROWS_LIMIT],
        "named": names_by_key(analysis),
        "drawn": interactive.drawn if interactive else frozenset(),
    }


def _pair_columns(pairs: pd.DataFrame, gettext: Gettext) -> dict[str, str]:
    """Heading by column of the areas of pairs: overlaps, gaps, and what else occurs."""
    return {
        name: labels.HEADINGS[name].render(gettext)
        for kind, name in AREA_COLUMNS.items()
        if kind in ("overlap", "gap") or (pairs[name] > 0).any()
    }


def _words(gettext: Gettext) -> dict[str, object]:
    """Functions and constants that templates use."""
    return {
        "kind": partial(labels.label, labels.KIND_LABELS, gettext=gettext),
        "class_word": partial(labels.label, labels.CLASS_LABELS, gettext=gettext),
        "role": partial(labels.label, labels.ROLE_LABELS, gettext=gettext),
        "where": partial(labels.label, labels.WHERE_LABELS, gettext=gettext),
        "state": partial(labels.label, labels.STATE_LABELS, gettext=gettext),
        "method": partial(labels.method_label, gettext=gettext),
        "text": partial(labels.text_of, gettext=gettext),
        "clean": labels.clean,
        "known": known,
        "parties": labels.parties,
        "joined": labels.joined,
        "kinds": KINDS,
        "defect_classes": [name for name in CLASSES if name not in NO_DEFECTS],
        "kind_colours": KIND_COLOURS,
        "fill_share": FILL_SHARE,
    }


def _words_for_script(gettext: Gettext) -> str:
    words = {
        "kinds": {kind: labels.label(labels.KIND_LABELS, kind, gettext) for kind in KINDS},
        "classes": {name: labels.label(labels.CLASS_LABELS, name, gettext) for name in CLASSES},
        "zoom": [gettext("Zoom in"), gettext("Zoom out")],
        "colours": KIND_COLOURS,
        "widths": CLASS_LINE_WIDTHS,
    }
    return TEMPLATES.from_string("var tapalWords = {{ words|tojson }};\n").render(words=words)


def _village_areas(analysis: Analysis) -> list[str]:
    """The columns of areas in the table of villages."""
    if analysis.command == "compare":
        compared = ["area_reference_m2", "area_local_m2", "gained_m2", "lost_m2"]
    else:
        compared = ["area_reference_m2"]
    return [*compared, "overlap_m2", "gap_m2"]


def _title(analysis: Analysis, gettext: Gettext) -> str:
    places = known(analysis.villages["kabupaten"])
    title = gettext("Village boundary conflicts")
    return f"{title}: {labels.joined(places, ', ')}" if 0 < len(places) <= 3 else title


def _asset(name: str) -> str:
    return (files("boundaries.reports") / "templates" / name).read_text(encoding="utf-8")


def _policy(style: str, scripts: list[str]) -> str:
    """A content security policy that admits exactly these inline elements."""
    script_sources = " ".join(_hash(script) for script in scripts) or "'none'"
    return (
        f"default-src 'none'; script-src {script_sources}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
