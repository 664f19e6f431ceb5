"""Pages without a browser: what they list, filter, name and keep as text."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient

from boundaries.domain.analysis import Analysis
from boundaries.domain.parameters import Parameters
from tests.web.example import HOSTILE, with_many_cases, without_findings
from web import create_app

PAGES = ("/", "/temuan/{id}", "/sumber", "/tidak-ada")


def listed(text: str) -> list[str]:
    """Identifiers of the cases of a page, in order."""
    return re.findall(r'<tbody data-kasus="([^"]+)"', text)


def heading(text: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", text)
    assert found
    return unescape(found[1])


def test_the_list_counts_cases_and_findings(client: FlaskClient) -> None:
    text = client.get("/").text
    assert heading(text) == "5 kasus (6 temuan)"
    assert len(listed(text)) == 5


def test_the_most_severe_case_comes_first(client: FlaskClient) -> None:
    badges = re.findall(r'class="lencana kelas-(\w+)"', client.get("/?bagian=daftar").text)
    assert badges == ["claim", "doubt", "enclave", "sliver", "noise"]


def test_a_case_states_its_total_and_widest_place(client: FlaskClient) -> None:
    text = client.get("/?jenis=mismatch").text
    row = text[text.index('class="baris"') :]
    figures = re.findall(r'class="angka">([^<]+)<', row)
    assert figures[0] == "2"
    assert figures[1].endswith(" ha")
    assert float(figures[1].removesuffix(" ha").replace(",", ".")) == pytest.approx(2.44, abs=0.01)
    assert figures[2] == "60,0"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("jenis=overlap", 2),
        ("jenis=overlap&jenis=gap", 3),
        ("kelas=claim", 1),
        ("jenis=overlap&kelas=noise", 1),
        ("kecamatan=Meranti", 3),
        ("desa=12.09.20.2001", 3),
        ("cari=tinggi", 3),
        ("cari=TINGGI+sidomulyo", 2),
        ("cari=12.09.21.2001", 1),
        ("jenis=unknown", 5),
        ("kecamatan=unknown", 5),
    ],
)
def test_filters(client: FlaskClient, query: str, count: int) -> None:
    text = client.get(f"/?{query}").text
    assert len(listed(text)) == count


def test_a_finding_is_found_by_its_identifier(client: FlaskClient, ids: dict[str, str]) -> None:
    text = client.get("/", query_string={"cari": ids["overlap sliver"].lower()}).text
    assert heading(text) == "1 dari 5 kasus (1 temuan)"


def test_the_form_shows_the_filters_in_force(client: FlaskClient) -> None:
    text = client.get("/?jenis=gap&kecamatan=Meranti&cari=raja").text
    assert re.search(r'name="jenis" value="gap" checked', text)
    assert not re.search(r'name="jenis" value="overlap" checked', text)
    assert "<option selected>Meranti</option>" in text
    assert 'value="raja"' in text


def test_no_case_passes(client: FlaskClient) -> None:
    text = client.get("/?cari=xyzzy").text
    assert "Tidak ada kasus yang lolos saringan ini" in text
    assert not listed(text)


def test_nothing_was_found(analysis: Analysis) -> None:
    client = create_app(without_findings(analysis)).test_client()
    text = client.get("/").text
    assert heading(text) == "0 kasus (0 temuan)"
    assert "seluas 1,00 m² atau lebih" in text


def test_lists_beyond_500_cases_are_paged(analysis: Analysis) -> None:
    client = create_app(with_many_cases(analysis, 501)).test_client()
    first, second = client.get("/").text, client.get("/?hal=2").text
    assert len(listed(first)) == 500
    assert 'rel="next"' in first
    assert listed(second) == ["K-0500"]
    assert 'rel="next"' not in second
    assert listed(client.get("/temuan/BG-0500").text) == ["K-0500"]


def test_the_panel_of_a_finding(client: FlaskClient, ids: dict[str, str]) -> None:
    text = unescape(client.get(f"/temuan/{ids['mismatch claim']}").text)
    panel = re.sub(r"<[^>]+>|\s+", " ", text[text.index('<section class="temuan"') :])
    panel = re.sub(r" +", " ", panel)
    for expected in (
        "Kasus 1 dari 5",
        "Desa Sidomulyo 12.09.20.2001 Kec. Buntu Pane",
        "Desa Tinggi Raja 12.09.20.2002 Kec. Buntu Pane",
        "Luas (elipsoid) 2,40 ha",
        "Lebar rata-rata 52,2 m",
        "Lebar terbesar 60,0 m",
        "Selisihnya rata-rata 52,2 m. Ketelitian peta hanya menjelaskan sampai 10,6 m, jadi perlu "
        "disepakati desa.",
        "CE90 2,50 m (skala 1:5.000, kelas 3, aturan 2014)",
        "Menurut survei lahan ini masuk Desa Sidomulyo; menurut BIG lahan ini masuk Desa Tinggi "
        "Raja.",
        "Temuan 1 dari 2 dalam kasus ini, kasus seluruhnya 2,44 ha.",
        "Masuk desa mana menurut tiap sumber",
        "menurut BIG (acuan, indikatif), edisi 2025: Desa Tinggi Raja",
        "menurut survei: Desa Sidomulyo",
        "UTM 47N 570.030,00 mT 336.500,00 mU",
        "Temuan dalam kasus ini (2)",
    ):
        assert expected in panel
    assert re.search(r"3°02′\d\d,\d{3}″ LU 99°37′\d\d,\d{3}″ BT", panel)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("overlap noise", "rata-rata 0,02 m: hanya jejak penggambaran"),
        ("overlap sliver", "rata-rata 1,99 m. Ketelitian peta menjelaskan sampai 3,54 m"),
        ("gap doubt", "rata-rata 4,88 m. Ketelitian peta menjelaskan sampai 3,54 m"),
        ("enclave enclave", "Lahan di dalam satu desa"),
    ],
)
def test_the_class_is_explained(
    client: FlaskClient, ids: dict[str, str], name: str, sentence: str
) -> None:
    assert sentence in client.get(f"/temuan/{ids[name]}").text


def test_each_line_has_its_own_accuracy(analysis: Analysis, ids: dict[str, str]) -> None:
    """A survey of 0.1 m against a map of 5 m: sqrt(25.01) is 5.001 m, and three times that 15 m."""
    given = Parameters(ce90_m=0.1, reference_scale=10_000)
    client = create_app(replace(analysis, parameters=given)).test_client()
    panels = {
        name: unescape(client.get(f"/temuan/{ids[name]}?lang=en").text)
        for name in ("mismatch claim", "overlap sliver", "overlap noise")
    }
    for expected in (
        "explains no more than 15.0 m",
        "CE90 of one line is 5.00 m (scale 1:10,000, class 3, rule of 2014)",
        "of the other 0.10 m (as given)",
        "√(a² + b²) = 5.00 m",
    ):
        assert expected in panels["mismatch claim"]
    method = unescape(client.get("/sumber?lang=en").text)
    assert "Reference: 1:10,000, class 3 (2014), CE90 5.00 m; Local: CE90 0.10 m" in method
    assert "more than 21.2 m in the reference / 0.42 m between local sources" in method
    assert "√(a² + b²) = 0.14 m" in panels["overlap sliver"]
    assert "1.41 × CE90 = 7.07 m" in panels["overlap noise"]


def test_land_that_nobody_gets(client: FlaskClient, ids: dict[str, str]) -> None:
    text = client.get(f"/temuan/{ids['gap doubt']}").text
    assert re.search(r"menurut survei:</span>\s*<b>tidak masuk desa mana pun</b>", text)


def test_previous_and_next_keep_the_filters(client: FlaskClient, ids: dict[str, str]) -> None:
    text = client.get(f"/temuan/{ids['overlap sliver']}?jenis=overlap").text
    assert f'href="/temuan/{ids["overlap noise"]}?jenis=overlap"' in text
    assert "Kasus 1 dari 2" in text
    assert 'data-langkah="sebelum"' not in text


def test_a_finding_outside_the_filters_is_still_shown(
    client: FlaskClient, ids: dict[str, str]
) -> None:
    text = client.get(f"/temuan/{ids['mismatch claim']}?jenis=gap").text
    assert "Temuan terpilih tidak lolos saringan." in text
    assert f'data-rincian="{ids["mismatch claim"]}"' in text


def test_fragments_are_parts_of_the_page(client: FlaskClient, ids: dict[str, str]) -> None:
    panel = client.get(f"/temuan/{ids['gap doubt']}?bagian=rincian").text
    assert "<html" not in panel
    assert panel.strip() in client.get(f"/temuan/{ids['gap doubt']}").text
    assert "<html" not in client.get("/?bagian=daftar").text


def test_the_finding_as_json(client: FlaskClient, ids: dict[str, str]) -> None:
    record = client.get(f"/temuan/{ids['mismatch claim']}.json").get_json()
    assert record["villages"] == ["12.09.20.2001", "12.09.20.2002"]
    assert record["claims"] == {"big": ["12.09.20.2002"], "survei": ["12.09.20.2001"]}
    assert record["area_m2"] == pytest.approx(24_000, rel=0.001)


def test_sources_and_method(client: FlaskClient) -> None:
    text = unescape(client.get("/sumber").text)
    for expected in (
        "big.geojson", "0123456789ab", "2025", "EPSG:32647", "97% of the land is shared",
        "the code 12.09.20.9999 is not known", "Self-intersection", "Hutan",
        "nama, luas bersama", "BIG (acuan, indikatif), edisi 2025",
    ):  # fmt: skip
        assert expected in text


@pytest.mark.parametrize("page", PAGES)
def test_indicative_on_every_page(client: FlaskClient, ids: dict[str, str], page: str) -> None:
    text = client.get(page.format(id=ids["gap doubt"])).text
    assert "Batas indikatif, bukan ketetapan hukum" in text


@pytest.mark.parametrize("page", PAGES)
def test_names_stay_text(client: FlaskClient, ids: dict[str, str], page: str) -> None:
    text = client.get(page.format(id=ids["gap doubt"])).text
    assert HOSTILE not in text
    assert "<img src=x" not in text


def test_the_hostile_name_is_shown(client: FlaskClient, ids: dict[str, str]) -> None:
    assert HOSTILE in unescape(client.get(f"/temuan/{ids['gap doubt']}").text)


def test_unknown_findings_and_pages(client: FlaskClient) -> None:
    missing = client.get("/temuan/TT-UNKNOWN")
    assert missing.status_code == 404
    assert "Tidak ada temuan TT-UNKNOWN dalam tinjauan ini." in missing.text
    assert 'href="/"' in missing.text
    assert "Tidak ada halaman di alamat ini." in client.get("/tidak-ada").text
    assert client.get("/temuan/TT-UNKNOWN.json").get_json()["error"]["code"] == 404


def test_text_of_an_address_stays_text(client: FlaskClient) -> None:
    assert "<script>" not in client.get("/temuan/<script>x").text
    assert "<b>x" not in client.get("/?cari=<b>x&kecamatan=<b>x").text


def test_what_an_address_holds_too_much_is_named(client: FlaskClient) -> None:
    text = unescape(client.get("/?kind=overlap&jenis=overlap&jenis=abc&desa=99&hal=x").text)
    assert "jadi tidak dipakai: kind=overlap; jenis=abc; desa=99; hal=x" in text
    assert len(listed(text)) == 2


def test_all_that_the_pages_write_is_known(client: FlaskClient) -> None:
    query = "jenis=gap&kelas=doubt&kecamatan=Meranti&desa=12.09.20.2001&cari=a&lang=id"
    text = client.get(f"/?{query}&kontras=biasa&hal=1&z=15.75&c=3.04,-99.6").text
    assert "tidak dipakai" not in text


def test_chips_count_under_the_other_filters(client: FlaskClient) -> None:
    text = client.get("/?jenis=overlap&kecamatan=Meranti").text
    chips = dict(re.findall(r'value="(\w+)"[^>]*>.*?data-banyak>(\d+)<', text))
    assert chips == {
        "overlap": "1", "gap": "1", "mismatch": "0", "enclave": "1",
        "claim": "0", "doubt": "0", "sliver": "1", "noise": "0",
    }  # fmt: skip


def test_villages_of_the_chosen_kecamatan(client: FlaskClient) -> None:
    text = client.get("/?kecamatan=Meranti").text
    hidden = re.findall(r'<option value="([\d.]+)"[^>]* hidden disabled', text)
    assert hidden == ["12.09.20.2001", "12.09.20.2002"]


def test_rows_say_which_sources_disagree(client: FlaskClient) -> None:
    text = client.get("/?bagian=daftar").text
    sides = re.findall(r"<b>([^<]+)</b> ·", text)
    assert sides == ["BIG ↔ lokal", "di survei", "di BIG dan lokal", "di survei", "di BIG"]


def test_the_language_stays_in_addresses(client: FlaskClient, ids: dict[str, str]) -> None:
    text = client.get(f"/temuan/{ids['mismatch claim']}?lang=en").text
    assert f'href="/temuan/{ids["gap doubt"]}?lang=en"' in text
    assert 'href="/sumber?lang=en"' in text


def test_favicon(client: FlaskClient) -> None:
    with client.get("/favicon.ico") as response:
        assert response.mimetype == "image/svg+xml"


def test_healthz(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok", "findings": 6}
