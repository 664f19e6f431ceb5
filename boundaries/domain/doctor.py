"""The coordinate system doctor: what looks wrong with the place of a layer, and what would mend it.

It looks where the villages ought to be, by their codes, by the name of their kabupaten or by a
reference, and tries the usual mistakes: another zone or hemisphere, exchanged axes, metres for
degrees, degrees-minutes-seconds typed as decimals. It only tells; nothing is applied.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyproj
from numpy.typing import NDArray

from boundaries.domain.doctor_text import UNPLACEABLE, Evidence, Suspicion, doubt, fault_of
from boundaries.domain.envelopes import Boxes, boxes_of, names_by_code
from boundaries.geometry.crs import INDONESIA, in_indonesia, may_be_swapped
from boundaries.geometry.readings import (
    Reading,
    distances_km,
    lonlat,
    looks_sexagesimal,
    readings,
)
from boundaries.messages import Message, message

FAR_KM = 20.0
"""Villages farther from where they belong than this are in the wrong place."""
HOME_KM = 10.0
"""A reading explains a mistake when it brings the villages as near as this."""
SAMPLE = 1_000
MOST_DEGREES = 180
LISTED_ROWS = 20
REGION, REFERENCE, COUNTRY = "region", "reference", "country"
"""What tells where a layer belongs: codes and names, a reference, or nothing but the country."""
MIXED_SHARE = 0.9

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Placing:
    """What the doctor looks at: a layer as its file has it, and where it ought to be.

    Attributes
    ----------
    name : how notices call the file
    bounds : extents of the records in file coordinates, NaN without outline
    vertices : a sample of the coordinates, two columns
    rows : numbers of the records
    crs : the declared or given CRS; None when there is none
    regions : code of the kabupaten or province of each record, "" where unknown
    reference : extent of the reference in degrees, for records whose region is unknown
    """

    name: str
    bounds: Floats
    vertices: Floats
    rows: NDArray[np.int64]
    crs: pyproj.CRS | None
    regions: NDArray[np.object_]
    reference: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class _Home:
    """Where the records with coordinates ought to be, how that is called, and how it is known."""

    bounds: Floats
    rows: NDArray[np.int64]
    middles: Floats
    boxes: Boxes
    area: Message | str
    by: str

    def only(self, some: NDArray[np.bool_]) -> _Home:
        """The same for some of the records."""
        return replace(
            self, bounds=self.bounds[some], rows=self.rows[some],
            middles=self.middles[some], boxes=self.boxes[some],
        )  # fmt: skip

    def off(self, distances: Floats) -> float:
        """How far the layer is away: half of it, or where a reference is all there is, any of it.

        A layer may well be larger than its reference.
        """
        share = 0.0 if self.by == REFERENCE else 0.5
        return float(np.quantile(distances, share, method="lower"))


def diagnose(placing: Placing) -> tuple[Suspicion, ...]:
    """What is suspicious about the coordinates, the most likely explanation first; () if nothing.

    The first suspicion is `blocking` when the layer cannot be placed as it is declared.
    """
    finite = np.asarray(np.isfinite(placing.bounds).all(axis=1))
    if not finite.any():
        return ()
    home = _home(placing, finite)
    large = _large(placing.bounds[finite])
    if placing.crs is None:
        return _missing(placing, home, metres=_mostly(large))
    here = lonlat(home.middles, Reading(placing.crs))
    before = distances_km(here, home.boxes)
    degrees = placing.crs.is_projected and not large.any()
    if degrees or home.off(before) > FAR_KM:
        found = _misplaced(
            placing, placing.crs, home, home.off(before), metres=_mostly(large),
            foreign=not _mostly(in_indonesia(np.hstack([here, here]))),
        )  # fmt: skip
        return () if found is None else (found,)
    typed = _typed(placing, placing.crs, home, before) if placing.crs.is_geographic else None
    mixed = _mixed(placing, placing.crs, home, before)
    return tuple(found for found in (typed, mixed) if found is not None)


def _large(bounds: Floats) -> NDArray[np.bool_]:
    """Which records cannot be degrees, in whatever order."""
    return np.asarray((np.abs(bounds) > MOST_DEGREES).any(axis=1))


def _mostly(rows: NDArray[np.bool_]) -> bool:
    return bool(rows.sum() * 2 > len(rows))


def _home(placing: Placing, finite: NDArray[np.bool_]) -> _Home:
    """Envelopes of the records' regions; of the reference, else of Indonesia, where unknown."""
    bounds, rows = placing.bounds[finite], placing.rows[finite]
    regions = placing.regions[finite]
    boxes = boxes_of(regions)
    unknown = np.asarray(np.isnan(boxes).any(axis=1))
    boxes[unknown] = placing.reference or INDONESIA
    middles = (bounds[:, :2] + bounds[:, 2:]) / 2
    if not _mostly(unknown):
        return _Home(bounds, rows, middles, boxes, _area(regions), REGION)
    if placing.reference is not None:
        return _Home(bounds, rows, middles, boxes, message("the reference"), REFERENCE)
    return _Home(bounds, rows, middles, boxes, "Indonesia", COUNTRY)


