"""Versions in requests and answers: poll without loading again, and never write over others."""

from __future__ import annotations

import hashlib
import json

from flask import Response, abort, request

from web.language import contrast, language


def conditional(response: Response, *parts: object) -> Response:
    """The answer, or 304 where the reader has it already.

    `parts` are plain values from which all of the answer follows, such as the head of the log and
    the login; the language is added. Not for whole pages: their scripts carry a number used once.
    """
    text = json.dumps([*parts, language(), contrast()], default=str)
    response.set_etag(hashlib.sha256(text.encode()).hexdigest()[:32], weak=True)
    response.cache_control.no_cache = True
    response.cache_control.private = True
    response.vary.add("Cookie")
    response.make_conditional(request)
    return response


def version_tag(version: int) -> str:
    """The ETag of a row with this version, for `If-Match`."""
    return f'"v{version}"'


def asked_version() -> int:
    """The version of the row that the request changes: `If-Match: "v3"`, or the field `versi`.

    The tag of a compressed answer (`"v3:br"`) names the same version.
    Ends the request with 428 where there is neither.
    """
    tags = [tag.removeprefix("v").partition(":")[0] for tag in request.if_match.as_set()]
    for text in (*tags, request.form.get("versi", "")):
        if text.isascii() and text.isdigit():
            return int(text)
    return abort(428)
