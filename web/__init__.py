"""The pages in the browser: the review of an analysis, and the work in a workspace."""

from __future__ import annotations

from flask import Flask, request, url_for
from flask_babel import gettext

from boundaries.domain.analysis import Analysis
from web import errors
from web.config import Settings
from web.shell import VENDOR_FILES, Link, new_app
from web.site import EXTENSION, Site
from web.views.base_tiles import tiles
from web.views.data import data
from web.views.pages import pages

__all__ = ["VENDOR_FILES", "create_app"]


def create_app(analysis: Analysis, settings: Settings | None = None) -> Flask:
    """The pages of one analysis; nothing on them changes it.

    Raises `MissingPartError` when browser files or translations were not set up.
    """
    settings = settings or Settings()
    app = new_app(settings)
    app.extensions[EXTENSION] = Site.of(analysis, settings)
    errors.install(app)
    app.register_blueprint(pages)
    app.register_blueprint(data)
    app.register_blueprint(tiles)
    app.jinja_env.globals.update(home=review_address, navigation=review_pages)
    return app


def review_address() -> str:
    """The address of the first page."""
    return url_for("pages.review", lang=request.args.get("lang"))


def review_pages() -> list[Link]:
    """The pages of a review."""
    lang = request.args.get("lang")
    return [
        Link(
            review_address(),
            gettext("Review"),
            request.endpoint in {"pages.review", "pages.finding"},
        ),
        Link(
            url_for("pages.sources", lang=lang),
            gettext("Sources and method"),
            request.endpoint == "pages.sources",
        ),
    ]
