"""Every place where something is missing says what, why, what to do, and who can do it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from boundaries.domain.parameters import Parameters
from boundaries.domain.roles import Action
from boundaries.store.database import Store, create_store
from boundaries.store.models import Segment, Village
from boundaries.store.repository import Repository
from boundaries.workflows.workspace import PARAMETERS
from tests.cli_layers import layer
from tests.quick_passwords import quick_passwords
from tests.store_fixture import UTM, entry
from tests.web.settling_fixture import settling_workspace
from tests.web.workspace_fixture import people, signed_in
from tests.workspace_fixture import BIG, A, B, C, segment_of, take
from web.workspace_app import create_workspace_app

PARTS = ("apa", "mengapa", "lakukan", "siapa")
Open = Callable[[str, str], str]
SOMEBODY = re.compile(
    r"operator|GIS staff|camat|heads|villages|yourself|names the role|that role|administrator"
)


def blocks(page: str) -> dict[str, dict[str, str]]:
    """What is missing on a page, by its first words, with the four parts."""
    found = {}
    for block in re.split(r"<(?:p|div)[^>]* data-kosong", page)[1:]:
        parts = {
            name: unescape(re.sub(r"<[^>]+>", "", text[1])).strip()
            for name in PARTS
            if (text := re.search(rf" data-{name}>(.*?)</(?:h2|b|span|p)>", block, re.S))
        }
        found[parts["apa"]] = parts
    return found


def check(page: str, *expected: str) -> None:
    """Each of these is said to be missing, in four sentences."""
    found = blocks(page)
    assert set(expected) <= set(found), found.keys()
    for parts in found.values():
        assert sorted(parts) == sorted(PARTS), parts
        assert all(len(text) > 5 for text in parts.values()), parts
        assert SOMEBODY.search(parts["siapa"]), parts


def opener(store: Store) -> Open:
    app = create_workspace_app(store)
    clients: dict[str, FlaskClient] = {}

    def opened(login: str, path: str) -> str:
        if login not in clients:
            clients[login] = signed_in(app.test_client(), login)
        answer = clients[login].get(path, query_string={"lang": "en"} if "?" not in path else None)
        assert answer.status_code == 200, path
        return answer.text

    return opened


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """A workspace in which nobody has done anything."""
    path = tmp_path_factory.mktemp("fresh") / "w.gpkg"
    with quick_passwords(), create_store(str(path), crs=UTM) as store:
        with Repository(store) as repository:
            repository.set_setting(PARAMETERS, asdict(Parameters()))
            repository.add(*people())
            repository.record(entry("add-account", subject_kind="account", subject_id="admin"))
        yield opener(store)


@pytest.mark.parametrize(
    ("path", "login", "expected"),
    [
        ("/", "operator", ["No segments yet", "Nothing waits for you now.", "No clock runs.",
                           "No dispute is on record."]),
        ("/segmen", "gis", ["No segments yet"]),
        ("/desa", "big", ["Nothing is imported yet"]),
        ("/kecamatan", "province", ["No segments yet"]),
        ("/sumber", "legal", ["Nothing is imported yet"]),
        ("/produk", "operator", ["Nobody has checked this workspace yet", "None made yet."]),
        ("/produk", "village-head", ["Nobody has checked this workspace yet", "None made yet."]),
        ("/pemberitahuan", "lurah", ["No notices yet"]),
        ("/tim", "operator", ["Nobody is in the team table yet"]),
        ("/tim", "camat", ["Nobody is in the team table yet"]),
        ("/catatan?lang=en&nomor=tidak-ada", "verifier", ["No entry matches."]),
        ("/segmen/sekaligus", "village-head", ["No such line waits for your signature now"]),
        ("/segmen/sekaligus", "operator", ["No segment is ready for this now"]),
    ],
)  # fmt: skip
def test_a_fresh_workspace(fresh: Open, path: str, login: str, expected: list[str]) -> None:
    check(fresh(login, path), *expected)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Open, Store]]:
    """Segments on which nobody has done anything."""
    folder = tmp_path_factory.mktemp("begun")
    with quick_passwords(), settling_workspace(folder) as store:
        yield opener(store), store


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ("sari", ["No paper yet.",
                  "Nobody has said anything about this segment yet.",
                  "No finding lies along this segment."]),
        ("vera", ["Nothing that your role may do is open here now."]),
    ],
)  # fmt: skip
def test_a_segment_without_anything(
    begun: tuple[Open, Store], login: str, expected: list[str]
) -> None:
    opened, store = begun
    check(opened(login, f"/segmen/{segment_of(store, B, C).id}"), *expected)


def test_filters_that_nothing_passes_and_a_village_without_papers(
    begun: tuple[Open, Store],
) -> None:
    opened, _ = begun
    check(opened("gita", "/segmen?lang=en&cari=tidakada"), "No segment passes these filters")
    check(opened("gita", f"/desa/{A}"), "No paper yet.")


def test_a_village_without_segments(tmp_path: Path) -> None:
    """BIG's layer was imported, and nobody has run the detection."""
    path = layer(tmp_path / "big.gpkg", BIG)
    with quick_passwords(), create_store(str(tmp_path / "w.gpkg"), crs=UTM) as store:
        with Repository(store) as repository:
            repository.set_setting(PARAMETERS, asdict(Parameters()))
            repository.add(*people())
            repository.record(entry("add-account", subject_kind="account", subject_id="admin"))
        take(store, path, role="big")
        with Repository(store) as repository:
            assert repository.find(Village)
            assert not repository.find(Segment)
        opened = opener(store)
        check(opened("gis", f"/desa/{A}"), "This village has no segments", "No paper yet.")
        check(opened("gis", "/segmen"), "No segments yet")


def test_refusals_say_who_may(begun: tuple[Open, Store]) -> None:
    """Steps that the role has but that are not open yet: why, and what to do."""
    opened, store = begun
    page = opened("kades.b", f"/segmen/{segment_of(store, B, C).id}")
    assert "Who may: the operator of the boundary team or the GIS staff" in page
    assert Action.SIGN.value not in re.findall(r'id="t-([a-z-]+)"', page)
