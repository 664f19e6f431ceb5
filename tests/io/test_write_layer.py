from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from pyogrio.errors import DataSourceError

from boundaries.errors import InputError, ParameterError
from boundaries.io.read import read_layer
from boundaries.io.write_layer import write_layer

ORIGIN = {"source": "https://example.org/0", "edition": "TASWIL1000020260612DESAKEL_AR"}
ENDINGS = (".gpkg", ".geojson", ".parquet")


@pytest.fixture
def frame() -> gpd.GeoDataFrame:
    """Two villages of one and two parts, and one without outline."""
    return gpd.GeoDataFrame(
        {
            "OBJECTID": pd.Series([3, 5, 9], dtype="Int64"),
            "fid": ["a", "a", None],
            "geom": ["x", "y", "z"],
            "TIPADM": pd.Series([1, None, 2], dtype="Int64"),
            "LUASWH": [0.5, None, 1 / 3],
            "KOSONG": pd.Series([None, None, None], dtype="str"),
        },
        geometry=[
            shapely.box(99.5, 2.9, 99.51, 2.912345678),
            shapely.union(shapely.box(100, 2, 101, 3), shapely.box(102, 2, 103, 3)),
            None,
        ],
        crs="EPSG:4326",
    )


@pytest.mark.parametrize("ending", ENDINGS)
def test_everything_is_read_back(frame: gpd.GeoDataFrame, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"big{ending}"
    write_layer(frame, path, layer="BATAS_DESAKEL_AR", origin=ORIGIN)
    read = read_layer(path)
    assert read.notices == ()
    assert read.crs.is_geographic
    back = read.frame
    assert [column for column in back.columns if column != "geometry"] == list(frame.columns[:-1])
    for column in frame.columns[:-1]:
        before, after = frame[column], back[column]
        assert before.isna().tolist() == after.isna().tolist()
        assert before.dropna().tolist() == after.dropna().tolist()
    assert back.geometry.isna().tolist() == [False, False, True]
    gaps = shapely.hausdorff_distance(back.geometry[:2].to_numpy(), frame.geometry[:2].to_numpy())
    assert (gaps < 1e-9).all()


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_frame_gives_the_same_bytes(
    frame: gpd.GeoDataFrame, tmp_path: Path, ending: str
) -> None:
    paths = [tmp_path / f"{name}{ending}" for name in "ab"]
    for path in paths:
        write_layer(frame, path, layer="desa", origin=ORIGIN)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_the_file_says_where_it_is_from(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    for ending in ENDINGS:
        write_layer(frame, tmp_path / f"big{ending}", layer="desa", origin=ORIGIN)
    info = pyogrio.read_info(tmp_path / "big.gpkg", layer="desa")
    assert info["layer_metadata"] == ORIGIN
    text = json.loads((tmp_path / "big.geojson").read_text(encoding="utf-8"))["description"]
    assert text == f"source: {ORIGIN['source']}; edition: {ORIGIN['edition']}"
    assert gpd.read_parquet(tmp_path / "big.parquet").attrs == {"layer": "desa", **ORIGIN}
    assert frame.attrs == {}


def test_another_ending_is_refused(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"big\.shp: no layer is written with this ending"):
        write_layer(frame, tmp_path / "big.shp", layer="desa", origin=ORIGIN)


def test_a_failure_leaves_the_old_file(
    frame: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "big.gpkg"
    path.write_text("old", encoding="utf-8")

    def fail(_: gpd.GeoDataFrame, draft: Path, **__: object) -> None:
        draft.write_text("half", encoding="utf-8")
        raise DataSourceError("disk full")

    monkeypatch.setattr("boundaries.io.write_layer.pyogrio.write_dataframe", fail)
    with pytest.raises(InputError, match=r"big\.gpkg: cannot be written \(disk full\)"):
        write_layer(frame, path, layer="desa", origin=ORIGIN)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]
