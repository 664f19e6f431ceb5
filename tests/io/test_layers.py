"""Which types of layers may hold polygons."""

from __future__ import annotations

import pytest

from boundaries.io.layers import LayerInfo


@pytest.mark.parametrize(
    ("geometry_type", "answer"),
    [
        ("Polygon", True),
        ("MultiPolygon Z", True),
        ("Curve Polygon", True),
        ("MultiSurface", True),
        ("Unknown", True),
        ("GeometryCollection", True),
        ("LineString", False),
        ("Point Z", False),
        ("", False),
    ],
)
def test_may_hold_polygons(geometry_type: str, answer: bool) -> None:
    assert LayerInfo("desa", geometry_type).may_hold_polygons is answer
