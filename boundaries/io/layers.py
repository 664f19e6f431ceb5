"""Which layers a file has, and which of them to read."""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name

import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError

from boundaries.errors import InputError, Notice
from boundaries.io.choice import passed_over
from boundaries.io.faults import (
    attributes_only,
    damaged,
    layer_unknown,
    no_layers,
    no_polygons,
    several_layers,
)
from boundaries.io.formats import locate
from boundaries.io.kinds import CSV, GEOPARQUET, POSTGIS, SINGLE, XLSX
from boundaries.io.source import Source
from boundaries.io.workbook_sheets import sheet_names

pyogrio.set_gdal_config_options({"CPL_LOG": os.devnull, "CPL_LOG_APPEND": "ON"})
"""GDAL does not write to the terminal: what matters in its faults is found out and told here."""
POSTGIS_LAYERS = "boundaries.io.postgis:postgis_layers"
"""Loaded when a database is asked: its client takes a while to load."""
UNREADABLE = (
    DataSourceError,
    DataLayerError,
    FieldError,
    GeometryError,
    OSError,
    pa.ArrowException,
    RuntimeError,
    UnicodeDecodeError,
    IndexError,  # pyogrio's answer to a data set in which GDAL finds no layer
)


@dataclass(frozen=True)
class LayerInfo:
    """A layer of a file: its name and geometry type as declared, "" for a table without any."""

    name: str
    geometry_type: str

    @property
    def may_hold_polygons(self) -> bool:
        """Whether the declared type admits polygons; KML and GeoJSON declare "Unknown"."""
        return self._may_hold("polygon", "surface")

    @property
    def may_hold_lines(self) -> bool:
        """Whether the declared type admits lines."""
        return self._may_hold("line", "curve")

    @property
    def may_hold_points(self) -> bool:
        """Whether the declared type admits points."""
        return self._may_hold("point")

    def _may_hold(self, *kinds: str) -> bool:
        declared = self.geometry_type.lower()
        return any(kind in declared for kind in (*kinds, "unknown", "collection"))


def list_layers(path: Path) -> tuple[LayerInfo, ...]:
    """The layers of a file. Raises `InputError` as `read_layer` does when there is no file."""
    return layers_of(path, locate(path))


def layers_of(path: Path, source: Source) -> tuple[LayerInfo, ...]:
    """The layers of a located data set; raises `InputError` when it is damaged."""
    if source.format in (GEOPARQUET, CSV):
        return (LayerInfo(source.stem, "Unknown"),)
    if source.format == POSTGIS:
        tables: tuple[LayerInfo, ...] = resolve_name(POSTGIS_LAYERS)(source)
        return tables
    if source.format == XLSX:
        return tuple(LayerInfo(name, "Unknown") for name in sheet_names(path))
    return listed(path, source, source.dataset)


def listed(path: Path, source: Source, dataset: str) -> tuple[LayerInfo, ...]:
    """The layers that GDAL finds in a data set, by default the located one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            rows = pyogrio.list_layers(dataset)
    except UNREADABLE as fault:
        raise damaged(path, source.format) from fault
    if source.format in SINGLE and len(rows) == 1:
        return (LayerInfo(source.stem, rows[0][1] or ""),)
    return tuple(LayerInfo(str(name), kind or "") for name, kind in rows)


def choose_layer(path: Path, source: Source) -> tuple[str | None, tuple[Notice, ...]]:
    """The layer to read, None for the only one, with a notice when others are passed over.

    Raises `InputError` as `chosen_layer` does.
    """
    if source.format in SINGLE:
        return None, ()
    return chosen_layer(path, layers_of(path, source), source.layer)


def chosen_layer(
    path: Path, layers: tuple[LayerInfo, ...], asked: str | None
) -> tuple[str, tuple[Notice, ...]]:
    """The layer asked for, or the only one to read, with a notice when others are passed over.

    Areas are preferred to lines. Raises `InputError` when there is no layer of the name asked for,
    or several to choose from, or none with areas or lines.
    """
    names = [info.name for info in layers]
    if asked is not None:
        if asked not in names:
            raise layer_unknown(path, asked, names)
        return asked, ()
    if not layers:
        raise no_layers(path)
    usable = [info.name for info in layers if info.may_hold_polygons]
    usable = usable or [info.name for info in layers if info.may_hold_lines]
    if len(usable) > 1:
        raise several_layers(path, usable)
    if not usable:
        raise _nothing_usable(path, layers)
    others = [name for name in names if name not in (usable[0], "layer_styles")]
    return usable[0], passed_over(path, usable[0], others)


def _nothing_usable(path: Path, layers: tuple[LayerInfo, ...]) -> InputError:
    spatial = [info for info in layers if info.geometry_type]
    if not spatial:
        return attributes_only(path)
    return no_polygons(path, ", ".join(f"{i.name} ({i.geometry_type})" for i in spatial))
