"""Coordinates in every spelling seen: read, refused, written."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.domain.notation import (
    format_dms,
    parse_angle,
    parse_angles,
    parse_pair,
    parse_pairs,
)

HALF_MILLISECOND = 0.0005 / 3600

# 3° 19' 16.5" = 3 + 19/60 + 16.5/3600 = 3.32125; 6° 53' 24" = 6.89; 2° 58' 30" = 2.975
NORTH = 3.32125


@pytest.mark.parametrize(
    ("text", "degrees", "axis"),
    [
        ("3° 19' 16.5\" N", NORTH, "lat"),
        ("3° 19' 16,5\" LU", NORTH, "lat"),
        ("3º19’16,50” U", NORTH, "lat"),
        ("3° 19′ 16.5″ Lintang Utara", NORTH, "lat"),
        ("LU 3° 19' 16.5''", NORTH, "lat"),
        ("L.U. 3 19 16.5", NORTH, "lat"),
        ("N 3°19.275'", NORTH, "lat"),
        ("3o 19' 16.5\"", NORTH, ""),
        ("3 derajat 19 menit 16.5 detik LU", NORTH, "lat"),
        ("3d19m16.5s N", NORTH, "lat"),
        ("3D 19M 16.5S E", NORTH, "lon"),
        ("3.19.16,5", NORTH, ""),
        ("3-19-16.5", NORTH, ""),
        ("3\N{NO-BREAK SPACE}19\N{NO-BREAK SPACE}16.5", NORTH, ""),
        ("3Â° 19â€² 16.5â€³ N", NORTH, "lat"),
        ("3\N{REPLACEMENT CHARACTER} 19' 16.5\" N", NORTH, "lat"),
        ("02:58:30", 2.975, ""),
        ("02:58:30,0", 2.975, ""),
        ("-6,89", -6.89, ""),
        ("−6.89", -6.89, ""),
        ("6,89 LS", -6.89, "lat"),
        ("-6,89 LS", -6.89, "lat"),
        ("6° 53' 24\" S", -6.89, "lat"),
        ("6° 53' 24\" Selatan", -6.89, "lat"),
        ("-0° 30' 0\"", -0.5, ""),
        ("109,38 BT", 109.38, "lon"),
        ("109.38° T", 109.38, "lon"),
        ("B.T. 109° 22' 48\"", 109.38, "lon"),
        ("0° 30' BB", -0.5, "lon"),
        ("0° 30' B", -0.5, "lon"),
        (".5", 0.5, ""),
    ],
)
def test_every_spelling_is_read(text: str, degrees: float, axis: str) -> None:
    angle = parse_angle(text)
    assert angle is not None
    assert angle.degrees == pytest.approx(degrees, abs=1e-12)
    assert angle.axis == axis


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "x", "57'", "2°, 57'", "3° 60' 0\"", "3° 19' 60.001\"", "91 N", "90° 0' 1\" S",
        "181", "180° 0' 1\" E", "N 3 S", "-3 N", "-3 BT", "3.5° 19'", "3° 19.5' 10\"", "1e3", "nan",
        "3d19m16S", "3° 19' 16.5\" N 4", "9" * 200,
    ],
)  # fmt: skip
def test_impossible_and_doubtful_angles_are_refused(text: str) -> None:
    assert parse_angle(text) is None


def test_sixty_seconds_are_one_minute_more_and_said_to_be() -> None:
    angle = parse_angle("99° 07' 60.000\" BT")
    assert angle is not None
    assert angle.degrees == pytest.approx(99 + 8 / 60)
    assert angle.carried
    usual = parse_angle("99° 07' 59.999\" BT")
    assert usual is not None
    assert not usual.carried


@pytest.mark.parametrize(
    ("text", "unit"),
    [("3.32", 0.01), ("3", 1.0), ("3° 19' 16.64\"", 0.01 / 3600), ("3° 19'", 1 / 60)],
)
def test_the_last_digit_tells_how_fine_an_angle_is(text: str, unit: float) -> None:
    angle = parse_angle(text)
    assert angle is not None
    assert angle.unit == pytest.approx(unit)


@pytest.mark.parametrize(
    "text",
    [
        "3° 19' 16.5\" N, 109° 22' 48\" E",
        "3° 19' 16.5\" N,\t109° 22' 48\" E",
        "3°19'16.5\"N109°22'48\"E",
        "109° 22' 48\" BT 3° 19' 16,5\" LU",
        "U 3 19 16.5 / T 109 22 48",
        "3 19 16.5 LU 109 22 48 BT",
        "3 19 16.5 109 22 48",
        "3.32125, 109.38",
        "3,32125; 109,38",
        "3,32125 109,38",
        "3,32125,109,38",
        "3.32125,109.38",
    ],
)
def test_pairs_come_as_latitude_and_longitude(text: str) -> None:
    pair = parse_pair(text)
    assert pair is not None
    assert [angle.degrees for angle in pair] == pytest.approx([NORTH, 109.38])


@pytest.mark.parametrize(
    "text", ["2°, 57'", "3.32", "3 N, 4 N", "3.3, 4.4, 5.5", "", "3° 19' 16\" N, 99", "x, y"]
)
def test_what_is_no_pair_is_refused(text: str) -> None:
    assert parse_pair(text) is None


def test_columns_equal_their_texts_one_by_one() -> None:
    texts = ["3° 19' 16.5\" N", "x", "99,12"]
    angles = parse_angles(texts)
    assert angles.degrees.tolist()[::2] == pytest.approx([NORTH, 99.12])
    assert np.isnan(angles.degrees[1])
    assert angles.style.tolist() == ["dms", "", "decimal"]
    lat, lon = parse_pairs(["3.5, 99.5", "x"])
    assert (lat.degrees[0], lon.degrees[0]) == (3.5, 99.5)
    assert np.isnan(lon.degrees[1])


@pytest.mark.parametrize(
    ("degrees", "axis", "text"),
    [
        (NORTH, "lat", "3° 19' 16.500\" LU"),
        (-6.89, "lat", "6° 53' 24.000\" LS"),
        (109.38, "lon", "109° 22' 48.000\" BT"),
        (-0.5, "lon", "0° 30' 0.000\" BB"),
        (2.9999999999, "lat", "3° 0' 0.000\" LU"),
        (99.1333333332, "lon", "99° 8' 0.000\" BT"),
        (-1e-12, "lat", "0° 0' 0.000\" LU"),
        (0.39 / 3600, "lat", "0° 0' 0.390\" LU"),
        (math.nan, "lat", ""),
    ],
)
def test_written_seconds_carry_over_and_never_read_sixty(
    degrees: float, axis: str, text: str
) -> None:
    assert format_dms([degrees], axis) == [text]


def test_writing_with_a_comma_and_without_decimals() -> None:
    assert format_dms([NORTH], "lat", comma=True) == ["3° 19' 16,500\" LU"]
    assert format_dms([NORTH - 0.2 / 3600], "lat", decimals=0) == ["3° 19' 16\" LU"]


@given(st.floats(-90, 90), st.booleans())
def test_what_is_written_is_read_again(degrees: float, comma: bool) -> None:
    for axis, value in (("lat", degrees), ("lon", degrees * 2)):
        angle = parse_angle(format_dms([value], axis, comma=comma)[0])
        assert angle is not None
        assert abs(angle.degrees - value) <= HALF_MILLISECOND * 1.000001
        assert angle.axis == axis
        assert not angle.carried


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_written_pair_is_read_again(lat: float, lon: float) -> None:
    written = ", ".join([*format_dms([lat], "lat"), *format_dms([lon], "lon")])
    pair = parse_pair(written)
    assert pair is not None
    assert [angle.degrees for angle in pair] == pytest.approx(
        [lat, lon], abs=HALF_MILLISECOND * 1.1
    )


@given(st.text(alphabet="0123456789 .,:;-+°'\"NSEWUTBLdmsDMO", max_size=20))
def test_no_text_breaks_the_parser(text: str) -> None:
    angle = parse_angle(text)
    assert angle is None or abs(angle.degrees) <= 180
    pair = parse_pair(text)
    assert pair is None or all(abs(angle.degrees) <= 180 for angle in pair)
