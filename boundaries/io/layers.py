"""Which layers a file has, and which of them to read."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from boundaries.errors import InputError, Notice
from boundaries.io.faults import (
    attributes_only,
    damaged,
    no_layers,
    no_polygons,
    several_layers,
)
from boundaries.io.formats import Source, locate
from boundaries.io.kinds import FLATGEOBUF, GEOJSON, GEOPARQUET, SHAPEFILE
from boundaries.messages import message

SINGLE = (GEOJSON, FLATGEOBUF, SHAPEFILE)
UNREADABLE = (
    DataSourceError,
    DataLayerError,
    OSError,
    pa.ArrowException,
    RuntimeError,
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
        kinds = ("polygon", "surface", "unknown", "collection")
        return any(kind in self.geometry_type.lower() for kind in kinds)


def list_layers(path: Path) -> tuple[LayerInfo, ...]:
    """The layers of a file. Raises `InputError` as `read_layer` does when there is no file."""
    return layers_of(path, locate(path))


def layers_of(path: Path, source: Source) -> tuple[LayerInfo, ...]:
    """The layers of a located data set; raises `InputError` when it is damaged."""
    if source.format == GEOPARQUET:
        return (LayerInfo(path.stem, "Unknown"),)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            rows = pyogrio.list_layers(source.dataset)
    except UNREADABLE as fault:
        raise damaged(path, source.format) from fault
    return tuple(LayerInfo(str(name), kind or "") for name, kind in rows)


def choose_layer(
    path: Path, source: Source, *, layer: str | None
) -> tuple[str | None, tuple[Notice, ...]]:
    """The layer to read, None for the only one, with a notice when others are passed over."""
    if source.format in SINGLE and layer is None:
        return None, ()
    layers = layers_of(path, source)
    names = [info.name for info in layers]
    if source.format in SINGLE and layer == source.stem:
        return names[0], ()
    if layer is not None:
        if layer not in names:
            raise InputError(
                "layer-unknown",
                message("{file} has no layer {layer}", file=path, layer=layer),
                message("its layers are: {layers}", layers=", ".join(names)),
            )
        return layer, ()
    if not layers:
        raise no_layers(path)
    areal = [info.name for info in layers if info.may_hold_polygons]
    if len(areal) > 1:
        raise several_layers(path, areal)
    if not areal:
        spatial = [info for info in layers if info.geometry_type]
        if not spatial:
            raise attributes_only(path)
        raise no_polygons(path, ", ".join(f"{i.name} ({i.geometry_type})" for i in spatial))
    return areal[0], _others_passed_over(path, areal[0], names)


def _others_passed_over(path: Path, chosen: str, names: list[str]) -> tuple[Notice, ...]:
    others = [name for name in names if name not in (chosen, "layer_styles")]
    if not others:
        return ()
    text = message(
        "of {file} the layer {layer} was read; it also holds: {others}",
        file=path, layer=chosen, others=", ".join(others),
    )  # fmt: skip
    return (Notice("layer-chosen", text, message("choose another with --layer"), path.name),)
