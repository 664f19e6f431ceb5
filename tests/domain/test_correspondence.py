"""Reference and surveys of three villages, the lines of which are moved by whole metres."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import box

from boundaries.domain.correspondence import Accuracy, Correspondence, compare_segments
from tests.domain.village_grid import SCALE, two_sources

ACCURACY = Accuracy(reference_m=4.0, local_m=3.0)
REFERENCE = {"a": box(0, 500, 1000, 1000), "b": box(1000, 500, 2000, 1000)}
REFERENCE["c"] = box(0, 0, 2000, 500)
"""Three villages of a junction at (1000, 500).

    +---+---+  y 1000
    | a | b |
    +---+---+  y 500
    |   c   |
    +-------+
"""


def compared(surveys: dict[str, shapely.Geometry]) -> Correspondence:
    given = two_sources(REFERENCE, surveys)
    return compare_segments(
        given.mosaic, given.reference, given.local, given.borders, accuracy=ACCURACY
    )


def verdicts(found: Correspondence) -> dict[str, str]:
    pairs = found.pairs
    return dict(zip(pairs["a"] + pairs["b"], pairs["verdict"], strict=True))


def hectares(found: Correspondence, pair: str) -> dict[str, float]:
    """The disputed areas of a pair in the plane, those that are not zero."""
    pairs = found.pairs
    row = pairs[pairs["a"] + pairs["b"] == pair].iloc[0]
    amounts = {name: row[f"{name}_ha"] for name in ("to_a", "to_b", "both", "unclaimed")}
    return {name: round(amount * SCALE**2, 3) for name, amount in amounts.items() if amount}


def moved(*, a: float = 0, b: float = 0) -> dict[str, shapely.Geometry]:
    """Surveys in which a ends and b begins so many metres east of the reference."""
    return {
        "a": box(0, 500, 1000 + a, 1000),
        "b": box(1000 + b, 500, 2000, 1000),
        "c": REFERENCE["c"],
    }


def test_tolerance_is_the_root_of_the_squares() -> None:
    assert ACCURACY.tolerance("reference", "a") == 5
    assert ACCURACY.tolerance("a", "b") == pytest.approx(3 * np.sqrt(2))


def test_the_same_lines() -> None:
    found = compared(REFERENCE)
    assert verdicts(found) == {"ab": "same", "ac": "same", "bc": "same"}
    assert len(found.lines) == 9
    assert len(found.figures) == 9
    assert found.figures["greatest"].max() == pytest.approx(0, abs=1e-6)
    assert hectares(found, "ab") == {}
    assert found.junctions["verdict"].tolist() == ["meet"]


@pytest.mark.parametrize(("metres", "verdict"), [(4.9, "same"), (5.1, "shifted")])
def test_both_surveys_moved_together(metres: float, verdict: str) -> None:
    found = compared(moved(a=metres, b=metres))
    assert verdicts(found) == {"ab": verdict, "ac": "same", "bc": "same"}
    between = found.figures[(found.figures["a"] == "a") & (found.figures["b"] == "b")]
    assert between["tolerance_m"].tolist() == pytest.approx([5, 5, 18**0.5])
    assert between["p90"].tolist() == pytest.approx([metres, metres, 0], abs=1e-6)
    assert between["side"].iloc[0] == pytest.approx(-metres)
    assert hectares(found, "ab") == {"to_a": round(500 * metres / 10_000, 3)}


def test_surveys_that_overlap_are_contested() -> None:
    """a claims 20 m of b's land, which b claims too: 20 x 500 m = 1 ha."""
    found = compared(moved(a=20))
    assert verdicts(found) == {"ab": "contested", "ac": "same", "bc": "same"}
    assert hectares(found, "ab") == {"to_a": 1.0, "both": 1.0}


def test_surveys_that_leave_a_gap_are_contested() -> None:
    found = compared(moved(a=-20))
    assert verdicts(found)["ab"] == "contested"
    assert hectares(found, "ab") == {"unclaimed": 1.0}


def test_a_single_survey_is_held_against_the_reference() -> None:
    """b and c were not surveyed; what a leaves falls towards b."""
    found = compared({"a": box(0, 500, 980, 1000)})
    assert verdicts(found) == {"ab": "shifted", "ac": "same", "bc": "one-source"}
    assert hectares(found, "ab") == {"to_b": 1.0}
    assert found.junctions.empty


def test_a_short_bulge_is_no_agreement() -> None:
    """One metre in twenty differs by 50 m: the 90th percentile alone would not see it."""
    bulge = shapely.Polygon([(1000, 700), (1050, 705), (1050, 715), (1000, 720)])
    surveys = dict(REFERENCE)
    surveys["a"], surveys["b"] = REFERENCE["a"].union(bulge), REFERENCE["b"].difference(bulge)
    found = compared(surveys)
    assert verdicts(found) == {"ab": "shifted", "ac": "same", "bc": "same"}
    between = found.figures[found.figures["first"] == "reference"].iloc[0]
    assert between["greatest"] == pytest.approx(50)
    assert between["hausdorff"] == pytest.approx(50)


def test_a_moved_junction_alone_does_not_shift_the_line_it_lies_on() -> None:
    """The line of a and b meets that of c 40 m farther east; north of 900 m it is as before."""
    corner = shapely.Polygon([(1000, 500), (1040, 500), (1000, 900)])
    surveys = dict(REFERENCE)
    surveys["a"], surveys["b"] = REFERENCE["a"].union(corner), REFERENCE["b"].difference(corner)
    found = compared(surveys)
    assert verdicts(found) == {"ab": "shifted", "ac": "same", "bc": "same"}
    assert found.junctions["offset_m"].tolist() == pytest.approx([40])
    assert found.junctions["verdict"].tolist() == ["meet"]


@pytest.mark.parametrize(("metres", "verdict"), [(4, "meet"), (12, "apart")])
def test_corners_that_do_not_meet(metres: float, verdict: str) -> None:
    """b begins east of where a ends: their corners on the line of c lie `metres` apart."""
    junction = compared(moved(b=metres)).junctions.iloc[0]
    assert junction["spread_m"] == pytest.approx(metres)
    assert junction["verdict"] == verdict


def test_neighbours_in_the_local_source_only() -> None:
    """The surveys let a touch d, which the reference keeps apart from it by b."""
    found = compared(
        {"a": box(0, 500, 2000, 1000), "d": box(2000, 500, 2500, 1000), "c": REFERENCE["c"]}
    )
    assert verdicts(found)["ad"] == "one-source"


def test_no_survey_of_these_villages() -> None:
    found = compared({"x": box(5000, 0, 5100, 100)})
    assert set(verdicts(found).values()) == {"one-source"}
    assert found.figures.empty
    assert found.lines["drawn_by"].unique().tolist() == ["reference"]
