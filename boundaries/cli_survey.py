"""The command `tapal survey`: lists of pillars, cartometric points and tracks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from boundaries.cli_faults import catalogue, progress_in, reports_faults
from boundaries.cli_language import option
from boundaries.cli_output_options import (
    json_option,
    language_option,
    limit_option,
    output_option,
    paths_from,
    print_document,
    terminal,
)
from boundaries.cli_parameters import measure_option
from boundaries.domain.survey import (
    CONFLICT,
    HEMISPHERES,
    READ,
    STATES,
    SUSPECT,
    TOLERANCE_M,
    UNREAD,
)
from boundaries.domain.survey_readings import NOTATIONS
from boundaries.messages import Gettext, message
from boundaries.reports.notice_lines import notice_lines
from boundaries.reports.numbers import Numbers
from boundaries.reports.screen import print_rest, print_rows
from boundaries.workflows.survey import (
    Survey,
    check_survey_target,
    fields_from,
    survey,
    survey_document,
    survey_options,
    write_survey_file,
)

SURVEY_HELP = message(
    "Read pillars, cartometric points and tracks from CSV, TXT, XLSX or GPX FILES.\n\n"
    "Points whose notations disagree, that lie where they cannot be meant or cannot be read are "
    "listed with the reason, and kept out of outlines. Nothing is corrected."
)
STATE_LABELS = {
    READ: message("read"),
    CONFLICT: message("notations disagree"),
    SUSPECT: message("doubtful place"),
    UNREAD: message("not read"),
}


@click.command("survey", help=SURVEY_HELP.template)
@click.argument("files", nargs=-1, required=True)
@option(
    "--take",
    type=click.Choice(NOTATIONS),
    help=message("Notation to take, also where notations of a point disagree."),
)
@measure_option(
    "--tolerance",
    "tolerance_m",
    "M",
    default=TOLERANCE_M,
    help=message("How far notations of one point may differ."),
)
@option(
    "--crs",
    metavar="ZONE",
    help=message("Zone of X and Y: EPSG:32647, 47N, 49S or 'TM-3 47.2'."),
)
@option(
    "--datum",
    metavar="NAME",
    help=message("Datum of the points: WGS 84, SRGI2013, DGN95 or ID74."),
)
@option(
    "--area",
    metavar="FILE",
    help=message("Layer of the area, such as BIG's villages: points off its extent are doubtful."),
)
@option(
    "--field",
    "fields",
    metavar="ROLE=HEADING",
    multiple=True,
    help=message("Column of a role (north, east, name, order ...). Repeatable."),
)
@option(
    "--columns",
    metavar="NAMES",
    help=message(
        "Columns of a list without heading, in their order, such as id,y,x,z,code (also lat, lon, "
        "lat_d, lat_m, lat_s, order, -)."
    ),
)
@option(
    "--hemisphere",
    type=click.Choice(HEMISPHERES),
    help=message("Side of the equator of latitudes without letter and sign."),
)
@option("--sheet", metavar="NAME", help=message("Sheet of a workbook; else the first with cells."))
@option(
    "--keep-suspects",
    is_flag=True,
    help=message("Let points in doubtful places take part in lines."),
)
@output_option(message("Write a file; its ending chooses .gpkg .geojson or .csv. Repeatable."))
@limit_option
@json_option
@language_option
@reports_faults
def survey_command(**values: Any) -> None:
    """Read lists of points."""
    paths, outputs = paths_from(values["files"]), paths_from(values["outputs"])
    for target in outputs:
        check_survey_target(target, inputs=paths)
    options = survey_options(
        take=values["take"] or "",
        tolerance_m=values["tolerance_m"],
        crs=values["crs"],
        datum=values["datum"],
        area=Path(values["area"]) if values["area"] else None,
        hemisphere=values["hemisphere"] or "",
    )
    result = survey(
        paths,
        options=options,
        sheet=values["sheet"],
        fields=fields_from(values["fields"]),
        columns=values["columns"],
        keep_suspects=values["keep_suspects"],
    )
    show = progress_in(values["language"])
    for target in outputs:
        write_survey_file(result, target)
        show(message("written: {path}", path=target))
    if values["as_json"]:
        print_document(survey_document(result))
        return
    language = values["language"]
    print_survey(result, terminal(), catalogue(language), language, limit=values["limit"])


def print_survey(
    result: Survey, console: Console, gettext: Gettext, language: str, *, limit: int
) -> None:
    """Print counts per file, the columns recognised, the lines and everything doubtful."""
    numbers = Numbers(language)
    print_rows(console, gettext("Points"), _heading(gettext), _files(result, numbers), figures=True)
    print_rows(console, gettext("Columns"), (), _columns(result))
    lines = list(_lines(result, gettext, numbers))
    headings = (gettext("Line"), gettext("Points"), gettext("Left out"), gettext("Length"),
                gettext("Area"))  # fmt: skip
    if lines:
        print_rows(console, gettext("Lines"), headings, lines[:limit], figures=True)
        print_rest(console, len(lines) - limit, gettext, numbers)
    for line in notice_lines(result.notices, gettext, numbers, limit=limit):
        console.print(Text(line))
    if not result.notices:
        console.print(Text(gettext("No fault was found.")))


def _heading(gettext: Gettext) -> tuple[str, ...]:
    states = (STATE_LABELS[state].render(gettext) for state in STATES)
    return (gettext("File"), gettext("Points"), *states)


def _files(result: Survey, numbers: Numbers) -> Iterable[tuple[str, ...]]:
    for file in result.files:
        source = file.table.source
        counts = (numbers.integer(result.count(state, source)) for state in STATES)
        yield (source, numbers.integer(len(file.table.rows)), *counts)


def _columns(result: Survey) -> Iterable[tuple[str, ...]]:
    for file in result.files:
        names = file.table.heading.names
        found = (
            f"{role}: {', '.join(names[at] for at in places)}"
            for role, places in file.table.heading.roles.items()
        )
        yield file.table.source, "; ".join(found)


def _lines(result: Survey, gettext: Gettext, numbers: Numbers) -> Iterable[tuple[str, ...]]:
    for row in result.lines.drop(columns="geometry").to_dict("records"):
        area = row["area_m2"]
        yield (
            str(row["name"] or row["source"]),
            numbers.integer(row["points"]),
            numbers.integer(row["left_out"]),
            numbers.length(row["length_m"]),
            gettext("open line") if math.isnan(area) else numbers.area(area),
        )
