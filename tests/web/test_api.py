"""The interface for programs at /api/v1, and the documents of both interfaces."""

from __future__ import annotations

import re
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from boundaries.errors import ParameterError, RefusedError, StoreError
from boundaries.messages import message
from boundaries.store.database import Store
from boundaries.store.repository import Repository
from boundaries.workflows.tokens import MOST_TOKENS, add_token
from tests.web.programs_fixture import Programs, basic
from tests.web.workspace_fixture import ADMIN, sign_in
from tests.workspace_fixture import A, B, C, segment_of
from web.openapi import Parameter, text, whole_number

DOCUMENTS = {"/ogc": "/ogc/api", "/api/v1": "/api/v1/openapi.json"}
PROBLEM = "application/problem+json"
TRIED = {
    "/ogc": ("/", "/collections/segmen/items", "/collections/segmen/items/{identifier}"),
    "/api/v1": ("/segments", "/segments/{identifier}", "/findings", "/log"),
}
EXAMPLES = 3


@pytest.mark.parametrize("prefix", DOCUMENTS)
def test_the_document_names_every_route(programs: Programs, prefix: str) -> None:
    """In both directions, with every name in the path declared."""
    paths = programs.json(DOCUMENTS[prefix])["paths"]
    routes = {
        re.sub(r"<(\w+)>", r"{\1}", str(rule).removeprefix(prefix)): rule.methods
        for rule in programs.app.url_map.iter_rules()
        if str(rule).startswith(f"{prefix}/")
    }
    assert set(paths) == set(routes)
    for path, operations in paths.items():
        assert routes[path] == {"GET", "HEAD", "OPTIONS"}
        assert list(operations) == ["get"]
        within = {one["name"] for one in operations["get"]["parameters"] if one["in"] == "path"}
        assert within == set(re.findall(r"{(\w+)}", path))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("prefix", DOCUMENTS)
def test_answers_are_as_the_document_says(
    programs: Programs, prefix: str, mode: GenerationMode
) -> None:
    """Whatever is sent. A box may have its corners the wrong way round, and a limit is clamped."""
    schema = schemathesis.openapi.from_wsgi(
        DOCUMENTS[prefix], programs.app, headers=programs.headers
    )
    for path in TRIED[prefix]:
        operation = schema[path]["GET"]
        if mode is GenerationMode.NEGATIVE and "parameters" not in operation.definition.raw:
            continue
        names = ["positive_data_acceptance", "negative_data_rejection"] if "items" in path else []
        try_operation(operation, programs, mode, [CHECKS.get_one(name) for name in names])


