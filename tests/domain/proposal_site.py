"""Two villages and their neighbours, with disputed land, for tests of proposals and decisions."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import box

from boundaries.domain.accuracy import Accuracy
from boundaries.domain.correspondence import compare_segments
from boundaries.domain.owners import owners_of
from boundaries.domain.site import Ground, Site, ground_of, site_of
from tests.domain.village_grid import CENTRE, EQUATOR_M, SCALE, two_sources

AREA_SCALE = SCALE**2
"""Square metres in the plane for one on the ellipsoid."""

REFERENCE = {
    "a": box(0, 0, 500, 1000),
    "b": box(500, 0, 1000, 1000),
    "c": box(0, 1000, 1000, 1500),
    "d": box(0, -500, 1000, 0),
}


def strip(width: float = 100.0) -> dict[str, shapely.Geometry]:
    """Surveys in which a reaches `width` metres into b, from y = 200 to y = 800.

    0      500 600   1000
    +---------+-------+ 1500
    |        c        |
    +-------+-+-------+ 1000
    |   a   |   b     |
    |       +-+       | 800
    |       |x|       |       x: 100 x 600 m, b's by the reference, a's by the survey
    |       +-+       | 200
    |       |         |
    +-------+---------+ 0
    |        d        |
    +-----------------+ -500
    """
    taken = box(500, 200, 500 + width, 800)
    return {
        "a": shapely.union_all([REFERENCE["a"], taken]),
        "b": shapely.difference(REFERENCE["b"], taken),
    }


def at_junction() -> dict[str, shapely.Geometry]:
    """Surveys in which a reaches 100 m into b all along their border, from d to c."""
    return {"a": box(0, 0, 600, 1000), "b": box(600, 0, 1000, 1000)}


def ground(
    surveys: dict[str, shapely.Geometry],
    findings: dict[str, shapely.Geometry] | None = None,
    *,
    reference: dict[str, shapely.Geometry] | None = None,
) -> Ground:
    """The ground of the four villages; `findings` of a and b by id, moved like the villages."""
    both = two_sources(reference or REFERENCE, surveys)
    found = compare_segments(
        both.mosaic, both.reference, both.local, both.borders, accuracy=Accuracy(2.5, 2.5)
    )
    shapes = findings or {}
    table = gpd.GeoDataFrame(
        {
            "id": pd.Series(list(shapes), dtype=object),
            "villages": pd.Series([("a", "b")] * len(shapes), dtype=object),
        },
        geometry=[moved(shape) for shape in shapes.values()],
        crs=both.villages.crs,
    )
    owners = owners_of(both.mosaic, both.reference)
    return ground_of(
        both.mosaic,
        owners,
        both.local,
        both.borders,
        candidates=found.lines,
        findings=table,
        names={key: f"Desa {key}" for key in "abcde"},
    )


def site(
    surveys: dict[str, shapely.Geometry],
    findings: dict[str, shapely.Geometry] | None = None,
    *,
    pair: tuple[str, str] = ("a", "b"),
    reference: dict[str, shapely.Geometry] | None = None,
) -> Site:
    """The site of the segment of a pair."""
    whole = ground(surveys, findings, reference=reference)
    lines = whole.borders.lines
    [segment] = lines["id"][(lines["a"] == pair[0]) & (lines["b"] == pair[1])]
    return site_of(whole, segment)


def moved(shape: shapely.Geometry) -> shapely.Geometry:
    """A shape of the drawing where the villages lie."""
    return shapely.transform(shape, lambda xy: np.add(xy, [CENTRE, EQUATOR_M]))


def places(line: shapely.Geometry) -> list[tuple[float, float]]:
    """The vertices of a line in the coordinates of the drawing, to the centimetre."""
    found = shapely.get_coordinates(line) - [CENTRE, EQUATOR_M]
    return [(round(x, 2), round(y, 2)) for x, y in found.tolist()]
