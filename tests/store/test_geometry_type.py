"""Geometries in both stores."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from boundaries.store.database import Store
from boundaries.store.models import ImpactLayer, ImpactObject, Junction, Segment, Village
from boundaries.store.repository import Repository
from tests.store_fixture import NOON, a_segment, entry, villages

AWKWARD = np.array([0.1 + 0.2, 1 / 3, 5e-324, -0.0, 1.7976931348623157e308, 487_123.456_789_012_3])


def test_coordinates_stay_bit_by_bit(filled: Store) -> None:
    places = np.column_stack([AWKWARD, AWKWARD[::-1]])
    with Repository(filled) as repository:
        repository.get(Segment, "SG-1").geometry = shapely.LineString(places)
        repository.add_frame(Village, villages().head(1).assign(row=9, geometry=[
            shapely.Polygon([(0.1, 0.2), (1 / 3, 1e-9), (2 / 3, 1e5)])
        ]), source_id=1)  # fmt: skip
        repository.record(entry())
    with Repository(filled) as repository:
        line = repository.get(Segment, "SG-1").geometry
        area = repository.find(Village, row=9)[0].geometry
    assert shapely.get_coordinates(line).tobytes() == places.tobytes()
    wanted = np.array([(0.1, 0.2), (1 / 3, 1e-9), (2 / 3, 1e5), (0.1, 0.2)])
    assert shapely.get_coordinates(area).tobytes() == wanted.tobytes()


def test_single_parts_become_multiple(filled: Store) -> None:
    with Repository(filled) as repository:
        line = repository.get(Segment, "SG-1").geometry
    assert line == shapely.MultiLineString([[(100, 0), (100, 100)]])
    assert shapely.get_srid(line) == 0


@pytest.mark.parametrize(
    "shape",
    [
        shapely.Point(1, 2),
        shapely.LineString([(0, 0), (1, 1)]),
        shapely.box(0, 0, 1, 1),
        shapely.MultiPoint([(0, 0), (1, 1)]),
    ],
    ids=lambda shape: shape.geom_type,
)
def test_impact_objects_are_of_any_kind(repository: Repository, shape: BaseGeometry) -> None:
    layer = ImpactLayer(name="TPS", kind="polling", sha256="00", at=NOON)
    repository.add(layer)
    repository.add(ImpactObject(layer_id=layer.id, name="TPS 1", geometry=shape))
    repository.record(entry())
    assert repository.frame(ImpactObject)["geometry"].tolist() == [shape]


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        (shapely.box(0, 0, 1, 1), "a Polygon does not fit a column of MULTILINESTRING"),
        (shapely.LineString([(0, 0, 5), (1, 1, 5)]), "a LineString with heights does not fit"),
        (shapely.Point(0, 0), "a Point does not fit"),
    ],
)
def test_other_kinds_are_refused(filled: Store, shape: BaseGeometry, words: str) -> None:
    with pytest.raises(ValueError, match=words), Repository(filled) as repository:
        repository.add_frame(
            Segment,
            villages().head(1).assign(id="x", geometry=[shape])[["id", "geometry"]],
        )


def test_single_place_is_a_point(repository: Repository) -> None:
    repository.add(
        Junction(
            id="SP-1", villages=["A", "B"], detection_id=1, current=True,
            geometry=shapely.Point(100, 0.1),
        ),
        a_segment(1, id="SG-2"),
    )  # fmt: skip
    repository.record(entry())
    assert repository.frame(Junction)["geometry"].tolist() == [shapely.Point(100, 0.1)]
