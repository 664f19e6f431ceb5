"""The files of one source as villages: read together, in one working CRS, with keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from boundaries.domain.analysis import InputRecord
from boundaries.domain.keys import with_keys
from boundaries.domain.layer import (
    VILLAGE_COLUMNS,
    identical_outlines,
)
from boundaries.domain.mapping import LayerMapping
from boundaries.errors import Notice
from boundaries.geometry.crs import (
    WGS84,
    bounds_in_degrees,
    choose_working_crs,
    horizontal,
    in_metres,
    require_metres,
    require_plausible,
)
from boundaries.io.names import folder, stem, title
from boundaries.io.read import RawLayer
from boundaries.messages import message
from boundaries.workflows.examine import Extent, examine, read, refuse_unplaceable
from boundaries.workflows.layer_options import LayerOptions
from boundaries.workflows.prepare import PreparedLayer, input_record, prepare

__all__ = [
    "LayerOptions",
    "Loaded",
    "common_working_crs",
    "joined",
    "load",
    "source_labels",
]

SCALE_OF_SCHEMA = {"KUGI 10K": 10_000, "RBI 25K": 25_000}

REFERENCE = "reference"


@dataclass(frozen=True)
class Loaded:
    """Villages of one or several files and all that was noticed on the way.

    `villages`, `set_aside`, `repairs` have the columns described in `boundaries.domain.analysis`
    (villages without `area_m2`); `working` is the CRS of the villages, in metres, `declared` that
    of each file by its label.
    """

    inputs: tuple[InputRecord, ...]
    villages: gpd.GeoDataFrame
    set_aside: pd.DataFrame
    repairs: pd.DataFrame
    notices: tuple[Notice, ...]
    working: CRS
    declared: Mapping[str, CRS]


def load(
    paths: Sequence[Path],
    *,
    options: LayerOptions,
    role: str,
    working: CRS | None = None,
    scale: int | None = None,
    taken: Sequence[str] = (),
    reference: Extent | None = None,
) -> Loaded:
    """Read files as the villages of one source, in the working CRS.

    Without `working` the first projected CRS in metres among the files serves, else the one for
    their common extent. Keys are unique over all files, and labels differ from those `taken`. A
    fault of a single feature becomes a notice, and so does a file of a map coarser than 1:`scale`
    and one that lies where its villages or the extent `reference` (degrees) do not belong; raises
    `InputError` when a file cannot be used or no village is left in it.
    """
    reading = partial(read, options=options, reference=reference, is_reference=role == REFERENCE)
    with ThreadPoolExecutor(options.jobs) as readers:
        raws = list(readers.map(reading, paths))
    doubts = _doubts(raws, options, role, reference)
    if working is None:
        working = common_working_crs(raws)
    require_metres(working)
    labels = source_labels(paths, taken=taken, mapping=options.mapping)
    parts = [
        prepare(raw, source=source, role=role, options=options, working=working)
        for raw, source in zip(raws, labels, strict=True)
    ]
    villages, notices = joined(parts, working)
    return Loaded(
        inputs=tuple(input_record(part, role, working) for part in parts),
        villages=villages,
        set_aside=pd.concat([part.set_aside for part in parts], ignore_index=True),
        repairs=pd.concat([part.repairs for part in parts], ignore_index=True),
        notices=(*doubts, *_coarser(parts, scale), *notices),
        working=working,
        declared={part.source: part.raw.crs for part in parts},
    )


def _doubts(
    raws: Sequence[RawLayer], options: LayerOptions, role: str, reference: Extent | None
) -> list[Notice]:
    """What is suspicious about the coordinates of files; raises what makes them unplaceable."""
    found = [
        suspicion.of_reference() if role == REFERENCE else suspicion
        for raw in raws
        for suspicion in examine(raw, options=options, reference=reference)
    ]
    refuse_unplaceable(found)
    return [suspicion.notice() for suspicion in found]


def _coarser(parts: Sequence[PreparedLayer], scale: int | None) -> tuple[Notice, ...]:
    """A notice for every file whose fields belong to a map of a coarser scale than 1:`scale`."""
    if scale is None:
        return ()
    known = [(part, SCALE_OF_SCHEMA.get(part.fields.schema, 0)) for part in parts]
    return tuple(
        Notice(
            "scale-coarser",
            message(
                "the layer is recognised as 1:{of_layer} ({schema}), coarser than --scale {scale}",
                of_layer=of_layer, schema=part.fields.schema, scale=scale,
            ),
            message("consider --scale {of_layer}", of_layer=of_layer),
            part.source,
        )
        for part, of_layer in known
        if of_layer > scale
    )  # fmt: skip


def joined(
    parts: Sequence[PreparedLayer], working: CRS
) -> tuple[gpd.GeoDataFrame, tuple[Notice, ...]]:
    """The villages of all files with their keys, and every notice about files and villages."""
    rows = pd.concat([part.villages for part in parts], ignore_index=True)
    keyed, key_notices = with_keys(gpd.GeoDataFrame(rows, geometry="geometry", crs=working))
    villages = keyed[list(VILLAGE_COLUMNS)]
    return villages, (
        *(notice for part in parts for notice in part.notices),
        *key_notices,
        *identical_outlines(villages),
    )


def common_working_crs(raws: Sequence[RawLayer]) -> CRS:
    """The working CRS for several files: of the first in metres, else for the common extent."""
    metric = [horizontal(raw.crs) for raw in raws if in_metres(horizontal(raw.crs))]
    if metric:
        return metric[0]
    bounds = [shapely.bounds(raw.frame.geometry.to_numpy()) for raw in raws]
    for raw, own in zip(raws, bounds, strict=True):
        require_plausible(title(raw.path), own, raw.crs)
    degrees = [bounds_in_degrees(own, raw.crs) for raw, own in zip(raws, bounds, strict=True)]
    return choose_working_crs(WGS84, np.vstack(degrees))


def source_labels(
    paths: Sequence[Path],
    *,
    taken: Sequence[str] = (),
    mapping: LayerMapping | None = None,
) -> list[str]:
    """A label per file: its stem; with the folder, then a number, where stems are equal.

    What `mapping` calls a file counts before its stem. Labels that are `taken` by other files of
    the run are not given again.
    """
    labels = [(mapping and mapping.of(title(path)).label) or stem(path) for path in paths]
    doubled = {label for label, count in Counter([*labels, *taken]).items() if count > 1}
    labels = [
        f"{folder(path)}/{label}" if label in doubled else label
        for path, label in zip(paths, labels, strict=True)
    ]
    seen: Counter[str] = Counter(taken)
    for position, label in enumerate(labels):
        seen[label] += 1
        if seen[label] > 1:
            labels[position] = f"{label} ({seen[label]})"
    return labels
