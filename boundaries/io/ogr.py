"""Layers that GDAL reads, through Arrow."""

from __future__ import annotations

import warnings
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
from numpy.typing import NDArray

from boundaries.errors import Notice
from boundaries.io.archive import beginning
from boundaries.io.faults import attributes_only, unreadable, wrong_encoding
from boundaries.io.geojsonseq import lost_records
from boundaries.io.headers import head_of
from boundaries.io.kinds import GEOJSONSEQ, KML, MAPINFO, SHAPEFILE, SINGLE
from boundaries.io.kml import described
from boundaries.io.layers import UNREADABLE, choose_layer, layers_of
from boundaries.io.mapinfo import lost_features
from boundaries.io.source import Source
from boundaries.io.table import POINTS, Table, any_curved, decoded, holds


def read_ogr(source: Source) -> Table:
    """The layer of a data set that may hold areas or lines; see `choose_layer`.

    Text that is not in the declared encoding is read as ISO-8859-1, with a notice. Raises
    `InputError` when the data set or its layer cannot be read.
    """
    chosen, notices = choose_layer(source.path, source)
    table = read_one(source, chosen)
    return Table(table.layer, table.attributes, table.outlines, table.crs, notices + table.notices)


def read_one(source: Source, layer: str | None, *, dataset: str | None = None) -> Table:
    """A layer by its name, None for the first, of the located data set or of another one."""
    path, dataset = source.path, dataset or source.dataset
    notices: tuple[Notice, ...] = ()
    try:
        meta, table = _quietly(dataset, layer=layer, encoding=_encoding(source))
        if source.format == SHAPEFILE and not _is_text(table):
            meta, table = _quietly(dataset, layer=layer, encoding="ISO-8859-1")
            notices = (wrong_encoding(path),)
        frame = table.to_pandas()
    except UNREADABLE as fault:
        raise unreadable(path, source.format, str(fault)) from fault
    column = meta["geometry_name"] or "wkb_geometry"
    if column not in frame.columns:
        raise attributes_only(path)
    binary = frame.pop(column).to_numpy(dtype=object)
    if any_curved(binary):
        binary = _straightened(dataset, layer=layer)
    outlines, broken = decoded(binary, source.stem)
    if source.format == GEOJSONSEQ:
        notices = (*notices, *lost_records(source, len(frame)))
    if source.format == MAPINFO:
        notices = (*notices, *lost_features(source, len(frame)))
    attributes = described(frame) if source.format == KML else frame
    return Table(layer or source.stem, attributes, outlines, meta["crs"], (*notices, *broken))


def points_beside(source: Source, layer: str, crs: object) -> Table | None:
    """The points of other layers of the same data set, or of shapefiles in the same folder or zip.

    They may name areas; those in another CRS than `crs` (as declared) are passed over. None when
    there are no points.
    """
    others = [
        read_one(source, info.name)
        for info in layers_of(source.path, source)
        if info.may_hold_points and source.format not in SINGLE and info.name != layer
    ]
    others += [read_one(source, None, dataset=dataset) for dataset in source.labels]
    same = [table for table in others if table.crs == crs and holds(table.outlines, POINTS).any()]
    if not same:
        return None
    return Table(
        layer,
        pd.concat([table.attributes for table in same], ignore_index=True),
        np.concatenate([table.outlines for table in same]),
        crs,
    )


def _quietly(dataset: str, **options: Any) -> tuple[dict[str, Any], pa.Table]:
    """What pyogrio reads, without GDAL's warnings: what matters in them is found out here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result: tuple[dict[str, Any], pa.Table] = pyogrio.read_arrow(dataset, **options)
    return result


def _straightened(dataset: str, *, layer: str | None) -> NDArray[np.object_]:
    """The outlines in WKB, arcs replaced by straight pieces as GDAL does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        outlines = pyogrio.raw.read(dataset, layer=layer, columns=[])[2]
    return np.asarray(outlines, dtype=object)


def _is_text(table: pa.Table) -> bool:
    """Whether all text is UTF-8, as Arrow wants it."""
    try:
        table.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _encoding(source: Source) -> str | None:
    """The encoding of a shapefile by the file .cst that some programs write instead of .cpg."""
    if source.format != SHAPEFILE:
        return None
    names = source.members or [str(path) for path in _beside(Path(source.inside))]
    by_ending = {PurePath(name).suffix.lower(): name for name in names}
    stated = by_ending.get(".cst")
    if stated is None or ".cpg" in by_ending:
        return None
    if source.members:
        text = beginning(source.path, PurePosixPath(stated.replace("\\", "/")).as_posix(), 100)
    else:
        text = head_of(Path(stated))
    return text.decode("ascii", errors="replace").strip() or None


def _beside(path: Path) -> list[Path]:
    return [path.with_suffix(e) for e in (".cst", ".cpg") if path.with_suffix(e).is_file()]
