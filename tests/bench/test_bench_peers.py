from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from shapely import box, union_all

from tests.bench.answers import Answer
from tests.bench.contest import Score, agreement, contest
from tests.bench.layers import AbsentError, Layer, get_layer
from tests.bench.tools import PEERS

SCALE = 0.9996**2
"""Areal scale at the central meridian."""


@pytest.fixture(scope="module")
def layer(tmp_path_factory: pytest.TempPathFactory) -> Layer:
    """Four villages 200 m wide; A and B overlap (x) in 4 x 20 m and gape (o) in 10 x 20 m.

    +--------C--------+ 240
    |                 |
    +----A--+o+---B---+ 140
    |       +-+       | 120
    |         x       |
    +--------D--------+ 100
    |       | ||      |
    0      90 100,104 200
    """
    folder = tmp_path_factory.mktemp("bench")
    a = union_all([box(0, 100, 104, 120), box(0, 120, 90, 140)])
    shapes = [a, box(100, 100, 200, 140), box(0, 140, 200, 240), box(0, 0, 200, 100)]
    outlines = gpd.GeoSeries(shapes, crs="EPSG:32647").translate(500_000, 300_000)
    codes = [f"12.09.01.200{k}" for k in range(1, 5)]
    file = folder / "four.gpkg"
    gpd.GeoDataFrame({"KDEPUM": codes}, geometry=outlines).to_file(file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.bench.layers.CACHE", folder)
        return get_layer(str(file), "")


@pytest.fixture(scope="module")
def scores(layer: Layer) -> dict[str, Score]:
    return contest(layer, PEERS, runs=1, timeout_s=120)


def answer(scores: dict[str, Score], name: str) -> Answer:
    """What a tool found; skips the test where the tool is absent."""
    if scores[name].fault.startswith("absent"):
        pytest.skip(f"{name} is {scores[name].fault}")
    assert scores[name].fault == ""
    found = scores[name].answer
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["tapal", "geopandas", "sedonadb"])
def test_tools_that_find_overlaps_agree(layer: Layer, scores: dict[str, Score], name: str) -> None:
    found = answer(scores, name)
    assert found.pairs is not None
    assert found.pairs.count == 1
    assert found.pairs.area_m2 == pytest.approx(80 / SCALE, rel=1e-5)
    words = agreement(scores["tapal"].answer, found, layer.villages)
    assert words.split("; ")[0] == "pairs same"


@pytest.mark.parametrize("name", ["tapal", "geopandas"])
def test_tools_that_find_gaps_agree(scores: dict[str, Score], name: str) -> None:
    found = answer(scores, name)
    assert found.gaps is not None
    assert found.gaps.count == 1
    assert found.gaps.area_m2 == pytest.approx(200 / SCALE, rel=1e-5)


@pytest.mark.parametrize("name", ["coverage_clean", "mapshaper"])
def test_tools_that_repair_keep_the_villages(scores: dict[str, Score], name: str) -> None:
    assert answer(scores, name).villages == 4


def test_absent_peer_names_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tests.bench.tools.MAPSHAPER", tmp_path)
    mapshaper = next(peer for peer in PEERS if peer.name == "mapshaper")
    with pytest.raises(AbsentError, match=r"absent: .*'make bench'"):
        mapshaper.release()


def test_layer_that_is_not_there_names_the_remedy() -> None:
    with pytest.raises(AbsentError, match=r"absent: put the layer at nowhere\.gpkg"):
        get_layer("nowhere.gpkg", "")


def test_peers_get_plane_outlines_with_the_row_of_each(layer: Layer) -> None:
    rows = gpd.read_parquet(layer.rows)
    assert rows["row"].tolist() == [0, 1, 2, 3]
    assert not rows.has_z.any()
    assert gpd.read_file(layer.shapefile)["row"].tolist() == [0, 1, 2, 3]
    assert layer.villages == 4
