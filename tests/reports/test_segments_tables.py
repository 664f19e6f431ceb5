from __future__ import annotations

import pandas as pd
import pytest

from boundaries.domain.correspondence import Correspondence
from boundaries.domain.segment_analysis import SegmentAnalysis
from boundaries.reports.segments_tables import (
    comparison_table,
    contact_table,
    machine_readable,
    pair_table,
    segment_table,
    simpul_table,
    village_names,
    wide_comparisons,
)
from tests.segments_fixture import (
    FORMULA,
    XSS,
    A,
    B,
    C,
    make_corner,
    make_one_layer,
    make_segments,
    with_names,
)


@pytest.fixture(scope="module")
def compared() -> SegmentAnalysis:
    return make_segments()


def found_of(analysis: SegmentAnalysis) -> Correspondence:
    assert analysis.found is not None
    return analysis.found


def test_segments_have_names_and_the_verdict_of_their_pair(compared: SegmentAnalysis) -> None:
    table = segment_table(compared).set_index(["a", "b"])
    row = table.loc[(A, B)]
    assert (row["name_a"], row["name_b"], row["verdict"]) == (XSS, FORMULA, "contested")
    assert (row["kecamatan_a"], row["pair_type"]) == ("Kecamatan 01", 10)
    outer = table.loc[(C, "")]
    assert (outer["name_b"], outer["verdict"], outer["beyond"]) == ("", "", "outside")
    assert "verdict" not in segment_table(make_one_layer())


def test_simpul_have_their_place_and_tell_whether_lines_meet(compared: SegmentAnalysis) -> None:
    """The corner of A lies 20 m east of those of B and C."""
    table = simpul_table(compared).set_index("villages")
    middle = table.loc[[(A, B, C)]].iloc[0]
    assert middle["meeting"] == "apart"
    assert middle["spread_m"] == pytest.approx(20, abs=0.001)
    assert middle["lon"] == pytest.approx(99.009, abs=0.001)
    assert middle["lat"] == pytest.approx(2.7191, abs=0.001)
    assert table.loc[[(A, B)], "meeting"].tolist() == [""]
    assert middle["names"] == (XSS, FORMULA, "Contoh")
    assert "meeting" not in simpul_table(make_one_layer())


def test_pairs_come_with_their_lines_and_the_figures_that_decide(compared: SegmentAnalysis) -> None:
    """The line of A turns west at its northern end: 20 of 520 m have nothing opposite."""
    table = pair_table(compared, found_of(compared))
    assert table["verdict"].tolist() == ["contested", "same", "same"]
    worst = table.iloc[0]
    assert (worst["a"], worst["b"], worst["compared"]) == (A, B, "a-b")
    assert worst["drawn_by"] == ("reference", "a", "b")
    assert len(worst["segments"]) == 1
    assert worst["p90_m"] == worst["greatest_m"] == pytest.approx(20)
    assert worst["matched"] == pytest.approx(500 / 520, abs=0.01)
    assert worst["length_a_m"] == pytest.approx(500, abs=0.5)
    assert worst["both_ha"] == worst["disputed_ha"] == pytest.approx(1, abs=0.01)
    assert table.iloc[1]["compared"].startswith("reference-")


def test_a_pair_of_the_surveys_only_has_no_segment_and_no_figures(
    compared: SegmentAnalysis,
) -> None:
    found = found_of(compared)
    keys = pd.DataFrame({"a": [A], "b": ["x"]})
    lines = pd.concat([found.lines, found.lines.tail(1).assign(a=A, b="x", drawn_by="a")])
    pairs = pd.concat(
        [found.pairs, found.pairs.tail(1).assign(verdict="one-source", **keys.iloc[0])]
    )
    more = Correspondence(pairs, lines, found.figures, found.junctions)
    row = pair_table(compared, more).set_index(["a", "b"]).loc[(A, "x")]
    assert (row["segments"], row["pair_type"], row["compared"]) == ((), 0, "")
    assert pd.isna(row["length_reference_m"])
    assert pd.isna(row["p90_m"])


def test_comparisons_long_and_wide_hold_the_same(compared: SegmentAnalysis) -> None:
    long = comparison_table(compared, found_of(compared))
    wide = wide_comparisons(found_of(compared)).set_index(["a", "b"])
    assert len(long) == 9
    for row in long.itertuples():
        prefix = f"{row.first}_{row.second}"
        assert wide.loc[(row.a, row.b), f"{prefix}_p90_m"] == row.p90_m
        assert wide.loc[(row.a, row.b), f"{prefix}_agrees"] == ("yes" if row.agrees else "no")


def test_point_contacts_have_a_place() -> None:
    table = contact_table(make_corner())
    assert table[["a", "b"]].to_numpy().tolist() == [[A, B]]
    assert table["lat"].iloc[0] == pytest.approx(2.7191, abs=0.001)


def test_machine_readable_tables_hold_texts_and_numbers(compared: SegmentAnalysis) -> None:
    table = machine_readable(simpul_table(compared))
    assert set(table["outer"]) == {"yes", "no"}
    assert f"{A}; {B}; {C}" in set(table["villages"])
    for name in table.columns:
        assert {type(value) for value in table[name]} <= {str, int, float}


def test_villages_of_one_name_are_told_apart_by_kecamatan(compared: SegmentAnalysis) -> None:
    names = village_names(with_names(compared, "Mekar"))
    assert names[A] == "Mekar (Kecamatan 01)"
    assert names[C] == "Mekar (Kecamatan 02)"
