"""GeoParquet, read with pyarrow."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from boundaries.errors import InputError
from boundaries.io.faults import attributes_only, damaged
from boundaries.io.kinds import GEOPARQUET
from boundaries.io.names import shown
from boundaries.io.source import Source
from boundaries.io.table import Table, decoded
from boundaries.messages import message


def read_geoparquet(source: Source) -> Table:
    """All columns of a GeoParquet file; outlines must be in WKB.

    Raises `InputError` when the file is damaged, holds no outlines, or encodes them otherwise.
    """
    path = source.path
    try:
        with path.open("rb") as file:
            table = pq.read_table(file)
    except (pa.ArrowException, OSError) as fault:
        raise damaged(path, GEOPARQUET) from fault
    column, described_as = _outline_column(path, table.schema.metadata or {})
    if column not in table.column_names:
        raise attributes_only(path)
    if str(described_as.get("encoding", "WKB")).upper() != "WKB":
        raise InputError(
            "format-unknown",
            message("{file} stores outlines in another encoding than WKB", file=shown(path)),
            message("save it again as GeoParquet with the encoding WKB"),
        )
    binary = table.column(column).to_numpy(zero_copy_only=False)
    outlines, notices = decoded(np.asarray(binary, dtype=object), source.stem)
    kept = [n for n in table.column_names if n != column and not n.startswith("__index_level_")]
    attributes = table.select(kept).to_pandas(ignore_metadata=True)
    crs = described_as.get("crs", "OGC:CRS84")
    return Table(source.stem, attributes, outlines, crs, notices)


def _outline_column(path: Path, metadata: dict[bytes, bytes]) -> tuple[str, dict[str, Any]]:
    """The name of the column of outlines and what the metadata say of it."""
    try:
        geo = json.loads(metadata.get(b"geo", b"{}"))
    except ValueError as fault:
        raise damaged(path, GEOPARQUET) from fault
    columns = geo.get("columns", {}) if isinstance(geo, dict) else None
    if not isinstance(columns, dict):
        raise damaged(path, GEOPARQUET)
    column = str(geo.get("primary_column", ""))
    found = columns.get(column, {})
    return column, found if isinstance(found, dict) else {}
