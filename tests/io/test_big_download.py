from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries.errors import InputError
from boundaries.io.arcgis import Limits, Service
from boundaries.io.arcgis_features import object_ids
from boundaries.io.big import describe_layer, where_kabupaten
from boundaries.io.big_download import download, make_plan
from boundaries.io.part_folder import PartFolder
from tests.arcgis_server import ArcgisServer, Behaviour, asahan, running

COUNT = 60
LISTED = [1 + 7 * k for k in range(COUNT)]


@dataclass
class Run:
    """What a download gave and said."""

    ids: list[int]
    resumed: int
    said: list[str]


Fetch = Callable[..., Run]


@pytest.fixture
def server() -> Iterator[ArcgisServer]:
    """A service with 60 villages of 12.09 among others of 12.71."""
    others = asahan(30, code="12.71", first=3)
    with running([*asahan(COUNT), *others], Behaviour(page_size=40)) as server:
        yield server


@pytest.fixture
def parts(tmp_path: Path) -> PartFolder:
    return PartFolder(tmp_path / "big.gpkg")


@pytest.fixture
def fetch(server: ArcgisServer, parts: PartFolder) -> Fetch:
    def run(*, attempts: int = 4, page_size: int = 1000) -> Run:
        said: list[str] = []
        limits = Limits(attempts=attempts, silence_s=2, most_bytes=300_000)
        service = Service(
            limits=limits, say=lambda text: said.append(str(text)), sleep=lambda _: None
        )
        layer = describe_layer(service, server.url)
        plan = make_plan(service, layer, where_kabupaten(layer, "12.09"))
        server.behaviour.asked.clear()
        pages, resumed = download(
            service, plan, parts, page_size=page_size, say=lambda text: said.append(str(text))
        )
        return Run([n for page in pages for n in object_ids(page, "OBJECTID")], resumed, said)

    return run


def test_pages_by_offset(server: ArcgisServer, fetch: Fetch) -> None:
    run = fetch()
    assert run.ids == LISTED
    asked = [
        (question["resultOffset"], question["resultRecordCount"], question["orderByFields"])
        for question in server.behaviour.asked_for("page")
    ]
    assert asked == [("0", "40", "OBJECTID"), ("40", "40", "OBJECTID")]
    assert run.said == ["40 of 60 villages", "60 of 60 villages"]


def test_pages_by_object_ids_where_the_service_knows_no_offset(
    server: ArcgisServer, fetch: Fetch
) -> None:
    server.behaviour.paging = False
    assert fetch().ids == LISTED
    asked = server.behaviour.asked_for("page")
    assert all("resultOffset" not in question for question in asked)
    assert [question["where"].rpartition(") ")[2] for question in asked] == [
        "AND OBJECTID >= 1 AND OBJECTID <= 274",
        "AND OBJECTID >= 281 AND OBJECTID <= 414",
    ]


def test_a_service_that_ignores_the_offset_is_asked_by_object_ids(
    server: ArcgisServer, fetch: Fetch
) -> None:
    server.behaviour.ignores_offset = True
    run = fetch()
    assert run.ids == LISTED
    assert "the service does not page as it should: asking by object ids" in run.said


@pytest.mark.parametrize("paging", [True, False])
@pytest.mark.parametrize("word", ["short", "none", "html", "error-500", "cut", "status-503"])
def test_faults_on_the_way_lose_nothing(
    server: ArcgisServer, fetch: Fetch, word: str, paging: bool
) -> None:
    server.behaviour.paging = paging
    server.behaviour.faults = [("page", word)] * 2
    run = fetch()
    assert run.ids == LISTED
    assert run.resumed == 0


def test_a_service_that_fails_on_large_pages_is_asked_for_smaller_ones(
    server: ArcgisServer, fetch: Fetch
) -> None:
    server.behaviour.most_served = 25
    run = fetch()
    assert run.ids == LISTED
    assert "asking for 25 villages at a time" in run.said
    sizes = [int(q["resultRecordCount"]) for q in server.behaviour.asked_for("page")]
    assert sizes == [40, 40, 40, 25, 25, 25]


def test_an_answer_that_is_too_large_is_asked_for_in_pieces(
    server: ArcgisServer, fetch: Fetch
) -> None:
    server.behaviour.faults = [("page", "huge")]
    run = fetch()
    assert run.ids == LISTED
    assert "asking for 25 villages at a time" in run.said


def test_a_download_goes_on_where_it_stopped(
    server: ArcgisServer, fetch: Fetch, parts: PartFolder
) -> None:
    server.behaviour.faults = [("page", ""), ("page", "error-400")]
    with pytest.raises(InputError, match="refuses the question"):
        fetch(page_size=25)
    assert parts.page(0) is not None
    run = fetch(page_size=20)
    assert run.ids == LISTED
    assert run.resumed == 25
    assert [q["resultOffset"] for q in server.behaviour.asked_for("page")] == ["25", "45"]


