"""From the layer of one file to villages: repaired in the working CRS, fields recognised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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
from boundaries.domain.layer import at_rows, edition, village_rows
from boundaries.errors import InputError, Notice
from boundaries.geometry.crs import (
    bounds_in_degrees,
    crs_label,
    horizontal,
    in_indonesia,
    no_degrees,
    require_plausible,
    to_working,
)
from boundaries.geometry.metrics import ellipsoidal_areas
from boundaries.geometry.validity import NOT_POLYGON, Repair, repair
from boundaries.io.names import shown, title
from boundaries.io.read import RawLayer
from boundaries.messages import Message, message
from boundaries.workflows.layer_options import LayerOptions

FARTHEST_M = 3e7
"""No projection of the country in metres reaches farther from its origin."""


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
        raise _no_village(raw.path, message("{file} holds no usable outline", file=shown(raw.path)))
    table = village_rows(frame, fields, source=source, role=role)
    if table.villages.empty:
        found = message("{file} holds forest, water or undefined areas only", file=shown(raw.path))
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


def _plausible(
    raw: RawLayer, records: pd.DataFrame
) -> tuple[NDArray[np.object_], NDArray[np.bool_], list[Notice]]:
    """The outlines, which of them are None for wild coordinates, and notices about their place."""
    outlines = raw.frame.geometry.to_numpy().copy()
    bounds = shapely.bounds(outlines)
    local = require_plausible(title(raw.path), bounds, raw.crs)
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
        text = message("{file} lies outside Indonesia", file=title(raw.path))
        return outlines, wild, [*notices, Notice("outside-indonesia", text, hint, title(raw.path))]
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


def _no_village(path: Path, found: Message) -> InputError:
    hint = message("look at the layer with: tapal inspect {file}", file=shown(path))
    return InputError("villages-missing", found, hint)
