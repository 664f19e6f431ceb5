"""Faults of a workspace's pages: a page in plain words, or a problem document (RFC 9457)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from boundaries.errors import (
    ConflictError,
    InputError,
    ParameterError,
    RefusedError,
    StoreError,
    TapalError,
)
from boundaries.messages import Message, translator
from web import errors, language
from web.called import called
from web.limits import limiter
from web.wanted import MEDIA_TYPE, wants_json

STATUSES: dict[type[TapalError], int] = {
    ConflictError: 409,
    InputError: 422,
    ParameterError: 422,
    RefusedError: 403,
    StoreError: 503,
}
NOT_FOUND = "not-found"
FILE = "{file}"
"""What a text begins with whose first word is the name of a file, which stays as it is."""
SECRETS = frozenset({"password", "session", "invitation", "word"})
"""Columns that no answer shows, not even to their owner."""
PROGRAMS = ("/api/", "/ogc")
"""What paths for programs begin with."""
KEPT_HEADERS = ("Allow", "WWW-Authenticate")


def install(app: Flask) -> None:
    """Answer every fault."""
    app.register_error_handler(SecurityError, errors.refuse)
    app.register_error_handler(HTTPException, show_http)
    app.register_error_handler(TapalError, show_fault)


def status_of(fault: TapalError) -> int:
    """The status of a fault."""
    if isinstance(fault, StoreError) and fault.code == NOT_FOUND:
        return 404
    return STATUSES.get(type(fault), 500)


def told(text: Message) -> str:
    """A text of a fault as a sentence in the reader's language, villages and people by name."""
    words = called(text).render(translator(language.language()))
    return words if text.template.startswith(FILE) else f"{words[:1].upper()}{words[1:]}"


def show_fault(fault: TapalError) -> Response:
    """A fault with its remedy; a conflict with both versions."""
    status = status_of(fault)
    if status >= 500:
        current_app.logger.error("%s: %s; %s", fault.code, fault.message, fault.hint)
    more: dict[str, Any] = {}
    if isinstance(fault, ConflictError):
        more = {"mine": _shown(fault.mine), "theirs": _shown(fault.theirs)}
    text, hint = words_of(fault)
    return _answer(status, text, hint, code=fault.code, more=more)


def show_http(fault: HTTPException) -> Response:
    """What happened and what to do."""
    status = fault.code or 500
    own = fault.description if fault.description != type(fault).description else None
    text, hint = _plain(status)
    if request.path.startswith(PROGRAMS):
        hint = _for_programs(status) or hint
    if isinstance(fault, CSRFError):
        text = gettext("The form was open for too long, or comes from another page.")
        hint = gettext("Go back, load the page again and send the form once more.")
    elif own and status != 429:
        text = own
    response = _answer(status, text, hint, code=f"http-{status}", more={})
    response.headers.extend(
        pair for pair in fault.get_headers(request.environ) if pair[0] in KEPT_HEADERS
    )
    if status == 429 and limiter.current_limit:
        wait = limiter.current_limit.reset_at - int(time.time())
        response.headers["Retry-After"] = str(max(wait, 1))
    return response


def words_of(fault: TapalError) -> tuple[str, str]:
    """What happened, and what to do; commands and where a workspace lies are for the terminal."""
    hint = _hints().get(fault.code)
    if hint:
        return told(fault.message), hint
    if fault.code == "workspace-locked":
        return (
            gettext("Another program is writing to the workspace. Nothing was changed."),
            gettext("Wait a minute, go back and send it once more."),
        )
    if fault.code == "workspace-unsure":
        return (
            gettext("The connection broke off; it is not known whether the last step was kept."),
            gettext("Look in a minute whether it is there, before you do it again."),
        )
    if fault.code.startswith("workspace-"):
        return (
            gettext("The workspace does not answer. Nothing was changed."),
            gettext("Try again in a minute; if it stays, tell the operator. What is signed stays."),
        )
    key = fault.message.values.get("key")
    if fault.code == NOT_FOUND and key is not None:
        return (
            gettext("%(key)s is not there.", key=key),
            gettext(
                "The address may be mistyped, or a new comparison has replaced what it showed. "
                "Look for it in the list of segments."
            ),
        )
    return told(fault.message), told(fault.hint)


def _hints() -> dict[str, str]:
    """What to do on the pages, by the code of faults whose hint names a command or its options."""
    return {
        "area": gettext("Choose the other role, or another village."),
        "no-villages": gettext("Choose them under Villages."),
        "no-kecamatan": gettext("Choose it under Kecamatan."),
        "village-unknown": gettext("Choose one from the list; the page Villages has all of them."),
        "kecamatan-unknown": gettext(
            "Choose one from the list; the page Kecamatan has all of them."
        ),
        "login-unknown": gettext("The page Account lists all of them."),
        "token-unknown": gettext("Load the page again: it lists your tokens."),
    }


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in SECRETS}


def _answer(status: int, text: str, hint: str, *, code: str, more: dict[str, Any]) -> Response:
    if wants_json():
        document = {"type": "about:blank", "title": text, "status": status, "detail": hint}
        response = jsonify({**document, "code": code, **more})
        response.mimetype = MEDIA_TYPE
    else:
        page = "workspace/conflict.html" if more else "workspace/error.html"
        response = make_response(
            render_template(page, status=status, text=text, hint=hint, code=code, **more)
        )
    response.status_code = status
    return response


def _for_programs(status: int) -> str:
    """What a program is to send instead; "" where the advice is the same as for people."""
    described = gettext(
        "The document %(address)s lists all addresses, arguments and values.",
        address="/ogc/api" if request.path.startswith("/ogc") else "/api/v1/openapi.json",
    )
    texts = {
        400: described,
        401: gettext("Send a login and a token of its account page, as HTTP Basic."),
        404: described,
        405: described,
    }
    return str(texts.get(status, ""))


def _plain(status: int) -> tuple[str, str]:
    """What a status means, and what to do."""
    texts = {
        401: (gettext("Sign in first."), gettext("The address of the page is /masuk.")),
        404: (
            gettext("There is no page at this address."),
            gettext("The address may be mistyped, or what it showed is gone."),
        ),
        405: (
            gettext("This address only takes forms that are sent."),
            gettext("Go back and use the button on the page."),
        ),
        413: (
            gettext("What was sent is too large."),
            gettext("Send a smaller file, or ask the operator to import it."),
        ),
        428: (
            gettext("The request does not say which version it changes."),
            gettext("Load the page again and send the form once more."),
        ),
        429: (
            gettext("Too many attempts."),
            gettext("Wait some minutes. Who lost the password asks for a new invitation."),
        ),
    }
    if status >= 500:
        return (
            gettext("The server met a fault. Nothing was changed."),
            gettext("Try again; if it stays, tell the operator the time and this address."),
        )
    unknown = gettext("The server does not understand this request.")
    return texts.get(status, (unknown, gettext("Go back and load the page again.")))
