"""The commands `tapal inspect`, `check`, `compare` and `report`, which need no workspace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import click

from boundaries.cli_code_options import (
    installed_codes,
    matches_option,
    require_matches_target,
    save_mapping,
    save_mapping_option,
    write_match_table,
    write_matches_option,
)
from boundaries.cli_faults import catalogue, progress_in, reports_faults
from boundaries.cli_inspection import log_option, print_inspection, reference_option
from boundaries.cli_language import combined, option
from boundaries.cli_options import (
    engine_from,
    engine_options,
    extra_options,
    extras_from,
    layer_options,
    layer_options_from,
    reference_layer_options,
    reference_options,
)
from boundaries.cli_output_options import (
    fail_option,
    json_option,
    language_option,
    limit_option,
    output_option,
    paths_from,
    print_document,
    terminal,
)
from boundaries.cli_parameters import parameter_options, parameters_from
from boundaries.domain.analysis import Analysis
from boundaries.domain.finding import NO_DEFECTS
from boundaries.errors import InputError
from boundaries.messages import message
from boundaries.reports.document import to_document
from boundaries.reports.text import print_text
from boundaries.workflows.check import check as run_check
from boundaries.workflows.compare import compare as run_compare
from boundaries.workflows.inspect import inspect as run_inspect
from boundaries.workflows.inspect import inspection_document, write_log
from boundaries.workflows.report import check_target, write_report

LEAFLET = Path(__file__).parent.parent / "web/static/vendor/leaflet/1.9.4"
EXIT_FINDINGS = 1
OTHER_INPUTS = "boundaries.cli_other_inputs:print_instead"
"""Loaded when needed: what reads lists of points takes a while to load."""
OUTPUTS_HELP = message(
    "Write a file; its ending chooses .json .csv .xlsx .gpkg .geojson .parquet or .html. "
    "Repeatable."
)
INSPECT_HELP = message(
    "Show layers, coordinate system, recognised fields and faults of FILE; change nothing."
)
CHECK_HELP = message("Find overlaps, gaps and enclaves within each of FILES.")
COMPARE_HELP = message(
    "Compare REFERENCE (BIG's layer) with LOCAL layers, which together are one source."
)
REPORT_HELP = message("Write the overlap report of one FILE, or of the first against the others.")
answer_options = combined(
    parameter_options,
    extra_options,
    output_option(OUTPUTS_HELP),
    fail_option,
    limit_option,
    json_option,
    language_option,
    reports_faults,
)
"""What `check` and `compare` are told about findings, and how they answer."""


@click.command("inspect", help=INSPECT_HELP.template)
@click.argument("file")
@layer_options
@reference_option
@reference_layer_options
@matches_option
@save_mapping_option
@log_option
@limit_option
@json_option
@language_option
@reports_faults
def inspect_command(**values: Any) -> None:
    """Inspect one file."""
    log = Path(values["log"]) if values["log"] else None
    inputs = paths_from(tuple(name for name in (values["file"], values["reference"]) if name))
    if log:
        check_target(log, inputs=inputs)
    options = layer_options_from(values)
    codes = options.code_table or installed_codes(progress_in(values["language"]))
    try:
        inspection = run_inspect(
            inputs[0],
            options=replace(options, code_table=codes),
            reference=inputs[1] if values["reference"] else None,
            reference_options=layer_options_from(values, prefix="reference_"),
        )
    except InputError as fault:
        resolve_name(OTHER_INPUTS)(fault, inputs[0], values)
        return
    save_mapping(inspection, values)
    if log:
        write_log(inspection, log)
    if values["as_json"]:
        print_document(inspection_document(inspection))
        return
    language = values["language"]
    print_inspection(inspection, terminal(), catalogue(language), language, limit=values["limit"])


@click.command("check", help=CHECK_HELP.template)
@click.argument("files", nargs=-1, required=True)
@option(
    "--together",
    is_flag=True,
    help=message("Take all files as one layer (a file per village)."),
)
@layer_options
@engine_options
@answer_options
def check_command(**values: Any) -> None:
    """Check each file, or all together."""
    check_targets(values)
    analysis = run_check(
        paths_from(values["files"]),
        options=layer_options_from(values),
        parameters=parameters_from(values),
        together=values["together"],
        engine=engine_from(values),
        extras=extras_from(values),
        progress=progress_in(values["language"]),
    )
    hand_out(analysis, values)


@click.command("compare", help=COMPARE_HELP.template)
@click.argument("reference")
@click.argument("local", nargs=-1, required=True)
@layer_options
@engine_options
@reference_options
@write_matches_option
@answer_options
def compare_command(**values: Any) -> None:
    """Compare the reference with local files."""
    check_targets(values)
    hand_out(_comparison(values["reference"], values["local"], values), values)


@click.command("report", help=REPORT_HELP.template)
@click.argument("files", nargs=-1, required=True)
@layer_options
@engine_options
@reference_options
@write_matches_option
@parameter_options
@extra_options
@output_option(OUTPUTS_HELP, required=True)
@language_option
@reports_faults
def report_command(**values: Any) -> None:
    """Check or compare, and write files only."""
    check_targets(values)
    reference, *local = values["files"]
    if local:
        analysis = _comparison(reference, tuple(local), values)
    else:
        analysis = run_check(
            [Path(reference)],
            options=layer_options_from(values),
            parameters=parameters_from(values),
            engine=engine_from(values),
            extras=extras_from(values),
            progress=progress_in(values["language"]),
        )
    write_outputs(analysis, values)


def hand_out(analysis: Analysis, values: dict[str, Any]) -> None:
    """Write the files asked for, print the result, and end with the code that was asked for."""
    write_outputs(analysis, values)
    if values["as_json"]:
        print_document(to_document(analysis))
    else:
        language = values["language"]
        print_text(analysis, terminal(), catalogue(language), language, limit=values["limit"])
    if values["fail_on_findings"] and (~analysis.findings["kind"].isin(NO_DEFECTS)).any():
        raise click.exceptions.Exit(EXIT_FINDINGS)


def check_targets(values: dict[str, Any]) -> None:
    """Refuse files that could not be written, before any work is done."""
    named = values.get("files") or (values["reference"], *values["local"])
    inputs = [*paths_from(named), *extras_from(values).paths()]
    for path in paths_from(values["outputs"]):
        check_target(path, inputs=inputs)
    if "write_matches" in values:
        require_matches_target(values, inputs)


def write_outputs(analysis: Analysis, values: dict[str, Any]) -> None:
    """Write the analysis to every file named with -o."""
    show = progress_in(values["language"])
    for path in paths_from(values["outputs"]):
        write_report(analysis, path, language=values["language"], assets=LEAFLET)
        show(message("written: {path}", path=path))


def _comparison(reference: str, local: tuple[str, ...], values: dict[str, Any]) -> Analysis:
    analysis = run_compare(
        Path(reference),
        paths_from(local),
        options=layer_options_from(values),
        reference_options=layer_options_from(values, prefix="reference_"),
        parameters=parameters_from(values),
        engine=engine_from(values),
        extras=extras_from(values),
        progress=progress_in(values["language"]),
    )
    write_match_table(analysis, values, catalogue(values["language"]))
    return analysis
