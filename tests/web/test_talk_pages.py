"""Comments, notices and the bell on the pages, without a browser."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from boundaries.store.database import Store
from boundaries.store.models import Account, Comment, SegmentVisit
from boundaries.store.repository import Repository
from tests.quick_passwords import quick_passwords
from tests.web.settling_fixture import PDF, propose, settling_workspace
from tests.web.workspace_fixture import pages_of, signed_in
from tests.workspace_fixture import A, B, put_on_table, segment_of

SignIn = Callable[[str], FlaskClient]
EVIL = "<img src=x onerror=alert(1)><script>alert('k')</script> {{ 7 * 7 }}"
KEYS = iter(f"halaman-{number:04d}" for number in range(10_000))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Four villages, a line on the table between A and B; the tests only add to it."""
    folder = tmp_path_factory.mktemp("talk-pages")
    with quick_passwords(), settling_workspace(folder) as made:
        put_on_table(made, segment_of(made, A, B).id, "a")
        yield made


@pytest.fixture(scope="module")
def people(store: Store) -> SignIn:
    """A client for each login, signed in once."""
    app = pages_of(store)
    known: dict[str, FlaskClient] = {}

    def client(login: str) -> FlaskClient:
        if login not in known:
            known[login] = signed_in(app.test_client(), login)
        return known[login]

    return client


@pytest.fixture(scope="module")
def segment(store: Store) -> str:
    """The segment between A and B."""
    return segment_of(store, A, B).id


def send(client: FlaskClient, address: str, **fields: object) -> TestResponse:
    """Send a form with its token and a number of its own."""
    page = client.get("/akun?lang=en").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    form = {"csrf_token": found[1], "kunci": next(KEYS), **fields}
    return client.post(address, data=form, content_type="multipart/form-data")


def say(client: FlaskClient, segment: str, **fields: object) -> TestResponse:
    """Send the form of a new comment."""
    return send(client, f"/segmen/{segment}/komentar", **{"teks": "Patok", **fields})


def said(client: FlaskClient, segment: str, text: str = "Patok", **fields: object) -> int:
    """The number of a comment that was sent."""
    answer = say(client, segment, teks=text, **fields)
    assert answer.status_code == 303, answer.text
    found = re.search(r"#k(\d+)$", answer.headers["Location"])
    assert found
    return int(found[1])


def page_of(client: FlaskClient, segment: str) -> str:
    """The page of the segment in English."""
    return client.get(f"/segmen/{segment}?lang=en").text


def thread_of(client: FlaskClient, segment: str, number: int) -> str:
    """What the fragment of the threads shows of the one that a comment began."""
    page = client.get(f"/segmen/{segment}/komentar?lang=en").text
    [found] = [
        part for part in page.split('<details class="utas') if f'data-utas="{number}"' in part
    ]
    return found


def fault_in(page: str) -> str:
    found = re.search(r'class="salah" role="alert">([^<]+)', page)
    assert found
    return found[1]


