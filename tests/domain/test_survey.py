"""Survey points: which are read, which disagree with themselves, which lie where none can be.

Kisaran is 99.62 E, 2.98 N and, in UTM 47N, 568899.15, 329401.90; Sangatta 117.55 E, 0.50 N and,
in 50N, 561199.86, 55267.60; Pemalang 109.38 E, 6.89 S and, in 49S, 321004.44, 9238107.60.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from boundaries.domain.grid_zone import parse_zone
from boundaries.domain.survey import COLUMNS, SurveyOptions, locate_points
from boundaries.errors import InputError, Notice
from tests.domain.survey_list import survey_list

KISARAN = (99.62, 2.98)
AROUND_KISARAN = "\n".join(
    f"P{i} | {568899.15 + 100 * i:.2f} | {329401.90 + 50 * i:.2f}" for i in range(6)
)


def located(text: str, **options: object) -> tuple[pd.DataFrame, dict[str, Notice]]:
    """The points of a list and the last notice of each code."""
    points, notices = locate_points(survey_list(text), SurveyOptions(**options))  # type: ignore[arg-type]
    assert tuple(points.columns) == COLUMNS
    return points, {notice.code: notice for notice in notices}


@pytest.mark.parametrize(
    ("zone", "x", "y", "lon", "lat"),
    [
        ("47N", "568899.15", "329401.90", *KISARAN),
        ("47 U", "568.899,15", "329.401,90", *KISARAN),
        ("50N", "561199.86", "55267.60", 117.55, 0.50),
        ("49S", "321004.44", "9238107.60", 109.38, -6.89),
        ("49", "321004.44", "9238107.60", 109.38, -6.89),
        ("47", "568899.15", "329401.90", *KISARAN),
    ],
)
def test_metres_in_their_zones(zone: str, x: str, y: str, lon: float, lat: float) -> None:
    points, _ = located(f"titik | x | y | zona\nA | {x} | {y} | {zone}")
    assert points["state"].tolist() == ["read"]
    assert points["taken"].tolist() == ["utm"]
    assert points[["lon", "lat"]].iloc[0].tolist() == pytest.approx([lon, lat], abs=1e-7)


def test_a_northing_below_the_equator_in_a_northern_zone() -> None:
    """Kutai Timur works in one zone: 0.5 S in 50N is 55267.6 m below zero."""
    points, _ = located("titik | x | y | zona\nA | 561199.86 | -55267.60 | 50N")
    assert points["lat"].iloc[0] == pytest.approx(-0.50, abs=1e-7)
    assert points["state"].iloc[0] == "read"


def test_tm3_has_zones_of_three_degrees() -> None:
    """The origin of zone 47.2 is 100.5 E, 0 N at 200,000 and 1,500,000 m."""
    points, notices = located("titik | x | y | zona\nA | 200000 | 1500000 | TM-3 47.2")
    assert points[["lon", "lat"]].iloc[0].tolist() == pytest.approx([100.5, 0.0], abs=1e-9)
    assert not notices


def test_without_a_zone_the_user_is_asked_for_it() -> None:
    with pytest.raises(InputError, match="nothing says in which zone"):
        located("titik | x | y\nA | 568899.15 | 329401.90")
    points, _ = located("titik | x | y\nA | 568899.15 | 329401.90", zone=parse_zone("47N"))
    assert points["lon"].iloc[0] == pytest.approx(KISARAN[0], abs=1e-7)


def test_degrees_tell_the_zone_of_the_metres_beside_them() -> None:
    points, notices = located("titik | lat | lon | x | y\nA | 2.98 | 99.62 | 568899.15 | 329401.90")
    assert points["state"].iloc[0] == "read"
    assert "47N agrees with the degrees of 1 points" in str(notices["zone-inferred"].message)


def test_degrees_that_fit_in_no_zone_tell_none() -> None:
    with pytest.raises(InputError, match="fit the degrees beside them in no zone"):
        located("titik | lat | lon | x | y\nA | 2.98 | 99.62 | 5000 | 7000")


def test_headings_over_words_are_an_error() -> None:
    with pytest.raises(InputError, match="nothing under its headings can be read"):
        located("titik | lat | lon\nA | utara | timur")


def test_notations_that_disagree_leave_a_point_without_position() -> None:
    """1 second of latitude is 30.7 m; the metres agree with the DMS, not with the decimals."""
    text = """titik | lintang_dms | bujur_dms | lat | lon | x | y | zona
        A | 2° 58' 48" LU | 99° 37' 12" BT | 2.98 | 99.62 | 568899.15 | 329401.90 | 47N
        B | 2° 58' 48" LU | 99° 37' 12" BT | 2.99 | 99.62 | 568899.15 | 329401.90 | 47N"""
    points, notices = located(text)
    assert points["state"].tolist() == ["read", "conflict"]
    assert points["taken"].tolist() == ["dms", ""]
    assert points["conflict_m"].iloc[0] < 0.01
    assert points["conflict_m"].iloc[1] == pytest.approx(1105.7, abs=1)
    assert np.isnan(points["lon"].iloc[1])
    told = str(notices["notations-disagree"].message)
    assert "disagree by 1.11 km" in told
    assert "decimal degrees stands alone" in told
    assert str(notices["notations-disagree"].feature) == "list row 2, B"


