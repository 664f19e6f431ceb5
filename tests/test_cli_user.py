"""`tapal user`: accounts from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from boundaries.cli_user import user_command
from boundaries.store.database import Store, create_store
from boundaries.store.models import Event
from boundaries.store.repository import Repository
from boundaries.workflows import accounts
from tests.quick_passwords import quick_passwords
from tests.store_fixture import UTM

SECRET = "tiga kata rahasia"


@pytest.fixture(scope="module", autouse=True)
def passwords_are_quick() -> Iterator[None]:
    """Nobody waits for hashing."""
    with quick_passwords():
        yield


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty workspace in Bali."""
    with create_store(str(tmp_path / "w.gpkg"), crs=UTM, settings={"kabupaten": "51.03"}) as made:
        yield made


def run(command: str, store: Store, *words: str, typed: str = "") -> Result:
    options = [] if "--json" in words else ["--lang", "en"]
    return CliRunner().invoke(user_command, [command, store.address, *words, *options], input=typed)


def added(store: Store) -> str:
    """The word of the invitation of a new head."""
    words = ("kades.a", "--name", "Budi", "--role", "village-head", "--village", "12.09.01.2001")
    result = run("add", store, *words)
    assert result.exit_code == 0, result.output
    assert "send kades.a this path" in result.stderr
    return result.stdout.strip().removeprefix("/undangan/")


def state(store: Store) -> str:
    document = json.loads(run("list", store, "--json").stdout)
    (account,) = document["accounts"]
    assert set(account) == {"login", "name", "role", "villages", "kecamatan", "state", "seen_at"}
    return str(account["state"])


def test_the_life_of_an_account(store: Store) -> None:
    word = added(store)
    assert state(store) == "invited"
    now = datetime.now(UTC)
    accounts.accept_invitation(store, word, SECRET, now)
    assert state(store) == "open"
    assert run("deactivate", store, "kades.a").exit_code == 0
    assert state(store) == "closed"
    assert run("activate", store, "kades.a").exit_code == 0
    again = run("invite", store, "kades.a").stdout.strip().removeprefix("/undangan/")
    accounts.accept_invitation(store, again, SECRET, now)
    with Repository(store) as repository:
        entries = repository.find(Event)
        assert repository.verify() == []
    assert [entry.action for entry in entries] == [
        "add-account", "accept-invitation", "deactivate", "activate", "invite",
        "accept-invitation",
    ]  # fmt: skip
    assert entries[0].who.endswith("@cli")


def test_the_list_for_people(store: Store) -> None:
    run("add", store, "gis", "--name", "[red]Rudi[/red]", "--role", "gis")
    table = run("list", store).stdout
    assert "[red]Rudi[/red]" in table
    assert "the GIS staff" in table
    assert "invited" in table


def test_a_password_from_a_pipe(store: Store) -> None:
    added(store)
    result = run("password", store, "kades.a", typed=f"{SECRET}\n")
    assert result.exit_code == 0, result.output
    assert SECRET not in result.output
    assert accounts.sign_in(store, "kades.a", SECRET, datetime.now(UTC)) is not None


def test_faults_tell_the_remedy(store: Store) -> None:
    result = run("add", store, "camat1", "--name", "Irwan", "--role", "camat")
    assert result.exit_code == 2
    assert "the camat needs the kecamatan to answer for; give them by --kecamatan" in result.stderr
    result = run("invite", store, "nobody")
    assert result.exit_code == 2
    assert "there is no account nobody; tapal user list shows all accounts" in result.stderr
    result = run("password", store, "nobody", typed="short\n")
    assert result.exit_code == 3
    assert "shorter than 10 characters" in result.stderr


def test_the_life_of_a_token(store: Store) -> None:
    added(store)
    made = run("token", store, "kades.a", "--new", "QGIS kantor")
    assert made.exit_code == 0, made.output
    word = made.stdout.strip()
    assert len(word) >= 32
    assert "it is shown once; give it as the password, with kades.a as the user" in made.stderr
    listed = run("token", store, "kades.a", "--json")
    (row,) = json.loads(listed.stdout)["tokens"]
    assert (row["number"], row["label"]) == (1, "QGIS kantor")
    table = run("token", store, "kades.a")
    assert "QGIS kantor" in table.stdout
    assert word not in listed.output + table.output
    assert run("token", store, "kades.a", "--revoke", "1").exit_code == 0
    again = run("token", store, "kades.a", "--revoke", "1")
    assert again.exit_code == 2
    assert "kades.a has no token 1; tapal user token shows the tokens of a person" in again.output
    with Repository(store) as repository:
        actions = [event.action for event in repository.find(Event)]
    assert actions[-2:] == ["add-token", "revoke-token"]
