"""Lines through survey points: outlines closed by an order field, and segments and tracks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.domain.survey import READ, SUSPECT
from boundaries.domain.survey_readings import GEOD
from boundaries.errors import Notice
from boundaries.geometry.crs import WGS84, working_crs
from boundaries.geometry.metrics import ellipsoidal_areas
from boundaries.messages import message

COLUMNS = ("source", "name", "closed", "points", "left_out", "length_m", "area_m2", "geometry")
SAME_PLACE_M = 0.05
MOST_NAMED = 5


@dataclass(frozen=True)
class _Line:
    """A line on its way: its name, whether it is to be closed, the rows of points in order."""

    name: str
    closed: bool
    rows: pd.DataFrame


def draw_lines(
    points: pd.DataFrame, roles: Collection[str], *, keep_suspects: bool = False
) -> tuple[gpd.GeoDataFrame, tuple[Notice, ...]]:
    """The lines that a list of points describes, in degrees on WGS 84.

    Points with a segment or track make an open line each, closed where its last point repeats the
    first. Points with an order (`roles` has "order" or "outline") make a closed outline: per
    outline if the list names them, else per village, else one. Running numbers alone make an
    outline only where the list closes itself. Points whose position is in doubt are left out, and
    each line tells how many.

    Columns are `COLUMNS`: `closed` lines are Polygons unless they cross themselves; `length_m` and
    `area_m2` are ellipsoidal, the area NaN for what is no Polygon.
    """
    usable = points["state"].isin([READ, SUSPECT] if keep_suspects else [READ])
    records, notices = [], []
    for line in _lines(points, roles, usable.to_numpy()):
        used = line.rows[usable.loc[line.rows.index]]
        record, told = _drawn(line, used)
        notices += told
        if record:
            records.append(record)
    frame = gpd.GeoDataFrame(
        pd.DataFrame(records, columns=list(COLUMNS)), geometry="geometry", crs="EPSG:4326"
    )
    return frame, tuple(notices)


def _lines(
    points: pd.DataFrame, roles: Collection[str], usable: NDArray[np.bool_]
) -> Iterator[_Line]:
    """The groups of points that make a line each, in the order of the list."""
    if (points["line"] != "").any():
        named = points[points["line"] != ""]
        for name, rows in named.groupby("line", sort=False):
            ordered = _ordered(rows)
            yield _Line(str(name), _returns(ordered), ordered)
    elif {"order", "outline"} & set(roles):
        by = "outline" if "outline" in roles else "villages"
        for name, rows in points.groupby(by, sort=False):
            yield _Line(str(name), True, _ordered(rows))
    elif "number" in roles and len(points) > 3 and _returns(_ordered(points[usable])):
        yield _Line("", True, _ordered(points))


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows by their order, those without one at the end in the order of the list."""
    return rows.sort_values("order", kind="stable")


def _returns(rows: pd.DataFrame) -> bool:
    """Whether the last of at least four points repeats the first."""
    if len(rows) < 4:
        return False
    ends = rows[["lon", "lat"]].iloc[[0, -1]].to_numpy()
    if not np.isfinite(ends).all():
        return False
    return bool(GEOD.inv(*ends[0], *ends[1])[2] <= SAME_PLACE_M)


def _drawn(line: _Line, used: pd.DataFrame) -> tuple[dict[str, object] | None, list[Notice]]:
    """The record of a line, None where too few points are left, and what is doubtful about it."""
    notices = [*_left_out(line, used), *_order_faults(line)]
    coordinates = used[["lon", "lat"]].to_numpy(dtype=np.float64)
    if line.closed and len(used) and _returns(used):
        coordinates = coordinates[:-1]
    if len(coordinates) < (3 if line.closed else 2):
        text = message("{name}: {count} points are too few for a line",
                       name=_name(line), count=len(coordinates))  # fmt: skip
        hint = message("complete the list of points")
        return None, [*notices, Notice("line-short", text, hint, _source(line))]
    shape, told = _shape(line, coordinates)
    area = np.nan
    if shape.geom_type == "Polygon":
        metric = working_crs(shape.bounds)
        projected = gpd.GeoSeries([shape], crs=WGS84).to_crs(metric).to_numpy()
        area = float(ellipsoidal_areas(projected, metric)[0])
    record = {
        "source": _source(line),
        "name": line.name,
        "closed": line.closed,
        "points": len(coordinates),
        "left_out": len(line.rows) - len(used),
        "length_m": float(GEOD.geometry_length(shape)),
        "area_m2": area,
        "geometry": shape,
    }
    return record, [*notices, *told]


def _shape(line: _Line, coordinates: NDArray[np.float64]) -> tuple[shapely.Geometry, list[Notice]]:
    """The polygon of a closed outline; its ring where it crosses itself; else the open line."""
    if not line.closed:
        return shapely.linestrings(coordinates), []
    ring = np.vstack([coordinates, coordinates[:1]])
    polygon = shapely.polygons(ring)
    if polygon.is_valid:
        return shapely.orient_polygons(polygon, exterior_cw=False), []
    text = message("{name}: the outline crosses itself ({reason})",
                   name=_name(line), reason=shapely.is_valid_reason(polygon))  # fmt: skip
    hint = message("look at the order of the points; the outline was kept as a line")
    return shapely.linestrings(ring), [Notice("outline-crosses", text, hint, _source(line))]


def _left_out(line: _Line, used: pd.DataFrame) -> list[Notice]:
    missing = line.rows.drop(index=used.index)
    if missing.empty:
        return []
    names = ", ".join(str(name) for name in missing["name"].head(MOST_NAMED))
    text = message(
        "{name}: {count} of {all} points are left out of the line ({names})",
        name=_name(line), count=len(missing), all=len(line.rows), names=names,
    )  # fmt: skip
    hint = message("the line runs straight there; settle these points before it is used")
    return [Notice("line-incomplete", text, hint, _source(line))]


def _order_faults(line: _Line) -> list[Notice]:
    order = line.rows["order"]
    known = order.dropna()
    if known.empty or (known.is_unique and len(known) == len(order)):
        return []
    text = message("{name}: numbers of the order are missing or repeated", name=_name(line))
    hint = message("look at the line; points without number came last, in the order of the list")
    return [Notice("order-unclear", text, hint, _source(line))]


def _name(line: _Line) -> str:
    return line.name or _source(line)


def _source(line: _Line) -> str:
    return str(line.rows["source"].iat[0])
