"""Accounts: opened, invited, changed, closed, each with an entry of the log without secrets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from boundaries.domain.roles import Actor, Role
from boundaries.errors import ParameterError, RefusedError
from boundaries.store.database import Store
from boundaries.store.models import Account, Event
from boundaries.store.repository import Repository
from boundaries.workflows import accounts
from boundaries.workflows.accounts import INVITATION_LASTS, Person
from boundaries.workflows.doer import Doer
from tests.quick_passwords import quick_passwords
from tests.store_template import new_store

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
ADMIN = Doer(Actor("admin", Role.ADMIN), NOON)
HEAD = Person("kades.a", "Budi", Role.VILLAGE_HEAD, villages=("12.09.01.2001",))
SECRET = "tiga kata rahasia"
OTHER = "empat kata yang lain"


@pytest.fixture(scope="module", autouse=True)
def passwords_are_quick() -> Iterator[None]:
    """Nobody waits for hashing."""
    with quick_passwords():
        yield


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty workspace in either store."""
    with new_store(address) as made:
        yield made


def row(store: Store, login: str) -> Account:
    with Repository(store) as repository:
        return repository.find(Account, login=login)[0]


def log(store: Store) -> list[Event]:
    with Repository(store) as repository:
        assert repository.verify() == []
        return repository.find(Event)


def test_the_life_of_an_account(store: Store) -> None:
    word = accounts.add_account(store, HEAD, ADMIN)
    assert row(store, "kades.a").villages == ["12.09.01.2001"]
    assert accounts.sign_in(store, "kades.a", SECRET, NOON) is None
    accounts.accept_invitation(store, word, SECRET, NOON)
    found = accounts.sign_in(store, "KADES.A ", SECRET, NOON)
    assert found is not None
    assert accounts.actor_of(found) == Actor(
        "kades.a", Role.VILLAGE_HEAD, frozenset({"12.09.01.2001"})
    )
    assert row(store, "kades.a").seen_at == NOON
    accounts.change_password(store, "kades.a", SECRET, OTHER, NOON)
    assert accounts.sign_in(store, "kades.a", SECRET, NOON) is None
    accounts.set_active(store, "kades.a", ADMIN, active=False)
    assert accounts.sign_in(store, "kades.a", OTHER, NOON) is None
    accounts.set_active(store, "kades.a", ADMIN, active=True)
    again = accounts.invite(store, "kades.a", ADMIN)
    assert accounts.sign_in(store, "kades.a", OTHER, NOON) is not None
    accounts.accept_invitation(store, again, SECRET, NOON)
    assert accounts.sign_in(store, "kades.a", OTHER, NOON) is None
    entries = log(store)
    assert [(entry.who, entry.action) for entry in entries] == [
        ("admin", "add-account"), ("kades.a", "accept-invitation"), ("kades.a", "sign-in"),
        ("kades.a", "change-password"), ("admin", "deactivate"), ("admin", "activate"),
        ("admin", "invite"), ("kades.a", "sign-in"), ("kades.a", "accept-invitation"),
    ]  # fmt: skip
    assert {(entry.subject_kind, entry.subject_id) for entry in entries} == {("account", "kades.a")}
    told = json.dumps([[entry.before, entry.after, entry.reason] for entry in entries])
    kept = row(store, "kades.a").password or ""
    for secret in (SECRET, OTHER, word, again, kept, "argon2"):
        assert secret not in told


def test_secrets_are_not_kept_as_they_are(store: Store) -> None:
    word = accounts.add_account(store, HEAD, ADMIN)
    accounts.set_password(store, "kades.a", SECRET, ADMIN)
    again = accounts.invite(store, "kades.a", ADMIN)
    kept = row(store, "kades.a")
    assert (kept.password or "").startswith("$argon2id$")
    assert kept.invitation not in {None, word, again}


def test_sessions_end_with_every_change_of_who_may_sign_in(store: Store) -> None:
    accounts.add_account(store, HEAD, ADMIN)
    numbers = [row(store, "kades.a").session]
    for change in (
        lambda: accounts.set_password(store, "kades.a", SECRET, ADMIN),
        lambda: accounts.change_password(store, "kades.a", SECRET, OTHER, NOON),
        lambda: accounts.set_active(store, "kades.a", ADMIN, active=False),
        lambda: accounts.set_active(store, "kades.a", ADMIN, active=True),
        lambda: accounts.end_sessions(store, "kades.a", ADMIN),
    ):
        change()
        numbers.append(row(store, "kades.a").session)
    assert numbers == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=1)])
def test_an_invitation_lapses(store: Store, late: timedelta) -> None:
    word = accounts.add_account(store, HEAD, ADMIN)
    with pytest.raises(RefusedError, match="has lapsed") as caught:
        accounts.accept_invitation(store, word, SECRET, NOON + INVITATION_LASTS + late)
    assert "administrator of accounts" in str(caught.value.hint)
    accounts.accept_invitation(store, word, SECRET, NOON + INVITATION_LASTS - timedelta(seconds=1))


