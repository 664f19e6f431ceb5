"""Land between villages that opens to the outside through a narrow mouth only.

No disk as wide as the mouth may be can be pushed into it from outside. The land of all villages is
widened by half of that width and narrowed again; what this closes, and what lies behind it, is an
inlet where it reaches between two villages or more.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.domain.claims import Labels

LEAST_SHARE = 0.1
"""Two villages bound at least so much of the sides of an inlet."""
LEAST_DEPTH = 3.0
"""The sides of an inlet are so many times longer than its mouth; corners of the rim are not."""
TOUCH_M = 0.01
ARC_SEGMENTS = 4
COVERED_SHARE = 1e-6

Polygons = NDArray[np.object_]
Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


def inlets(
    villages: gpd.GeoDataFrame, labels: Labels, *, width: float, silent: Polygons
) -> gpd.GeoDataFrame:
    """The inlets of one source whose mouths are narrower than `width` metres.

    `villages` (columns `key` and `geometry`, CRS in metres) are the records that bound open land,
    others may be among them; `labels` are those of the source. Land of the `silent` polygons is not
    the source's to claim, so that an inlet there is left out. Patches as from
    `boundaries.domain.claims`, of kind "inlet", with the villages along their sides as parties;
    enclosed land is no inlet.
    """
    outlines = villages.geometry.to_numpy()
    land = _filled(shapely.union_all(outlines))
    wide = _filled(shapely.buffer(land, width / 2, quad_segs=ARC_SEGMENTS))
    closed = shapely.buffer(wide, -width / 2, quad_segs=ARC_SEGMENTS)
    found = shapely.get_parts(shapely.difference(closed, land))
    found = found[shapely.get_type_id(found) == shapely.GeometryType.POLYGON]
    patch, village, length = _sides(found, outlines)
    sides = np.bincount(patch, weights=length, minlength=len(found))
    share = pd.DataFrame({"patch": patch, "key": villages["key"].to_numpy(dtype=object)[village]})
    share["length"] = length
    share = share.groupby(["patch", "key"])["length"].sum().reset_index()
    much = share["length"].to_numpy() >= LEAST_SHARE * sides[share["patch"]]
    between = np.bincount(share["patch"][much], minlength=len(found)) >= 2
    mouth = np.maximum(shapely.length(found) - sides, 0)
    kept = between & (sides > LEAST_DEPTH * mouth) & ~_covered(found, silent)
    names = (
        share[kept[share["patch"]]].groupby("patch")["key"].agg(lambda keys: tuple(sorted(keys)))
    )
    return _patches(found[kept], names.tolist(), labels, villages)


def _filled(land: shapely.Geometry) -> shapely.Geometry:
    """The land with all that it encloses."""
    rings = shapely.get_exterior_ring(shapely.get_parts(land))
    return shapely.union_all(shapely.polygons(rings))


def _sides(patches: Polygons, outlines: Polygons) -> tuple[Indices, Indices, Floats]:
    """Patches, the outlines that bound them, and the length along which they do."""
    near = shapely.buffer(patches, TOUCH_M, quad_segs=1)
    patch, outline = shapely.STRtree(outlines).query(near, predicate="intersects")
    along = shapely.intersection(near[patch], shapely.boundary(outlines)[outline])
    length = shapely.length(along)
    real = length > 3 * TOUCH_M
    return patch[real], outline[real], length[real]


def _covered(patches: Polygons, land: Polygons) -> NDArray[np.bool_]:
    """The patches of which some part lies in one of the polygons."""
    patch, polygon = shapely.STRtree(land).query(patches, predicate="intersects")
    shared = shapely.area(shapely.intersection(patches[patch], land[polygon]))
    total = np.bincount(patch, weights=shared, minlength=len(patches))
    return np.asarray(total > COVERED_SHARE * shapely.area(patches))


def _patches(
    shapes: Polygons, parties: list[tuple[str, ...]], labels: Labels, villages: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    files = [
        tuple(sorted({label for key in keys for label in labels.get(key, ())})) for keys in parties
    ]
    claims: list[dict[str, tuple[str, ...]]] = [dict.fromkeys(names, ()) for names in files]
    return gpd.GeoDataFrame(
        {
            "kind": pd.Series(["inlet"] * len(parties), dtype=object),
            "villages": pd.Series(parties, dtype=object),
            "sources": pd.Series(files, dtype=object),
            "claims": pd.Series(claims, dtype=object),
        },
        geometry=shapely.normalize(shapes),
        crs=villages.crs,
    )
