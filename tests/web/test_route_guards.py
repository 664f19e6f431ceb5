"""Each route for people of here and of elsewhere, for strangers, and without the token of a form.

A and B share a segment; D, and the kecamatan of C, have nothing to do with it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from boundaries.domain.roles import Role
from boundaries.store.database import Store
from boundaries.store.models import Document, Segment
from boundaries.store.repository import Repository
from tests.quick_passwords import quick_passwords
from tests.web.route_table import ROUTES, filled
from tests.web.settling_fixture import PDF, settling_workspace
from tests.web.workspace_fixture import PASSWORD, signed_in, token
from tests.workspace_fixture import A, B, put_on_table, segment_of
from web.access import PUBLIC, roles_of
from web.workspace_app import create_workspace_app

Clients = Callable[[str], FlaskClient]
LINE = {"garis": [[99.62, 2.98], [99.62, 2.99]]}
ELSEWHERE = ("kades.d", "camat.c")
DATA = ("/data/", "/ogc/", "/api/")


@dataclass(frozen=True)
class Probe:
    """A request about the segment of A and B, and what the head of A and people elsewhere get.

    `fields` are those of the form besides token and version; `lines` is sent as JSON instead.
    """

    here: int
    elsewhere: int
    fields: dict[str, str] = field(default_factory=dict)
    lines: dict[str, object] | None = None


PROBES: dict[tuple[str, str], Probe] = {
    ("GET", "/segmen/<identifier>"): Probe(200, 200),
    ("GET", "/segmen/<identifier>/keadaan"): Probe(200, 200),
    ("GET", "/segmen/<identifier>/cetak"): Probe(200, 200),
    ("GET", "/segmen/<identifier>/dokumen/<int:number>"): Probe(200, 403),
    ("GET", "/data/segmen/<identifier>.json"): Probe(200, 200),
    ("POST", "/data/segmen/<identifier>/pratinjau"): Probe(200, 200, lines=LINE),
    ("POST", "/data/segmen/<identifier>/unggah"): Probe(422, 422),
    ("POST", "/data/segmen/<identifier>/pakai"): Probe(200, 403),
    ("PUT", "/data/segmen/<identifier>/draf"): Probe(200, 403, lines=LINE),
    ("GET", "/data/segmen/<identifier>/draf"): Probe(200, 200),
    ("DELETE", "/data/segmen/<identifier>/draf"): Probe(200, 200),
    ("GET", "/segmen/<identifier>/komentar"): Probe(200, 200),
    ("POST", "/segmen/<identifier>/komentar"): Probe(303, 403, {"teks": "halo", "kunci": "k" * 16}),
    ("POST", "/segmen/<identifier>/komentar/<int:number>/<action>"): Probe(404, 404),
    ("POST", "/segmen/<identifier>/usulan"): Probe(303, 403, {"garis-jenis": "midline"}),
    ("POST", "/segmen/<identifier>/tindakan/<action>"): Probe(303, 403, {"password": PASSWORD}),
}
"""What is asked about a segment; reading is free but for papers, changing is for its own people."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Four villages, two surveys; a line and a paper for the segment of A and B."""
    with quick_passwords(), settling_workspace(tmp_path_factory.mktemp("guards")) as made:
        put_on_table(made, segment_of(made, A, B).id, "reference")
        yield made


@pytest.fixture(scope="module")
def pages(store: Store) -> Flask:
    """Its pages."""
    return create_workspace_app(store)


@pytest.fixture(scope="module")
def clients(pages: Flask) -> Clients:
    """A client for each login, signed in once."""
    known: dict[str, FlaskClient] = {}

    def client(login: str) -> FlaskClient:
        if login not in known:
            known[login] = signed_in(pages.test_client(), login)
        return known[login]

    return client


@pytest.fixture(scope="module")
def segment(store: Store, clients: Clients) -> str:
    """The segment of A and B, with a paper."""
    found = segment_of(store, A, B).id
    sari = clients("sari")
    form = {"csrf_token": token(sari, "/akun"), "versi": str(version_of(store, found)),
            "reason": "uji", "berkas": (io.BytesIO(PDF), "ba.pdf")}  # fmt: skip
    sari.post(f"/segmen/{found}/tindakan/record-disagreement", data=form)
    with Repository(store) as repository:
        assert [row.id for row in repository.find(Document)] == [1]
    return found


def version_of(store: Store, segment: str) -> int:
    with Repository(store) as repository:
        return repository.get(Segment, segment).version


def ask(client: FlaskClient, method: str, address: str, probe: Probe, version: int) -> TestResponse:
    """The request of a probe; conditional ones name the version of the segment, drafts none."""
    headers = {"X-CSRFToken": token(client, "/akun")}
    if probe.lines is not None:
        headers["If-Match"] = '"v0"'
        return client.open(address, method=method, json=probe.lines, headers=headers)
    form = probe.fields | {"versi": str(version)} if method == "POST" else None
    return client.open(address, method=method, data=form, headers=headers)


