"""A segment on paper: scale, legend, names, points, and what must be said on the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
import shapely
from flask import Flask
from flask.testing import FlaskClient

from boundaries.domain.case import State
from boundaries.domain.tk_selection import DEFAULT_RULE
from boundaries.store.database import Store
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of
from tests.store_fixture import entry
from tests.web.settling_fixture import partly_agreed, person
from tests.web.workspace_fixture import pages_of
from tests.workspace_fixture import A, B, segment_of
from web import unit
from web.segment_grounds import ground_of
from web.segment_points import listed_points, points_of

UTM = re.compile(r"UTM 47N ([\d,.]+) mE ([\d,.]+) mN")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with partly_agreed(tmp_path_factory.mktemp("prints")) as made:
        yield made


@pytest.fixture(scope="module")
def app(store: Store) -> Flask:
    return pages_of(store)


@pytest.fixture(scope="module")
def sari(app: Flask) -> FlaskClient:
    return person(app, "sari")


def sheet(client: FlaskClient, segment: str, query: str = "") -> str:
    return client.get(f"/segmen/{segment}/cetak?lang=en&{query}").text


def legend(page: str) -> list[str]:
    """What the legend explains, in words."""
    part = page.split('class="kaki-peta"')[1].split("</ul>", maxsplit=1)[0].split("<ul>")[1]
    return re.findall(r"</svg> ([^<]+)</li>", part)


def test_the_sheet_holds_the_whole_segment_unless_told_otherwise(
    sari: FlaskClient, store: Store
) -> None:
    """1,000 m need 1:7,500 on 134 mm of A4."""
    segment = segment_of(store, A, B).id
    page = sheet(sari, segment)
    assert 'aria-label="Map of the segment 1:7500"' in page
    assert "Cut off" not in page
    assert page.count('class="cetak-simpul"') == 2
    assert "fitting (1:7,500)" in page


@pytest.mark.parametrize(("scale", "cut"), [(500, True), (5000, True), (7500, False),
                                            (500_000, False)])  # fmt: skip
def test_a_sheet_that_cuts_the_segment_says_so(
    sari: FlaskClient, store: Store, scale: int, cut: bool
) -> None:
    page = sheet(sari, segment_of(store, A, B).id, f"skala={scale}&garis=reference")
    told = "the sheet does not hold the whole segment.</b> On A4 it fits at 1:7,500."
    assert (told in page) is cut
    assert 'class="cetak-terpilih" d="M' in page, "the middle of the line is on the sheet"
    marked = re.findall(r'<option value="(\d+)"[^>]*>1:[\d,]+ · part only', page)
    assert [int(one) for one in marked] == [500, 1000, 2000, 2500, 5000]


def test_the_legend_has_each_line_once_and_only_what_is_there(
    sari: FlaskClient, store: Store
) -> None:
    segment = segment_of(store, A, B).id
    for name, title in (("reference", "BIG"), ("a", "according to"), ("usulan", "settled line")):
        words = legend(sheet(sari, segment, f"garis={name}"))
        assert title in words[0]
        assert len(words) == len(set(words))
    assert "lembar-selesai" in sheet(sari, segment, "garis=usulan")
    assert "lembar-selesai" not in sheet(sari, segment, "garis=reference")
    shown = legend(sheet(sari, segment, "garis=a"))
    assert any("gains" in one for one in shown), "the hatch is explained"


def test_names_cover_no_other_text(sari: FlaskClient, store: Store) -> None:
    """The arrow stands beside the map; names keep off simpul, coordinates and each other."""
    page = sheet(sari, segment_of(store, A, B).id)
    drawing, beside = page.split('class="kaki-peta"')
    assert "North is up" in beside
    assert "North is up" not in drawing
    found = re.findall(
        r'class="cetak-nama-\w" font-size="([\d.]+)" x="([\d.]+)" y="([\d.]+)">([^<]+)<', drawing
    )
    assert len(found) >= 2
    boxes = []
    for height, x, y, text in found:
        half = 0.3 * float(height) * len(text)
        low = float(y)
        boxes.append(shapely.box(float(x) - half, low - float(height), float(x) + half, low))
    frame = shapely.box(0, 0, 186, 150)
    assert all(frame.contains(one) for one in boxes)
    dots = [
        shapely.Point(float(x), float(y)).buffer(2.2)
        for x, y in re.findall(r'class="cetak-simpul" cx="([\d.]+)" cy="([\d.]+)"', drawing)
    ]
    things = [*boxes, *dots]
    for place, one in enumerate(things):
        assert not any(one.intersects(other) for other in things[place + 1 :])


def test_listed_points_are_those_of_the_coordinate_lists(app: Flask, store: Store) -> None:
    """Vertices 1 cm apart, as where a third line meets the border, are one point of the list."""
    with app.test_request_context(), Repository(store) as repository:
        unit.reading()
        ground = ground_of(repository.get(Segment, segment_of(store, A, B).id))
        base = ground.lines["reference"].proposal.line
        length = base.length
        places = np.array([0, 0.01, 300, 300.01, 300.05, length - 0.02, length])
        points = shapely.get_coordinates(shapely.line_interpolate_point(base, places))
        points[2:5, 0] += 40
        line = ground.line("drawn", shapely.linestrings(points))
        listed, every = listed_points(ground, line), points_of(ground, line)
        to_metres = ground.to_metres()
    placed = [to_metres.transform(*one) for one in listed]
    assert len(every) > len(listed) == 3
    assert all(np.hypot(*np.subtract(a, b)) >= DEFAULT_RULE.least_m for a, b in pairwise(placed))
    start, end = shapely.get_coordinates(ground.site.line)[[0, -1]]
    assert placed[0] == pytest.approx(start, abs=0.01)
    assert placed[-1] == pytest.approx(end, abs=0.01)


def test_the_sheet_says_how_its_points_were_chosen(sari: FlaskClient, store: Store) -> None:
    page = sheet(sari, segment_of(store, A, B).id)
    assert "at least 50.0 m apart along the line, as in the coordinate list" in page
    assert "· simpul 1<" in page
    assert "· simpul 2<" in page
    assert len(UTM.findall(page)) == page.count("<tr><td>")


def test_a_line_stays_indicative_until_the_regulation(sari: FlaskClient, store: Store) -> None:
    """The top of the page, which says so too, is not printed."""
    segment = segment_of(store, A, B).id

    def said() -> bool:
        paper = sheet(sari, segment).split("<article")[1]
        return "Indicative boundaries, not a legal decision" in paper

    with Repository(store) as repository:
        row = repository.get(Segment, segment)
        before = case_of(row).state
    assert before is State.SEPAKAT
    assert said()
    stipulate(store, segment, State.DITETAPKAN)
    try:
        assert not said()
    finally:
        stipulate(store, segment, before)


def stipulate(store: Store, segment: str, state: State) -> None:
    """Write a state without the acts that lead there."""
    with Repository(store) as repository:
        row = repository.get(Segment, segment)
        row.state = state.value
        row.record = {**row.record, "state": state.value}
        repository.record(entry("state", subject_id=segment))
