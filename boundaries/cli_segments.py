"""The command `tapal segments`: segments, simpul, and how local layers draw the same lines."""

from __future__ import annotations

from typing import Any

import click

from boundaries.cli_faults import catalogue, progress_in, reports_faults
from boundaries.cli_language import option
from boundaries.cli_options import layer_options, layer_options_from, reference_options
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
from boundaries.domain.segment_analysis import SegmentAnalysis
from boundaries.messages import message
from boundaries.reports.segments_document import to_segment_document
from boundaries.reports.segments_text import print_segments
from boundaries.workflows.segments import compared_segments, segments_of
from boundaries.workflows.write_segments import require_segment_target, write_segments

SEGMENTS_HELP = message(
    "List the segments of border of REFERENCE and the simpul where they meet.\n\n"
    "With LOCAL layers, compare for each pair of neighbours the line of the reference with those "
    "that the surveys of the two villages draw."
)


@click.command("segments", help=SEGMENTS_HELP.template)
@click.argument("reference")
@click.argument("local", nargs=-1)
@option(
    "--part",
    is_flag=True,
    help=message("REFERENCE is a part of its kabupaten: its edge is no border of the kabupaten."),
)
@layer_options
@reference_options
@parameter_options
@output_option(
    message("Write a file; its ending chooses .json .csv .xlsx .gpkg or .geojson. Repeatable.")
)
@limit_option
@json_option
@language_option
@reports_faults
def segments_command(**values: Any) -> None:
    """Trace or compare segments, write the files asked for and print the result."""
    inputs = paths_from((values["reference"], *values["local"]))
    outputs = paths_from(values["outputs"])
    for path in outputs:
        require_segment_target(path, inputs=inputs)
    analysis = _analysed(values)
    language = values["language"]
    show = progress_in(language)
    for path in outputs:
        write_segments(analysis, path, language=language)
        show(message("written: {path}", path=path))
    if values["as_json"]:
        print_document(to_segment_document(analysis))
        return
    print_segments(analysis, terminal(), catalogue(language), language, limit=values["limit"])


def _analysed(values: dict[str, Any]) -> SegmentAnalysis:
    reference, *local = paths_from((values["reference"], *values["local"]))
    options = layer_options_from(values)
    parameters, progress = parameters_from(values), progress_in(values["language"])
    complete = not values["part"]
    if not local:
        return segments_of(
            reference,
            options=options,
            parameters=parameters,
            complete=complete,
            progress=progress,
        )
    return compared_segments(
        reference,
        local,
        options=options,
        reference_options=layer_options_from(values, prefix="reference_"),
        parameters=parameters,
        complete=complete,
        progress=progress,
    )
