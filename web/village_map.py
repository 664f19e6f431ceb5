"""The map of one village: how much it shows, and where the names of the neighbours fit on it."""

from __future__ import annotations

from collections.abc import Iterable

from web.label_places import label_places
from web.places import Places

MARGIN = 0.12
"""Land shown around the village, as a share of its own width or height."""
WIDE, NARROW = 1.6, 0.95
"""Width by height of the map on a laptop and on a phone."""
STEPS = 400

Box = tuple[float, float, float, float]


def bounds_around(key: str, places: Places) -> list[float]:
    """West, south, east and north in degrees of a village with some land around it."""
    west, south, east, north = places.lands[key].bounds
    right, up = MARGIN * (east - west), MARGIN * (north - south)
    return [west - right, south - up, east + right, north + up]


def names_around(key: str, others: Iterable[str], places: Places) -> dict[str, list[list[float]]]:
    """Where the name of each neighbour fits within what the map shows at first, by its key.

    A place is longitude, latitude and half the width in degrees that a name may take. `others` are
    the keys of the neighbours; those that do not come into view have no place.
    """
    box = _seen_everywhere(bounds_around(key, places))
    found = {
        other: label_places(
            places.lands[other], places.place(other).name, [box],
            tolerance=(box[2] - box[0]) / STEPS,
        )
        for other in dict.fromkeys(others)
        if other in places.lands
    }  # fmt: skip
    return {
        other: [[round(value, 6) for value in place] for place in spots]
        for other, spots in found.items()
        if spots
    }


def _seen_everywhere(bounds: list[float]) -> Box:
    """What is in view of these bounds on a wide map as well as on a narrow one."""
    west, south, east, north = bounds
    x, y = (west + east) / 2, (south + north) / 2
    half_width = max(east - west, NARROW * (north - south)) / 2
    half_height = max(north - south, (east - west) / WIDE) / 2
    return (x - half_width, y - half_height, x + half_width, y + half_height)
