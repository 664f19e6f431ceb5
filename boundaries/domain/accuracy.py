"""Widths that drawing alone explains, from the accuracy of each source.

CE90 by scale and class: the 2014 rule of the geospatial agency takes 0.2, 0.3 and 0.5 mm at map
scale for classes 1 to 3, its 2018 amendment 0.3, 0.6 and 0.9 mm. For a survey it is 2.1460 times
the standard deviation of one axis, sqrt(2 ln 10) of a circular normal distribution, or 1.5174 times
the horizontal root mean square error. Errors of independent drawings add up by their squares, so
two lines of accuracy a and b differ by up to sqrt(a^2 + b^2) in nine places of ten.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boundaries.domain.parameters import Parameters
from boundaries.errors import ParameterError
from boundaries.messages import message

CE90_MM = {2014: (0.2, 0.3, 0.5), 2018: (0.3, 0.6, 0.9)}
NOISE_M = 0.05
DOUBT_FACTOR = 3.0
WITHIN, BETWEEN = "layer", "between"

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Limits:
    """Upper limits of width, in metres, of the classes noise, sliver and doubt."""

    noise_m: float
    sliver_m: float
    doubt_m: float


@dataclass(frozen=True)
class BaseMap:
    """The map on which a source was drawn: scale 1:`scale`, class 1 to 3, year of the rule."""

    scale: int
    accuracy_class: int
    year: int


@dataclass(frozen=True)
class Rating:
    """The CE90 of one source in metres, and the map it follows from; None: metres are given."""

    ce90_m: float
    base: BaseMap | None

    @property
    def scale(self) -> int | None:
        """The scale of the map; None where metres are given."""
        return self.base.scale if self.base else None


@dataclass(frozen=True)
class Accuracy:
    """CE90 in metres of the reference and of the local source; a layer by itself is local."""

    reference_m: float
    local_m: float

    @classmethod
    def of(cls, parameters: Parameters) -> Accuracy:
        """The accuracy of both sources that the parameters tell."""
        return cls(
            reference_m=rating(parameters, "reference").ce90_m,
            local_m=rating(parameters, "local").ce90_m,
        )

    def tolerance(self, first: str, second: str) -> float:
        """The greatest usual difference of two lines, one drawn by each party, in metres.

        A party is "reference", all others are local. Never less than the limit of noise.
        """
        one, other = (
            self.reference_m if drawn == "reference" else self.local_m for drawn in (first, second)
        )
        return max(NOISE_M, math.hypot(one, other))

    def limits(self, scope: str) -> Limits:
        """The limits of width where lines of a scope differ.

        `scope`: "reference", "local" or "layer", lines of one source, or "between" two of them.
        """
        pair = ("reference", "local") if scope == BETWEEN else (scope, scope)
        sliver = self.tolerance(*pair)
        return Limits(noise_m=NOISE_M, sliver_m=sliver, doubt_m=DOUBT_FACTOR * sliver)


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


def rating(parameters: Parameters, role: str) -> Rating:
    """The accuracy of a source of the role "reference", "local" or "layer".

    Metres that are given come before scale and class. What is not told of the reference is taken
    from scale and class of the local source. Raises `ParameterError` for what no rule knows.
    """
    given, scale, accuracy_class = parameters.ce90_m, None, None
    if role == "reference":
        given = parameters.reference_ce90_m
        scale, accuracy_class = parameters.reference_scale, parameters.reference_class
    if given is not None:
        return Rating(given, None)
    base = BaseMap(
        scale=parameters.scale if scale is None else scale,
        accuracy_class=parameters.accuracy_class if accuracy_class is None else accuracy_class,
        year=parameters.accuracy_year,
    )
    metres = ce90(scale=base.scale, accuracy_class=base.accuracy_class, year=base.year)
    return Rating(metres, base)


def limits(parameters: Parameters, scope: str = WITHIN) -> Limits:
    """The limits of width for lines of a scope, see `Accuracy.limits`."""
    return Accuracy.of(parameters).limits(scope)


def classify(mean_width: Floats, max_width: Floats, limit: Limits) -> NDArray[np.object_]:
    """The class of each patch: "noise", "sliver", "doubt" or "claim".

    The mean width decides; a patch that is somewhere wider than the limit of doubt is never less
    than "doubt". Widths in metres.
    """
    names = np.array(["noise", "sliver", "doubt", "claim"], dtype=object)
    rank = np.searchsorted([limit.noise_m, limit.sliver_m, limit.doubt_m], mean_width)
    return names[np.where(max_width > limit.doubt_m, np.maximum(rank, 2), rank)]
