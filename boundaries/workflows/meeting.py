"""Refuse layers that do not lie where they are to be compared."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import shapely

from boundaries.domain.doctor_text import FAULTS, MISPLACED
from boundaries.errors import InputError, Notice
from boundaries.messages import message


def require_meeting(
    local: gpd.GeoDataFrame,
    reference: gpd.GeoDataFrame,
    *,
    names: tuple[str, str],
    notices: Iterable[Notice],
) -> None:
    """Raise `InputError` where the extents of a layer and of its reference lie apart.

    Both in one CRS in metres; `names` are those of their files. The remedy is the doctor's
    suspicion about the layer, where there is one among its `notices`.
    """
    apart_m = float(
        shapely.distance(shapely.box(*local.total_bounds), shapely.box(*reference.total_bounds))
    )
    if apart_m == 0:
        return
    raise InputError(
        "layers-apart",
        message(
            "{local} does not meet {reference}: they lie {distance:.1f} km apart",
            local=names[0],
            reference=names[1],
            distance=apart_m / 1000,
        ),
        next(
            (
                message("{doubt}; {hint}", doubt=notice.message, hint=notice.hint)
                for notice in notices
                if notice.code in FAULTS
            ),
            message("check the coordinate system and zone of the local layer; set it with --crs"),
        ),
    )


def require_placed(notices: Iterable[Notice]) -> None:
    """Raise `InputError` where the doctor says that a layer as a whole lies in the wrong place."""
    for notice in notices:
        if notice.code in MISPLACED:
            raise InputError(notice.code, notice.message, notice.hint)
