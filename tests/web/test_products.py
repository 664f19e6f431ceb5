"""The page of products: the eight items, packages made in the background, the brief."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from boundaries.domain.handed_over import position
from boundaries.errors import ParameterError
from boundaries.store.database import Store
from boundaries.store.models import Event
from boundaries.store.repository import Repository
from boundaries.workflows.verify_package import verify_package
from tests.web.settling_fixture import person, settling_workspace
from tests.web.workspace_fixture import pages_of, send
from tests.workspace_fixture import A, fill_agreed, put_on_table, segment_of
from web.products_page import PLACE
from web.products_state import folder_of

PATIENCE_S = 60


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Four villages; A and B have agreed on A's line, nobody else on anything."""
    with settling_workspace(tmp_path_factory.mktemp("products"), fill_agreed) as made:
        yield made


@pytest.fixture(scope="module")
def app(store: Store) -> Flask:
    return pages_of(store)


def begin(client: FlaskClient, kind: str, **fields: str) -> None:
    answer = send(client, "/produk/mulai", jenis=kind, **fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/produk#{kind}")
    end = time.monotonic() + PATIENCE_S
    while 'data-keadaan="running"' in client.get("/produk/keadaan").text:
        assert time.monotonic() < end, kind
        time.sleep(0.1)


def part(page: str, kind: str) -> str:
    """The part of the page about one kind of work."""
    return page.split(f'data-bagian="{kind}"')[1].split("</section>", maxsplit=1)[0]


def test_the_eight_items_are_judged_in_the_background(app: Flask, store: Store) -> None:
    client = person(app, "sari")
    assert "Nobody has checked this workspace yet" in client.get("/produk").text
    begin(client, "precheck")
    page = part(client.get("/produk").text, "precheck")
    assert page.count('<li class="lulus">') + page.count('<li class="gagal">') == 8
    assert "Not ready for BIG:" in page
    assert {"Conforms", "Complete"} & set(re.findall(r'kata-lampu">([^<]+)<', page))
    assert not re.search("Sesuai|Lengkap", page)
    assert "of an earlier state" not in page
    other = segment_of(store, A, "12.09.21.2003")
    assert f'href="/segmen/{other.id}"' in page.split('id="butir-3"')[1]
    put_on_table(store, other.id, "reference")
    assert "of an earlier state" in part(client.get("/produk").text, "precheck")
    report = re.search(r'href="(/produk/hasil/precheck/[^"]+)"', page)
    assert report
    answer = client.get(report[1])
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=pracek-")
    assert other.id in answer.text


def test_the_place_of_a_fault_is_found_in_its_words() -> None:
    found = PLACE.match(str(position(99.592619, -2.918561)))
    assert found
    assert found.groups() == ("99.592619", "-2.918561")


def test_a_package_is_made_and_proves_itself(app: Flask, store: Store) -> None:
    client = person(app, "gita")
    begin(client, "geojson", belum="mark")
    page = part(client.get("/produk").text, "geojson")
    assert "partial" in page
    assert "4 villages, 4 of them unfinished and marked so" in page
    address = re.search(r'href="(/produk/hasil/geojson/[^"]+)"', page)
    assert address
    answer = client.get(address[1], buffered=True)
    assert "filename=batas-12.09-geojson-" in answer.headers["Content-Disposition"]
    assert zipfile.ZipFile(io.BytesIO(answer.data)).testzip() is None
    path = folder_of(store) / "terima.zip"
    path.write_bytes(answer.data)
    proof = verify_package(path)
    assert proof.holds
    assert re.search(rf"Seal: what tapal verify prints.*?{proof.seal}", page, re.DOTALL)
    assert re.search(rf"SHA-256 of the zip file.*?{proof.sha256}", page, re.DOTALL)
    path.unlink()
    assert answer.headers["ETag"].strip('"') in page
    with Repository(store) as repository:
        assert repository.find(Event, action="export")[-1].who == "gita"
    assert "of an earlier state" not in part(client.get("/produk").text, "geojson")
    assert address[1] in person(app, "bupati").get("/produk").text
    for login in ("kades.a", "camat"):
        other = person(app, login)
        assert address[1] not in other.get("/produk").text
        refused = other.get(address[1])
        assert refused.status_code == 403
        assert "the province" in refused.text


def test_unfinished_villages_are_refused_where_that_was_asked(app: Flask) -> None:
    client = person(app, "sari")
    begin(client, "kugi", belum="refuse", kecamatan="12.09.20")
    page = part(client.get("/produk").text, "kugi")
    assert 'role="alert"' in page
    assert "hasil" not in page


def test_only_a_kecamatan_that_is_there_gets_into_a_file_name(app: Flask) -> None:
    answer = send(person(app, "sari"), "/produk/mulai", jenis="kugi", kecamatan="../../12.09.20")
    assert answer.status_code == 404


def test_the_fragment_is_sent_once(app: Flask) -> None:
    client = person(app, "vera")
    answer = client.get("/produk/keadaan", headers={"Tapal-Poll": "1"})
    again = client.get("/produk/keadaan", headers={"If-None-Match": answer.headers["ETag"]})
    assert (answer.status_code, again.status_code, again.data) == (200, 304, b"")


@pytest.mark.parametrize(
    ("login", "kind", "who"),
    [
        ("kades.a", "precheck", "the internal verifier"),
        ("camat", "geojson", "the GIS staff"),
        ("vera", "kugi", "the operator of the boundary team"),
        ("bupati", "precheck", "the internal verifier"),
    ],
)
def test_who_may_not_is_told_who_may(app: Flask, login: str, kind: str, who: str) -> None:
    answer = send(person(app, login), "/produk/mulai", jenis=kind)
    assert answer.status_code == 403
    assert "This may be done by" in answer.text
    assert who in answer.text


def test_the_brief(app: Flask) -> None:
    client = person(app, "camat")
    answer = client.get("/produk/ringkasan?bulan=2026-01&bentuk=pdf")
    assert answer.data.startswith(b"%PDF-")
    assert "filename=ringkasan-2026-01.pdf" in answer.headers["Content-Disposition"]
    assert client.get("/produk/ringkasan?bulan=besok").status_code == 422
    assert client.get("/produk/ringkasan?bulan=9999-01").status_code == 422
    assert client.get("/produk/ringkasan?bulan=2026-01&bentuk=exe").status_code == 404
    assert person(app, "kades.a").get("/produk/ringkasan?bulan=2026-01").status_code == 403


def test_what_is_no_product(app: Flask) -> None:
    client = person(app, "sari")
    for fields in ({}, {"jenis": "exe"}, {"jenis": "kugi", "belum": "all"}):
        assert send(client, "/produk/mulai", **fields).status_code == 422
    for address in ("kugi/..", "kugi/x", "precheck/job.json", "../../x"):
        assert client.get(f"/produk/hasil/{address}").status_code == 404


def test_results_are_asked_for_slowly(app: Flask) -> None:
    client = person(app, "kades.b")
    codes = [client.get("/produk/ringkasan?bulan=x").status_code for _ in range(31)]
    assert set(codes[:30]) == {422}
    assert codes[30] == 429
    assert client.get("/produk").status_code == 200


def test_where_work_of_a_database_lies(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the documents, apart for each schema; beside the file where there is one."""
    assert store.path is not None
    assert folder_of(store) == store.path.with_name("workspace.products")
    monkeypatch.setenv("TAPAL_DOCUMENTS", str(tmp_path))
    one, other = (replace(store, path=None, schema=name) for name in ("asahan", "batubara"))
    assert folder_of(one).parent == folder_of(other).parent == tmp_path
    assert folder_of(one) != folder_of(other)
    monkeypatch.delenv("TAPAL_DOCUMENTS")
    with pytest.raises(ParameterError, match="no folder for the documents"):
        folder_of(one)
