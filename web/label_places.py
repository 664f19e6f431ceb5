"""Where a name fits inside the land that it names, and along a line."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

LETTER_ASPECT = 0.48
LEAST_ASPECT = 2.5
ANCHORS = tuple(
    (share, stretch)
    for stretch in (0.2, 0.1, 0.05)
    for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)
)

Points = NDArray[np.float64]
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


def line_anchors(line: BaseGeometry, patch: BaseGeometry) -> list[tuple[Points, int]]:
    """Places for a label along `line`, where it is straightest first.

    Each is three positions, before, at and after the place, pushed out of the patch beyond the
    bends of the line, and the side of the patch: 1 left of that direction, -1 right.
    """
    found = []
    for share, reach in ANCHORS:
        stretch = substring(line, max(0.0, share - reach), min(1.0, share + reach), normalized=True)
        points = shapely.get_coordinates(stretch)
        along = points[-1] - points[0]
        length = float(np.hypot(*along))
        if not length:
            continue
        normal = np.array([-along[1], along[0]]) / length
        middle = shapely.get_coordinates(stretch.interpolate(0.5, normalized=True))[0]
        step = normal * min(1.0, length)
        left, right = shapely.distance(shapely.points([middle + step, middle - step]), patch)
        side = 1 if left < right else -1
        bends = (points - points[0]) @ normal * -side
        base = points[0] - normal * side * max(0.0, float(bends.max()))
        places = base + np.outer([0.25, 0.5, 0.75], along)
        found.append((round(float(np.ptp(bends)) / length, 1), places, side))
    return [(places, side) for _, places, side in sorted(found, key=lambda anchor: anchor[0])]
