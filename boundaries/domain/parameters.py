"""The numbers that decide what is reported and how it is classed."""

from __future__ import annotations

import math
from dataclasses import dataclass

from boundaries.errors import ParameterError
from boundaries.messages import message


@dataclass(frozen=True)
class Parameters:
    """Thresholds of a check or a comparison.

    `min_area_m2`: findings below this ellipsoidal area are not listed.
    `scale`, `accuracy_class`, `accuracy_year`: choose the CE90 of the local source, or of the layer
    that is checked; `ce90_m` gives it in metres instead.
    `reference_scale`, `reference_class`, `reference_ce90_m`: the same for the reference; None takes
    `scale` and `accuracy_class`. The year holds for both.
    Raises `ParameterError` for metres that are no accuracy, and for a reference that has metres and
    a scale or class.
    `gap_width_m`, `gap_area_m2`: an enclosed area without claim between two or more villages is a
    gap when its mean width or its area is at most this much, else a candidate enclave.
    """

    min_area_m2: float = 1.0
    scale: int = 5000
    accuracy_class: int = 3
    accuracy_year: int = 2014
    ce90_m: float | None = None
    reference_scale: int | None = None
    reference_class: int | None = None
    reference_ce90_m: float | None = None
    gap_width_m: float = 100.0
    gap_area_m2: float = 250_000.0

    def __post_init__(self) -> None:
        for metres in (self.ce90_m, self.reference_ce90_m):
            if metres is not None and not 0 < metres < math.inf:
                raise ParameterError(
                    "accuracy",
                    message("a CE90 of {metres} m is no accuracy", metres=metres),
                    message("give metres above zero"),
                )
        drawn = (self.reference_scale, self.reference_class) != (None, None)
        if drawn and self.reference_ce90_m is not None:
            raise ParameterError(
                "accuracy",
                message("the reference has a CE90 in metres, and a scale or class too"),
                message("give the metres, or the scale and class"),
            )
