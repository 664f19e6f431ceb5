"""Tokens: words with which a program such as QGIS reads for a person, without a session.

A token is told once and kept as a sum. It ends at its time, when it is revoked, and while the
account of its person is closed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from boundaries.errors import ParameterError, RefusedError
from boundaries.messages import message
from boundaries.store.database import Store
from boundaries.store.models import AccessToken, Account
from boundaries.store.repository import Repository
from boundaries.workflows.accounts import account_of, kept_word, new_word, subject_of
from boundaries.workflows.doer import Doer

TOKEN_LASTS = timedelta(days=365)
MOST_TOKENS = 10
LONGEST_LABEL = 60


def add_token(store: Store, login: str, label: str, doer: Doer) -> str:
    """A new token of a person, which is told nowhere else; `label` says what it is for.

    Raises `ParameterError` for a label that is empty or too long, `RefusedError` where the person
    has `MOST_TOKENS` already.
    """
    label = label.strip()
    if not 0 < len(label) <= LONGEST_LABEL:
        raise ParameterError(
            "token-label",
            message("a token has a name of 1 to {count} characters", count=LONGEST_LABEL),
            message("say which program and computer it is for, such as QGIS kantor"),
        )
    word = new_word()
    with Repository(store) as repository:
        account = account_of(repository, login)
        _require_room(repository, account, doer.at)
        until = doer.at + TOKEN_LASTS
        repository.add(
            AccessToken(
                account_id=account.id,
                label=label,
                word=kept_word(word),
                created_at=doer.at,
                until=until,
            )
        )
        after = {"label": label, "until": until.isoformat()}
        repository.record(doer.entry("add-token", subject_of(account), after=after))
    return word


def tokens_of(repository: Repository, login: str) -> list[AccessToken]:
    """The tokens of a person, the oldest first."""
    return repository.find(AccessToken, account_id=account_of(repository, login).id)


def revoke_token(store: Store, login: str, number: int, doer: Doer) -> None:
    """End a token of a person; raises `ParameterError` where it has none of this number."""
    with Repository(store) as repository:
        account = account_of(repository, login)
        found = repository.find(AccessToken, account_id=account.id, id=number)
        if not found:
            raise ParameterError(
                "token-unknown",
                message("{login} has no token {number}", login=login, number=number),
                message("tapal user token shows the tokens of a person"),
            )
        repository.remove(AccessToken, id=number)
        before = {"label": found[0].label}
        repository.record(doer.entry("revoke-token", subject_of(account), before=before))


def reader(repository: Repository, login: str, word: str, at: datetime) -> Account | None:
    """The open account that a login and a token belong to; None where they do not hold."""
    found = repository.find(AccessToken, word=kept_word(word))
    if not found or found[0].until <= at:
        return None
    account = repository.get(Account, found[0].account_id)
    return account if account.active and account.login == login.strip().casefold() else None


def _require_room(repository: Repository, account: Account, at: datetime) -> None:
    """Raise where the person has enough tokens; those whose time is over go first."""
    own = repository.find(AccessToken, account_id=account.id)
    over = [token.id for token in own if token.until <= at]
    if over:
        repository.remove(AccessToken, id=over)
    if len(own) - len(over) >= MOST_TOKENS:
        raise RefusedError(
            "tokens",
            message("{login} has {count} tokens", login=account.login, count=MOST_TOKENS),
            message("revoke one that is not used any more"),
        )
