"""Parts of a submission that follow from its villages: kecamatan, and the land in between.

Columns as in `boundaries.domain.submission`.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.domain.case import State
from boundaries.domain.status import status_of
from boundaries.geometry.metrics import WGS84, ellipsoidal_areas

LEFT_OUT = "left-out"
BESIDE_M = 1e-6


def for_status(lines: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """The lines as `boundaries.domain.status` wants segments."""
    table = pd.DataFrame({"village_a": lines["a"], "village_b": lines["b"]})
    unit = facts["kecamatan_code"].where(facts["kecamatan_code"] != "", facts["kecamatan"])
    for side in ("a", "b"):
        table[f"kecamatan_{side}"] = lines[side].map(unit).fillna("")
    states = lines["state"].where(lines["state"] != "", State.INDIKATIF.value)
    return table.assign(state=states, length_m=lines["length_m"])


def dissolved(
    land: gpd.GeoDataFrame, villages: pd.DataFrame, segments: pd.DataFrame
) -> gpd.GeoDataFrame:
    """The villages handed over, dissolved by kecamatan, with the columns of a kecamatan.

    `land` is in degrees; `villages` are those of the whole coverage, `segments` those handed over.
    """

    def unit(frame: pd.DataFrame) -> pd.Series:
        return frame["kecamatan_code"].where(frame["kecamatan_code"] != "", frame["kecamatan"])

    units = unit(land)
    whole = unit(villages).value_counts()
    states = status_of(for_status(segments, villages.set_index("key")), "kecamatan")["state"]
    rows, shapes = [], []
    for name, members in land.groupby(units.to_numpy(), sort=True):
        first = members.iloc[0]
        rows.append({
            "code": first["kecamatan_code"], "name": first["kecamatan"],
            "kabupaten": first["kabupaten"], "villages": len(members),
            "complete": len(members) == whole[name], "state": states.get(name, ""),
            "area_m2": members["area_m2"].sum(),
        })  # fmt: skip
        shapes.append(shapely.coverage_union_all(members.geometry.to_numpy()))
    return gpd.GeoDataFrame(rows, geometry=np.asarray(shapely.normalize(shapes)), crs=WGS84)


def openings_of(
    lines: gpd.GeoDataFrame, villages: gpd.GeoDataFrame, every: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """The holes among the villages, with the columns of an opening.

    `lines` (`outer`, `beyond`), `villages` and `every` village of the coverage (`key`) are in the
    working CRS.
    """
    crs = CRS.from_user_input(lines.crs)
    union = shapely.coverage_union_all(villages.geometry.to_numpy())
    holes = _holes(union)
    outer = lines[lines["outer"]]
    middles = shapely.line_interpolate_point(outer.geometry.to_numpy(), 0.5, normalized=True)
    others = every[~every["key"].isin(villages["key"])]
    inside = shapely.point_on_surface(others.geometry.to_numpy())
    reasons = []
    for hole in holes:
        beside = outer["beyond"][shapely.dwithin(shapely.boundary(hole), middles, BESIDE_M)]
        filled = shapely.contains(hole, inside).any() or beside.empty
        reasons.append(LEFT_OUT if filled else beside.iloc[0])
    places = gpd.GeoSeries(shapely.point_on_surface(holes), crs=crs).to_crs(WGS84)
    return gpd.GeoDataFrame(
        {
            "reason": pd.Series(reasons, dtype=object),
            "area_m2": ellipsoidal_areas(holes, crs),
        },
        geometry=places.to_numpy(),
        crs=WGS84,
    )


def _holes(land: shapely.Geometry) -> NDArray[np.object_]:
    """The holes of a polygon or multipolygon."""
    rings = [ring for part in shapely.get_parts(land) for ring in part.interiors]
    return np.array([shapely.Polygon(ring) for ring in rings], dtype=object)
