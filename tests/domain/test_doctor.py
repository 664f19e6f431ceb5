"""Each usual mistake with coordinates, with its size; places of Asahan, Kutai Timur, Pemalang.

The villages of a layer are boxes of 0.002 degrees, side by side from a known place to the east.
"""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from boundaries.domain.doctor import Placing, diagnose
from boundaries.domain.doctor_text import Suspicion
from boundaries.geometry.crs import suspicion as crs_suspicion
from boundaries.geometry.readings import exchanged, from_sexagesimal

KISARAN, SANGATTA, PEMALANG = (99.62, 2.98), (117.55, 0.50), (109.38, -6.89)
ASAHAN, KUTAI_TIMUR, PEMALANG_CODE = "12.09", "64.08", "33.27"
COUNT = 10


def boxes(place: tuple[float, float], epsg: int, count: int = COUNT) -> np.ndarray:
    """Villages beside each other at a place, as the system `epsg` writes them down."""
    x, y = place
    shapes = np.array([shapely.box(x + n / 500, y, x + (n + 1) / 500, y + 0.002)
                       for n in range(count)])  # fmt: skip
    there = pyproj.Transformer.from_crs(4326, epsg, always_xy=True)
    return np.asarray(shapely.transform(shapes, lambda xy: np.column_stack(there.transform(*xy.T))))


def placing(
    outlines: np.ndarray,
    epsg: int | None,
    region: str = "",
    reference: tuple[float, float, float, float] | None = None,
) -> Placing:
    return Placing(
        name="desa.shp",
        bounds=shapely.bounds(outlines),
        vertices=shapely.get_coordinates(outlines),
        rows=np.arange(len(outlines)),
        crs=None if epsg is None else pyproj.CRS.from_epsg(epsg),
        regions=np.full(len(outlines), region, dtype=object),
        reference=reference,
    )


def one(found: tuple[Suspicion, ...]) -> Suspicion:
    (suspicion,) = found
    return suspicion


def km(suspicion: Suspicion) -> tuple[object, object]:
    return suspicion.figures["before_km"], suspicion.figures["after_km"]


@pytest.mark.parametrize(
    ("place", "epsg", "region"),
    [
        (KISARAN, 4326, ASAHAN), (KISARAN, 32647, ASAHAN), (KISARAN, 9477, ASAHAN),
        (KISARAN, 23832, ASAHAN), (KISARAN, 4238, ASAHAN), (KISARAN, 4979, ASAHAN),
        (PEMALANG, 32749, PEMALANG_CODE), (PEMALANG, 4326, ""), (PEMALANG, 32749, ""),
        (SANGATTA, 32650, KUTAI_TIMUR), (SANGATTA, 32750, KUTAI_TIMUR),
        ((117.0, -0.9), 32650, KUTAI_TIMUR), ((117.0, -0.9), 32750, KUTAI_TIMUR),
        ((117.0, -0.001), 32650, KUTAI_TIMUR), ((5.0, 52.0), 4326, ""), ((5.0, 52.0), 32631, ""),
    ],
)  # fmt: skip
def test_a_layer_in_its_place(place: tuple[float, float], epsg: int, region: str) -> None:
    """Both hemispheres of zone 50 are legal for Kutai Timur, with northings below 0 and above
    10,000,000; other countries are nobody's fault."""
    assert diagnose(placing(boxes(place, epsg), epsg, region)) == ()


@pytest.mark.parametrize(
    ("place", "true", "declared", "region", "shift_km"),
    [
        (KISARAN, 32647, 32646, ASAHAN, 665), (KISARAN, 32647, 32648, ASAHAN, 665),
        (PEMALANG, 32749, 32748, PEMALANG_CODE, 663), (SANGATTA, 32650, 32651, KUTAI_TIMUR, 668),
    ],
)  # fmt: skip
def test_the_neighbouring_zone(
    place: tuple[float, float], true: int, declared: int, region: str, shift_km: float
) -> None:
    """A zone is 6 degrees wide: 665 km, of which the width of the kabupaten is to be taken off."""
    found = one(diagnose(placing(boxes(place, true), declared, region)))
    assert (found.code, found.command, found.blocking) == ("crs-zone", f"--crs EPSG:{true}", False)
    before, after = km(found)
    assert shift_km - 330 < before < shift_km + 5  # type: ignore[operator]
    assert after == 0
    assert "seems to be of another zone" in str(found.message)
    assert f"{before:.0f} km" in str(found.message)


def test_the_other_hemisphere() -> None:
    """10,000 km of false northing put Pemalang (6.9 south) 83 degrees north of the equator."""
    found = one(diagnose(placing(boxes(PEMALANG, 32749), 32649, PEMALANG_CODE)))
    assert (found.code, found.command) == ("crs-hemisphere", "--crs EPSG:32749")
    before, after = km(found)
    assert before == pytest.approx(10_000, abs=150)
    assert after == 0
    found = one(diagnose(placing(boxes(KISARAN, 32647), 32747, ASAHAN)))
    assert (found.code, found.command) == ("crs-hemisphere", "--crs EPSG:32647")


