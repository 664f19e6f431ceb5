"""Findings: the table of overlaps, gaps, enclaves and mismatches.

A finding is an edge-connected set of faces of the claims mosaic with the same claims. Columns:

`id`            stable identifier, e.g. "TT-7K3QZ5MA" (kind prefix and hash)
`case`          identifier of the case that gathers the findings of the same kind, sources, parties
`kind`          "overlap", "gap", "enclave" or "mismatch"
`class`         "claim", "doubt", "sliver", "noise" or "enclave"
`villages`      tuple of the parties' keys, sorted as text
`names`         tuple of the parties' names, in the order of `villages`
`kecamatan`     tuple of the parties' kecamatan, in the order of `villages`
`sources`       tuple of the source labels that take part
`claims`        dict source label -> tuple of keys that this source gives the land to
`area_m2`       ellipsoidal area
`mean_width_m`  2 A / P
`max_width_m`   twice the radius of the largest inscribed circle
`lon`, `lat`    centroid, degrees, WGS 84
`geometry`      Polygon or MultiPolygon in the working CRS
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from boundaries.domain.accuracy import classify, limits
from boundaries.domain.identifier import identifier, place_text
from boundaries.domain.parameters import Parameters
from boundaries.geometry.metrics import (
    centroids_lonlat,
    ellipsoidal_areas,
    greatest_widths,
    mean_widths,
)

KINDS = ("overlap", "gap", "mismatch", "enclave")
CLASSES = ("claim", "doubt", "enclave", "sliver", "noise")
COLUMNS = (
    "id", "case", "kind", "class", "villages", "names", "kecamatan", "sources", "claims",
    "area_m2", "mean_width_m", "max_width_m", "lon", "lat", "geometry",
)  # fmt: skip

PREFIXES = {"overlap": "TT", "gap": "CL", "mismatch": "BG", "enclave": "EN"}


def measured(patches: gpd.GeoDataFrame, *, min_area_m2: float) -> gpd.GeoDataFrame:
    """Patches with the columns `area_m2`, `mean_width_m`, `max_width_m`, `lon` and `lat`.

    Those below the least area keep their area; the rest is NaN for them.
    """
    crs = CRS.from_user_input(patches.crs)
    shapes = patches.geometry.to_numpy()
    areas = ellipsoidal_areas(shapes, crs)
    kept = areas >= min_area_m2
    figures = np.full((4, len(patches)), np.nan)
    shapes = shapes[kept]
    figures[:, kept] = (
        mean_widths(shapes),
        greatest_widths(shapes),
        *centroids_lonlat(shapes, crs),
    )
    names = ("mean_width_m", "max_width_m", "lon", "lat")
    return patches.assign(area_m2=areas, **dict(zip(names, figures, strict=True)))


def describe(
    patches: gpd.GeoDataFrame, directory: pd.DataFrame, parameters: Parameters
) -> gpd.GeoDataFrame:
    """Patches measured, classed, named and given their identifiers, in the order they come.

    `patches` has the columns `kind`, `villages`, `sources`, `claims` and `geometry` (working CRS);
    enclosed areas without claim come as kind "gap" and become "enclave" when they have one
    neighbour only, or are both wider and larger than the parameters allow a gap to be.
    `directory` gives `name` and `kecamatan` by village key. Patches below the least area are left
    out. The result has the columns named above and a RangeIndex.
    """
    if "area_m2" not in patches:
        patches = measured(patches, min_area_m2=parameters.min_area_m2)
    kept = patches["area_m2"] >= parameters.min_area_m2
    table = patches[kept].reset_index(drop=True)
    table["class"] = classify(
        table["mean_width_m"].to_numpy(), table["max_width_m"].to_numpy(), limits(parameters)
    )
    enclave = (table["kind"] == "gap").to_numpy() & ~_is_gap(table, parameters)
    table.loc[enclave, ["kind", "class"]] = "enclave"
    for column, words in (("names", directory["name"]), ("kecamatan", directory["kecamatan"])):
        spoken = words.to_dict()
        table[column] = _by_group(
            lambda keys, spoken=spoken: tuple(spoken[key] for key in keys), table["villages"]
        )
    table["case"] = _by_group(
        lambda kind, sources, keys: identifier("K" + PREFIXES[kind], kind, *sources, *keys),
        table["kind"], table["sources"], table["villages"],
    )  # fmt: skip
    table["id"] = _texts(
        identifier(PREFIXES[kind], kind, *keys, place_text(lon, lat))
        for kind, keys, lon, lat in zip(
            table["kind"], table["villages"], table["lon"], table["lat"], strict=True
        )
    )
    return table[list(COLUMNS)]


def tell_apart(findings: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Findings with unique ids: those of one place and parties are numbered, the largest first."""
    order = np.lexsort((-findings["area_m2"], findings["sources"].map("\t".join)))
    ids = findings["id"].iloc[order]
    repeat = ids.groupby(ids).cumcount().reindex(findings.index)
    numbered = findings["id"].where(repeat == 0, findings["id"] + "-" + (repeat + 1).astype(str))
    return findings.assign(id=numbered)


def by_severity(findings: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Findings ordered by class as in `CLASSES`, then by area, the largest first; ties by id."""
    rank = findings["class"].map({name: place for place, name in enumerate(CLASSES)})
    order = np.lexsort((findings["id"], -findings["area_m2"], rank))
    return findings.iloc[order].reset_index(drop=True)


def _is_gap(table: gpd.GeoDataFrame, parameters: Parameters) -> np.ndarray:
    """Whether an enclosed area lies between villages and is narrow or small."""
    between = table["villages"].map(len).to_numpy() >= 2
    narrow = table["mean_width_m"].to_numpy() <= parameters.gap_width_m
    small = table["area_m2"].to_numpy() <= parameters.gap_area_m2
    return np.asarray(between & (narrow | small))


def _by_group(make: Callable[..., object], *columns: pd.Series) -> pd.Series:
    """`make` of the values in each row of the columns, called once for equal rows."""
    made: dict[tuple[object, ...], object] = {}
    rows = list(zip(*columns, strict=True))
    for row in rows:
        if row not in made:
            made[row] = make(*row)
    return pd.Series([made[row] for row in rows], dtype=object)


def _texts(texts: Iterable[str]) -> pd.Series:
    return pd.Series(list(texts), dtype=object)
