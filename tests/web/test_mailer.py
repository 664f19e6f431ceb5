"""Mail sent by the server disturbs nobody."""

from __future__ import annotations

import logging
import threading

import pytest

from boundaries.errors import StoreError
from boundaries.io.mail import MailServer
from boundaries.messages import message, translator
from boundaries.store.database import Store
from boundaries.workflows.mail_notices import Outcome, Style
from web import mailer

NOWHERE = MailServer("127.0.0.1", 1, "tapal@contoh.id", "none")


def test_a_turn_with_nothing_to_send(workspace: Store) -> None:
    assert mailer.tick(workspace, NOWHERE, Style(translator("id"))) == Outcome(0, 0, 0, 0)


def test_a_workspace_that_is_gone_is_told_in_the_log(
    workspace: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(*_: object) -> None:
        raise StoreError("workspace-gone", message("it is gone"), message("look for it"))

    monkeypatch.setattr(mailer, "mail_notices", gone)
    with caplog.at_level(logging.WARNING, "web.mailer"):
        assert mailer.tick(workspace, NOWHERE, Style(translator("id"))) is None
    assert "it is gone" in caplog.text


def test_it_turns_until_it_is_told_to_end(
    workspace: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[str] = []
    done = threading.Event()

    def turn(_store: Store, _server: MailServer, style: Style) -> None:
        turns.append(style.address)
        done.set()

    monkeypatch.setattr(mailer, "EVERY_S", 0.01)
    monkeypatch.setattr(mailer, "tick", turn)
    stop = mailer.start(workspace, NOWHERE, "https://x.id")
    assert done.wait(10)
    stop.set()
    assert turns[0] == "https://x.id"


def test_a_turn_that_fails_is_followed_by_another(
    workspace: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    turns: list[str] = []
    done = threading.Event()

    def turn(_store: Store, _server: MailServer, style: Style) -> None:
        turns.append(style.address)
        if len(turns) > 1:
            done.set()
        raise KeyError("account 7")

    monkeypatch.setattr(mailer, "EVERY_S", 0.01)
    monkeypatch.setattr(mailer, "tick", turn)
    stop = mailer.start(workspace, NOWHERE, "https://x.id")
    assert done.wait(10)
    stop.set()
    assert "account 7" in caplog.text
