"""Accounts: who may sign in, in what role. Each change is one entry of the log, without secrets."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from boundaries.domain.roles import HEADS, ROLE_NAMES, Actor, Role
from boundaries.errors import ConflictError, ParameterError, RefusedError
from boundaries.messages import message
from boundaries.store.database import Store
from boundaries.store.models import Account
from boundaries.store.repository import Repository
from boundaries.workflows.account_areas import areas_of
from boundaries.workflows.doer import Doer
from boundaries.workflows.passwords import hashed, matches, require_good

INVITATION_LASTS = timedelta(days=7)
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


@dataclass(frozen=True)
class Person:
    """Who is to have an account: a head with villages, a camat with kecamatan, others with neither.

    Both are given by code or name.
    """

    login: str
    name: str
    role: Role
    villages: tuple[str, ...] = ()
    kecamatan: tuple[str, ...] = ()


def actor_of(account: Account) -> Actor:
    """The person of an account, as one who acts."""
    return Actor(
        account.login,
        Role(account.role),
        frozenset(account.villages),
        frozenset(account.kecamatan),
    )


def accounts_of(repository: Repository) -> list[Account]:
    """All accounts by name."""
    return sorted(repository.find(Account), key=lambda row: (row.name.casefold(), row.login))


def add_account(store: Store, person: Person, doer: Doer) -> str:
    """Open an account; the word of its invitation, which is told nowhere else.

    Raises `ParameterError` where login, name, role and area do not fit, the area is none of the
    workspace, or the login is taken.
    """
    _require_fitting(person)
    word = new_word()
    with Repository(store) as repository:
        if repository.find(Account, login=person.login):
            raise ParameterError(
                "login-taken",
                message("the login {login} is taken", login=person.login),
                message("choose another one"),
            )
        areas = areas_of(repository, person.role, person.villages, person.kecamatan)
        account = Account(
            login=person.login,
            name=person.name,
            role=person.role.value,
            villages=areas[0],
            kecamatan=areas[1],
            created_at=doer.at,
            **_invitation(word, doer.at),
        )
        repository.add(account)
        after = {name: getattr(account, name) for name in ("name", "role", "villages", "kecamatan")}
        repository.record(doer.entry("add-account", subject_of(account), after=after))
    return word


def invite(store: Store, login: str, doer: Doer) -> str:
    """A new invitation for somebody who lost the password or the first one; earlier ones lapse.

    The old password holds until the invitation is accepted.
    """
    word = new_word()
    with Repository(store) as repository:
        account = account_of(repository, login)
        _set(account, _invitation(word, doer.at))
        until = (doer.at + INVITATION_LASTS).isoformat()
        repository.record(doer.entry("invite", subject_of(account), after={"until": until}))
    return word


def invited(repository: Repository, word: str, at: datetime) -> Account:
    """The account that an invitation is for; raises `RefusedError` when it no longer holds."""
    found = repository.find(Account, invitation=kept_word(word), active=True)
    if not found or found[0].invitation_until is None or found[0].invitation_until <= at:
        raise RefusedError(
            "invitation",
            message("the invitation was used before, has lapsed or is incomplete"),
            message("ask the administrator of accounts for a new one"),
        )
    return found[0]


def accept_invitation(store: Store, word: str, password: str, at: datetime) -> Account:
    """Set the password of an invited person; the invitation is used up and all sessions end."""
    with Repository(store) as repository:
        account = invited(repository, word, at)
        doer = Doer(actor_of(account), at)
        _put_password(account, password)
        repository.record(doer.entry("accept-invitation", subject_of(account)))
    return account


def change_password(store: Store, login: str, old: str, new: str, at: datetime) -> Account:
    """Replace one's own password; all sessions end. Raises `RefusedError` when `old` is wrong."""
    with Repository(store) as repository:
        account = account_of(repository, login)
        if not matches(account.password, old):
            raise RefusedError(
                "password",
                message("the password is not right"),
                message("type it again; small and capital letters differ"),
            )
        _put_password(account, new)
        repository.record(Doer(actor_of(account), at).entry("change-password", subject_of(account)))
    return account


def set_password(store: Store, login: str, password: str, doer: Doer) -> None:
    """Give somebody a password; all sessions end and invitations lapse."""
    with Repository(store) as repository:
        account = account_of(repository, login)
        _put_password(account, password)
        repository.record(doer.entry("set-password", subject_of(account)))


