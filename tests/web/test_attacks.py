"""What somebody may try with the forms of a segment: replays, monstrous lines, disguised files.

A claims 10 ha of B along their border.
"""

from __future__ import annotations

import datetime
import io
import json
import re
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from boundaries.store.database import Store
from boundaries.store.log_pages import clock_steps
from boundaries.store.models import Draft, Event, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of
from boundaries.workflows.doer import Doer
from boundaries.workflows.drafts import MOST_POINTS
from tests.quick_passwords import quick_passwords
from tests.web.settling_fixture import PDF, fields_of, propose, send, settling_workspace, sign
from tests.web.workspace_fixture import PASSWORD, signed_in, token
from tests.workspace_fixture import A, B, C, put_on_table, segment_of
from web import unit
from web.segment_forms import LARGEST_JSON
from web.workspace_app import create_workspace_app

SignIn = Callable[[str], FlaskClient]
DEEP = "[" * 100_000 + "]" * 100_000
HTML = b"<html><script>alert(1)</script></html>"


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Four villages, two surveys; BIG's line is on the table between A and B."""
    with quick_passwords(), settling_workspace(tmp_path_factory.mktemp("attacks")) as made:
        put_on_table(made, segment_of(made, A, B).id, "reference")
        yield made


@pytest.fixture
def people(store: Store) -> SignIn:
    """A client for each login."""
    app = create_workspace_app(store)
    return lambda login: signed_in(app.test_client(), login)


@pytest.fixture
def segment(store: Store) -> str:
    """The segment of A and B."""
    return segment_of(store, A, B).id


def post(client: FlaskClient, address: str, **sent: object) -> TestResponse:
    headers = {"X-CSRFToken": token(client, "/akun")}
    return client.post(address, headers=headers, **sent)  # type: ignore[arg-type]


def events(store: Store, segment: str, action: str) -> int:
    with Repository(store) as repository:
        return len(repository.find(Event, subject_id=segment, action=action))


def test_a_form_that_is_sent_twice_is_done_once(people: SignIn, store: Store, segment: str) -> None:
    """Both answers lead to the page with the same sentence; the log has one entry."""
    client = people("kades.a")
    page = client.get(f"/segmen/{segment}?lang=en").text
    word = re.search(r'name="kunci" value="([^"]+)"', page)
    assert word
    form = fields_of(page) | {"kunci": word[1], "garis-jenis": "midline"}
    first, again = (client.post(f"/segmen/{segment}/usulan", data=form) for _ in range(2))
    assert first.status_code == again.status_code == 303
    assert first.location == again.location
    assert client.get(first.location).text.count("on the table as proposal 2") == 2
    assert events(store, segment, "propose") == 2
    form = fields_of(client.get(f"/segmen/{segment}?lang=en").text)
    form |= {"kunci": "word", "password": PASSWORD}
    for _ in range(2):
        assert client.post(f"/segmen/{segment}/tindakan/sign", data=form).status_code == 303
    assert events(store, segment, "sign") == 1
    other = form | {"kunci": "another"}
    assert client.post(f"/segmen/{segment}/tindakan/sign", data=other).status_code == 409


def test_a_replayed_signature_signs_nothing_else(
    people: SignIn, store: Store, segment: str
) -> None:
    """The form of a signature, sent again after it was taken back or the line was replaced."""
    a = people("kades.a")
    form = fields_of(a.get(f"/segmen/{segment}?lang=en").text) | {"password": PASSWORD}
    address = f"/segmen/{segment}/tindakan/sign"
    assert a.post(address, data=form).status_code == 303
    assert send(a, segment, "take-back", reason="keliru").status_code == 303
    assert a.post(address, data=form).status_code == 409
    assert propose(people("kades.b"), segment, "midline").status_code == 303
    now = fields_of(a.get(f"/segmen/{segment}?lang=en").text)
    old_line = form | {"versi": now["versi"]}
    assert a.post(address, data=old_line).status_code == 403
    old_hash = form | {"versi": now["versi"], "number": now["number"]}
    assert a.post(address, data=old_hash).status_code == 403
    with Repository(store) as repository:
        assert case_of(repository.get(Segment, segment)).standing == ()
    assert events(store, segment, "sign") == 1


