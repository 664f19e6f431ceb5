"""Products of a segment, a village or a kecamatan: lists, sheets, papers and data as files."""

from __future__ import annotations

import datetime

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask_babel import gettext
from flask_limiter import RequestLimit

from boundaries.domain.paper import PaperKind
from boundaries.domain.units import KECAMATAN, SEGMENT, VILLAGE
from boundaries.errors import ParameterError
from boundaries.io import evidence
from boundaries.messages import message
from boundaries.reports.map_sheet_layout import ORIENTATIONS, PAPERS, SCALES
from boundaries.workflows.papers import PaperRequest
from boundaries.workflows.write_coordinates import CSV, DOCX, PDF, XLSX
from web import downloads as products
from web import unit
from web.access import actor, everyone
from web.downloads import SheetChoice, Subject, drawing
from web.limits import guessed_account, limiter
from web.problems import status_of, told
from web.product_rules import DRAFTERS, require, require_own

downloads = Blueprint("downloads", __name__)
MEDIA = {CSV: evidence.CSV, XLSX: evidence.XLSX, DOCX: evidence.DOCX, PDF: evidence.PDF}
LONGEST_NUMBER = 200


def _too_many(limit: RequestLimit) -> Response:
    """What is answered to somebody who asks for products too fast."""
    page = render_template(
        "workspace/error.html",
        status=429,
        code="http-429",
        text=gettext("Too many files at once."),
        hint=gettext("Each file is made anew. Wait a minute, then ask again."),
    )
    response = make_response(page, 429)
    response.headers["Retry-After"] = "60"
    return response


heavy = limiter.shared_limit(
    "30 per minute", "products", key_func=guessed_account, on_breach=_too_many
)
"""How many products a person may ask for; each takes the server some seconds."""


@downloads.app_context_processor
def words() -> dict[str, object]:
    """What the section of downloads on the pages needs."""
    return {
        "product_subject": products.subject,
        "sentence": told,
        "paper_name": products.paper_name,
        "sheet_papers": tuple(PAPERS),
        "sheet_scales": SCALES,
        "sheet_orientations": ORIENTATIONS,
    }


@downloads.get("/unduh/<unit_name>/<code>/koordinat.<ending>")
@everyone
@heavy
def coordinates(unit_name: str, code: str, ending: str) -> Response:
    """The coordinate list."""
    about = _own(unit_name, code)
    media = MEDIA.get(f".{ending}") or abort(404)
    unit.let_go()
    content = products.coordinate_file(about, f".{ending}")
    return attached(content, f"koordinat-{about.code}.{ending}", media)


@downloads.get("/unduh/<unit_name>/<code>/peta")
@everyone
@heavy
def preview(unit_name: str, code: str) -> tuple[str, int]:
    """A map sheet as a picture, and what had no room on it."""
    about, choice = _own(unit_name, code), _choice()
    sheet, fault = None, None
    try:
        sheet = products.sheet(about, choice)
    except ParameterError as refused:
        fault = refused
    page = render_template(
        "workspace/sheet_preview.html",
        about=about,
        choice=choice,
        sheet=sheet,
        query=request.args,
        fault=f"{told(fault.message)}. {told(fault.hint)}." if fault else "",
    )
    return page, status_of(fault) if fault else 200


@downloads.get("/unduh/<unit_name>/<code>/peta.<ending>")
@everyone
@heavy
def sheet(unit_name: str, code: str, ending: str) -> Response:
    """A map sheet to scale as PDF, or its first page as a picture."""
    about = _own(unit_name, code)
    if ending not in ("pdf", "png"):
        abort(404)
    made = products.sheet(about, _choice())
    with drawing():
        content = made.pdf() if ending == "pdf" else made.png()
    if ending == "png":
        return Response(content, mimetype=evidence.PNG)
    return attached(content, f"peta-{about.code}.pdf", evidence.PDF)


@downloads.get("/unduh/<unit_name>/<code>/naskah")
@everyone
@heavy
def paper(unit_name: str, code: str) -> Response:
    """A paper for Word: minutes of a segment, or the draft of the regulation."""
    about = _own(unit_name, code)
    kind = _kind(about, request.args.get("jenis", ""))
    numbers = [text.strip()[:LONGEST_NUMBER] for text in request.args.getlist("nomor")]
    wanted = PaperRequest(
        kind=kind,
        segment=about.code if about.kind == SEGMENT else "",
        village=about.code if about.kind == VILLAGE else "",
        kecamatan=about.code if about.kind == KECAMATAN else "",
        numbers=tuple(text for text in numbers if text),
        day=_day(request.args.get("tanggal", "")),
    )
    today = unit.now().date()
    unit.let_go()
    content = products.paper_file(wanted, today)
    return attached(content, products.paper_file_name(about, kind), evidence.DOCX)


@downloads.get("/unduh/<unit_name>/<code>/data")
@everyone
@heavy
def data(unit_name: str, code: str) -> Response:
    """The agreed land, or the line of a segment, as GeoJSON."""
    about = _own(unit_name, code)
    unit.let_go()
    name = f"{about.unit}-{about.code}.geojson"
    return attached(products.data_file(about), name, evidence.GEOJSON)


def attached(content: bytes, name: str, media_type: str) -> Response:
    """A file that browsers keep and never show."""
    response = Response(content, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.cache_control.no_store = True
    return response


def _own(unit_name: str, code: str) -> Subject:
    """What the address names, where it is for the person who is signed in."""
    about = products.subject(unit_name, code)
    require_own(actor(), about.villages, about.kecamatan)
    return about


def _choice() -> SheetChoice:
    asked = (request.args.get(name, "") for name in ("kertas", "skala", "letak"))
    return SheetChoice.parse(*asked)


def _kind(about: Subject, name: str) -> PaperKind:
    """The paper that is asked for; raises `ParameterError` for one that does not fit."""
    kinds = {kind.value: kind for kind in PaperKind}
    kind = kinds.get(name)
    if kind is PaperKind.REGULATION:
        require(actor(), DRAFTERS, message("draft the regulation"))
        return kind
    if kind is None or kind not in about.papers:
        fitting = [products.paper_name(each) for each in about.papers]
        raise ParameterError(
            "paper-kind",
            message("there is no such paper of {subject} in its state", subject=about.title),
            message("choose one of: {papers}", papers="; ".join(fitting) or "-"),
        )
    return kind


def _day(text: str) -> datetime.date | None:
    """The date of a paper; None where none is given."""
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise ParameterError(
            "paper-date",
            message("{text!r} is no date", text=text),
            message("write it like 2026-11-22"),
        ) from fault