@pytest.mark.parametrize(("take", "lat"), [("dms", 2.98), ("decimal", 2.99), ("utm", 2.98)])
def test_the_user_may_say_which_notation_holds(take: str, lat: float) -> None:
    text = """titik | lintang_dms | bujur_dms | lat | lon | x | y | zona
        B | 2° 58' 48" LU | 99° 37' 12" BT | 2.99 | 99.62 | 568899.15 | 329401.90 | 47N"""
    points, notices = located(text, take=take)
    assert points["state"].iloc[0] == "read"
    assert points["lat"].iloc[0] == pytest.approx(lat, abs=1e-7)
    assert points["conflict_m"].iloc[0] > 1000
    assert "as asked" in str(notices["notations-disagree"].hint)


@pytest.mark.parametrize(("metres", "state"), [(0.04, "read"), (0.06, "conflict")])
def test_five_centimetres_are_the_limit(metres: float, state: str) -> None:
    text = f"""titik | lat | lon | x | y | zona
        A | 2.98000000 | 99.62000000 | {568899.15 + metres:.3f} | 329401.90 | 47N"""
    points, _ = located(text)
    assert points["state"].iloc[0] == state
    assert located(text, tolerance_m=0.1)[0]["state"].iloc[0] == "read"


@pytest.mark.parametrize(
    ("lat", "lon", "x", "y", "why"),
    [
        ("99.62", "2.98", "568899.15", "329401.90", "with latitude and longitude exchanged"),
        ("-2.98", "99.62", "568899.15", "329401.90", "in the other hemisphere"),
        ("2.98", "99.62", "329401.90", "568899.15", "with X and Y exchanged"),
        ("2.98", "93.62", "568899.15", "329401.90", "neighbouring zone to the west"),
        ("2.98", "105.62", "568899.15", "329401.90", "neighbouring zone to the east"),
        ("2.58480", "99.37120", "568899.15", "329401.90", "typed as decimals of a degree"),
        ("2.98001", "99.62", "568899.15", "329401.90", "rounding of the decimal degrees"),
        ("2.5", "99.1", "568899.15", "329401.90", "no usual mistake explains it"),
    ],
)
def test_the_usual_mistakes_are_named(lat: str, lon: str, x: str, y: str, why: str) -> None:
    """ "Rounding": 2.98 stands where the last digit is 1.1 m."""
    text = f"titik | lat | lon | x | y | zona\nA | {lat} | {lon} | {x} | {y} | 47N"
    points, notices = located(text)
    assert points["state"].iloc[0] == "conflict"
    assert why in str(notices["notations-disagree"].message)