def set_active(store: Store, login: str, doer: Doer, *, active: bool) -> None:
    """Close an account, which ends its sessions and its invitation, or open it again.

    Nobody closes the own account, so that one administrator remains.
    """
    with Repository(store) as repository:
        account = account_of(repository, login)
        if account.login == doer.actor.person:
            raise RefusedError(
                "own-account",
                message("nobody closes the own account"),
                message("another administrator of accounts may do this"),
            )
        if account.active == active:
            return
        account.active = active
        account.session += 1
        _set(account, NO_INVITATION)
        action = "activate" if active else "deactivate"
        repository.record(
            doer.entry(action, subject_of(account), before={"active": not active},
                       after={"active": active})
        )  # fmt: skip


def end_sessions(store: Store, login: str, doer: Doer) -> Account:
    """End all sessions of a person."""
    with Repository(store) as repository:
        account = account_of(repository, login)
        account.session += 1
        repository.record(doer.entry("end-sessions", subject_of(account)))
    return account


def sign_in(store: Store, login: str, password: str, at: datetime) -> Account | None:
    """The account of this login and password; None when either is wrong or the account is closed.

    It takes the same time in each case.
    """
    with Repository(store) as repository:
        found = repository.find(Account, login=login.strip().casefold(), active=True)
    account = found[0] if found else None
    if not matches(account.password if account else None, password) or account is None:
        return None
    try:
        return _welcome(store, account, at, seen=True)
    except ConflictError:
        return _welcome(store, account, at, seen=False)


def _welcome(store: Store, account: Account, at: datetime, *, seen: bool) -> Account | None:
    """Log a sign-in; `seen` notes its time too, unless the same person signs in twice at once."""
    with Repository(store) as repository:
        current = repository.get(Account, account.id)
        if not current.active or current.password != account.password:
            return None
        if seen:
            current.seen_at = at
        repository.record(Doer(actor_of(current), at).entry("sign-in", subject_of(current)))
    return current


NO_INVITATION: Mapping[str, object] = {"invitation": None, "invitation_until": None}


def account_of(repository: Repository, login: str) -> Account:
    """The account of this login; raises `ParameterError` where there is none."""
    found = repository.find(Account, login=login)
    if not found:
        raise ParameterError(
            "login-unknown",
            message("there is no account {login}", login=login),
            message("tapal user list shows all accounts"),
        )
    return found[0]


def subject_of(account: Account) -> tuple[str, str]:
    """The account as the subject of an entry of the log."""
    return "account", account.login


def _put_password(account: Account, password: str) -> None:
    require_good(password, account.login)
    account.password = hashed(password)
    account.session += 1
    _set(account, NO_INVITATION)


def _set(account: Account, columns: Mapping[str, object]) -> None:
    for name, value in columns.items():
        setattr(account, name, value)


def new_word() -> str:
    """A word that nobody guesses."""
    return secrets.token_urlsafe(24)


def kept_word(word: str) -> str:
    """What is kept of such a word; it is too long to be guessed, so a plain sum will do."""
    return hashlib.sha256(word.encode()).hexdigest()


def _invitation(word: str, at: datetime) -> dict[str, object]:
    return {"invitation": kept_word(word), "invitation_until": at + INVITATION_LASTS}


def _require_fitting(person: Person) -> None:
    if not LOGIN.fullmatch(person.login):
        raise ParameterError(
            "login",
            message("{login} is no login", login=person.login),
            message("take 3 to 40 small letters, digits, dots, hyphens or underscores"),
        )
    if not person.name.strip():
        raise ParameterError(
            "person-name", message("the person has no name"), message("give the full name")
        )
    if person.role is Role.SYSTEM:
        raise ParameterError(
            "role", message("an automatic step does not sign in"), message("choose another role")
        )
    _require_area(person)


def _require_area(person: Person) -> None:
    """Heads have villages, a camat has kecamatan, nobody else has either."""
    role = ROLE_NAMES[person.role]
    needs = {
        "villages": (person.role in HEADS, bool(person.villages)),
        "kecamatan": (person.role is Role.CAMAT, bool(person.kecamatan)),
    }
    for area, (needed, given) in needs.items():
        if needed and not given:
            raise ParameterError(
                f"no-{area}",
                message("{role} needs the villages to answer for", role=role)
                if area == "villages"
                else message("{role} needs the kecamatan to answer for", role=role),
                message("give them by --village CODE")
                if area == "villages"
                else message("give them by --kecamatan CODE"),
            )
        if given and not needed:
            raise ParameterError(
                f"needless-{area}",
                message("{role} acts in the whole workspace", role=role),
                message("leave villages and kecamatan out, or choose another role"),
            )
