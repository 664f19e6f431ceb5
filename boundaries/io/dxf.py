"""DXF drawings: closed polylines as areas, texts as their names. GDAL straightens arcs, splines."""

from __future__ import annotations

import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from boundaries.errors import InputError
from boundaries.geometry.polygonize import merged, rings_of
from boundaries.io.archive import CHUNK
from boundaries.io.faults import layer_unknown, several_layers
from boundaries.io.names import shown
from boundaries.io.ogr import read_one
from boundaries.io.source import Source
from boundaries.io.table import AREAS, LINES, POINTS, Table, holds
from boundaries.messages import message

Mask = NDArray[np.bool_]

ENTITIES = "entities"
CAD_LAYER = "Layer"
TEXT = "Text"


def read_dxf(source: Source) -> Table:
    """The drawn outlines with all texts of a drawing; what is laid out on paper is left out.

    Outlines are the closed polylines, else the hatches, else all lines; they come from one layer
    of the drawing, which `source.layer` names when several hold some. Texts (column `name`) come
    from all layers. Raises `InputError` when the drawing is cut short, when a layer must be named,
    and when there is none of the name.
    """
    _require_end(source)
    table = read_one(source, ENTITIES)
    attributes = table.attributes.rename(columns={TEXT: "name"}).drop(
        columns=["SubClasses", "EntityHandle", "Linetype", "PaperSpace"], errors="ignore"
    )
    attributes["name"] = attributes["name"].astype(object).str.split().str.join(" ")
    outlines = table.outlines.copy()
    lines = holds(outlines, LINES)
    outlines[lines] = merged(outlines[lines])
    on_paper = _on_paper(table.attributes)
    rings = rings_of(outlines) & ~on_paper
    hatches = holds(outlines, AREAS) & ~on_paper
    drawn = rings if rings.any() else hatches
    layer = _cad_layer(source, attributes[CAD_LAYER], drawn, lines & ~on_paper)
    named = np.asarray(attributes[CAD_LAYER] == layer) if layer else np.ones(len(lines), dtype=bool)
    wanted = hatches if drawn is hatches and drawn.any() else lines & ~on_paper
    kept = (wanted & named) | (holds(outlines, POINTS) & ~on_paper)
    return replace(
        table,
        layer=layer or source.stem,
        attributes=attributes[kept].reset_index(drop=True),
        outlines=outlines[kept],
    )


def _cad_layer(source: Source, layers: pd.Series, drawn: Mask, lines: Mask) -> str:
    """The one layer of the drawing that holds areas, or the one asked for; "" for all lines."""
    names = sorted({str(name) for name in layers[drawn if drawn.any() else lines]})
    if source.layer is not None:
        if source.layer not in names:
            raise layer_unknown(source.path, source.layer, names)
        return source.layer
    if len(names) > 1 and drawn.any():
        raise several_layers(source.path, names)
    return names[0] if len(names) == 1 else ""


def _on_paper(attributes: pd.DataFrame) -> Mask:
    if "PaperSpace" not in attributes:
        return np.zeros(len(attributes), dtype=bool)
    return attributes["PaperSpace"].astype("boolean").fillna(False).to_numpy(dtype=bool)


def _require_end(source: Source) -> None:
    """GDAL reads a drawing as far as it goes; only its end mark tells that it is whole."""
    if source.members:
        with zipfile.ZipFile(source.path) as archive, archive.open(source.members[0]) as member:
            tail = b""
            while piece := member.read(CHUNK):
                tail = (tail + piece)[-64:]
    else:
        with source.path.open("rb") as file:
            file.seek(max(source.path.stat().st_size - 64, 0))
            tail = file.read()
    if not tail.rstrip(b"\0\x1a \r\n\t").endswith(b"EOF"):
        raise InputError(
            "file-damaged",
            message("{file} is cut short: the end mark of the drawing is missing",
                    file=shown(source.path)),
            message("copy or save the drawing again"),
        )  # fmt: skip
