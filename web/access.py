"""Who is signed in, and which pages a role may see: what is not allowed by a mark is refused."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, flash, g, redirect, request, session, url_for
from flask.wrappers import Request
from flask_babel import gettext
from flask_login import LoginManager, current_user, login_user, logout_user
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from boundaries.domain.roles import ROLE_NAMES, Actor, Role
from boundaries.errors import RefusedError, StoreError
from boundaries.messages import message
from boundaries.store.models import Account
from boundaries.workflows.accounts import actor_of
from boundaries.workflows.passwords import matches
from web.app_settings import WorkspaceSettings
from web.wanted import wants_json

View = TypeVar("View", bound=Callable[..., Any])
Loader = Callable[[int], Account | None]
Reader = Callable[[str, str], Account | None]

PUBLIC: frozenset[Role] = frozenset()
EVERYONE = frozenset(Role) - {Role.SYSTEM}
HOME = "/"
POLL = "Tapal-Poll"
"""The header of requests that a page repeats by itself; they do not keep a session alive."""
SEEN_STEP_S = 60
FOR_PROGRAMS = ("/ogc", "/api")
"""Where programs read with a token instead of a session."""
REALM = "Tapal: login and token"


class SignedIn:
    """A person with a session, as Flask-Login wants it."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, account: Account) -> None:
        self.account = account
        self.actor = actor_of(account)

    def get_id(self) -> str:
        """The account and its session number, so that raising the number ends the session."""
        return f"{self.account.id}:{self.account.session}"


def allowed(*roles: Role) -> Callable[[View], View]:
    """Mark a view as open to these roles."""

    def mark(view: View) -> View:
        view.allowed = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


def everyone(view: View) -> View:
    """Mark a view as open to whoever is signed in."""
    return allowed(*EVERYONE)(view)


def public(view: View) -> View:
    """Mark a view as open without signing in."""
    return allowed()(view)


def roles_of(endpoint: str) -> frozenset[Role] | None:
    """The roles that may see a page; `PUBLIC` is for all, None for nobody."""
    if endpoint == "static":
        return PUBLIC
    return getattr(current_app.view_functions[endpoint], "allowed", None)


def may_open(endpoint: str) -> bool:
    """Whether the page exists and the person who is signed in may see it."""
    if endpoint not in current_app.view_functions:
        return False
    roles = roles_of(endpoint)
    return roles == PUBLIC or (is_signed_in() and actor().role in (roles or ()))


def is_signed_in() -> bool:
    """Whether somebody is signed in."""
    return bool(current_user.is_authenticated)


def account() -> Account:
    """The account of the person who is signed in."""
    found: Account = current_user.account
    return found


def actor() -> Actor:
    """The person who is signed in, as one who acts."""
    found: Actor = current_user.actor
    return found


def start_session(found: Account) -> None:
    """Sign a person in; nothing of an earlier session, not even its token, stays."""
    session.clear()
    login_user(SignedIn(found))
    session["since"] = session["seen"] = int(time.time())


def end_session() -> None:
    """Sign out."""
    logout_user()
    session.clear()


def confirm_password(password: str) -> None:
    """Raise `RefusedError` unless it is the password of the person who is signed in.

    The view needs the limits of `web.limits`, which count it.
    """
    if not matches(account().password, password):
        g.wrong_password = True
        raise RefusedError(
            "password",
            message("the password is not right"),
            message("type it again; small and capital letters differ"),
        )


def inside(address: str | None) -> str:
    """An address of ours to go on to; the first page where another is given."""
    text = address or ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return HOME
    plain = text.isprintable() and "\\" not in text and not (parts.scheme or parts.netloc)
    return text if plain and text.startswith("/") and text[1:2] != "/" else HOME


def for_programs(path: str) -> bool:
    """Whether programs read there with a token."""
    return any(path == part or path.startswith(f"{part}/") for part in FOR_PROGRAMS)


def install(app: Flask, settings: WorkspaceSettings, load: Loader, read: Reader) -> None:
    """Sessions by signed cookie, tokens of programs, and the guard before every page.

    `load` finds the account of a session by its number, `read` that of a login and a token.
    """
    app.config.update(
        SECRET_KEY=settings.secret,
        SESSION_COOKIE_NAME="tapal",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=settings.lifetime,
    )
    manager = LoginManager()
    manager.session_protection = "basic"
    manager.user_loader(_loading(settings, load))
    manager.request_loader(_reading(read))
    manager.init_app(app)
    app.before_request(_guard)
    app.jinja_env.globals.update(may_open=may_open, is_signed_in=is_signed_in)


def _loading(settings: WorkspaceSettings, load: Loader) -> Callable[[str], SignedIn | None]:
    """How a session finds its person: the account is open, its session number still the same.

    When the workspace does not answer, the page that says so is one for nobody; the session stays.
    """

    def signed_in(identifier: str) -> SignedIn | None:
        number, _, count = identifier.partition(":")
        moment = int(time.time())
        old = moment - int(session.get("since", 0)) > settings.lifetime.total_seconds()
        idle = moment - int(session.get("seen", 0)) > settings.idle.total_seconds()
        if old or idle or "unreachable" in g:
            return None
        try:
            found = load(int(number))
        except StoreError:
            g.unreachable = True
            raise
        if found is None or not found.active or str(found.session) != count:
            return None
        if moment - session["seen"] > SEEN_STEP_S and POLL not in request.headers:
            session["seen"] = moment
        return SignedIn(found)

    return signed_in


def _reading(read: Reader) -> Callable[[Request], SignedIn | None]:
    """How a program finds its person: by HTTP Basic, to read where programs may."""

    def with_token(asked: Request) -> SignedIn | None:
        given = asked.authorization
        if given is None or given.type != "basic" or asked.method not in {"GET", "HEAD"}:
            return None
        if not for_programs(asked.path):
            return None
        found = read(given.username or "", given.password or "")
        return SignedIn(found) if found else None

    return with_token


def _guard() -> AnyResponse | None:
    """Refuse what the role may not see; ask to sign in first."""
    if request.endpoint is None:
        return None
    roles = roles_of(request.endpoint)
    if roles == PUBLIC:
        return None
    if not is_signed_in():
        return _to_sign_in()
    if roles is None or actor().role not in roles:
        raise RefusedError(
            "role",
            message("{role} may not open this page", role=ROLE_NAMES[actor().role]),
            message("ask the administrator of accounts if it belongs to your work"),
        )
    return None


def _to_sign_in() -> AnyResponse:
    if wants_json():
        asks = WWWAuthenticate("basic", {"realm": REALM})
        own = for_programs(request.path)
        raise Unauthorized(gettext("Sign in first."), www_authenticate=asks if own else None)
    if "_user_id" in session:
        session.clear()
        flash(gettext("The session has ended. Sign in again."))
    following = request.full_path.rstrip("?") if request.method == "GET" else None
    following = None if following == HOME else following
    response: Response = redirect(url_for("entrance.sign_in", next=following))  # type: ignore[assignment]
    return response
