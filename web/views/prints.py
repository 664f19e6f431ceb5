"""Segments on paper, and the files of their papers."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import gettext

from boundaries.errors import RefusedError
from boundaries.io.evidence import place_of
from boundaries.messages import message
from boundaries.reports.map_sheet_layout import SCALES
from boundaries.store.models import Document
from boundaries.workflows.evidence import folder_of
from web import unit
from web.access import everyone
from web.paper_words import paper_title
from web.positions import system_title
from web.segment_actions import concerns
from web.segment_page import segment_page
from web.segment_points import LEAST_M, listed_points, points_of
from web.segment_print import PAPERS, print_map
from web.segment_rows import row_of

prints = Blueprint("prints", __name__)


@prints.app_context_processor
def words() -> dict[str, object]:
    """What lists of papers on the pages need."""
    return {"paper_title": paper_title}


@prints.get("/segmen/<identifier>/cetak")
@everyone
def segment(identifier: str) -> str:
    """A segment to scale on A4 or A3, with its points and both signatures."""
    row = row_of(identifier)
    if not row.inner:
        abort(404, gettext("No village lies on the other side of this border."))
    it = segment_page(row, unit.doer())
    name = request.args.get("garis", "")
    name = name if name in it.ground.lines else ""
    line = it.ground.lines[name] if name else it.table.line if it.table else None
    line = line or it.ground.lines["reference"]
    asked = request.args.get("skala", type=int)
    wanted = asked if asked in SCALES else None
    paper = request.args.get("kertas", "")
    paper = paper if paper in PAPERS else "A4"
    chosen = next((one for one in it.choices if one.name == (name or "usulan")), None)
    return render_template(
        "workspace/segment_print.html",
        it=it,
        line=line,
        title=chosen.title if chosen else it.reference.title,
        drawing=print_map(it, line, wanted, paper),
        paper=paper,
        papers=tuple(PAPERS),
        scales=SCALES,
        wanted=wanted,
        points=listed_points(it.ground, line),
        least_m=LEAST_M,
        vertices=len(points_of(it.ground, line)),
        system=system_title(it.ground.crs),
        now=unit.now(),
    )


@prints.get("/segmen/<identifier>/dokumen/<int:number>")
@everyone
def document(identifier: str, number: int) -> Response:
    """A paper of a segment, always as a download."""
    if not concerns(row_of(identifier).case, unit.doer()):
        raise RefusedError(
            "scope",
            message("the papers of this segment are not open to you"),
            message("the two villages, their camat and the offices may read them"),
        )
    found = unit.reading().find(Document, id=number, segment_id=identifier)
    file = place_of(folder_of(unit.store()), found[0].sha256) if found else None
    if file is None or not file.is_file():
        abort(404, gettext("There is no such paper."))
    response = Response(file.read_bytes(), mimetype=found[0].media_type)
    response.headers.set("Content-Disposition", "attachment", filename=found[0].name)
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
