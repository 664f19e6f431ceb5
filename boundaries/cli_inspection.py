"""An inspection as tables for a terminal."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.text import Text

from boundaries.cli_language import option
from boundaries.errors import row_number
from boundaries.messages import Gettext, message
from boundaries.reports.labels import method_label, text_of
from boundaries.reports.notice_lines import notice_lines
from boundaries.reports.numbers import Numbers
from boundaries.reports.screen import print_rest, print_rows
from boundaries.workflows.inspect import Inspection

reference_option = option(
    "--reference",
    metavar="FILE",
    help=message("Layer that shows where FILE ought to lie, such as BIG's."),
)
log_option = option(
    "--log",
    metavar="FILE",
    help=message("Write the inspection as JSON: the log of an import."),
)

SCHEMAS = {"kode/nama": message("columns kode and nama")}
"""Kinds of layers that are called by what they hold, not by the name of a standard."""


def print_inspection(
    inspection: Inspection, console: Console, gettext: Gettext, language: str, *, limit: int
) -> None:
    """Print facts, recognised fields, repairs, records set aside and faults of a layer.

    Of each list the first `limit` rows are printed, and the number of the others.
    """
    numbers = Numbers(language)
    print_rows(console, gettext("File"), (), _facts(inspection, gettext, numbers))
    print_rows(console, gettext("Recognised fields"), (), _fields(inspection, gettext))
    lists = (
        (gettext("Layers"), (), _layers(inspection, gettext)),
        (
            gettext("Repairs"),
            (gettext("Record"), gettext("Reason")),
            [_repair(row, gettext, numbers) for row in inspection.repairs.to_dict("records")],
        ),
        (
            gettext("Set aside"),
            (gettext("Record"), gettext("Reason")),
            [_aside(row, gettext) for row in inspection.set_aside.to_dict("records")],
        ),
        (
            gettext("Without a usable outline"),
            (gettext("Record"), gettext("Reason")),
            [_aside(row, gettext) for row in inspection.unusable.to_dict("records")],
        ),
        (
            gettext("Matches with the reference"),
            (gettext("How"), gettext("Number of records")),
            _matches(inspection, gettext, numbers),
        ),
        (
            gettext("Names of several villages"),
            (gettext("Name"), gettext("Number of villages")),
            [(name, numbers.integer(count)) for name, count in inspection.name_duplicates],
        ),
    )
    for title, headings, rows in lists:
        if rows:
            print_rows(console, title, headings, rows[:limit])
            print_rest(console, len(rows) - limit, gettext, numbers)
    for suspicion in inspection.suspicions:
        words = f"{suspicion.message.render(gettext)}; {suspicion.hint.render(gettext)}"
        console.print(Text(gettext("Suspicion: {text}").format(text=words), style="bold"))
    for line in notice_lines(inspection.notices, gettext, numbers, limit=limit):
        console.print(Text(line))
    remarks = _remarks(inspection, gettext, numbers)
    for remark in remarks:
        console.print(Text(gettext("Remark: {text}").format(text=remark)))
    if not inspection.notices and not remarks and not inspection.suspicions:
        console.print(Text(gettext("No fault was found.")))


def _layers(inspection: Inspection, gettext: Gettext) -> list[tuple[str, str]]:
    """The layers of a file that holds several, with their declared types."""
    if len(inspection.layers) < 2:
        return []
    types = {"": gettext("table without outlines"), "Unknown": gettext("type not declared")}
    return [
        (layer.name, types.get(layer.geometry_type, layer.geometry_type))
        for layer in inspection.layers
    ]


def _remarks(inspection: Inspection, gettext: Gettext, numbers: Numbers) -> list[str]:
    """What is no fault, but keeps villages from being told apart for sure."""
    remarks = [remark.render(gettext) for remark in inspection.remarks]
    if not inspection.fields.code:
        remarks.append(
            gettext(
                "no field with codes of villages was recognised; villages are known by their names "
                "(name the field with --code)"
            )
        )
    if inspection.name_duplicates:
        text = gettext(
            "names that several villages have: {count}; compare their codes or kecamatan"
        )
        remarks.append(text.format(count=numbers.integer(len(inspection.name_duplicates))))
    return remarks


def _facts(inspection: Inspection, gettext: Gettext, numbers: Numbers) -> Iterable[tuple[str, str]]:
    record = inspection.input
    west, south, east, north = (numbers.decimal(value, 5) for value in inspection.bounds)
    types = ", ".join(
        f"{name or gettext('no outline')} {numbers.integer(count)}"
        for name, count in inspection.geometry_types.items()
    )
    extent = gettext("longitude {west} … {east}; latitude {south} … {north}").format(
        west=west, east=east, south=south, north=north
    )
    size = f", {numbers.integer(inspection.size)} byte" if inspection.size else ""
    decided = "; ".join(decision.render(gettext) for decision in inspection.decisions)
    return (
        (gettext("Path"), record.path),
        (gettext("Format"), f"{inspection.driver}{size}"),
        (gettext("SHA-256"), record.sha256),
        (gettext("Layer"), record.layer),
        (gettext("Edition"), record.edition or gettext("not stated")),
        (gettext("Coordinate system"), f"{record.crs} {inspection.crs_name}: {decided}"),
        (gettext("Working coordinate system"), record.working_crs),
        (gettext("Extent (degrees)"), extent),
        (gettext("Features"), f"{numbers.integer(record.features)}: {types}"),
        (gettext("Villages"), numbers.integer(inspection.villages)),
        (gettext("Vertices"), numbers.integer(inspection.vertices)),
        (gettext("Repaired"), numbers.integer(record.repaired)),
        (gettext("Skipped"), numbers.integer(record.skipped)),
    )


def _matches(inspection: Inspection, gettext: Gettext, numbers: Numbers) -> list[tuple[str, str]]:
    """How many records were matched by what, those without a match last."""
    table = inspection.matches
    doubtful = table["ambiguous"].astype(bool)
    counts = table.loc[table["code"] != "", "method"].value_counts().sort_index()
    rows = [(method_label(str(method), gettext), int(count)) for method, count in counts.items()]
    rows.append((gettext("of these doubtful"), int((doubtful & (table["code"] != "")).sum())))
    rows.append((gettext("no village of the reference"), int((table["code"] == "").sum())))
    return [(words, numbers.integer(count)) for words, count in rows if count]


def _fields(inspection: Inspection, gettext: Gettext) -> Iterable[tuple[str, str]]:
    labels = {
        "schema": gettext("Kind of layer"),
        "code": gettext("Village code"),
        "name": gettext("Village name"),
        "kecamatan": gettext("Kecamatan"),
        "kecamatan_code": gettext("Code of the kecamatan"),
        "kabupaten": gettext("Kabupaten"),
        "type": gettext("Desa or kelurahan"),
        "bps_code": gettext("BPS code"),
        "edition": gettext("Edition"),
    }
    found = asdict(inspection.fields)
    schema = SCHEMAS.get(found["schema"])
    if schema:
        found["schema"] = schema.render(gettext)
    for key, words in labels.items():
        yield words, found[key] or gettext("not recognised")
    yield gettext("All fields"), ", ".join(inspection.columns)


def _repair(row: dict[Hashable, Any], gettext: Gettext, numbers: Numbers) -> tuple[str, str]:
    before = numbers.decimal(row["area_before_m2"], 1)
    after = numbers.decimal(row["area_after_m2"], 1)
    return _record(row, gettext), f"{text_of(row['reason'], gettext)}: {before} → {after} m²"


def _aside(row: dict[Hashable, Any], gettext: Gettext) -> tuple[str, str]:
    return _record(row, gettext), text_of(row["reason"], gettext)


def _record(row: dict[Hashable, Any], gettext: Gettext) -> str:
    return gettext("row {row} {name}").format(row=row_number(row["row"]), name=row["name"])
