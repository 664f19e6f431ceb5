"""What a reference at hand tells of the place of layers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.domain.doctor_shift import shift_suspicion
from boundaries.domain.doctor_text import Suspicion
from boundaries.geometry.crs import bounds_in_degrees
from boundaries.workflows.examine import Extent
from boundaries.workflows.load import Loaded


def extent_of(loaded: Loaded) -> Extent:
    """West, south, east, north of all villages in degrees, WGS 84."""
    bounds = np.asarray(loaded.villages.total_bounds).reshape(1, 4)
    west, south, east, north = bounds_in_degrees(bounds, loaded.working)[0]
    return float(west), float(south), float(east), float(north)


def shift_suspicions(
    base: Loaded, surveys: Loaded, codes: NDArray[np.object_]
) -> tuple[Suspicion, ...]:
    """The suspicion about each local file that lies aside of the reference as a whole.

    `codes` gives the key of the reference village of each local record, "" for none. A suspicion
    about the reference itself comes once.
    """
    (reference,) = base.inputs
    found: dict[tuple[str, str], Suspicion] = {}
    for record in surveys.inputs:
        rows = (surveys.villages["source"] == record.source).to_numpy()
        suspicion = shift_suspicion(
            base.villages,
            surveys.villages[rows],
            codes[rows],
            file=record.path,
            declared=CRS.from_user_input(surveys.declared[record.source]),
            reference_file=reference.path,
            reference_declared=CRS.from_user_input(base.declared[reference.source]),
        )
        if suspicion is not None:
            found.setdefault((suspicion.code, suspicion.file), suspicion)
    return tuple(found.values())
