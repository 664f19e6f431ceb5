"""The commands `tapal export`, `tapal verify` and `tapal precheck`: hand over what was agreed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

import click

from boundaries.cli_faults import catalogue, progress_in, reports_faults
from boundaries.cli_language import option
from boundaries.cli_output_options import (
    json_option,
    language_option,
    limit_option,
    print_document,
)
from boundaries.cli_workspace_options import (
    folder_from,
    opened,
    person_options,
    screen_of,
    selection_options,
    templates_option,
)
from boundaries.domain.precheck import Item
from boundaries.domain.submission import Unfinished, Wanted
from boundaries.io.package_layers import FORMATS, GEOJSON
from boundaries.io.target import require_ending, require_writable
from boundaries.io.write import write_text
from boundaries.messages import message
from boundaries.reports.document import notice_record
from boundaries.reports.precheck_page import page, rows_of, verdict
from boundaries.reports.workspace_document import document
from boundaries.workflows.export_package import Exported, Request, export_package
from boundaries.workflows.precheck import Prechecked, precheck
from boundaries.workflows.verify_package import Verified, verify_package

EXPORT_HELP = message(
    "Write what was agreed in a WORKSPACE as a package that proves itself: a folder, or a zip "
    "where the name ends in .zip. Villages whose segments are not all settled are refused unless "
    "--unfinished says otherwise."
)
VERIFY_HELP = message(
    "Prove a PACKAGE of tapal export, without its workspace: sums, topology, attributes, points, "
    "agreed lines and signatures. Ends with code 1 when something was altered or does not fit."
)
PRECHECK_HELP = message(
    "Judge what would be submitted of a WORKSPACE by the eight items of BIG's technical "
    "verification, each with its faults, their place and the remedy."
)
EXIT_FAULTS = 1
HTML = ".html"


@click.command("export", help=EXPORT_HELP.template)
@click.argument("workspace")
@option(
    "-o",
    "--output",
    metavar="FOLDER|FILE.zip",
    required=True,
    help=message("A new or empty folder, or a file that ends in .zip."),
)
@option(
    "--format",
    "kind",
    type=click.Choice(FORMATS),
    default=GEOJSON,
    show_default=True,
    help=message("GeoJSON, or KUGI fields as GeoPackage, File Geodatabase and shapefiles."),
)
@selection_options
@option(
    "--unfinished",
    type=click.Choice(get_args(Unfinished)),
    default="refuse",
    show_default=True,
    help=message("What to do with villages whose segments are not all settled."),
)
@option(
    "--crs",
    metavar="EPSG",
    default="",
    help=message(
        "Coordinate system of KUGI data: EPSG:9470 (SRGI2013) unless given, or EPSG:4326 (WGS 84)."
    ),
)
@option(
    "--papers",
    is_flag=True,
    help=message(
        "Add the minutes of every agreement, drafts of the regulation of every finished village, "
        "and the lists of points as PDF."
    ),
)
@templates_option
@person_options
@json_option
@language_option
@reports_faults
def export_command(**values: Any) -> None:
    """Write a package."""
    wanted = Wanted(values["villages"], values["kecamatan"], values["unfinished"])
    with opened(values) as workspace:
        made = export_package(
            workspace.store,
            Path(values["output"]),
            workspace.doer,
            Request(
                values["kind"],
                wanted,
                values["crs"],
                values["papers"],
                folder_from(values["templates"]),
            ),
            progress=progress_in(values["language"]),
        )
    if values["as_json"]:
        print_document(document("export", **asdict(made)))
    else:
        _show_exported(made, values)


def _show_exported(made: Exported, values: dict[str, Any]) -> None:
    screen = screen_of(values)
    screen.say(message("written: {path}", path=made.path))
    screen.say(
        message("{villages} villages, {segments} segments, {points} points, {kecamatan} kecamatan",
                villages=made.villages, segments=made.segments, points=made.points,
                kecamatan=made.kecamatan)
    )  # fmt: skip
    if made.partial:
        screen.say(
            message("The package is partial, and says so: {unfinished} villages are not finished, "
                    "{left_out} were left out.", unfinished=made.unfinished,
                    left_out=made.left_out)
        )  # fmt: skip
    screen.say(message("Its seal, to be noted on paper: {seal}", seal=made.seal))


@click.command("verify", help=VERIFY_HELP.template)
@click.argument("package")
@limit_option
@json_option
@language_option
@reports_faults
def verify_command(**values: Any) -> None:
    """Prove a package."""
    found = verify_package(Path(values["package"]))
    if values["as_json"]:
        _print_verified(found)
    else:
        _show_verified(found, values)
    if not found.holds:
        raise click.exceptions.Exit(EXIT_FAULTS)


def _print_verified(found: Verified) -> None:
    faults = [{"layer": layer, **notice_record(fault)} for layer, fault in found.faults]
    print_document(
        document("verify", path=found.path, verified=found.holds, seal=found.seal,
                 sha256=found.sha256, format=found.format, partial=found.partial, as_of=found.as_of,
                 counts=dict(found.counts), faults=faults)
    )  # fmt: skip


def _show_verified(found: Verified, values: dict[str, Any]) -> None:
    screen = screen_of(values)
    _ = screen.gettext
    rows = [
        (layer or _("package"), fault.message.render(_), fault.hint.render(_))
        for layer, fault in found.faults
    ]
    screen.table(_("Faults"), [_("Data"), _("What is wrong"), _("Remedy")], rows)
    screen.say(
        message("Its seal, to be compared with the one noted when it was made: {seal}",
                seal=found.seal)
    )  # fmt: skip
    if found.sha256:
        screen.say(message("SHA-256 of the zip file: {sum}", sum=found.sha256))
    if found.partial:
        screen.say(message("The package is partial, and says so."))
    screen.say(
        message("The package proves itself.") if found.holds
        else message("The package does not prove itself: {count} faults.", count=len(rows))
    )  # fmt: skip


@click.command("precheck", help=PRECHECK_HELP.template)
@click.argument("workspace")
@option("-o", "--output", metavar="FILE.html", help=message("Write a page too; it ends in .html."))
@limit_option
@json_option
@language_option
@reports_faults
def precheck_command(**values: Any) -> None:
    """Judge a workspace by BIG's eight items."""
    target = Path(values["output"]) if values["output"] else None
    if target:
        told = message("{path}: the page ends in another way", path=target)
        require_ending(target, (HTML,), told)
        require_writable(target)
    with opened(values) as workspace:
        found = precheck(workspace.store, progress=progress_in(values["language"]))
        today = workspace.today
    if target:
        language = values["language"]
        write_text(page(found.name, found.items, found.kecamatan, today,
                        catalogue(language), language), target)  # fmt: skip
    if values["as_json"]:
        print_document(
            document("precheck", workspace=found.name, passed=found.passed,
                     items=[_record(item) for item in found.items], kecamatan=found.kecamatan)
        )  # fmt: skip
    else:
        _show_precheck(found, values)


def _record(item: Item) -> dict[str, object]:
    return {
        "number": item.number, "name": str(item.name), "word": item.word, "passed": item.passed,
        "evidence": str(item.evidence), "faults": [notice_record(fault) for fault in item.faults],
    }  # fmt: skip


def _show_precheck(found: Prechecked, values: dict[str, Any]) -> None:
    screen = screen_of(values)
    _ = screen.gettext
    headings = [_("No."), _("Item"), _("Verdict"), _("Evidence")]
    rows = [
        (str(item.number), item.name.render(_), verdict(item, _), item.evidence.render(_))
        for item in found.items
    ]
    screen.table(_("Items of BIG's technical verification"), headings, rows, whole=True)
    for item in found.items:
        title = f"{item.number}. {item.name.render(_)}"
        screen.table(title, [_("What is wrong"), _("Remedy")], rows_of(item, _))
    if found.passed:
        screen.say(message("All eight items pass."))
    else:
        failed = ", ".join(str(item.number) for item in found.items if not item.passed)
        screen.say(message("Not ready for BIG: items {numbers}", numbers=failed))
