"""Accounts: one's own, and for the administrator those of everybody."""

from __future__ import annotations

import re
from collections.abc import Container
from urllib.parse import urljoin

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from boundaries.domain.roles import Role
from boundaries.errors import ParameterError, RefusedError, TapalError
from boundaries.workflows import accounts, tokens
from boundaries.workflows.passwords import SHORTEST, require_same
from web import access, limits, unit
from web.access import allowed, confirm_password, everyone
from web.places import places
from web.problems import status_of, words_of

account = Blueprint("account", __name__)
LISTED = re.compile(r".*\((?P<code>[^()]+)\)")
"""An entry of the lists of villages and kecamatan, which ends with the code."""
CODES = re.compile(r"[\d.]+(\s+[\d.]+)+")
MOST_LISTED = 3_000
"""So many villages are offered in a list; of more the code or the name is typed."""
CHOICES = tuple(role for role in Role if role is not Role.SYSTEM)


@account.get("/akun")
@everyone
def page() -> str:
    """The own account; for the administrator all accounts too."""
    return _page(None)


@account.post("/akun/sandi")
@everyone
@limits.from_anywhere
@limits.from_here
def password() -> tuple[str, int] | AnyResponse:
    """Change the own password; other sessions end."""
    new = request.form.get("password", "")
    try:
        require_same(new, request.form.get("again", ""))
        login = access.account().login
        old = request.form.get("old", "")
        changed = accounts.change_password(unit.store(), login, old, new, unit.now())
    except RefusedError as fault:
        return _page(fault), status_of(fault)
    access.start_session(changed)
    flash(gettext("The password is changed. Your sessions elsewhere have ended."))
    return redirect(url_for("account.page"))


@account.post("/akun/sesi")
@everyone
def sessions() -> AnyResponse:
    """End the own sessions elsewhere."""
    kept = accounts.end_sessions(unit.store(), access.account().login, unit.doer())
    access.start_session(kept)
    flash(gettext("Your sessions elsewhere have ended."))
    return redirect(url_for("account.page"))


@account.post("/akun/tambah")
@allowed(Role.ADMIN)
@limits.from_anywhere
@limits.from_here
def add() -> tuple[str, int]:
    """Open an account and show the link of its invitation once."""
    form = request.form
    try:
        confirm_password(form.get("confirm", ""))
        person = accounts.Person(
            form.get("login", "").strip().casefold(),
            form.get("name", "").strip(),
            _role(form.get("role", "")),
            _listed("villages", {*places().by_key}),
            _listed("kecamatan", {*places().kecamatan}),
        )
        word = accounts.add_account(unit.store(), person, unit.doer())
    except (ParameterError, RefusedError) as fault:
        return _page(fault), status_of(fault)
    return _page(None, invitation=(person.login, _link(word))), 201


@account.post("/akun/<login>/undang")
@allowed(Role.ADMIN)
@limits.from_anywhere
@limits.from_here
def invite(login: str) -> tuple[str, int]:
    """Invite somebody again and show the link once."""
    confirm_password(request.form.get("confirm", ""))
    word = accounts.invite(unit.store(), login, unit.doer())
    return _page(None, invitation=(login, _link(word))), 201


@account.post("/akun/<login>/tutup")
@allowed(Role.ADMIN)
@limits.from_anywhere
@limits.from_here
def close(login: str) -> AnyResponse:
    """Close an account."""
    return _set_active(login, active=False)


@account.post("/akun/<login>/buka")
@allowed(Role.ADMIN)
@limits.from_anywhere
@limits.from_here
def reopen(login: str) -> AnyResponse:
    """Open a closed account again."""
    return _set_active(login, active=True)


@account.post("/akun/token")
@everyone
@limits.from_anywhere
@limits.from_here
def add_token() -> tuple[str, int]:
    """Make a token and show it once."""
    login, label = access.account().login, request.form.get("label", "")
    try:
        confirm_password(request.form.get("own", ""))
        word = tokens.add_token(unit.store(), login, label, unit.doer())
    except (ParameterError, RefusedError) as fault:
        return _page(fault), status_of(fault)
    return _page(None, token=word), 201


@account.post("/akun/token/<int:number>/cabut")
@everyone
def revoke_token(number: int) -> AnyResponse:
    """Revoke an own token."""
    tokens.revoke_token(unit.store(), access.account().login, number, unit.doer())
    return redirect(url_for("account.page", _anchor="token"))


def _set_active(login: str, *, active: bool) -> AnyResponse:
    confirm_password(request.form.get("confirm", ""))
    accounts.set_active(unit.store(), login, unit.doer(), active=active)
    return redirect(url_for("account.page", _anchor=f"account-{login}"))


def _page(
    fault: TapalError | None,
    *,
    invitation: tuple[str, str] | None = None,
    token: str | None = None,
) -> str:
    mine = access.account()
    everybody = accounts.accounts_of(unit.reading()) if mine.role == Role.ADMIN else []
    return render_template(
        "workspace/account.html",
        mine=mine,
        everybody=everybody,
        places=places(),
        roles=CHOICES,
        shortest=SHORTEST,
        fault=" ".join(f"{text.rstrip('.')}." for text in words_of(fault)) if fault else None,
        invitation=invitation,
        token=token,
        tokens=tokens.tokens_of(unit.reading(), mine.login),
        moment=unit.now(),
        form=request.form,
        days=accounts.INVITATION_LASTS.days,
        listed=len(places().by_key) <= MOST_LISTED,
    )


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        return Role.SYSTEM


def _listed(field: str, known: Container[str]) -> tuple[str, ...]:
    """What was chosen or typed with commas between: `known` codes, or names; blanks part codes."""
    typed = [text.strip() for text in request.form.get(field, "").split(",")]
    parts = [part for text in typed for part in (text.split() if CODES.fullmatch(text) else [text])]
    found = [LISTED.fullmatch(part) for part in parts]
    return tuple(
        match["code"] if match and match["code"] in known else part
        for match, part in zip(found, parts, strict=True)
        if part
    )


def _link(word: str) -> str:
    """The whole address of an invitation."""
    return urljoin(request.url_root, url_for("entrance.invitation", word=word))
