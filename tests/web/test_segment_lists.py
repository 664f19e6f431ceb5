"""Board, list, villages and kecamatan of a workspace with four villages in two kecamatan."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyproj import CRS

from boundaries.domain.case import State
from boundaries.errors import ParameterError
from boundaries.store.database import Store
from boundaries.store.models import Finding
from boundaries.store.repository import Repository
from tests.quick_passwords import quick_passwords
from tests.web.settling_fixture import settling_workspace
from tests.web.workspace_fixture import pages_of, signed_in
from tests.workspace_fixture import A, B, C, D, agree
from web.places import places
from web.segment_list import COLUMNS, Filters
from web.segment_rows import rows
from web.typed_position import typed_position
from web.village_page import ring_of


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The villages; the heads of A and B have agreed on the line halfway."""
    folder: Path = tmp_path_factory.mktemp("ruang")
    with quick_passwords(), settling_workspace(folder) as made:
        agree(made, A, B, "midline")
        yield made


@pytest.fixture(scope="module")
def pages(store: Store) -> Flask:
    """Its pages."""
    return pages_of(store)


@pytest.fixture
def sari(pages: Flask) -> FlaskClient:
    """The operator."""
    return signed_in(pages.test_client(), "sari")


def listed(client: FlaskClient, query: str) -> int:
    page = client.get(f"/segmen?lang=en&{query}").text
    return page.count('class="baris"')


def test_the_board_counts_inner_segments_only(sari: FlaskClient) -> None:
    """A-B, A-C, B-C and B-D lie between two villages; the other borders are outer ones."""
    page = sari.get("/?lang=en").text
    assert "1 of 4 segments settled" in page
    assert "3 wait for you" in page


def test_the_board_by_kecamatan(sari: FlaskClient) -> None:
    """C lies in 12.09.21: its two segments count in both kecamatan."""
    text = sari.get("/kemajuan.csv?lang=en").data.decode("utf-8-sig")
    heading, *lines = csv.reader(io.StringIO(text))
    assert heading[2:4] == ["Segments", "Settled"]
    assert [line[2:4] for line in lines] == [["4", "1"], ["2", "0"], ["4", "1"]]


def test_the_board_as_workbook(sari: FlaskClient) -> None:
    body = sari.get("/kemajuan.xlsx?lang=en").data
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    assert sheet is not None
    assert sheet.max_row == 4
    assert sheet.cell(4, 3).value == 4


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 4), ("status=sepakat", 1), ("status=belum", 3), ("status=sengketa", 0),
        ("status=apa-saja", 4), (f"desa={D}", 1), (f"desa={C}&status=belum", 2),
        ("kecamatan=12.09.21", 2), ("cari=tidak+ada", 0), (f"cari={D}", 1),
        ("menunggu=saya&status=belum", 3),
    ],
)  # fmt: skip
def test_filters(sari: FlaskClient, query: str, count: int) -> None:
    assert listed(sari, query) == count


def order_of(client: FlaskClient, query: str) -> list[str]:
    page = client.get(f"/segmen?lang=en&{query}").text
    return re.findall(r'class="baris" data-segmen="(SG-[^"]+)"', page)


def test_what_waits_comes_first_then_what_is_open(sari: FlaskClient, pages: Flask) -> None:
    """A-B is agreed; the three others wait for the operator. For the head of D nothing waits."""
    with pages.test_request_context():
        inner = rows().inner()
    [agreed] = [row.id for row in inner if row.settled]
    others = [row.id for row in inner if not row.settled]
    assert inner[0].id == agreed, "the gravest"
    assert order_of(sari, "") == [*others, agreed]
    head_of_d = signed_in(pages.test_client(), "kades.d")
    assert order_of(head_of_d, "") == [*others, agreed]
    head_of_a = signed_in(pages.test_client(), "kades.a")
    assert order_of(head_of_a, "menunggu=saya") == []


