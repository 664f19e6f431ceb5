"""The class of each finding, with the limit of width and the numbers that decided it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from boundaries.domain.accuracy import BETWEEN, DOUBT_FACTOR, WITHIN, Accuracy, classify
from boundaries.domain.parameters import Parameters
from boundaries.messages import Message, figure, message

Floats = NDArray[np.float64]
Objects = NDArray[np.object_]

M2_PER_HA = 10_000
SPREAD = "spread"
"""The rule of a doubt for its greatest width alone."""
RULES = {
    "noise": message("mean width {width} ≤ {limit}, the limit of noise"),
    "sliver": message("mean width {width} ≤ {limit}, the combined accuracy of both lines"),
    "doubt": message(
        "mean width {width} > {explained}, the combined accuracy of both lines, but ≤ {limit}, "
        "three times that"
    ),
    SPREAD: message(
        "greatest width {width} > {limit}, three times the combined accuracy of both lines"
    ),
    "claim": message(
        "mean width {width} > {limit}, three times the combined accuracy of both lines"
    ),
}


def classified(patches: gpd.GeoDataFrame, parameters: Parameters) -> gpd.GeoDataFrame:
    """Patches with the columns `class`, `limit_m` and `reason`.

    `limit_m` is the limit of width in metres that applied, `reason` a `Message` with the widths
    that were compared. Columns used: `mean_width_m`, `max_width_m`, and `scope` as in
    `boundaries.domain.accuracy.Accuracy.limits`; without it a mismatch lies between two sources,
    any other patch within one.
    """
    mean, greatest = (patches[name].to_numpy() for name in ("mean_width_m", "max_width_m"))
    classes = np.empty(len(patches), dtype=object)
    rules, applied = classes.copy(), np.full(len(patches), np.nan)
    accuracy, scopes = Accuracy.of(parameters), _scopes(patches)
    for scope in np.unique(scopes):
        rows, limit = scopes == scope, accuracy.limits(scope)
        found = classify(mean[rows], greatest[rows], limit)
        spread = (found == "doubt") & (mean[rows] <= limit.sliver_m)
        by_class = {"noise": limit.noise_m, "sliver": limit.sliver_m}
        classes[rows], rules[rows] = found, np.where(spread, SPREAD, found)
        applied[rows] = [by_class.get(name, limit.doubt_m) for name in found]
    widths = np.where(rules == SPREAD, greatest, mean)
    return patches.assign(
        **{"class": classes, "limit_m": applied}, reason=_reasons(rules, widths, applied)
    )


def as_enclaves(
    patches: gpd.GeoDataFrame, rows: NDArray[np.bool_], parameters: Parameters
) -> gpd.GeoDataFrame:
    """Patches of which the chosen `rows` are enclaves; `limit_m` is the width of a gap they exceed.

    Columns used: `mean_width_m` and `area_m2`.
    """
    table = patches.copy()
    table.loc[rows, ["kind", "class"]] = "enclave"
    table.loc[rows, "limit_m"] = parameters.gap_width_m
    reasons = table["reason"].tolist()
    for row in np.flatnonzero(rows).tolist():
        reasons[row] = message(
            "mean width {width} > {limit} and area {area} > {most}, the limits of a gap",
            width=metres(table["mean_width_m"].iloc[row]),
            limit=metres(parameters.gap_width_m),
            area=hectares(table["area_m2"].iloc[row]),
            most=hectares(parameters.gap_area_m2),
        )
    return table.assign(reason=pd.Series(reasons, dtype=object))


def metres(value: float, digits: int = 2) -> Message:
    """A length with its unit."""
    return message("{length} m", length=figure(value, f",.{digits}f"))


def hectares(square_metres: float) -> Message:
    """An area in hectares with its unit."""
    return message("{area} ha", area=figure(square_metres / M2_PER_HA, ",.2f"))


def _scopes(patches: gpd.GeoDataFrame) -> Objects:
    if "scope" in patches:
        return np.asarray(patches["scope"], dtype=np.object_)
    between = (patches["kind"] == "mismatch").to_numpy()
    return np.where(between, BETWEEN, WITHIN).astype(np.object_)


def _reasons(rules: Objects, widths: Floats, limits: Floats) -> pd.Series:
    """One message per row; rows of the same rule, limit and width to the centimetre share it.

    Where that would not tell a width from the limit it exceeds, more decimals are shown.
    """
    exceeded = np.where(rules == "doubt", limits / DOUBT_FACTOR, limits)
    above = np.isin(rules, ("doubt", SPREAD, "claim"))
    fine = above & (np.round(widths, 2) <= np.round(exceeded, 2))
    digits = np.where(fine, 4, 2)
    shown = np.where(fine, np.round(widths, 4), np.round(widths, 2))
    rows = list(zip(rules.tolist(), shown.tolist(), limits.tolist(), digits.tolist(), strict=True))
    made = {row: _reason(*row) for row in set(rows)}
    return pd.Series([made[row] for row in rows], dtype=object)


def _reason(rule: str, width: float, limit: float, digits: int) -> Message:
    values: dict[str, object] = {"width": metres(width, digits), "limit": metres(limit, digits)}
    if rule == "doubt":
        values["explained"] = metres(limit / DOUBT_FACTOR, digits)
    return Message(RULES[rule].template, values)
