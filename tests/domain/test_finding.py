"""Findings measured, classed and named."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import Polygon, box

from boundaries.domain.excluded import Exclusion
from boundaries.domain.finding import COLUMNS, by_severity, describe, tell_apart
from boundaries.domain.parameters import Parameters

ORIGIN = np.array([568_000.0, 329_000.0])
DIRECTORY = pd.DataFrame(
    {
        "name": ["Alang", "Bukit", "Alang"],
        "kecamatan": ["Hilir", "Hilir", "Hulu"],
    },
    index=["12.68.01.2001", "12.68.01.2002", "12.68.02.2001"],
)
A, B, C = DIRECTORY.index


def patches(*rows: tuple[str, tuple[str, ...], Polygon], source: str = "big") -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "kind": [kind for kind, _, _ in rows],
            "villages": pd.Series([villages for _, villages, _ in rows], dtype=object),
            "sources": pd.Series([(source,)] * len(rows), dtype=object),
            "claims": pd.Series([{source: villages} for _, villages, _ in rows], dtype=object),
        },
        geometry=[shapely.transform(shape, lambda xy: xy + ORIGIN) for _, _, shape in rows],
        crs=32647,
    )


def test_a_finding_has_its_figures_names_and_place() -> None:
    """A strip of 2 x 100 m: mean width 2A/P = 400/204 m."""
    found = describe(patches(("overlap", (A, C), box(0, 0, 2, 100))), DIRECTORY, Parameters())
    row = found.iloc[0]
    assert tuple(found.columns) == COLUMNS
    assert row["area_m2"] == pytest.approx(200, rel=1e-3)
    assert row["mean_width_m"] == pytest.approx(400 / 204)
    assert row["max_width_m"] == pytest.approx(2, rel=0.02)
    assert (row["lon"], row["lat"]) == pytest.approx((99.6119, 2.9769), abs=1e-4)
    assert row["names"] == ("Alang (Hilir)", "Alang (Hulu)")
    assert row["kecamatan"] == ("Hilir", "Hulu")
    assert row["class"] == "sliver"


def test_patches_below_the_least_area_are_left_out() -> None:
    rows = ("overlap", (A, B), box(0, 0, 1, 0.9)), ("overlap", (A, B), box(5, 0, 7, 1))
    assert len(describe(patches(*rows), DIRECTORY, Parameters())) == 1
    assert len(describe(patches(*rows), DIRECTORY, Parameters(min_area_m2=0.5))) == 2


def test_no_patch_gives_an_empty_table_with_all_columns() -> None:
    found = describe(patches(), DIRECTORY, Parameters())
    assert tuple(found.columns) == COLUMNS
    assert by_severity(tell_apart(found)).empty


@pytest.mark.parametrize(
    ("villages", "shape", "kind"),
    [
        ((A, B), box(0, 0, 90, 5000), "gap"),
        ((A, B), box(0, 0, 480, 500), "gap"),
        ((A, B), box(0, 0, 520, 500), "enclave"),
        ((A,), box(0, 0, 90, 5000), "hole"),
        ((A,), box(0, 0, 480, 500), "hole"),
        ((A,), box(0, 0, 520, 500), "enclave"),
    ],
    ids=[
        "long and narrow", "small", "wide and large",
        "narrow, one neighbour", "small, one neighbour", "wide and large, one neighbour",
    ],
)  # fmt: skip
def test_enclosed_land_is_a_gap_a_hole_or_an_enclave(
    villages: tuple[str, ...], shape: Polygon, kind: str
) -> None:
    found = describe(patches(("gap", villages, shape)), DIRECTORY, Parameters())
    assert found["kind"].tolist() == [kind]
    assert (found["class"] == "enclave").tolist() == [kind == "enclave"]


def test_numbers_of_the_gap_rule_can_be_set() -> None:
    wide = patches(("gap", (A, B), box(0, 0, 520, 500)), ("gap", (A,), box(0, 0, 520, 500)))
    for parameters in (Parameters(gap_area_m2=300_000), Parameters(gap_width_m=300)):
        assert describe(wide, DIRECTORY, parameters)["kind"].tolist() == ["gap", "hole"]


def test_a_hole_has_the_class_of_its_width_but_is_no_claim() -> None:
    """Widths of 1 cm, 2 m, 8 m and 100 m; the last would be a claim between two villages."""
    strips = [(0.01, 200), (2, 100), (8, 100), (100, 100)]
    for parties, widest in (((A,), "doubt"), ((A, B), "claim")):
        rows = [("gap", parties, box(0, 0, *sides)) for sides in strips]
        found = describe(patches(*rows), DIRECTORY, Parameters())
        assert found["class"].tolist() == ["noise", "sliver", "doubt", widest]
    hole = describe(patches(("gap", (A,), box(0, 0, 100, 100))), DIRECTORY, Parameters()).iloc[0]
    assert hole["id"].startswith("LB-")
    assert "at most a doubt" in str(hole["reason"])


def moved(*shapes: Polygon) -> np.ndarray:
    return np.asarray(shapely.transform(np.array(shapes), lambda xy: xy + ORIGIN))


def test_land_that_excluded_areas_cover_is_excluded() -> None:
    """A lake over 96 of 100 m of the first gap, 94 of the second, and all of an overlap."""
    lake = Exclusion("danau", moved(box(0, 0, 96, 10), box(0, 20, 94, 30), box(0, 40, 100, 50)))
    found = describe(
        patches(
            ("gap", (A, B), box(0, 0, 100, 10)),
            ("gap", (A, B), box(0, 20, 100, 30)),
            ("overlap", (A, B), box(0, 40, 100, 50)),
            ("gap", (A,), box(0, 2, 5, 8)),
        ),
        DIRECTORY,
        Parameters(),
        exclusions=[lake],
    )
    assert found["kind"].tolist() == ["excluded", "gap", "overlap", "excluded"]
    assert found["class"].tolist() == ["excluded", "doubt", "doubt", "excluded"]
    assert found["excluded_by"].tolist() == [("danau",), (), (), ("danau",)]
    assert found["id"].str[:2].tolist() == ["KC", "CL", "TT", "KC"]
    assert str(found["reason"][0]) == "danau covers more than 95% of it"


def test_id_follows_kind_parties_and_place_only() -> None:
    here, there = box(0, 0, 2, 100), box(500, 0, 502, 100)
    one = describe(patches(("overlap", (A, B), here)), DIRECTORY, Parameters())["id"][0]
    again = describe(
        patches(("gap", (A, C), there), ("overlap", (A, B), here), source="copy"),
        DIRECTORY,
        Parameters(min_area_m2=2),
    )["id"]
    assert one.startswith("TT-")
    assert again[1] == one
    assert again[0].startswith("CL-")
    others = describe(
        patches(("overlap", (A, C), here), ("overlap", (A, B), there)), DIRECTORY, Parameters()
    )
    assert one not in set(others["id"])


def test_equal_ids_are_told_apart_the_largest_first() -> None:
    """Two patches with the same centre, as when one layer is given twice."""
    twice = describe(
        patches(("overlap", (A, B), box(0, 0, 2, 100)), ("overlap", (A, B), box(-1, 0, 3, 100))),
        DIRECTORY,
        Parameters(),
    )
    ids = tell_apart(twice)["id"].tolist()
    assert ids[0] == ids[1] + "-2"


def test_case_gathers_one_kind_one_pair() -> None:
    found = describe(
        patches(
            ("overlap", (A, B), box(0, 0, 2, 100)),
            ("overlap", (A, B), box(50, 0, 52, 100)),
            ("gap", (A, B), box(90, 0, 92, 100)),
            ("overlap", (A, C), box(120, 0, 122, 100)),
        ),
        DIRECTORY,
        Parameters(),
    )
    assert found["case"].nunique() == 3
    assert found["case"][0] == found["case"][1]


def test_stretches_of_border_are_cases_of_their_own_and_the_main_one_keeps_its_id() -> None:
    rows = patches(*(("overlap", (A, B), box(x, 0, x + 2, 100)) for x in (0, 50, 900)))
    together = describe(rows, DIRECTORY, Parameters())["case"]
    apart = describe(rows.assign(stretch=[0, 0, 1]), DIRECTORY, Parameters())["case"]
    assert apart[0] == apart[1] == together[0]
    assert apart[2] != apart[0]
    assert describe(rows.assign(stretch=[2, 1, 1]), DIRECTORY, Parameters())["case"][1] == apart[2]


def test_order_is_by_class_then_area() -> None:
    found = describe(
        patches(
            ("overlap", (A, B), box(0, 0, 1, 100)),
            ("overlap", (A, B), box(20, 0, 40, 100)),
            ("overlap", (A, B), box(60, 0, 62, 100)),
            ("gap", (A,), box(90, 0, 690, 600)),
            ("overlap", (A, B), box(120, 0, 128, 100)),
        ),
        DIRECTORY,
        Parameters(),
    )
    ordered = by_severity(found)
    assert ordered["class"].tolist() == ["claim", "doubt", "enclave", "sliver", "sliver"]
    assert ordered["area_m2"].iloc[3:].is_monotonic_decreasing
