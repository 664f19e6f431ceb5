"""Impact layers: what the office has on the land in dispute, and to whom it would fall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from boundaries.domain.codes import clean_text
from boundaries.domain.impact import Impact, divisions_of, impact_of
from boundaries.domain.proposal import propose
from boundaries.errors import InputError, ParameterError
from boundaries.geometry.crs import to_working
from boundaries.io.declared_crs import declared_crs, given_crs
from boundaries.io.faults import no_crs
from boundaries.io.names import shown
from boundaries.io.read import read_table, sha256
from boundaries.messages import message
from boundaries.store.database import Store
from boundaries.store.models import ImpactLayer, ImpactObject
from boundaries.store.plain import to_plain
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer
from boundaries.workflows.settle import Preview

KINDS = (
    "polling-station", "voters", "school", "health", "building", "road", "concession", "forest",
    "programme", "other",
)  # fmt: skip
NAMES = ("nama", "name", "namobj", "nm_tps", "tps", "label", "keterangan", "remark", "id")
REFERENCE = "reference"


@dataclass(frozen=True, kw_only=True)
class ObjectOptions:
    """How to read a layer: which one of the file, its CRS, and the field of the names."""

    layer: str | None = None
    crs: str | None = None
    field: str | None = None


@dataclass(frozen=True)
class AddedLayer:
    """An impact layer: its row, its objects, those without a usable place, and whether it is new.

    `replaced` is the number of the layer of the same name whose place it took.
    """

    row: ImpactLayer
    objects: int
    skipped: int
    new: bool
    replaced: int | None


def add_impact(
    store: Store, path: Path, doer: Doer, *, name: str, kind: str, options: ObjectOptions
) -> AddedLayer:
    """Take a layer of points, lines or areas in as an impact layer.

    The same file under the same name changes nothing; another file takes the place of the earlier
    one. Raises `InputError` for a file that cannot be used, and `ParameterError` for an unknown
    kind or field.
    """
    if kind not in KINDS:
        raise ParameterError(
            "impact-kind",
            message("{kind} is no kind of impact layer", kind=kind),
            message("choose one of {kinds}", kinds=", ".join(KINDS)),
        )
    objects, skipped = _read(path, store.crs, options)
    digest = sha256(path)
    with Repository(store) as repository:
        earlier = repository.find(ImpactLayer, name=name)
        if earlier and (earlier[-1].sha256, earlier[-1].kind) == (digest, kind):
            return AddedLayer(earlier[-1], len(objects), skipped, False, None)
        for row in earlier:
            repository.remove(ImpactObject, layer_id=row.id)
            repository.remove(ImpactLayer, id=row.id)
        layer = ImpactLayer(name=name, kind=kind, sha256=digest, at=doer.at)
        repository.add(layer)
        repository.add_frame(ImpactObject, objects, layer_id=layer.id)
        before = {"sha256": earlier[-1].sha256, "kind": earlier[-1].kind} if earlier else None
        after = {"sha256": digest, "kind": kind, "objects": len(objects), "file_name": shown(path)}
        repository.record(
            doer.entry("add-impact-layer", ("impact-layer", name), before=before, after=after)
        )
    replaced = earlier[-1].id if earlier else None
    return AddedLayer(layer, len(objects), skipped, True, replaced)


def impact_layers(repository: Repository) -> pd.DataFrame:
    """All impact layers: `id`, `name`, `kind`, `sha256`, `at`, `objects`."""
    layers = repository.frame(ImpactLayer)
    counts = repository.frame(ImpactObject)["layer_id"].value_counts()
    return layers.assign(objects=layers["id"].map(counts).fillna(0).astype(int))


def impact_of_preview(repository: Repository, preview: Preview) -> Impact:
    """What the impact layers hold that would fall to whom, under BIG's line and the new one.

    Information only: it plays no part in making lines.
    """
    lines = {REFERENCE: propose(preview.site, REFERENCE)} | {preview.line.kind: preview.line}
    return impact_of(_objects(repository), divisions_of(lines))


def _objects(repository: Repository) -> gpd.GeoDataFrame:
    names = repository.frame(ImpactLayer).set_index("id")["name"]
    objects = repository.frame(ImpactObject)
    return gpd.GeoDataFrame(
        {"layer": objects["layer_id"].map(names), "name": objects["name"]},
        geometry=objects.geometry,
        crs=repository.store.crs,
    )


def _read(path: Path, working: CRS, options: ObjectOptions) -> tuple[gpd.GeoDataFrame, int]:
    """Objects as the table has them, and how many records have no usable place."""
    _, table = read_table(path, layer=options.layer)
    crs = given_crs(options.crs) or declared_crs(table.crs)
    if crs is None:
        raise no_crs(path, table.outlines)
    outlines = shapely.force_2d(to_working(table.outlines, crs, working))
    bounds = shapely.bounds(outlines)
    usable = np.isfinite(bounds).all(axis=1)
    if not usable.any():
        raise InputError(
            "objects-missing",
            message("{file} holds no object with a place", file=shown(path)),
            message("look at the layer with: tapal inspect {file}", file=shown(path)),
        )
    rows = table.attributes[usable].reset_index(drop=True)
    frame = gpd.GeoDataFrame(
        {"name": _named(path, rows, options.field), "attributes": _attributes(rows)},
        geometry=outlines[usable],
        crs=working,
    )
    return frame, int((~usable).sum())


def _named(path: Path, rows: pd.DataFrame, field: str | None) -> pd.Series:
    """The names of objects; their numbers where no field of names is known."""
    known = {str(column).casefold(): column for column in rows.columns}
    if field is not None and field.casefold() not in known:
        raise ParameterError(
            "field-unknown",
            message("{file} has no field {field}", file=shown(path), field=field),
            message("choose one of {fields}", fields=", ".join(map(str, rows.columns)) or "-"),
        )
    candidates = [field.casefold()] if field else [name for name in NAMES if name in known]
    numbers = pd.Series((rows.index + 1).astype(str), index=rows.index, dtype=object)
    if not candidates:
        return numbers
    texts = pd.Series(clean_text(rows[known[candidates[0]]]), index=rows.index, dtype=object)
    return texts.where(texts != "", numbers)


def _attributes(rows: pd.DataFrame) -> pd.Series:
    """Each record as a mapping of plain values."""
    plain = rows.astype(object).where(rows.notna(), None)
    records: Sequence[dict[str, object]] = [
        {str(name): _plain(value) for name, value in record.items()}
        for record in plain.to_dict("records")
    ]
    return pd.Series(list(records), index=rows.index, dtype=object)


def _plain(value: object) -> object:
    """Numbers and texts as they are, other values such as dates as text."""
    simple = to_plain(value)
    return simple if isinstance(simple, str | int | float | bool | None) else str(simple)
