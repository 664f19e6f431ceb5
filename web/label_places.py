"""Where a name fits inside the land that it names."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

LETTER_ASPECT = 0.48
LEAST_ASPECT = 2.5
Box = tuple[float, float, float, float]


def label_places(
    land: BaseGeometry, text: str, boxes: Iterable[Box], *, tolerance: float
) -> list[tuple[float, float, float]]:
    """The best place for `text` in the part of `land` in each box (west, south, east, north).

    A place is x, y and half the greatest length of a text of these proportions, in the unit of
    `land`: the middle and the long half-axis of the largest ellipse that is as flat as the text, to
    within `tolerance`. Boxes without land have no place.
    """
    aspect = max(LEAST_ASPECT, LETTER_ASPECT * len(text))
    places = []
    for box in boxes:
        parts = shapely.get_parts(shapely.clip_by_rect(land, *box))
        parts = parts[shapely.get_type_id(parts) == 3]
        if not len(parts):
            continue
        largest = parts[int(np.argmax(shapely.area(parts)))]
        stretched = shapely.transform(largest, lambda points: points * (1, aspect))
        radius = shapely.maximum_inscribed_circle(stretched, tolerance=tolerance)
        x, y = shapely.get_coordinates(radius)[0]
        places.append((float(x), float(y) / aspect, float(shapely.length(radius))))
    return places


def with_quarters(box: Box) -> list[Box]:
    """A box, then its four quarters."""
    west, south, east, north = box
    x, y = (west + east) / 2, (south + north) / 2
    return [
        box,
        (west, south, x, y),
        (x, south, east, y),
        (west, y, x, north),
        (x, y, east, north),
    ]
