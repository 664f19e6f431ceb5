"""Look at a layer: what it is, what is recognised, what is wrong with it. Changes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries import __version__
from boundaries.domain.analysis import InputRecord
from boundaries.domain.fields import Fields
from boundaries.errors import Notice
from boundaries.geometry.crs import bounds_in_degrees, extent, suspicion
from boundaries.io.formats import locate
from boundaries.io.layers import LayerInfo, layers_of
from boundaries.io.read import read_layer
from boundaries.reports.document import notice_record, records
from boundaries.workflows.load import (
    LayerOptions,
    common_working_crs,
    input_record,
    joined,
    prepare,
    source_labels,
)

SCHEMA_VERSION = 1
ROLE = "layer"


@dataclass(frozen=True)
class Inspection:
    """What is known of a layer.

    Attributes
    ----------
    input : file, hash, layer, CRS, edition, number of features, repaired and skipped ones
    driver : the format, by content
    size : bytes of the file, or of all files of a folder
    layers : all layers of the file
    crs_name : name of the CRS; `crs_assumed` when an option gave it
    suspicion : "outside-indonesia" or ""; other faults of the CRS are errors
    bounds : west, south, east, north in degrees, WGS 84
    geometry_types : number of features by type, "" for those without outline
    vertices : number of coordinates
    columns : names of the attributes
    fields : the recognised fields
    villages : number of distinct villages
    name_duplicates : names that several villages have, with their number, most frequent first
    repairs, set_aside : tables as in `boundaries.domain.analysis`
    notices : everything that is wrong
    """

    input: InputRecord
    driver: str
    size: int
    layers: tuple[LayerInfo, ...]
    crs_name: str
    crs_assumed: bool
    suspicion: str
    bounds: tuple[float, float, float, float]
    geometry_types: dict[str, int]
    vertices: int
    columns: tuple[str, ...]
    fields: Fields
    villages: int
    name_duplicates: tuple[tuple[str, int], ...]
    repairs: pd.DataFrame
    set_aside: pd.DataFrame
    notices: tuple[Notice, ...]

    @property
    def code_faults(self) -> tuple[Notice, ...]:
        """The notices about codes: wrong, missing, used twice, of another kecamatan."""
        return tuple(notice for notice in self.notices if notice.code.startswith("code-"))


def inspect(path: Path, *, options: LayerOptions) -> Inspection:
    """Everything that can be told of one layer; raises `InputError` when it cannot be used."""
    raw = read_layer(path, layer=options.layer, crs=options.crs)
    working = common_working_crs([raw])
    source = source_labels([path])[0]
    part = prepare(raw, source=source, role=ROLE, options=options, working=working)
    villages, notices = joined([part], working)
    outlines = raw.frame.geometry.to_numpy()
    bounds = shapely.bounds(outlines)
    distinct = villages.drop_duplicates("key")
    names = Counter(str(name) for name in distinct["name"] if name)
    return Inspection(
        input=input_record(part, ROLE, working),
        driver=raw.driver,
        size=_size(path),
        layers=layers_of(path, locate(path, layer=options.layer)),
        crs_name=raw.crs.name,
        crs_assumed=raw.crs_assumed,
        suspicion=suspicion(bounds, raw.crs),
        bounds=extent(bounds_in_degrees(bounds, raw.crs)),
        geometry_types=_types(part.mended.types),
        vertices=int(shapely.get_num_coordinates(outlines).sum()),
        columns=tuple(str(column) for column in raw.frame.columns.drop("geometry")),
        fields=part.fields,
        villages=len(distinct),
        name_duplicates=tuple((name, n) for name, n in names.most_common() if n > 1),
        repairs=part.repairs,
        set_aside=part.set_aside,
        notices=notices,
    )


def inspection_document(inspection: Inspection) -> dict[str, object]:
    """The inspection as plain lists, dictionaries, texts and numbers, English; for JSON."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool_version": __version__,
        "command": "inspect",
        "input": asdict(inspection.input),
        "driver": inspection.driver,
        "size": inspection.size,
        "layers": [asdict(layer) for layer in inspection.layers],
        "crs": {
            "name": inspection.crs_name,
            "assumed": inspection.crs_assumed,
            "suspicion": inspection.suspicion,
        },
        "bounds": [round(value, 7) for value in inspection.bounds],
        "geometry_types": inspection.geometry_types,
        "vertices": inspection.vertices,
        "columns": list(inspection.columns),
        "fields": asdict(inspection.fields),
        "villages": inspection.villages,
        "name_duplicates": [
            {"name": name, "villages": count} for name, count in inspection.name_duplicates
        ],
        "repairs": records(inspection.repairs),
        "set_aside": records(inspection.set_aside),
        "code_faults": len(inspection.code_faults),
        "warnings": [notice_record(notice) for notice in inspection.notices],
    }


def _types(types: NDArray[np.object_]) -> dict[str, int]:
    return dict(sorted(Counter(str(name) for name in types).items()))


def _size(path: Path) -> int:
    files = [path] if path.is_file() else [item for item in path.rglob("*") if item.is_file()]
    return sum(file.stat().st_size for file in files)
