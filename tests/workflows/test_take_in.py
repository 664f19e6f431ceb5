"""Taking files into a workspace, in both stores."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundaries.errors import ParameterError
from boundaries.store.database import Store
from boundaries.store.models import Event, Source
from boundaries.store.repository import Repository
from tests.cli_layers import layer
from tests.workspace_fixture import BIG, A, B, survey_of_a, survey_of_c, take


def entries(store: Store, action: str) -> list[Event]:
    with Repository(store) as repository:
        return repository.find(Event, action=action)


def test_a_first_version(empty: Store, tmp_path: Path) -> None:
    result = take(empty, layer(tmp_path / "big.gpkg", BIG), role="big")
    [taken] = result.taken
    assert (taken.name, taken.number, taken.unchanged, taken.features) == ("BIG", 1, False, 4)
    assert taken.changes.empty
    with Repository(empty) as repository:
        [source] = repository.current_sources()
        villages = repository.villages(source.id)
    assert (source.role, source.imported_by) == ("big", "sari")
    assert source.file_name.endswith("big.gpkg")
    assert villages["key"].tolist() == list(BIG)
    [entry] = entries(empty, "import")
    assert entry.before is None
    assert entry.after is not None
    assert entry.after["sha256"] == source.sha256


def test_an_unchanged_file_changes_nothing(empty: Store, tmp_path: Path) -> None:
    path = survey_of_a(tmp_path / "a.gpkg")
    take(empty, path)
    [again] = take(empty, path).taken
    assert (again.name, again.number, again.unchanged) == ("a", 1, True)
    assert len(entries(empty, "import")) == 1


def test_a_changed_file_is_the_next_version(empty: Store, tmp_path: Path) -> None:
    """A grows from 110 to 120 ha; its outline moves by 100 m."""
    take(empty, survey_of_a(tmp_path / "a.gpkg", wider=100))
    [taken] = take(empty, survey_of_a(tmp_path / "a.gpkg", wider=200)).taken
    assert (taken.number, taken.unchanged) == (2, False)
    [change] = taken.changes.to_dict("records")
    assert (change["key"], change["change"]) == (A, "outline")
    assert change["moved_m"] == pytest.approx(100)
    assert change["area_before_m2"] == pytest.approx(1_100_000, rel=2e-3)
    assert change["area_after_m2"] / change["area_before_m2"] == pytest.approx(120 / 110, rel=1e-6)
    with Repository(empty) as repository:
        versions = repository.find(Source, name="a")
        kept = repository.villages(versions[0].id)
    assert [(row.number, row.current) for row in versions] == [(1, False), (2, True)]
    assert kept.geometry.area.tolist() == pytest.approx([1_100_000])


def test_several_surveys_are_sources_of_their_own(empty: Store, tmp_path: Path) -> None:
    result = take(empty, survey_of_a(tmp_path / "a.gpkg"), survey_of_c(tmp_path / "c.gpkg"))
    assert [taken.name for taken in result.taken] == ["a", "c"]
    with Repository(empty) as repository:
        assert {row.name for row in repository.current_sources("survey")} == {"a", "c"}


def test_another_role_is_refused(empty: Store, tmp_path: Path) -> None:
    path = layer(tmp_path / "big.gpkg", BIG)
    take(empty, path, role="big")
    with pytest.raises(ParameterError, match="BIG was imported as big before"):
        take(empty, path, name="BIG")
    with Repository(empty) as repository:
        assert len(repository.find(Source)) == 1


@pytest.mark.parametrize(("role", "name"), [("big", None), ("survey", "both")])
def test_one_file_at_a_time(tmp_path: Path, file_workspace: Store, role: str, name: str) -> None:
    paths = [layer(tmp_path / f"{key}.gpkg", {key: BIG[key]}) for key in (A, B)]
    with pytest.raises(ParameterError, match="one file at a time"):
        take(file_workspace, *paths, role=role, name=name)
