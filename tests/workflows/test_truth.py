"""Detection against the planted truth of the sample, for a check and for a comparison."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from pyproj import Transformer

from boundaries.domain.analysis import Analysis
from boundaries.domain.parameters import Parameters
from boundaries.workflows.check import check
from boundaries.workflows.compare import compare
from boundaries.workflows.detect_workspace import detect
from boundaries.workflows.load import LayerOptions
from boundaries.workflows.workspace import create_workspace
from tests.workspace_fixture import doer, take

Planted = dict[str, Any]
Expected = tuple[str, str, tuple[str, ...], tuple[str, ...]]
"""Kind, source ("reference", "local" or "both"), villages, and the reference's claims."""


@pytest.fixture(scope="module")
def checked(sample: Path) -> Analysis:
    return check([sample / "big.gpkg"], options=LayerOptions(), parameters=Parameters())


@pytest.fixture(scope="module")
def compared(sample: Path) -> Analysis:
    return compare(
        sample / "big.gpkg",
        sorted((sample / "survei").iterdir()),
        options=LayerOptions(),
        parameters=Parameters(),
    )


def codes(planted: Planted) -> tuple[str, ...]:
    return tuple(sorted(party["code"] for party in planted["parties"]))


def at(findings: gpd.GeoDataFrame, planted: Planted) -> gpd.GeoDataFrame:
    """The findings that contain the point of a planted defect."""
    to_metres = Transformer.from_crs(4326, findings.crs, always_xy=True)
    return findings[findings.contains(shapely.Point(to_metres.transform(*planted["point"])))]


def expected(planted: Planted, surveyed: set[str]) -> set[tuple[str, str]]:
    """Kind and source of every finding that a planted defect must give in a comparison."""
    reference, local = (set(planted["claims"][side]) for side in ("reference", "local"))
    found = {
        ("overlap", side)
        for side, claims in (("reference", reference), ("local", local))
        if len(claims) > 1
    }
    if not reference:
        found.add(("gap", "reference"))
    if not local and set(codes(planted)) <= surveyed:
        found.add(("gap", "local"))
    if (reference - local) & surveyed or local - reference:
        found.add(("mismatch", "both"))
    return found


def side(finding: Any) -> str:
    if finding.kind == "mismatch":
        return "both"
    return "reference" if "big" in finding.sources else "local"


def test_check_finds_the_planted_overlaps_and_gaps_and_nothing_else(
    checked: Analysis, truth: dict[str, Any]
) -> None:
    planted = [p for p in truth["planted"] if p["layer"] == "reference" and p["kind"] != "mismatch"]
    assert len(planted) == 8
    for defect in planted:
        found = at(checked.findings, defect)
        assert found["kind"].tolist() == [defect["kind"]]
        assert found["villages"].tolist() == [codes(defect)]
        assert found["area_m2"].iloc[0] == pytest.approx(defect["area_m2"], rel=1e-6)
        assert found["mean_width_m"].iloc[0] == pytest.approx(defect["mean_width_m"], rel=1e-3)
        assert found["max_width_m"].iloc[0] == pytest.approx(defect["max_width_m"], rel=0.02)
    enclave = at(checked.findings, truth["enclave"])
    assert enclave["kind"].tolist() == ["enclave"]
    assert enclave["villages"].tolist() == [codes(truth["enclave"])]
    assert enclave["area_m2"].iloc[0] == pytest.approx(truth["enclave"]["area_m2"], rel=1e-6)
    assert len(checked.findings) == len(planted) + 1


def test_the_inlet_is_no_finding(compared: Analysis, truth: dict[str, Any]) -> None:
    wide = compared.findings[compared.findings["max_width_m"] > 2 * truth["noise_bound_m"]]
    assert at(wide, truth["inlet"]).empty


def test_pairs_add_up_to_the_planted_overlaps(checked: Analysis, truth: dict[str, Any]) -> None:
    planted = {
        codes(p): p["area_m2"]
        for p in truth["planted"]
        if p["layer"] == "reference" and p["kind"] == "overlap"
    }
    found = checked.pairs.set_index(["a", "b"])["area_m2"].to_dict()
    assert found == pytest.approx(planted, rel=1e-6)


def test_compare_finds_every_planted_defect_once_and_nothing_else(
    compared: Analysis, truth: dict[str, Any]
) -> None:
    surveyed = {village["code"] for village in truth["villages"] if village["surveyed"]}
    wide = compared.findings[compared.findings["max_width_m"] > 2 * truth["noise_bound_m"]]
    accounted = set()
    for defect in truth["planted"]:
        found = at(wide, defect)
        sides = [(row.kind, side(row)) for row in found.itertuples()]
        assert sorted(sides) == sorted(expected(defect, surveyed)), defect["id"]
        for row in found.itertuples():
            assert set(row.villages) <= set(codes(defect))
            assert row.area_m2 == pytest.approx(defect["area_m2"], rel=1e-6), defect["id"]
        accounted |= set(found["id"])
    rest = wide[~wide["id"].isin(accounted)]
    assert rest["kind"].tolist() == ["enclave"]


def test_every_survey_is_matched_to_its_village(compared: Analysis, truth: dict[str, Any]) -> None:
    by_file = {Path(survey["file"]).stem: survey["code"] for survey in truth["surveys"]}
    assert compared.matches.set_index("source")["code"].to_dict() == by_file


def test_areas_of_villages_are_ellipsoidal(checked: Analysis, truth: dict[str, Any]) -> None:
    planted = {village["code"]: village["area_m2"] for village in truth["villages"]}
    found = checked.villages.groupby("key")["area_m2"].sum().to_dict()
    assert found == pytest.approx(planted, rel=1e-6)


def test_a_workspace_finds_what_a_comparison_of_files_finds(
    compared: Analysis, sample: Path, tmp_path: Path
) -> None:
    with create_workspace(str(tmp_path / "w.gpkg"), doer(), crs="EPSG:32647") as store:
        take(store, sample / "big.gpkg", role="big")
        take(store, *sorted((sample / "survei").iterdir()))
        found = detect(store, doer())
        again = detect(store, doer())
    assert found.kinds == compared.findings["kind"].value_counts().to_dict()
    assert found.cases == compared.findings["case"].nunique()
    assert again.segments.unchanged == len(found.segments.new)
