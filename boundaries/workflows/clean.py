"""Clean a layer: repair its noise, leave its disputes, prove what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from boundaries import __version__
from boundaries.domain.analysis import InputRecord
from boundaries.domain.cleaning import Cleaning, Rules, clean_villages
from boundaries.domain.finding import KINDS
from boundaries.domain.parameters import Parameters
from boundaries.errors import Notice, ParameterError
from boundaries.geometry.crs import horizontal
from boundaries.geometry.restore import in_drawn_coordinates
from boundaries.io.names import shown, title
from boundaries.io.read import RawLayer
from boundaries.io.read_lines import read_lines
from boundaries.io.target import require_ending, require_other_than, require_writable
from boundaries.io.write import write_json
from boundaries.io.write_villages import VILLAGE_ENDINGS, write_villages
from boundaries.messages import Progress, message, silent_progress
from boundaries.reports.document import SCHEMA_VERSION, finding_records, notice_record, records
from boundaries.workflows.detect import directory
from boundaries.workflows.examine import examine, read, refuse_unplaceable
from boundaries.workflows.load import (
    LayerOptions,
    common_working_crs,
    joined,
    load,
    source_labels,
)
from boundaries.workflows.prepare import input_record, prepare

ENDINGS = (*VILLAGE_ENDINGS, ".json")
VILLAGES_LAYER, REPAIRED_LAYER, LEFT_LAYER, REPORT_TABLE = (
    "desa", "diperbaiki", "dibiarkan", "luas",
)  # fmt: skip
AREA_DECIMALS = 4

Method = Literal["midline", "reference"]
UpTo = Literal["noise", "sliver"]


@dataclass(frozen=True)
class CleanedLayer:
    """A cleaned layer and all that is told of it.

    Attributes
    ----------
    inputs : the layer, then the reference if there was one
    parameters, up_to, method : what decided
    cleaning : what was repaired and left, in the working CRS
    frame : every record of the file in its order with its attributes, in the CRS of the file, the
        villages with their new outlines; a record that is no village keeps its areal outline
    set_aside, repairs, notices : as in `boundaries.domain.analysis`
    """

    inputs: tuple[InputRecord, ...]
    parameters: Parameters
    up_to: UpTo
    method: Method
    cleaning: Cleaning
    frame: gpd.GeoDataFrame
    set_aside: pd.DataFrame
    repairs: pd.DataFrame
    notices: tuple[Notice, ...]


def clean(
    path: Path,
    *,
    options: LayerOptions,
    parameters: Parameters,
    up_to: UpTo = "noise",
    reference: Path | None = None,
    reference_options: LayerOptions | None = None,
    keep: Sequence[Path] = (),
    progress: Progress = silent_progress,
) -> CleanedLayer:
    """Repair the noise of a layer; see `boundaries.domain.cleaning`.

    Land of noise goes to the village that the layer `reference` gives it to, without one it is
    parted along its middle. Noise at the lines of the files `keep` is left. Raises `InputError` for
    a file that cannot be used and `ParameterError` for a reference of other villages.
    """
    progress(message("reading {files}", files=title(path)))
    raw = read(path, options=options)
    refuse_unplaceable(doubts := examine(raw, options=options))
    working = common_working_crs([raw])
    part = prepare(
        raw, source=source_labels([path])[0], role="layer", options=options, working=working
    )
    villages, notices = joined([part], working)
    known, pinned = _reference(reference, reference_options, villages, working)
    lines = [read_lines(file, working=working) for file in keep]
    progress(message("repairing noise in {source}", source=title(path)))
    rules = Rules(
        parameters,
        up_to=up_to,
        reference=pinned,
        signed=np.concatenate(lines) if lines else np.empty(0, dtype=object),
    )
    cleaning = clean_villages(villages, directory(villages), rules)
    return CleanedLayer(
        inputs=(input_record(part, "layer", working), *known),
        parameters=parameters,
        up_to=up_to,
        method="midline" if reference is None else "reference",
        cleaning=cleaning,
        frame=_in_file(raw, cleaning.villages, working),
        set_aside=part.set_aside,
        repairs=part.repairs,
        notices=(*(doubt.notice() for doubt in doubts), *notices),
    )


def _reference(
    path: Path | None, options: LayerOptions | None, villages: gpd.GeoDataFrame, working: CRS
) -> tuple[tuple[InputRecord, ...], gpd.GeoDataFrame | None]:
    if path is None:
        return (), None
    loaded = load([path], options=options or LayerOptions(), role="reference", working=working)
    if not loaded.villages["key"].isin(villages["key"]).any():
        raise ParameterError(
            "reference-foreign",
            message("no village of {file} bears a code or name of the layer", file=shown(path)),
            message("name the fields with --reference-code or --reference-name"),
        )
    return loaded.inputs, loaded.villages


def _in_file(raw: RawLayer, villages: gpd.GeoDataFrame, working: CRS) -> gpd.GeoDataFrame:
    """The records of the file with the outlines of the villages, in the CRS of the file."""
    rows = villages["row"].to_numpy()
    drawn = raw.frame.geometry.to_numpy()
    areal = np.isin(shapely.get_type_id(drawn), (3, 6))
    shapes = np.full(len(drawn), None, dtype=object)
    shapes[areal] = shapely.force_2d(drawn[areal])
    shapes[rows] = in_drawn_coordinates(villages.geometry.to_numpy(), drawn[rows], raw.crs, working)
    crs = horizontal(raw.crs)
    return raw.frame.set_geometry(gpd.GeoSeries(shapes, raw.frame.index, crs)).set_crs(crs)


def check_output(path: Path, *, inputs: Sequence[Path]) -> None:
    """Raise what writing to `path` would raise for its name or folder, before any work.

    Raises `ParameterError` for an ending without a form and for a path that is one of `inputs` or
    lies in one, `InputError` for a folder that does not exist or cannot be written to.
    """
    require_other_than(path, inputs)
    require_ending(path, ENDINGS, message("{path}: no layer has this ending", path=path))
    require_writable(path)


def write_cleaned(cleaned: CleanedLayer, path: Path) -> None:
    """Write the layer, or with the ending .json the document, to `path`.

    A GeoPackage also holds what was repaired and left, and the area of each village before and
    after. Raises `InputError` when the file cannot be written.
    """
    if path.suffix.lower() == ".json":
        write_json(cleaning_document(cleaned), path)
        return
    result = cleaned.cleaning
    beside = {
        REPAIRED_LAYER: _flat(result.repaired, "taken_by", "how", "round"),
        LEFT_LAYER: _flat(result.left, "reason"),
        REPORT_TABLE: _rounded(result.report),
    }
    write_villages(cleaned.frame, path, beside=beside, layer=VILLAGES_LAYER)


def cleaning_document(cleaned: CleanedLayer) -> dict[str, object]:
    """The cleaning as plain lists, dictionaries, texts and numbers, in English.

    Figures in metres and square metres, coordinates `[lon, lat]`. `left` holds what is at least
    as large as the least area.
    """
    result = cleaned.cleaning
    return {
        "schema_version": SCHEMA_VERSION,
        "tool_version": __version__,
        "command": "clean",
        "inputs": [asdict(record) for record in cleaned.inputs],
        "parameters": {
            **asdict(cleaned.parameters),
            "up_to": cleaned.up_to,
            "method": cleaned.method,
        },
        "summary": {
            "repaired": _totals(result.repaired),
            "left": _totals(result.left),
            "union_before_m2": round(result.union_before_m2, AREA_DECIMALS),
            "union_after_m2": round(result.union_after_m2, AREA_DECIMALS),
        },
        "repaired": _with(result.repaired, "taken_by", "how", "round"),
        "left": _with(result.left, "reason"),
        "villages": records(_rounded(result.report)),
        "neighbours": records(result.neighbours.round(AREA_DECIMALS)),
        "refused": records(result.refused),
        "set_aside": records(cleaned.set_aside),
        "repairs": records(cleaned.repairs),
        "warnings": [notice_record(notice) for notice in cleaned.notices],
    }


def _totals(findings: gpd.GeoDataFrame) -> dict[str, object]:
    areas = findings.groupby("kind")["area_m2"]
    return {
        kind: {"count": int(count), "area_m2": round(float(total), AREA_DECIMALS)}
        for kind, count, total in zip(
            KINDS,
            areas.size().reindex(KINDS, fill_value=0),
            areas.sum().reindex(KINDS, fill_value=0.0),
            strict=True,
        )
        if kind != "mismatch"
    }


def _with(findings: gpd.GeoDataFrame, *names: str) -> list[dict[str, object]]:
    extra = records(findings[list(names)])
    return [{**one, **more} for one, more in zip(finding_records(findings), extra, strict=True)]


def _rounded(report: pd.DataFrame) -> pd.DataFrame:
    return report.round(
        dict.fromkeys(("area_before_m2", "area_after_m2", "change_m2"), AREA_DECIMALS)
        | {"change_percent": 8}
    )


def _flat(findings: gpd.GeoDataFrame, *extra: str) -> gpd.GeoDataFrame:
    """Findings with texts and numbers only, lists joined by "; "."""
    columns = ("id", "kind", "class", "villages", "names", "area_m2", "mean_width_m", "max_width_m")
    table = findings[[*columns, *extra, "geometry"]].copy()
    for name in {"villages", "names", *extra} - {"round"}:
        table[name] = pd.Series(_texts(table[name]), index=table.index, dtype=object)
    return table


def _texts(values: pd.Series) -> NDArray[np.object_]:
    return np.array(
        ["; ".join(value) if isinstance(value, tuple) else str(value) for value in values],
        dtype=object,
    )
