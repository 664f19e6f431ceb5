from __future__ import annotations

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.domain.analysis import Analysis
from boundaries.reports.summary import (
    by_kecamatan,
    by_kind_and_class,
    by_own_class,
    by_pair,
    by_village,
    cases,
    known,
    roles_of,
)
from tests.analysis_fixture import CRS, make_analysis

ANALYSIS = make_analysis()


def with_enclave(findings: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The findings with the gap turned into an enclave."""
    changed = findings.copy()
    changed.loc[changed["kind"] == "gap", ["kind", "class"]] = "enclave"
    return changed


def with_kind(findings: gpd.GeoDataFrame, kind: str) -> gpd.GeoDataFrame:
    """The findings with the gap turned into another kind."""
    return findings.assign(kind=findings["kind"].replace("gap", kind))


def test_a_case_gathers_its_findings(analysis: Analysis) -> None:
    table = cases(analysis.findings)
    overlap = table.loc["TT-CASE0001"]
    assert overlap["findings"] == 2
    assert overlap["area_m2"] == 2100
    assert overlap["max_width_m"] == 20
    assert overlap["class"] == "claim"
    assert overlap["finding"] == "TT-AAAA0001"


def test_cases_tell_which_sources_conflict(analysis: Analysis) -> None:
    roles = roles_of(analysis)
    table = cases(analysis.findings, roles)
    assert table["where"].tolist() == ["between", "reference", "reference"]
    local = analysis.findings.assign(sources=[("survey",)] * 4)
    assert cases(local, roles)["where"].tolist() == ["between", "local", "local"]
    both = analysis.findings.assign(sources=[("BIG", "survey")] * 4)
    assert cases(both, roles)["where"].tolist() == ["between", "reference", "reference"]
    assert cases(analysis.findings)["where"].tolist() == ["between", "layer", "layer"]


def test_cases_come_by_severity_then_area(analysis: Analysis) -> None:
    assert list(cases(analysis.findings).index) == ["BG-CASE0003", "TT-CASE0001", "CL-CASE0004"]


@given(st.permutations(range(4)))
def test_cases_do_not_depend_on_the_order_of_findings(order: list[int]) -> None:
    shuffled = ANALYSIS.findings.iloc[order]
    assert cases(shuffled).equals(cases(ANALYSIS.findings))


def test_cases_counted_by_kind_and_class(analysis: Analysis) -> None:
    table = by_kind_and_class(cases(analysis.findings))
    assert table[["kind", "class", "cases", "findings"]].to_numpy().tolist() == [
        ["overlap", "claim", 1, 2],
        ["gap", "doubt", 1, 1],
        ["mismatch", "claim", 1, 1],
    ]
    assert table["area_m2"].sum() == analysis.findings["area_m2"].sum()


def test_findings_are_counted_by_their_own_class(analysis: Analysis) -> None:
    """The smaller overlap of the case is only a sliver."""
    findings = analysis.findings.copy()
    own = findings[findings["case"] == "TT-CASE0001"].sort_values("area_m2")
    findings.loc[own.index[0], "class"] = "sliver"
    table = by_own_class(findings, cases(findings))
    assert table[["kind", "class", "cases", "findings"]].to_numpy().tolist() == [
        ["overlap", "claim", 1, 1],
        ["overlap", "sliver", 0, 1],
        ["gap", "doubt", 1, 1],
        ["mismatch", "claim", 1, 1],
    ]
    assert table["area_m2"].tolist()[1] == own["area_m2"].iloc[0]


def test_nothing_found_has_no_class(nothing: Analysis) -> None:
    assert by_own_class(nothing.findings, cases(nothing.findings)).empty


def test_a_case_of_two_kecamatan_counts_in_both(analysis: Analysis) -> None:
    table = by_kecamatan(cases(analysis.findings)).set_index("kecamatan")
    assert table.index.tolist() == ["Kisaran Barat", "Kisaran Timur"]
    assert table[["cases", "shared"]].to_numpy().tolist() == [[3, 1], [1, 1]]
    assert table.loc["Kisaran Barat", "claim"] == 252_100
    assert table.loc["Kisaran Timur", "doubt"] == 2_000


def test_totals_per_kecamatan_leave_enclaves_out(analysis: Analysis) -> None:
    table = by_kecamatan(cases(with_enclave(analysis.findings))).set_index("kecamatan")
    assert table.loc["Kisaran Timur", "enclave"] == 2_000
    assert table.loc["Kisaran Timur", "area_m2"] == 0
    assert table.loc["Kisaran Barat", "area_m2"] == 252_100


@pytest.mark.parametrize("kind", ["enclave", "excluded"])
def test_kinds_that_are_no_defect_are_left_out_of_totals(kind: str, analysis: Analysis) -> None:
    table = by_pair(cases(with_kind(analysis.findings, kind)))
    assert table["area_m2"].tolist() == [252_100, 0]
    assert table[f"{kind}_m2"].tolist() == [0, 2_000]


@pytest.mark.parametrize("kind", ["hole", "inlet"])
def test_holes_and_inlets_count_as_defects(kind: str, analysis: Analysis) -> None:
    table = by_pair(cases(with_kind(analysis.findings, kind)))
    assert table["area_m2"].tolist() == [252_100, 2_000]
    assert table[f"{kind}_m2"].tolist() == [0, 2_000]


def test_pairs_of_villages_by_area(analysis: Analysis) -> None:
    table = by_pair(cases(analysis.findings))
    assert table["cases"].tolist() == [2, 1]
    columns = ["overlap_m2", "gap_m2", "mismatch_m2", "enclave_m2", "area_m2"]
    assert table[columns].to_numpy().tolist() == [
        [2_100, 0, 250_000, 0, 252_100],
        [0, 2_000, 0, 0, 2_000],
    ]


@pytest.mark.parametrize("table", [by_kind_and_class, by_kecamatan, by_pair])
def test_nothing_found_gives_empty_tables(table: object, nothing: Analysis) -> None:
    assert callable(table)
    assert table(cases(nothing.findings)).empty
    assert nothing.findings.crs == CRS


def test_villages_gain_and_lose_what_the_sources_give_differently(analysis: Analysis) -> None:
    """The mismatch of 500 x 500 m is A's in BIG and B's in the survey; C was not surveyed."""
    table = by_village(analysis).set_index("key")
    figures = ["gained_m2", "lost_m2", "overlap_m2", "gap_m2"]
    assert table[figures].to_numpy().tolist() == [
        [0, 250_000, 2_100, 0],
        [250_000, 0, 2_100, 2_000],
        [0, 0, 0, 2_000],
    ]
    assert table["area_reference_m2"].tolist() == [2e6, 2e6, 2e6]
    assert table["area_local_m2"].isna().tolist() == [False, False, True]


def test_villages_without_findings(nothing: Analysis) -> None:
    table = by_village(nothing)
    assert (table[["gained_m2", "lost_m2", "overlap_m2", "gap_m2"]] == 0).all(axis=None)


def test_known_names() -> None:
    assert known(["B", "", "A", "B"]) == ("A", "B")
