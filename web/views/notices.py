"""Notices of the person who is signed in: the page, what was read, and what comes by mail."""

from __future__ import annotations

import os

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from boundaries.domain.notices import KIND_NAMES, Kind
from boundaries.errors import ParameterError
from boundaries.io.mail import PREFIX
from boundaries.workflows.notices import Choice, choice_of, choose, mark, mark_all
from web import unit
from web.access import account, everyone
from web.notices_page import bell_text, inbox, note_address, note_words, unread
from web.places import places
from web.problems import status_of, told
from web.segment_rows import row_of

notices = Blueprint("notices", __name__)
LONGEST_KEY = 120


@notices.app_context_processor
def bell() -> dict[str, object]:
    """What the head of every page shows."""
    return {"unread_notices": unread, "bell_text": bell_text}


@notices.get("/pemberitahuan")
@everyone
def page() -> str:
    """All notices, the newest first."""
    return _page(choice_of(unit.reading(), account().id))


@notices.post("/pemberitahuan/baca")
@everyone
def read() -> AnyResponse:
    """Mark one notice, or all of them."""
    key = request.form.get("kabar", "")[:LONGEST_KEY]
    if not key:
        mark_all(unit.store(), account().id, unit.now())
    elif any(one.note.key == key for one in inbox()):
        mark(unit.store(), account().id, key, read=request.form.get("belum") is None)
    return redirect(url_for("notices.page"), 303)


@notices.post("/pemberitahuan/surel")
@everyone
def mail() -> AnyResponse | str:
    """Choose what comes by mail."""
    wanted = request.form.getlist("macam")
    choice = Choice(
        request.form.get("surel", "").strip(), tuple(kind for kind in Kind if kind in wanted)
    )
    try:
        choose(unit.store(), account(), choice, unit.doer())
    except ParameterError as fault:
        text = f"{told(fault.message)}. {told(fault.hint)}."
        response = make_response(_page(choice, text))
        response.status_code = status_of(fault)
        return response
    flash(gettext("Your choice is kept."))
    return redirect(url_for("notices.page"), 303)


def _page(choice: Choice, fault: str = "") -> str:
    found = inbox()
    return render_template(
        "workspace/notices.html",
        found=found,
        rows={one.note.segment: row_of(one.note.segment) for one in found},
        places=places(),
        words=note_words,
        address=note_address,
        kinds={kind: told(text) for kind, text in KIND_NAMES.items()},
        choice=choice,
        fault=fault,
        mail_on=bool(os.environ.get(f"{PREFIX}HOST")),
    )
