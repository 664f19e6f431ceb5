"""The application for servers with several processes, made from the environment."""

from __future__ import annotations

import pytest
from flask import Flask

from boundaries.errors import ParameterError, StoreError
from boundaries.store.database import Store
from boundaries.store.repository import Repository
from tests.store_fixture import entry
from tests.web.workspace_fixture import PASSWORD, send, signed_in
from web import wsgi
from web.app_settings import KNOWN
from web.wsgi import app_from

HTTPS = "https://batas.example"


@pytest.fixture
def environment(workspace: Store, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What a server is told; also the environment of this process."""
    told = {
        "TAPAL_WORKSPACE": workspace.address,
        "TAPAL_PUBLIC_URL": "http://localhost",
        "TAPAL_SECRET": "k" * 32,
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    return told


def test_two_processes_are_one_site(environment: dict[str, str]) -> None:
    """Who signed in at one is known at the other, which shows what was done there."""
    first, second = app_from(environment), app_from(environment)
    one = signed_in(first.test_client(), "operator")
    cookie = one.get_cookie("tapal")
    assert cookie
    other = second.test_client()
    other.set_cookie("tapal", cookie.value)
    assert "token-baru" not in other.get("/akun").text
    assert send(one, "/akun/token", label="token-baru", own=PASSWORD).status_code == 201
    assert "token-baru" in other.get("/akun").text


def test_the_app_is_made_when_it_is_asked_for(environment: dict[str, str]) -> None:
    assert isinstance(wsgi.app, Flask)
    assert not hasattr(wsgi, "application")


def test_settings(environment: dict[str, str]) -> None:
    more = {
        "TAPAL_PUBLIC_URL": HTTPS,
        "TAPAL_LANG": "en",
        "TAPAL_BASEMAPS": "Citra=https://a.example/{z}/{x}/{y}|https://b.example/{z}/{x}/{y}",
    }
    app = app_from(environment | more)
    page = app.test_client().get("/masuk", base_url=HTTPS)
    assert 'lang="en"' in page.text
    assert "https://a.example https://b.example" in page.headers["Content-Security-Policy"]
    assert app.config["SESSION_COOKIE_SECURE"] is True
    assert app.config["TRUSTED_HOSTS"][0] == "batas.example"


@pytest.mark.parametrize("name", ["TAPAL_WORKSPACE", "TAPAL_PUBLIC_URL"])
def test_what_is_missing_is_named(environment: dict[str, str], name: str) -> None:
    with pytest.raises(ParameterError, match=f"{name} is not set"):
        app_from(environment | {name: ""})


@pytest.mark.parametrize("secret", ["", KNOWN, "x" * 31])
def test_no_secret_no_start(
    environment: dict[str, str], secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAPAL_SECRET", secret)
    with pytest.raises(ParameterError, match="TAPAL_SECRET is not secret"):
        app_from(environment)
    monkeypatch.setenv("TAPAL_LANG", "en")
    with pytest.raises(SystemExit, match=r"tapal: others can reach localhost, .*; set"):
        wsgi.__getattr__("app")


def test_a_sample_is_never_served_to_others(environment: dict[str, str], workspace: Store) -> None:
    with Repository(workspace) as repository:
        repository.set_setting("demo", PASSWORD)
        repository.record(entry("label-sample"))
    with pytest.raises(ParameterError, match="is a sample whose passwords are known"):
        app_from(environment)


def test_a_workspace_that_is_not_there(environment: dict[str, str]) -> None:
    with pytest.raises(StoreError, match="tidak-ada"):
        app_from(environment | {"TAPAL_WORKSPACE": "tidak-ada.gpkg"})