def test_text_is_never_html(people: SignIn, segment: str) -> None:
    number = said(people("kades.a"), segment, EVIL, sebut=["desa:" + B, "camat", EVIL])
    send(people("kades.b"), f"/segmen/{segment}/komentar/{number}/jawab", teks=EVIL)
    send(people("kades.a"), f"/segmen/{segment}/komentar/{number}/tarik", teks=EVIL)
    for address in (f"/segmen/{segment}", f"/segmen/{segment}/komentar", "/pemberitahuan",
                    "/catatan"):  # fmt: skip
        page = people("camat").get(address).text
        assert "<img src=x" not in page, address
        assert "<script>alert" not in page, address
    part = thread_of(people("camat"), segment, number)
    assert "&lt;img src=x onerror=alert(1)&gt;" in part
    assert "{{ 7 * 7 }}" in part
    assert "<s>" in part
    answer = people("camat").get(f"/segmen/{segment}/komentar")
    assert "'nonce-" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"teks": "   "}, "says nothing"),
        ({"teks": "a" * 4001}, "4001 characters"),
        ({"teks": "x", "tentang": "point", "letak": "di sungai"}, "no position"),
        ({"teks": "x", "letak": "-6.2, 106.8"}, "does not lie at this segment"),
        ({"teks": "x", "tentang": "simpul:SP-LAIN"}, "no end of this segment"),
        ({"teks": "x", "titik": "99"}, "no point 99"),
        ({"teks": "x", "tentang": "<b>"}, "is about one of"),
        ({"teks": "x", "kunci": ""}, "no number of its own"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(
    people: SignIn, segment: str, fields: dict[str, str], fault: str
) -> None:
    answer = say(people("kades.a"), segment, **fields)
    assert answer.status_code == 422
    assert fault in fault_in(answer.text)
    assert f">{fields['teks']}</textarea>" in answer.text


def test_who_may_not_talk(people: SignIn, segment: str, store: Store) -> None:
    """The head of D is not concerned: no reading, no writing, whatever address is tried."""
    number = said(people("kades.a"), segment, "hanya untuk A dan B")
    stranger = people("kades.d")
    assert say(stranger, segment).status_code == 403
    for action in ("jawab", "ubah", "ralat", "tarik", "selesai", "buka"):
        answer = send(
            stranger, f"/segmen/{segment}/komentar/{number}/{action}", teks="x", versi="1"
        )
        assert answer.status_code == 403, action
    assert "hanya untuk A dan B" not in page_of(stranger, segment)
    assert "hanya untuk" not in stranger.get(f"/segmen/{segment}/komentar").text
    other = segment_of(store, B, "12.09.21.2003").id
    answer = send(people("kades.b"), f"/segmen/{other}/komentar/{number}/jawab", teks="x")
    assert answer.status_code == 404
    assert send(people("sari"), f"/segmen/{segment}/komentar/{number}/hapus").status_code == 404


def test_a_form_sent_twice_counts_once(people: SignIn, segment: str, store: Store) -> None:
    first, second = (
        said(people("kades.a"), segment, "sekali", kunci="kunci-yang-sama") for _ in range(2)
    )
    assert first == second
    with Repository(store) as repository:
        assert len(repository.find(Comment, text="sekali")) == 1


def test_a_form_of_another_site_is_refused(people: SignIn, segment: str) -> None:
    answer = people("kades.a").post(f"/segmen/{segment}/komentar", data={"teks": "x"})
    assert answer.status_code == 400


def test_a_thread_from_beginning_to_end(people: SignIn, segment: str) -> None:
    a, b = people("kades.a"), people("kades.b")
    number = said(a, segment, "Tanda?", titik="1")
    part = thread_of(a, segment, number)
    assert ">Change it</summary>" in part
    version = re.search(r'name="versi" value="(\d+)"', part)
    assert version
    address = f"/segmen/{segment}/komentar/{number}"
    assert send(a, f"{address}/ubah", teks="Tanda ini?", versi=version[1]).status_code == 303
    answer = send(a, f"{address}/ubah", teks="Tanda itu?", versi=version[1])
    assert answer.status_code == 409
    assert ">Tanda itu?</textarea>" in answer.text
    assert send(b, f"{address}/jawab", teks="Ya").status_code == 303
    part = thread_of(a, segment, number)
    assert "Tanda ini?" in part
    assert ">Correct</summary>" in part
    assert ">Change it</summary>" not in part
    assert send(a, f"{address}/ubah", teks="x", versi="3").status_code == 403
    assert send(a, f"{address}/ralat", teks="Bukan tanda").status_code == 303
    assert '<p class="kode">Correction</p>' in thread_of(b, segment, number)
    assert send(people("camat"), f"{address}/selesai").status_code == 303
    page = thread_of(b, segment, number)
    assert "closed by Nama camat" in page
    assert f'id="t{number}-jawab"' not in page
    assert send(b, f"{address}/jawab", teks="Masih").status_code == 403
    assert "point 1 of proposal 1" in page
    assert re.search(rf'data-utas="{number}" data-bujur="[\d.-]+" data-lintang="[\d.-]+"', page)


def test_photos_come_with_a_comment(people: SignIn, segment: str) -> None:
    files = [(io.BytesIO(PDF + b"1"), "../../foto <b>.pdf"), (io.BytesIO(PDF + b"2"), "b.pdf")]
    number = said(people("kades.a"), segment, "Lihat", berkas=files)
    part = thread_of(people("kades.b"), segment, number)
    assert part.count("/dokumen/") == 2
    assert "<b>.pdf" not in part
    found = re.findall(r'href="(/segmen/[^"]+/dokumen/\d+)"', part)
    assert people("kades.b").get(found[0]).headers["Content-Disposition"].startswith("attachment")
    assert people("kades.d").get(found[0]).status_code == 403
    bad = [(io.BytesIO(b"<svg onload=alert(1)>"), "foto.jpg")]
    answer = say(people("kades.a"), segment, teks="Lihat ini", berkas=bad)
    assert answer.status_code == 422
    assert ">Lihat ini</textarea>" in answer.text


def test_polling_answers_only_what_changed(people: SignIn, segment: str) -> None:
    camat = people("camat")
    number = said(people("kades.a"), segment, "pertama")
    address, tag = f"/segmen/{segment}/komentar", ""

    def poll() -> int:
        nonlocal tag
        answer = camat.get(address, headers={"If-None-Match": tag})
        tag = answer.headers["ETag"]
        return answer.status_code

    assert [poll(), poll()] == [200, 304]
    said(people("kades.b"), segment, "kedua")
    assert [poll(), poll()] == [200, 304]
    send(people("kades.b"), f"{address}/{number}/jawab", teks="ketiga")
    send(people("camat"), f"{address}/{number}/selesai")
    assert [poll(), poll()] == [200, 304]


def bell(client: FlaskClient) -> int:
    """The number at the bell."""
    found = re.search(r'class="lonceng".*?</svg>(?:<b>(\d+)</b>)?</a>', client.get("/akun").text)
    assert found
    return int(found[1] or 0)


def test_the_bell_counts_until_it_is_looked_at(people: SignIn, store: Store, segment: str) -> None:
    vera = people("vera")
    before = bell(vera)
    said(people("kades.a"), segment, "Mohon diperiksa @verifikator")
    assert bell(vera) == before + 1
    page = vera.get("/pemberitahuan?lang=en").text
    assert "Nama kades.a mentions you: “Mohon diperiksa @verifikator”" in page
    link = re.search(r'href="(/segmen/[^"]+)#k\d+"', page)
    assert link
    assert segment in link[1]
    page_of(vera, segment)
    assert bell(vera) == 0
    key = re.search(r'name="kabar" value="([^"]+)"', page)
    assert key
    send(vera, "/pemberitahuan/baca", kabar=key[1], belum="1")
    assert bell(vera) == 1
    send(vera, "/pemberitahuan/baca", kabar="log:999999")
    assert bell(vera) == 1
    send(vera, "/pemberitahuan/baca")
    assert bell(vera) == 0


def test_a_proposal_of_the_other_side_is_told(people: SignIn, store: Store, segment: str) -> None:
    b = people("kades.b")
    page_of(b, segment)
    assert bell(b) == 0
    assert propose(people("kades.a"), segment, "midline").status_code == 303
    assert bell(b) == 1
    assert bell(people("kades.d")) == 0
    assert "Nama kades.a put proposal" in b.get("/pemberitahuan?lang=en").text
    assert "new since your visit" in b.get("/segmen?lang=en").text
    assert "new since your visit" not in people("kades.a").get("/segmen?lang=en").text


def test_what_comes_by_mail_is_chosen(people: SignIn) -> None:
    client = people("bupati")
    bad = send(client, "/pemberitahuan/surel", surel="x@y\r\nBcc: a@b.id", macam=["clock"])
    assert bad.status_code == 422
    assert "is no mail address" in fault_in(bad.text)
    good = {"surel": "bupati@contoh.id", "macam": ["clock", "moon"]}
    assert send(client, "/pemberitahuan/surel", **good).status_code == 303
    page = client.get("/pemberitahuan").text
    assert 'value="bupati@contoh.id"' in page
    assert re.findall(r'name="macam" value="(\w+)" checked', page) == ["clock"]


def test_what_changed_since_the_last_visit(people: SignIn, store: Store, segment: str) -> None:
    """The camat was here two hours ago; A, whose village is named, proposed and wrote meanwhile."""
    camat, a = people("camat"), people("kades.a")
    page_of(camat, segment)
    with Repository(store) as repository:
        [account] = repository.find(Account, login="camat")
        [seen] = repository.find(SegmentVisit, account_id=account.id, segment_id=segment)
        seen.seen_at -= timedelta(hours=2)
    propose(a, segment, "reference")
    number = said(a, segment, "Mohon ditengahi")
    news = page_of(camat, segment)
    news = news[news.index('class="kabar sejak"') :]
    news = re.sub(r"\s+", " ", news[: news.index("</p>")])
    assert "Since your last visit" in news
    assert re.search(r'<a href="#di-meja">new proposal by (?!Nama)[^<]+</a>', news)
    assert f'<a href="#k{number}">1 comment</a>' in news
