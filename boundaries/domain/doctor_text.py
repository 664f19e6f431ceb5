"""What the coordinate system doctor says: the suspicion, its evidence and what mends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pyproj

from boundaries.errors import InputError, Notice
from boundaries.geometry.crs import crs_label, horizontal
from boundaries.geometry.readings import Reading
from boundaries.geometry.shift import NEAR_M, Shift
from boundaries.messages import Message, message

UNPLACEABLE = frozenset({"crs-degrees-as-metres", "crs-metres-as-degrees"})
"""Faults with which a layer cannot be placed at all."""
MISPLACED = frozenset({"crs-axes-swapped", "crs-zone", "crs-hemisphere", "crs-elsewhere"})
"""Faults with which a layer as a whole lies far from where it belongs."""

MISSING = message("{file} does not say its coordinate system")
DEGREES_AS_METRES = message("{file} is declared as {crs} (metres), but holds degrees")
METRES_AS_DEGREES = message("{file} is declared as {crs} (degrees), but holds metres")
AXES = message("{file} has x and y exchanged (latitude or northing first)")
ZONE = message("{file} is declared as {crs}, but seems to be of another zone")
HEMISPHERE = message("{file} is declared as {crs}, but seems to be of the other hemisphere")
DATUM = message("{file} lies aside of the reference as a map on the datum ID74 read as WGS 84 does")
SHIFT = message("{file} lies aside of the reference as a whole")
DMS = message("{file} seems to hold degrees, minutes and seconds typed as decimals (2.5830)")
MIXED = message("{records} records of {file} seem to have another coordinate system than the rest")
ELSEWHERE = message(
    "{file} does not lie where its villages belong, and no usual mistake explains it"
)

FAULTS: Mapping[str, Message] = {
    "crs-missing": MISSING,
    "crs-degrees-as-metres": DEGREES_AS_METRES,
    "crs-metres-as-degrees": METRES_AS_DEGREES,
    "crs-axes-swapped": AXES,
    "crs-zone": ZONE,
    "crs-hemisphere": HEMISPHERE,
    "crs-datum": DATUM,
    "crs-shift": SHIFT,
    "crs-dms": DMS,
    "crs-mixed": MIXED,
    "crs-elsewhere": ELSEWHERE,
}


@dataclass(frozen=True)
class Suspicion:
    """A suspicion about the coordinates of a layer.

    Attributes
    ----------
    code : kind of the suspicion, a key of `FAULTS`
    message : what is suspected, with the evidence in figures
    hint : what to do
    command : options that apply the assumed fix ("--crs EPSG:32647"), "" where none does
    figures : the evidence as plain values for JSON
    file : the file it is about
    blocking : whether the layer cannot be placed as it is declared
    reading : the assumed fix, None where there is none
    """

    code: str
    message: Message
    hint: Message
    command: str
    figures: Mapping[str, object]
    file: str
    blocking: bool
    reading: Reading | None = field(default=None, compare=False)

    def notice(self) -> Notice:
        """The suspicion as a warning."""
        return Notice(self.code, self.message, self.hint, self.file)

    def error(self) -> InputError:
        """The suspicion as the fault that ends a task."""
        return InputError(self.code, self.message, self.hint)

    def of_reference(self) -> Suspicion:
        """The same about a reference, whose options have other names."""
        command = self.command.replace("--", "--reference-")
        return replace(self, command=command, hint=hint_of(self.code, command))


@dataclass(frozen=True)
class Evidence:
    """How far the villages of a file lie from where they belong.

    `area` names where that is; `before` and `after` are distances in km, as declared and under the
    assumed `reading`, None where there is none; `figures` are further values.
    """

    area: Message | str
    before: float | None
    reading: Reading | None
    after: float | None
    figures: Mapping[str, object] = field(default_factory=dict)


def fault_of(crs: pyproj.CRS, reading: Reading | None, *, metres: bool) -> str:
    """The kind of mistake by the CRS that is declared and the reading that mends it."""
    if crs.is_projected and not metres:
        return "crs-degrees-as-metres"
    if crs.is_geographic and metres:
        return "crs-metres-as-degrees"
    if reading is None:
        return "crs-elsewhere"
    if reading.swapped:
        return "crs-axes-swapped"
    return "crs-hemisphere" if reading.change == 1 else "crs-zone"


def doubt(
    code: str,
    file: str,
    crs: pyproj.CRS | None,
    evidence: Evidence,
    *,
    blocking: bool = False,
) -> Suspicion:
    """A suspicion about the place of a file that declares `crs`."""
    reading, more = evidence.reading, evidence.figures
    command = "" if code == "crs-mixed" or reading is None else options_of(reading, crs)
    values = {"file": file, "crs": crs_label(horizontal(crs)) if crs else "", **more}
    fault = message(FAULTS[code].template, **values)
    return Suspicion(
        code=code,
        message=message("{fault}: {evidence}", fault=fault, evidence=_words_of(evidence)),
        hint=hint_of(code, command),
        command=command,
        figures={
            "place": str(evidence.area),
            "before_km": _plain(evidence.before),
            "after_km": _plain(evidence.after),
            "reading": options_of(reading, crs) if reading else "",
            **more,
        },
        file=file,
        blocking=blocking,
        reading=reading,
    )


def options_of(reading: Reading, declared: pyproj.CRS | None) -> str:
    """The options that make a command read a file so."""
    options = []
    if declared is None or not horizontal(declared).equals(reading.crs, ignore_axis_order=True):
        options.append(f"--crs {crs_label(reading.crs)}")
    options += ["--swap-axes"] * reading.swapped + ["--dms"] * reading.sexagesimal
    return " ".join(options)


def hint_of(code: str, command: str) -> Message:
    """What to do about a suspicion of this kind."""
    if command:
        return message("look at the layer with {command}, and use that if it is right",
                       command=command)  # fmt: skip
    if code == "crs-mixed":
        return message("bring these records into the coordinate system of the others in the file")
    if code in ("crs-missing", "crs-metres-as-degrees"):
        return message("name its UTM zone, for example: --crs EPSG:32647")
    if code == "crs-degrees-as-metres":
        return message("say what it is: --crs EPSG:4326")
    if code == "crs-shift":
        return message("ask on which datum or image it was drawn, and move it there in the file")
    return message("check the codes of the villages, and the coordinate system; set it with --crs")


def _words_of(evidence: Evidence) -> Message:
    """How far the villages lie from where they belong, as declared and as assumed."""
    area, before, after = evidence.area, evidence.before, evidence.after
    far = message("{distance:.0f} km", distance=before) if before is not None else ""
    if before is not None and np.isinf(before):
        far = message("nowhere on earth")
    if after is None or evidence.reading is None:
        return (
            message("its values fit several coordinate systems or none")
            if before is None
            else message("from {area} they lie {far}", area=area, far=far)
        )
    near = message("{distance:.0f} km", distance=after)
    words = _reading(evidence.reading)
    if before is None:
        return message("read as {reading} its villages lie {near} from {area}",
                       reading=words, near=near, area=area)  # fmt: skip
    return message("distance of its villages from {area}: {far}; read as {reading}: {near}",
                   area=area, far=far, reading=words, near=near)  # fmt: skip


def _reading(reading: Reading) -> Message | str:
    label = crs_label(horizontal(reading.crs))
    if reading.swapped:
        return message("{crs} with x and y exchanged", crs=label)
    if reading.sexagesimal:
        return message("degrees, minutes and seconds")
    return label


def _plain(distance: float | None) -> float | None:
    return None if distance is None or not np.isfinite(distance) else round(distance, 1)


def shifted(
    code: str, file: str, crs: pyproj.CRS, shift: Shift, reading: Reading | None
) -> Suspicion:
    """A suspicion by the common shift of a file from its reference."""
    command = options_of(reading, crs) if reading else ""
    evidence = message(
        "moved {east:+.1f} m east and {north:+.1f} m north, {after:.0%} of {places} places on its "
        "lines lie within {near:.0f} m of the reference, as it is {before:.0%}",
        east=shift.east, north=shift.north, after=shift.after, before=shift.before,
        places=shift.places, near=NEAR_M,
    )  # fmt: skip
    fault = message(FAULTS[code].template, file=file)
    return Suspicion(
        code=code,
        message=message("{fault}: {evidence}", fault=fault, evidence=evidence),
        hint=hint_of(code, command),
        command=command,
        figures={
            "east_m": round(shift.east, 2),
            "north_m": round(shift.north, 2),
            "places": shift.places,
            "share_before": round(shift.before, 4),
            "share_after": round(shift.after, 4),
            "reading": command,
        },
        file=file,
        blocking=False,
        reading=reading,
    )