def _area(regions: NDArray[np.object_]) -> Message | str:
    """The name of the one kabupaten that the records belong to, or the number of several."""
    codes, counts = np.unique(regions[regions != ""].astype(str), return_counts=True)
    code = str(codes[counts.argmax()])
    if len(codes) == 1:
        return f"{names_by_code().get(code, '')} ({code})".strip()
    return message("the {count} kabupaten that they belong to", count=len(codes))


def _misplaced(
    placing: Placing,
    crs: pyproj.CRS,
    home: _Home,
    before: float,
    *,
    metres: bool,
    foreign: bool,
) -> Suspicion | None:
    """Why the layer as a whole is not where it belongs."""
    found = _best(crs, home, metres=metres)
    fault = fault_of(crs, found[0] if found else None, metres=metres)
    if fault == "crs-elsewhere" and home.by != REGION:
        return None
    return doubt(
        fault, placing.name, crs, Evidence(home.area, before, *(found or (None, None))),
        blocking=fault in UNPLACEABLE
        or (found is not None and (np.isinf(before) or (foreign and found[0].swapped))),
    )  # fmt: skip


def _missing(placing: Placing, home: _Home, *, metres: bool) -> tuple[Suspicion, ...]:
    """The coordinate system that a file without one is likely to have."""
    found = _best(None, home, metres=metres)
    return (
        doubt(
            "crs-missing", placing.name, None,
            Evidence(home.area, None, *(found or (None, None))), blocking=True,
        ),
    )  # fmt: skip


def _best(crs: pyproj.CRS | None, home: _Home, *, metres: bool) -> tuple[Reading, float] | None:
    """The reading that brings the records home, with the distance left; None if none does.

    When only the country is known, the one that changes least counts, if no other changes as
    little.
    """
    picked = np.unique(np.linspace(0, len(home.middles) - 1, SAMPLE).astype(int))
    middles, boxes = home.middles[picked], home.boxes[picked]
    tried = [
        (reading, home.off(distances_km(lonlat(middles, reading), boxes)))
        for reading in readings(crs, metres=metres)
        if not reading.swapped or may_be_swapped(home.bounds, reading.crs)
    ]
    fitting = [(reading, left) for reading, left in tried if left <= HOME_KM]
    if not fitting:
        return None
    if home.by != COUNTRY:
        return min(fitting, key=lambda one: (round(one[1], 3), one[0].change))
    least = min(reading.change for reading, _ in fitting)
    alike = [one for one in fitting if one[0].change == least]
    return alike[0] if len(alike) == 1 else None


def _typed(placing: Placing, crs: pyproj.CRS, home: _Home, before: Floats) -> Suspicion | None:
    """Degrees, minutes and seconds typed as decimals."""
    if not looks_sexagesimal(placing.vertices):
        return None
    reading = Reading(crs, sexagesimal=True)
    bounds = home.bounds
    middles = (lonlat(bounds[:, :2], reading) + lonlat(bounds[:, 2:], reading)) / 2
    after = home.off(distances_km(middles, home.boxes))
    if after > max(home.off(before), HOME_KM):
        return None
    return doubt(
        "crs-dms", placing.name, crs,
        Evidence(
            home.area, home.off(before), reading, after, {"coordinates": len(placing.vertices)}
        ),
    )  # fmt: skip


def _mixed(placing: Placing, crs: pyproj.CRS, home: _Home, before: Floats) -> Suspicion | None:
    """Single records that another reading brings home, in a layer that is in place otherwise."""
    away = before > FAR_KM
    if not away.any() or home.by != REGION:
        return None
    part = home.only(away)
    metres = _mostly(_large(home.bounds[away]))
    found = _best(crs, part, metres=metres)
    if found is None:
        return None
    left = distances_km(lonlat(part.middles, found[0]), part.boxes)
    if (left <= HOME_KM).mean() < MIXED_SHARE:
        return None
    return doubt(
        "crs-mixed", placing.name, crs,
        Evidence(home.area, part.off(before[away]), *found, {
            "records": int(away.sum()),
            "rows": home.rows[away][:LISTED_ROWS].tolist(),
        }),
    )  # fmt: skip