def test_a_clock_that_was_set_back(
    people: SignIn, store: Store, segment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order of the log is that of its numbers; it still proves itself, and says so."""
    a, b = people("kades.a"), people("kades.b")
    assert sign(a, segment).status_code == 303
    before = clock_steps(store)
    plain = unit.doer
    back = datetime.timedelta(days=2)

    def doer() -> Doer:
        now = plain()
        return Doer(now.actor, now.at - back)

    monkeypatch.setattr(unit, "doer", doer)
    assert sign(b, segment).status_code == 303
    with Repository(store) as repository:
        signed = repository.find(Event, subject_id=segment, action="sign")
        assert [row.who for row in signed] == ["kades.a", "kades.b"]
        assert signed[0].at > signed[1].at
        assert repository.verify() == []
        assert repository.get(Segment, segment).state == "SEPAKAT"
    assert clock_steps(store) == (*before, signed[1].seq)
    page = people("sari").get("/catatan?lang=en").text
    assert re.search(rf"Entries [\d, ]*{signed[1].seq} bear an earlier time", page)


def test_monstrous_lines(people: SignIn, store: Store, segment: str) -> None:
    client = people("kades.a")
    preview, draft = f"/data/segmen/{segment}/pratinjau", f"/data/segmen/{segment}/draf"
    many = [[99.62 + i * 1e-7, 2.98] for i in range(MOST_POINTS + 1)]
    assert post(client, preview, json={"garis": many}).status_code == 422
    headers = {"X-CSRFToken": token(client, "/akun"), "If-Match": '"v0"'}
    assert client.put(draft, json={"garis": many}, headers=headers).status_code == 422
    for text in (DEEP, '{"garis": ' + DEEP + "}", '{"garis": [[NaN, 1], [2, 3]]}',
                 '{"garis": [[1e999, 1], [2, 3]]}', '{"garis": {"a": 1}}', "[1]"):  # fmt: skip
        sent = {"data": text, "content_type": "application/json"}
        assert post(client, preview, **sent).status_code == 422, text[:30]
    assert propose(client, segment, "drawn", garis=DEEP).status_code == 422
    with Repository(store) as repository:
        assert repository.find(Draft) == []


def test_a_line_that_crosses_itself(people: SignIn, segment: str) -> None:
    """A bow tie between the two simpul is previewed with what is wrong, and not proposed."""
    client = people("kades.a")
    data = client.get(f"/data/segmen/{segment}.json").json
    assert data is not None
    (w, s), (e, n) = (data["lines"]["reference"]["geometry"]["coordinates"][i] for i in (0, -1))
    third, east = (n - s) / 3, 60 / 111_320
    bow = [[w, s], [w + east, s + 2 * third], [w + east, s + third], [w, s + 2 * third], [e, n]]
    answer = post(client, f"/data/segmen/{segment}/pratinjau?lang=en", json={"garis": bow})
    assert answer.json is not None
    assert "crosses or touches itself" in json.dumps(answer.json)
    assert propose(client, segment, "drawn", garis=json.dumps(bow)).status_code == 422


def test_files_of_lines(people: SignIn, segment: str) -> None:
    client = people("kades.a")
    points = ",".join(f"[99.62,{2.9 + i * 1e-6:.6f}]" for i in range(MOST_POINTS + 1))
    files = {
        "long.geojson": f'{{"type":"LineString","coordinates":[{points}]}}'.encode(),
        "deep.geojson": DEEP.encode(),
        "page.geojson": HTML,
        "empty.gpx": b"",
        "bomb.zip": b"PK\x03\x04" + b"\0" * 100,
    }
    for name, content in files.items():
        sent = {"berkas": (io.BytesIO(content), f"../../{name}")}
        answer = post(client, f"/data/segmen/{segment}/unggah", data=sent)
        assert answer.status_code == 422, name
        assert answer.mimetype == "application/problem+json"


def test_disguised_papers(people: SignIn, store: Store, segment: str) -> None:
    """Pages and programs are no papers; a PDF that is also a page comes back as a PDF to keep."""
    with Repository(store) as repository:
        assert repository.get(Segment, segment).state == "DILACAK"
    sari, other = people("sari"), segment_of(store, B, C).id
    wrong = {"x.pdf": HTML, "x.png": b"GIF89a;<script>", "x.docx": b"PK\x03\x04" + HTML,
             "x.jpg": b"MZ" + PDF, "x.csv": b"#!/bin/sh\nrm"}  # fmt: skip
    for name, content in wrong.items():
        answer = send(sari, other, "record-documents", berkas=(io.BytesIO(content), name))
        assert answer.status_code == 422, name
    polyglot = (io.BytesIO(PDF + HTML), "../../<script>.html")
    assert send(sari, other, "record-documents", berkas=polyglot).status_code == 303
    answer = sari.get(f"/segmen/{other}/dokumen/1")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    assert "/" not in answer.headers["Content-Disposition"].split("filename", 1)[1]


def test_what_is_too_large_is_not_read(people: SignIn, segment: str) -> None:
    client = people("kades.a")
    large = {"CONTENT_LENGTH": str(10**12), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = post(client, f"/data/segmen/{segment}/unggah", environ_overrides=large)
    assert answer.status_code == 413


@pytest.mark.parametrize("chunked", [False, True])
def test_a_byte_more_than_is_read(people: SignIn, segment: str, chunked: bool) -> None:
    """A draft of two points and blanks, as long as is read and one byte longer."""
    client = people("kades.a")
    line = json.dumps({"garis": [[99.62, 2.98], [99.62, 2.99]]})
    headers = {"X-CSRFToken": token(client, "/akun")}
    pieces = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    for version, (more, status) in enumerate(((0, 200), (1, 413))):
        answer = client.put(
            f"/data/segmen/{segment}/draf",
            data=line.ljust(LARGEST_JSON + more),
            content_type="application/json",
            headers=headers | {"If-Match": f'"v{version}"'},
            environ_overrides=pieces if chunked else {},
        )
        assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json == answer.json | {"status": 413, "code": "http-413"}
    kept = client.get(f"/data/segmen/{segment}/draf")
    assert kept.headers["ETag"] == '"v1"'


def test_many_are_signed_at_once(people: SignIn, store: Store) -> None:
    """B and C: all sources draw the same line. The password is asked once, for all or none."""
    same = segment_of(store, B, C).id
    put_on_table(store, same, "reference")
    b = people("kades.b")
    assert "1 segment with the same line" in b.get("/segmen?lang=en").text
    page = b.get("/segmen/sekaligus?lang=en").text
    value = re.search(r'name="pilih" value="([^"]+)"', page)
    assert value
    assert value[1].startswith(same)
    form = {"pilih": [value[1], "SG-0 1 " + "0" * 64], "csrf_token": token(b, "/akun")}
    wrong = b.post("/segmen/sekaligus?lang=en", data=form | {"password": "salah"})
    assert wrong.status_code == 403
    assert "checked" in wrong.text
    assert events(store, same, "sign") == 0
    form |= {"password": PASSWORD, "kunci": "word"}
    for _ in range(2):
        done = b.post("/segmen/sekaligus", data=form)
        assert done.status_code == 200
        assert "1 line signed." in done.text
        assert "1 was not: see the reason." in done.text
    assert events(store, same, "sign") == 1
    assert "No such line waits" in b.get("/segmen/sekaligus").text
    none = b.post("/segmen/sekaligus", data=form | {"pilih": []})
    assert none.status_code == 403
    assert "no line was chosen" in none.text.lower()


def test_who_looks_is_told_to_others(people: SignIn, segment: str) -> None:
    a, b = people("kades.a"), people("kades.b")
    address = f"/segmen/{segment}/keadaan?lang=en"
    first = a.get(address)
    assert "Also here" not in first.text
    assert "Also here: Nama kades.a" in b.get(address).text
    tag = {"If-None-Match": first.headers["ETag"]}
    assert "Also here: Nama kades.b" in a.get(address, headers=tag).text


@pytest.mark.parametrize(("paper", "width", "page"), [("A4", 186, ""), ("A3", 273, "a3")])
def test_both_papers_are_to_scale(
    people: SignIn, segment: str, paper: str, width: int, page: str
) -> None:
    """1,000 m at 1:5,000 are 200 mm, on either paper; what does not fit is cut."""
    text = people("sari").get(f"/segmen/{segment}/cetak?skala=5000&kertas={paper}").text
    assert f'width="{width}.0mm"' in text
    assert f"lembar-{page or 'a4'}" in text
    course = re.search(r'class="cetak-terpilih" d="M[\d.]+ ([\d.]+)L[\d.]+ ([\d.]+)"', text)
    assert course
    wanted = 200 if page else 150
    assert abs(float(course[2]) - float(course[1])) == pytest.approx(wanted, abs=0.05)
