"""`tapal serve WORKSPACE`: what is taken for a workspace, and what may not be served."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from boundaries.errors import StoreError
from boundaries.store.database import Store
from boundaries.store.repository import Repository
from tests.store_fixture import entry
from tests.web.workspace_fixture import PASSWORD
from web import serve
from web.serve_workspace import Place, mailing, opened

SECRET = "k" * 32


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Flask, dict[str, Any]]]:
    """Applications that would be served, with their options."""
    calls: list[tuple[Flask, dict[str, Any]]] = []
    monkeypatch.setattr(serve, "serve_app", lambda app, **options: calls.append((app, options)))
    monkeypatch.delenv("TAPAL_SECRET", raising=False)
    return calls


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(serve.serve, [*words, "--lang", "en"])
    return result.exit_code, result.output


def test_a_workspace_is_known_by_what_it_holds(workspace: Store, two: Path, tmp_path: Path) -> None:
    store = opened(workspace.address)
    assert store is not None
    store.close()
    assert opened(str(two)) is None
    assert opened("big.shp") is None
    assert opened(str(tmp_path / "missing.gpkg")) is None
    (tmp_path / "broken.gpkg").write_bytes(b"SQLite format 3\0" + bytes(90))
    with pytest.raises(StoreError, match="broken"):
        opened(str(tmp_path / "broken.gpkg"))


def test_a_workspace_is_served(workspace: Store, served: list[Any]) -> None:
    code, told = run(workspace.address, "--port", "8123")
    assert code == 0, told
    ((app, options),) = served
    assert "entrance" in app.blueprints
    assert (options["host"], options["port"], options["proxied"]) == ("127.0.0.1", 8123, False)
    assert app.config["TRUSTED_HOSTS"] == ["127.0.0.1", "localhost", "::1", "[::1]"]
    assert len(app.config["SECRET_KEY"]) > 32
    assert PASSWORD not in told


def test_a_proxy(workspace: Store, served: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAPAL_SECRET", SECRET)
    code, told = run(workspace.address, "--public-url", "https://batas.example")
    assert code == 0, told
    ((app, options),) = served
    assert options["proxied"] is True
    assert app.config["SESSION_COOKIE_SECURE"] is True
    assert app.config["TRUSTED_HOSTS"][0] == "batas.example"


def test_no_secret_no_start(workspace: Store, served: list[Any]) -> None:
    code, told = run(workspace.address, "--host", "0.0.0.0")
    assert code == 2
    assert "others can reach 0.0.0.0, but TAPAL_SECRET is not secret" in told
    assert served == []


def test_a_sample_is_never_served_to_others(
    workspace: Store, served: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAPAL_SECRET", SECRET)
    with Repository(workspace) as repository:
        repository.set_setting("demo", PASSWORD)
        repository.record(entry("label-sample"))
    code, told = run(workspace.address, "--host", "0.0.0.0")
    assert code == 2
    assert "is a sample whose passwords are known" in told
    assert served == []
    code, told = run(workspace.address)
    assert code == 0
    assert f"Accounts, all with the password {PASSWORD}" in told
    assert "village-head" in told
    ((app, _),) = served
    door = app.test_client().get("/masuk").text
    assert PASSWORD in door
    assert "<code>bupati</code>" in door


@pytest.mark.parametrize("host", ["mail.contoh.id", ""])
def test_mail_goes_out_as_long_as_pages_are_served(
    workspace: Store, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    begun: list[threading.Event] = []

    def start(*_: object) -> threading.Event:
        begun.append(threading.Event())
        return begun[0]

    monkeypatch.setattr("web.mailer.start", start)
    monkeypatch.setenv("TAPAL_MAIL_HOST", host)
    monkeypatch.setenv("TAPAL_MAIL_FROM", "tapal@contoh.id")
    with mailing(workspace, Place("127.0.0.1")):
        assert len(begun) == (1 if host else 0)
        assert not any(stop.is_set() for stop in begun)
    assert all(stop.is_set() for stop in begun)
