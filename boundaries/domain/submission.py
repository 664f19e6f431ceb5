"""What is handed over: villages, segments, cartometric points and kecamatan of one coverage.

All frames are in degrees (WGS 84), rounded together. Measures are ellipsoidal: areas in square
metres, before rounding; lengths of segments in metres, as they are handed over.

Columns of a village: `key`, `code`, `name`, `type`, `kecamatan_code`, `kecamatan`, `kabupaten`,
`state` (the least of its segments'), `finished`, `open` (tuple of ids of the lines that hold it
back), `area_m2`, `perimeter_m`, `geometry`.

Columns of a segment: `id`, `segment` (id in the workspace, "" for none), `a`, `b` (keys, a on the
left, "" for nobody), `beyond`, `state`, `hash` (of the decided line it lies on, "" for none),
`pair_type`, `border_class`, `character` (KARKTR of the KUGI catalogue: 1 natural, 2 artificial, 999
not known), `length_m`, `geometry`.

Columns of a point: `id`, `kind`, `name`, `segment` (id of the line), `order`, `villages`, `codes`,
`lat`, `lon` (degrees, minutes, seconds), `x`, `y` (UTM, metres), `geometry`.

Columns of a kecamatan: `code`, `name`, `kabupaten`, `villages` (how many), `complete` (whether all
of its villages are there), `state`, `area_m2`, `geometry`.

Columns of an opening (land of no village among the villages handed over): `reason` ("left-out",
"enclave", "gap" or "overlap"), `area_m2`, `geometry` (a point inside).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.domain.cartometric import Cartometric, cartometric_points
from boundaries.domain.case import State
from boundaries.domain.coverage_lines import (
    SETTLED_STATES,
    blocks,
    border_class_of,
    borders_of,
    identified,
)
from boundaries.domain.identifier import identifier, place_text
from boundaries.domain.parameters import Parameters
from boundaries.domain.point_texts import point_texts
from boundaries.domain.rounding import NO_LINE, Rounded, displaced, rounded, rounded_points
from boundaries.domain.status import status_of
from boundaries.domain.submission_parts import dissolved, for_status, openings_of
from boundaries.errors import InputError, ParameterError, RefusedError
from boundaries.geometry.lines import ellipsoidal_lengths
from boundaries.geometry.metrics import WGS84, ellipsoidal_areas
from boundaries.messages import Message, message

Unfinished = Literal["refuse", "mark", "leave-out"]
REFUSE: Unfinished = "refuse"
MARK: Unfinished = "mark"
LEAVE_OUT: Unfinished = "leave-out"
UNKNOWN_CHARACTER = 999
FACTS = ("code", "name", "type", "kecamatan_code", "kecamatan", "kabupaten")
MOST_DECIMALS = 11
"""A thousandth of a millimetre, finer than the grid of the working CRS."""
SHOWN = 5
"""Names of villages that a refusal tells."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Ground:
    """What a submission is made of, in the working CRS.

    `coverage` and `reference` (`key`, `geometry`): what was agreed, without nobody's land, and what
    BIG has; `villages` one row per key with the columns of `boundaries.domain.analysis`; `segments`
    as in `boundaries.domain.coverage_lines`, with `character` and `mark` (why a segment needs
    another look, None for no reason).
    """

    coverage: gpd.GeoDataFrame
    reference: gpd.GeoDataFrame
    villages: gpd.GeoDataFrame
    segments: gpd.GeoDataFrame
    parameters: Parameters


@dataclass(frozen=True)
class Wanted:
    """Which villages (codes or keys) and kecamatan (codes or names) are handed over; () for all.

    `unfinished` says what happens to villages with lines that are not settled: the whole is
    refused, they are marked, or left out.
    """

    villages: Sequence[str] = ()
    kecamatan: Sequence[str] = ()
    unfinished: Unfinished = "refuse"


