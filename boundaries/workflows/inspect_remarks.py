"""What an inspection says of a layer that is no fault: decisions about its place, and traps."""

from __future__ import annotations

import numpy as np
import shapely

from boundaries.domain.codes import clean_text
from boundaries.domain.fields import CODE, Fields
from boundaries.geometry.crs import bounds_in_degrees, crs_label, horizontal
from boundaries.geometry.readings import Reading
from boundaries.io.kinds import KML
from boundaries.io.read import RawLayer
from boundaries.messages import Message, message
from boundaries.workflows.prepare import PreparedLayer

NEIGHBOURS = 0.1
"""A layer of one kabupaten holds at most this share of records of others."""


def decisions(part: PreparedLayer, assumed: Reading | None, vertical: str) -> tuple[Message, ...]:
    """How the coordinates were understood: the system, what of it was used, where it is worked in.

    `assumed` is the reading that an inspection takes although the file does not say so; `vertical`
    the name of a height system that the driver does not tell of.
    """
    raw = part.raw
    label = crs_label(horizontal(raw.crs))
    working = crs_label(part.frame.crs)
    return (
        _origin(raw, label, assumed),
        *_heights(raw, label, vertical),
        *_datum(raw, label),
        message("lengths and areas are taken in {working}", working=working),
        *_equator(raw, working),
    )


def remarks(raw: RawLayer, fields: Fields) -> tuple[Message, ...]:
    """Traps of a layer that were dealt with, or that keep villages from being told apart."""
    found = []
    empty = _empty_codes(raw, fields)
    if empty:
        found.append(message("the field of codes {fields} is empty in all records",
                             fields=", ".join(empty)))  # fmt: skip
    if fields.bps_code and not fields.code:
        found.append(message("{field} holds codes of BPS, which do not name villages of Kemendagri",
                             field=fields.bps_code))  # fmt: skip
    found += _neighbours(raw, fields)
    reals = _whole_reals(raw)
    if reals:
        found.append(message("whole numbers are stored with decimals: {fields}; read without",
                             fields=", ".join(reals)))  # fmt: skip
    if raw.driver == KML and "description" in raw.frame:
        found.append(message("attributes were looked for in the description of each place"))
    return tuple(found)


def _origin(raw: RawLayer, label: str, assumed: Reading | None) -> Message:
    if assumed is not None:
        swapped = message(", with x and y exchanged") if assumed.swapped else ""
        return message("shown as {crs}{swapped}, which is an assumption: see the suspicions",
                       crs=label, swapped=swapped)  # fmt: skip
    if raw.crs_assumed:
        return message("{crs} was given with --crs", crs=label)
    return message("{crs} is what the file says", crs=label)


def _heights(raw: RawLayer, label: str, vertical: str) -> list[Message]:
    high = int(shapely.has_z(raw.frame.geometry.to_numpy()).sum())
    found = []
    compound = raw.crs.is_compound or len(raw.crs.axis_info) > 2
    if compound or vertical:
        found.append(message("of {declared} only the part {crs} is used",
                             declared=f"{raw.crs.name} + {vertical}" if vertical else raw.crs.name,
                             crs=label))  # fmt: skip
    if high:
        found.append(message("heights (Z) of {count} outlines are left out", count=high))
    return found


def _datum(raw: RawLayer, label: str) -> list[Message]:
    datum = horizontal(raw.crs).geodetic_crs
    if datum is None or not datum.name.startswith(("ID74", "DGN95")):
        return []
    return [message("{crs} is on the datum {datum} and is moved to WGS 84",
                    crs=label, datum=datum.name)]  # fmt: skip


def _equator(raw: RawLayer, working: str) -> list[Message]:
    bounds = bounds_in_degrees(np.asarray(shapely.bounds(raw.frame.geometry.to_numpy())), raw.crs)
    finite = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(finite) or finite[:, 1].min() >= 0 or finite[:, 3].max() <= 0:
        return []
    return [message("the layer lies on both sides of the equator; {working} serves both",
                    working=working)]  # fmt: skip


def _empty_codes(raw: RawLayer, fields: Fields) -> list[str]:
    if fields.code:
        return []
    named = [column for column in raw.frame.columns if str(column).casefold() in CODE]
    return [str(column) for column in named if (clean_text(raw.frame[column]) == "").all()]


def _neighbours(raw: RawLayer, fields: Fields) -> list[Message]:
    """Records of other kabupaten beside those of the one that most records name."""
    if not fields.kabupaten:
        return []
    counts = clean_text(raw.frame[fields.kabupaten]).value_counts()
    others = counts.iloc[1:].drop("", errors="ignore")
    if others.empty or others.sum() > NEIGHBOURS * len(raw.frame):
        return []
    listed = ", ".join(f"{name} {count}" for name, count in sorted(others.items()))
    return [message("records of neighbouring kabupaten, often clipped: {kabupaten}",
                    kabupaten=listed)]  # fmt: skip


def _whole_reals(raw: RawLayer) -> list[str]:
    """Fields OBJECTID and TIPADM that are stored as real numbers."""
    return [
        str(column)
        for column in raw.frame.columns
        if str(column).casefold() in ("objectid", "tipadm") and raw.frame[column].dtype.kind == "f"
    ]
