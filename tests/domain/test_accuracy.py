"""Accuracy limits against the published table."""

from __future__ import annotations

import math

import numpy as np
import pytest

from boundaries.domain.accuracy import (
    Accuracy,
    BaseMap,
    Limits,
    Rating,
    ce90,
    classify,
    limits,
    rating,
)
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


def test_the_reference_is_as_accurate_as_the_local_source_unless_told() -> None:
    both = Accuracy.of(Parameters(scale=10_000, accuracy_class=1))
    assert both == Accuracy(reference_m=2, local_m=2)
    assert Accuracy.of(Parameters(reference_scale=25_000)) == Accuracy(12.5, 2.5)
    assert Accuracy.of(Parameters(reference_class=1)) == Accuracy(1, 2.5)
    assert Accuracy.of(Parameters(reference_ce90_m=7)) == Accuracy(7, 2.5)
    survey = Parameters(ce90_m=0.1, reference_scale=10_000, reference_class=2, accuracy_year=2018)
    assert Accuracy.of(survey) == Accuracy(pytest.approx(6), 0.1)


def test_a_rating_tells_where_it_comes_from() -> None:
    given = Parameters(scale=10_000, ce90_m=0.1)
    assert rating(given, "local") == rating(given, "layer") == Rating(0.1, None)
    assert rating(given, "reference") == Rating(5, BaseMap(10_000, 3, 2014))


@pytest.mark.parametrize(
    ("scope", "sliver"), [("reference", 18**0.5), ("local", 32**0.5), ("between", 5)]
)
def test_errors_of_both_lines_add_up_by_their_squares(scope: str, sliver: float) -> None:
    found = limits(Parameters(reference_ce90_m=3, ce90_m=4), scope)
    assert (found.noise_m, found.sliver_m, found.doubt_m) == pytest.approx(
        (0.05, sliver, 3 * sliver)
    )


def test_a_layer_by_itself_is_a_local_source() -> None:
    parameters = Parameters(reference_ce90_m=3, ce90_m=4)
    assert limits(parameters) == limits(parameters, "layer") == limits(parameters, "local")


def test_lines_are_not_told_apart_below_the_limit_of_noise() -> None:
    """Surveys of 1 cm: sqrt(2) cm is below 5 cm, so that nothing is a sliver."""
    found = limits(Parameters(ce90_m=0.01))
    assert found == Limits(noise_m=0.05, sliver_m=0.05, doubt_m=pytest.approx(0.15))
    width = np.array([0.04, 0.06, 0.16])
    assert classify(width, width, found).tolist() == ["noise", "doubt", "claim"]


def test_combined_ce90_holds_nine_in_ten_differences() -> None:
    """Two axes of standard deviations 3 / 2.146 and 4 / 2.146 m, drawn 200,000 times."""
    random = np.random.default_rng(5)
    one, other = (random.normal(size=(200_000, 2)) * c / 2.1460 for c in (3, 4))
    apart = np.hypot(*(one - other).T)
    tolerance = Accuracy(reference_m=3, local_m=4).tolerance("reference", "a")
    assert np.mean(apart <= tolerance) == pytest.approx(0.9, abs=0.003)


@pytest.mark.parametrize("metres", [0, -1, math.inf, math.nan])
def test_metres_that_are_no_accuracy_are_refused(metres: float) -> None:
    with pytest.raises(ParameterError, match=f"a CE90 of {metres} m is no accuracy"):
        Parameters(ce90_m=metres)
    with pytest.raises(ParameterError, match="is no accuracy"):
        Parameters(reference_ce90_m=metres)


@pytest.mark.parametrize("drawn", [{"reference_scale": 5000}, {"reference_class": 1}])
def test_a_reference_has_metres_or_a_scale(drawn: dict[str, int]) -> None:
    with pytest.raises(ParameterError, match="a CE90 in metres, and a scale or class too"):
        Parameters(reference_ce90_m=1, **drawn)


def test_mean_width_decides_and_a_wide_place_raises_to_doubt() -> None:
    mean = np.array([0.05, 0.06, 3.0, 3.6, 10.0, 11.0, 1.0, 0.01])
    greatest = np.array([0.1, 0.1, 6.0, 7.0, 10.6, 22.0, 40.0, 0.02])
    assert classify(mean, greatest, Limits(0.05, 3.5, 10.6)).tolist() == [
        "noise", "sliver", "sliver", "doubt", "doubt", "claim", "doubt", "noise",
    ]  # fmt: skip
