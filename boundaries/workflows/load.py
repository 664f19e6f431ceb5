"""From files to villages: read, bring into the working CRS, repair, recognise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.domain.analysis import InputRecord
from boundaries.domain.code_table import official_notices
from boundaries.domain.codes import clean_text
from boundaries.domain.fields import Fields, recognise_fields
from boundaries.domain.keys import with_keys
from boundaries.domain.layer import (
    VILLAGE_COLUMNS,
    at_rows,
    edition,
    identical_outlines,
    village_rows,
)
from boundaries.domain.mapping import LayerMapping
from boundaries.errors import InputError, Notice
from boundaries.geometry.crs import (
    WGS84,
    bounds_in_degrees,
    choose_working_crs,
    crs_label,
    horizontal,
    in_indonesia,
    in_metres,
    no_degrees,
    require_metres,
    require_plausible,
    to_working,
)
from boundaries.geometry.metrics import ellipsoidal_areas
from boundaries.geometry.validity import NOT_POLYGON, Repair, repair
from boundaries.io.names import shown
from boundaries.io.read import RawLayer
from boundaries.messages import Message, message
from boundaries.workflows.examine import Extent, examine, read, refuse_unplaceable
from boundaries.workflows.layer_options import LayerOptions

__all__ = [
    "LayerOptions",
    "Loaded",
    "PreparedLayer",
    "common_working_crs",
    "input_record",
    "joined",
    "load",
    "prepare",
    "source_labels",
]

SCALE_OF_SCHEMA = {"KUGI 10K": 10_000, "RBI 25K": 25_000}

REFERENCE = "reference"

FARTHEST_M = 3e7
"""No projection of the country in metres reaches farther from its origin."""


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


@dataclass(frozen=True)
class PreparedLayer:
    """One file on its way to villages; rows of `frame` that cannot be used are gone."""

    raw: RawLayer
    source: str
    fields: Fields
    frame: gpd.GeoDataFrame
    mended: Repair
    villages: gpd.GeoDataFrame
    set_aside: pd.DataFrame
    repairs: pd.DataFrame
    notices: tuple[Notice, ...]


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


def prepare(
    raw: RawLayer, *, source: str, role: str, options: LayerOptions, working: CRS
) -> PreparedLayer:
    """The villages of one file, without keys, repaired in the working CRS."""
    columns = options.of(raw.path).fields
    fields = recognise_fields(raw.frame, code=options.code, name=options.name, mapped=columns)
    records = _records(raw, fields, source)
    outlines, wild, notices = _plausible(raw, records)
    projected = to_working(outlines, raw.crs, working)
    mended = repair(projected)
    usable = ~shapely.is_missing(mended.geometries)
    attributes = raw.frame.drop(columns="geometry")[usable]
    frame = gpd.GeoDataFrame(attributes, geometry=mended.geometries[usable], crs=working)
    if frame.empty:
        raise _no_village(raw.path, message("{file} holds no usable outline", file=raw.path))
    table = village_rows(frame, fields, source=source, role=role)
    if table.villages.empty:
        found = message("{file} holds forest, water or undefined areas only", file=raw.path)
        raise _no_village(raw.path, found)
    return PreparedLayer(
        raw=raw,
        source=source,
        fields=fields,
        frame=frame,
        mended=mended,
        villages=table.villages,
        set_aside=table.set_aside.assign(reason=_messages(table.set_aside["reason"])),
        repairs=_repairs(projected, mended, records, working),
        notices=(
            *raw.notices,
            *notices,
            *_unusable(mended, records, told=wild),
            *table.notices,
            *official_notices(table.villages, options.code_table, options.code_history),
        ),
    )


def common_working_crs(raws: Sequence[RawLayer]) -> CRS:
    """The working CRS for several files: of the first in metres, else for the common extent."""
    metric = [horizontal(raw.crs) for raw in raws if in_metres(horizontal(raw.crs))]
    if metric:
        return metric[0]
    bounds = [shapely.bounds(raw.frame.geometry.to_numpy()) for raw in raws]
    for raw, own in zip(raws, bounds, strict=True):
        require_plausible(raw.path.name, own, raw.crs)
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
    labels = [(mapping and mapping.of(path.name).label) or shown(path.stem) for path in paths]
    doubled = {label for label, count in Counter([*labels, *taken]).items() if count > 1}
    labels = [
        f"{shown(path.resolve().parent.name)}/{label}" if label in doubled else label
        for path, label in zip(paths, labels, strict=True)
    ]
    seen: Counter[str] = Counter(taken)
    for position, label in enumerate(labels):
        seen[label] += 1
        if seen[label] > 1:
            labels[position] = f"{label} ({seen[label]})"
    return labels


def _plausible(
    raw: RawLayer, records: pd.DataFrame
) -> tuple[NDArray[np.object_], NDArray[np.bool_], list[Notice]]:
    """The outlines, which of them are None for wild coordinates, and notices about their place."""
    outlines = raw.frame.geometry.to_numpy().copy()
    bounds = shapely.bounds(outlines)
    local = require_plausible(raw.path.name, bounds, raw.crs)
    hint = message("look at the coordinates; set the coordinate system with --crs")
    if raw.crs.is_geographic:
        wild = no_degrees(bounds)
        outlines[wild] = None
        notice = Notice("coordinates-wild", message("the coordinates are no degrees"), hint)
        notices = at_rows([notice] * int(wild.sum()), records[wild])
    else:
        wild = (np.abs(np.nan_to_num(bounds, posinf=0, neginf=0)) > FARTHEST_M).any(axis=1)
        outlines[wild] = None
        text = message("the coordinates lie beyond any place on earth")
        notices = at_rows([Notice("coordinates-wild", text, hint)] * int(wild.sum()), records[wild])
    if not local:
        text = message("{file} lies outside Indonesia", file=raw.path.name)
        return outlines, wild, [*notices, Notice("outside-indonesia", text, hint, raw.path.name)]
    finite = np.isfinite(bounds).all(axis=1) & ~wild
    outside = finite.copy()
    outside[finite] = ~in_indonesia(bounds_in_degrees(bounds[finite], raw.crs))
    notice = Notice("outside-indonesia", message("the outline lies outside Indonesia"), hint)
    return outlines, wild, [*notices, *at_rows([notice] * int(outside.sum()), records[outside])]


def _unusable(mended: Repair, records: pd.DataFrame, *, told: NDArray[np.bool_]) -> list[Notice]:
    """A notice for every outline that was lost, but for those `told` of already."""
    lost = shapely.is_missing(mended.geometries) & ~told
    hint = message("draw or delete the outline in the file; it was left out here")
    notices = [
        Notice(
            "outline-unusable",
            message("{type} is no polygon", type=kind) if reason == NOT_POLYGON
            else Message(reason),
            hint,
        )
        for kind, reason in zip(mended.types[lost], mended.reasons[lost], strict=True)
    ]  # fmt: skip
    return at_rows(notices, records[lost])


def _repairs(
    projected: NDArray[np.object_], mended: Repair, records: pd.DataFrame, working: CRS
) -> pd.DataFrame:
    changed = mended.changed
    return records[changed].assign(
        reason=_messages(mended.reasons[changed]),
        area_before_m2=ellipsoidal_areas(projected[changed], working),
        area_after_m2=ellipsoidal_areas(mended.geometries[changed], working),
    ).reset_index(drop=True)  # fmt: skip


def _messages(templates: Iterable[str]) -> NDArray[np.object_]:
    return np.array([Message(template) for template in templates], dtype=object)


def _records(raw: RawLayer, fields: Fields, source: str) -> pd.DataFrame:
    """Source, row and name of every record of the file, to tell of them."""
    names = clean_text(raw.frame[fields.name]) if fields.name else ""
    return pd.DataFrame({"source": source, "row": raw.frame.index, "name": names})


def input_record(part: PreparedLayer, role: str, working: CRS) -> InputRecord:
    """The facts of one file as it was used."""
    raw = part.raw
    return InputRecord(
        path=shown(raw.path),
        sha256=raw.sha256,
        source=part.source,
        role=role,
        layer=raw.layer,
        crs=crs_label(horizontal(raw.crs)),
        working_crs=crs_label(working),
        edition=edition(raw.frame, part.fields),
        features=len(raw.frame),
        repaired=len(part.repairs),
        skipped=len(raw.frame) - len(part.villages),
    )


def _no_village(path: Path, found: Message) -> InputError:
    hint = message("look at the layer with: tapal inspect {file}", file=path)
    return InputError("villages-missing", found, hint)
