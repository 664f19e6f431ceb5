"""What is told about doubtful points: notices with place, figures and remedy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from boundaries.domain.grid_zone import DGN95, ID74, Zone
from boundaries.domain.survey_doubts import NOTATION_WORDS, Disagreement, Suspicion, explain
from boundaries.domain.survey_readings import (
    Column,
    Floats,
    Reading,
    distances_m,
    fitting_zone,
    hemisphere_open,
)
from boundaries.errors import InputError, Notice, place
from boundaries.messages import Message, figure, message

REFERENCE_EPOCH = 2012.0
"""The epoch of SRGI2013."""
MOST_ALIKE = 5
"""More points with the same suspicion are told of together."""
MOST_LETTERS = 60
SHIFT_OF_ID74_M = (20.0, 35.0)
STEADY_M = 1.0


def length(metres: float) -> Message:
    """Metres with two decimals, kilometres from 1,000 m."""
    if metres >= 1000:
        return message("{length} km", length=figure(metres / 1000, ",.2f"))
    return message("{length} m", length=figure(metres, ",.2f"))


def positions_unreadable(source: str) -> InputError:
    """Headings of positions with nothing below them that can be read as such."""
    text = message("{source}: nothing under its headings can be read as coordinates", source=source)
    hint = message("look at the columns, or say with --field which hold them")
    return InputError("positions-unreadable", text, hint)


def zone_missing(source: str, readings: Sequence[Reading]) -> InputError:
    """Metres without a zone, and degrees that tell none."""
    if readings:
        text = message("{source}: X and Y fit the degrees beside them in no zone", source=source)
    else:
        text = message("{source}: nothing says in which zone X and Y are", source=source)
    hint = message("name the zone, for example: --crs EPSG:32647 (UTM 47N), or add a column Zona")
    return InputError("zone-missing", text, hint)


def zone_notices(
    source: str,
    grid: Reading | None,
    zones: Sequence[Zone | None],
    readings: Sequence[Reading],
    *,
    inferred: int = 0,
) -> list[Notice]:
    """How a zone was inferred (`grid` None), or that another one fits the degrees better."""
    if grid is None:
        text = message(
            "the zone of X and Y is not stated; {zone} agrees with the degrees of {count} points",
            zone=zones[0], count=inferred,
        )  # fmt: skip
        return [Notice("zone-inferred", text, message("state the zone in the list"), source)]
    return [
        notice
        for reading in readings
        if grid.x is not None and grid.y is not None
        for notice in _other_zone(source, grid, grid.x, grid.y, reading)
    ]


def _other_zone(source: str, grid: Reading, x: Floats, y: Floats, reading: Reading) -> list[Notice]:
    apart = distances_m(grid.lon, grid.lat, reading.lon, reading.lat)
    apart = apart[np.isfinite(apart)]
    before = float(np.median(apart)) if len(apart) else 0.0
    if before <= 1000:
        return []
    zone, _, after = fitting_zone(x, y, reading)
    if zone is None:
        return []
    text = message(
        "X and Y lie {before} from the {notation}, but {after} in zone {zone} (EPSG:{code})",
        before=length(before), notation=NOTATION_WORDS[reading.notation], after=length(after),
        zone=zone, code=zone.code(),
    )  # fmt: skip
    hint = message("if that is the zone: --crs EPSG:{code}", code=zone.code())
    return [Notice("zone-doubtful", text, hint, source)]


def hemisphere_notices(source: str, norths: Sequence[Column]) -> list[Notice]:
    """Latitudes of which nothing says on which side of the equator they are."""
    hint = message("say it: --hemisphere south or --hemisphere north, or add LU or LS in the list")
    texts = [
        message(
            "nothing says whether the latitudes under {heading} are north or south; they were "
            "taken as north",
            heading=north.name,
        )
        for north in norths
        if hemisphere_open(north)
    ]
    return [Notice("hemisphere-unstated", text, hint, source) for text in texts]


def datum_notices(source: str, datum: str, epochs: Floats) -> list[Notice]:
    """What the datum and the epochs of the points mean for their use."""
    notices = []
    if datum == ID74:
        text = message("the points are on ID74; they were transformed to WGS 84 (25 to 29 m)")
        hint = message("the transformation is good to some metres; do not use it for pillars")
        notices.append(Notice("datum-id74", text, hint, source))
    elif datum == DGN95:
        text = message("DGN95 was taken as equal to WGS 84; it differs from SRGI2013 by 0.2 m")
        hint = message("harmless for cartometric points; measure pillars again in SRGI2013")
        notices.append(Notice("datum-dgn95", text, hint, source))
    known = epochs[np.isfinite(epochs)]
    later = known[np.abs(known - REFERENCE_EPOCH) >= 1]
    if len(later):
        text = message(
            "{count} points are at other epochs than {reference} ({first} to {last})",
            count=len(later), reference=figure(REFERENCE_EPOCH, ".1f"),
            first=figure(later.min(), ".1f"), last=figure(later.max(), ".1f"),
        )  # fmt: skip
        hint = message(
            "plates move some centimetres a year; reduce pillars to SRGI2013, epoch 2012"
        )
        notices.append(Notice("epoch-differs", text, hint, source))
    return notices


def spelling_notices(points: pd.DataFrame, readings: Sequence[Reading]) -> list[Notice]:
    """Seconds of 60, and columns whose letters say that they are exchanged."""
    carried = _any([reading.carried for reading in readings], len(points))
    turned = _any([reading.turned for reading in readings], len(points))
    sixty = message("60 seconds were read as one minute more")
    swapped = message("the letters show that latitude and longitude stand in each other's column")
    hint = message("correct the list")
    return [
        *_each_or_all("sixty-seconds", sixty, hint, points, np.flatnonzero(carried)),
        *_each_or_all("columns-exchanged", swapped, hint, points, np.flatnonzero(turned)),
    ]


def control_notices(points: pd.DataFrame, columns: Sequence[Sequence[str]]) -> list[Notice]:
    """Texts of positions that hold what other programs take for the end of a cell or a line."""
    held = [np.array([bool({*"\t\r\n"}.intersection(text)) for text in column])
            for column in columns]  # fmt: skip
    text = message("the coordinates hold a tab or a line break, which was read as a blank")
    hint = message("correct the list")
    at = np.flatnonzero(_any(held, len(points)))
    return _each_or_all("cell-control", text, hint, points, at)


def conflict_notices(
    points: pd.DataFrame,
    readings: Sequence[Reading],
    found: Disagreement,
    conflict: NDArray[np.bool_],
    tolerance_m: float,
) -> list[Notice]:
    """For every point whose notations disagree: which, by how much, and what may explain it."""
    notices = list(_steady_shift(points, readings, found, conflict))
    for at in np.flatnonzero(conflict).tolist():
        a, b = readings[found.first[at]], readings[found.second[at]]
        values = {
            "a": NOTATION_WORDS[a.notation],
            "b": NOTATION_WORDS[b.notation],
            "distance": length(float(found.greatest_m[at])),
            "why": explain(readings, at, tolerance_m),
        }
        taken = str(points["taken"].iat[at])
        if taken:
            hint = message("{notation} were taken as asked", notation=NOTATION_WORDS[taken])
        else:
            hint = message("none was taken; look at the source, then: --take dms, decimal or utm")
        text = message("{a} and {b} disagree by {distance}; {why}", **values)
        notices.append(Notice("notations-disagree", text, hint, _place(points, at)))
    return notices


def unread_notices(
    points: pd.DataFrame, readings: Sequence[Reading], columns: Sequence[Sequence[str]]
) -> list[Notice]:
    """For every notation that is written but cannot be read, and every point without position.

    `columns` are the texts under the headings of all readings, in their order.
    """
    notices = []
    taken = iter(columns)
    written = np.zeros(len(points), dtype=np.bool_)
    hint = message("correct the coordinates in the list")
    for reading in readings:
        texts = [next(taken) for _ in reading.columns]
        written |= reading.present
        for at in np.flatnonzero(reading.present & ~reading.known).tolist():
            shown = ", ".join(column[at] for column in texts)[:MOST_LETTERS]
            words = NOTATION_WORDS[reading.notation]
            text = message("the {notation} cannot be read: {text}", notation=words, text=shown)
            notices.append(Notice("notation-unread", text, hint, _place(points, at)))
    empty = np.flatnonzero(~written)
    text = message("no coordinates are written")
    return [*notices, *_each_or_all("position-missing", text, hint, points, empty)]


def suspicion_notices(points: pd.DataFrame, suspicion: Suspicion) -> list[Notice]:
    """For every point that lies where it cannot be meant, or together for those alike."""
    groups: dict[tuple[bool, str], list[int]] = {}
    for place_, fix in enumerate(suspicion.fix):
        groups.setdefault((bool(suspicion.outside[place_]), str(fix)), []).append(place_)
    notices: list[Notice] = []
    for members in groups.values():
        if len(members) > MOST_ALIKE:
            notices.append(_suspected(points, suspicion, members))
        else:
            notices += [_suspected(points, suspicion, [each]) for each in members]
    return notices


def _suspected(points: pd.DataFrame, suspicion: Suspicion, members: list[int]) -> Notice:
    fix = suspicion.fix[members[0]]
    before, after = suspicion.before_m[members], suspicion.after_m[members]
    values: dict[str, object] = {"fix": fix or message("no usual mistake explains it")}
    known = np.isfinite(before)
    values["before"] = length(float(np.median(before[known]))) if known.any() else "?"
    near = np.isfinite(after) & known
    values["after"] = length(float(np.median(after[near]))) if near.any() else "?"
    outside = bool(suspicion.outside[members[0]])
    if outside and fix is not None:
        text = message("lies outside Indonesia ({before} away); {fix} {after} away", **values)
    elif outside:
        text = message("lies outside Indonesia ({before} away); {fix}", **values)
    elif fix is not None:
        text = message("lies far from where it belongs ({before}); {fix} {after}", **values)
    else:
        text = message("lies far from where it belongs ({before}); {fix}", **values)
    hint = message("look at the source and correct the list; nothing was changed here")
    at = suspicion.at[members]
    return Notice("place-doubtful", _counted(text, len(at)), hint, _place(points, int(at[0])))


def _steady_shift(
    points: pd.DataFrame,
    readings: Sequence[Reading],
    found: Disagreement,
    conflict: NDArray[np.bool_],
) -> list[Notice]:
    """That most points are off by the same shift, which a datum makes."""
    apart = found.greatest_m[conflict]
    compared = np.isfinite(found.greatest_m).sum()
    if len(apart) < 3 or len(apart) * 2 <= compared or np.ptp(apart) > STEADY_M:
        return []
    shift = float(np.median(apart))
    text = message("the notations of {count} points differ by the same {distance}",
                   count=len(apart), distance=length(shift))  # fmt: skip
    hint = message("this looks like two datums in one list")
    if SHIFT_OF_ID74_M[0] <= shift <= SHIFT_OF_ID74_M[1]:
        hint = message("this looks like ID74 taken for WGS 84: ask for the age of the map")
    return [Notice("shift-steady", text, hint, str(points["source"].iat[0]))]


def _each_or_all(
    code: str, text: Message, hint: Message, points: pd.DataFrame, at: NDArray[np.int64]
) -> list[Notice]:
    if len(at) > MOST_ALIKE:
        return [Notice(code, _counted(text, len(at)), hint, _place(points, int(at[0])))]
    return [Notice(code, text, hint, _place(points, each)) for each in at.tolist()]


def _counted(text: Message, count: int) -> Message:
    if count == 1:
        return text
    return message("{text} (this and {count} more points)", text=text, count=count - 1)


def _place(points: pd.DataFrame, at: int) -> Message:
    record = points.iloc[at]
    return place(str(record["source"]), int(record["row"]), str(record["name"]))


def _any(masks: Sequence[NDArray[np.bool_]], count: int) -> NDArray[np.bool_]:
    return np.asarray(np.any(np.vstack([np.zeros(count, dtype=np.bool_), *masks]), axis=0))