def test_kept_pages_that_are_damaged_are_asked_for_again(
    server: ArcgisServer, fetch: Fetch, parts: PartFolder
) -> None:
    fetch(page_size=25)
    kept = sorted(parts.folder.glob("page-*.json"))
    kept[0].write_text('{"features": [{"id": 2, "properties": {}}]}', encoding="utf-8")
    kept[1].write_text('{"features": 3}', encoding="utf-8")
    run = fetch(page_size=25)
    assert run.ids == LISTED
    assert run.resumed == 10


def test_a_changed_service_starts_anew(
    server: ArcgisServer, fetch: Fetch, parts: PartFolder
) -> None:
    fetch(page_size=25)
    server.villages[3].attributes["KDPKAB"] = server.villages[3].attributes["KDEPUM"] = "12.99"
    run = fetch(page_size=25)
    assert run.ids == LISTED[:3] + LISTED[4:]
    assert run.resumed == 0
    assert run.said[0] == "the service or the question changed since: it starts anew"
    server.villages[0].attributes["METADATA"] = "TASWIL1000020270101DESAKEL_AR"
    assert fetch(page_size=25).resumed == 0
    assert fetch(page_size=25).resumed == COUNT - 1


def test_a_service_that_changes_meanwhile_is_not_believed(
    server: ArcgisServer, fetch: Fetch, parts: PartFolder
) -> None:
    server.behaviour.faults = [("count", ""), ("count", "one-more")]
    with pytest.raises(InputError, match="it counted 60, and now 61") as caught:
        fetch()
    assert str(caught.value.hint) == "run the same command again"
    assert not parts.folder.exists()


def test_a_village_that_is_listed_but_not_given(server: ArcgisServer, fetch: Fetch) -> None:
    server.behaviour.paging = False
    server.behaviour.faults = [("page", "none")] * 7
    with pytest.raises(InputError, match="object 1 is listed, but not given"):
        fetch()


def test_ids_that_come_in_pieces(server: ArcgisServer, fetch: Fetch) -> None:
    server.behaviour.most_ids = 25
    assert fetch().ids == LISTED


def test_fewer_ids_than_counted(server: ArcgisServer, fetch: Fetch) -> None:
    server.behaviour.faults = [("count", "one-more")]
    with pytest.raises(InputError, match="it counts 61, but lists 60"):
        fetch()


def test_a_kabupaten_that_the_service_does_not_have(
    server: ArcgisServer, parts: PartFolder
) -> None:
    service = Service(limits=Limits(attempts=1), say=print)
    layer = describe_layer(service, server.url)
    with pytest.raises(InputError, match=r"has no village where KDPKAB = '99\.01'"):
        make_plan(service, layer, where_kabupaten(layer, "99.01"))


def test_more_villages_than_a_kabupaten_has(
    server: ArcgisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boundaries.io.big_download.MOST_VILLAGES", 59)
    service = Service(limits=Limits(attempts=1), say=print)
    layer = describe_layer(service, server.url)
    with pytest.raises(InputError, match="gives 60 villages for one kabupaten"):
        make_plan(service, layer, where_kabupaten(layer, "12.09"))


@pytest.mark.parametrize("word", ["no-features", "error-499"])
def test_a_page_that_no_repetition_mends(server: ArcgisServer, fetch: Fetch, word: str) -> None:
    server.behaviour.faults = [("page", word)]
    with pytest.raises(InputError, match=r"without features|wants a sign-in"):
        fetch()


FAULTS = st.tuples(
    st.sampled_from(["any", "page", "count", "ids", "about"]),
    st.sampled_from(["", "html", "cut", "error-500", "error-400", "status-503", "status-404"]),
)


@settings(max_examples=15)
@given(
    faults=st.lists(FAULTS | st.tuples(st.just("page"), st.sampled_from(["short", "none"]))),
    page_size=st.integers(1, 70),
    paging=st.booleans(),
    ignores_offset=st.booleans(),
)
def test_whatever_fails_in_between_nothing_is_lost(
    faults: list[tuple[str, str]], page_size: int, paging: bool, ignores_offset: bool
) -> None:
    """Runs are repeated until one ends well; each fault happens once."""
    behaviour = Behaviour(
        paging=paging, ignores_offset=ignores_offset, page_size=40, faults=list(faults)
    )
    with running(asahan(COUNT), behaviour) as server, TemporaryDirectory() as folder:
        parts = PartFolder(Path(folder) / "big.gpkg")
        for _ in range(len(faults) + 1):
            service = Service(limits=Limits(attempts=2), say=str, sleep=lambda _: None)
            try:
                layer = describe_layer(service, server.url)
                plan = make_plan(service, layer, where_kabupaten(layer, "12.09"))
                pages, _ = download(service, plan, parts, page_size=page_size, say=str)
            except InputError:
                continue
            break
        else:
            pytest.fail("no run ended well")
        assert [n for page in pages for n in object_ids(page, "OBJECTID")] == LISTED
