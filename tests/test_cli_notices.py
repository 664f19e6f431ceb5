"""`tapal notices`: mail that waits, and sending it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from boundaries import __version__
from boundaries.cli_notices import notices_command
from boundaries.store.database import Store, create_store
from boundaries.store.models import Account, Mail
from boundaries.store.repository import Repository
from tests.mail_server import mail_server
from tests.store_fixture import UTM, entry

THEN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A workspace with one mail that is due, and one that was given up."""
    with create_store(str(tmp_path / "w.gpkg"), crs=UTM, settings={"kabupaten": "12.09"}) as made:
        with Repository(made) as repository:
            person = Account(login="ani", name="Ani", role="operator", villages=[], kecamatan=[],
                             created_at=THEN)  # fmt: skip
            repository.add(person)
            for number, due in enumerate((THEN, None)):
                mail = Mail(
                    account_id=person.id, address="ani@contoh.id", subject=f"Surat {number}",
                    body="Isi", made_at=THEN, next_at=due,
                )  # fmt: skip
                repository.add(mail)
            repository.record(entry("add-account"))
        yield made


def run(store: Store, *words: str, **environment: str) -> Result:
    return CliRunner().invoke(
        notices_command, [store.address, *words, "--lang", "en"], env=environment
    )


def test_what_waits(store: Store) -> None:
    assert run(store).output == "waiting 1, given up 1\n"
    assert json.loads(run(store, "--json").output) == {
        "schema_version": 1, "tool_version": __version__, "command": "notices",
        "waiting": 1, "given_up": 1,
    }  # fmt: skip


def test_it_is_sent(store: Store) -> None:
    with mail_server() as server:
        answer = run(
            store, "--send", "--json",
            TAPAL_MAIL_HOST="127.0.0.1", TAPAL_MAIL_PORT=str(server.settings.port),
            TAPAL_MAIL_FROM="tapal@contoh.id", TAPAL_MAIL_SECURITY="none",
        )  # fmt: skip
    assert json.loads(answer.output)["sent"] == 1
    assert [mail["Subject"] for mail in server.mails] == ["Surat 0"]
    assert run(store).output == "waiting 0, given up 1\n"


def test_without_a_server_it_says_what_to_set(store: Store) -> None:
    answer = run(store, "--send", TAPAL_MAIL_HOST="")
    assert answer.exit_code == 2
    assert "set TAPAL_MAIL_HOST and TAPAL_MAIL_FROM" in answer.output