def test_those_that_wait_come_before_graver_ones(pages: Flask) -> None:
    with pages.test_request_context():
        inner, land = rows().inner(), places()
        last = inner[-1].id
        chosen = Filters().select(inner, land, frozenset({last}))
    assert chosen[0].id == last


def test_settled_land_differs_no_more(pages: Flask) -> None:
    """A-B was about 10 ha, and is agreed; without that it would be the first of its column."""
    with pages.test_request_context():
        inner, land = rows().inner(), places()
        [agreed] = [row for row in inner if row.settled]
        assert agreed.disputed_m2 == pytest.approx(100_000, rel=0.01)
        assert agreed.open_m2 == 0
        before = [replace(row, state=State.DILACAK) for row in inner]
        for order, place in (("-lahan", 0), ("lahan", -1)):
            found = Filters(order=order).select(before, land, frozenset())
            assert found[place].id == agreed.id


@pytest.mark.parametrize("column", sorted(COLUMNS.keys() - {"lahan"}))
def test_each_column_sorts_both_ways(sari: FlaskClient, pages: Flask, column: str) -> None:
    with pages.test_request_context():
        land = places()
        key = {row.id: COLUMNS[column](row, land) for row in rows().inner()}
    for order, down in ((column, False), (f"-{column}", True)):
        found = [key[one] for one in order_of(sari, f"urut={order}")]
        assert found == sorted(key.values(), reverse=down), order
    assert len(set(key.values())) > 1


def test_the_order_stays_in_the_address(sari: FlaskClient) -> None:
    """A heading turns its order round; filters, the way on and the page of a segment keep it."""
    page = sari.get("/segmen?lang=en&urut=-panjang&status=belum").text
    assert re.search(
        r'aria-sort="descending"><a href="/segmen\?status=belum&amp;urut=panjang">', page
    )
    assert page.count("aria-sort") == 1
    assert '<option value="-panjang" selected>length, longest first</option>' in page
    listed = order_of(sari, "urut=-panjang&status=belum")
    assert f'href="/segmen/{listed[0]}?status=belum&amp;urut=-panjang"' in page
    second = sari.get(f"/segmen/{listed[1]}?lang=en&status=belum&urut=-panjang").text
    assert "2 of 3" in second
    assert re.search(rf'href="/segmen/{listed[0]}\?[^"]*urut=-panjang"', second)
    assert order_of(sari, "urut=--panjang") == order_of(sari, "urut=apa") == order_of(sari, "")


def test_the_board_names_the_step_that_waits(sari: FlaskClient) -> None:
    board = sari.get("/?lang=en").text
    assert board.count('<span class="keterangan"><b>Record the study of documents</b>') == 3


def test_nothing_waits_for_a_stranger_to_it(pages: Flask) -> None:
    """The head of D: documents are studied by the operator, and A-B is none of his."""
    client = signed_in(pages.test_client(), "kades.d")
    assert listed(client, "menunggu=saya") == 0
    assert "Nothing waits for you now." in client.get("/?lang=en").text


def test_the_map_has_the_states(sari: FlaskClient, store: Store) -> None:
    data = sari.get("/data/segmen.geojson?bbox=90,-10,110,10&z=14").json
    assert data is not None
    groups = [item["properties"]["group"] for item in data["features"]]
    assert groups.count("sepakat") == 1
    assert groups.count("belum") == 3
    assert groups.count("luar") == len(groups) - 4
    assert data["left_out"] == 0
    assert sari.get("/data/segmen.geojson?bbox=1,2&z=a").status_code == 400
    elsewhere = sari.get("/data/segmen.geojson?bbox=120,-10,121,-9&z=14").json
    assert elsewhere is not None
    assert elsewhere["features"] == []


