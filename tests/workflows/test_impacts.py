"""Impact layers, in both stores."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from shapely import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from boundaries.errors import InputError, ParameterError
from boundaries.store.database import Store
from boundaries.store.models import Event, ImpactObject
from boundaries.store.repository import Repository
from boundaries.workflows.impacts import (
    AddedLayer,
    ObjectOptions,
    add_impact,
    impact_layers,
    impact_of_preview,
)
from boundaries.workflows.settle import preview
from tests.workspace_fixture import A, B, doer, segment_of


def objects(path: Path, shapes: dict[str, BaseGeometry | None], crs: str = "EPSG:4326") -> Path:
    """A layer of objects whose coordinates are those of the villages, in another CRS."""
    frame = gpd.GeoDataFrame(
        {"NAMA": list(shapes), "n": 1}, geometry=list(shapes.values()), crs=32647
    )
    frame["geometry"] = frame.geometry.translate(568_000, 329_000)
    frame.to_crs(crs).to_file(path, driver="GeoJSON")
    return path


@pytest.fixture
def schools(tmp_path: Path) -> Path:
    """One school in the land that A claims of B, one far in B."""
    shapes = {"SD 1": Point(1050, 500), "SD 2": Point(1500, 500)}
    return objects(tmp_path / "schools.geojson", shapes)


def add(store: Store, path: Path, name: str = "Schools", **options: str) -> AddedLayer:
    return add_impact(
        store, path, doer(), name=name, kind="school", options=ObjectOptions(**options)
    )


def test_objects_are_kept_in_the_working_crs(detected: Store, schools: Path) -> None:
    added = add(detected, schools)
    assert (added.objects, added.skipped, added.new) == (2, 0, True)
    with Repository(detected) as repository:
        rows = repository.frame(ImpactObject)
        layers = impact_layers(repository)
        [entry] = repository.find(Event, action="add-impact-layer")
    assert rows["name"].tolist() == ["SD 1", "SD 2"]
    assert rows.geometry.x.tolist() == pytest.approx([569_050, 569_500], abs=0.01)
    assert rows["attributes"].tolist() == [{"NAMA": "SD 1", "n": 1}, {"NAMA": "SD 2", "n": 1}]
    assert layers[["name", "kind", "objects"]].values.tolist() == [["Schools", "school", 2]]
    assert entry.after is not None
    assert entry.after["objects"] == 2


def test_a_layer_takes_the_place_of_its_namesake(
    detected: Store, schools: Path, tmp_path: Path
) -> None:
    first = add(detected, schools)
    assert not add(detected, schools).new
    again = add(detected, objects(tmp_path / "new.geojson", {"SD 3": Point(10, 10)}))
    assert (again.new, again.replaced) == (True, first.row.id)
    with Repository(detected) as repository:
        assert repository.frame(ImpactObject)["name"].tolist() == ["SD 3"]
        assert len(impact_layers(repository)) == 1
        assert not repository.verify()


def test_what_falls_to_whom(detected: Store, schools: Path) -> None:
    """Under BIG's line both schools are B's; under A's line one is A's."""
    add(detected, schools)
    shown = preview(detected, segment_of(detected, A, B).id, "a")
    with Repository(detected) as repository:
        impact = impact_of_preview(repository, shown)
    counts = {(row.line, row.village): row.count for row in impact.totals.rename(
        columns={"count": "number"}).itertuples()}  # fmt: skip
    assert set(counts) == {("reference", B), ("a", A), ("a", B)}
    totals = impact.totals.set_index(["line", "village"])["count"].to_dict()
    assert totals == {("reference", B): 2, ("a", A): 1, ("a", B): 1}
    [changing] = impact.changing.to_dict("records")
    assert (changing["name"], changing["reference"], changing["a"]) == ("SD 1", B, A)


def test_lines_areas_and_missing_places(file_workspace: Store, tmp_path: Path) -> None:
    shapes = {"road": LineString([(900, 500), (1200, 500)]), "field": box(1000, 0, 1050, 100),
              "lost": None}  # fmt: skip
    added = add(file_workspace, objects(tmp_path / "mixed.geojson", shapes))
    assert (added.objects, added.skipped) == (2, 1)
    shown = preview(file_workspace, segment_of(file_workspace, A, B).id, "a")
    with Repository(file_workspace) as repository:
        shares = impact_of_preview(repository, shown).shares
    by_a = shares[(shares["line"] == "a") & (shares["village"] == A)].set_index("name")
    assert by_a["length_m"]["road"] == pytest.approx(200, rel=2e-3)
    assert by_a["area_ha"]["field"] == pytest.approx(0.5, rel=2e-3)


def test_no_layer_no_impact(file_workspace: Store) -> None:
    shown = preview(file_workspace, segment_of(file_workspace, A, B).id, "a")
    with Repository(file_workspace) as repository:
        impact = impact_of_preview(repository, shown)
    assert impact.shares.empty
    assert impact.changing.empty


def test_names_by_another_field(file_workspace: Store, schools: Path) -> None:
    add(file_workspace, schools, field="n")
    with Repository(file_workspace) as repository:
        assert repository.frame(ImpactObject)["name"].tolist() == ["1", "1"]
    with pytest.raises(ParameterError, match="has no field x"):
        add(file_workspace, schools, field="x")


def test_what_is_refused(file_workspace: Store, tmp_path: Path, schools: Path) -> None:
    with pytest.raises(ParameterError, match="ufo is no kind of impact layer"):
        add_impact(file_workspace, schools, doer(), name="x", kind="ufo", options=ObjectOptions())
    nowhere = objects(tmp_path / "n.geojson", {"lost": None, "gone": None})
    with pytest.raises(InputError):
        add(file_workspace, nowhere)
