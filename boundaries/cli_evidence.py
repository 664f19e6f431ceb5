"""The commands `tapal document` and `tapal impact`: evidence, and what hangs on a dispute."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from boundaries.cli_faults import reports_faults
from boundaries.cli_language import option
from boundaries.cli_output_options import (
    json_option,
    language_option,
    limit_option,
    print_document,
)
from boundaries.cli_workspace_options import (
    Group,
    date_type,
    day_of,
    opened,
    person_options,
    screen_of,
)
from boundaries.messages import message
from boundaries.reports.workspace_document import document
from boundaries.reports.workspace_text import print_lists
from boundaries.store.base import values as row_values
from boundaries.store.repository import Repository
from boundaries.workflows import evidence, impacts

DOCUMENT_HELP = message("Keep documents and photos as evidence, by the sum of their contents.")
ADD_DOCUMENT_HELP = message(
    "Add FILE to a WORKSPACE: PDF, JPEG, PNG, DOCX, XLSX, CSV, GPX or GeoJSON, up to 50 MiB."
)
LIST_DOCUMENTS_HELP = message("List the documents of a WORKSPACE.")
IMPACT_HELP = message("Keep layers of what hangs on a dispute: polling stations, schools, roads.")
ADD_IMPACT_HELP = message(
    "Add the layer FILE to a WORKSPACE; a layer of the same name gives place to it."
)
LIST_IMPACTS_HELP = message("List the impact layers of a WORKSPACE.")
IMPACT_KINDS = {
    "polling-station": message("polling stations"),
    "voters": message("voters"),
    "school": message("schools"),
    "health": message("health posts"),
    "building": message("buildings"),
    "road": message("roads"),
    "concession": message("concessions (HGU)"),
    "forest": message("forest"),
    "programme": message("planned programmes"),
    "other": message("other"),
}


@click.group("document", cls=Group, help=DOCUMENT_HELP.template)
def document_command() -> None:
    """Evidence."""


@document_command.command("add", help=ADD_DOCUMENT_HELP.template)
@click.argument("workspace")
@click.argument("file")
@option("--kind", type=click.Choice(evidence.KINDS), required=True, help=message("What it is."))
@option("--date", "dated", metavar="YYYY-MM-DD", type=date_type, help=message("Its date."))
@option("--segment", metavar="ID", help=message("The segment that it is about."))
@option(
    "--village",
    "villages",
    metavar="CODE",
    multiple=True,
    help=message("A village that it is about. Repeatable."),
)
@person_options
@json_option
@language_option
@reports_faults
def add_document_command(**values: Any) -> None:
    """Keep a file as evidence."""
    subject = evidence.Subject(
        kind=values["kind"],
        dated=day_of(values["dated"]),
        villages=values["villages"],
        segment=values["segment"],
    )
    with opened(values) as workspace:
        path = Path(values["file"])
        row, new = evidence.add_document(workspace.store, path, subject, workspace.doer)
    if values["as_json"]:
        print_document(document("document add", new=new, document=row_values(row)))
        return
    text = (
        message("document {id}: {name} is kept, SHA-256 {sum}", id=row.id, name=row.name,
                sum=row.sha256)
        if new
        else message("{name} was kept already as document {id}", name=row.name, id=row.id)
    )  # fmt: skip
    screen_of(values).say(text)


@document_command.command("list", help=LIST_DOCUMENTS_HELP.template)
@click.argument("workspace")
@option("--segment", metavar="ID", help=message("Those about this segment only."))
@option("--kind", type=click.Choice(evidence.KINDS), help=message("Those of this kind only."))
@limit_option
@json_option
@language_option
@reports_faults
def list_documents_command(**values: Any) -> None:
    """List the evidence."""
    with opened(values) as workspace, Repository(workspace.store) as repository:
        rows = evidence.documents_of(repository, segment=values["segment"], kind=values["kind"])
    if values["as_json"]:
        print_document(document("document list", documents=[row_values(row) for row in rows]))
        return
    screen = screen_of(values)
    _ = screen.gettext
    cells = [
        (row.id, row.name, evidence.KIND_NAMES[row.kind].render(_), row.dated, row.segment_id,
         ", ".join(row.villages) or None, row.sha256[:12])
        for row in rows
    ]  # fmt: skip
    headings = [
        _("No."), _("Name"), _("Kind"), _("Date"), _("Segment"), _("Villages"), _("SHA-256"),
    ]  # fmt: skip
    print_lists(screen, _("Documents"), headings, cells)


@click.group("impact", cls=Group, help=IMPACT_HELP.template)
def impact_command() -> None:
    """Impact layers."""


@impact_command.command("add", help=ADD_IMPACT_HELP.template)
@click.argument("workspace")
@click.argument("file")
@option("--name", required=True, help=message("What the layer is called."))
@option("--kind", type=click.Choice(impacts.KINDS), required=True, help=message("What it holds."))
@option("--field", metavar="FIELD", help=message("Field of the names of objects."))
@option("--layer", metavar="NAME", help=message("Layer of a file that holds several."))
@option("--crs", metavar="EPSG", help=message("Coordinate system of a file that does not say it."))
@person_options
@json_option
@language_option
@reports_faults
def add_impact_command(**values: Any) -> None:
    """Take an impact layer in."""
    options = impacts.ObjectOptions(layer=values["layer"], crs=values["crs"], field=values["field"])
    with opened(values) as workspace:
        added = impacts.add_impact(
            workspace.store,
            Path(values["file"]),
            workspace.doer,
            name=values["name"],
            kind=values["kind"],
            options=options,
        )
    if values["as_json"]:
        facts = {"new": added.new, "objects": added.objects, "skipped": added.skipped}
        print_document(document("impact add", layer=row_values(added.row), **facts))
        return
    screen = screen_of(values)
    counts = {
        "name": added.row.name, "objects": screen.numbers.integer(added.objects),
        "skipped": screen.numbers.integer(added.skipped),
    }  # fmt: skip
    screen.say(
        message("{name}: {objects} objects; {skipped} without a place", **counts)
        if added.new
        else message("{name}: nothing new ({objects} objects)", **counts)
    )


@impact_command.command("list", help=LIST_IMPACTS_HELP.template)
@click.argument("workspace")
@limit_option
@json_option
@language_option
@reports_faults
def list_impacts_command(**values: Any) -> None:
    """List the impact layers."""
    with opened(values) as workspace, Repository(workspace.store) as repository:
        layers = impacts.impact_layers(repository)
    if values["as_json"]:
        print_document(document("impact list", layers=layers))
        return
    screen = screen_of(values)
    _ = screen.gettext
    cells = [
        (row["id"], row["name"], IMPACT_KINDS[row["kind"]].render(_),
         screen.numbers.integer(row["objects"]), row["sha256"][:12])
        for row in layers.to_dict("records")
    ]  # fmt: skip
    headings = [_("No."), _("Name"), _("Kind"), _("Objects"), _("SHA-256")]
    print_lists(screen, _("Impact layers"), headings, cells)
