"""How often a password may be guessed."""

from __future__ import annotations

from flask import Response, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user

FAILED = {401, 403, 422}
GUESSABLE = {"entrance", "account"}
"""Blueprints of which every failure counts; on other pages rules refuse much besides passwords."""

limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window")


def failed(response: Response) -> bool:
    """Whether an attempt is to be counted: only those that failed are."""
    if request.blueprint not in GUESSABLE and not g.get("wrong_password"):
        return False
    return response.status_code in FAILED


def guessed_account() -> str:
    """The account whose password is tried: by login where nobody is signed in yet."""
    if current_user.is_authenticated:
        return str(current_user.account.login)
    return request.form.get("login", "").strip().casefold()[:100]


def account_from_here() -> str:
    """The account and where the attempt comes from."""
    return f"{guessed_account()} {get_remote_address()}"


from_here = limiter.shared_limit(
    "6 per 5 minutes", "from-here", key_func=account_from_here, methods=["POST"], deduct_when=failed
)
from_anywhere = limiter.shared_limit(
    "50 per hour", "from-anywhere", key_func=guessed_account, methods=["POST"], deduct_when=failed
)
by_address = limiter.shared_limit(
    "60 per 10 minutes", "by-address", key_func=get_remote_address, methods=["POST"],
    deduct_when=failed,
)  # fmt: skip
