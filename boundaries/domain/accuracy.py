"""Widths that drawing alone explains, from the accuracy of the base map.

CE90 by scale and class: the 2014 rule of the geospatial agency takes 0.2, 0.3 and 0.5 mm at map
scale for classes 1 to 3, its 2018 amendment 0.3, 0.6 and 0.9 mm. Two lines drawn independently,
each of accuracy c, differ by up to sqrt(2) c in nine places of ten.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boundaries.domain.parameters import Parameters
from boundaries.errors import ParameterError
from boundaries.messages import message

CE90_MM = {2014: (0.2, 0.3, 0.5), 2018: (0.3, 0.6, 0.9)}
NOISE_M = 0.05
DOUBT_FACTOR = 3.0

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Limits:
    """Upper limits of width, in metres, of the classes noise, sliver and doubt."""

    noise_m: float
    sliver_m: float
    doubt_m: float


def ce90(*, scale: int, accuracy_class: int, year: int) -> float:
    """Horizontal accuracy CE90 in metres of a base map 1:`scale` of class 1 to 3."""
    if year not in CE90_MM or not 1 <= accuracy_class <= 3 or scale <= 0:
        raise ParameterError(
            "accuracy",
            message(
                "no accuracy is known for scale 1:{scale}, class {accuracy_class}, rule of {year}",
                scale=scale,
                accuracy_class=accuracy_class,
                year=year,
            ),
            message("give a positive scale, class 1, 2 or 3, and the rule of 2014 or 2018"),
        )
    return CE90_MM[year][accuracy_class - 1] / 1000 * scale


def limits(parameters: Parameters) -> Limits:
    """The limits of width that follow from the accuracy of the poorer source."""
    c = ce90(
        scale=parameters.scale,
        accuracy_class=parameters.accuracy_class,
        year=parameters.accuracy_year,
    )
    sliver = float(np.sqrt(2)) * c
    return Limits(noise_m=NOISE_M, sliver_m=sliver, doubt_m=DOUBT_FACTOR * sliver)


def classify(mean_width: Floats, max_width: Floats, limit: Limits) -> NDArray[np.object_]:
    """The class of each patch: "noise", "sliver", "doubt" or "claim".

    The mean width decides; a patch that is somewhere wider than the limit of doubt is never less
    than "doubt". Widths in metres.
    """
    names = np.array(["noise", "sliver", "doubt", "claim"], dtype=object)
    rank = np.searchsorted([limit.noise_m, limit.sliver_m, limit.doubt_m], mean_width)
    return names[np.where(max_width > limit.doubt_m, np.maximum(rank, 2), rank)]
