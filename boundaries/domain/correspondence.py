"""Two sources, one segment: how the reference and the surveys draw the line of two villages.

For a pair (a, b) there are up to three candidate lines: that of the reference, that of the survey
of a, and that of the survey of b.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.domain.accuracy import DOUBT_FACTOR
from boundaries.domain.claims import SourceClaims
from boundaries.domain.neighbour_lines import NeighbourLines, neighbour_lines
from boundaries.domain.owners import greatest_partners
from boundaries.domain.segment import Segments
from boundaries.geometry.edges import edges_of
from boundaries.geometry.faces import OUTSIDE
from boundaries.geometry.lines import STEP_M, LineFigures, compare_lines, ellipsoidal_lengths
from boundaries.geometry.metrics import ellipsoidal_areas
from boundaries.geometry.mosaic import Mosaic, face_groups

VERDICTS = ("contested", "shifted", "one-source", "same")
LEAST_MATCHED = 0.5
"""Lines that match over less than this share of either are not the same."""
M2_PER_HA = 10_000

Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Accuracy:
    """CE90 in metres of the reference and of the local source."""

    reference_m: float
    local_m: float

    def tolerance(self, first: str, second: str) -> float:
        """The greatest usual difference of two lines, one drawn by each party of a comparison."""
        one, other = (
            self.reference_m if drawn == "reference" else self.local_m for drawn in (first, second)
        )
        return math.hypot(one, other)


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

    pairs: gpd.GeoDataFrame
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
    of their offsets are within sqrt(ce90² + ce90²), none is beyond `DOUBT_FACTOR` times that, and
    each is matched over half of its length or more. A survey may be longer than the line of the
    reference, which has none where the reference itself leaves land open or gives it away twice.
    Figures are taken every `step` metres.
    """
    drawn = neighbour_lines(edges_of(mosaic.faces), local, borders)
    lines = _candidates(borders, drawn)
    figures = _figures(lines, accuracy, step)
    pairs = _verdicts(lines, figures)
    areas = _disputed(mosaic, reference, local, CRS.from_user_input(lines.crs))
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
    shapes = lines[["a", "b", "drawn_by", "geometry"]]
    parts = []
    for first, second in (("reference", "a"), ("reference", "b"), ("a", "b")):
        one, two = (shapes[shapes["drawn_by"] == drawn] for drawn in (first, second))
        both = one.merge(two, on=["a", "b"], suffixes=("", "_other"))
        tolerance = accuracy.tolerance(first, second)
        found = compare_lines(
            both["geometry"].to_numpy(dtype=object),
            both["geometry_other"].to_numpy(dtype=object),
            tolerance=tolerance,
            step=step,
        )
        table = pd.DataFrame({"a": both["a"], "b": both["b"], "first": first, "second": second})
        table["tolerance_m"] = tolerance
        for field in fields(LineFigures):
            table[field.name] = getattr(found, field.name)
        parts.append(table)
    figures = pd.concat(parts, ignore_index=True).sort_values(["a", "b"], kind="stable")
    survives = figures["matched_b"].where(figures["first"] != "reference", 1.0)
    figures["agrees"] = (
        (figures["p90"] <= figures["tolerance_m"])
        & (figures["greatest"] <= DOUBT_FACTOR * figures["tolerance_m"])
        & (np.minimum(figures["matched_a"], survives) >= LEAST_MATCHED)
    )
    return figures.reset_index(drop=True)


def _verdicts(lines: gpd.GeoDataFrame, figures: pd.DataFrame) -> gpd.GeoDataFrame:
    pairs = lines.drop_duplicates(["a", "b"])[["a", "b"]].reset_index(drop=True)
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


def _disputed(
    mosaic: Mosaic, reference: SourceClaims, local: SourceClaims, crs: CRS
) -> dict[tuple[str, str], dict[str, float]]:
    """Square metres by pair and by "to_a", "to_b", "both" and "unclaimed"."""
    kinds, kind = np.unique(
        np.column_stack((reference.set_of_face, local.set_of_face)), axis=0, return_inverse=True
    )
    kind = kind.reshape(-1)
    area_of_face = ellipsoidal_areas(mosaic.faces, crs)
    area = np.bincount(kind, weights=area_of_face, minlength=len(kinds))
    sums: dict[tuple[str, str], dict[str, float]] = {}

    def add(one: str, other: str, what: str, amount: float) -> None:
        found = sums.setdefault((min(one, other), max(one, other)), {})
        found[what] = found.get(what, 0.0) + amount

    for number, pair in enumerate(kinds):
        ours, theirs = reference.sets[pair[0]], local.sets[pair[1]]
        for taker in set(theirs) - set(ours):
            for owner in ours:
                add(taker, owner, "to_a" if taker < owner else "to_b", area[number])
        for place, one in enumerate(theirs):
            for other in theirs[place + 1 :]:
                add(one, other, "both", area[number])
    for leaver, other, amount in _left_land(mosaic, reference, local, area_of_face):
        if other in local.labels:
            add(leaver, other, "unclaimed", amount)
        else:
            add(leaver, other, "to_a" if other < leaver else "to_b", amount)
    return sums


def _left_land(
    mosaic: Mosaic, reference: SourceClaims, local: SourceClaims, area: NDArray[np.float64]
) -> list[tuple[str, str, float]]:
    """Land a survey leaves to nobody: its village, the neighbour in the reference, square metres.

    The neighbour of a patch is the one with whose land it has the longest border.
    """
    keys = sorted(reference.labels)
    number = {key: place for place, key in enumerate(keys)}
    single = np.array([number[s[0]] if len(s) == 1 else -1 for s in reference.sets])
    owner = single[reference.set_of_face]
    surveyed = np.array([key in local.labels for key in keys] + [False])
    left = surveyed[owner] & ~local.claimed()
    groups = face_groups(np.where(left, owner, -1), mosaic)
    inner = mosaic.border_left != OUTSIDE
    sides = mosaic.border_left[inner], mosaic.border_right[inner]
    face, beside = np.concatenate(sides), np.concatenate(sides[::-1])
    meets = (groups[face] >= 0) & (owner[beside] >= 0) & (owner[beside] != owner[face])
    group, neighbour = greatest_partners(
        groups[face][meets], owner[beside][meets], np.tile(mosaic.border_length[inner], 2)[meets]
    )
    total = np.bincount(groups[left], weights=area[left], minlength=groups.max(initial=-1) + 1)
    _, first = np.unique(groups[left], return_index=True)
    leaver = owner[left][first]
    return [
        (keys[leaver[place]], keys[other], float(total[place]))
        for place, other in zip(group, neighbour, strict=True)
    ]


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