def test_a_wrong_zone_is_named_with_distances() -> None:
    """A neighbouring zone shifts by about 665 km."""
    text = "titik | lat | lon | x | y | zona\nA | 2.98 | 99.62 | 568899.15 | 329401.90 | 48N"
    points, notices = located(text)
    assert points["state"].iloc[0] == "conflict"
    assert points["conflict_m"].iloc[0] == pytest.approx(666_000, abs=2000)
    told = str(notices["zone-doubtful"].message)
    assert "but 0.00 m in zone 47N (EPSG:32647)" in told
    assert "--crs EPSG:32647" in str(notices["zone-doubtful"].hint)
    assert located(text, zone=parse_zone("47N"))[0]["state"].iloc[0] == "read"


def test_swapped_metres_north_of_the_equator_are_found_among_the_others() -> None:
    """Kisaran with X and Y exchanged lies plausibly in Aceh: 97.46 E, 5.14 N."""
    text = f"titik | x | y\n{AROUND_KISARAN}\nS | 329401.90 | 568899.15"
    points, notices = located(text, zone=parse_zone("47N"))
    assert points["state"].tolist() == ["read"] * 6 + ["suspect"]
    assert points[["lon", "lat"]].iloc[6].tolist() == pytest.approx([97.46, 5.14], abs=0.01)
    told = str(notices["place-doubtful"].message)
    assert "lies far from where it belongs (338" in told
    assert "with X and Y exchanged" in told


def test_a_whole_list_of_swapped_metres_is_found_by_the_area() -> None:
    swapped = [line.split(" | ") for line in AROUND_KISARAN.splitlines()]
    rows = "\n".join(f"{name} | {y} | {x}" for name, x, y in swapped)
    text = f"titik | x | y\n{rows}"
    zone = parse_zone("47N")
    assert set(located(text, zone=zone)[0]["state"]) == {"read"}
    points, notices = located(text, zone=zone, area=(99.0, 2.0, 100.0, 3.5))
    assert set(points["state"]) == {"suspect"}
    told = str(notices["place-doubtful"].message)
    assert "with X and Y exchanged 0.00 m" in told
    assert "this and 5 more points" in told


@pytest.mark.parametrize(
    ("lat", "lon", "why"),
    [
        ("99.62", "2.98", "with latitude and longitude exchanged"),
        ("-62.98", "99.62", "no usual mistake explains it"),
    ],
)
def test_points_outside_indonesia_are_suspected(lat: str, lon: str, why: str) -> None:
    rows = "\n".join(f"P{i} | {2.98 + i / 1000} | {99.62 + i / 1000}" for i in range(5))
    points, notices = located(f"titik | lat | lon\n{rows}\nS | {lat} | {lon}")
    assert points["state"].tolist() == ["read"] * 5 + ["suspect"]
    assert why in str(notices["place-doubtful"].message)


def test_a_missing_minus_is_found_by_the_other_points() -> None:
    rows = "\n".join(f"P{i} | {-6.89 + i / 1000} | {109.38 + i / 1000}" for i in range(5))
    points, notices = located(f"titik | lat | lon\n{rows}\nS | 6.09 | 109.38")
    assert points["state"].iloc[5] == "suspect"
    assert "lies far" in str(notices["place-doubtful"].message)


def test_headings_and_letters_tell_the_hemisphere() -> None:
    points, _ = located("titik | Lintang (LS) | Bujur (BT)\nA | 6° 53' 24\" | 109° 22' 48\"")
    assert points[["lon", "lat"]].iloc[0].tolist() == pytest.approx([109.38, -6.89])


def test_letters_in_the_wrong_columns_are_told_of() -> None:
    text = "titik | lintang | bujur\nA | 109° 22' 48\" BT | 6° 53' 24\" LS"
    points, notices = located(text)
    assert points[["lon", "lat"]].iloc[0].tolist() == pytest.approx([109.38, -6.89])
    assert "each other's column" in str(notices["columns-exchanged"].message)


