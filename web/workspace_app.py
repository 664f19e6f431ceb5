"""The application of a workspace: accounts, log, sources, and the pages of the work itself."""

from __future__ import annotations

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from boundaries.store.database import Store
from boundaries.store.models import Account
from boundaries.workflows.tokens import reader
from web import access, problems, unit
from web.app_settings import WorkspaceSettings
from web.called import subject_words
from web.limits import limiter
from web.log_values import versions
from web.log_words import action_words, role_words, subject_address
from web.names import person_name
from web.navigation import navigation
from web.shell import new_app, worded
from web.views.account import account
from web.views.api import api
from web.views.at_once import at_once
from web.views.base_tiles import tiles
from web.views.board import board
from web.views.downloads import downloads
from web.views.drafts import drafts
from web.views.entrance import entrance
from web.views.kecamatan import kecamatan
from web.views.log import log
from web.views.measure import measure
from web.views.notices import notices
from web.views.ogc import ogc
from web.views.prints import prints
from web.views.products import products
from web.views.record_many import recording
from web.views.segment_acts import acts
from web.views.segment_data import segment_data
from web.views.segments import segments
from web.views.talk import talk
from web.views.team import team
from web.views.villages import villages
from web.views.workspace_sources import sources

BLUEPRINTS = (
    entrance, account, log, sources, board, segments, acts, segment_data, prints, villages,
    kecamatan, talk, notices, drafts, at_once, recording, measure,
    ogc, api, tiles, downloads, products, team,
)  # fmt: skip
LARGEST_REQUEST = 64 * 1024 * 1024


def create_workspace_app(store: Store, settings: WorkspaceSettings | None = None) -> Flask:
    """The pages of an open workspace.

    Raises `MissingPartError` when browser files or translations were not set up.
    """
    settings = settings or WorkspaceSettings()
    app = new_app(settings)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    unit.install(app, store)
    access.install(app, settings, load_account, account_of_token)
    CSRFProtect(app)
    limiter.init_app(app)
    problems.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.jinja_env.globals.update(
        home=lambda: access.HOME,
        navigation=navigation,
        subject_address=subject_address,
        versions=versions,
    )
    app.jinja_env.filters.update(
        person=person_name,
        role_name=worded(role_words),
        action_words=worded(action_words),
        subject_words=worded(subject_words),
    )
    if settings.public_url:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_host=1)  # type: ignore[method-assign]
    return app


def load_account(number: int) -> Account | None:
    """The account with this number; None when there is none."""
    found = unit.reading().find(Account, id=number)
    return found[0] if found else None


def account_of_token(login: str, word: str) -> Account | None:
    """The account that a login and a token belong to; None when they do not hold."""
    return reader(unit.reading(), login, word, unit.now())
