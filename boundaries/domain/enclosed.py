"""What enclosed land without a claim is: a gap, a hole, an enclave, or an excluded area."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from boundaries.domain.classification import as_enclaves
from boundaries.domain.excluded import COVERED_SHARE, Exclusion, explained
from boundaries.domain.parameters import Parameters
from boundaries.messages import message

HOLE = message("enclosed by one village; nobody else claims it, so it is at most a doubt")

Mask = NDArray[np.bool_]


def with_final_kinds(
    patches: gpd.GeoDataFrame, parameters: Parameters, exclusions: Sequence[Exclusion]
) -> gpd.GeoDataFrame:
    """Classed patches with their final `kind`, `class` and `reason`, and with `excluded_by`.

    Enclosed land without a claim comes as kind "gap". It is an "enclave" where it is both wider and
    larger than the parameters allow a gap to be, as is such land behind an "inlet", else a "hole"
    where it lies inside one village. What `exclusions` (in the CRS of the patches) explain of all
    that is "excluded".
    """
    unclaimed = patches["kind"].isin(("gap", "inlet")).to_numpy()
    wide = patches["mean_width_m"].to_numpy() > parameters.gap_width_m
    enclave = unclaimed & wide & (patches["area_m2"].to_numpy() > parameters.gap_area_m2)
    alone = patches["villages"].map(len).to_numpy() < 2
    table = _as_holes(as_enclaves(patches, enclave, parameters), unclaimed & alone & ~enclave)
    return _as_excluded(table, unclaimed, exclusions)


def _as_holes(patches: gpd.GeoDataFrame, rows: Mask) -> gpd.GeoDataFrame:
    table = patches.assign(kind=patches["kind"].mask(rows, "hole"))
    capped = rows & (table["class"] == "claim").to_numpy()
    table.loc[capped, "class"] = "doubt"
    table.loc[capped, "reason"] = pd.Series([HOLE] * int(capped.sum()), table.index[capped], object)
    return table


def _as_excluded(
    patches: gpd.GeoDataFrame, rows: Mask, exclusions: Sequence[Exclusion]
) -> gpd.GeoDataFrame:
    """Patches of which the chosen `rows` are excluded where a layer explains them."""
    names: list[tuple[str, ...]] = [()] * len(patches)
    found = explained(patches.geometry.to_numpy()[rows], exclusions)
    for row, labels in zip(np.flatnonzero(rows).tolist(), found, strict=True):
        names[row] = labels
    explained_by = pd.Series(names, index=patches.index, dtype=object)
    excluded = explained_by.astype(bool).to_numpy()
    table = patches.assign(excluded_by=explained_by)
    table.loc[excluded, ["kind", "class"]] = "excluded"
    table.loc[excluded, "limit_m"] = np.nan
    table.loc[excluded, "reason"] = pd.Series(
        [
            message(
                "{layers} covers more than {share} of it",
                layers=", ".join(labels), share=f"{COVERED_SHARE:.0%}",
            )
            for labels in explained_by[excluded]
        ],
        index=table.index[excluded],
        dtype=object,
    )  # fmt: skip
    return table
