"""Products of a segment, a village and a kecamatan: their files, and for whom they are."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
from collections.abc import Iterator

import docx
import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from boundaries.domain.paper import PaperKind
from boundaries.store.database import Store
from boundaries.workflows.cases import case_of
from tests.web.settling_fixture import partly_agreed, person
from tests.web.workspace_fixture import pages_of
from tests.workspace_fixture import A, B, C, D, segment_of
from web import downloads
from web.downloads import SheetChoice, fitting


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with partly_agreed(tmp_path_factory.mktemp("downloads")) as made:
        yield made


@pytest.fixture(scope="module")
def app(store: Store) -> Flask:
    return pages_of(store)


@pytest.fixture(scope="module")
def sari(app: Flask) -> FlaskClient:
    return person(app, "sari")


def section(page: str) -> str:
    """The section of downloads of a page."""
    return page.split('id="unduh"')[1].split("</section>", maxsplit=1)[0]


def test_coordinate_lists_of_all_formats(sari: FlaskClient, store: Store) -> None:
    segment = segment_of(store, A, B).id
    place = f"/unduh/segmen/{segment}/koordinat"
    book = openpyxl.load_workbook(io.BytesIO(sari.get(f"{place}.xlsx").data))
    points = [row[2].value for row in book["Coordinates"].iter_rows(min_row=2)]
    assert points[0].startswith("TK 12.09.20.2001")
    text = sari.get(f"{place}.csv").data.decode("utf-8-sig")
    assert all(point in text for point in points)
    paper = docx.Document(io.BytesIO(sari.get(f"{place}.docx").data))
    assert len(paper.tables[0].rows) == len(points) + 1
    answer = sari.get(f"/unduh/desa/{A}/koordinat.pdf")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=koordinat-{A}.pdf"
    assert sari.get(f"{place}.exe").status_code == 404


@pytest.mark.parametrize(
    ("spoken", "separator", "decimal"), [("id", ";", r"\d,\d"), ("en", ",", r"\d\.\d")]
)
def test_all_tables_for_spreadsheets_are_written_alike(
    app: Flask, store: Store, spoken: str, separator: str, decimal: str
) -> None:
    """Columns and decimals are those of a spreadsheet in the language of the pages."""
    client = person(app, "sari")
    segment = segment_of(store, A, B).id
    for place in ("/kemajuan.csv", f"/unduh/segmen/{segment}/koordinat.csv",
                  f"/unduh/desa/{A}/koordinat.csv"):  # fmt: skip
        text = client.get(f"{place}?lang={spoken}").data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
        assert len(rows[0]) > 4, place
        assert {len(row) for row in rows} == {len(rows[0])}
        figures = [cell for row in rows[1:] for cell in row if re.fullmatch(r"-?\d+\D\d+", cell)]
        assert figures, place
        assert all(re.search(decimal, cell) for cell in figures), place


def test_no_list_without_a_line(sari: FlaskClient, store: Store) -> None:
    segment = segment_of(store, B, D).id
    assert "comes with the first proposed line" in section(sari.get(f"/segmen/{segment}").text)
    answer = sari.get(f"/unduh/segmen/{segment}/koordinat.csv")
    assert answer.status_code == 422
    assert "propose a line first" in answer.text.lower()


def test_a_map_sheet_and_its_preview(sari: FlaskClient) -> None:
    page = sari.get(f"/unduh/desa/{A}/peta?kertas=A2&skala=5000")
    assert page.status_code == 200
    assert "1:5,000 · A2 · 1 page" in page.text
    query = f"/unduh/desa/{A}/peta.png?kertas=A2&amp;skala=5000"
    assert query in page.text
    assert sari.get(query.replace("&amp;", "&")).data.startswith(b"\x89PNG")
    answer = sari.get(f"/unduh/desa/{A}/peta.pdf?kertas=A2&skala=5000")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=peta-{A}.pdf"
    assert answer.data.startswith(b"%PDF-")


def test_a_scale_that_does_not_fit_is_told_on_the_page(sari: FlaskClient) -> None:
    page = sari.get(f"/unduh/desa/{A}/peta?skala=500")
    assert page.status_code == 422
    assert "do not fit on A3" in page.text
    assert "<select" in page.text


def test_minutes_and_regulation(sari: FlaskClient, store: Store) -> None:
    segment = segment_of(store, A, B).id
    query = "naskah?jenis=agreement&nomor=7/BA/2026&nomor=8/BA/2026&tanggal=2026-02-03"
    answer = sari.get(f"/unduh/segmen/{segment}/{query}")
    name = f"attachment; filename=kesepakatan-{segment}.docx"
    assert answer.headers["Content-Disposition"] == name
    paper = docx.Document(io.BytesIO(answer.data))
    text = "\n".join(one.text for one in paper.paragraphs)
    assert "7/BA/2026" in text
    assert sari.get(f"/unduh/desa/{A}/naskah?jenis=regulation").data.startswith(b"PK")
    for query in ("jenis=mediation", "jenis=x", "", "jenis=agreement&tanggal=besok"):
        assert sari.get(f"/unduh/segmen/{segment}/naskah?{query}").status_code == 422


def test_data_of_each_unit(sari: FlaskClient, store: Store) -> None:
    """A, B and D lie in kecamatan 12.09.20."""
    segment = segment_of(store, A, B).id
    for unit, code, count in (("segmen", segment, 1), ("desa", A, 1), ("kecamatan", "12.09.20", 3)):
        answer = sari.get(f"/unduh/{unit}/{code}/data")
        assert answer.mimetype == "application/geo+json"
        assert len(json.loads(answer.data)["features"]) == count, unit


def test_heads_and_camat_have_their_own_land(app: Flask, store: Store) -> None:
    own, other = segment_of(store, A, B).id, segment_of(store, B, D).id
    table = {
        ("kades.a", f"segmen/{own}"): True,
        ("kades.a", f"segmen/{other}"): False,
        ("kades.a", f"desa/{A}"): True,
        ("kades.a", f"desa/{B}"): False,
        ("kades.a", "kecamatan/12.09.20"): False,
        ("camat", f"desa/{D}"): True,
        ("camat", f"desa/{C}"): False,
        ("camat", "kecamatan/12.09.21"): False,
        ("camat", f"segmen/{segment_of(store, A, C).id}"): True,
        ("bupati", f"desa/{C}"): True,
    }
    clients = {login: person(app, login) for login in {login for login, _ in table}}
    for (login, what), allowed in table.items():
        shown = section(clients[login].get(f"/{what}").text)
        assert ("Products of this land are for its heads" not in shown) == allowed, (login, what)
        answer = clients[login].get(f"/unduh/{what}/naskah?jenis=x")
        assert answer.status_code == (422 if allowed else 403), (login, what)
        if not allowed:
            assert "Its heads, its camat and the offices" in answer.text


def test_the_regulation_is_for_those_who_draft_it(app: Flask, store: Store) -> None:
    client, segment = person(app, "kades.a"), segment_of(store, A, B).id
    answer = client.get(f"/unduh/segmen/{segment}/naskah?jenis=regulation")
    assert answer.status_code == 403
    assert "the legal division" in answer.text
    assert "regulation" not in section(client.get(f"/segmen/{segment}").text)


def test_what_is_not_there(sari: FlaskClient) -> None:
    for place in ("segmen/SG-X", "desa/x", "kecamatan/x", "pulau/x", "<script>/x"):
        assert sari.get(f"/unduh/{place}/data").status_code == 404
    assert sari.get(f"/unduh/desa/{A}/peta.exe").status_code == 404


def test_minutes_fit_the_state(store: Store) -> None:
    """The latest of those that the state asks for comes first."""
    agreed, traced, new = (case_of(segment_of(store, *pair)) for pair in ((A, B), (A, C), (B, D)))
    assert fitting(new) == (PaperKind.DOCUMENTS,)
    assert fitting(agreed) == (PaperKind.AGREEMENT, PaperKind.TRACING, PaperKind.DOCUMENTS)
    assert fitting(traced) == (
        PaperKind.AGREEMENT, PaperKind.DISAGREEMENT, PaperKind.TRACING, PaperKind.DOCUMENTS,
    )  # fmt: skip


def test_a_choice_that_is_not_on_offer_counts_as_none() -> None:
    assert SheetChoice.parse("A1", "5000", "portrait") == SheetChoice("A1", 5000, "portrait")
    assert SheetChoice.parse("A9", "٥", "x") == SheetChoice("A3", None, None)


def test_who_comes_third_is_sent_away(
    app: Flask, sari: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "IN_LINE", threading.BoundedSemaphore(1))
    with downloads.drawing():
        answer = sari.get(f"/unduh/desa/{B}/peta")
        assert answer.status_code == 503
        assert "drawing for others" in answer.text
    with downloads.drawing():
        pass