@dataclass(frozen=True)
class Submission:
    """The frames named above; `left_out` has the columns of a village without geometry.

    `names` tells `code`, `name`, `type`, `kecamatan_code`, `kecamatan` and `kabupaten` of all
    villages by key, `zone` the EPSG code of the metres of points (0 without points).
    """

    villages: gpd.GeoDataFrame
    segments: gpd.GeoDataFrame
    points: gpd.GeoDataFrame
    kecamatan: gpd.GeoDataFrame
    openings: gpd.GeoDataFrame
    left_out: pd.DataFrame
    names: Mapping[str, Mapping[str, str]]
    decimals: int
    zone: int

    @property
    def partial(self) -> bool:
        """Whether villages are left out or not finished."""
        return bool(len(self.left_out) or not self.villages["finished"].all())


@dataclass(frozen=True)
class Assessed:
    """The whole coverage with its lines and points, before anything is chosen or rounded."""

    ground: Ground
    lines: gpd.GeoDataFrame
    villages: gpd.GeoDataFrame
    points: Cartometric


def assess(ground: Ground) -> Assessed:
    """The lines of the coverage, where every village stands, and all cartometric points."""
    borders = borders_of(ground.coverage, ground.villages, ground.parameters)
    lines = identified(borders, ground.segments)
    character = ground.segments.set_index("id")["character"]
    known = lines["segment"].map(character).fillna(UNKNOWN_CHARACTER).astype(int)
    lines = lines.assign(character=known)
    points = cartometric_points(lines, borders.simpul)
    return Assessed(ground, lines, _villages(ground, lines), points)


def submission(assessed: Assessed, wanted: Wanted, *, decimals: int) -> Submission:
    """What is handed over of a coverage, rounded to `decimals` of a degree, or more where need be.

    Raises `ParameterError` for villages and kecamatan that are not there, `RefusedError` where
    unfinished villages are refused, and `InputError` where nothing is left.
    """
    villages = assessed.villages
    chosen = _chosen(villages, wanted)
    finished = villages["finished"].to_numpy(dtype=bool)
    if wanted.unfinished == REFUSE:
        _require_finished(villages[chosen & ~finished])
    kept = chosen & finished if wanted.unfinished == LEAVE_OUT else chosen
    if not kept.any():
        raise InputError(
            "nothing-to-export",
            message("no village is finished: each has segments that are not settled"),
            message("settle all segments of a village, or use --unfinished mark"),
        )
    whole, decimals = _rounded(assessed, decimals)
    left = villages[chosen & ~kept].drop(columns="geometry")
    return _built(assessed, villages[kept], left, whole, decimals)


def _rounded(assessed: Assessed, decimals: int) -> tuple[Rounded, int]:
    """The whole coverage, rounded so finely that agreed lines stay where they are, and how finely.

    Two agreed lines that leave their junction at a small angle may lie nearer to each other than a
    step of rounding, and would meet elsewhere.
    """
    coverage, lines = assessed.ground.coverage, assessed.lines
    agreed = (lines["hash"] != "").to_numpy()
    while True:
        whole = rounded(coverage, lines, decimals)
        if decimals >= MOST_DECIMALS or not displaced(whole, lines, decimals)[agreed].any():
            return whole, decimals
        decimals += 1


def _built(
    assessed: Assessed,
    villages: gpd.GeoDataFrame,
    left_out: pd.DataFrame,
    whole: Rounded,
    decimals: int,
) -> Submission:
    segments = _segments(assessed, whole, villages["key"])
    shapes = whole.coverage.set_index("key").geometry
    there = villages["key"].isin(shapes.index).to_numpy()
    facts = pd.DataFrame(villages[there].drop(columns="geometry")).reset_index(drop=True)
    table = gpd.GeoDataFrame(facts, geometry=shapes.loc[facts["key"]].to_numpy(), crs=WGS84)
    settled = segments["state"].isin(SETTLED_STATES)
    points = assessed.points.of_segments(set(segments.loc[settled, "id"])).points
    texts, zone = point_texts(points.geometry)
    places = rounded_points(points.geometry, decimals)
    named = pd.DataFrame(points.drop(columns=["at_m", "geometry"])).join(texts)
    return Submission(
        villages=table,
        segments=segments,
        points=gpd.GeoDataFrame(named, geometry=places, crs=WGS84),
        kecamatan=dissolved(table, assessed.villages, segments),
        openings=openings_of(assessed.lines, villages, assessed.villages),
        left_out=left_out.reset_index(drop=True),
        names=assessed.ground.villages.set_index("key")[list(FACTS)].to_dict("index"),
        decimals=decimals,
        zone=zone,
    )