@pytest.mark.parametrize("region", [ASAHAN, ""])
def test_latitude_before_longitude(region: str) -> None:
    """A latitude of 99.6 degrees is none, with or without codes."""
    found = one(diagnose(placing(exchanged(boxes(KISARAN, 4326)), 4326, region)))
    assert (found.code, found.command) == ("crs-axes-swapped", "--swap-axes")
    assert found.blocking
    assert km(found) == (None, 0)
    assert "nowhere on earth" in str(found.message)


def test_exchanged_utm_that_lands_plausibly_in_aceh() -> None:
    """Kisaran, 568899 east and 329402 north, exchanged lies at 97.46 E 5.14 N: in Indonesia."""
    swapped = exchanged(boxes(KISARAN, 32647))
    x, y = pyproj.Transformer.from_crs(32647, 4326, always_xy=True).transform(
        *shapely.get_coordinates(swapped)[0]
    )
    assert (x, y) == pytest.approx((97.46, 5.14), abs=0.01)
    found = one(diagnose(placing(swapped, 32647, ASAHAN)))
    assert (found.code, found.command) == ("crs-axes-swapped", "--swap-axes")
    assert not found.blocking
    before, after = km(found)
    assert before == pytest.approx(np.hypot(99.0 - 97.46, 5.14 - 3.2) * 111, rel=0.05)
    assert after == 0
    assert diagnose(placing(swapped, 32647)) == ()  # nothing tells where it belongs
    found = one(diagnose(placing(swapped, 32647, reference=(99.0, 2.5, 100.0, 3.2))))
    assert (found.code, found.command) == ("crs-axes-swapped", "--swap-axes")
    assert "the reference" in str(found.message)


@pytest.mark.parametrize(("region", "reference"), [(ASAHAN, None), ("", (99.0, 2.5, 100.0, 3.2))])
def test_metres_of_the_next_zone_are_not_exchanged_axes(
    region: str, reference: tuple[float, float, float, float] | None
) -> None:
    """In zone 48 Kisaran has x = -98 km; exchanged, that would be a northing below zero."""
    next_zone = boxes(KISARAN, 32648)
    assert shapely.bounds(next_zone)[:, 2].max() < -90_000
    found = one(diagnose(placing(next_zone, 32647, region, reference)))
    assert (found.code, found.command) == ("crs-zone", "--crs EPSG:32648")
    assert crs_suspicion(shapely.bounds(next_zone), pyproj.CRS(32647)) == "outside-indonesia"


def test_exchanged_utm_south_of_the_equator() -> None:
    found = one(diagnose(placing(exchanged(boxes(PEMALANG, 32749)), 32749)))
    assert (found.code, found.command) == ("crs-axes-swapped", "--swap-axes")
    assert found.blocking


def test_degrees_declared_as_metres() -> None:
    found = one(diagnose(placing(boxes(KISARAN, 4326), 32647, ASAHAN)))
    assert (found.code, found.command) == ("crs-degrees-as-metres", "--crs EPSG:4326")
    assert found.blocking
    swapped = one(diagnose(placing(exchanged(boxes(KISARAN, 4326)), 32647, ASAHAN)))
    assert swapped.command == "--crs EPSG:4326 --swap-axes"


@pytest.mark.parametrize(
    ("place", "epsg", "region"),
    [(KISARAN, 32647, ASAHAN), (PEMALANG, 32749, PEMALANG_CODE), (KISARAN, 23832, ASAHAN)],
)
def test_metres_declared_as_degrees(place: tuple[float, float], epsg: int, region: str) -> None:
    found = one(diagnose(placing(boxes(place, epsg), 4326, region)))
    assert (found.code, found.command) == ("crs-metres-as-degrees", f"--crs EPSG:{epsg}")
    assert found.blocking


def test_metres_declared_as_degrees_in_a_layer_without_codes() -> None:
    """Every zone of the country would do: none is named."""
    found = one(diagnose(placing(boxes(KISARAN, 32647), 4326)))
    assert (found.code, found.command) == ("crs-metres-as-degrees", "")
    assert "name its UTM zone" in str(found.hint)
    assert found.blocking


