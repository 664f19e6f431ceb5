"""Answers are sent compressed to readers who can unpack them: village heads have slow lines.

Pages with a form token are compressed too. To guess it from sizes another site would have to ask
for pages in a reader's name, which the cookie's `SameSite` does not allow.
"""

from __future__ import annotations

from flask import Flask, Response, request
from flask_compress import Compress

ALGORITHMS = ("br", "gzip")
TYPES = (
    "application/geo+json",
    "application/javascript",
    "application/json",
    "application/problem+json",
    "application/vnd.oai.openapi+json",
    "image/svg+xml",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
    "text/plain",
)


def install(app: Flask) -> None:
    """Compress what is text."""
    app.config["COMPRESS_ALGORITHM"] = list(ALGORITHMS)
    app.config["COMPRESS_BR_LEVEL"] = 5
    app.config["COMPRESS_MIMETYPES"] = list(TYPES)
    app.config["COMPRESS_STREAMS"] = False
    Compress(app)

    @app.after_request
    def read_static(response: Response) -> Response:
        if request.endpoint == "static" and response.mimetype in TYPES:
            response.direct_passthrough = False
            response.get_data()
        return response
