"""Signing in and out: guesses, tokens, sessions, invitations."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from boundaries.domain.roles import Role
from boundaries.store.database import Store
from boundaries.store.models import Account, Event
from boundaries.store.repository import Repository
from boundaries.workflows import accounts, passwords
from boundaries.workflows.doer import Doer
from tests.web.workspace_fixture import ADMIN, PASSWORD, send, sign_in, signed_in, token
from web import access
from web.app_settings import WorkspaceSettings
from web.workspace_app import create_workspace_app

NEW = "empat kata yang lain"


def cookie(client: FlaskClient) -> str:
    found = client.get_cookie("tapal")
    assert found
    return found.value


def alert(text: str) -> str:
    """What the page says under role=alert."""
    found = re.search(r'role="alert">([^<]*)<', text)
    return found[1] if found else ""


def test_signing_in(visitor: FlaskClient, workspace: Store) -> None:
    answer = sign_in(visitor, " Operator ")
    assert answer.headers["Location"] == "/"
    assert "Nama Operator" in visitor.get("/akun").text
    with Repository(workspace) as repository:
        assert repository.find(Account, login="operator")[0].seen_at is not None
        (entry,) = repository.find(Event, action="sign-in")
        assert (entry.who, entry.role, entry.before, entry.after) == ("operator",) * 2 + (
            None,
            None,
        )


def test_wrong_password_and_unknown_login_look_the_same(visitor: FlaskClient) -> None:
    wrong = sign_in(visitor, "operator", "salah sekali ini")
    unknown = sign_in(visitor, "tidak-ada", "salah sekali ini")
    assert wrong.status_code == unknown.status_code == 422
    assert alert(wrong.text) == alert(unknown.text) != ""
    assert visitor.get("/akun").status_code == 302


def test_an_unknown_login_takes_the_work_of_a_known_one(
    visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = []
    plain = passwords._HASHER.verify
    monkeypatch.setattr(
        type(passwords._HASHER),
        "verify",
        lambda _, kept, given: checked.append(kept) or plain(kept, given),
    )
    sign_in(visitor, "operator", "salah sekali ini")
    sign_in(visitor, "tidak-ada", "salah sekali ini")
    assert len(checked) == 2
    assert [kept.split("$")[:4] for kept in checked] == [checked[0].split("$")[:4]] * 2


def test_a_closed_account_stays_outside(visitor: FlaskClient, workspace: Store) -> None:
    accounts.set_active(workspace, "operator", ADMIN, active=False)
    assert sign_in(visitor, "operator").status_code == 422


def test_nothing_of_the_earlier_session_stays(visitor: FlaskClient) -> None:
    """Who planted a session, or its token, in a browser has nothing after the sign-in."""
    planted = token(visitor)
    before = cookie(visitor)
    sign_in(visitor, "operator")
    assert cookie(visitor) != before
    form = {"csrf_token": planted}
    assert visitor.post("/akun/sesi", data=form).status_code == 400
    thief = visitor.application.test_client()
    thief.set_cookie("tapal", before)
    assert thief.get("/akun").status_code == 302


@pytest.mark.parametrize("address", ["/masuk", "/keluar", "/undangan/x"])
def test_a_form_without_token_is_refused(visitor: FlaskClient, address: str) -> None:
    answer = visitor.post(address, data={"login": "operator", "password": PASSWORD})
    assert answer.status_code == 400
    assert "CSRF" not in answer.text


def test_a_token_of_somebody_else_is_refused(work: Flask) -> None:
    other = signed_in(work.test_client(), "gis")
    mine = signed_in(work.test_client(), "operator")
    form = {"csrf_token": token(other, "/akun")}
    assert mine.post("/akun/sesi", data=form).status_code == 400
    assert mine.post("/akun/sesi", headers={"X-CSRFToken": token(mine, "/akun")}).status_code == 302


def test_signing_out(visitor: FlaskClient) -> None:
    signed_in(visitor, "operator")
    assert visitor.get("/keluar").status_code == 405
    assert visitor.get("/akun").status_code == 200
    assert send(visitor, "/keluar").headers["Location"] == "/masuk"
    assert visitor.get("/akun").status_code == 302


def test_guessing_is_slowed_down(visitor: FlaskClient) -> None:
    statuses = [sign_in(visitor, "gis", f"salah sekali {i}").status_code for i in range(7)]
    assert statuses == [422] * 6 + [429]
    last = sign_in(visitor, "gis")
    assert last.status_code == 429
    assert int(last.headers["Retry-After"]) > 0
    assert sign_in(visitor, "operator").status_code == 302


def test_signing_in_rightly_is_not_counted(work: Flask) -> None:
    for _ in range(8):
        signed_in(work.test_client(), "verifier")


def test_a_session_ends_when_idle(visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [1_800_000_000.0]
    monkeypatch.setattr(access.time, "time", lambda: moment[0])
    signed_in(visitor, "operator")
    for _ in range(3):
        moment[0] += 7000
        assert visitor.get("/akun").status_code == 200
    moment[0] += 3600
    assert visitor.get("/healthz", headers={access.POLL: "1"}).status_code == 200
    moment[0] += 3700
    assert visitor.get("/akun").status_code == 302
    assert 'role="status"' in visitor.get("/masuk").text


def test_polling_does_not_keep_a_session(
    visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [1_800_000_000.0]
    monkeypatch.setattr(access.time, "time", lambda: moment[0])
    signed_in(visitor, "operator")
    for _ in range(2):
        moment[0] += 3500
        assert visitor.get("/akun", headers={access.POLL: "1"}).status_code == 200
    moment[0] += 3500
    assert visitor.get("/akun", headers={access.POLL: "1"}).status_code == 302


def test_a_session_ends_in_the_evening(workspace: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = WorkspaceSettings(idle=timedelta(days=1), lifetime=timedelta(hours=12))
    client = create_workspace_app(workspace, settings).test_client()
    moment = [1_800_000_000.0]
    monkeypatch.setattr(access.time, "time", lambda: moment[0])
    signed_in(client, "operator")
    moment[0] += 12 * 3600
    assert client.get("/akun").status_code == 200
    moment[0] += 60
    assert client.get("/akun").status_code == 302


def test_an_invitation_works_once(visitor: FlaskClient, workspace: Store) -> None:
    word = accounts.add_account(
        workspace,
        accounts.Person("baru", "Orang Baru", Role.GIS),
        Doer(ADMIN.actor, datetime.now(UTC)),
    )
    address = f"/undangan/{word}"
    assert "Orang Baru" in visitor.get(address).text
    short = visitor.post(
        address, data={"csrf_token": token(visitor, address), "password": "x", "again": "x"}
    )
    assert short.status_code == 422
    assert "10" in alert(short.text)
    differ = {"csrf_token": token(visitor, address), "password": NEW, "again": f"{NEW}!"}
    assert visitor.post(address, data=differ).status_code == 422
    form = {"csrf_token": token(visitor, address), "password": NEW, "again": NEW}
    assert visitor.post(address, data=form).headers["Location"] == "/"
    assert "Orang Baru" in visitor.get("/akun").text
    assert visitor.get(address).status_code == 403
    other = visitor.application.test_client()
    assert other.post(address, data=form | {"csrf_token": token(other)}).status_code == 403
    assert sign_in(other, "baru", NEW).status_code == 302


def test_sessions_end_with_the_password(work: Flask) -> None:
    phone = signed_in(work.test_client(), "operator")
    laptop = signed_in(work.test_client(), "operator")
    wrong = send(laptop, "/akun/sandi", old="bukan yang itu", password=NEW, again=NEW)
    assert wrong.status_code == 403
    assert phone.get("/akun").status_code == 200
    right = send(laptop, "/akun/sandi", old=PASSWORD, password=NEW, again=NEW)
    assert right.headers["Location"] == "/akun"
    assert laptop.get("/akun").status_code == 200
    assert phone.get("/akun").status_code == 302
    assert sign_in(phone, "operator").status_code == 422
    assert sign_in(phone, "operator", NEW).status_code == 302


def test_sessions_elsewhere_end_on_demand(work: Flask) -> None:
    phone = signed_in(work.test_client(), "operator")
    laptop = signed_in(work.test_client(), "operator")
    assert send(laptop, "/akun/sesi").status_code == 302
    assert laptop.get("/akun").status_code == 200
    assert phone.get("/akun").status_code == 302


def test_closing_an_account_ends_its_session(visitor: FlaskClient, workspace: Store) -> None:
    signed_in(visitor, "operator")
    accounts.set_active(workspace, "operator", ADMIN, active=False)
    assert visitor.get("/akun").status_code == 302


def test_guessing_at_the_password_page_is_slowed_down(visitor: FlaskClient) -> None:
    signed_in(visitor, "legal")
    fields = {"old": "bukan yang itu", "password": NEW, "again": NEW}
    statuses = [send(visitor, "/akun/sandi", **fields).status_code for _ in range(7)]
    assert statuses == [403] * 6 + [429]
