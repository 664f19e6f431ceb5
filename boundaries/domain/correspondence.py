"""Two sources, one segment: how the reference and the surveys draw the line of two villages.

For a pair (a, b) there are up to three candidate lines: that of the reference, that of the survey
of a, and that of the survey of b.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.domain.accuracy import DOUBT_FACTOR, Accuracy
from boundaries.domain.claims import SourceClaims
from boundaries.domain.disputed_land import disputed_land
from boundaries.domain.line_figures import compare_all
from boundaries.domain.neighbour_lines import NeighbourLines, neighbour_lines
from boundaries.domain.segment import Segments
from boundaries.geometry.edges import edges_of
from boundaries.geometry.lines import STEP_M, LineFigures, ellipsoidal_lengths
from boundaries.geometry.mosaic import Mosaic

VERDICTS = ("contested", "shifted", "one-source", "same")
LEAST_MATCHED = 0.5
"""Lines that match over less than this share of either are not the same."""
M2_PER_HA = 10_000


@dataclass(frozen=True)
class Correspondence:
    """What the sources say about each pair of neighbours.

    Attributes
    ----------
    pairs : one row per pair of villages that are neighbours in either source: `a`, `b` (keys,
        a < b); `verdict`: "same" (every comparison within accuracy), "shifted" (a survey differs
        from the reference), "contested" (the surveys of a and b differ from each other) or
        "one-source" (only the reference or only the local source draws it); `to_a_ha`: land that
        the reference gives to b, and not to a, and the local source to a, or that a survey of b
        leaves towards an a without survey; `to_b_ha`: the other way round; `both_ha`: land both
        claim in the local source; `unclaimed_ha`: land of either which the surveys of both leave;
        hectares on the ellipsoid
    lines : the candidate lines: `a`, `b`, `drawn_by` ("reference", "a" or "b"), `length_m`
        (ellipsoidal), `geometry` (LineString or MultiLineString); the reference has `a` on its left
    figures : one row per pair and comparison: `a`, `b`, `first`, `second` (as `drawn_by`),
        `tolerance_m`, the attributes of `boundaries.geometry.lines.LineFigures` and `agrees`
    junctions : one row per junction of three villages of the reference that the local source
        contains: `simpul` (id), `villages`, `spread_m` (greatest distance between the corners that
        the three villages draw), `offset_m` (from the reference to the middle of the corners),
        `verdict` ("meet", "apart", or "incomplete" where a corner is not drawn), `geometry` (Point)
    """

    pairs: pd.DataFrame
    lines: gpd.GeoDataFrame
    figures: pd.DataFrame
    junctions: gpd.GeoDataFrame


def compare_segments(
    mosaic: Mosaic,
    reference: SourceClaims,
    local: SourceClaims,
    borders: Segments,
    *,
    accuracy: Accuracy,
    step: float = STEP_M,
) -> Correspondence:
    """The lines of reference and local source for every pair of neighbours, compared.

    `borders` are the segments of the reference in the same mosaic. Two lines agree when nine tenths
    of their offsets are within the tolerance, none is beyond `DOUBT_FACTOR` times that, and the
    lines are matched over half of their length or more: of both where two surveys are compared, of
    the reference's only where a survey is compared with it, as the reference has no line where it
    leaves land open or gives it away twice, and the survey goes on there. Figures are taken every
    `step` metres.
    """
    drawn = neighbour_lines(edges_of(mosaic.faces), local, borders)
    lines = _candidates(borders, drawn)
    figures = _figures(lines, accuracy, step)
    pairs = _verdicts(lines, figures)
    areas = disputed_land(mosaic, reference, local, CRS.from_user_input(lines.crs))
    known = [areas.get((a, b), {}) for a, b in zip(pairs["a"], pairs["b"], strict=True)]
    for column in ("to_a", "to_b", "both", "unclaimed"):
        pairs[f"{column}_ha"] = [found.get(column, 0.0) / M2_PER_HA for found in known]
    junctions = _junctions(borders, local, drawn, accuracy.tolerance("a", "b"))
    return Correspondence(pairs, lines, figures, junctions)


def _candidates(borders: Segments, drawn: NeighbourLines) -> gpd.GeoDataFrame:
    inner = borders.lines[~borders.lines["outer"].to_numpy()]
    inner = inner.sort_values(["a", "b"], kind="stable")
    group = inner.groupby(["a", "b"]).ngroup().to_numpy()
    ours = inner.drop_duplicates(["a", "b"])[["a", "b"]].assign(drawn_by="reference")
    merged = shapely.line_merge(
        shapely.multilinestrings(inner.geometry.to_numpy(), indices=group), directed=True
    )
    surveyed = drawn.lines[drawn.lines["other"].to_numpy() != ""]
    is_a = (surveyed["key"] < surveyed["other"]).to_numpy()
    theirs = pd.DataFrame(
        {
            "a": np.where(is_a, surveyed["key"], surveyed["other"]),
            "b": np.where(is_a, surveyed["other"], surveyed["key"]),
            "drawn_by": np.where(is_a, "a", "b"),
        },
        dtype=object,
    )
    shapes = np.concatenate((merged, surveyed.geometry.to_numpy()))
    crs = CRS.from_user_input(borders.lines.crs)
    table = gpd.GeoDataFrame(
        pd.concat([ours, theirs], ignore_index=True).assign(
            length_m=ellipsoidal_lengths(shapes, crs)
        ),
        geometry=shapes,
        crs=crs,
    )
    rank = table["drawn_by"].map({"reference": 0, "a": 1, "b": 2})
    order = np.lexsort((rank, table["b"], table["a"]))
    return table.iloc[order].reset_index(drop=True)


def _figures(lines: gpd.GeoDataFrame, accuracy: Accuracy, step: float) -> pd.DataFrame:
    """One row per pair and comparison, see `Correspondence`."""
    shapes = lines[["a", "b", "drawn_by", "geometry"]]
    parts = []
    for first, second in (("reference", "a"), ("reference", "b"), ("a", "b")):
        one, two = (shapes[shapes["drawn_by"] == drawn] for drawn in (first, second))
        both = one.merge(two, on=["a", "b"], suffixes=("", "_other"))
        tolerance = accuracy.tolerance(first, second)
        parts.append(both.assign(first=first, second=second, tolerance_m=tolerance))
    wanted = pd.concat(parts, ignore_index=True).sort_values(["a", "b"], kind="stable")
    found = compare_all(
        wanted["geometry"].to_numpy(dtype=object),
        wanted["geometry_other"].to_numpy(dtype=object),
        tolerance=wanted["tolerance_m"].to_numpy(dtype=float),
        step=step,
    )
    columns = {field.name: getattr(found, field.name) for field in fields(LineFigures)}
    figures = pd.DataFrame(wanted[["a", "b", "first", "second", "tolerance_m"]])
    figures = figures.reset_index(drop=True).assign(**columns)
    survives = figures["matched_b"].where(figures["first"] != "reference", 1.0)
    figures["agrees"] = (
        (figures["p90"] <= figures["tolerance_m"])
        & (figures["greatest"] <= DOUBT_FACTOR * figures["tolerance_m"])
        & (np.minimum(figures["matched_a"], survives) >= LEAST_MATCHED)
    )
    return figures


def _verdicts(lines: gpd.GeoDataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    pairs = pd.DataFrame(lines.drop_duplicates(["a", "b"])[["a", "b"]]).reset_index(drop=True)
    keys = pd.MultiIndex.from_frame(pairs)

    def among(rows: pd.DataFrame) -> NDArray[np.bool_]:
        return np.asarray(keys.isin(pd.MultiIndex.from_frame(rows[["a", "b"]])))

    with_reference = figures["first"] == "reference"
    differs = ~figures["agrees"]
    verdict = np.select(
        [
            among(figures[differs & ~with_reference]),
            among(figures[differs & with_reference]),
            ~among(figures[with_reference]),
        ],
        ["contested", "shifted", "one-source"],
        "same",
    )
    return pairs.assign(verdict=verdict.astype(object))


def _junctions(
    borders: Segments, local: SourceClaims, drawn: NeighbourLines, tolerance: float
) -> gpd.GeoDataFrame:
    asked = np.array(
        [
            len(keys) == 3 and local.labels.keys() >= set(keys)
            for keys in borders.simpul["villages"]
        ],
        dtype=bool,
    )
    simpul = borders.simpul[asked].reset_index(drop=True)
    rows = [
        (place, keys[i], *(key for key in keys if key != keys[i]))
        for place, keys in enumerate(simpul["villages"])
        for i in range(3)
    ]
    wanted = pd.DataFrame(rows, columns=["place", "key", "first", "second"])
    wanted = wanted.astype({"place": np.int64})
    choices = wanted.merge(drawn.corners, on=["key", "first", "second"])
    there = simpul.geometry.to_numpy()[choices["place"]]
    corner = choices["geometry"].to_numpy(dtype=object)
    choices["distance"] = shapely.distance(there, corner)
    choices["x"], choices["y"] = shapely.get_x(corner), shapely.get_y(corner)
    best = choices.sort_values(["place", "key", "distance", "x", "y"]).drop_duplicates(
        ["place", "key"]
    )
    best = best[best.groupby("place")["key"].transform("size") == 3]
    corners = best[["x", "y"]].to_numpy().reshape(-1, 3, 2)
    spread, offset = np.full(len(simpul), np.nan), np.full(len(simpul), np.nan)
    place = best["place"].to_numpy()[::3]
    spread[place] = np.hypot(*np.moveaxis(corners - np.roll(corners, 1, axis=1), 2, 0)).max(axis=1)
    middle = shapely.points(corners.mean(axis=1))
    offset[place] = shapely.distance(simpul.geometry.to_numpy()[place], middle)
    verdict = np.select([np.isnan(spread), spread <= tolerance], ["incomplete", "meet"], "apart")
    return gpd.GeoDataFrame(
        {
            "simpul": simpul["id"],
            "villages": simpul["villages"],
            "spread_m": spread,
            "offset_m": offset,
            "verdict": verdict.astype(object),
        },
        geometry=simpul.geometry.to_numpy(),
        crs=simpul.crs,
    )
