"""Options about mappings, tables of codes and tables of matches, and what they do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from boundaries.cli_language import option
from boundaries.domain.analysis import Analysis
from boundaries.domain.code_table import CodeTable
from boundaries.domain.mapping import LayerMapping, recognised
from boundaries.domain.match_table import match_table
from boundaries.errors import MissingPartError
from boundaries.io.code_table import installed_code_table, read_code_history, read_code_table
from boundaries.io.mapping import read_mapping, write_mapping
from boundaries.io.match_table import read_decisions, require_match_target, write_matches
from boundaries.io.names import title
from boundaries.messages import Gettext, Message, message
from boundaries.workflows.inspect import Inspection

Read = TypeVar("Read")

LAYER_OPTIONS = (
    option(
        "--mapping",
        metavar="FILE",
        help=message("TOML file that says which field means what, see inspect --save-mapping."),
    ),
    option(
        "--code-table",
        metavar="FILE",
        help=message(
            "Compare codes and names with this table (CSV, XLSX; code, name), or idn-area-data."
        ),
    ),
    option(
        "--code-history",
        metavar="FILE",
        help=message("Codes that were replaced (CSV, XLSX; old, new, date, rule)."),
    ),
)
reference_mapping_option = option(
    "--reference-mapping", metavar="FILE", help=message("--mapping, for the reference.")
)
matches_option = option(
    "--matches",
    metavar="FILE",
    help=message("Table in which you decided which village of the reference records are."),
)
write_matches_option = option(
    "--write-matches",
    metavar="FILE",
    help=message("Write the table of matches (.csv) to decide in; --matches reads it."),
)
save_mapping_option = option(
    "--save-mapping",
    metavar="FILE",
    help=message("Write what was recognised as TOML, to edit and give with --mapping."),
)


def code_settings(values: dict[str, Any], *, prefix: str = "") -> dict[str, Any]:
    """What these options say of a layer, by the names of `LayerOptions`."""
    return {
        "mapping": _read(read_mapping, values, f"{prefix}mapping") or LayerMapping(),
        "code_table": _read(read_code_table, values, "code_table"),
        "code_history": _read(read_code_history, values, "code_history"),
        "decisions": None if prefix else decisions_from(values),
    }


def decisions_from(values: dict[str, Any]) -> pd.DataFrame | None:
    """The decisions of --matches; None where that table is only about to be written."""
    path, target = values.get("matches"), values.get("write_matches")
    if path and target and not Path(path).exists() and Path(path) == Path(target):
        return None
    return _read(read_decisions, values, "matches")


def require_matches_target(values: dict[str, Any], inputs: list[Path]) -> None:
    """Refuse a table of matches that could not be written, before any work is done."""
    if values["write_matches"]:
        require_match_target(Path(values["write_matches"]), inputs=tuple(inputs))


def write_match_table(analysis: Analysis, values: dict[str, Any], gettext: Gettext) -> None:
    """Write the table of matches where --write-matches asks for it."""
    if values["write_matches"]:
        reference = analysis.villages[analysis.villages["role"] == "reference"]
        table = match_table(analysis.matches, reference, decisions_from(values))
        write_matches(table, Path(values["write_matches"]), gettext)


def save_mapping(inspection: Inspection, values: dict[str, Any]) -> None:
    """Write what was recognised where --save-mapping asks for it."""
    if values["save_mapping"]:
        crs = inspection.input.crs if inspection.crs_assumed else None
        name = title(Path(values["file"]))
        entry = recognised(name, inspection.input.layer, crs, inspection.fields)
        write_mapping(entry, Path(values["save_mapping"]))


def installed_codes(show: Callable[[Message], None]) -> CodeTable | None:
    """The table that came with the installation; where it did not, says so and how to get it."""
    try:
        return installed_code_table()
    except MissingPartError as absent:
        show(message("{fault}; {hint}", fault=absent.message, hint=absent.hint))
        return None


def _read(reader: Callable[[Path], Read], values: dict[str, Any], name: str) -> Read | None:
    """What `reader` makes of the file of an option, None where it was not given."""
    given = values.get(name)
    return reader(Path(given)) if given else None
