"""Headers, cookies and typed texts on the pages of a workspace."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from boundaries.domain.roles import Role
from boundaries.errors import ParameterError
from boundaries.store.database import Store
from boundaries.store.repository import Repository
from boundaries.workflows import accounts
from tests.store_fixture import a_source, entry
from tests.web.workspace_fixture import ADMIN, PASSWORD, send, sign_in, signed_in, token
from web.app_settings import (
    KNOWN,
    LOCAL_NAMES,
    WorkspaceSettings,
    parse_public_url,
    secret_for,
    trusted_names,
)
from web.workspace_app import create_workspace_app

PAGES = ("/masuk", "/akun", "/catatan", "/sumber", "/tidak-ada")
EVIL = "<img src=x onerror=alert(1)>\"'{{7*7}}"
SECRET = "k" * 32


@pytest.mark.parametrize("page", PAGES)
def test_every_script_and_style_carries_the_nonce(visitor: FlaskClient, page: str) -> None:
    if page != "/masuk":
        signed_in(visitor, "admin")
    response = visitor.get(page)
    header = response.headers["Content-Security-Policy"]
    found = re.search(r"script-src 'self' 'nonce-([\w-]+)'", header)
    assert found
    tags = re.findall(r"<(?:script|style|link rel=\"stylesheet\")[^>]*>", response.text)
    assert tags
    assert [tag for tag in tags if f'nonce="{found[1]}"' not in tag] == []
    assert not re.search(r"\son\w+=|\sstyle=", response.text)
    assert "unsafe" not in header
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "no-cache" in response.headers["Cache-Control"]
    assert set(re.findall(r"https?://[^\s\"'<]+", response.text)) == set()


def test_typed_texts_are_never_markup(visitor: FlaskClient, workspace: Store) -> None:
    person = accounts.Person("budi", EVIL, Role.GIS)
    accounts.add_account(workspace, person, ADMIN)
    with Repository(workspace) as repository:
        repository.add(a_source(name=EVIL, file_name=EVIL, edition=EVIL, number=2))
        repository.record(
            entry(EVIL, who=EVIL, role=EVIL, subject_kind=EVIL, subject_id=EVIL, reason=EVIL,
                  before={EVIL: EVIL}, after={EVIL: [EVIL]})
        )  # fmt: skip
    signed_in(visitor, "admin")
    query = "?orang={0}&tindakan={0}&nomor={0}&sejak={0}".format("%3Cimg src=x onerror=alert(1)%3E")
    for page in ("/akun", "/catatan", "/sumber", f"/catatan{query}", f"/akun/{EVIL}/undang"):
        text = visitor.get(page).text
        assert "<img src=x" not in text, page
    assert visitor.get("/catatan").text.count("&lt;img src=x") >= 6
    failed = send(visitor, "/akun/tambah", confirm=PASSWORD, login=EVIL, name=EVIL, role=EVIL)
    assert failed.status_code == 422
    assert "<img src=x" not in failed.text
    assert "<img" not in sign_in(visitor.application.test_client(), EVIL, "x").text.split("main")[1]


def test_no_page_tells_a_secret(visitor: FlaskClient, workspace: Store) -> None:
    word = accounts.invite(workspace, "gis", ADMIN)
    signed_in(visitor, "admin")
    for page in PAGES[1:]:
        text = visitor.get(page).text
        assert "argon2" not in text
        assert word not in text


def test_the_cookie(workspace: Store, visitor: FlaskClient) -> None:
    (plain,) = visitor.get("/masuk").headers.getlist("Set-Cookie")
    assert {"HttpOnly", "SameSite=Lax"} <= set(plain.split("; "))
    assert "Secure" not in plain
    settings = WorkspaceSettings(public_url="https://batas.example", secret=SECRET)
    client = create_workspace_app(workspace, settings).test_client()
    (secure,) = client.get("/masuk").headers.getlist("Set-Cookie")
    assert {"HttpOnly", "SameSite=Lax", "Secure"} <= set(secure.split("; "))


def test_a_cookie_signed_by_somebody_else(workspace: Store, visitor: FlaskClient) -> None:
    thief = create_workspace_app(workspace, WorkspaceSettings(secret="other")).test_client()
    signed_in(thief, "admin")
    stolen = thief.get_cookie("tapal")
    assert stolen
    visitor.set_cookie("tapal", stolen.value)
    assert visitor.get("/akun").status_code == 302


def test_behind_a_proxy_the_reader_is_known(workspace: Store) -> None:
    """Guesses are counted by the address that the proxy tells, not that of the proxy."""
    settings = WorkspaceSettings(public_url="https://batas.example", secret=SECRET)
    client = create_workspace_app(workspace, settings).test_client()
    seen = []
    for reader in ("10.0.0.1", "10.0.0.2"):
        told = {"X-Forwarded-For": reader, "X-Forwarded-Proto": "https"}
        for _ in range(7):
            origin = {"Referer": "https://batas.example/masuk"}
            form = {"login": "big", "password": "salah sekali ini"}
            page = client.get("/masuk", headers=told, base_url="https://batas.example")
            found = re.search(r'csrf_token" value="([^"]+)"', page.text)
            assert found
            answer = client.post(
                "/masuk", data=form | {"csrf_token": found[1]}, headers=told | origin,
                base_url="https://batas.example",
            )  # fmt: skip
            seen.append(answer.status_code)
    assert seen == ([422] * 6 + [429]) * 2


@pytest.mark.parametrize(
    ("host", "public", "given"),
    [
        ("0.0.0.0", "", ""),
        ("0.0.0.0", "", KNOWN),
        ("::", "", "short"),
        ("192.168.1.5", "", "x" * 31),
        ("127.0.0.1", "https://batas.example", ""),
        ("127.0.0.1", "https://batas.example", KNOWN),
    ],
)
def test_no_start_without_a_secret_where_others_come(host: str, public: str, given: str) -> None:
    with pytest.raises(ParameterError, match=f"others can reach {host}") as caught:
        secret_for(host, public, {"TAPAL_SECRET": given})
    assert "at least 32" in str(caught.value.hint)
    assert not given or given not in f"{caught.value} {caught.value.hint}"


def test_secrets() -> None:
    assert secret_for("0.0.0.0", "", {"TAPAL_SECRET": SECRET}) == SECRET
    assert secret_for("127.0.0.1", "", {"TAPAL_SECRET": KNOWN}) == KNOWN
    one, two = (secret_for("localhost", "", {}) for _ in range(2))
    assert one != two
    assert len(one) > 32
    assert SECRET not in repr(WorkspaceSettings(secret=SECRET))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://batas.example/", "https://batas.example"),
        ("http://10.0.0.2:8080", "http://10.0.0.2:8080"),
    ],
)
def test_public_urls(text: str, found: str) -> None:
    assert parse_public_url(text) == found


@pytest.mark.parametrize(
    "text", ["batas.example", "ftp://x.y", "https://", "https://a/b", "https://u:p@a", "http://["]
)
def test_wrong_public_urls(text: str) -> None:
    with pytest.raises(ParameterError, match="is no address of a server"):
        parse_public_url(text)


def test_host_names_that_are_answered(workspace: Store) -> None:
    assert trusted_names("127.0.0.1", "") == LOCAL_NAMES
    assert trusted_names("0.0.0.0", "") == ()
    names = trusted_names("127.0.0.1", "https://batas.example")
    assert names == ("batas.example", *LOCAL_NAMES)
    client = create_workspace_app(workspace, WorkspaceSettings(trusted_hosts=names)).test_client()
    assert client.get("/healthz", headers={"Host": "batas.example"}).status_code == 200
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 400


def test_the_language_may_be_chosen_before_signing_in(visitor: FlaskClient) -> None:
    assert '<html lang="id"' in visitor.get("/masuk").text
    assert "Sign in" in visitor.get("/masuk?lang=en").text
    assert token(visitor, "/masuk?lang=en")