def try_operation(
    operation: Any, programs: Programs, mode: GenerationMode, excluded: list[Any]
) -> None:
    """Send some requests and look at the answers."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def attempt(case: Any) -> None:
        headers = programs.headers | {"Accept-Encoding": "identity"}
        case.call_and_validate(headers=headers, excluded_checks=excluded)

    attempt()


def test_segments(programs: Programs) -> None:
    found = programs.json("/api/v1/segments")
    assert found["total"] == len(found["items"]) == 4
    agreed = segment_of(programs.store, A, B)
    only = programs.json(f"/api/v1/segments?state=SEPAKAT&village={A}&verdict={agreed.verdict}")
    assert [one["id"] for one in only["items"]] == [agreed.id]
    assert programs.json("/api/v1/segments?kecamatan=12.09.21")["total"] == 2
    assert programs.json("/api/v1/segments?waiting=me")["total"] == 3
    first = programs.json("/api/v1/segments?limit=3")
    following = programs.json(first["links"]["next"])
    assert [*first["items"], *following["items"]] == found["items"]
    assert following["links"] == {}


def test_one_segment(programs: Programs) -> None:
    """A's line runs 100 m east of BIG's; both heads signed it."""
    agreed = segment_of(programs.store, A, B)
    found = programs.json(f"/api/v1/segments/{agreed.id}")
    assert found["state"] == "SEPAKAT"
    assert found["offset_m"] == pytest.approx(100, abs=0.1)
    assert {one["source"] for one in found["candidates"]} == {"BIG", "a"}
    assert all(one["geometry"]["type"] == "MultiLineString" for one in found["candidates"])
    assert {one["village"] for one in found["signatures"]} >= {A, B}
    assert {one["hash"] for one in found["signatures"]} == {found["decision"]["hash"]}
    assert found["proposal"]["number"] == found["decision"]["number"] == 1


def test_findings_villages_and_progress(programs: Programs) -> None:
    (finding,) = programs.json(f"/api/v1/findings?kind=mismatch&village={B}")["items"]
    one = programs.json(f"/api/v1/findings/{finding['id']}")
    assert one["geometry"]["type"] == "MultiPolygon"
    assert {name: one[name] for name in finding} == finding
    villages = programs.json("/api/v1/villages?kecamatan=12.09.20")
    assert [village["key"][-1] for village in villages["items"]] == ["1", "2", "4"]
    village = programs.json(f"/api/v1/villages/{A}")
    assert (village["shared_segments"], village["settled_segments"]) == (2, 1)
    assert village["areas_m2"]["a"] - village["areas_m2"]["BIG"] == pytest.approx(1e5, rel=1e-2)
    assert {A} < {segment["village_a"] for segment in village["segments"]} | {A, B, C}
    progress = programs.json("/api/v1/kecamatan")["items"]
    assert [(one["code"], one["segments"], one["settled"]) for one in progress] == [
        ("12.09.20", 4, 1), ("12.09.21", 2, 0),
    ]  # fmt: skip


def test_the_log_is_read_as_far_as_the_page_shows_it(programs: Programs) -> None:
    """An operator reads all; the head of D reads nothing about the segment of A and B."""
    entries = programs.json("/api/v1/log?limit=2")
    older = programs.json(entries["links"]["next"])
    assert entries["items"][1]["seq"] == older["items"][0]["seq"] + 1
    segment = segment_of(programs.store, A, B).id
    address = f"/api/v1/log?subject={segment}&kind=segment"
    assert programs.json(address)["items"]
    word = add_token(programs.store, "kades.d", "QGIS", ADMIN)
    answer = programs.app.test_client().get(address, headers=basic("kades.d", word))
    assert answer.get_json()["items"] == []


def test_etags(programs: Programs) -> None:
    """Nothing new until the log grows; another reader has tags of his own."""
    first = programs.get("/api/v1/segments")
    again = programs.get("/api/v1/segments", **{"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    word = add_token(programs.store, "sari", "lain", ADMIN)
    newer = programs.get("/api/v1/segments", **{"If-None-Match": first.headers["ETag"]})
    assert newer.status_code == 200
    assert newer.data == first.data
    assert {"Authorization", "Cookie"} <= set(newer.headers["Vary"].split(", "))
    assert word


def test_every_fault_is_a_problem_document(
    visitor: FlaskClient, workspace: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By status, with the request that meets it."""
    headers = basic("gis", add_token(workspace, "gis", "QGIS", ADMIN))
    answers = {
        400: visitor.get("/api/v1/segments?limit=501", headers=headers),
        401: visitor.get("/api/v1/segments"),
        404: visitor.get("/api/v1/segments/SG-9", headers=headers),
        405: visitor.put("/api/v1/segments", headers=headers),
    }
    sign_in(visitor, "operator")
    answers[422] = visitor.get("/data/letak.json?teks=x")

    def broken(*_: object) -> None:
        raise StoreError("store", message("the store is away"), message("wait"))

    monkeypatch.setattr(Repository, "head", broken)
    answers[503] = visitor.get("/api/v1/segments", headers=headers)
    monkeypatch.setattr(Repository, "head", lambda _: 1 / 0)
    visitor.application.testing = False
    answers[500] = visitor.get("/api/v1/segments", headers=headers)
    for status, answer in answers.items():
        assert (answer.status_code, answer.mimetype) == (status, PROBLEM)
        document = answer.get_json(force=True)
        assert document["status"] == status
        assert all(document[name] for name in ("type", "title", "detail", "code"))


def test_health(visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without signing in, and nothing about the workspace."""
    well = visitor.get("/healthz")
    assert (well.status_code, well.get_json()) == (200, {"status": "ok"})

    def broken(_: object) -> None:
        raise StoreError("store", message("no way to db.example"), message("wait"))

    monkeypatch.setattr(Repository, "head", broken)
    ill = visitor.get("/healthz")
    assert (ill.status_code, ill.get_json()) == (503, {"status": "store unreachable"})


def test_tokens_are_named_and_few(workspace: Store) -> None:
    for label in ("", "  ", "x" * 61):
        with pytest.raises(ParameterError, match="a name of 1 to 60 characters"):
            add_token(workspace, "gis", label, ADMIN)
    with pytest.raises(ParameterError, match="there is no account nobody"):
        add_token(workspace, "nobody", "QGIS", ADMIN)
    words = {add_token(workspace, "gis", "QGIS", ADMIN) for _ in range(MOST_TOKENS)}
    assert len(words) == MOST_TOKENS
    with pytest.raises(RefusedError, match=f"gis has {MOST_TOKENS} tokens"):
        add_token(workspace, "gis", "QGIS", ADMIN)


@given(st.integers(-(10**16), 10**16))
def test_whole_numbers_stay_within_their_bounds(number: int) -> None:
    strict = whole_number("limit", "", 1, 500)
    clamped = whole_number("limit", "", 1, 500, clamped=True)
    if 1 <= number <= 500:
        assert strict.read(str(number)) == clamped.read(str(number)) == number
        return
    with pytest.raises(ValueError, match=str(number)):
        strict.read(str(number))
    if 500 < number < 10**15:
        assert clamped.read(str(number)) == 500


@given(st.text(max_size=300))
def test_texts_are_lines(value: str) -> None:
    parameter: Parameter = text("q", "")
    wrong = len(value) > 200 or any(ord(letter) < 32 or ord(letter) == 127 for letter in value)
    try:
        assert parameter.read(value) == value
    except ValueError:
        assert wrong
    else:
        assert not wrong
