"""The layers that other programs show of a workspace."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from shapely import box
from sqlalchemy import text

from boundaries.domain.deed import Facts
from boundaries.domain.roles import Action
from boundaries.store.database import Store
from boundaries.store.models import AgreedVillage, CartometricPoint
from boundaries.store.repository import Repository
from boundaries.workflows.detect_workspace import detect
from boundaries.workflows.paper_lines import paper_line, points_along
from boundaries.workflows.settle import act_on
from boundaries.workflows.snapshot import restore, snapshot
from boundaries.workflows.workspace_layers import keep_agreed
from tests.cli_layers import layer
from tests.workspace_fixture import BIG, A, B, C, D, agree, doer, segment_of, take
from tests.workspace_template import copied_workspace

STYLED = {
    "village", "segment", "finding", "agreed_village", "tk", "junction", "candidate", "proposal",
    "village_big", "village_a", "village_c",
}  # fmt: skip
VALIDATOR = Path("/usr/lib/python3/dist-packages/osgeo_utils/samples/validate_gpkg.py")


def coverage(store: Store) -> gpd.GeoDataFrame:
    with Repository(store) as repository:
        return gpd.GeoDataFrame(repository.frame(AgreedVillage).set_index("key").sort_index())


def points(store: Store) -> pd.DataFrame:
    with Repository(store) as repository:
        frame = repository.frame(CartometricPoint)
    return pd.DataFrame(frame.sort_values(["name", "id"], ignore_index=True))


def styled(store: Store) -> dict[str, str]:
    """The default styles by layer."""
    with store.engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT f_table_name, styleQML FROM layer_styles "
                "WHERE useAsDefault AND f_table_schema = :schema"
            ),
            {"schema": store.schema or ""},
        ).all()
    return {layer: str(qml) for layer, qml in rows}


def made_anew(store: Store) -> None:
    with Repository(store) as repository:
        keep_agreed(repository)
        repository.record(doer().entry("try", ("workspace", "")))


def hectares(store: Store) -> dict[str, float]:
    table = coverage(store)
    return {key: round(shape.area / 1e4, 6) for key, shape in table.geometry.items()}


def survey_with_bends(store: Store, folder: Path) -> None:
    """A's new survey takes 6 ha of B's 100: to x = 1100 from y = 200 to y = 800."""
    take(store, layer(folder / "a.gpkg", {A: BIG[A].union(box(1000, 200, 1100, 800))}))
    detect(store, doer())


@pytest.fixture(scope="module", params=["geopackage", "postgis"])
def agreed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """The workspace of `tests.workspace_fixture`, a line of A agreed on; only to be read."""
    folder = tmp_path_factory.mktemp("layers")
    address = ""
    if request.param == "postgis":
        address = f"{request.getfixturevalue('postgis_server')}&schema=layers"
    with copied_workspace(folder, address=address) as store:
        survey_with_bends(store, folder)
        agree(store, A, B, "a")
        yield store


def test_an_agreement_moves_land(agreed: Store) -> None:
    """C's and D's land nobody disputes."""
    assert hectares(agreed) == {A: 106, B: 94, C: 200, D: 100}
    table = coverage(agreed)
    assert table.loc[A, ["code", "name"]].tolist() == [A, "Desa 1"]
    assert table["area_m2"].to_numpy() == pytest.approx(table.area.to_numpy(), rel=2e-3)


def test_every_layer_has_a_style(agreed: Store) -> None:
    styles = styled(agreed)
    assert set(styles) == STYLED
    assert 'value="SEPAKAT"' in styles["segment"]
    assert 'value="a"' in styles["village_a"]


def test_land_in_dispute_is_nobodys_until_a_decision(file_workspace: Store) -> None:
    """The second decision finds no layer, as in a workspace of an older format."""
    assert hectares(file_workspace) == {"": 10, A: 100, B: 90, C: 200, D: 100}
    assert coverage(file_workspace).loc["", "name"] == ""
    assert points(file_workspace).empty
    agree(file_workspace, B, D, "reference")
    assert hectares(file_workspace)[""] == 10
    with Repository(file_workspace) as repository:
        repository.remove(AgreedVillage)
        repository.record(doer().entry("try", ("workspace", "")))
    agree(file_workspace, A, B, "reference")
    assert hectares(file_workspace) == {A: 100, B: 100, C: 200, D: 100}


def test_layers_follow_decisions_as_if_made_anew(detected: Store, tmp_path: Path) -> None:
    assert hectares(detected)[""] == 10
    survey_with_bends(detected, tmp_path)
    base = land_of(detected)
    assert hectares(detected)[""] == 6
    agree(detected, A, B, "a")
    assert_points_along(detected, A, B)
    agree(detected, B, D, "reference")
    agree(detected, B, C, "reference")
    land, along = land_of(detected), points(detected)
    assert shapely.coverage_is_valid(list(land.values()))
    assert along["id"].is_unique
    with Repository(detected) as repository:
        keep_agreed(repository)
        repository.record(doer().entry("try", ("workspace", "")))
    assert_same_land(land_of(detected), land)
    pd.testing.assert_frame_equal(points(detected), along)
    facts = Facts(documents=("7",), reason="new evidence")
    act_on(detected, segment_of(detected, A, B).id, Action.REOPEN, doer(), facts)
    assert_same_land(land_of(detected), base)
    there = {segment_of(detected, B, other).id for other in (C, D)}
    assert set(points(detected)["segment_id"].dropna()) <= there
    assert set(points(detected)["kind"]) == {"simpul"}


def land_of(store: Store) -> dict[str, shapely.Geometry]:
    return dict(coverage(store).geometry.items())


def assert_same_land(
    ours: dict[str, shapely.Geometry], theirs: dict[str, shapely.Geometry]
) -> None:
    assert ours.keys() == theirs.keys()
    assert all(shapely.equals(ours[key], theirs[key]) for key in theirs)


def assert_points_along(store: Store, one: str, other: str) -> None:
    """The layer has the points that papers name along the one segment that is settled."""
    table, segment = points(store), segment_of(store, one, other)
    with Repository(store) as repository:
        along = points_along(repository, [paper_line(repository, segment)]).points
    assert sorted(zip(table["id"], table["name"], strict=True)) == sorted(
        zip(along["id"], along["name"], strict=True)
    )
    junctions = table[table["kind"] == "simpul"]
    assert set(junctions["id"]) == {segment.start_junction, segment.end_junction}
    assert junctions[["segment_id", "place"]].isna().all(axis=None)
    ordinary = table[table["kind"] == "ordinary"]
    assert set(ordinary["segment_id"]) == {segment.id}
    assert sorted(ordinary["place"]) == list(range(1, len(ordinary) + 1))
    assert ordinary["villages"].map(tuple).unique().tolist() == [(one, other)]


def test_copies_have_all_layers_and_styles(agreed: Store, tmp_path: Path, postgis_url: str) -> None:
    target = tmp_path / "copy.gpkg"
    snapshot(agreed, target)
    layers = dict(pyogrio.list_layers(target))
    assert layers.keys() >= STYLED
    assert layers["village_a"] == "MultiPolygon"
    assert len(pyogrio.read_dataframe(target, layer="village_big")) == 4
    styles = pyogrio.read_dataframe(target, layer="layer_styles")
    assert set(styles["f_table_name"]) == STYLED
    back, _ = restore(target, f"{postgis_url}_back", doer())
    with back:
        assert set(styled(back)) == STYLED
        assert hectares(back) == hectares(agreed)
        with back.engine.connect() as connection:
            query = "SELECT * FROM village_big"
            assert len(gpd.read_postgis(query, connection, geom_col="geometry")) == 4


def test_ogrinfo_opens_every_layer_without_a_warning(agreed: Store) -> None:
    """With GDAL as the system has it, which reads PostGIS too; pyogrio's own does not."""
    if shutil.which("ogrinfo") is None:
        pytest.skip("ogrinfo is not on this machine")
    name = str(agreed.path)
    if agreed.path is None:
        host = str(agreed.engine.url.query["host"])
        name = f"PG:dbname=tests host={host} user=tapal schemas={agreed.schema}"
    done = subprocess.run(
        ["ogrinfo", "-ro", "-al", "-so", name], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert "Warning" not in done.stdout
    shown = {
        line.partition(": ")[2] for line in done.stdout.splitlines() if line.startswith("Layer n")
    }
    assert shown >= STYLED


def test_gdal_finds_the_file_valid(agreed: Store, tmp_path: Path) -> None:
    """By the check that GDAL brings along, where the system has it."""
    if not VALIDATOR.exists():
        pytest.skip("the validator of GDAL is not on this machine")
    target = tmp_path / "copy.gpkg"
    snapshot(agreed, target)
    done = subprocess.run(
        ["/usr/bin/python3", str(VALIDATOR), "--extra", "--warning-as-error", "-k",
         str(target)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
