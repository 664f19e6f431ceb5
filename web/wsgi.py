"""The application of a workspace for servers such as gunicorn: `gunicorn web.wsgi:app`.

What `tapal serve` is told by options comes from the environment:

`TAPAL_WORKSPACE`   the workspace, as in all commands
`TAPAL_PUBLIC_URL`  the address that people type; a proxy with https stands before the server
`TAPAL_SECRET`      at least 32 random characters, the same for all processes
`TAPAL_LANG`        the language shown until the reader chooses
`TAPAL_BASEMAPS`    base maps as `--basemap` takes them, with `|` between them

Processes share nothing but the workspace: each sees at its next request what another one wrote.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Flask

from boundaries.cli_faults import catalogue
from boundaries.errors import ParameterError, TapalError
from boundaries.messages import DEFAULT_LANGUAGE, LANGUAGES, message
from boundaries.store.database import open_store
from web.app_settings import parse_public_url
from web.serve_workspace import Place, workspace_app

BETWEEN = "|"


def __getattr__(name: str) -> Flask:
    """`app`, made when the server asks for it."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return app_from(os.environ)
    except TapalError as fault:
        gettext = catalogue(_language(os.environ))
        sys.exit(f"tapal: {fault.message.render(gettext)}; {fault.hint.render(gettext)}")


def app_from(environment: Mapping[str, str]) -> Flask:
    """The application that the environment describes.

    Raises `ParameterError` where something is missing, the secret is known or short, or the
    workspace is a sample; `StoreError` where it cannot be opened. No connection stays open, so
    that a server may make processes of it.
    """
    address = parse_public_url(_required(environment, "TAPAL_PUBLIC_URL"))
    place = Place(urlsplit(address).netloc, address)
    maps = [one for one in environment.get("TAPAL_BASEMAPS", "").split(BETWEEN) if one.strip()]
    language = _language(environment)
    store = open_store(_required(environment, "TAPAL_WORKSPACE"))
    try:
        return workspace_app(store, place, language, maps, catalogue(language))
    finally:
        store.close()


def _required(environment: Mapping[str, str], name: str) -> str:
    if not environment.get(name):
        raise ParameterError(
            "environment",
            message("{name} is not set", name=name),
            message("docs/serving.md shows what the environment of a server holds"),
        )
    return environment[name]


def _language(environment: Mapping[str, str]) -> str:
    given = environment.get("TAPAL_LANG", "")
    return given if given in LANGUAGES else DEFAULT_LANGUAGE
