"""Settling a segment on its page, without a browser: A claims 10 ha of B along their border."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from boundaries.store.database import Store
from boundaries.store.models import Lease, Proposal, Segment, Village
from boundaries.store.repository import Repository
from tests.quick_passwords import quick_passwords
from tests.store_fixture import entry
from tests.web.settling_fixture import PDF, propose, send, settling_workspace, sign
from tests.web.workspace_fixture import PASSWORD, pages_of, signed_in
from tests.workspace_fixture import A, B, C, segment_of, survey_of_a, take

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Four villages, two surveys, people with quick passwords."""
    with quick_passwords(), settling_workspace(tmp_path) as made:
        yield made


@pytest.fixture
def pages(store: Store) -> Flask:
    """Its pages."""
    return pages_of(store)


@pytest.fixture
def people(pages: Flask) -> SignIn:
    """A client for each login."""
    return lambda login: signed_in(pages.test_client(), login)


@pytest.fixture
def segment(store: Store) -> str:
    """The segment between A and B."""
    return segment_of(store, A, B).id


def token_of(client: FlaskClient) -> dict[str, str]:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/akun?lang=en").text)
    assert found
    return {"X-CSRFToken": found[1]}


def paper(name: str = "berita acara.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(PDF + name.encode()), name


def trace(operator: FlaskClient, segment: str) -> None:
    for action in ("record-documents", "record-tracing"):
        answer = send(operator, segment, action, berkas=paper(f"{action}.pdf"))
        assert answer.status_code == 303, answer.text


def state_of(store: Store, segment: str) -> str:
    with Repository(store) as repository:
        return repository.get(Segment, segment).state


def fault_in(page: str) -> str:
    found = re.search(r'class="salah" role="alert">([^<]+)', page)
    assert found
    return found[1]


def test_both_heads_sign(people: SignIn, store: Store, segment: str) -> None:
    trace(people("sari"), segment)
    assert propose(people("kades.a"), segment, "midline").status_code == 303
    assert sign(people("kades.a"), segment).status_code == 303
    assert state_of(store, segment) == "DILACAK"
    assert sign(people("kades.b"), segment).status_code == 303
    assert state_of(store, segment) == "SEPAKAT"
    page = people("gita").get(f"/segmen/{segment}?lang=en").text
    assert "The settled line: proposal 1" in page
    assert page.count("✓ signed") == 2
    assert "1 of 4 segments settled" in people("camat").get("/?lang=en").text


def test_declining_needs_a_reason_and_starts_the_clock(
    people: SignIn, store: Store, segment: str
) -> None:
    trace(people("sari"), segment)
    propose(people("kades.a"), segment, "a")
    answer = send(people("kades.b"), segment, "decline", reason=" ")
    assert answer.status_code == 403
    assert "a reason" in fault_in(answer.text)
    assert send(people("kades.b"), segment, "decline", reason="sungai").status_code == 303
    assert state_of(store, segment) == "TIDAK_SEPAKAT"
    page = people("sari").get(f"/segmen/{segment}?lang=en").text
    assert re.search(r"18\d days left", page)
    state = people("sari").get(f"/segmen/{segment}/keadaan?lang=en").text
    assert re.search("declined this proposal</span> “sungai”", state)
    propose(people("kades.b"), segment, "midline")
    assert "declined" not in people("sari").get(f"/segmen/{segment}/keadaan?lang=en").text


def test_a_wrong_password_signs_nothing(people: SignIn, store: Store, segment: str) -> None:
    trace(people("sari"), segment)
    propose(people("kades.a"), segment, "reference")
    answer = sign(people("kades.b"), segment, password="salah")
    assert answer.status_code == 403
    assert "password" in fault_in(answer.text).lower()
    assert "✓ signed" not in people("sari").get(f"/segmen/{segment}?lang=en").text


def test_nobody_else_signs(people: SignIn, store: Store, segment: str) -> None:
    """The head of D, the camat and the operator are refused, each told who may."""
    trace(people("sari"), segment)
    propose(people("sari"), segment, "midline")
    with Repository(store) as repository:
        line = repository.find(Proposal)[0].hash
    for login, code in (("kades.d", "heads no village"), ("camat", "may not"), ("sari", "may not")):
        answer = sign(people(login), segment, number="1", hash=line)
        assert answer.status_code == 403, login
        assert code in fault_in(answer.text)
    assert state_of(store, segment) == "DILACAK"


def test_the_second_writer_sees_both_versions(people: SignIn, store: Store, segment: str) -> None:
    trace(people("sari"), segment)
    a, b = people("kades.a"), people("kades.b")
    old = b.get(f"/segmen/{segment}?lang=en").text
    version = re.search(r'name="versi" value="(\d+)"', old)
    assert version
    propose(a, segment, "a")
    answer = propose(b, segment, "midline", versi=version[1], catatan="tengah saja")
    assert answer.status_code == 409
    assert "Somebody else was faster" in answer.text
    assert "tengah saja" in answer.text
    assert "<dd>line halfway</dd>" in answer.text
    assert "Proposal 1 by Nama kades.a is on the table." in answer.text
    with Repository(store) as repository:
        assert [row.kind for row in repository.find(Proposal)] == ["a"]
    again = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', answer.text))
    assert b.post(f"/segmen/{segment}/usulan", data=again).status_code == 303
    with Repository(store) as repository:
        assert [row.kind for row in repository.find(Proposal)] == ["a", "midline"]


def test_a_form_without_version_is_refused(people: SignIn, segment: str) -> None:
    answer = propose(people("sari"), segment, "a", versi="")
    assert answer.status_code == 428


def test_what_a_role_may_do_is_on_the_page(people: SignIn, segment: str) -> None:
    page = people("sari").get(f"/segmen/{segment}?lang=en").text
    assert "Record the study of documents" in page
    assert "The segment becomes: Documents studied." in page
    page = people("kades.a").get(f"/segmen/{segment}?lang=en").text
    assert "Nothing that your role may do is open here now." in page
    assert "Who may: the operator of the boundary team or the GIS staff." in page


def test_the_figures_of_the_lines(people: SignIn, segment: str) -> None:
    """By A's own line A gains the strip of 100 m by 1,000 m, which B loses."""
    data = people("camat").get(f"/data/segmen/{segment}.json").json
    assert data is not None
    assert data["lines"]["a"]["change_m2"]["a"] == pytest.approx(100_000, rel=2e-3)
    assert data["lines"]["a"]["change_m2"]["b"] == pytest.approx(-100_000, rel=2e-3)
    assert data["lines"]["reference"]["gains"] == []
    series = [value for value in data["lines"]["a"]["series"] if value is not None]
    assert max(map(abs, series)) == pytest.approx(100, abs=0.1)
    roles = {item["properties"]["role"] for item in data["features"]}
    assert {"land-a", "land-b", "land-c", "disputed", "line-a", "line-reference", "simpul"} <= roles


def test_a_drawn_line_is_previewed_and_proposed(people: SignIn, store: Store, segment: str) -> None:
    trace(people("sari"), segment)
    client = people("kades.b")
    data = client.get(f"/data/segmen/{segment}.json").json
    assert data is not None
    course = data["lines"]["reference"]["geometry"]["coordinates"]
    (w, s), (e, n) = course[0], course[-1]
    east = 50 / 111_320
    line = [[w, s], [w + east, (s + n) / 2], [e, n]]
    headers = token_of(client)
    shown = client.post(
        f"/data/segmen/{segment}/pratinjau", json={"garis": line}, headers=headers
    ).json
    assert shown is not None
    assert shown["change_m2"]["a"] == pytest.approx(25_000, rel=0.02)
    half = client.post(
        f"/data/segmen/{segment}/pratinjau", json={"garis": line[:2]}, headers=headers
    ).json
    assert half is not None
    assert "from its junction" in half["unfinished"]
    bad = client.post(f"/data/segmen/{segment}/pratinjau", json={"garis": [1]}, headers=headers)
    assert bad.status_code == 422
    answer = propose(client, segment, "drawn", garis=str(line))
    assert answer.status_code == 303
    with Repository(store) as repository:
        assert repository.find(Proposal)[0].hash == shown["hash"]


def test_a_line_comes_from_a_file(people: SignIn, segment: str) -> None:
    client = people("sari")
    text = '{"type":"LineString","coordinates":[[99.1,3.1],[99.2,3.2]]}'
    sent = {"berkas": (io.BytesIO(text.encode()), "../../garis.geojson")}
    answer = client.post(
        f"/data/segmen/{segment}/unggah",
        data=sent,
        headers=token_of(client),
        content_type="multipart/form-data",
    )
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    assert answer.json["garis"][0] == pytest.approx([99.1, 3.1], abs=1e-7)


def test_a_broken_file_is_told_by_its_own_name(people: SignIn, segment: str) -> None:
    """Never the place where the server keeps it for a moment."""
    client = people("sari")
    answer = client.post(
        f"/data/segmen/{segment}/unggah",
        data={"berkas": (io.BytesIO(b"<gpx><trk><trkseg><trkpt lat='2'"), "rusak.gpx")},
        headers=token_of(client),
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["title"].startswith("rusak.gpx ")
    assert tempfile.gettempdir() not in answer.text


def test_the_hectares_at_stake(people: SignIn, store: Store, segment: str) -> None:
    """Board, list, kecamatan and village tell how much land lines give to different villages."""
    client = people("sari")
    with Repository(store) as repository:
        figures = repository.get(Segment, segment).figures
    assert figures
    hectares = f"{figures['land_m2'] / 10_000:.2f}"
    assert float(hectares) > 0
    board = client.get("/?lang=en").text
    assert f"no line is settled yet: {hectares} ha." in board
    assert f'<td class="angka">{hectares}</td>' in board
    assert f"no line is settled yet: {hectares} ha." in client.get("/kecamatan/12.09.20").text
    assert f'<td class="angka">{hectares}</td>' in client.get("/kecamatan").text
    assert re.search(rf'ukuran-saku">[^<]* · {hectares} ha differ<', client.get("/segmen").text)
    assert f'<td class="angka">{hectares} ha</td>' in client.get(f"/desa/{B}").text


def test_who_draws_is_told_to_others(people: SignIn, store: Store, segment: str) -> None:
    a, b = people("kades.a"), people("kades.b")
    headers = token_of(a)
    assert a.post(f"/data/segmen/{segment}/pakai", headers=headers).json == {"orang": None}
    assert "Nama kades.a is drawing" in b.get(f"/segmen/{segment}/keadaan?lang=en").text
    assert "is drawing" not in a.get(f"/segmen/{segment}/keadaan?lang=en").text
    a.post(f"/data/segmen/{segment}/pakai?selesai=1", headers=headers)
    with Repository(store) as repository:
        assert not repository.find(Lease)


def test_polling_answers_only_what_changed(people: SignIn, segment: str) -> None:
    client = people("sari")
    first = client.get(f"/segmen/{segment}/keadaan")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get(f"/segmen/{segment}/keadaan", headers=tag).status_code == 304
    trace(client, segment)
    assert client.get(f"/segmen/{segment}/keadaan", headers=tag).status_code == 200


def test_papers_come_back_as_downloads(people: SignIn, segment: str) -> None:
    trace(people("sari"), segment)
    answer = people("kades.a").get(f"/segmen/{segment}/dokumen/1")
    assert answer.data.startswith(PDF)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert people("kades.a").get(f"/segmen/{segment}/dokumen/99").status_code == 404
    stranger = people("kades.d")
    assert stranger.get(f"/segmen/{segment}/dokumen/1").status_code == 403
    assert "record-documents.pdf" not in stranger.get(f"/segmen/{segment}").text


def test_a_name_from_a_file_stays_text(people: SignIn, store: Store) -> None:
    name = "<img src=x onerror=alert(1)>"
    with Repository(store) as repository:
        source = repository.current_sources("big")[0].id
        [row] = repository.find(Village, source_id=source, key=A)
        row.name = name
        repository.record(entry("rename"))
    segment = segment_of(store, A, B).id
    client = people("sari")
    for address in ("/", "/segmen", f"/segmen/{segment}", "/desa", f"/desa/{A}", "/kecamatan",
                    f"/segmen/{segment}/cetak"):  # fmt: skip
        page = client.get(address).text
        assert name not in page, address
    assert "&lt;img src=x" in client.get(f"/segmen/{segment}").text


def test_a_print_is_to_scale(people: SignIn, segment: str) -> None:
    """1,000 m at 1:10,000 are 100 mm."""
    page = people("sari").get(f"/segmen/{segment}/cetak?skala=10000&garis=reference&lang=en").text
    course = re.search(r'class="cetak-terpilih" d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"', page)
    assert course
    x, y, to_x, to_y = (float(part) for part in course.groups())
    assert abs(to_x - x) == pytest.approx(0, abs=0.02)
    assert abs(to_y - y) == pytest.approx(100, abs=0.02)
    assert "1:10" in page
    assert "Coordinates in WGS 84, UTM zone 47N." in page


def test_a_source_that_comes_later_marks_no_settled_line(
    people: SignIn, store: Store, segment: str, tmp_path: Path
) -> None:
    """The land that is remembered is read anew once another version of a survey is there."""
    client = people("sari")
    before = client.get(f"/data/segmen/{segment}.json").json
    take(store, survey_of_a(tmp_path / "a.gpkg", wider=200.0))
    after = client.get(f"/data/segmen/{segment}.json").json
    assert before is not None
    assert after is not None
    assert before["bounds"] != after["bounds"]


def test_the_outer_border_has_nobody_to_agree_with(people: SignIn, store: Store) -> None:
    outer = segment_of(store, C).id
    page = people("sari").get(f"/segmen/{outer}?lang=en").text
    assert "nobody to agree with here" in page
    assert people("sari").get(f"/data/segmen/{outer}.json").status_code == 404


def test_only_wrong_passwords_count_as_guesses(people: SignIn, segment: str) -> None:
    """Rules refuse a decision before any mediation, as often as it is tried."""
    bupati = people("bupati")
    refused = {send(bupati, segment, "decide", password=PASSWORD).status_code for _ in range(8)}
    assert refused <= {403, 422}
    guesses = [send(bupati, segment, "decide", password="salah").status_code for _ in range(7)]
    assert guesses == [403] * 6 + [429]


def test_the_page_goes_on_after_the_agreement(people: SignIn, segment: str) -> None:
    """Verified, sent, returned: everybody can open the page in each state."""
    operator = people("sari")
    for action in ("record-documents", "record-tracing"):
        assert send(operator, segment, action, berkas=paper()).status_code == 303
    assert propose(operator, segment, "midline").status_code == 303
    for head in ("kades.a", "kades.b"):
        assert sign(people(head), segment).status_code == 303
    dated = {"berkas": paper("surat.pdf"), "dated": "2026-01-05", "reference": "12/2026"}
    for who, action in (("vera", "verify"), ("sari", "send")):
        dated["berkas"] = paper(f"{action}.pdf")
        assert send(people(who), segment, action, **dated).status_code == 303, action
        for login in ("sari", "gita", "kades.a", "kades.b", "camat", "vera", "bupati"):
            assert people(login).get(f"/segmen/{segment}").status_code == 200, (action, login)
