"""The lines of the agreed coverage, and which segments of the workspace they are.

A segment of the workspace is a row with `id`, `a`, `b` (keys), `state`, `hash` (of the line that
was decided, "" for none) and `geometry`: the decided line, else the reference line.
"""

from __future__ import annotations

import re
from collections.abc import Collection

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.domain.case import SETTLED, State
from boundaries.domain.claims import source_claims
from boundaries.domain.codes import KECAMATAN_LENGTH
from boundaries.domain.crumbs import without_crumbs
from boundaries.domain.owners import owners_of
from boundaries.domain.parameters import Parameters
from boundaries.domain.segment import KABUPATEN, KECAMATAN, PROVINCE, VILLAGE, Segments, segments
from boundaries.domain.segment_identity import known_ids
from boundaries.domain.site import owned_land
from boundaries.domain.status import RANK, STATES
from boundaries.geometry.mosaic import build_mosaic

Texts = NDArray[np.object_]

ON_LINE_M = 0.001
"""A line of the coverage this near to a decided one is it; both lie on the same grid."""
SETTLED_STATES = frozenset(state.value for state in SETTLED)
FREE_STATES = SETTLED_STATES | {State.LIMPAH_BATAS_DAERAH.value}
"""States in which a line holds no village back."""
_NUMBER = re.compile(r"(?<=.{11})-\d+$")
"""Behind the id of a segment, where it has several lines."""


def with_reference_land(
    coverage: gpd.GeoDataFrame, reference: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """The agreed coverage, where land that is nobody's (key "") goes as the reference has it.

    Both have the columns `key` and `geometry` in the working CRS. That land is indicative only. The
    crumbs of it that an agreed line, or a junction that moved with one, has cut off from their
    village go to a neighbour (`boundaries.domain.crumbs`).
    """
    if not (coverage["key"] == "").any():
        return coverage.reset_index(drop=True)
    shapes = np.concatenate((coverage.geometry.to_numpy(), reference.geometry.to_numpy()))
    keys = np.concatenate((coverage["key"], reference["key"])).astype(object)
    mosaic = build_mosaic(shapes)
    names, number = np.unique(keys, return_inverse=True)
    owner = np.full((2, len(mosaic.faces)), -1, dtype=np.int64)
    agreed = mosaic.claim_polygon < len(coverage)
    for row, chosen in enumerate((agreed, ~agreed)):
        owner[row, mosaic.claim_face[chosen]] = number[mosaic.claim_polygon[chosen]]
    nobody = owner[0] == np.searchsorted(names, "")
    final = without_crumbs(mosaic, np.where(nobody, owner[1], owner[0]), nobody)
    return owned_land(mosaic, final, tuple(names.tolist()), coverage.crs)


def borders_of(
    coverage: gpd.GeoDataFrame, villages: gpd.GeoDataFrame, parameters: Parameters
) -> Segments:
    """The segments between the villages of a coverage without nobody's land.

    `villages` has the columns that `boundaries.domain.segment.segments` asks for.
    """
    mosaic = build_mosaic(coverage.geometry.to_numpy())
    table = coverage.assign(source="")
    claims = source_claims(mosaic, table, np.ones(len(table), dtype=bool))
    return segments(mosaic, owners_of(mosaic, claims), villages, parameters=parameters)


def identified(borders: Segments, known: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The lines of the coverage with what the workspace knows of them.

    The columns of `Segments.lines`, and `segment` (id in the workspace, "" for none), `state` (""
    where no village lies on the other side) and `hash` of the decided line that it lies on (""
    elsewhere). A line is known by the decided line that it lies on, else as
    `boundaries.domain.segment_identity.known_ids` has it; one that is not known has the least state
    of its villages' segments. Ids are those of the workspace, numbered where one has several lines.
    """
    lines = borders.lines.reset_index(drop=True)
    found = _on_decided(lines, known)
    rest = lines[(found == "")]
    free = known[~known["id"].isin(found)]
    found[rest.index] = known_ids(free, rest)
    off_line = _off_decided(lines, found, known)
    hashes, states = _looked_up(found, known, "hash"), _looked_up(found, known, "state")
    states = states.where(states != "", _of_pair(lines, known))
    table = lines.assign(
        segment=found,
        state=states.where(~lines["outer"] | (states == State.LIMPAH_BATAS_DAERAH.value), ""),
        hash=hashes.where(~off_line, ""),
    )
    return table.assign(id=_numbered(found.where(found != "", lines["id"])))


def segment_of(line: str) -> str:
    """The id of the segment that a line of the coverage is known by, without its number."""
    return _NUMBER.sub("", line)


def blocks(lines: pd.DataFrame) -> NDArray[np.bool_]:
    """Which lines hold their villages back: not settled, or beside land that nobody has."""
    open_land = lines["beyond"].isin(["gap", "overlap"])
    return np.asarray(np.where(lines["outer"], open_land, ~lines["state"].isin(FREE_STATES)))


def border_class_of(codes: Collection[str]) -> int:
    """KLBADM of the border between villages with these codes: the highest class it serves."""
    for length, border in ((2, PROVINCE), (5, KABUPATEN), (KECAMATAN_LENGTH, KECAMATAN)):
        if len({code[:length] for code in codes}) > 1:
            return border
    return VILLAGE


def _on_decided(lines: gpd.GeoDataFrame, known: gpd.GeoDataFrame) -> pd.Series:
    """By line the id of the segment whose decided line it lies on, "" for none."""
    result = pd.Series("", index=lines.index, dtype=object)
    decided = known[known["hash"] != ""]
    pairs = (
        lines[["a", "b", "geometry"]]
        .reset_index(names="row")
        .merge(decided.rename(columns={"geometry": "way", "id": "segment"}), on=["a", "b"])
    )
    if pairs.empty:
        return result
    ways = shapely.buffer(pairs["way"].to_numpy(dtype=object), ON_LINE_M)
    on = shapely.covered_by(pairs["geometry"].to_numpy(dtype=object), ways)
    first = pairs[on].sort_values(["row", "segment"]).drop_duplicates("row")
    result[first["row"]] = first["segment"].to_numpy()
    return result


def _looked_up(found: pd.Series, known: pd.DataFrame, column: str) -> pd.Series:
    """The texts of a column by ids that were found, "" for none."""
    texts = dict(zip(known["id"], known[column], strict=True))
    return pd.Series([texts.get(key, "") for key in found], index=found.index, dtype=object)


def _off_decided(lines: gpd.GeoDataFrame, found: pd.Series, known: gpd.GeoDataFrame) -> pd.Series:
    """Which lines do not lie on the line of the segment that they are."""
    drawn = dict(zip(known["id"], known.geometry, strict=True))
    ways = np.array([drawn.get(key) for key in found], dtype=object)
    on = shapely.covered_by(lines.geometry.to_numpy(), shapely.buffer(ways, ON_LINE_M))
    return pd.Series(~on, index=lines.index)


def _of_pair(lines: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    """By line the least state of the segments between its villages."""
    least = known["state"].map(RANK).groupby([known["a"], known["b"]]).min()
    pairs = pd.MultiIndex.from_frame(lines[["a", "b"]])
    ranks = least.reindex(pairs).fillna(RANK[State.INDIKATIF.value]).astype(int)
    return pd.Series([STATES[rank] for rank in ranks], index=lines.index, dtype=object)


def _numbered(ids: pd.Series) -> pd.Series:
    """Unique ids: those that occur again are numbered in their order."""
    repeat = ids.groupby(ids).cumcount()
    return ids.where(repeat == 0, ids + "-" + (repeat + 1).astype(str)).astype(object)
