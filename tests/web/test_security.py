"""Headers, nonces, and nothing from other hosts."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from boundaries.domain.analysis import Analysis
from web import create_app
from web.config import Basemap, Settings

PAGES = ("/", "/temuan/{id}", "/sumber", "/tidak-ada")


def policy(client: FlaskClient, address: str = "/") -> dict[str, list[str]]:
    header = client.get(address).headers["Content-Security-Policy"]
    parts = [part.split() for part in header.split(";")]
    return {name: values for name, *values in parts}


@pytest.mark.parametrize("page", PAGES)
def test_every_script_and_style_carries_the_nonce(
    client: FlaskClient, ids: dict[str, str], page: str
) -> None:
    response = client.get(page.format(id=ids["gap doubt"]))
    header = response.headers["Content-Security-Policy"]
    found = re.search(r"script-src 'self' 'nonce-([\w-]+)'", header)
    assert found
    tags = re.findall(r"<(?:script|style|link rel=\"stylesheet\")[^>]*>", response.text)
    assert tags
    assert [tag for tag in tags if f'nonce="{found[1]}"' not in tag] == []
    assert not re.search(r"\son\w+=|\sstyle=", re.sub(r"&lt;.*?&gt;", "", response.text))


def test_the_nonce_changes(client: FlaskClient) -> None:
    assert policy(client)["script-src"] != policy(client)["script-src"]


def test_the_policy_allows_our_own_host_only(client: FlaskClient) -> None:
    rules = policy(client)
    assert rules["default-src"] == ["'none'"]
    assert rules["img-src"] == ["'self'", "data:"]
    assert rules["connect-src"] == ["'self'"]
    assert rules["frame-ancestors"] == ["'none'"]
    text = " ".join(value for values in rules.values() for value in values)
    assert "unsafe" not in text
    assert "http" not in text


def test_a_base_map_opens_the_policy_for_its_host_only(analysis: Analysis) -> None:
    basemap = Basemap("xyz", "https://{s}.ubin.example/{z}/{x}/{y}.png")
    client = create_app(analysis, Settings(basemaps=(basemap,))).test_client()
    assert policy(client)["img-src"] == ["'self'", "data:", "https://*.ubin.example"]
    assert policy(client)["connect-src"] == ["'self'"]
    assert "https://{s}.ubin.example/{z}/{x}/{y}.png" in client.get("/").text


@pytest.mark.parametrize("page", [*PAGES, "/healthz", "/data/temuan.geojson"])
def test_other_headers(client: FlaskClient, ids: dict[str, str], page: str) -> None:
    headers = client.get(page.format(id=ids["gap doubt"])).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_cookies_are_not_for_scripts_nor_other_sites(client: FlaskClient) -> None:
    cookie = client.get("/?lang=en").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_no_page_names_another_host(client: FlaskClient, ids: dict[str, str]) -> None:
    for page in PAGES:
        text = client.get(page.format(id=ids["gap doubt"])).text
        assert set(re.findall(r"https?://[^\s\"'<]+", text)) == set()


def test_other_host_names_are_refused(analysis: Analysis) -> None:
    client = create_app(analysis, Settings(trusted_hosts=("127.0.0.1",))).test_client()
    assert client.get("/healthz", headers={"Host": "127.0.0.1:8000"}).status_code == 200
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 400


def test_static_files_may_be_kept(client: FlaskClient) -> None:
    text = client.get("/").text
    addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', text)
    assert len(addresses) >= 8
    for address in addresses:
        assert "?v=" in address or "/vendor/" in address
        with client.get(address) as response:
            assert response.status_code == 200, address
            assert "immutable" in response.headers["Cache-Control"]
            tag = response.headers["ETag"]
        with client.get(address, headers={"If-None-Match": tag}) as again:
            assert again.status_code == 304
