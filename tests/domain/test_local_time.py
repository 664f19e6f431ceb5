"""The three zones of Indonesia."""

from __future__ import annotations

import pytest

from boundaries.domain.local_time import zone_of


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("12.09", "WIB"), ("61.01", "WIB"), ("62", "WIB"), ("63.01", "WITA"), ("64", "WITA"),
        ("51.71", "WITA"), ("73.01.01.2001", "WITA"), ("81.01", "WIT"), ("94", "WIT"), ("", "WIB"),
        ("Asahan", "WIB"),
    ],
)  # fmt: skip
def test_zone(code: str, name: str) -> None:
    assert zone_of(code).tzname(None) == name


def test_hours() -> None:
    hours = [zone_of(code).utcoffset(None).total_seconds() / 3600 for code in ("12", "73", "91")]
    assert hours == [7, 8, 9]
