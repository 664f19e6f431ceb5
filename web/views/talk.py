"""Talking about a segment: comments, answers, corrections, and who closes a thread."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from boundaries.errors import ConflictError, InputError, ParameterError, RefusedError
from boundaries.messages import message
from boundaries.store.models import Comment
from boundaries.workflows.talk import Words, answer, comment, correct, edit, resolve, withdraw
from boundaries.workflows.talk_places import WHOLE, Anchor
from web import unit
from web.access import account, everyone
from web.etags import asked_version, conditional
from web.segment_forms import Upload
from web.segment_rows import row_of
from web.talk_page import call_text, form_key, news_marks, talk_of
from web.typed_position import typed_position
from web.views.segments import show

talk = Blueprint("talk", __name__)
SIMPUL = "simpul:"


@talk.app_context_processor
def tools() -> dict[str, object]:
    """What the templates of talking need."""
    return {
        "talk_of": talk_of,
        "form_key": form_key,
        "call_text": call_text,
        "news_marks": news_marks,
    }


@talk.get("/segmen/<identifier>/komentar")
@everyone
def threads(identifier: str) -> Response:
    """The threads as a fragment, which the page asks for again and again."""
    row = row_of(identifier)
    comments = unit.reading().find(Comment, segment_id=row.id)
    own = account()
    parts = (row.id, [(one.id, one.version) for one in comments], own.login, own.version)
    known = conditional(Response(), *parts)
    if known.status_code == 304:
        return known
    body = render_template("workspace/_threads.html", talk=talk_of(row.id), form={}, query={})
    return conditional(make_response(body), *parts)


@talk.post("/segmen/<identifier>/komentar")
@everyone
def begin(identifier: str) -> AnyResponse | str:
    """Begin a thread."""

    def say(words: Words) -> Comment:
        anchor = anchor_in_form()
        return comment(unit.store(), identifier, words, unit.doer(), anchor=anchor)

    return _done(identifier, lambda: _with_words(say), gettext("Your comment is there."))


@talk.post("/segmen/<identifier>/komentar/<int:number>/<action>")
@everyone
def act(identifier: str, number: int, action: str) -> AnyResponse | str:
    """Answer, correct, change, withdraw a comment; close a thread or open it again."""
    store, doer = unit.store(), unit.doer()
    acts: dict[str, tuple[Callable[[], Comment], str]] = {
        "jawab": (
            lambda: _with_words(lambda words: answer(store, identifier, number, words, doer)),
            gettext("Your answer is there."),
        ),
        "ralat": (
            lambda: _with_words(lambda words: correct(store, identifier, number, words, doer)),
            gettext("Your correction is there."),
        ),
        "ubah": (
            lambda: edit(store, identifier, number, _text(), doer, version=asked_version()),
            gettext("Your comment is changed."),
        ),
        "tarik": (
            lambda: withdraw(store, identifier, number, _text(), doer),
            gettext("The comment is withdrawn; it stays struck out."),
        ),
        "selesai": (
            lambda: resolve(store, identifier, number, doer, resolved=True),
            gettext("The thread is closed."),
        ),
        "buka": (
            lambda: resolve(store, identifier, number, doer, resolved=False),
            gettext("The thread is open again."),
        ),
    }
    if action not in acts:
        abort(404)
    return _done(identifier, *acts[action])


def anchor_in_form() -> Anchor:
    """What the comment in the form is about; a typed position or number needs no choice."""
    form = request.form
    kind, place = form.get("tentang", "segment"), form.get("letak", "").strip()
    number = form.get("titik", "").strip()
    if kind.startswith(SIMPUL):
        return Anchor(kind="simpul", ref=kind.removeprefix(SIMPUL))
    if kind == "vertex" or (kind == "segment" and number and not place):
        return Anchor(kind="vertex", ref=number)
    if kind == "point" or (kind == "segment" and place):
        lon, lat = typed_position(place, unit.store().crs)
        return Anchor(kind="point", lon=lon, lat=lat)
    if kind == "segment":
        return WHOLE
    return Anchor(kind=kind)


def _done(identifier: str, perform: Callable[[], Comment], text: str) -> AnyResponse | str:
    """Do it, and lead back to the comment; what was typed stays where it is refused."""
    row = row_of(identifier)
    try:
        made = perform()
    except ConflictError:
        fault = RefusedError(
            "comment-changed",
            message("the comment was changed in the meantime"),
            message("it is shown as it is now; what you typed is kept below it"),
        )
        return _shown(identifier, fault, 409)
    except (InputError, ParameterError, RefusedError) as fault:
        return show(row, fault)
    flash(text)
    query = request.query_string.decode("ascii", "replace")
    address = url_for("segments.segment", identifier=identifier)
    return redirect(f"{address}{f'?{query}' if query else ''}#k{made.id}", 303)


def _shown(identifier: str, fault: RefusedError, status: int) -> AnyResponse:
    response = make_response(show(row_of(identifier), fault))
    response.status_code = status
    return response


def _text() -> str:
    return request.form.get("teks", "")


def _with_words(say: Callable[[Words], Comment]) -> Comment:
    """Say the words of the form; the files that come with it are there as long as it takes."""
    sent = [file for file in request.files.getlist("berkas") if file.filename]
    with ExitStack() as files:
        paths = tuple(files.enter_context(Upload(file)) for file in sent)
        words = Words(
            text=_text(),
            key=request.form.get("kunci", ""),
            mentions=tuple(request.form.getlist("sebut")),
            files=paths,
        )
        return say(words)
