"""Products: the pre-check by BIG's eight items, packages, and the brief of the month."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from boundaries.domain.submission import LEAVE_OUT, MARK, REFUSE, Unfinished, Wanted
from boundaries.errors import ParameterError
from boundaries.io import evidence
from boundaries.io.package_layers import FORMATS
from boundaries.messages import message, translator
from boundaries.reports.precheck_page import page as precheck_report
from boundaries.workflows.brief import DOCX, PDF, brief_of, month_from, write_brief
from boundaries.workflows.export_package import Request
from web import access, language, unit
from web.access import everyone
from web.downloads import drawing
from web.etags import conditional
from web.places import places
from web.product_rules import BRIEFED, CHECKERS, MAKERS, OFFICES, require
from web.product_work import PRECHECK, package_work, precheck_work, read_precheck
from web.products_jobs import Work
from web.products_page import KINDS, Products, check_of, products_of
from web.products_state import begin, jobs, state_version
from web.segment_page import people
from web.segment_rows import rows
from web.views.downloads import attached, heavy

products = Blueprint("products", __name__)
POLICIES = (MARK, LEAVE_OUT, REFUSE)
BRIEF_MEDIA = {PDF: evidence.PDF, DOCX: evidence.DOCX}
ZIP, HTML = "application/zip", "text/html"
NOT_MODIFIED = 304


@products.app_context_processor
def words() -> dict[str, object]:
    """What templates of products need."""
    return {"format_name": format_name, "policy_name": policy_name}


@products.get("/produk")
@everyone
def page() -> str:
    """The eight items, packages and the brief."""
    return render_template(
        "workspace/products.html",
        **_shown(products_of(jobs(), state_version())),
        policies=POLICIES,
        month=unit.now().strftime("%Y-%m"),
        may_check=access.actor().role in CHECKERS,
        may_brief=access.actor().role in BRIEFED,
    )


@products.get("/produk/keadaan")
@everyone
def state() -> Response:
    """How far background work is, as a fragment that the page asks for again and again."""
    it = products_of(jobs(), state_version())
    parts = [[job.id, job.state, str(job.told)] for kind in KINDS for job in it.jobs[kind]]
    today = unit.now().date()
    response = conditional(make_response(), parts, it.version, access.actor().role, today)
    if response.status_code != NOT_MODIFIED:
        response.set_data(render_template("workspace/_products_state.html", **_shown(it)))
    return response


@products.post("/produk/mulai")
@everyone
def start() -> AnyResponse:
    """Begin a pre-check or a package in the background."""
    kind, options, work = _asked()
    action = message("make packages") if kind in FORMATS else message("run the pre-check")
    require(access.actor(), MAKERS if kind in FORMATS else CHECKERS, action)
    if not begin(kind, options, unit.doer(), work):
        flash(gettext("This is being made already; it was not begun twice."))
    return redirect(url_for("products.page", _anchor=kind), code=303)


@products.get("/produk/hasil/<kind>/<identifier>")
@everyone
def result(kind: str, identifier: str) -> Response:
    """A package, or the report of a pre-check, as a download."""
    if kind in FORMATS:
        require(access.actor(), OFFICES, message("download packages"))
    found = jobs().file(kind, identifier) if kind in KINDS else None
    if found is None or not found[1].is_file():
        abort(404, gettext("This result is not kept any more. Make it anew."))
    job, path = found
    if kind == PRECHECK:
        spoken = language.language()
        day = unit.local(job.begun).date()
        checked = read_precheck(path)
        text = precheck_report(
            checked.name, checked.items, checked.kecamatan, day, translator(spoken), spoken
        )
        return attached(text.encode(), f"pracek-{day.isoformat()}.html", HTML)
    response = send_file(
        path, mimetype=ZIP, as_attachment=True, download_name=path.name, etag=job.sha256
    )
    response.cache_control.private = True
    return response


@products.get("/produk/ringkasan")
@everyone
@heavy
def brief() -> Response:
    """The brief of a month for the coordination meeting."""
    month = month_from(request.args.get("bulan", ""))
    ending = f".{request.args.get('bentuk', 'pdf')}"
    media = BRIEF_MEDIA.get(ending) or abort(404)
    require(access.actor(), BRIEFED, message("download the brief"))
    store, today, spoken = unit.store(), unit.now().date(), language.language()
    unit.let_go()
    made = brief_of(store, month, today=today)
    with drawing(), tempfile.TemporaryDirectory(prefix="tapal-") as folder:
        path = Path(folder) / f"ringkasan{ending}"
        write_brief(made, path, translator(spoken), spoken)
        return attached(path.read_bytes(), f"ringkasan-{month:%Y-%m}{ending}", media)


def format_name(kind: str) -> str:
    """What a kind of package is called."""
    return "GeoJSON" if kind == FORMATS[0] else kind.upper()


def policy_name(policy: Unfinished) -> str:
    """What happens to villages that are not finished, in words."""
    texts = {
        MARK: gettext("include them, marked as unfinished"),
        LEAVE_OUT: gettext("leave them out"),
        REFUSE: gettext("refuse: only if all are finished"),
    }
    return str(texts[policy])


def _shown(it: Products) -> dict[str, Any]:
    """What the fragment of background work shows."""
    land, role = places(), access.actor().role
    return {
        "it": it,
        "check": check_of(jobs(), it, rows(), land),
        "formats": FORMATS,
        "places": land,
        "names": people(unit.reading()),
        "may_make": role in MAKERS,
        "may_take": role in OFFICES,
        "now": unit.now(),
    }


def _asked() -> tuple[str, dict[str, str], Work]:
    """The work that a form asks for; raises `ParameterError` for another."""
    kind = request.form.get("jenis", "")
    if kind == PRECHECK:
        return kind, {}, precheck_work(unit.store())
    asked, chosen = request.form.get("belum", MARK), request.form.get("kecamatan", "")
    policy = next((one for one in POLICIES if one == asked), None)
    if kind not in FORMATS or policy is None:
        raise ParameterError(
            "product",
            message("there is no product {kind}", kind=kind or "-"),
            message("choose one on the page of products"),
        )
    if chosen and chosen not in places().kecamatan:
        abort(404, gettext("There is no such segment, village or kecamatan here."))
    wanted = Wanted(kecamatan=(chosen,) if chosen else (), unfinished=policy)
    day = unit.now().date().isoformat()
    name = "-".join(filter(None, ("batas", chosen or unit.workspace().kabupaten, kind, day)))
    work = package_work(unit.store(), unit.doer(), Request(kind, wanted), f"{name}.zip")
    return kind, {"unfinished": policy, "kecamatan": chosen}, work
