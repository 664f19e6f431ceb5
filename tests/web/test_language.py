"""Indonesian by default, English on request, both complete."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from boundaries.domain.analysis import Analysis
from web import create_app
from web.config import Settings
from web.language import numbers

WEB = Path(__file__).resolve().parents[2] / "web"
CATALOGUE = WEB / "translations" / "id" / "LC_MESSAGES" / "messages.po"


def test_indonesian_by_default(client: FlaskClient) -> None:
    text = client.get("/", headers={"Accept-Language": "en"}).text
    assert '<html lang="id"' in text
    assert "Tumpang tindih" in text


def test_the_switch_is_remembered(client: FlaskClient) -> None:
    assert '<html lang="en"' in client.get("/?lang=en").text
    text = client.get("/").text
    assert "Overlap" in text
    assert "5 cases (6 findings)" in text
    assert '<html lang="id"' in client.get("/?lang=id").text


def test_the_switch_keeps_the_filters(client: FlaskClient) -> None:
    text = client.get("/?jenis=gap&jenis=overlap").text
    assert 'href="?jenis=gap&amp;jenis=overlap&amp;lang=en"' in text


def test_sizes_of_files(client: FlaskClient) -> None:
    """Whole kilobytes, never none."""
    with client.application.test_request_context("/?lang=id"):
        sizes = [numbers().size(count) for count in (0, 1, 1024, 1025, 5500, 1_572_864)]
    assert sizes == ["1 KB", "1 KB", "1 KB", "2 KB", "6 KB", "1,5 MB"]


def test_an_unknown_language_is_ignored(client: FlaskClient) -> None:
    response = client.get("/?lang=fr")
    assert '<html lang="id"' in response.text
    assert "Set-Cookie" not in response.headers


def test_the_default_is_a_setting(analysis: Analysis) -> None:
    client = create_app(analysis, Settings(language="en")).test_client()
    assert '<html lang="en"' in client.get("/").text


def test_numbers_follow_the_language(client: FlaskClient, ids: dict[str, str]) -> None:
    address = f"/temuan/{ids['mismatch claim']}"
    assert "2,40 ha" in client.get(address).text
    assert "2.40 ha" in client.get(address + "?lang=en").text


def test_tables_follow_the_language_of_each_request(client: FlaskClient) -> None:
    assert '<th scope="row">Serpihan</th>' in client.get("/sumber?lang=id").text
    assert '<th scope="row">Sliver</th>' in client.get("/sumber?lang=en").text


def test_plain_reasons_are_translated(analysis: Analysis) -> None:
    reason = "forest or other land without village, by its BPS code"
    aside = analysis.set_aside.assign(reason=reason)
    client = create_app(replace(analysis, set_aside=aside)).test_client()
    assert reason not in client.get("/sumber").text
    assert reason in client.get("/sumber?lang=en").text


def test_small_measures_are_never_zero(app: Flask) -> None:
    with app.test_request_context():
        write = numbers()
        assert write.length(0.004) == "< 0,01 m"
        assert write.length(0.0) == "0,00 m"
        assert write.length(0.006) == "0,01 m"
        assert write.decimal(0.02, 1) == "< 0,1"


def test_high_contrast_is_remembered(client: FlaskClient) -> None:
    assert 'data-kontras="biasa"' in client.get("/").text
    client.get("/?kontras=tinggi")
    assert 'data-kontras="tinggi"' in client.get("/sumber").text
