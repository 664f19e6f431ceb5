"""Lists of allowed findings as users keep them: CSV, XLSX, JSON, or GeoJSON that Tapal wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.errors import InputError
from boundaries.io.faults import absent
from boundaries.io.names import shown
from boundaries.io.small_table import read_small_table
from boundaries.messages import message

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("temuan", "finding"),
    "because": ("alasan",),
    "by": ("oleh", "allowed_by"),
    "date": ("tanggal", "allowed_on"),
    "until": ("sampai", "berlaku_sampai", "expires"),
    "greatest_area_m2": ("luas_terbesar_m2", "max_area_m2"),
    "area_m2": (),
    "kind": (),
    "class": (),
    "villages": (),
    "reason": (),
}
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".json", ".geojson")


def read_allow_list(path: Path) -> tuple[pd.DataFrame, NDArray[np.object_]]:
    """The entries as texts, and their geometries in longitude and latitude, None where absent.

    The texts have the columns of `COLUMNS` but for `class` and `reason`, "" where not given;
    several villages are joined by "; ". In a list that has no classes of findings `reason` says why
    a finding is allowed. JSON holds a list of objects or of ids, or an object with such a list as
    "allowed". Raises `InputError` when the file is absent, damaged, of another kind, or without
    ids.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise InputError(
            "allow-list-kind",
            message("{file}: a list of allowed findings is not read from this kind", file=path),
            message("use one of {endings}", endings=" ".join(ENDINGS)),
        )
    if ending.endswith("json"):
        table, geometries = _from_json(path)
    else:
        table = read_small_table(path, COLUMNS, required=("id",))
        geometries = np.full(len(table), None, dtype=object)
    if "class" not in table and "because" not in table and "reason" in table:
        table = table.rename(columns={"reason": "because"})
    wanted = [name for name in COLUMNS if name not in ("class", "reason")]
    return table.reindex(columns=wanted, fill_value="").reset_index(drop=True), geometries


def _from_json(path: Path) -> tuple[pd.DataFrame, NDArray[np.object_]]:
    document = _document(path)
    found: Any = document
    if isinstance(document, dict) and document.get("type") == "FeatureCollection":
        features = [each for each in document.get("features", ()) if isinstance(each, dict)]
        found = [{**(each.get("properties") or {}), "geometry": each} for each in features]
    elif isinstance(document, dict):
        found = document.get("allowed")
    if not isinstance(found, list):
        raise _no_list(path)
    records: list[Any] = [{"id": each} if isinstance(each, str) else each for each in found]
    if not all(isinstance(each, dict) and _texts(each).get("id") for each in records):
        raise _no_list(path)
    texts = pd.DataFrame([_texts(each) for each in records], dtype=object).fillna("")
    return texts, np.array([_geometry(each.get("geometry")) for each in records], dtype=object)


def _document(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as fault:
        raise absent(path) from fault
    except ValueError as fault:
        raise _no_list(path) from fault


def _no_list(path: Path) -> InputError:
    return InputError(
        "allow-list-damaged",
        message("{file} holds no list of findings with an id each", file=shown(path)),
        message('write a list like [{{"id": "TT-...", "because": "..."}}], or a CSV'),
    )


def _texts(record: Mapping[str, Any]) -> dict[str, str]:
    """The values that are known, as texts."""
    known = {heading: name for name, names in COLUMNS.items() for heading in (name, *names)}
    return {
        known[heading]: "; ".join(value) if isinstance(value, list) else str(value).strip()
        for heading, value in record.items()
        if heading in known and value is not None
    }


def _geometry(feature: object) -> shapely.Geometry | None:
    """A valid geometry, None for what is none."""
    if not isinstance(feature, dict):
        return None
    found = shapely.from_geojson(json.dumps(feature), on_invalid="ignore")
    if isinstance(found, shapely.GeometryCollection) and len(found.geoms) == 1:
        found = found.geoms[0]
    return shapely.make_valid(found) if found is not None else None
