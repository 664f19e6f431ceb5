"""GeoJSON of one village, one kecamatan or one segment."""

from __future__ import annotations

import json

import pytest

from boundaries.domain.submission import Wanted
from boundaries.errors import ParameterError, StoreError
from boundaries.store.database import Store
from boundaries.workflows.unit_data import segment_geojson, villages_geojson
from tests.agreed_workspace import A, B
from tests.workspace_fixture import segment_of


def test_a_village_is_there_unfinished_as_it_is(partial_store: Store) -> None:
    """B has lost 6 ha to A, and has not agreed with C."""
    wanted = Wanted((B,), unfinished="refuse")
    [feature] = json.loads(villages_geojson(partial_store, wanted))["features"]
    assert feature["properties"]["code"] == B
    assert feature["properties"]["finished"] is False
    assert feature["properties"]["area_m2"] == pytest.approx(940_000, rel=2e-3)
    assert feature["geometry"]["type"] in {"Polygon", "MultiPolygon"}


def test_a_kecamatan_has_its_villages(partial_store: Store) -> None:
    found = json.loads(villages_geojson(partial_store, Wanted(kecamatan=("12.09.20",))))["features"]
    assert {feature["properties"]["code"] for feature in found} == {A, B}


def test_a_segment_has_its_own_lines_only(partial_store: Store) -> None:
    segment = segment_of(partial_store, A, B)
    found = json.loads(segment_geojson(partial_store, segment.id))["features"]
    assert {feature["properties"]["segment"] for feature in found} == {segment.id}
    assert sum(feature["properties"]["length_m"] for feature in found) == pytest.approx(
        1200, rel=2e-3
    )
    assert {feature["properties"]["state"] for feature in found} == {"SEPAKAT"}


def test_what_is_not_there(partial_store: Store) -> None:
    with pytest.raises(ParameterError, match="9999"):
        villages_geojson(partial_store, Wanted(("12.09.20.9999",)))
    with pytest.raises(StoreError, match="is not there"):
        segment_geojson(partial_store, "SG-NOWHERE")
