"""Segments: the list with its map, the page of one segment, and what it is polled for."""

from __future__ import annotations

import secrets
from collections import Counter

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from boundaries.domain.next_step import next_step
from boundaries.domain.roles import Action
from boundaries.domain.state_groups import GROUPS
from boundaries.errors import TapalError
from boundaries.reports.segments_labels import VERDICT_LABELS
from boundaries.store.models import Finding, Segment
from boundaries.workflows.evidence import KINDS
from boundaries.workflows.presence import visit
from boundaries.workflows.propose_many import undisputed
from boundaries.workflows.record_many import RECORDED
from boundaries.workflows.sign_many import SAME, offers
from web import unit
from web.access import everyone, may_open
from web.etags import conditional
from web.log_words import action_words
from web.map_config import map_of, overview_config, segment_config
from web.places import Places, places
from web.positions import project_zone
from web.problems import status_of, told
from web.segment_list import MOST_MARKED, Filters, Part, counts, orders
from web.segment_map import segment_title
from web.segment_page import people, segment_page
from web.segment_points import points_of
from web.segment_rows import Row, row_of, rows, waiting
from web.segment_state import next_words, presence, signs
from web.state_words import (
    group_label,
    state_group,
    state_label,
    state_sign,
    verified_inside,
)

segments = Blueprint("segments", __name__)
GEOMAN = "vendor/@geoman-io/leaflet-geoman-free/2.20.2/leaflet-geoman"


@segments.app_context_processor
def words() -> dict[str, object]:
    """What templates of segments need everywhere."""
    return {
        "state_label": state_label,
        "state_group": state_group,
        "state_sign": state_sign,
        "verified_inside": verified_inside,
        "group_label": group_label,
        "verdict_label": lambda name: (
            told(VERDICT_LABELS[name]) if name in VERDICT_LABELS else name
        ),
        "segment_title": segment_title,
    }


@segments.get("/segmen")
@everyone
def page() -> str:
    """The list of segments that pass the filters, with their map."""
    found, land = rows().inner(), places()
    mine = waiting(found, unit.doer())
    filters = Filters.parse(request.args)
    chosen = filters.select(found, land, mine)
    bounds = bounds_of(chosen or found, land)
    faint = len(chosen) < len(found) and len(chosen) <= MOST_MARKED
    only = [row.id for row in chosen] if faint else None
    part = Part.of(chosen, request.args.get("halaman", ""))
    return render_template(
        "workspace/segments.html",
        rows=part.rows,
        part=part,
        matching=len(chosen),
        total=len(found),
        filters=filters,
        orders=orders(),
        counts=counts(found, mine),
        waiting=mine,
        same=same_lines(found, mine),
        recorded=_recorded(chosen),
        places=land,
        villages=_villages(found, land, filters),
        groups=tuple(GROUPS),
        today=unit.now().date(),
        map=map_of(bounds),
        map_config=overview_config(bounds, only=only),
    )


@segments.get("/segmen/<identifier>")
@everyone
def segment(identifier: str) -> str | AnyResponse:
    """One segment: its lines, what follows from each, and what may be done."""
    return show(row_of(identifier))


def show(row: Row, fault: TapalError | None = None) -> str | Response:
    """The page of a segment; with a fault its form keeps what was typed."""
    if not row.inner:
        return render_template("workspace/segment_outer.html", row=row, places=places())
    land, found = places(), rows().inner()
    filters = Filters.parse(request.args)
    order = [one.id for one in filters.select(found, land, waiting(found, unit.doer()))]
    at = order.index(row.id) if row.id in order else None
    it = segment_page(row, unit.doer())
    bounds = bounds_of([row], land)
    page = render_template(
        "workspace/segment.html",
        it=it,
        map=map_of(bounds),
        map_config=segment_config(it, bounds),
        points=points_of(it.ground, it.table.line if it.table else None),
        zone=project_zone(unit.store().crs),
        order=order,
        at=at,
        query=filters.query(),
        form=request.form,
        fault=f"{told(fault.message)}. {told(fault.hint)}." if fault else "",
        action_words=action_words,
        kinds=KINDS,
        word=secrets.token_urlsafe(12),
        geoman=GEOMAN,
        today=unit.now().date(),
    )
    response = make_response(page)
    response.status_code = status_of(fault) if fault else 200
    return response


@segments.get("/segmen/<identifier>/keadaan")
@everyone
def state(identifier: str) -> Response:
    """State, signatures and who is here, as a fragment that a page asks for again and again."""
    row = row_of(identifier)
    reading, doer = unit.reading(), unit.doer()
    visit(unit.store(), identifier, doer)
    names, land, day = people(reading), places(), doer.at.date()
    here = presence(reading, identifier, doer, names)
    body = render_template(
        "workspace/_segment_state.html",
        row=row,
        case=row.case,
        signs=signs(reading, row.case, land, names),
        present=here,
        names=names,
        next=next_words(row.case, doer, land),
        days=(row.due - day).days if row.due else None,
    )
    return conditional(make_response(body), row.version, vars(here), day, doer.actor.person)


@segments.get("/temuan/<identifier>")
@everyone
def finding(identifier: str) -> str | AnyResponse:
    """A finding: the page of its segment, or what is known where it has none."""
    row = unit.reading().get(Finding, identifier)
    known = unit.reading().find(Segment, id=row.segment_id) if row.segment_id else []
    if known and known[0].village_b:
        return redirect(url_for("segments.segment", identifier=row.segment_id))
    return render_template("workspace/finding.html", it=row, places=places())


def bounds_of(found: list[Row], land: Places) -> list[float]:
    """West, south, east and north of the villages of some segments; of Indonesia without any."""
    keys = {key for row in found for key in (row.a, row.b)}
    boxes = [land.boxes[key] for key in keys if key in land.boxes]
    if not boxes:
        return [95.0, -11.0, 141.0, 6.0]
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]


def same_lines(found: list[Row], waiting: frozenset[str]) -> dict[Action, int]:
    """How many lines this person may sign or propose in one go, by the action."""
    if not may_open("at_once.page"):
        return {}
    same = [row.id for row in found if row.id in waiting and row.verdict == SAME]
    reading, doer = unit.reading(), unit.doer()
    counts = {
        Action.SIGN: len(offers(reading, doer, same)),
        Action.PROPOSE: len(undisputed(reading, doer, same)),
    }
    return {action: count for action, count in counts.items() if count}


def _recorded(chosen: list[Row]) -> dict[Action, int]:
    """How many of the chosen segments wait for a paper that may speak of many, by the action."""
    if not may_open("recording.page"):
        return {}
    today = unit.now().date()
    counts = Counter(next_step(row.case, today) for row in chosen)
    return {action: counts[action] for action in RECORDED if counts[action]}


def _villages(found: list[Row], land: Places, filters: Filters) -> list[tuple[str, str, str]]:
    """Key, title and kecamatan of the villages to choose from, by title.

    Where they are very many, those of the kecamatan that was chosen before.
    """
    keys = {key for row in found for key in (row.a, row.b)}
    if len(keys) > MOST_MARKED:
        own = {key for key in keys if land.place(key).kecamatan == filters.kecamatan}
        keys = own | (keys & {filters.village})
    return sorted(
        ((key, land.title(key), land.place(key).kecamatan) for key in keys),
        key=lambda village: (village[1].casefold(), village[0]),
    )
