"""A coverage and its lines in degrees with few decimals, neighbours still sharing every vertex.

Rounding moves the shared vertices of neighbours alike. Where a line then crosses another one, both
are cut and led through the same places (snap rounding), so that the result is a coverage again;
land thinner than a few steps of rounding that nobody, or several, would have after that goes to the
neighbour with the longest border.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from boundaries.domain.claims import source_claims
from boundaries.domain.owners import Owners, owners_of
from boundaries.domain.site import owned_land
from boundaries.geometry.arcs import Arcs, trace_arcs
from boundaries.geometry.edges import edges_of
from boundaries.geometry.metrics import WGS84, mean_widths
from boundaries.geometry.mosaic import Mosaic, build_mosaic

Geometries = NDArray[np.object_]
Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]

THIN_STEPS = 4
"""Land that is thinner than so many steps of rounding came up by rounding."""
NO_LINE = -1
LINE = shapely.GeometryType.LINESTRING
NOWHERE = shapely.LineString([(999.0, 999.0), (999.0, 998.0)])


@dataclass(frozen=True)
class Rounded:
    """A rounded coverage in degrees and the lines between its polygons.

    `coverage` has the columns `key` and `geometry`, a row for each polygon that is left, sorted by
    key. `lines` are its arcs: `a`, `b` (keys on the left and the right, "" for nobody), `line` (row
    of the given line that it is, -1 for one that came up by rounding) and `geometry` (LineString,
    or MultiLineString where rounding has closed a line upon itself).
    """

    coverage: gpd.GeoDataFrame
    lines: gpd.GeoDataFrame


def rounded(coverage: gpd.GeoDataFrame, lines: gpd.GeoDataFrame, decimals: int) -> Rounded:
    """A coverage and its lines, rounded to `decimals` of a degree (WGS 84).

    `coverage` has the columns `key` and `geometry`, `lines` the columns `a`, `b` and `geometry`
    (LineStrings, a on the left, "" for nobody); together they are all arcs of the coverage, in one
    CRS.
    """
    grid = 10.0**-decimals
    shapes = in_degrees(coverage.geometry.to_numpy(), coverage.crs)
    drawn = in_degrees(lines.geometry.to_numpy(), lines.crs)
    mosaic = build_mosaic(shapes, grid=grid)
    owners = _owners(mosaic, coverage, grid)
    land = owned_land(mosaic, owners.of_face, owners.keys, WGS84)
    ends = shapely.get_point(drawn, 0), shapely.get_point(drawn, -1)
    places = _cells(shapely.get_coordinates(np.concatenate(ends)), decimals)
    arcs = trace_arcs(edges_of(mosaic.faces), owners.of_face)
    pieces = _pieces(arcs, owners.keys, places, decimals)
    known = gpd.GeoDataFrame({"a": lines["a"], "b": lines["b"]}, geometry=drawn, crs=WGS84)
    return Rounded(land, _put_together(pieces, known.reset_index(drop=True)))


def displaced(result: Rounded, lines: gpd.GeoDataFrame, decimals: int) -> Mask:
    """Which of the lines that were given are not where they were after `rounded`.

    A line is displaced where it does not end at its ends, as `rounded_points` has them, or leaves
    its course by `THIN_STEPS` steps or more: so does a village that tapers to a point, and is
    thinner there than a step of rounding.
    """
    drawn = in_degrees(lines.geometry.to_numpy(), lines.crs)
    found = result.lines[result.lines["line"] != NO_LINE].set_index("line").geometry
    laid = found.reindex(np.arange(len(lines))).to_numpy()
    cells = [
        [_cells(shapely.get_coordinates(shapely.get_point(shapes, place)), decimals)
         for place in (0, -1)]
        for shapes in (drawn, np.where(shapely.get_type_id(laid) == LINE, laid, NOWHERE))
    ]  # fmt: skip
    here = np.all([(one == other).all(axis=1) for one, other in zip(*cells, strict=True)], axis=0)
    away = shapely.hausdorff_distance(drawn, laid)
    return np.asarray(~(here & (away < THIN_STEPS * 10.0**-decimals)))


def in_degrees(shapes: Geometries, crs: object) -> Geometries:
    """Shapes in longitude and latitude on WGS 84."""
    to_degrees = Transformer.from_crs(CRS.from_user_input(crs), WGS84, always_xy=True)
    return np.asarray(
        shapely.transform(shapes, lambda places: np.column_stack(to_degrees.transform(*places.T))),
        dtype=object,
    )


def rounded_points(points: gpd.GeoSeries, decimals: int) -> Geometries:
    """Points in degrees, rounded exactly as vertices of lines are."""
    places = shapely.get_coordinates(in_degrees(points.to_numpy(), points.crs))
    return np.asarray(shapely.points(_cells(places, decimals) / 10**decimals), dtype=object)


def _cells(places: Floats, decimals: int) -> Indices:
    """Places in whole steps of rounding."""
    return np.asarray(np.rint(places / 10.0**-decimals), dtype=np.int64)


def _owners(mosaic: Mosaic, coverage: gpd.GeoDataFrame, grid: float) -> Owners:
    """Who owns each face; what came up by rounding is given to a neighbour."""
    table = coverage.assign(source="")
    claims = source_claims(mosaic, table, np.ones(len(table), dtype=bool))
    several = np.array([len(members) > 1 for members in claims.sets], dtype=bool)
    thin = ~claims.claimed() & (mean_widths(mosaic.faces) < THIN_STEPS * grid)
    return owners_of(mosaic, claims, resolve=several[claims.set_of_face] | thin)


def _pieces(arcs: Arcs, keys: tuple[str, ...], ends: Indices, decimals: int) -> gpd.GeoDataFrame:
    """The arcs cut where a given line ends: `a`, `b` and `geometry`."""
    corners, arc = shapely.get_coordinates(arcs.lines, return_index=True)
    cells = pd.MultiIndex.from_arrays([*_cells(corners, decimals).T])
    inner = np.zeros(len(arc), dtype=bool)
    inner[1:-1] = (arc[1:-1] == arc[:-2]) & (arc[1:-1] == arc[2:])
    cut = inner & np.asarray(cells.isin(pd.MultiIndex.from_arrays([*ends.T])))
    times = 1 + cut.astype(np.int64)
    arc_of = np.repeat(arc, times)
    begins = np.append(True, arc_of[1:] != arc_of[:-1])[: len(arc_of)]
    begins[np.cumsum(times)[cut] - 1] = True
    shapes = shapely.linestrings(np.repeat(corners, times, axis=0), indices=np.cumsum(begins) - 1)
    first = np.flatnonzero(begins)
    named = np.array([*keys, ""], dtype=object)
    return gpd.GeoDataFrame(
        {"a": named[arcs.left[arc_of[first]]], "b": named[arcs.right[arc_of[first]]]},
        geometry=shapes,
        crs=WGS84,
    )


def _put_together(pieces: gpd.GeoDataFrame, lines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The pieces of each given line in one, those of none one by one."""
    line = _nearest(pieces, lines)
    alone = line == NO_LINE
    kept = pieces[alone].assign(line=NO_LINE)
    order = np.argsort(line[~alone], kind="stable")
    found, group = np.unique(line[~alone][order], return_inverse=True)
    shapes = pieces.geometry.to_numpy()[~alone][order]
    merged = shapely.line_merge(shapely.multilinestrings(shapes, indices=group), directed=True)
    named = lines.iloc[found][["a", "b"]].assign(line=found)
    table = gpd.GeoDataFrame(named, geometry=merged, crs=WGS84)
    whole = pd.concat([table, kept], ignore_index=True) if alone.any() else table
    return gpd.GeoDataFrame(whole.reset_index(drop=True), crs=WGS84)


def _nearest(pieces: gpd.GeoDataFrame, lines: gpd.GeoDataFrame) -> Indices:
    """For each piece the line between the same two that lies nearest, -1 without any."""
    middle = shapely.line_interpolate_point(pieces.geometry.to_numpy(), 0.5, normalized=True)
    asked = pd.DataFrame(
        {"piece": np.arange(len(pieces)), "a": pieces["a"], "b": pieces["b"], "middle": middle}
    )
    known = pd.DataFrame(
        {"a": lines["a"], "b": lines["b"], "line": np.arange(len(lines)), "way": lines.geometry}
    )
    pairs = asked.merge(known, on=["a", "b"])
    away = shapely.distance(
        pairs["middle"].to_numpy(dtype=object), pairs["way"].to_numpy(dtype=object)
    )
    ranked = pairs.assign(away=away).sort_values(["piece", "away", "line"])
    first = ranked.drop_duplicates("piece")
    result = np.full(len(pieces), NO_LINE, dtype=np.int64)
    result[first["piece"].to_numpy()] = first["line"].to_numpy()
    return result
