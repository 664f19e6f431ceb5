"""The eight items of BIG's verification on a small workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundaries.domain.deed import Facts
from boundaries.domain.roles import Action
from boundaries.store.database import Store
from boundaries.store.repository import Repository
from boundaries.workflows.map_sheet import SETTING
from boundaries.workflows.precheck import Prechecked, precheck
from boundaries.workflows.settle import act_on
from tests.agreed_workspace import A, B, C, agreed_workspace
from tests.workspace_fixture import doer, segment_of


@pytest.fixture(scope="module")
def agreed(agreed_store: Store) -> Prechecked:
    """The items of a workspace in which everything is agreed on."""
    return precheck(agreed_store)


def test_what_is_agreed_on_passes_all_items(agreed: Prechecked) -> None:
    assert [item.number for item in agreed.items] == list(range(1, 9))
    assert [item.word for item in agreed.items] == ["Sesuai"] * 4 + ["Lengkap"] * 4
    assert [str(fault.message) for item in agreed.items for fault in item.faults] == []
    assert agreed.passed


def test_kecamatan_are_compared_with_those_of_big(agreed: Prechecked) -> None:
    """A's gain from B stays within their kecamatan."""
    assert agreed.kecamatan["name"].tolist() == ["Kisaran", "Pulau"]
    assert agreed.kecamatan["villages"].tolist() == [2, 1]
    assert agreed.kecamatan["difference_m2"].abs().max() < 0.01


def test_open_and_marked_segments_fail_the_third_item(tmp_path: Path) -> None:
    store = agreed_workspace(tmp_path, [(A, B), (A, C)])
    segment = segment_of(store, A, B).id
    act_on(store, segment, Action.MARK, doer(day=3), Facts(reason="a new survey came"))
    found = precheck(store)
    assert [item.number for item in found.items if not item.passed] == [3]
    told = [(fault.code, str(fault.message)) for fault in found.items[2].faults]
    assert [code for code, _ in told] == ["marked", "not-settled"]
    assert f"{segment}, Air Batu - Désa" in told[0][1]
    assert told[0][1].endswith("needs another look: a new survey came")
    assert told[1][1].endswith("Cinta Damai: indicative")
    assert not found.passed


def test_missing_names_and_paper_fail_the_items_about_completeness_and_the_map(
    tmp_path: Path,
) -> None:
    """C is 2 km wide: at 1:2,500 it would need 800 mm, and an A1 has 650 beside the panel."""
    store = agreed_workspace(tmp_path, named=False)
    with Repository(store) as repository:
        repository.set_setting(SETTING, {"smallest_scale": 2500})
        repository.record(doer().entry("set", ("workspace", SETTING)))
    items = {item.number: item.faults for item in precheck(store).items}
    failed = {number: {fault.code for fault in faults} for number, faults in items.items()}
    assert failed[5] == {"kecamatan-without-name"}
    assert failed[8] == {"kecamatan-without-name", "no-sheet"}
    [unnamed] = items[5]
    assert str(unnamed.message) == "2 kecamatan have no name: 12.09.20, 12.09.21"
    assert failed[1] == failed[3] == failed[4] == set()
    told = [str(fault.message) for fault in items[8] if fault.code == "no-sheet"]
    assert told == ["Cinta Damai: no paper holds its map at 1:2500 or larger"]
