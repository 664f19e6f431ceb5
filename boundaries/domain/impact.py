"""What hangs on a dispute: objects of any layer, by the village they would fall to.

For information only: nothing here plays a part in making lines.

Objects: a frame with the columns `layer` (its name), `name`, and `geometry` (points, lines or
polygons, also in several parts, in the working CRS). Divisions: a frame with the columns `line`
(the name of a line or version), `village` (key) and `geometry` (Polygon or MultiPolygon): the land
each village has under that line, as `boundaries.domain.proposal.Proposal.parts` gives it. The land
of one line does not overlap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.domain.proposal import Proposal
from boundaries.geometry.lines import ellipsoidal_lengths
from boundaries.geometry.metrics import ellipsoidal_areas

Geometries = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]

POINTS, LINES, POLYGONS = range(3)
M2_PER_HA = 10_000
SHARES = ("object", "layer", "name", "line", "village", "count", "share", "length_m", "area_ha")
TOTALS = ["line", "village", "layer"]


@dataclass(frozen=True)
class Impact:
    """Objects by line and village.

    Attributes
    ----------
    shares : one row per object, line and village that has any of it: `object` (place in the
        frame), `layer`, `name`, `line`, `village`, `share` (of its points, length or area, 0 to 1;
        of the part that lies in the land divided), `count` (the points, or the share), `length_m`,
        `area_ha` (ellipsoidal; 0 where they do not apply)
    totals : the sums of `count`, `length_m` and `area_ha`: `line`, `village`, `layer`
    changing : one row per object whose village is not the same under all lines: `object`, `layer`,
        `name`, and by line the key of the village that has the most of it ("" for none)
    """

    shares: pd.DataFrame
    totals: pd.DataFrame
    changing: pd.DataFrame


def divisions_of(proposals: Mapping[str, Proposal]) -> gpd.GeoDataFrame:
    """The land of both villages under each of several lines of one segment, by name of the line."""
    tables = [proposal.parts.assign(line=name) for name, proposal in proposals.items()]
    return gpd.GeoDataFrame(pd.concat(tables, ignore_index=True))


def impact_of(objects: gpd.GeoDataFrame, divisions: gpd.GeoDataFrame) -> Impact:
    """How much of which objects falls to which village under each line.

    Points on a border count for the village whose key comes first. Objects outside the land that is
    divided are left out. Raises `ValueError` where the two frames have different CRSs.
    """
    if objects.crs != divisions.crs:
        raise ValueError("objects and divisions must have the same CRS")
    ordered = divisions.sort_values(["line", "village"], kind="stable", ignore_index=True)
    pieces = _pieces(objects.geometry.to_numpy(), ordered)
    crs = CRS.from_user_input(divisions.crs)
    shares = _measured(objects, ordered, pieces, crs)
    totals = shares.groupby(TOTALS)[["count", "length_m", "area_ha"]].sum().reset_index()
    return Impact(shares, totals, _changing(shares, ordered["line"].unique().tolist()))


@dataclass(frozen=True)
class _Pieces:
    """Parts of objects in land: place of the object, place of the land, kind, and the geometry."""

    object: Indices
    land: Indices
    kind: Indices
    shapes: Geometries


def _pieces(shapes: Geometries, divisions: gpd.GeoDataFrame) -> _Pieces:
    parts, owner = shapely.get_parts(shapes, return_index=True)
    kind = np.clip(shapely.get_dimensions(parts), POINTS, POLYGONS).astype(np.int64)
    land = divisions.geometry.to_numpy()
    which, part = shapely.STRtree(parts).query(land, predicate="intersects")
    order = np.lexsort((which, part))
    which, part = which[order], part[order]
    line = pd.factorize(divisions["line"])[0][which]
    again = pd.DataFrame({"part": part, "line": line}).duplicated().to_numpy()
    kept = ~(again & (kind[part] == POINTS))
    which, part = which[kept], part[kept]
    found = parts[part]
    cut = kind[part] != POINTS
    found[cut] = shapely.intersection(found[cut], land[which[cut]])
    return _Pieces(owner[part], which, kind[part], found)


def _measured(
    objects: gpd.GeoDataFrame, divisions: gpd.GeoDataFrame, pieces: _Pieces, crs: CRS
) -> pd.DataFrame:
    """One row per object and land, see `Impact.shares`."""
    line, area = pieces.kind == LINES, pieces.kind == POLYGONS
    size = np.ones(len(pieces.object))
    size[line] = ellipsoidal_lengths(pieces.shapes[line], crs)
    size[area] = ellipsoidal_areas(pieces.shapes[area], crs)
    table = pd.DataFrame(
        {
            "object": pieces.object,
            "line": divisions["line"].to_numpy(dtype=object)[pieces.land],
            "village": divisions["village"].to_numpy(dtype=object)[pieces.land],
            "points": np.where(pieces.kind == POINTS, size, 0.0),
            "length_m": np.where(line, size, 0.0),
            "area_ha": np.where(area, size / M2_PER_HA, 0.0),
            "size": size,
        }
    )
    table = table[table["size"] > 0].groupby(["object", "line", "village"]).sum().reset_index()
    whole = table.groupby(["object", "line"])["size"].transform("sum")
    table["share"] = table["size"] / whole
    table["count"] = table["points"].where(table["points"] > 0, table["share"])
    for column in ("layer", "name"):
        table[column] = objects[column].to_numpy(dtype=object)[table["object"]]
    return table[list(SHARES)]


def _changing(shares: pd.DataFrame, lines: list[str]) -> pd.DataFrame:
    order = shares.sort_values(
        ["object", "line", "share", "village"], ascending=[True, True, False, True]
    )
    most = order.drop_duplicates(["object", "line"])
    wide = most.pivot(index="object", columns="line", values="village")
    wide = wide.reindex(columns=lines).fillna("")
    changed = wide[wide.nunique(axis=1) > 1]
    labels = shares.drop_duplicates("object").set_index("object")[["layer", "name"]]
    return labels.join(changed, how="inner").sort_index().reset_index()