@pytest.mark.parametrize(
    ("outlines", "region", "command"),
    [
        (boxes(KISARAN, 4326), ASAHAN, "--crs EPSG:4326"),
        (boxes(KISARAN, 4326), "", "--crs EPSG:4326"),
        (exchanged(boxes(KISARAN, 4326)), ASAHAN, "--crs EPSG:4326 --swap-axes"),
        (boxes(KISARAN, 32647), ASAHAN, "--crs EPSG:32647"),
        (exchanged(boxes(KISARAN, 32647)), ASAHAN, "--crs EPSG:32647 --swap-axes"),
        (boxes(KISARAN, 32647), "", ""),
        (boxes(PEMALANG, 32749), PEMALANG_CODE, "--crs EPSG:32749"),
        (boxes(PEMALANG, 23835), PEMALANG_CODE, "--crs EPSG:23835"),
        (boxes(SANGATTA, 32650), KUTAI_TIMUR, "--crs EPSG:32650"),
    ],
)
def test_a_file_that_does_not_say_its_system(
    outlines: np.ndarray, region: str, command: str
) -> None:
    found = one(diagnose(placing(outlines, None, region)))
    assert (found.code, found.command, found.blocking) == ("crs-missing", command, True)
    assert found.figures["before_km"] is None


def typed(places: np.ndarray) -> np.ndarray:
    """Degrees written as 2.5830 for 2 degrees 58 minutes 30 seconds."""
    size = np.round(np.abs(places) * 3600)
    degrees, rest = np.divmod(size, 3600)
    minutes, seconds = np.divmod(rest, 60)
    return np.sign(places) * (degrees + minutes / 100 + seconds / 10_000)


def surveyed(place: tuple[float, float]) -> np.ndarray:
    """Villages with 20 corners each, at whole seconds scattered over 0.3 degrees."""
    rng = np.random.default_rng(4)
    corners = np.round((rng.random((COUNT, 20, 2)) * 0.3 + place) * 3600) / 3600
    return np.array([shapely.convex_hull(shapely.MultiPoint(part)) for part in corners])


def test_minutes_and_seconds_typed_as_decimals() -> None:
    """58 minutes 30 seconds are 0.975 degrees; typed as 0.5830 they are 0.39 degrees short."""
    assert from_sexagesimal(np.array([2.5830, -2.5830, 3.0])) == pytest.approx([2.975, -2.975, 3.0])
    outlines = shapely.transform(surveyed(KISARAN), typed)
    found = one(diagnose(placing(outlines, 4326, ASAHAN)))
    assert (found.code, found.command, found.blocking) == ("crs-dms", "--dms", False)
    assert diagnose(placing(surveyed(KISARAN), 4326, ASAHAN)) == ()


@given(st.floats(-11, 141), st.integers(0, 59), st.integers(0, 59))
def test_typed_degrees_come_back(start: float, minutes: int, seconds: int) -> None:
    degrees = np.trunc(start) + np.copysign(minutes / 60 + seconds / 3600, start)
    back = from_sexagesimal(typed(np.array([degrees])))
    assert back == pytest.approx([degrees], abs=1e-9)


def test_single_records_of_the_other_hemisphere() -> None:
    """Kutai Timur in 50N, two villages with the false northing of 50S."""
    outlines = boxes(SANGATTA, 32650)
    outlines[3:5] = boxes(SANGATTA, 32750)[3:5]
    found = one(diagnose(placing(outlines, 32650, KUTAI_TIMUR)))
    assert (found.code, found.command, found.blocking) == ("crs-mixed", "", False)
    assert (found.figures["records"], found.figures["rows"]) == (2, [3, 4])
    assert found.figures["reading"] == "--crs EPSG:32750"


def test_a_place_that_no_mistake_explains() -> None:
    """Kisaran with codes of Pemalang: the codes are wrong, not the coordinates."""
    found = one(diagnose(placing(boxes(KISARAN, 4326), 4326, PEMALANG_CODE)))
    assert (found.code, found.command, found.blocking) == ("crs-elsewhere", "", False)
    assert "check the codes" in str(found.hint)
    assert found.figures["before_km"] == pytest.approx(1_470, rel=0.05)


def test_records_without_outline_are_passed_over() -> None:
    outlines = np.array([None, *boxes(KISARAN, 32647)], dtype=object)
    assert one(diagnose(placing(outlines, 32646, ASAHAN))).code == "crs-zone"
    assert diagnose(placing(np.array([None, None]), 32646, ASAHAN)) == ()


def test_a_layer_larger_than_the_reference_is_not_suspicious() -> None:
    """Ten villages of which only the first lies in the reference."""
    outlines = np.array([shapely.box(99 + n, 2, 99.5 + n, 3) for n in range(COUNT)])
    assert diagnose(placing(outlines, 4326, reference=(99.0, 2.0, 99.5, 3.0))) == ()


def test_the_options_of_a_reference_have_other_names() -> None:
    found = one(diagnose(placing(boxes(KISARAN, 32647), 32646, ASAHAN))).of_reference()
    assert found.command == "--reference-crs EPSG:32647"
    assert "--reference-crs EPSG:32647" in str(found.hint)
