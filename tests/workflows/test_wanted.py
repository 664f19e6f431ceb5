"""Inlets and unmatched vertices in a check and a comparison, and in every kind of file."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import Polygon, box, difference
from shapely.affinity import translate

from boundaries.domain.analysis import Analysis
from boundaries.domain.excluded import COVERED_SHARE
from boundaries.domain.parameters import Parameters
from boundaries.domain.wanted import Wanted
from boundaries.io.allow_list import read_allow_list
from boundaries.workflows.check import check
from boundaries.workflows.compare import compare
from boundaries.workflows.extras import Extras
from boundaries.workflows.load import LayerOptions
from boundaries.workflows.report import write_report

ORIGIN = (568_000, 329_000)
BOTH = Extras(wanted=Wanted(inlet_width_m=5, unmatched=True))
KEYS = {letter: f"12.09.20.200{number}" for number, letter in enumerate("ABC", start=1)}
SHAPES = {"A": box(0, 0, 1000, 998), "B": box(0, 1000, 1000, 2000), "C": box(-1000, 0, 0, 2000)}


def layer(path: Path, shapes: dict[str, Polygon]) -> Path:
    """C in the west has no vertices where A and B end; these leave 2 m open to the east.

    2000 +------+------+
         |      |   B  |
         |   C  +------+
         |      +------+ 998
         |      |   A  |
       0 +------+------+
      -1000     0    1000
    """
    frame = gpd.GeoDataFrame(
        {"kode": [KEYS[key] for key in shapes], "nama": list(shapes)},
        geometry=[translate(shape, *ORIGIN) for shape in shapes.values()],
        crs=32647,
    )
    frame.to_file(path)
    return path


@pytest.fixture
def three(tmp_path: Path) -> Path:
    return layer(tmp_path / "tiga.gpkg", SHAPES)


def checked(path: Path, extras: Extras = BOTH, **numbers: float) -> Analysis:
    parameters = Parameters(**numbers)  # type: ignore[arg-type]
    return check([path], options=LayerOptions(), parameters=parameters, extras=extras)


def test_nothing_is_looked_for_that_nobody_asked_for(three: Path) -> None:
    assert checked(three, Extras()).findings.empty


def test_inlet_and_unmatched_vertices_with_their_parties(three: Path) -> None:
    found = checked(three)
    assert found.findings["kind"].tolist() == ["inlet", "unmatched", "unmatched"]
    assert found.findings["class"].tolist() == ["sliver", "noise", "noise"]
    assert found.findings["villages"].map(set).tolist() == [
        {KEYS["A"], KEYS["B"], KEYS["C"]}, {KEYS["A"], KEYS["C"]}, {KEYS["B"], KEYS["C"]},
    ]  # fmt: skip
    inlet, *points = found.findings.to_dict("records")
    assert inlet["area_m2"] == pytest.approx(2000, rel=2e-3)
    assert inlet["id"].startswith("CT-")
    assert [point["id"][:3] for point in points] == ["TP-", "TP-"]
    assert [point["area_m2"] for point in points] == [0, 0]
    assert found.wanted == BOTH.wanted


def test_each_is_found_alone(three: Path) -> None:
    for wanted, kinds in (
        (Wanted(inlet_width_m=5), {"inlet"}),
        (Wanted(unmatched=True), {"unmatched"}),
    ):
        assert set(checked(three, Extras(wanted=wanted)).findings["kind"]) == kinds


def test_the_least_area_concerns_inlets_only(three: Path) -> None:
    assert set(checked(three, min_area_m2=5000).findings["kind"]) == {"unmatched"}


def test_an_inlet_behind_which_much_land_lies_is_an_enclave_to_confirm(tmp_path: Path) -> None:
    lake = box(100, 700, 900, 1300)
    shapes = {key: difference(shape, lake) for key, shape in SHAPES.items()}
    found = checked(layer(tmp_path / "danau.gpkg", shapes)).findings
    assert found["kind"].tolist()[0] == "enclave"
    assert found["area_m2"].iloc[0] > COVERED_SHARE * 480_000


def test_an_inlet_in_an_excluded_river_is_excluded(three: Path, tmp_path: Path) -> None:
    river = layer(tmp_path / "sungai.gpkg", {"A": box(-10, 990, 1100, 1010)})
    found = checked(three, Extras(exclude=(river,), wanted=BOTH.wanted)).findings
    assert set(found["kind"]) == {"excluded", "unmatched"}


def test_a_comparison_looks_in_both_sources(three: Path, tmp_path: Path) -> None:
    other = layer(tmp_path / "lain.gpkg", {key: SHAPES[key] for key in "AB"})
    found = compare(
        three, [other], options=LayerOptions(), parameters=Parameters(), extras=BOTH
    ).findings
    sources = found.groupby("kind")["sources"].agg(lambda names: sorted(set(names)))
    assert sources["inlet"] == [("lain",), ("tiga",)]
    assert sources["unmatched"] == [("tiga",)]


def test_an_inlet_of_a_local_source_towards_a_village_it_lacks_is_none(
    three: Path, tmp_path: Path
) -> None:
    """In the reference a third village reaches into the inlet of the surveys of A and B."""
    reference = layer(tmp_path / "acuan.gpkg", SHAPES | {"C": box(0, 998, 1000, 1000)})
    other = layer(tmp_path / "lain.gpkg", {key: SHAPES[key] for key in "AB"})
    found = compare(
        reference, [other], options=LayerOptions(), parameters=Parameters(), extras=BOTH
    ).findings
    assert "inlet" not in set(found["kind"])


@pytest.mark.parametrize("ending", ["json", "csv", "xlsx", "geojson", "gpkg", "html"])
def test_every_kind_of_file_can_hold_them(ending: str, three: Path, tmp_path: Path) -> None:
    path = tmp_path / f"temuan.{ending}"
    write_report(checked(three), path, language="en")
    if ending == "gpkg":
        points = gpd.read_file(path, layer="titik")
        assert points.geom_type.tolist() == ["Point", "Point"]
        assert gpd.read_file(path, layer="temuan")["kind"].tolist() == ["inlet"]
    elif ending == "geojson":
        shapes = [each["geometry"]["type"] for each in json.loads(path.read_text())["features"]]
        assert shapes == ["Polygon", "Point", "Point"]
        assert len(read_allow_list(path)[0]) == 3
    elif ending == "json":
        document = json.loads(path.read_text())
        assert document["summary"]["unmatched"] == {"count": 2, "cases": 2, "area_m2": 0.0}
        assert document["parameters"]["inlet_width_m"] == 5
        assert document["parameters"]["unmatched"] is True
    elif ending == "html":
        assert "Unmatched vertex" in path.read_text(encoding="utf-8")
    else:
        assert path.stat().st_size > 0


def test_points_are_allowed_as_other_findings_are(three: Path, tmp_path: Path) -> None:
    listed = tmp_path / "boleh.geojson"
    write_report(checked(three), listed)
    found = checked(three, Extras(allow=listed, wanted=BOTH.wanted))
    assert found.findings.empty
    assert found.allowed.entries["state"].tolist() == ["allowed"] * 3
    write_report(found, tmp_path / "x.gpkg")
    assert gpd.read_file(tmp_path / "x.gpkg", layer="dibolehkan")["kind"].tolist() == ["inlet"]
