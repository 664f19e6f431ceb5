"""Faults as pages and as problem documents, and versions in requests."""

from __future__ import annotations

import re

import pytest
from flask import Flask, Response, jsonify

from boundaries.domain.roles import listed
from boundaries.errors import (
    ConflictError,
    InputError,
    MissingPartError,
    ParameterError,
    RefusedError,
    StoreError,
    TapalError,
)
from boundaries.messages import message
from tests.web.workspace_fixture import send, signed_in
from web.access import everyone
from web.etags import asked_version, conditional, version_tag
from web.places import places
from web.problems import told

TEXTS = (message("what <b>happened</b>"), message("what to do"))
CONFLICT = ConflictError(
    "conflict",
    *TEXTS,
    mine={"version": 3, "note": "mine <i>", "password": "secret of mine"},
    theirs={"version": 4, "note": "theirs", "password": "secret of theirs"},
)
FAULTS = [
    (RefusedError("role", *TEXTS), 403),
    (CONFLICT, 409),
    (StoreError("not-found", *TEXTS), 404),
    (StoreError("log-head", *TEXTS), 503),
    (ParameterError("x", *TEXTS), 422),
    (InputError("x", *TEXTS), 422),
    (MissingPartError("x", *TEXTS), 500),
]


@pytest.fixture
def faulty(work: Flask) -> Flask:
    """The pages, and views that end with a fault, answer with a version or ask for one."""

    @everyone
    def fails(number: int) -> str:
        raise FAULTS[number][0]

    @everyone
    def part() -> Response:
        return conditional(jsonify(head=7), 7, "operator")

    @everyone
    def change() -> str:
        return str(asked_version())

    @everyone
    def breaks() -> str:
        raise ZeroDivisionError("the reason")

    work.testing = False
    work.add_url_rule("/gagal/<int:number>", "fails", fails)
    work.add_url_rule("/api/gagal/<int:number>", "api", fails)
    work.add_url_rule("/bagian", "part", part)
    work.add_url_rule("/ubah", "change", change, methods=["POST"])
    work.add_url_rule("/rusak", "breaks", breaks)
    return work


@pytest.mark.parametrize(
    ("number", "fault", "status"), [(i, *pair) for i, pair in enumerate(FAULTS)]
)
def test_every_fault_has_its_status(
    faulty: Flask, number: int, fault: TapalError, status: int
) -> None:
    client = signed_in(faulty.test_client(), "operator")
    page = client.get(f"/gagal/{number}?lang=en")
    assert page.status_code == status
    assert "What &lt;b&gt;happened" in page.text
    assert "What to do" in page.text
    document = client.get(f"/api/gagal/{number}?lang=en")
    assert document.status_code == status
    assert document.mimetype == "application/problem+json"
    assert document.json is not None
    assert document.json["status"] == status
    assert document.json["code"] == fault.code
    assert document.json["title"] == "What <b>happened</b>"
    assert document.json["detail"] == "What to do"


def test_what_is_not_there_has_advice_for_a_page(work: Flask) -> None:
    page = signed_in(work.test_client(), "operator").get("/segmen/SG-XXXX?lang=en")
    assert page.status_code == 404
    assert "<h1>SG-XXXX is not there.</h1>" in page.text
    assert "<title>SG-XXXX is not there · Tapal</title>" in page.text
    assert "Look for it in the list of segments." in page.text
    assert "tapal status" not in page.text


def test_villages_and_people_are_told_by_name(work: Flask) -> None:
    """Codes and logins are for programs; what is neither stays as it is."""
    villages = listed(["A", "B"], last="and")
    fault = message("{person} asks {villages}: {other}", person="operator", villages=villages,
                    other="C")  # fmt: skip
    with work.test_request_context("/?lang=en"):
        names = {key: places().title(key) for key in "AB"}
        assert names != {"A": "A", "B": "B"}
        assert told(fault) == f"Nama Operator asks {names['A']} and {names['B']}: C"


def test_the_name_of_a_file_stays_as_it_is(work: Flask) -> None:
    with work.test_request_context("/?lang=en"):
        assert told(message("{file} is empty", file="rusak.gpx")) == "rusak.gpx is empty"


def test_a_conflict_shows_both_versions(faulty: Flask) -> None:
    client = signed_in(faulty.test_client(), "operator")
    page = client.get("/gagal/1").text
    assert "mine &lt;i&gt;" in page
    assert re.search(r'<th scope="row">(Catatan|Note)</th><td[^>]*>mine &lt;i&gt;</td>', page)
    assert re.search(r"<td[^>]*>theirs</td>", page)
    assert "secret of" not in page
    document = client.get("/gagal/1", headers={"Accept": "application/json"}).json
    assert document is not None
    assert document["mine"]["version"] == 3
    assert document["theirs"] == {"version": 4, "note": "theirs"}


def test_a_program_is_told_where_the_addresses_are_listed(work: Flask) -> None:
    client = signed_in(work.test_client(), "operator")
    for address, document in (
        ("/api/v1/segments?apa=1", "/api/v1/openapi.json"),
        ("/api/v1/apa", "/api/v1/openapi.json"),
        ("/ogc/collections?apa=1", "/ogc/api"),
    ):
        told = client.get(address, headers={"Accept-Language": "en"}).json
        assert told is not None
        assert document in told["detail"], address


def test_a_code_is_shown_only_where_the_operator_can_use_it(faulty: Flask) -> None:
    client = signed_in(faulty.test_client(), "operator")
    assert "404 not-found" not in client.get("/gagal/2?lang=en").text
    page = client.get("/gagal/3?lang=en").text
    assert "Tell the operator this code: 503 log-head" in page


def test_a_fault_of_the_program_tells_nothing_of_it(faulty: Flask) -> None:
    client = signed_in(faulty.test_client(), "operator")
    answer = client.get("/rusak")
    assert answer.status_code == 500
    assert "the reason" not in answer.text
    assert "ZeroDivision" not in answer.text
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_a_part_that_did_not_change_is_not_sent_again(faulty: Flask) -> None:
    client = signed_in(faulty.test_client(), "operator")
    first = client.get("/bagian")
    assert first.json == {"head": 7}
    tag = first.headers["ETag"]
    again = client.get("/bagian", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get("/bagian?lang=en", headers={"If-None-Match": tag})
    assert other.status_code == 200


def test_a_change_names_its_version(faulty: Flask) -> None:
    client = signed_in(faulty.test_client(), "operator")
    assert send(client, "/ubah", versi="12").text == "12"
    found = client.get("/akun").text
    head = {"X-CSRFToken": found.split('csrf_token" value="')[1].split('"')[0]}
    assert client.post("/ubah", headers=head | {"If-Match": version_tag(3)}).text == "3"
    for wrong in ("", "x", "-1", "\u0663"):
        answer = send(client, "/ubah", versi=wrong)
        assert answer.status_code == 428, wrong


def test_a_request_that_is_too_large(work: Flask) -> None:
    work.config["MAX_CONTENT_LENGTH"] = 100
    answer = work.test_client().post("/masuk", data={"login": "x" * 200})
    assert answer.status_code == 413
