"""Classes, the limits that applied, and reasons that name the figures."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.domain.accuracy import classify, limits
from boundaries.domain.classification import as_enclaves, classified, hectares, metres
from boundaries.domain.parameters import Parameters
from boundaries.messages import Message

WIDTHS = st.floats(0, 1000)
SURVEY = Parameters(reference_ce90_m=3, ce90_m=4)
INDONESIAN = {"1,234.5": "1.234,5"}


def patches(
    *rows: tuple[float, float], scope: list[str] | None = None, kind: str = "overlap"
) -> gpd.GeoDataFrame:
    """Patches of these mean and greatest widths."""
    table = pd.DataFrame(rows, columns=["mean_width_m", "max_width_m"], dtype=float)
    scopes = {} if scope is None else {"scope": scope}
    return gpd.GeoDataFrame(table.assign(kind=kind, area_m2=1.0, **scopes))


def told(found: gpd.GeoDataFrame) -> list[tuple[str, float, str]]:
    limit = found["limit_m"].round(3)
    return list(zip(found["class"], limit, found["reason"].map(str), strict=True))


def test_each_class_names_the_numbers_that_decided_it() -> None:
    """CE90 2.5 m: 3.54 m for two lines, and three times that 10.61 m."""
    found = classified(patches((0.02, 0.03), (1.2, 2), (5, 8), (12, 30), (1.2, 40)), Parameters())
    both = "the combined accuracy of both lines"
    assert told(found) == [
        ("noise", 0.05, "mean width 0.02 m ≤ 0.05 m, the limit of noise"),
        ("sliver", 3.536, f"mean width 1.20 m ≤ 3.54 m, {both}"),
        ("doubt", 10.607, f"mean width 5.00 m > 3.54 m, {both}, but ≤ 10.61 m, three times that"),
        ("claim", 10.607, f"mean width 12.00 m > 10.61 m, three times {both}"),
        ("doubt", 10.607, f"greatest width 40.00 m > 10.61 m, three times {both}"),
    ]


def test_the_lines_that_differ_decide_the_limit() -> None:
    """Width 5.2 m: within 5.66 m of two local lines, beyond 5 m and 4.24 m of the others."""
    found = classified(
        patches(*[(5.2, 6)] * 4, scope=["reference", "local", "between", "layer"]), SURVEY
    )
    assert found["class"].tolist() == ["doubt", "sliver", "doubt", "sliver"]
    assert found["limit_m"].tolist() == pytest.approx([3 * 18**0.5, 32**0.5, 15, 32**0.5])


@pytest.mark.parametrize(("kind", "class_"), [("mismatch", "doubt"), ("overlap", "sliver")])
def test_without_scopes_a_mismatch_lies_between_two_sources(kind: str, class_: str) -> None:
    assert classified(patches((5.2, 6), kind=kind), SURVEY)["class"].tolist() == [class_]


def test_a_width_that_exceeds_a_limit_reads_so() -> None:
    """10.6066 m is the limit; both would read 10.61 m."""
    found = classified(patches((10.608, 11), (3.5357, 4)), Parameters())
    assert found["class"].tolist() == ["claim", "doubt"]
    assert "mean width 10.6080 m > 10.6066 m" in str(found["reason"][0])
    assert "mean width 3.5357 m > 3.5355 m" in str(found["reason"][1])


def test_equal_reasons_are_one_object() -> None:
    reasons = classified(patches((1.201, 2), (1.199, 3)), Parameters())["reason"]
    assert reasons[0] is reasons[1]


def test_no_patch() -> None:
    found = classified(patches(), Parameters())
    assert {"class", "limit_m", "reason"} <= set(found.columns)
    assert found.empty


def test_an_enclave_names_the_limits_of_a_gap() -> None:
    land = patches((150, 200), (1, 2), kind="gap").assign(area_m2=[300_000.0, 5.0])
    found = as_enclaves(classified(land, Parameters()), np.array([True, False]), Parameters())
    assert found["class"].tolist() == ["enclave", "sliver"]
    assert found["kind"].tolist() == ["enclave", "gap"]
    assert found["limit_m"][0] == 100
    assert str(found["reason"][0]) == (
        "mean width 150.00 m > 100.00 m and area 30.00 ha > 25.00 ha, the limits of a gap"
    )


def test_figures_have_the_decimal_sign_of_the_reader() -> None:
    reason = classified(patches((1.2, 2)), Parameters())["reason"][0]
    assert isinstance(reason, Message)
    shown = reason.render(lambda text: INDONESIAN.get(text, text))
    assert shown == "mean width 1,20 m ≤ 3,54 m, the combined accuracy of both lines"
    assert (str(metres(0.005)), str(hectares(12_345))) == ("0.01 m", "1.23 ha")


@given(st.lists(st.tuples(WIDTHS, WIDTHS), min_size=1, max_size=20))
def test_the_limit_agrees_with_the_class(rows: list[tuple[float, float]]) -> None:
    found = classified(patches(*rows), Parameters())
    mean, greatest = found["mean_width_m"].to_numpy(), found["max_width_m"].to_numpy()
    assert found["class"].tolist() == classify(mean, greatest, limits(Parameters())).tolist()
    exceeded = np.maximum(mean, greatest) > found["limit_m"]
    assert exceeded[found["class"] == "claim"].all()
    within = found["class"].isin(["noise", "sliver"])
    assert (mean[within] <= found["limit_m"][within]).all()
