"""Read layers as options say, and let the coordinate system doctor look at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from boundaries.domain.codes import bps_codes, clean_text, code_faults, normalise_codes
from boundaries.domain.doctor import Placing, diagnose
from boundaries.domain.doctor_text import Suspicion
from boundaries.domain.envelopes import regions
from boundaries.domain.fields import recognise_fields
from boundaries.errors import InputError, ParameterError
from boundaries.geometry.readings import Reading, decimals, exchanged
from boundaries.io.names import title
from boundaries.io.read import RawLayer, read_layer, read_table
from boundaries.messages import message
from boundaries.workflows.layer_options import LayerOptions

Extent = tuple[float, float, float, float]
VERTEX_SAMPLE = 2_000
"""Outlines whose vertices are looked at for degrees typed with minutes and seconds."""


def read(
    path: Path,
    *,
    options: LayerOptions,
    reference: Extent | None = None,
    is_reference: bool = False,
) -> RawLayer:
    """The layer of a file with its axes exchanged and its degrees decimal if options say so.

    Raises `InputError` as `read_layer` does; for a file that does not say its CRS the remedy names
    the one it is likely to have. `reference` is an extent in degrees, where it ought to lie; of a
    file that `is_reference` itself the options have other names.
    """
    options = options.of(path)
    try:
        raw = read_layer(path, layer=options.layer, crs=options.crs)
    except InputError as fault:
        if fault.code != "crs-missing":
            raise
        found = examine_unplaced(path, options=options, reference=reference)
        if not found.command:
            raise
        raise (found.of_reference() if is_reference else found).error() from fault
    return corrected(raw, swap_axes=options.swap_axes, dms=options.dms)


def corrected(raw: RawLayer, *, swap_axes: bool, dms: bool) -> RawLayer:
    """The layer with its axes exchanged, then its degrees made decimal, as asked for."""
    if not swap_axes and not dms:
        return raw
    if dms and not raw.crs.is_geographic:
        raise ParameterError(
            "dms-metres",
            message("--dms has no meaning for {crs}, whose unit is the metre", crs=raw.crs.name),
            message("leave out --dms, or add --crs EPSG:4326"),
        )
    outlines = raw.frame.geometry.to_numpy()
    outlines = exchanged(outlines) if swap_axes else outlines
    outlines = decimals(outlines) if dms else outlines
    return replace(raw, frame=raw.frame.set_geometry(outlines, crs=raw.crs))


def assumed(raw: RawLayer, reading: Reading) -> RawLayer:
    """The layer read in another way than its file declares."""
    placed = replace(
        raw,
        crs=reading.crs,
        crs_assumed=True,
        frame=raw.frame.set_crs(reading.crs, allow_override=True),
    )
    return corrected(placed, swap_axes=reading.swapped, dms=reading.sexagesimal)


def examine(
    raw: RawLayer, *, options: LayerOptions, reference: Extent | None = None
) -> tuple[Suspicion, ...]:
    """What is suspicious about the coordinates of a layer; see `boundaries.domain.doctor`."""
    return diagnose(_placing(raw.path, raw.frame, raw.crs, options=options, reference=reference))


def examine_unplaced(
    path: Path, *, options: LayerOptions, reference: Extent | None = None
) -> Suspicion:
    """The suspicion about a file that does not say its coordinate system."""
    _, table = read_table(path, layer=options.layer)
    frame = gpd.GeoDataFrame(table.attributes, geometry=table.outlines)
    return diagnose(_placing(path, frame, None, options=options, reference=reference))[0]


def refuse_unplaceable(found: Sequence[Suspicion]) -> None:
    """Raise the suspicion, if any, with which the layer cannot be placed."""
    for suspicion in found:
        if suspicion.blocking:
            raise suspicion.error()


def _placing(
    path: Path,
    frame: gpd.GeoDataFrame,
    crs: pyproj.CRS | None,
    *,
    options: LayerOptions,
    reference: Extent | None,
) -> Placing:
    outlines = frame.geometry.to_numpy()
    picked = np.unique(np.linspace(0, len(outlines) - 1, VERTEX_SAMPLE).astype(int))
    fields = recognise_fields(
        frame, code=options.code, name=options.name, mapped=options.of(path).fields
    )
    written = normalise_codes(clean_text(frame[fields.code])) if fields.code else None
    empty = pd.Series("", index=frame.index, dtype=object)
    return Placing(
        name=title(path),
        bounds=np.asarray(shapely.bounds(outlines)),
        vertices=np.asarray(shapely.get_coordinates(outlines[picked])),
        rows=frame.index.to_numpy(),
        crs=crs,
        regions=regions(
            written.where(code_faults(written) == "", "") if written is not None else empty,
            bps_codes(frame[fields.bps_code]) if fields.bps_code else empty,
            clean_text(frame[fields.kabupaten]) if fields.kabupaten else empty,
        ),
        reference=reference,
    )
