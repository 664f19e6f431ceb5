"""Look at a layer: what it is, what is recognised, what is wrong with it. Changes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries import __version__
from boundaries.domain.analysis import InputRecord
from boundaries.domain.doctor_text import Suspicion
from boundaries.domain.fields import Fields
from boundaries.domain.match import COLUMNS as MATCH_COLUMNS
from boundaries.errors import InputError, Notice
from boundaries.geometry.crs import bounds_in_degrees, crs_label, extent, suspicion
from boundaries.geometry.readings import Reading
from boundaries.geometry.validity import NOT_POLYGON
from boundaries.io.formats import locate
from boundaries.io.layers import LayerInfo, layers_of
from boundaries.io.read import RawLayer
from boundaries.io.vertical import vertical_name
from boundaries.io.write import write_json
from boundaries.messages import Message, message
from boundaries.reports.document import notice_record, records
from boundaries.workflows.examine import Extent, assumed, examine, examine_unplaced, read
from boundaries.workflows.inspect_remarks import decisions, remarks
from boundaries.workflows.load import (
    LayerOptions,
    Loaded,
    common_working_crs,
    joined,
    load,
    source_labels,
)
from boundaries.workflows.matching import matched
from boundaries.workflows.prepare import PreparedLayer, input_record, prepare
from boundaries.workflows.shift import extent_of, shift_suspicions

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
    unusable : as `set_aside`, the records whose outlines cannot be used
    notices : everything that is wrong
    suspicions : what the coordinate system doctor suspects, with its evidence
    decisions : how the coordinates were understood
    remarks : traps that are no faults
    reference : the reference it was held against, if any
    matches : as in `boundaries.domain.analysis`, against the reference
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
    unusable: pd.DataFrame
    notices: tuple[Notice, ...]
    suspicions: tuple[Suspicion, ...]
    decisions: tuple[Message, ...]
    remarks: tuple[Message, ...]
    reference: InputRecord | None
    matches: pd.DataFrame

    @property
    def code_faults(self) -> tuple[Notice, ...]:
        """The notices about codes: wrong, missing, used twice, of another kecamatan."""
        return tuple(notice for notice in self.notices if notice.code.startswith("code-"))


@dataclass(frozen=True)
class _Seen:
    """A layer as it is shown: what is suspected of it, and the reading that is assumed for it."""

    raw: RawLayer
    suspicions: tuple[Suspicion, ...]
    reading: Reading | None


def inspect(
    path: Path,
    *,
    options: LayerOptions,
    reference: Path | None = None,
    reference_options: LayerOptions | None = None,
) -> Inspection:
    """Everything that can be told of one layer; raises `InputError` when it cannot be used.

    A layer that cannot be placed as it is declared is shown under the fix that the doctor assumes,
    and says so. A `reference` shows where it ought to lie, and its villages are matched to it as in
    a comparison: by the decisions and the history of codes in `options` first.
    """
    base = reference and load(
        [reference], options=reference_options or LayerOptions(), role="reference"
    )
    options = options.of(path)
    seen = _see(path, options, extent_of(base) if base else None)
    raw = seen.raw
    working = base.working if base else common_working_crs([raw])
    source = source_labels([path], mapping=options.mapping)[0]
    part = prepare(raw, source=source, role=ROLE, options=options, working=working)
    villages, notices = joined([part], working)
    record = input_record(part, ROLE, working)
    matches = pd.DataFrame(columns=list(MATCH_COLUMNS))
    suspicions = seen.suspicions
    if base:
        matches, doubtful = matched(base.villages, villages, options)
        notices += doubtful
        loaded = Loaded((record,), villages, part.set_aside, part.repairs, notices, working,
                        {source: raw.crs})  # fmt: skip
        suspicions += shift_suspicions(base, loaded, matches["code"].to_numpy())
    outlines = raw.frame.geometry.to_numpy()
    bounds = shapely.bounds(outlines)
    distinct = villages.drop_duplicates("key")
    names = Counter(str(name) for name in distinct["name"] if name)
    located = locate(path, layer=options.layer)
    return Inspection(
        input=record,
        driver=raw.driver,
        size=_size(path),
        layers=layers_of(path, located),
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
        unusable=_unusable(part),
        notices=notices,
        suspicions=suspicions,
        decisions=decisions(part, seen.reading, vertical_name(located)),
        remarks=remarks(raw, part.fields),
        reference=base.inputs[0] if base else None,
        matches=matches,
    )


def _see(path: Path, options: LayerOptions, near: Extent | None) -> _Seen:
    """The layer, under the assumed fix where it cannot be placed otherwise."""
    try:
        raw = read(path, options=options, reference=near)
    except InputError as fault:
        if fault.code != "crs-missing":
            raise
        missing = examine_unplaced(path, options=options, reference=near)
        if missing.reading is None:
            raise
        given = replace(
            options,
            crs=crs_label(missing.reading.crs),
            swap_axes=options.swap_axes != missing.reading.swapped,
        )
        return _Seen(read(path, options=given), (missing,), missing.reading)
    found = examine(raw, options=options, reference=near)
    blocking = next((doubt for doubt in found if doubt.blocking), None)
    if blocking is None:
        return _Seen(raw, found, None)
    if blocking.reading is None:
        raise blocking.error()
    return _Seen(assumed(raw, blocking.reading), found, blocking.reading)


def _unusable(part: PreparedLayer) -> pd.DataFrame:
    """The records whose outlines cannot be used, and why."""
    lost = shapely.is_missing(part.mended.geometries)
    frame = part.raw.frame[lost]
    names = frame[part.fields.name].fillna("").astype(str) if part.fields.name else ""
    reasons = [
        message("{type} is no polygon", type=kind) if reason == NOT_POLYGON else Message(reason)
        for kind, reason in zip(part.mended.types[lost], part.mended.reasons[lost], strict=True)
    ]
    table = pd.DataFrame({"source": part.source, "row": frame.index, "name": names})
    return table.assign(reason=np.array(reasons, dtype=object)).reset_index(drop=True)


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
            "decisions": [str(decision) for decision in inspection.decisions],
        },
        "suspicions": [suspicion_record(found) for found in inspection.suspicions],
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
        "unusable": records(inspection.unusable),
        "remarks": [str(remark) for remark in inspection.remarks],
        "reference": asdict(inspection.reference) if inspection.reference else None,
        "matches": records(inspection.matches),
        "code_faults": len(inspection.code_faults),
        "warnings": [notice_record(notice) for notice in inspection.notices],
    }


def suspicion_record(suspicion: Suspicion) -> dict[str, object]:
    """A suspicion with its evidence as plain values, in English."""
    return {
        "code": suspicion.code,
        "message": str(suspicion.message),
        "hint": str(suspicion.hint),
        "command": suspicion.command,
        "evidence": dict(suspicion.figures),
        "file": suspicion.file,
        "blocking": suspicion.blocking,
    }


def write_log(inspection: Inspection, path: Path) -> None:
    """Write the inspection as the log of an import: hash, edition, decisions, repairs, matches."""
    write_json(inspection_document(inspection), path)


def _types(types: NDArray[np.object_]) -> dict[str, int]:
    return dict(sorted(Counter(str(name) for name in types).items()))


def _size(path: Path) -> int:
    files = [path] if path.is_file() else [item for item in path.rglob("*") if item.is_file()]
    return sum(file.stat().st_size for file in files)
