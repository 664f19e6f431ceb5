"""The numbers that decide what is reported and how it is classed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameters:
    """Thresholds of a check or a comparison.

    `min_area_m2`: findings below this ellipsoidal area are not listed.
    `scale`, `accuracy_class`, `accuracy_year`: choose the CE90 of the poorer source (metres).
    `gap_width_m`, `gap_area_m2`: an enclosed area without claim between two or more villages is a
    gap when its mean width or its area is at most this much, else a candidate enclave.
    """

    min_area_m2: float = 1.0
    scale: int = 5000
    accuracy_class: int = 3
    accuracy_year: int = 2014
    gap_width_m: float = 100.0
    gap_area_m2: float = 250_000.0
