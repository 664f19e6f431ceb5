"""The command `tapal clean`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from boundaries.cli_faults import catalogue, progress_in, reports_faults
from boundaries.cli_language import option
from boundaries.cli_options import layer_options, layer_options_from, reference_layer_options
from boundaries.cli_output_options import (
    json_option,
    language_option,
    limit_option,
    output_option,
    paths_from,
    print_document,
    terminal,
)
from boundaries.cli_parameters import parameter_options, parameters_from
from boundaries.errors import ParameterError
from boundaries.messages import message
from boundaries.reports.cleaning_text import print_cleaning
from boundaries.workflows.clean import check_output, cleaning_document, write_cleaned
from boundaries.workflows.clean import clean as run_clean

CLEAN_HELP = message(
    "Repair what is noise in FILE, overlaps and gaps below the accuracy, and write a new file.\n\n"
    "Disputes are left as they are and listed. Attributes, order and coordinate system stay."
)


@click.command("clean", help=CLEAN_HELP.template)
@click.argument("file")
@output_option(
    message(
        "Write the cleaned layer (.gpkg .geojson .parquet) or what was done (.json). Repeatable."
    ),
    required=True,
)
@option(
    "--up-to",
    type=click.Choice(["noise", "sliver"]),
    default="noise",
    show_default=True,
    help=message("The highest class that is repaired."),
)
@option(
    "--method",
    type=click.Choice(["midline", "reference"]),
    default="midline",
    show_default=True,
    help=message("Part noise along its middle, or give it as the reference has it."),
)
@option(
    "--reference",
    metavar="FILE",
    help=message("Layer that decides with --method reference."),
)
@option(
    "--keep",
    metavar="FILE",
    multiple=True,
    help=message("Lines that are never moved, such as signed ones. Repeatable."),
)
@layer_options
@reference_layer_options
@parameter_options
@limit_option
@json_option
@language_option
@reports_faults
def clean_command(**values: Any) -> None:
    """Clean one file into others."""
    reference = Path(values["reference"]) if values["reference"] else None
    _require_method(values["method"], reference)
    path, outputs, keep = Path(values["file"]), paths_from(values["outputs"]), values["keep"]
    inputs = [path, *paths_from(keep), *([reference] if reference else [])]
    for output in outputs:
        check_output(output, inputs=inputs)
    language = values["language"]
    show = progress_in(language)
    cleaned = run_clean(
        path,
        options=layer_options_from(values),
        parameters=parameters_from(values),
        up_to=values["up_to"],
        reference=reference,
        reference_options=layer_options_from(values, prefix="reference_"),
        keep=paths_from(keep),
        progress=show,
    )
    for output in outputs:
        write_cleaned(cleaned, output)
        show(message("written: {path}", path=output))
    if values["as_json"]:
        print_document(cleaning_document(cleaned))
    else:
        print_cleaning(
            cleaned.cleaning,
            terminal(),
            catalogue(language),
            language,
            parameters=cleaned.parameters,
            notices=cleaned.notices,
            limit=values["limit"],
        )


def _require_method(method: str, reference: Path | None) -> None:
    if method == "reference" and reference is None:
        raise ParameterError(
            "reference-needed",
            message("--method reference needs a reference"),
            message("name its file with --reference"),
        )
    if method == "midline" and reference is not None:
        raise ParameterError(
            "reference-unused",
            message("--reference is not used with --method midline"),
            message("add --method reference, or leave --reference out"),
        )
