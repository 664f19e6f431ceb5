"""Excluded areas and allowed findings in a check and a comparison."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import Polygon, box, difference
from shapely.affinity import translate

from boundaries.domain.analysis import Analysis
from boundaries.domain.parameters import Parameters
from boundaries.errors import InputError
from boundaries.workflows.check import check
from boundaries.workflows.compare import compare
from boundaries.workflows.extras import Extras
from boundaries.workflows.load import LayerOptions
from boundaries.workflows.report import write_report

ORIGIN = (568_000, 329_000)
POND = box(400, 400, 600, 600)
STRIP = box(996, 100, 1000, 900)
DAY = datetime.date(2026, 11, 21)
A, B = "12.09.20.2001", "12.09.20.2002"


def layer(path: Path, villages: dict[str, Polygon], *, crs: int = 32647) -> Path:
    columns = {"kode": list(villages), "nama": [f"Desa {key[-1:]}" for key in villages]}
    frame = gpd.GeoDataFrame(columns, geometry=list(villages.values()), crs=32647)
    frame["geometry"] = frame.geometry.translate(*ORIGIN)
    frame.to_crs(crs).to_file(path)
    return path


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A with a pond in it, and a gap of 4 m on its border with B.

    1000 +----------+---------+
         |   A     |[   B     |    [ ] the gap
         |  (pond) |[         |
       0 +----------+---------+
         0        1000      2000
    """
    land = difference(difference(box(0, 0, 1000, 1000), POND), STRIP)
    return layer(tmp_path / "dua.gpkg", {A: land, B: box(1000, 0, 2000, 1000)})


def test_a_lake_of_another_file_and_crs_explains_the_hole_and_the_gap_stays(
    two: Path, tmp_path: Path
) -> None:
    lake = layer(tmp_path / "danau.geojson", {"": POND}, crs=4326)
    plain = check([two], options=LayerOptions(), parameters=Parameters())
    assert sorted(plain.findings["kind"]) == ["gap", "hole"]
    found = check(
        [two], options=LayerOptions(), parameters=Parameters(), extras=Extras(exclude=(lake,))
    )
    assert sorted(found.findings["kind"]) == ["excluded", "gap"]
    excluded = found.findings.set_index("kind").loc["excluded"]
    assert excluded["excluded_by"] == ("danau",)
    assert excluded["villages"] == (A,)
    assert excluded["area_m2"] == pytest.approx(40_000, rel=1e-3)
    (record,) = found.exclusions
    assert (record.source, record.role, record.features) == ("danau", "excluded", 1)
    assert not found.notices


def test_holes_and_excluded_areas_of_both_sources_are_listed_once(
    two: Path, tmp_path: Path
) -> None:
    lake = layer(tmp_path / "danau.gpkg", {"": POND})
    for extras, kind in ((Extras(), "hole"), (Extras(exclude=(lake,)), "excluded")):
        found = compare(
            two, [two], options=LayerOptions(), parameters=Parameters(), extras=extras
        ).findings
        alone = found[found["kind"] == kind]
        assert len(alone) == 1
        assert len(alone["sources"].iloc[0]) == 2


def test_a_layer_elsewhere_is_told_of(two: Path, tmp_path: Path) -> None:
    far = layer(tmp_path / "hutan.gpkg", {"": box(9e4, 0, 9.1e4, 1000)})
    found = check(
        [two], options=LayerOptions(), parameters=Parameters(), extras=Extras(exclude=(far,))
    )
    assert [notice.code for notice in found.notices] == ["exclude-elsewhere"]
    assert sorted(found.findings["kind"]) == ["gap", "hole"]


def test_a_layer_that_cannot_be_read_ends_the_check(two: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.gpkg"):
        check(
            [two],
            options=LayerOptions(),
            parameters=Parameters(),
            extras=Extras(exclude=(tmp_path / "none.gpkg",)),
        )


def kinds_left(
    layer: Path, listed: Path, *, day: datetime.date = DAY
) -> tuple[list[str], Analysis]:
    extras = Extras(allow=listed, today=day)
    found = check([layer], options=LayerOptions(), parameters=Parameters(), extras=extras)
    return sorted(found.findings["kind"]), found


def test_an_exported_file_serves_as_list_until_a_day_and_an_area(two: Path, tmp_path: Path) -> None:
    """The gap of 4 m is allowed by the file, also 0.3 m wider, but not 2 m wider."""
    exported = tmp_path / "boleh.geojson"
    write_report(check([two], options=LayerOptions(), parameters=Parameters()), exported)
    document = json.loads(exported.read_text())
    gap = next(each for each in document["features"] if each["properties"]["kind"] == "gap")
    gap["properties"] |= {"because": "sungai", "by": "Camat", "until": "2027-01-01"}
    exported.write_text(json.dumps(document | {"features": [gap]}))

    left, found = kinds_left(two, exported)
    assert left == ["hole"]
    assert found.allowed.findings["id"].tolist() == [gap["id"]]
    assert found.allowed.findings["because"].tolist() == ["sungai"]
    assert found.notices == ()
    assert kinds_left(two, exported, day=datetime.date(2027, 1, 2))[0] == ["gap", "hole"]

    frame = gpd.read_file(two)
    for width, state in ((0.3, "allowed"), (2.0, "grown")):
        back = translate(box(1000, 100, 1000 + width, 900), *ORIGIN)
        shapes = [frame.geometry[0], frame.geometry[1].difference(back)]
        frame.set_geometry(shapes).to_file(tmp_path / "lagi.gpkg")
        left, found = kinds_left(tmp_path / "lagi.gpkg", exported)
        assert left == (["hole"] if state == "allowed" else ["gap", "hole"])
        assert found.allowed.entries["state"].tolist() == [state]


def test_a_list_that_no_longer_holds_is_told_of(two: Path, tmp_path: Path) -> None:
    listed = tmp_path / "boleh.csv"
    listed.write_text("id,alasan,oleh\nCL-TIDAKADA,sungai,Camat\n")
    left, found = kinds_left(two, listed)
    assert left == ["gap", "hole"]
    assert [notice.code for notice in found.notices] == ["allow-unused"]
    assert found.allowed.entries["state"].tolist() == ["unused"]


def test_a_comparison_takes_the_list_too(two: Path, tmp_path: Path) -> None:
    plain = compare(two, [two], options=LayerOptions(), parameters=Parameters())
    listed = tmp_path / "boleh.json"
    listed.write_text(json.dumps(plain.findings["id"].tolist()))
    found = compare(
        two, [two], options=LayerOptions(), parameters=Parameters(), extras=Extras(allow=listed)
    )
    assert found.findings.empty
    assert len(found.allowed.findings) == len(plain.findings) == 3
