"""Taking files into a workspace, in both stores."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from shapely import box

from boundaries.errors import InputError, ParameterError
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


def test_a_file_that_stands_as_a_survey_is_not_bigs_layer(empty: Store, tmp_path: Path) -> None:
    big = layer(tmp_path / "big.gpkg", BIG)
    survey = survey_of_a(tmp_path / "survei a.geojson")
    take(empty, big, role="big")
    take(empty, survey)
    with pytest.raises(ParameterError, match="stands as the survey survei a") as caught:
        take(empty, survey, role="big")
    assert "--retire 'survei a'" in str(caught.value.hint)
    saved_again = survey_of_a(tmp_path / "other.gpkg")
    with pytest.raises(ParameterError, match="stands as the survey"):
        take(empty, saved_again, role="big")
    with pytest.raises(ParameterError, match="stands as BIG's layer already"):
        take(empty, big)
    with Repository(empty) as repository:
        assert len(repository.find(Source)) == 2


def test_a_version_that_lacks_most_villages_needs_consent(empty: Store, tmp_path: Path) -> None:
    """Two of four may go, the third not."""
    path = tmp_path / "big.gpkg"
    take(empty, layer(path, BIG), role="big")
    take(empty, layer(path, {A: BIG[A], B: BIG[B]}), role="big")
    three = layer(tmp_path / "three.gpkg", {**BIG, A: box(0, 0, 990, 1000)})
    take(empty, three, role="big")
    least = layer(tmp_path / "least.gpkg", {A: BIG[A]})
    with pytest.raises(ParameterError, match="lacks 3 of the 4 villages of BIG, version 3"):
        take(empty, least, role="big")
    [taken] = take(empty, least, role="big", fewer=True).taken
    assert (taken.number, taken.features) == (4, 1)


def test_a_survey_of_another_zone_is_refused_with_the_remedy(empty: Store, tmp_path: Path) -> None:
    """Kisaran in zone 48, declared as zone 47, lies hundreds of kilometres away."""
    wrong = tmp_path / "a.gpkg"
    frame = gpd.read_file(survey_of_a(tmp_path / "right.gpkg")).to_crs(32648)
    frame.set_crs(32647, allow_override=True).to_file(wrong)
    with pytest.raises(InputError, match="seems to be of another zone") as before:
        take(empty, wrong)
    assert "--crs EPSG:32648" in str(before.value.hint)
    with pytest.raises(InputError, match="seems to be of another zone") as as_big:
        take(empty, wrong, role="big")
    assert "with --crs EPSG:32648" in str(as_big.value.hint)
    take(empty, layer(tmp_path / "big.gpkg", BIG), role="big")
    with pytest.raises(InputError, match=r"a\.gpkg does not meet BIG: .* \d+\.\d km") as after:
        take(empty, wrong)
    assert "--crs EPSG:32648" in str(after.value.hint)
    with Repository(empty) as repository:
        assert [row.name for row in repository.find(Source)] == ["BIG"]


@pytest.mark.parametrize(
    ("part", "match"),
    [
        ("shp", r"a\.shp is damaged, \d of 2 villages could be read: .*a\.shp is cut short"),
        ("dbf", r"a\.shp is damaged: .*a\.dbf is cut short: 1 of 2 rows"),
    ],
)
def test_a_damaged_file_is_refused(
    empty: Store, tmp_path: Path, capfd: pytest.CaptureFixture[str], part: str, match: str
) -> None:
    path = layer(tmp_path / "a.shp", {A: BIG[A], B: BIG[B]})
    cut = path.with_suffix(f".{part}")
    cut.write_bytes(cut.read_bytes()[:-40])
    with pytest.raises(InputError, match=match):
        take(empty, path)
    assert "ERROR" not in capfd.readouterr().err
    with Repository(empty) as repository:
        assert not repository.find(Source)
