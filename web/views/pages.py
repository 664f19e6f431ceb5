"""Pages: the review, a finding, sources and method."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request
from flask_babel import gettext

from boundaries.domain.excluded import COVERED_SHARE
from boundaries.domain.finding import CLASSES, NO_DEFECTS
from boundaries.domain.unmatched import TOLERANCE_M
from boundaries.messages import LANGUAGES, translator
from boundaries.reports.accuracy_words import method_words
from boundaries.reports.allowed_tables import allow_list, allowed_findings
from boundaries.reports.document import finding_records
from boundaries.reports.labels import ROLE_LABELS, STATE_LABELS, label
from web.details import details
from web.disagreement import side
from web.language import language, numbers
from web.maps import build_map
from web.names import edition_text
from web.review import Filters, Selection
from web.site import OutlineLayer, Site, site

pages = Blueprint("pages", __name__)
MATCHES_LIMIT = 500


@pages.get("/")
def review() -> str:
    """All cases, list and map."""
    return _review_page(None)


@pages.get("/temuan/<identifier>")
def finding(identifier: str) -> str:
    """The same page with one finding selected."""
    if identifier not in site().rows:
        abort(404, gettext("There is no finding %(id)s in this review.", id=identifier))
    return _review_page(identifier)


@pages.get("/temuan/<identifier>.json")
def finding_json(identifier: str) -> Response:
    """A finding as in the JSON document of the command line."""
    row = site().rows.get(identifier)
    if row is None:
        abort(404, gettext("There is no finding %(id)s in this review.", id=identifier))
    return jsonify(finding_records(site().analysis.findings.iloc[[row]])[0])


@pages.get("/sumber")
def sources() -> str:
    """Inputs, parameters, matches, repairs and notices."""
    analysis = site().analysis
    parameters = analysis.parameters
    return render_template(
        "sources.html",
        file_name=lambda path: PurePath(path).name,
        file_stem=lambda path: PurePath(path).stem,
        edition_text=edition_text,
        analysis=analysis,
        names=site().names,
        parameters=parameters,
        classes=CLASSES,
        excluded_percent=100 * COVERED_SHARE,
        unmatched_m=TOLERANCE_M,
        **method_words(
            parameters,
            translator(language()),
            numbers(),
            compared=analysis.command == "compare",
        ),
        matches=analysis.matches.head(MATCHES_LIMIT).to_dict("records"),
        matches_left_out=max(0, len(analysis.matches) - MATCHES_LIMIT),
        set_aside=analysis.set_aside.to_dict("records"),
        repairs=analysis.repairs.to_dict("records"),
        allowed=allowed_findings(analysis).to_dict("records"),
        allow_list=allow_list(analysis).to_dict("records"),
        state=lambda code: label(STATE_LABELS, code, gettext),
    )


@pages.get("/favicon.ico")
def favicon() -> Response:
    """The sign of Tapal, for browsers that ask without being told."""
    return current_app.send_static_file("tapal.svg")


@pages.get("/healthz")
def health() -> Response:
    """Whether the server answers."""
    return jsonify(status="ok", findings=len(site().analysis.findings))


def _review_page(identifier: str | None) -> str:
    shared = site()
    filters = shared.cases.filters(request.args)
    selection = shared.cases.select(filters)
    lang = {"lang": request.args["lang"]} if request.args.get("lang") in LANGUAGES else {}
    context: dict[str, Any] = {
        "filters": filters,
        "query": filters.query() | lang,
        "lang": lang,
        "unknown": shared.cases.unknown(request.args),
        "counts": _counts(shared, filters),
        "side": lambda kind, sources: side(shared.names, kind, sources),
        "short": shared.names.short,
        "selection": selection,
        "opened": _opened(shared, selection, identifier),
        "selection_bounds": shared.map_data.bounds_of(selection.ids),
        "least_area": shared.analysis.parameters.min_area_m2,
        "total": len(shared.cases),
    }
    part = request.args.get("bagian")
    if part == "rincian" and identifier:
        return render_template("_finding.html", **context)
    context["page"] = selection.page(_page_number(selection, context["opened"]))
    if part == "daftar":
        return render_template("_list.html", **context)
    return render_template("review.html", **context, **_frame(shared))


def _page_number(selection: Selection, opened: dict[str, Any] | None) -> int:
    """The page asked for, else the one that holds the opened case."""
    asked = request.args.get("hal", type=int)
    if asked is None and opened and opened["place"] is not None:
        return selection.page_of(opened["place"])
    return asked or 1


def _opened(shared: Site, selection: Selection, identifier: str | None) -> dict[str, Any] | None:
    """What the panel of the selected finding needs; None without a selection."""
    row = shared.finding(identifier) if identifier else None
    if row is None:
        return None
    place = selection.place(row["case"])
    siblings = shared.case_findings(row["case"])
    steps = [place - 1, place + 1] if place is not None else [-1, -1]
    previous, following = (selection.finding_at(step) for step in steps)
    return {
        "finding": details(shared.analysis, shared.names, row),
        "place": place,
        "number": int((siblings["id"] == identifier).to_numpy().argmax()) + 1,
        "case_area_m2": float(siblings["area_m2"].sum()),
        "siblings": siblings[["id", "area_m2", "max_width_m"]].to_dict("records"),
        "previous": previous,
        "next": following,
        "zone": shared.zone,
    }


def _counts(shared: Site, filters: Filters) -> dict[str, dict[str, int]]:
    """Cases by kind and class under the other filters; a kind is chosen as such, not by class."""
    classes = shared.cases.counts("class", filters)
    defects = {name: count for name, count in classes.items() if name not in NO_DEFECTS}
    return {"jenis": shared.cases.counts("kind", filters), "kelas": defects}


def _layer_title(shared: Site, layer: OutlineLayer) -> str:
    if len(layer.records) == 1:
        return shared.names.title(layer.records[0].source)
    role = label(ROLE_LABELS, layer.role, gettext)
    return str(gettext("%(role)s: %(count)s files", role=role, count=len(layer.records)))


def _frame(shared: Site) -> dict[str, Any]:
    """What the page around list and map needs."""
    settings = shared.settings
    bounds = shared.map_data.bounds()
    return {
        "kecamatan": shared.cases.kecamatan(),
        "villages": shared.cases.villages(),
        "map": build_map(bounds, settings.basemaps),
        "bounds": bounds,
        "default_language": settings.language,
        "zone": shared.zone,
        "layers": [
            {"number": number, "title": _layer_title(shared, layer), "role": layer.role}
            for number, layer in enumerate(shared.layers)
        ],
    }