def test_the_map_has_the_findings(sari: FlaskClient, store: Store) -> None:
    with Repository(store) as repository:
        found = repository.frame(Finding, current=True)
    known = found.set_index("id")["kind"]
    box = ",".join(map(str, gpd.GeoDataFrame(found).to_crs(4326).total_bounds))
    data = sari.get(f"/data/temuan.geojson?bbox={box}&z=22").json
    assert data is not None
    assert {item["id"]: item["properties"]["kind"] for item in data["features"]} == dict(known)
    assert len(known) > 0
    far = sari.get("/data/temuan.geojson?bbox=90,-10,110,10&z=3").json
    assert far is not None
    assert far["features"] == []
    assert sari.get("/data/temuan.geojson?bbox=1,2&z=a").status_code == 400


def test_neighbours_meet_at_every_zoom(sari: FlaskClient) -> None:
    """The three inner segments that end in N, where A, B and C meet, end in one position."""
    for zoom in (5, 11, 18):
        data = sari.get(f"/data/segmen.geojson?bbox=90,-10,110,10&z={zoom}").json
        assert data is not None
        ends: dict[tuple[float, float], int] = {}
        for item in data["features"]:
            if item["properties"]["group"] != "luar":
                line = item["geometry"]["coordinates"]
                for lon, lat in (line[0], line[-1]):
                    ends[lon, lat] = ends.get((lon, lat), 0) + 1
        assert max(ends.values()) >= 3, zoom


def test_a_ring_is_in_order(pages: Flask) -> None:
    """Each segment of B begins where the one before ends, and the last one closes the ring."""
    with pages.test_request_context():
        own = [row for row in rows().all if B in (row.a, row.b)]
    ring = ring_of(own)
    assert sorted(row.id for row in ring) == sorted(row.id for row in own)
    for row, following in zip(ring, [*ring[1:], ring[0]], strict=True):
        assert {row.start, row.end} & {following.start, following.end}


def test_a_finding_leads_to_its_segment(sari: FlaskClient, store: Store) -> None:
    with Repository(store) as repository:
        found = [row for row in repository.find(Finding, current=True) if row.segment_id]
    answer = sari.get(f"/temuan/{found[0].id}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/segmen/{found[0].segment_id}"
    assert sari.get("/temuan/TT-NONE").status_code == 404


def test_pages_of_a_village_and_a_kecamatan(sari: FlaskClient) -> None:
    page = sari.get(f"/desa/{B}?lang=en").text
    assert "1 of 3 shared segments settled" in page
    assert "100.07 ha" in page, "1,000 m by 1,000 m of the grid, 0.9996 and the place of the zone"
    page = sari.get("/kecamatan/12.09.21?lang=en").text
    assert "0 of 2 segments settled" in page
    assert sari.get("/kecamatan/00.00.00").status_code == 404
    assert sari.get("/desa/00").status_code == 404


def test_a_page_lists_rows_without_paging(sari: FlaskClient) -> None:
    page = sari.get("/segmen").text
    assert len(re.findall(r'data-segmen="SG-', page)) == 4


@pytest.mark.parametrize(
    ("text", "lon", "lat"),
    [
        ("3°02'11,482\" LU 99°37'05,119\" BT", 99.618089, 3.036523),
        ("3.0365, 99.6180", 99.618, 3.0365),
        ("99.6180; 3.0365", 99.618, 3.0365),
        ("1.5 LS 100.25 BT", 100.25, -1.5),
        ("47N 500000 0", 99.0, 0.0),
        ("UTM 47N 500.000,00 mT 0,00 mU", 99.0, 0.0),
        ("500000 0", 99.0, 0.0),
    ],
)
def test_a_typed_position(text: str, lon: float, lat: float) -> None:
    assert typed_position(text, CRS.from_epsg(32647)) == pytest.approx((lon, lat), abs=1e-5)


@pytest.mark.parametrize("text", ["", "entah", "1", "47N", "91 LU 200 BT", "9" * 500, "1 2 3"])
def test_what_is_no_position(text: str) -> None:
    with pytest.raises(ParameterError, match="is no position"):
        typed_position(text, CRS.from_epsg(32647))
