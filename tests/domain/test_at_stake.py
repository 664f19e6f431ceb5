"""Land at stake along segments, and verdicts that mind it."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely
from shapely import box

from boundaries.domain.accuracy import Accuracy
from boundaries.domain.at_stake import land_at_stake, verdicts
from boundaries.domain.correspondence import compare_segments
from boundaries.domain.open_land import owners_of_all
from boundaries.domain.parameters import Parameters
from boundaries.domain.segment import segments
from tests.domain.village_grid import CRS, SCALE, two_sources

ACCURACY = Accuracy(reference_m=4.0, local_m=3.0)
Shapes = dict[str, shapely.Geometry]
REFERENCE: Shapes = {
    "a": box(0, 500, 1000, 1000),
    "b": box(1000, 500, 2000, 1000),
    "c": box(0, 0, 2000, 500),
}
"""
+---+---+  y 1000
| a | b |
+---+---+  y 500      the junction lies at (1000, 500)
|   c   |
+-------+
"""


def found(reference: Shapes, surveys: Shapes) -> pd.DataFrame:
    """By pair of villages the land at stake (planar, m2) and the verdict."""
    given = two_sources(reference, surveys)
    parameters = Parameters()
    owners, between = owners_of_all(
        given.mosaic, given.reference, parameters, CRS, scope="reference"
    )
    borders = segments(given.mosaic, owners, given.villages, parameters=parameters)
    lines = compare_segments(given.mosaic, given.reference, given.local, borders, accuracy=ACCURACY)
    land = land_at_stake(given.mosaic, owners, given.local, borders.lines, between=between)
    table = borders.lines.assign(
        land=land.reindex(borders.lines["id"]).fillna(0.0).to_numpy() * SCALE**2,
        verdict=verdicts(borders.lines, lines, land, ACCURACY),
    )
    inner = table[~table["outer"]]
    return inner.set_index(inner["a"] + inner["b"])[["land", "verdict"]]


def test_land_that_both_surveys_claim_counts_once() -> None:
    """a claims 20 m of b's land by the reference, and b claims it too: 20 x 500 m."""
    table = found(REFERENCE, {**REFERENCE, "a": box(0, 500, 1020, 1000)})
    assert table.loc["ab", "land"] == pytest.approx(20 * 500, rel=1e-4)
    assert table["verdict"].to_dict() == {"ab": "contested", "ac": "same", "bc": "same"}
    assert table["land"].sum() == pytest.approx(20 * 500, rel=1e-4)


def test_land_that_the_reference_gives_to_both_is_at_stake_though_surveys_agree() -> None:
    """The reference gives 100 x 500 m to a and to b; the surveys, alike, to b."""
    wide = {**REFERENCE, "a": box(0, 500, 1100, 1000)}
    table = found(wide, REFERENCE)
    assert table.loc["ab", "land"] == pytest.approx(100 * 500, rel=1e-4)
    assert table.loc["ab", "verdict"] == "shifted"


def test_land_that_the_reference_leaves_is_at_stake() -> None:
    """A gap of 100 x 300 m at the east of a; the surveys, alike, give it to a."""
    notched = {**REFERENCE, "a": REFERENCE["a"] - box(900, 600, 1000, 900)}
    table = found(notched, REFERENCE)
    assert table.loc["ab", "land"] == pytest.approx(100 * 300, rel=1e-4)
    assert table.loc["ab", "verdict"] == "shifted"


@pytest.mark.parametrize(("metres", "verdict"), [(4.9, "same"), (5.1, "shifted")])
def test_land_within_accuracy_is_no_dispute(metres: float, verdict: str) -> None:
    east = 1000 + metres
    moved = {**REFERENCE, "a": box(0, 500, east, 1000), "b": box(east, 500, 2000, 1000)}
    table = found(REFERENCE, moved)
    assert table.loc["ab", "land"] == pytest.approx(metres * 500, rel=1e-4)
    assert table.loc["ab", "verdict"] == verdict


def test_without_a_survey_nothing_is_at_stake_but_what_the_reference_leaves_open() -> None:
    table = found(REFERENCE, {})
    assert table["land"].sum() == 0
    assert set(table["verdict"]) == {"one-source"}
