"""Degrees and UTM as text; the figures are those of EPSG's method, checked with PROJ."""

from __future__ import annotations

import pytest
from flask import Flask
from pyproj import CRS

from web.positions import degrees, project_zone, utm, zone_at


@pytest.mark.parametrize(
    ("lon", "lat", "zone", "expected"),
    [
        (99.62, 2.98, None, "UTM 47N 568.899,15 mT 329.401,90 mU"),
        (117.55, 0.50, (50, "N"), "UTM 50N 561.199,86 mT 55.267,60 mU"),
        (109.38, -6.89, None, "UTM 49S 321.004,44 mT 9.238.107,60 mU"),
    ],
)
def test_utm(
    app: Flask, lon: float, lat: float, zone: tuple[int, str] | None, expected: str
) -> None:
    with app.test_request_context():
        assert utm(lon, lat, zone) == expected


@pytest.mark.parametrize(
    ("lon", "lat", "expected"),
    [
        (99.5, 3.25, "3°15′00,000″ LU 99°30′00,000″ BT"),
        (99.0, -6.9, "6°54′00,000″ LS 99°00′00,000″ BT"),
        (99 + 59.99999999 / 3600, 0.0, "0°00′00,000″ LU 99°01′00,000″ BT"),
    ],
)
def test_degrees(app: Flask, lon: float, lat: float, expected: str) -> None:
    with app.test_request_context():
        assert degrees(lon, lat) == expected


def test_zones() -> None:
    assert project_zone(CRS.from_epsg(32750)) == (50, "S")
    assert project_zone(CRS.from_user_input("+proj=cea +lon_0=118 +datum=WGS84")) is None
    assert zone_at(99.62, 2.98) == (47, "N")
    assert zone_at(119.9, -0.1) == (50, "S")