def test_what_cannot_be_read_is_told_with_its_text() -> None:
    text = """titik | koordinat | x | y | zona
        A | 2° 58' 48" N, 99° 37' 12" E | 568899.15 | 329401.90 | 47N
        B | 2°, 57' | 568899.15 | 329401.90 | 47N
        C | | | | 47N
        D | rusak | | | 47N"""
    points, _ = located(text)
    assert points["state"].tolist() == ["read", "read", "unread", "unread"]
    assert points["taken"].tolist() == ["dms", "utm", "", ""]
    _, notices = locate_points(survey_list(text), SurveyOptions())
    told = [(n.code, str(n.message), str(n.feature)) for n in notices]
    words = "the degrees, minutes and seconds cannot be read: "
    assert told == [
        ("notation-unread", words + "2°, 57'", "list row 2, B"),
        ("notation-unread", words + "rusak", "list row 4, D"),
        ("position-missing", "no coordinates are written", "list row 3, C"),
    ]


def test_a_tab_within_a_position_is_told_of() -> None:
    points, notices = located("titik | posisi\nA | 2.98,\t99.62\nB | 2.97, 99.61")
    assert points["state"].tolist() == ["read", "read"]
    assert str(notices["cell-control"].feature) == "list row 1, A"
    assert "hold a tab or a line break" in str(notices["cell-control"].message)


def test_sixty_seconds_are_told_of() -> None:
    _, notices = located("titik | lintang | bujur\nA | 2° 58' 60\" LU | 99° 37' 12\" BT")
    assert "one minute more" in str(notices["sixty-seconds"].message)


def test_attributes_of_a_pillar() -> None:
    text = """Pilar | lat | lon | Metode | Sigma E | Sigma N | Epoch | Receiver | Desa A | Desa B
        PBU-1 | 2.98 | 99.62 | RTK | 0,03 | 0,04 | 2025,5 | Trimble R8 | Sidomulyo | Bangun"""
    points, notices = located(text)
    record = points.iloc[0]
    assert record["name"] == record["pillar_code"] == "PBU-1"
    assert record["sigma_m"] == pytest.approx(0.05)
    assert (record["method"], record["receiver"]) == ("RTK", "Trimble R8")
    assert record["epoch"] == 2025.5
    assert record["villages"] == "Sidomulyo – Bangun"
    assert "other epochs than 2012.0 (2025.5 to 2025.5)" in str(notices["epoch-differs"].message)


def test_points_at_the_reference_epoch_need_no_remark() -> None:
    _, notices = located("titik | lat | lon | epoch\nA | 2.98 | 99.62 | 2012.0")
    assert not notices


def test_the_old_datum_is_transformed_and_told_of() -> None:
    """ID74 taken for WGS 84 is off by 25 to 29 m, almost due east."""
    points, notices = located("titik | lat | lon | datum\nA | 2.98 | 99.62 | ID74")
    east = (points["lon"].iloc[0] - 99.62) * 111_320 * np.cos(np.radians(2.98))
    assert 24 < east < 30
    assert "ID74" in str(notices["datum-id74"].message)


def test_dgn95_counts_as_wgs84_with_a_remark() -> None:
    points, notices = located("titik | lat | lon | datum\nA | 2.98 | 99.62 | DGN95")
    assert points["lat"].iloc[0] == 2.98
    assert "0.2 m" in str(notices["datum-dgn95"].message)


def test_two_datums_in_one_list_show_as_a_steady_shift() -> None:
    rows = "\n".join(
        f"P{i} | {2.98 + i / 1000} | 99.62 | {568899.15 + 27:.2f} | {329401.90 + i * 110.57:.2f}"
        for i in range(4)
    )
    points, notices = located(f"titik | lat | lon | x | y\n{rows}", zone=parse_zone("47N"))
    assert set(points["state"]) == {"conflict"}
    assert "ID74" in str(notices["shift-steady"].hint)


def test_the_order_of_rows_does_not_matter() -> None:
    lines = f"titik | x | y\n{AROUND_KISARAN}\nS | 329401.90 | 568899.15".splitlines()
    forward, _ = located("\n".join(lines), zone=parse_zone("47N"))
    backward, _ = located("\n".join([lines[0], *lines[:0:-1]]), zone=parse_zone("47N"))
    columns = ["name", "lon", "lat", "state"]
    pd.testing.assert_frame_equal(
        forward[columns], backward[columns].iloc[::-1].reset_index(drop=True)
    )
