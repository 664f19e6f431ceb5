"""Findings that somebody answers for: a list with reasons, and which findings it covers today.

An entry names a finding by its id. Where the finding has got another one, as when a border beside
it moved, the entry's geometry finds it again. A finding that has grown past what was allowed, or
whose time is over, counts again.

Columns of entries: `id`, `because`, `by`, `villages` ("; " between keys, "" unknown), `kind` ("" if
unknown), `date` and `until` (`datetime.date`, None if not given), `greatest_area_m2` (NaN without a
limit) and `geometry` (working CRS, None without).
"""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.domain.finding import COLUMNS
from boundaries.errors import InputError, Notice
from boundaries.messages import Message, message

SAME_SHARE = 0.5
"""A finding is the one of an entry when they share more than this of the smaller one."""
NEAR_M = 0.02
"""Outlines are widened by this before they are compared, as files round coordinates."""
GROWTH = 1.1
"""A finding may be larger than the entry allows by this factor, as lines are drawn anew."""
STATES = ("allowed", "grown", "expired", "unused")
ENTRY_COLUMNS = (
    "id", "because", "by", "date", "until", "greatest_area_m2", "state", "findings", "area_m2",
)  # fmt: skip
GIVEN = ("because", "by", "date", "until", "greatest_area_m2")
"""What an entry says about the findings that it allows."""

Indices = NDArray[np.int64]
Objects = NDArray[np.object_]


def _nothing_allowed() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns=[*COLUMNS, *GIVEN], geometry="geometry")


def _no_entries() -> pd.DataFrame:
    return pd.DataFrame(columns=list(ENTRY_COLUMNS))


@dataclass(frozen=True)
class Allowed:
    """What a list of allowed findings came to.

    Attributes
    ----------
    findings : the findings that are allowed, with the columns of `GIVEN`
    entries : one row per entry, in the order of the file: what it says, its `state` (see `STATES`),
        the ids of its `findings` (tuple), and their `area_m2`
    """

    findings: gpd.GeoDataFrame = field(default_factory=_nothing_allowed)
    entries: pd.DataFrame = field(default_factory=_no_entries)


def entries_from(texts: pd.DataFrame, geometries: Objects, *, file: str) -> gpd.GeoDataFrame:
    """Entries from texts with the columns of a list, and geometries in the working CRS.

    Dates are 2026-11-21, 21-11-2026 or 21/11/2026. Without a greatest area the column `area_m2`
    counts, which a list made of an exported file has. Raises `InputError` that names all rows with
    a date or an area that cannot be read.
    """
    faults: list[str] = []
    table = texts[["id", "because", "by", "kind", "villages"]].copy()
    for name in ("date", "until"):
        table[name] = pd.Series(
            [_date(text, row, faults) for row, text in texts[name].items()], dtype=object
        )
    stated = texts["greatest_area_m2"].where(texts["greatest_area_m2"] != "", texts["area_m2"])
    table["greatest_area_m2"] = [_area(text, row, faults) for row, text in stated.items()]
    if faults:
        raise InputError(
            "allow-list-wrong",
            message("{file}: cannot be read: {faults}", file=file, faults=", ".join(faults[:10])),
            message("write dates like 2026-11-21, and areas in square metres"),
        )
    return gpd.GeoDataFrame(table, geometry=geometries)


def sort_out(
    findings: gpd.GeoDataFrame, entries: gpd.GeoDataFrame, *, today: datetime.date
) -> tuple[gpd.GeoDataFrame, Allowed]:
    """The findings that are not allowed, in their order, and what became of the entries.

    `findings` has the columns of `boundaries.domain.finding`, `entries` those named above, in one
    CRS in metres. Of several entries for one finding the first that still allows it counts.
    """
    entry, finding = _matches(findings, entries)
    areas = findings["area_m2"].to_numpy(dtype=float)
    total = np.bincount(entry, weights=areas[finding], minlength=len(entries)).astype(float)
    states = _states(entries, total, np.isin(np.arange(len(entries)), entry), today)
    valid = states[entry] == "allowed"
    allowed, first = np.unique(finding[valid], return_index=True)
    is_allowed = np.isin(np.arange(len(findings)), allowed)
    given = entries.iloc[entry[valid][first]][list(GIVEN)].reset_index(drop=True)
    ids = findings["id"].to_numpy(dtype=object)
    listed = pd.DataFrame(entries.drop(columns="geometry")).assign(
        state=states,
        findings=pd.Series(
            [tuple(ids[finding[entry == row]]) for row in range(len(entries))],
            index=entries.index, dtype=object,
        ),
        area_m2=total,
    )  # fmt: skip
    found = findings[is_allowed].reset_index(drop=True)
    return findings[~is_allowed].reset_index(drop=True), Allowed(
        findings=found.assign(**{name: given[name] for name in GIVEN}),
        entries=listed[list(ENTRY_COLUMNS)],
    )


