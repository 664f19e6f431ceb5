"""Villages that were changed in the store itself."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from sqlalchemy import text

from boundaries.errors import StoreError
from boundaries.store.database import Store
from boundaries.store.models import Event, Source, Village
from boundaries.store.repository import Repository
from boundaries.workflows.detect_workspace import detect
from boundaries.workflows.untouched import content_of, edited, sums_of
from tests.store_fixture import villages
from tests.workspace_fixture import A, B, doer, put_on_table, segment_of, sign, take


def faults_of(store: Store) -> list[tuple[str, int, tuple[str, ...]]]:
    with Repository(store) as repository:
        return [
            (one.source, one.number, one.villages)
            for one in edited(repository, repository.current_sources())
        ]


def shift(store: Store, name: str, metres: float) -> None:
    """Move the outlines of a source as QGIS would, without Tapal."""
    with Repository(store) as repository:
        [source] = repository.find(Source, name=name, current=True)
        for row in repository.find(Village, source_id=source.id):
            row.geometry = shapely.transform(row.geometry, lambda xy: xy + np.array([metres, 0.0]))
        repository.record(doer().entry("try", ("workspace", "")))


def kabupaten(store: Store, name: str) -> None:
    """Change another field of all villages."""
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE village SET kabupaten = :name"), {"name": name})


def test_sums_tell_every_change_and_no_other_order() -> None:
    table = villages()
    sums = sums_of(table)
    assert len(set(sums.values())) == 3
    assert content_of(sums_of(table.iloc[::-1])) == content_of(sums)
    multiple = table.set_geometry(
        gpd.GeoSeries([shapely.MultiPolygon([shape]) for shape in table.geometry], crs=table.crs)
    )
    assert sums_of(multiple) == sums
    for column in ("key", "code", "name", "kecamatan", "kecamatan_code", "kabupaten", "level"):
        other = table.assign(**{column: [*table[column][:2], "x"]})
        assert [row for row, kept in sums_of(other).items() if kept != sums[row]] == ["2"]
    moved = table.copy()
    nudged = np.nextafter(200.0, 201.0)
    moved.geometry = [*table.geometry[:2], shapely.box(nudged, 0, 300, 100)]
    assert [row for row, kept in sums_of(moved).items() if kept != sums[row]] == ["2"]


def test_an_outline_moved_in_qgis_stops_detection_and_signature(
    detected: Store, tmp_path: Path
) -> None:
    assert faults_of(detected) == []
    segment = segment_of(detected, A, B).id
    proposal = put_on_table(detected, segment, "reference")
    shift(detected, "a", 5)
    assert faults_of(detected) == [("a", 1, ("Desa 1",))]
    with pytest.raises(
        StoreError, match=r"a, version 1, was changed outside Tapal: Desa 1"
    ) as told:
        detect(detected, doer())
    assert "import the file of a again" in str(told.value.hint)
    with pytest.raises(StoreError, match="changed outside"):
        sign(detected, segment, proposal, A)
    [taken] = take(detected, tmp_path / "a.gpkg").taken
    assert (taken.number, taken.unchanged) == (2, False)
    assert taken.changes["moved_m"].tolist() == pytest.approx([5.0])
    assert faults_of(detected) == []
    detect(detected, doer())
    assert sign(detected, segment, proposal, A).standing


def test_a_field_or_a_missing_row_is_noticed_too(imported: Store, tmp_path: Path) -> None:
    kabupaten(imported, "Batu Bara")
    assert [name for name, _, _ in faults_of(imported)] == ["BIG", "a", "c"]
    for name, role in (("big", "big"), ("a", "survey"), ("c", "survey")):
        [taken] = take(imported, tmp_path / f"{name}.gpkg", role=role).taken
        assert (taken.number, len(taken.changes)) == (2, 0)
    assert faults_of(imported) == []
    with Repository(imported) as repository:
        [source] = repository.find(Source, name="BIG", current=True)
        repository.remove(Village, source_id=source.id, row=3)
        repository.record(doer().entry("try", ("workspace", "")))
    assert faults_of(imported) == [("BIG", 2, ("#3",))]


def test_sums_kept_beside_the_villages_are_not_trusted(imported: Store) -> None:
    """Whoever changes the sums of a source too still has the log against him."""
    shift(imported, "a", 5)
    with Repository(imported) as repository:
        [source] = repository.find(Source, name="a")
        source.log = {**(source.log or {}), "sums": sums_of(repository.villages(source.id))}
        repository.record(doer().entry("try", ("workspace", "")))
    assert faults_of(imported) == [("a", 1, ())]
    with pytest.raises(StoreError, match="version 1, was changed outside"):
        detect(imported, doer())


def test_imports_of_older_versions_cannot_be_judged(
    imported: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift(imported, "a", 5)
    find = Repository.find

    def without_sums(self: Repository, model: type, **wanted: object) -> list[object]:
        rows: list[object] = find(self, model, **wanted)  # type: ignore[type-var]
        if model is Event:
            for row in rows:
                row.after.pop("content", None)  # type: ignore[attr-defined]
        return rows

    monkeypatch.setattr(Repository, "find", without_sums)
    assert faults_of(imported) == []
