"""Lengths and areas between places on the map, on the ellipsoid, with what they may be off."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify
from flask_babel import gettext

from boundaries.domain.accuracy import Accuracy
from boundaries.domain.measured import Figure, measured_area, measured_length
from boundaries.errors import ParameterError
from boundaries.messages import message
from boundaries.workflows.workspace import parameters_of
from web import unit
from web.access import everyone
from web.language import numbers
from web.segment_forms import positions, sent_json

measure = Blueprint("measure", __name__)
LARGEST = 64 * 1024
MOST_PLACES = 1000
WHOLE_M, WHOLE_M2, HECTARE_M2 = 10.0, 10.0, 10_000.0


@measure.post("/data/ukur")
@everyone
def figures() -> Response:
    """Length through the positions in `titik`; with `luas` the area within them and its outline."""
    sent = sent_json(largest=LARGEST)
    area = sent.get("luas") is True
    points = positions(sent.get("titik"))
    if len(points) > MOST_PLACES:
        raise ParameterError(
            "places",
            message("{count} places are too many to measure", count=len(points)),
            message("choose {most} places at most", most=MOST_PLACES),
        )
    accuracy = Accuracy.of(parameters_of(unit.reading()))
    given: dict[str, Any] = {
        "crs": unit.store().crs,
        "ce90_m": max(accuracy.reference_m, accuracy.local_m),
    }
    length = measured_length(points, closed=area, **given)
    land = measured_area(points, **given) if area else None
    return jsonify(
        panjang=_told(length, _length(length)),
        luas=_told(land, _area(land)) if land else None,
        dasar=gettext(
            "Geodesic on the ellipsoid WGS 84. The tolerance holds in nine cases of ten, from the "
            "CE90 of %(ce90)s of the least exact source; a click is no more exact than the map on "
            "the screen.",
            ce90=numbers().length(given["ce90_m"]),
        ),
    )


def _told(figure: Figure, text: str) -> dict[str, object]:
    return {"nilai": figure.value, "toleransi": figure.tolerance, "teks": text}


def _length(figure: Figure) -> str:
    """In metres; decimals only where the tolerance is below ten metres."""
    digits = 1 if figure.tolerance < WHOLE_M else 0
    write = numbers()
    value, tolerance = (write.decimal(one, digits) for one in (figure.value, figure.tolerance))
    return f"{value} m ± {tolerance} m"


def _area(figure: Figure) -> str:
    """In square metres below one hectare, else in hectares."""
    write = numbers()
    if figure.value >= HECTARE_M2:
        value, tolerance = (
            write.decimal(one / HECTARE_M2, 2) for one in (figure.value, figure.tolerance)
        )
        return f"{value} ha ± {tolerance} ha"
    digits = 1 if figure.tolerance < WHOLE_M2 else 0
    value, tolerance = (write.decimal(one, digits) for one in (figure.value, figure.tolerance))
    return f"{value} m² ± {tolerance} m²"