def test_the_table_says_who_may_open_what(pages: Flask) -> None:
    with pages.app_context():
        marked = {
            (method, str(rule)): roles_of(rule.endpoint)
            for rule in pages.url_map.iter_rules()
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        }
    assert {key: roles for key, roles in marked.items() if ROUTES.get(key) != roles} == {}


def test_every_change_of_a_segment_is_probed() -> None:
    changing = {key for key in ROUTES if key[0] != "GET" and "/segmen/<identifier>" in key[1]}
    assert changing <= PROBES.keys()


@pytest.mark.parametrize("key", PROBES, ids=" ".join)
def test_people_of_here_and_of_elsewhere(
    clients: Clients, store: Store, segment: str, key: tuple[str, str]
) -> None:
    method, rule = key
    probe = PROBES[key]
    address = filled(rule.replace("<identifier>", segment))
    fields = dict(probe.fields)
    if rule.endswith("/tindakan/<action>"):
        with Repository(store) as repository:
            on_table = repository.get(Segment, segment).record["proposal"]
        fields |= {"number": str(on_table["number"]), "hash": on_table["hash"]}
    wanted = Probe(probe.here, probe.elsewhere, fields, probe.lines)
    for login in ELSEWHERE:
        answer = ask(clients(login), method, address, wanted, version_of(store, segment))
        assert answer.status_code == probe.elsewhere, login
        assert "record-disagreement.pdf" not in answer.text
    answer = ask(clients("kades.a"), method, address, wanted, version_of(store, segment))
    assert answer.status_code == probe.here


def test_nobody_sees_the_draft_of_another(clients: Clients, segment: str) -> None:
    a, b = clients("kades.a"), clients("kades.b")
    address = f"/data/segmen/{segment}/draf"
    ask(a, "PUT", address, PROBES["PUT", "/data/segmen/<identifier>/draf"], 0)
    assert a.get(address).json["versi"] == 1  # type: ignore[index]
    assert b.get(address).json == {"garis": None, "versi": 0}
    headers = {"X-CSRFToken": token(b, "/akun")}
    assert b.delete(address, headers=headers).status_code == 200
    assert a.get(address).json["garis"] == LINE["garis"]  # type: ignore[index]


def test_strangers_and_forms_without_token(pages: Flask, clients: Clients, segment: str) -> None:
    stranger, inside = pages.test_client(), clients("gita")
    for (method, rule), roles in ROUTES.items():
        address = filled(rule.replace("<identifier>", segment))
        if roles != PUBLIC:
            answer = stranger.open(address, method=method, buffered=True)
            if method != "GET":
                assert answer.status_code in {302, 400, 401}, rule
            elif rule.startswith(DATA) or rule.endswith("json"):
                assert answer.status_code == 401, rule
            else:
                assert answer.headers.get("Location", "").startswith("/masuk"), rule
        if method != "GET":
            for bad in ({}, {"csrf_token": "x" * 40}):
                answer = inside.open(address, method=method, data=bad)
                wanted = 400 if roles == PUBLIC or Role.GIS in roles else 403
                assert answer.status_code == wanted, rule


def test_what_is_not_there(clients: Clients) -> None:
    """Addresses that name nothing, or try to leave their folder, tell nothing."""
    client = clients("sari")
    for address in (
        "/segmen/SG-0", "/segmen/..%2f..%2fetc%2fpasswd", "/segmen/%27%20OR%201=1--",
        "/static/..%2f..%2fsetup.cfg", "/static/%2e%2e/%2e%2e/setup.cfg",
        "/static/%2e%2e%2fetc%2fpasswd",
        "/segmen/x/dokumen/1", "/segmen/x/dokumen/-1", "/desa/..%2f..%2fetc", "/temuan/%00",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code in {400, 404}, address
        assert "root:" not in answer.text
        assert "[metadata]" not in answer.text


@pytest.mark.parametrize("text", ["' OR 1=1 --", "%' UNION SELECT password FROM account --", '";'])
def test_filters_are_values_not_commands(clients: Clients, text: str) -> None:
    client = clients("sari")
    query = dict.fromkeys(("kecamatan", "desa", "beda", "cari"), text) | {"lang": "en"}
    assert "No segment passes these filters" in client.get("/segmen", query_string=query).text
    query = dict.fromkeys(("orang", "tindakan", "jenis", "nomor"), text) | {"lang": "en"}
    page = client.get("/catatan", query_string=query).text
    assert "No entry matches" in page
    assert "argon2" not in page
    for name in ("bbox", "z"):
        assert client.get(f"/data/segmen.geojson?{name}={text}").status_code == 400