def notices_of(allowed: Allowed, file: str) -> tuple[Notice, ...]:
    """Notices of entries that no longer hold, and of entries without a reason or a name."""
    entries = allowed.entries
    texts = {
        "grown": (
            message("{ids} grew past the area that is allowed, and count again"),
            message("look at them again, then give a new greatest area or remove the entry"),
        ),
        "expired": (
            message("the time of {ids} is over, and they count again"),
            message("give a later date, or remove the entry"),
        ),
        "unused": (
            message("no finding was found for {ids}"),
            message("remove the entry when the finding is gone"),
        ),
    }
    told = [
        (f"allow-{state}", text, hint, entries.loc[entries["state"] == state, "id"])
        for state, (text, hint) in texts.items()
    ]
    nameless = (entries["because"] == "") | (entries["by"] == "")
    told.append(
        (
            "allow-unsigned",
            message("no reason or nobody who answers for it is given for {ids}"),
            message("fill the columns because and by of the list"),
            entries.loc[nameless, "id"],
        )
    )
    return tuple(
        Notice(code, Message(text.template, {"ids": _some(ids)}), hint, file)
        for code, text, hint, ids in told
        if len(ids)
    )


def _some(ids: pd.Series, most: int = 5) -> str:
    names = ", ".join(ids.iloc[:most])
    return names if len(ids) <= most else f"{names} ... ({len(ids)})"


def _states(
    entries: gpd.GeoDataFrame, total: NDArray[np.float64], found: NDArray[np.bool_],
    today: datetime.date,
) -> Objects:  # fmt: skip
    over = np.array([until is not None and until < today for until in entries["until"]], dtype=bool)
    most = entries["greatest_area_m2"].to_numpy(dtype=float)
    grown = found & (total > GROWTH * most)
    states = np.where(found, "allowed", "unused").astype(object)
    states[grown] = "grown"
    states[over] = "expired"
    return states


def _matches(findings: gpd.GeoDataFrame, entries: gpd.GeoDataFrame) -> tuple[Indices, Indices]:
    """Places of entries and of their findings, by id, else by geometry; sorted by entry."""
    ids = pd.DataFrame({"id": findings["id"], "finding": np.arange(len(findings))})
    named = pd.DataFrame({"id": entries["id"], "entry": np.arange(len(entries))}).merge(ids)
    left_entries = np.setdiff1d(np.arange(len(entries)), named["entry"])
    left_findings = np.setdiff1d(np.arange(len(findings)), named["finding"])
    entry, finding = _by_geometry(findings.iloc[left_findings], entries.iloc[left_entries])
    pairs = np.column_stack(
        (
            np.concatenate((named["entry"].to_numpy(dtype=np.int64), left_entries[entry])),
            np.concatenate((named["finding"].to_numpy(dtype=np.int64), left_findings[finding])),
        )
    )
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    return pairs[:, 0], pairs[:, 1]


def _by_geometry(findings: gpd.GeoDataFrame, entries: gpd.GeoDataFrame) -> tuple[Indices, Indices]:
    """Pairs of the same kind and villages that share most of the smaller one's land."""
    there = np.flatnonzero(~shapely.is_missing(entries.geometry.to_numpy()))
    ours = shapely.buffer(entries.geometry.to_numpy()[there], NEAR_M)
    entry, finding = shapely.STRtree(findings.geometry.to_numpy()).query(ours, "intersects")
    theirs = shapely.buffer(findings.geometry.to_numpy()[finding], NEAR_M)
    shared = shapely.area(shapely.intersection(ours[entry], theirs))
    same = shared > SAME_SHARE * np.minimum(shapely.area(ours[entry]), shapely.area(theirs))
    entry = there[entry]
    villages = findings["villages"].map("; ".join).to_numpy(dtype=object)
    for name, of_finding in (("kind", findings["kind"].to_numpy()), ("villages", villages)):
        of_entry = entries[name].to_numpy(dtype=object)[entry]
        same &= (of_entry == "") | (of_entry == of_finding[finding])
    return entry[same], finding[same]


def _date(text: str, row: object, faults: list[str]) -> datetime.date | None:
    """A date, None for none; what is no date is added to the faults."""
    if not text:
        return None
    day_first = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text)
    try:
        if day_first:
            day, month, year = map(int, day_first.groups())
            return datetime.date(year, month, day)
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        faults.append(f"{row}: {text}")
        return None


def _area(text: str, row: object, faults: list[str]) -> float:
    """An area, NaN for none; what is no area is added to the faults."""
    if not text:
        return math.nan
    try:
        area = float(text.replace(",", ".") if "." not in text else text)
    except ValueError:
        area = -1.0
    if not (math.isfinite(area) and area >= 0):
        faults.append(f"{row}: {text}")
    return area
