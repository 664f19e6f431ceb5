"""Findings: the table of overlaps, gaps, mismatches and what else is found between villages.

A finding is an edge-connected set of faces of the claims mosaic with the same claims. Columns:

`id`            stable identifier, e.g. "TT-7K3QZ5MA" (kind prefix and hash)
`case`          identifier of the case that gathers the findings of the same kind, sources, parties
                and stretch of border (`boundaries.domain.stretches`)
`kind`          one of `KINDS`: "overlap", "gap" and "mismatch"; "inlet" (land without claim that
                opens to the outside through a narrow mouth), "hole" (land without claim inside one
                village), "enclave" (enclosed land too large for a gap, to be confirmed), "excluded"
                (land without claim that excluded areas explain), "unmatched" (a vertex on a
                neighbour's side without a vertex there)
`class`         "claim", "doubt", "sliver" or "noise"; "enclave" and "excluded" for those kinds
`villages`      tuple of the parties' keys, sorted as text
`names`         tuple of the parties' names, in the order of `villages`; one that several have is
                followed by the kecamatan
`kecamatan`     tuple of the parties' kecamatan, in the order of `villages`
`sources`       tuple of the source labels that take part
`claims`        dict source label -> tuple of keys that this source gives the land to
`excluded_by`   tuple of the labels of the layers of excluded areas that explain the land
`area_m2`       ellipsoidal area
`mean_width_m`  2 A / P
`max_width_m`   twice the radius of the largest inscribed circle
`limit_m`       limit of width that decided the class; NaN where no width did
`reason`        `Message`: the numbers that decided the class
`lon`, `lat`    centroid, degrees, WGS 84
`geometry`      Polygon or MultiPolygon in the working CRS; Point of an unmatched vertex
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from boundaries.domain.classification import classified
from boundaries.domain.enclosed import with_final_kinds
from boundaries.domain.excluded import Exclusion
from boundaries.domain.identifier import identifier, place_text
from boundaries.domain.parameters import Parameters
from boundaries.domain.told_apart import told_apart
from boundaries.geometry.metrics import (
    centroids_lonlat,
    ellipsoidal_areas,
    greatest_widths,
    mean_widths,
)

KINDS = ("overlap", "gap", "mismatch", "inlet", "hole", "enclave", "excluded", "unmatched")
CLASSES = ("claim", "doubt", "enclave", "sliver", "noise", "excluded")
NO_DEFECTS = ("enclave", "excluded")
"""Kinds that are listed but are no defect of a layer; each has a class of its name."""
COLUMNS = (
    "id", "case", "kind", "class", "villages", "names", "kecamatan", "sources", "claims",
    "excluded_by", "area_m2", "mean_width_m", "max_width_m", "limit_m", "reason", "lon", "lat",
    "geometry",
)  # fmt: skip

PREFIXES = {
    "overlap": "TT", "gap": "CL", "mismatch": "BG", "inlet": "CT", "hole": "LB", "enclave": "EN",
    "excluded": "KC", "unmatched": "TP",
}  # fmt: skip


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
    patches: gpd.GeoDataFrame,
    directory: pd.DataFrame,
    parameters: Parameters,
    *,
    exclusions: Sequence[Exclusion] = (),
) -> gpd.GeoDataFrame:
    """Patches measured, classed, named and given their identifiers, in the order they come.

    `patches` has the columns `kind`, `villages`, `sources`, `claims` and `geometry` (working CRS);
    enclosed areas without claim come as kind "gap". They become "excluded" where `exclusions` (in
    the CRS of the patches) explain them, "enclave" where they are both wider and larger than the
    parameters allow a gap to be, else "hole" where they lie inside one village.
    `stretch`, if there, is the number of the stretch of border between the parties, which tells
    cases apart. `scope`, if there, says which limits apply
    (`boundaries.domain.classification.classified`). `directory` gives `name` and `kecamatan` by
    village key. Patches below the least area are left out, but for unmatched vertices, which have
    none. The result has the columns named above and a RangeIndex.
    """
    if "area_m2" not in patches:
        patches = measured(patches, min_area_m2=parameters.min_area_m2)
    kept = (patches["area_m2"] >= parameters.min_area_m2) | (patches["kind"] == "unmatched")
    table = classified(patches[kept].reset_index(drop=True), parameters)
    table = with_final_kinds(table, parameters, exclusions)
    called = told_apart(directory)
    for column, words in (("names", called), ("kecamatan", directory["kecamatan"])):
        spoken = dict(words)
        table[column] = _by_group(
            lambda keys, spoken=spoken: tuple(spoken[key] for key in keys), table["villages"]
        )
    stretch = table["stretch"] if "stretch" in table else pd.Series(0, index=table.index)
    table["case"] = _by_group(_case, table["kind"], table["sources"], table["villages"], stretch)
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


def _case(kind: str, sources: tuple[str, ...], keys: tuple[str, ...], stretch: int) -> str:
    """The identifier of a case; that of the main stretch does not tell that there are others."""
    further = (str(stretch),) if stretch else ()
    return identifier("K" + PREFIXES[kind], kind, *sources, *keys, *further)


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
