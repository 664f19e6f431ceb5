"""What the pages of accounts, log and sources show and change."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text as sql

from boundaries.domain.roles import Role
from boundaries.store.database import Store, create_store
from boundaries.store.models import Account, Event, Village
from boundaries.store.repository import Repository
from tests.store_fixture import NOON, UTM, a_source, entry
from tests.web.workspace_fixture import PASSWORD, populate, send, sign_in, signed_in
from web.log_words import action_words
from web.places import places
from web.workspace_app import create_workspace_app

CONFIRM = {"confirm": PASSWORD}


def rows(text: str) -> list[str]:
    """The numbers of the entries that a log page shows."""
    return re.findall(r'<tr id="c(\d+)"', text)


def log_entries(store: Store, count: int) -> None:
    """Entries of Ani, an hour apart."""
    with Repository(store) as repository:
        for number in range(count):
            repository.record(entry("sign", at=NOON + timedelta(hours=number)))


def test_the_log_shows_who_did_what(visitor: FlaskClient) -> None:
    """Entries 1 and 2 are those of the fixture, by Ani; the sign-in is the newest, number 4."""
    signed_in(visitor, "operator")
    page = visitor.get("/catatan?lang=en").text
    assert rows(page) == ["4", "3", "2", "1"]
    assert "31 January 2026 19.00.00" in page
    assert "Sign in" in page
    assert "The log proves itself: 4 entries" in page


def test_filters_of_the_log(visitor: FlaskClient) -> None:
    signed_in(visitor, "operator")
    for query, found in {
        "orang=operator": ["4"],
        "tindakan=import": ["1"],
        "jenis=account": ["4", "3"],
        "jenis=account&nomor=admin": ["3"],
        "sampai=2026-01-31": ["3", "2", "1"],
        "sampai=2026-01-30": [],
        "sejak=2026-02-01": ["4"],
        "sejak=kemarin": ["4", "3", "2", "1"],
        "sampai=9999-12-31": ["4", "3", "2", "1"],
    }.items():
        page = visitor.get(f"/catatan?{query}")
        assert page.status_code == 200
        assert rows(page.text) == found, query


def test_a_sample_tells_what_each_account_answers_for(work: Flask, workspace: Store) -> None:
    with Repository(workspace) as repository:
        repository.set_setting("demo", PASSWORD)
        repository.record(entry("label-sample", subject_kind="workspace", subject_id="Contoh"))
    with work.test_request_context("/?lang=en"):
        village = places().title("A")
    page = create_workspace_app(workspace).test_client().get("/masuk?lang=en").text
    assert f"<span>{village}</span>" in page
    assert "<span>Kec. Air Batu</span>" in page


def test_the_mark_of_a_sample_has_words(work: Flask) -> None:
    with work.test_request_context("/?lang=en"):
        assert action_words("label-sample") == "Mark the workspace as a sample"


def test_the_log_goes_on_by_cursor(visitor: FlaskClient, workspace: Store) -> None:
    log_entries(workspace, 60)
    signed_in(visitor, "operator")
    first = visitor.get("/catatan?orang=Ani").text
    (further,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = visitor.get(further.replace("&amp;", "&")).text
    assert (len(rows(first)), len(rows(second))) == (50, 13)
    assert set(rows(first)) & set(rows(second)) == set()
    assert 'rel="next"' not in second


def test_a_log_that_was_changed_is_told(visitor: FlaskClient, workspace: Store) -> None:
    log_entries(workspace, 3)
    with workspace.engine.begin() as connection:
        connection.execute(sql("DROP TRIGGER event_no_update"))
        connection.execute(sql("UPDATE event SET who = 'Budi' WHERE seq = 2"))
    page = signed_in(visitor, "operator").get("/catatan?lang=en").text
    assert "does not prove itself" in page
    assert "Row 2 was altered" in page


def test_sources_with_their_versions(visitor: FlaskClient, workspace: Store) -> None:
    log = {
        "layer": "desa", "repairs": [{"row": 3, "name": "Air Batu", "reason": "crossed itself",
        "area_before_m2": 100.0, "area_after_m2": 90.0}], "set_aside": [], "notices": [],
    }  # fmt: skip
    with Repository(workspace) as repository:
        repository.add(a_source(number=2, current=False, log=log))
        repository.add(a_source(role="survey", name="air-batu", file_name="x/air.zip"))
        repository.record(entry("import"))
    page = signed_in(visitor, "province").get("/sumber?lang=en").text
    assert "crossed itself" in page
    assert "1 note" in page
    assert page.index('id="source-BIG"') < page.index('id="source-air-batu"')
    assert "air.zip" in page
    assert "x/air.zip</" not in page


def test_an_empty_workspace_says_what_to_do(visitor: FlaskClient, workspace: Store) -> None:
    page = signed_in(visitor, "operator").get("/catatan?orang=nobody&lang=en").text
    assert "No entry matches." in page


def test_opening_an_account(visitor: FlaskClient, workspace: Store) -> None:
    signed_in(visitor, "admin")
    fields = {
        "login": "Kades.C ", "name": " Citra ", "role": "village-head", "villages": "A, B",
        **CONFIRM,
    }  # fmt: skip
    answer = send(visitor, "/akun/tambah", **fields)
    assert answer.status_code == 201
    (link,) = re.findall(r"http://localhost(/undangan/[\w-]+)", answer.text)
    with Repository(workspace) as repository:
        (row,) = repository.find(Account, login="kades.c")
        assert (row.name, row.role, row.villages) == ("Citra", Role.VILLAGE_HEAD, ["A", "B"])
    assert visitor.application.test_client().get(link).status_code == 200
    assert link not in visitor.get("/akun").text
    again = send(visitor, "/akun/tambah", **fields)
    assert again.status_code == 422
    assert 'value="Citra"' in again.text.replace(" Citra ", "Citra")


def test_what_is_missing_is_told_without_commands(visitor: FlaskClient, workspace: Store) -> None:
    """B is a kelurahan from now on."""
    with Repository(workspace) as repository:
        for row in repository.find(Village, key="B"):
            row.level = "kelurahan"
        repository.record(entry("import"))
    signed_in(visitor, "admin")
    for role, villages, kecamatan, hint in (
        ("village-head", "", "", "Choose them under Villages."),
        ("camat", "", "", "Choose it under Kecamatan."),
        ("village-head", "Z", "", "the page Villages has all of them."),
        ("camat", "", "Z", "the page Kecamatan has all of them."),
        ("village-head", "B", "", "Choose the other role, or another village."),
    ):
        form = {"login": "baru", "name": "Baru", "role": role, **CONFIRM}
        area = {"villages": villages, "kecamatan": kecamatan}
        answer = send(visitor, "/akun/tambah?lang=en", **form, **area)
        assert answer.status_code == 422
        [fault] = re.findall(r'class="salah"[^>]*>(.*?)</p>', answer.text)
        assert fault.endswith(hint)


def test_an_administrator_types_the_own_password(visitor: FlaskClient, workspace: Store) -> None:
    signed_in(visitor, "admin")
    for address in ("tambah", "gis/undang", "gis/tutup", "gis/buka"):
        assert send(visitor, f"/akun/{address}", confirm="bukan ini").status_code == 403
    with Repository(workspace) as repository:
        assert repository.find(Account, login="gis")[0].version == 1


def test_closing_and_opening_again(work: Flask, workspace: Store) -> None:
    admin = signed_in(work.test_client(), "admin")
    gis = signed_in(work.test_client(), "gis")
    assert send(admin, "/akun/gis/tutup", **CONFIRM).headers["Location"] == "/akun#account-gis"
    assert gis.get("/akun").status_code == 302
    assert sign_in(gis, "gis").status_code == 422
    assert send(admin, "/akun/gis/buka", **CONFIRM).status_code == 302
    assert sign_in(gis, "gis").status_code == 302
    assert send(admin, "/akun/admin/tutup", **CONFIRM).status_code == 403
    assert send(admin, "/akun/tidak-ada/tutup", **CONFIRM).status_code == 422
    with Repository(workspace) as repository:
        entries = repository.find(Event, subject_id="gis", who="admin")
    assert [row.action for row in entries] == ["deactivate", "activate"]


def test_inviting_again(visitor: FlaskClient) -> None:
    signed_in(visitor, "admin")
    answer = send(visitor, "/akun/gis/undang", **CONFIRM)
    assert answer.status_code == 201
    assert re.search(r"/undangan/[\w-]{20,}", answer.text)


def test_only_the_administrator_sees_the_others(work: Flask) -> None:
    assert "Nama Bupati" in signed_in(work.test_client(), "admin").get("/akun").text
    assert "Nama Bupati" not in signed_in(work.test_client(), "operator").get("/akun").text


def test_a_head_sees_the_own_village_by_name(visitor: FlaskClient) -> None:
    """The key of Air Batu is A, its code 12.09.01.2001."""
    page = signed_in(visitor, "camat").get("/akun").text
    assert "Air Batu" in page


def test_a_workspace_in_postgis(postgis_url: str) -> None:
    with create_store(postgis_url, crs=UTM, settings={"name": "Asahan"}) as store:
        populate(store)
        client = signed_in(create_workspace_app(store).test_client(), "admin")
        for page in ("/akun", "/catatan?orang=admin", "/sumber", "/healthz"):
            assert client.get(page).status_code == 200, page
        assert send(client, "/akun/gis/tutup", **CONFIRM).status_code == 302
        assert rows(client.get("/catatan?tindakan=deactivate").text) == ["5"]
