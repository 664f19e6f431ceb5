"""The command line: `tapal inspect`, `check`, `compare`, `report`, and the commands of the web."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, cast

import click
from rich.console import Console

from boundaries import __version__
from boundaries.cli_code_options import (
    installed_codes,
    require_matches_target,
    save_mapping,
    save_mapping_option,
    write_match_table,
    write_matches_option,
)
from boundaries.cli_inspection import log_option, print_inspection, reference_option
from boundaries.cli_language import language_of, option, speaking, translated
from boundaries.cli_options import (
    catalogue,
    engine_from,
    engine_options,
    extra_options,
    extras_from,
    json_option,
    language_option,
    layer_options,
    layer_options_from,
    parameter_options,
    parameters_from,
    paths_from,
    print_document,
    progress_in,
    reference_layer_options,
    reference_options,
    reports_faults,
)
from boundaries.domain.analysis import Analysis
from boundaries.domain.finding import NO_DEFECTS
from boundaries.messages import message
from boundaries.reports.document import to_document
from boundaries.reports.text import WIDTH, print_text
from boundaries.workflows.check import check as run_check
from boundaries.workflows.compare import compare as run_compare
from boundaries.workflows.inspect import inspect as run_inspect
from boundaries.workflows.inspect import inspection_document, write_log
from boundaries.workflows.report import check_target, write_report

COMMANDS = "tapal.commands"
LEAFLET = Path(__file__).parent.parent / "web/static/vendor/leaflet/1.9.4"
EXIT_FINDINGS = 1


def output_option(*, required: bool = False) -> Callable[[Any], Any]:
    """The option that names the files to write."""
    return option(
        "-o",
        "--output",
        "outputs",
        metavar="FILE",
        multiple=True,
        required=required,
        help=message(
            "Write a file; its ending chooses .json .csv .xlsx .gpkg .geojson or .html. Repeatable."
        ),
    )


limit_option = option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help=message("Rows of each table on the screen."),
)
fail_option = option(
    "--fail-on-findings",
    is_flag=True,
    help=message("End with code 1 when there are findings other than enclaves and excluded areas."),
)


class Commands(click.Group):
    """Commands of this module and those that installed packages register."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands, sorted."""
        registered = {entry.name for entry in entry_points(group=COMMANDS)}
        return sorted({*super().list_commands(ctx), *registered})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, own ones first; None where there is none."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return translated(own)
        for entry in entry_points(group=COMMANDS, name=cmd_name):
            command: click.Command = entry.load()
            return translated(command)
        return None

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the language spoken."""
        click.Group.format_help(cast(click.Group, translated(self)), ctx, formatter)

    def main(self, args: Sequence[str] | None = None, *rest: Any, **options: Any) -> Any:
        """Run the command that `args` (those of the process unless given) ask for."""
        words = sys.argv[1:] if args is None else list(args)
        with speaking(language_of(words)):
            return super().main(words, *rest, **options)


MAIN_HELP = message(
    "Find where village boundaries conflict, and look at each conflict on a map.\n\n"
    "Exit codes: 0 done, 1 findings with --fail-on-findings, 2 usage, 3 input or environment."
)
INSPECT_HELP = message(
    "Show layers, coordinate system, recognised fields and faults of FILE; change nothing."
)
CHECK_HELP = message("Find overlaps, gaps and enclaves within each of FILES.")
COMPARE_HELP = message(
    "Compare REFERENCE (BIG's layer) with LOCAL layers, which together are one source."
)
REPORT_HELP = message("Write the overlap report of one FILE, or of the first against the others.")


@click.group(cls=Commands, help=MAIN_HELP.template, context_settings={"max_content_width": 100})
@click.version_option(__version__, prog_name="tapal")
def main() -> None:
    """The group of all commands."""


@main.command("inspect", help=INSPECT_HELP.template)
@click.argument("file")
@layer_options
@reference_option
@reference_layer_options
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
    inspection = run_inspect(
        inputs[0],
        options=replace(options, code_table=codes),
        reference=inputs[1] if values["reference"] else None,
        reference_options=layer_options_from(values, prefix="reference_"),
    )
    save_mapping(inspection, values)
    if log:
        write_log(inspection, log)
    if values["as_json"]:
        print_document(inspection_document(inspection))
        return
    language = values["language"]
    print_inspection(inspection, terminal(), catalogue(language), language, limit=values["limit"])


@main.command("check", help=CHECK_HELP.template)
@click.argument("files", nargs=-1, required=True)
@option(
    "--together",
    is_flag=True,
    help=message("Take all files as one layer (a file per village)."),
)
@layer_options
@engine_options
@parameter_options
@extra_options
@output_option()
@fail_option
@limit_option
@json_option
@language_option
@reports_faults
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


@main.command("compare", help=COMPARE_HELP.template)
@click.argument("reference")
@click.argument("local", nargs=-1, required=True)
@layer_options
@engine_options
@reference_options
@write_matches_option
@parameter_options
@extra_options
@output_option()
@fail_option
@limit_option
@json_option
@language_option
@reports_faults
def compare_command(**values: Any) -> None:
    """Compare the reference with local files."""
    check_targets(values)
    hand_out(_comparison(values["reference"], values["local"], values), values)


@main.command("report", help=REPORT_HELP.template)
@click.argument("files", nargs=-1, required=True)
@layer_options
@engine_options
@reference_options
@write_matches_option
@parameter_options
@extra_options
@output_option(required=True)
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


def terminal() -> Console:
    """Standard output, at most 100 columns wide."""
    console = Console()
    if not console.is_terminal or console.width > WIDTH:
        console.width = WIDTH
    return console


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
