"""Figures of many pairs, of which some repeat."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
import shapely
from shapely import LineString, MultiLineString

from boundaries.domain import line_figures
from boundaries.domain.line_figures import compare_all
from boundaries.geometry.lines import LineFigures, compare_lines

STRAIGHT = LineString([(0, 0), (1000, 0)])
BENT = LineString([(0, 0), (500, 30), (1000, 0)])
PARTS = MultiLineString([[(0, 0), (400, 0)], [(600, 0), (1000, 0)]])


def lines(*shapes: shapely.Geometry) -> np.ndarray:
    return np.array(shapes, dtype=object)


def assert_same(found: LineFigures, expected: LineFigures) -> None:
    for field in fields(LineFigures):
        one, other = getattr(found, field.name), getattr(expected, field.name)
        assert one == pytest.approx(other, abs=1e-9, nan_ok=True), field.name


@pytest.mark.parametrize("at_once", [1, 2, 500])
def test_figures_are_those_of_every_pair_alone(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_figures, "AT_ONCE", at_once)
    a = lines(STRAIGHT, STRAIGHT, BENT, PARTS, STRAIGHT.reverse(), PARTS, BENT)
    b = lines(BENT, BENT.reverse(), STRAIGHT, STRAIGHT, STRAIGHT, PARTS, BENT)
    tolerance = np.array([5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 1.0])
    found = compare_all(a, b, tolerance=tolerance, step=20.0)
    assert_same(found, compare_lines(a, b, tolerance=tolerance, step=20.0))


def test_the_tolerance_tells_pairs_apart() -> None:
    a, b = lines(STRAIGHT, STRAIGHT), lines(BENT, BENT)
    found = compare_all(a, b, tolerance=np.array([1.0, 40.0]), step=20.0)
    assert found.within[0] < 0.1
    assert found.within[1] == 1


def test_each_distinct_pair_is_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def counted(a: np.ndarray, b: np.ndarray, **options: object) -> LineFigures:
        compared.append(len(a))
        return compare_lines(a, b, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(line_figures, "compare_lines", counted)
    a, b = lines(STRAIGHT, STRAIGHT, BENT, BENT), lines(BENT, BENT.reverse(), BENT, STRAIGHT)
    compare_all(a, b, tolerance=np.full(4, 5.0), step=20.0)
    assert sum(compared) == 2


def test_no_pair() -> None:
    found = compare_all(lines(), lines(), tolerance=np.empty(0), step=20.0)
    assert len(found.p90) == 0