def _villages(ground: Ground, lines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """One row per village of the coverage, sorted by key, in the working CRS."""
    facts = ground.villages.drop_duplicates("key").set_index("key")
    land = ground.coverage.sort_values("key").reset_index(drop=True)
    table = land.join(facts[list(FACTS)], on="key")
    state = status_of(for_status(lines, facts), "village")["state"]
    held = lines[blocks(lines)]
    sides = pd.concat([held[["a", "id"]].set_axis(["key", "id"], axis=1),
                       held[["b", "id"]].set_axis(["key", "id"], axis=1)])  # fmt: skip
    open_ids = sides.groupby("key")["id"].agg(lambda ids: tuple(sorted(ids)))
    open_lines = [open_ids.get(key, ()) for key in table["key"]]
    crs = CRS.from_user_input(land.crs)
    shapes = land.geometry.to_numpy()
    return table.assign(
        state=table["key"].map(state).fillna(""),
        finished=[not ids for ids in open_lines],
        open=pd.Series(open_lines, index=table.index, dtype=object),
        area_m2=ellipsoidal_areas(shapes, crs),
        perimeter_m=ellipsoidal_lengths(np.asarray(shapely.boundary(shapes)), crs),
    )


def _chosen(villages: pd.DataFrame, wanted: Wanted) -> Mask:
    """The villages that are asked for; all where none is named."""
    chosen = np.zeros(len(villages), dtype=bool)
    named = (
        ("unknown-village", wanted.villages, ["key", "code"],
         message("there is no village {name!r} in the agreed coverage")),
        ("unknown-kecamatan", wanted.kecamatan, ["kecamatan_code", "kecamatan"],
         message("there is no kecamatan {name!r} in the agreed coverage")),
    )  # fmt: skip
    for code, names, columns, told in named:
        for name in names:
            found = (villages[columns] == name).any(axis=1).to_numpy()
            if not found.any():
                hint = message("give a code as the attributes of an export show it")
                raise ParameterError(code, Message(told.template, {"name": name}), hint)
            chosen |= found
    return chosen if wanted.villages or wanted.kecamatan else ~chosen


def _require_finished(unfinished: pd.DataFrame) -> None:
    if unfinished.empty:
        return
    names = [name or key for name, key in zip(unfinished["name"], unfinished["key"], strict=True)]
    shown = ", ".join(names[:SHOWN]) + (", ..." if len(names) > SHOWN else "")
    raise RefusedError(
        "unfinished",
        message(
            "{count} villages have segments that are not settled: {names}",
            count=len(names),
            names=shown,
        ),
        message("settle them, or use --unfinished leave-out, or --unfinished mark"),
    )


def _segments(assessed: Assessed, whole: Rounded, keys: pd.Series) -> gpd.GeoDataFrame:
    """The rounded lines that touch one of the villages, sorted as the lines of the coverage.

    Where rounding makes neighbours of two villages, their line is indicative.
    """
    lines = assessed.lines
    columns = ["segment", "beyond", "state", "hash", "pair_type", "border_class", "character"]
    drawn = whole.lines[whole.lines["a"].isin(keys) | whole.lines["b"].isin(keys)]
    drawn = drawn.sort_values("line", kind="stable", ignore_index=True)
    known = drawn["line"] != NO_LINE
    facts = lines[["id", *columns]].reindex(drawn["line"].where(known)).reset_index(drop=True)
    for row in drawn[~known].itertuples():
        facts.loc[row.Index, ["id", *columns]] = [
            identifier("SG", row.a, row.b, place_text(*row.geometry.coords[0])), "", "",
            State.INDIKATIF.value, "", 0, border_class_of((row.a, row.b)), UNKNOWN_CHARACTER,
        ]  # fmt: skip
    whole_numbers = dict.fromkeys(("pair_type", "border_class", "character"), int)
    table = facts.astype(whole_numbers).assign(
        length_m=ellipsoidal_lengths(drawn.geometry.to_numpy(), WGS84).round(2),
        a=drawn["a"],
        b=drawn["b"],
    )
    return gpd.GeoDataFrame(table, geometry=drawn.geometry, crs=WGS84)