def test_only_the_newest_invitation_holds_and_only_once(store: Store) -> None:
    first = accounts.add_account(store, HEAD, ADMIN)
    second = accounts.invite(store, "kades.a", ADMIN)
    for word in (first, "", "x", row(store, "kades.a").invitation or ""):
        with pytest.raises(RefusedError, match="used before"):
            accounts.accept_invitation(store, word, SECRET, NOON)
    accounts.accept_invitation(store, second, SECRET, NOON)
    with pytest.raises(RefusedError, match="used before"):
        accounts.accept_invitation(store, second, OTHER, NOON)


def test_an_invitation_of_a_closed_account_does_not_hold(store: Store) -> None:
    word = accounts.add_account(store, HEAD, ADMIN)
    accounts.set_active(store, "kades.a", ADMIN, active=False)
    with pytest.raises(RefusedError, match="used before"):
        accounts.accept_invitation(store, word, SECRET, NOON)


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (Person("x", "Budi", Role.GIS), "x is no login"),
        (Person("Budi", "Budi", Role.GIS), "Budi is no login"),
        (Person("a b c", "Budi", Role.GIS), "a b c is no login"),
        (Person("<b>budi", "Budi", Role.GIS), "is no login"),
        (Person("budi\n", "Budi", Role.GIS), "is no login"),
        (Person("budi", " ", Role.GIS), "the person has no name"),
        (Person("budi", "Budi", Role.SYSTEM), "does not sign in"),
        (Person("budi", "Budi", Role.LURAH), "the lurah needs the villages"),
        (Person("budi", "Budi", Role.CAMAT), "the camat needs the kecamatan"),
        (Person("budi", "Budi", Role.GIS, villages=("A",)), "acts in the whole workspace"),
        (Person("budi", "Budi", Role.LURAH, ("A",), ("K",)), "acts in the whole workspace"),
    ],
)
def test_what_does_not_fit_is_refused(store: Store, person: Person, words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        accounts.add_account(store, person, ADMIN)
    assert log(store) == []


def test_a_login_is_given_once(store: Store) -> None:
    accounts.add_account(store, HEAD, ADMIN)
    with pytest.raises(ParameterError, match=r"the login kades\.a is taken"):
        accounts.add_account(store, HEAD, ADMIN)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "shorter than 10"),
        ("123456789", "shorter than 10"),
        ("x" * 201, "longer than 200"),
        ("aaaaaaaaaaaaa", "too few different"),
        ("kades.a2026", "contains the login"),
        ("2026 KADES.A", "contains the login"),
    ],
)
def test_a_poor_password_is_refused(store: Store, password: str, words: str) -> None:
    accounts.add_account(store, HEAD, ADMIN)
    with pytest.raises(RefusedError, match=words):
        accounts.set_password(store, "kades.a", password, ADMIN)
    assert row(store, "kades.a").password is None


def test_somebody_signs_in_in_many_places_at_once(store: Store) -> None:
    accounts.add_account(store, HEAD, ADMIN)
    accounts.set_password(store, "kades.a", SECRET, ADMIN)
    with ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(accounts.sign_in, store, "kades.a", SECRET, NOON) for _ in range(16)]
        found = [job.result() for job in jobs]
    assert None not in found
    assert len([entry for entry in log(store) if entry.action == "sign-in"]) == 16


def test_letters_composed_otherwise_are_the_same_password(store: Store) -> None:
    accounts.add_account(store, HEAD, ADMIN)
    accounts.set_password(store, "kades.a", "sandi caf\u00e9 lama", ADMIN)
    assert accounts.sign_in(store, "kades.a", "sandi cafe\u0301 lama", NOON) is not None


def test_a_wrong_old_password_changes_nothing(store: Store) -> None:
    accounts.add_account(store, HEAD, ADMIN)
    accounts.set_password(store, "kades.a", SECRET, ADMIN)
    with pytest.raises(RefusedError, match="the password is not right"):
        accounts.change_password(store, "kades.a", OTHER, OTHER, NOON)
    assert accounts.sign_in(store, "kades.a", SECRET, NOON) is not None


def test_nobody_closes_the_own_account(store: Store) -> None:
    accounts.add_account(store, Person("admin", "Rina", Role.ADMIN), ADMIN)
    with pytest.raises(RefusedError, match="nobody closes the own account"):
        accounts.set_active(store, "admin", ADMIN, active=False)


def test_an_unknown_login(store: Store) -> None:
    with pytest.raises(ParameterError, match="there is no account budi"):
        accounts.invite(store, "budi", ADMIN)


def test_accounts_are_listed_by_name(store: Store) -> None:
    for login, name in (("aaa", "Zul"), ("bbb", "ani"), ("ccc", "Ani")):
        accounts.add_account(store, Person(login, name, Role.GIS), ADMIN)
    with Repository(store) as repository:
        assert [found.login for found in accounts.accounts_of(repository)] == ["bbb", "ccc", "aaa"]
