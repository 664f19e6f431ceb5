"""Whether a request asks for a page or for data."""

from __future__ import annotations

from flask import request

MEDIA_TYPE = "application/problem+json"
DATA = ("/data/", "/api/", "/ogc/")
FRONT = ("/ogc", "/ogc/")
"""For programs, but with a page for people too."""


def wants_json() -> bool:
    """Whether the request asks for data rather than for a page."""
    types = ["text/html", "application/json", MEDIA_TYPE]
    if request.path in FRONT:
        if "f" in request.args:
            return request.args["f"] != "html"
        types.reverse()
    elif request.path.startswith(DATA) or request.path.endswith("json"):
        return True
    return request.accept_mimetypes.best_match(types, types[0]) != "text/html"
