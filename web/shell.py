"""What every application of this package has: browser files, headers, languages, number formats."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, request
from flask_babel import gettext
from jinja2 import pass_context

from boundaries.errors import MissingPartError
from boundaries.messages import Message, message, translator
from boundaries.reports.labels import (
    CLASS_LABELS,
    KIND_LABELS,
    ROLE_LABELS,
    label,
    method_label,
    text_of,
)
from web import compression, language, security
from web.config import EXTENSION, Settings
from web.maps import attribution, title
from web.positions import degrees, utm

VENDOR_FILES = {
    "leaflet_js": "leaflet/1.9.4/leaflet.js",
    "leaflet_css": "leaflet/1.9.4/leaflet.css",
    "bootstrap_css": "bootstrap/5.3.9/bootstrap.min.css",
}
STATIC_AGE_S = 365 * 24 * 3600


@dataclass(frozen=True)
class Link:
    """An entry of the navigation; `current` marks the page that is shown."""

    address: str
    text: str
    current: bool = False


def new_app(settings: Settings) -> Flask:
    """An application without pages: static files, headers, languages and filters are in place.

    Raises `MissingPartError` when browser files or translations were not set up.
    """
    app = Flask("web")
    _require_vendor(Path(app.static_folder or ""))
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = STATIC_AGE_S
    app.config["TRUSTED_HOSTS"] = list(settings.trusted_hosts) or None
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions[EXTENSION] = settings.basemaps
    compression.install(app)
    security.install(app, settings)
    language.install(app, settings.language)
    _install_static(app)
    app.jinja_env.globals.update(
        degrees=degrees,
        utm=utm,
        basemaps=[(title(basemap), attribution(basemap)) for basemap in settings.basemaps],
        vendor={name: f"vendor/{path}" for name, path in VENDOR_FILES.items()},
    )
    app.jinja_env.filters.update(
        query_with=query_with,
        kind_label=worded(lambda code: label(KIND_LABELS, code, gettext)),
        class_label=worded(lambda code: label(CLASS_LABELS, code, gettext)),
        role_label=worded(lambda code: label(ROLE_LABELS, code, gettext)),
        method_label=worded(lambda method: method_label(method, gettext)),
        words=worded(words),
    )
    return app


def words(value: Message | str) -> str:
    """A text of the analysis in the reader's language; plain texts are translated too."""
    translate = translator(language.language())
    return text_of(translate(value) if isinstance(value, str) and value else value, translate)


def worded(text: Callable[[Any], str]) -> Callable[[Any, Any], str]:
    """A filter whose answer depends on the request, so that no template keeps the first one."""

    @pass_context
    def in_context(_: Any, value: Any) -> str:
        return text(value)

    return in_context


def query_with(arguments: dict[str, list[str]], name: str, value: str) -> str:
    """The query of an address with one argument set."""
    return urlencode({**arguments, name: [value]}, doseq=True)


def _require_vendor(static: Path) -> None:
    missing = [path for path in VENDOR_FILES.values() if not (static / "vendor" / path).is_file()]
    if missing:
        raise MissingPartError(
            "vendor",
            message("browser files are missing: {files}", files=", ".join(missing)),
            message("run 'make setup'"),
        )


def _install_static(app: Flask) -> None:
    """Addresses of static files carry their content's sum, so browsers may keep them."""
    folder = Path(app.static_folder or "")
    sums = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in folder.glob("*.*")
    }

    @app.url_defaults
    def versioned(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and values.get("filename") in sums:
            values["v"] = sums[values["filename"]]

    @app.after_request
    def immutable(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in {200, 304}:
            response.cache_control.immutable = True
        return response
