"""Passwords: what they must be, and how they are kept."""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from boundaries.errors import RefusedError
from boundaries.messages import message

SHORTEST = 10
LONGEST = 200
_HASHER = PasswordHasher()


def require_good(password: str, login: str) -> None:
    """Raise `RefusedError` (code "password-rule") for a password that is easy to guess."""
    hint = message("take several words that only you put together")
    if len(password) < SHORTEST:
        raise RefusedError(
            "password-rule",
            message("the password is shorter than {count} characters", count=SHORTEST),
            hint,
        )
    if len(password) > LONGEST:
        raise RefusedError(
            "password-rule",
            message("the password is longer than {count} characters", count=LONGEST),
            message("take a shorter one"),
        )
    if login in password.casefold() or len(set(password)) < 4:
        raise RefusedError(
            "password-rule",
            message("the password contains the login or too few different characters"),
            hint,
        )


def require_same(password: str, again: str) -> None:
    """Raise `RefusedError` when a new password was not typed twice the same."""
    if password != again:
        raise RefusedError(
            "password-rule",
            message("the two passwords differ"),
            message("type the new password twice the same"),
        )


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(_plain(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is the one of which `kept` remains.

    Takes the same time where there is none (None), so that nobody learns who has an account.
    """
    try:
        _HASHER.verify(kept or nobodys(), _plain(password[:LONGEST]))
    except (VerifyMismatchError, InvalidHashError):
        return False
    return kept is not None


@cache
def nobodys() -> str:
    """The hash that stands in where there is no account."""
    return _HASHER.hash("nobody")


def _plain(password: str) -> str:
    """The same letters however a keyboard composes them."""
    return unicodedata.normalize("NFKC", password)
