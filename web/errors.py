"""Faults as pages in plain words."""

from __future__ import annotations

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext
from werkzeug.exceptions import HTTPException, SecurityError


def install(app: Flask) -> None:
    """Answer faults with a page, or with JSON where data was asked for."""
    app.register_error_handler(HTTPException, show)
    app.register_error_handler(SecurityError, refuse)


def refuse(_: SecurityError) -> Response:
    """A request under a host name that is not ours, which has no pages to link to."""
    text = gettext("The server does not understand this address.")
    return Response(text, status=400, mimetype="text/plain")


def show(error: HTTPException) -> Response:
    """What happened and what to do; the text given to `abort` comes first."""
    status = error.code or 500
    own_text = error.description if error.description != type(error).description else None
    text = own_text or _plain(status)
    if request.path.startswith("/data/") or request.path.endswith(".json"):
        response = jsonify(error={"code": status, "message": text})
    else:
        response = make_response(render_template("error.html", status=status, text=text))
    response.status_code = status
    return response


def _plain(status: int) -> str:
    if status == 404:
        return str(gettext("There is no page at this address."))
    if status >= 500:
        return str(gettext("The server met a fault. The terminal that runs it shows the reason."))
    return str(gettext("The server does not understand this address."))
