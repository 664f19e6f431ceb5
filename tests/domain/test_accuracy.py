"""Accuracy limits against the published table."""

from __future__ import annotations

import numpy as np
import pytest

from boundaries.domain.accuracy import Limits, ce90, classify, limits
from boundaries.domain.parameters import Parameters
from boundaries.errors import ParameterError


@pytest.mark.parametrize(
    ("scale", "year", "by_class"),
    [
        (2500, 2014, (0.5, 0.75, 1.25)),
        (5000, 2014, (1.0, 1.5, 2.5)),
        (25000, 2014, (5, 7.5, 12.5)),
        (5000, 2018, (1.5, 3.0, 4.5)),
        (50000, 2018, (15, 30, 45)),
    ],
)
def test_ce90(scale: int, year: int, by_class: tuple[float, ...]) -> None:
    found = [ce90(scale=scale, accuracy_class=n, year=year) for n in (1, 2, 3)]
    assert found == pytest.approx(by_class)


@pytest.mark.parametrize(
    ("scale", "accuracy_class", "year"), [(0, 1, 2014), (1, 4, 2014), (1, 1, 2020)]
)
def test_unknown_accuracy_is_refused(scale: int, accuracy_class: int, year: int) -> None:
    with pytest.raises(ParameterError, match=f"1:{scale}, class {accuracy_class}, rule of {year}"):
        ce90(scale=scale, accuracy_class=accuracy_class, year=year)


def test_limits_of_the_default_base_map() -> None:
    found = limits(Parameters())
    assert (found.noise_m, found.sliver_m, found.doubt_m) == pytest.approx(
        (0.05, 3.536, 10.607), abs=1e-3
    )


def test_mean_width_decides_and_a_wide_place_raises_to_doubt() -> None:
    mean = np.array([0.05, 0.06, 3.0, 3.6, 10.0, 11.0, 1.0, 0.01])
    greatest = np.array([0.1, 0.1, 6.0, 7.0, 10.6, 22.0, 40.0, 0.02])
    assert classify(mean, greatest, Limits(0.05, 3.5, 10.6)).tolist() == [
        "noise", "sliver", "sliver", "doubt", "doubt", "claim", "doubt", "noise",
    ]  # fmt: skip
