"""What `tapal inspect` shows of an input that is no layer of areas: tables, or lists of points."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

from rich.text import Text

from boundaries import __version__
from boundaries.cli_faults import catalogue
from boundaries.cli_output_options import print_document, terminal
from boundaries.cli_survey import print_survey
from boundaries.domain.survey import TOLERANCE_M
from boundaries.errors import InputError
from boundaries.io.layers import LayerInfo, list_layers
from boundaries.io.names import shown
from boundaries.io.postgis_address import address_of
from boundaries.io.write import write_json
from boundaries.reports.numbers import Numbers
from boundaries.reports.screen import print_rest, print_rows
from boundaries.workflows.survey import Survey, survey, survey_document, survey_options

NO_AREAS = frozenset({"polygons-missing", "columns-missing", "format-unknown", "outlines-missing"})
"""Faults of what may be a list of points."""
LISTS = (".csv", ".tsv", ".txt", ".xlsx", ".gpx")


def print_instead(fault: InputError, path: Path, values: dict[str, Any]) -> None:
    """Print the tables of a database, or the points of a list; raises `fault` for anything else.

    A list of points that cannot be used raises its own fault.
    """
    if fault.code == "layer-several" and address_of(path) is not None:
        _print_tables(path, list_layers(path), values)
    elif fault.code in NO_AREAS and path.suffix.lower() in LISTS:
        _print_points(_points(path, fault, values), values)
    else:
        raise fault


def _points(path: Path, fault: InputError, values: dict[str, Any]) -> Survey:
    options = survey_options(
        take="", tolerance_m=TOLERANCE_M, crs=values["crs"], datum=None, area=None
    )
    try:
        return survey([path], options=options, sheet=values["layer"])
    except InputError as other:
        raise (fault if other.code in NO_AREAS else other) from other


def _print_points(found: Survey, values: dict[str, Any]) -> None:
    document = survey_document(found)
    if values["log"]:
        write_json(document, Path(values["log"]))
    if values["as_json"]:
        print_document(document)
        return
    language = values["language"]
    print_survey(found, terminal(), catalogue(language), language, limit=values["limit"])


def _print_tables(path: Path, layers: tuple[LayerInfo, ...], values: dict[str, Any]) -> None:
    if values["as_json"]:
        listed = [{"name": info.name, "geometry_type": info.geometry_type} for info in layers]
        document = {"schema_version": 1, "tool_version": __version__, "command": "inspect"}
        print_document({**document, "path": shown(path), "layers": listed})
        return
    gettext, console = catalogue(values["language"]), terminal()
    rows = [(info.name, info.geometry_type) for info in layers]
    limit, numbers = values["limit"], Numbers(values["language"])
    title = gettext("Tables of {address}").format(address=shown(path))
    print_rows(console, title, (gettext("Layer"), gettext("Type")), rows[:limit])
    print_rest(console, len(rows) - limit, gettext, numbers)
    hint = gettext("Look at one with --layer, for example: --layer {layer}")
    console.print(Text(hint.format(layer=shlex.quote(rows[0][0]))))
