"""Layers of lines become areas, named by labels or by the lines themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from boundaries.errors import InputError
from boundaries.io.read import RawLayer, read_layer
from tests.io.layer_files import shapefile, write, zipped


@pytest.fixture
def lines() -> gpd.GeoDataFrame:
    """Three open lines around the two villages, in metres (100 m each), with KUGI names.

    +-- 0 --+-- 1 --+
    |  A    2    B  |
    +-------+-------+
    """
    east, north = 500_000, 300_000
    places = [
        [(100, 0), (0, 0), (0, 100), (100, 100)],
        [(100, 0), (200, 0), (200, 100), (100, 100)],
        [(100, 0), (100, 100)],
    ]
    moved = [shapely.LineString([(east + x, north + y) for x, y in line]) for line in places]
    names = ["DESA A - DESA LUAR", "DESA B - DESA JAUH", "DESA A - DESA B"]
    return gpd.GeoDataFrame({"NAMOBJ": names}, geometry=moved, crs=32647)


@pytest.fixture
def labels() -> gpd.GeoDataFrame:
    """A label in each village, with a code."""
    points = shapely.points([[500_150, 300_050], [500_050, 300_050]])
    table = {"kode": ["12.09.08.2002", "12.09.08.2001"], "nama": ["Bangun", "Asri"]}
    return gpd.GeoDataFrame(table, geometry=points, crs=32647)


def codes(raw: RawLayer) -> list[str]:
    return [notice.code for notice in raw.notices]


def areas(raw: RawLayer) -> list[float]:
    return [float(area) for area in shapely.area(raw.frame.geometry.to_numpy())]


@pytest.mark.parametrize("name", ["batas.shp", "batas.gpkg", "batas.parquet", "batas.fgb"])
def test_lines_alone_take_the_names_of_their_sides(
    lines: gpd.GeoDataFrame, tmp_path: Path, name: str
) -> None:
    raw = read_layer(write(lines, tmp_path / name))
    assert raw.frame["nama"].tolist() == ["DESA A", "DESA B"]
    assert areas(raw) == [10_000, 10_000]
    assert codes(raw) == ["lines-enclosed"]
    assert "the 2 areas that they enclose" in str(raw.notices[0].message)


def test_labels_in_another_layer_of_the_file(
    lines: gpd.GeoDataFrame, labels: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    lines.to_file(tmp_path / "batas.gpkg", layer="garis")
    labels.to_file(tmp_path / "batas.gpkg", layer="nama")
    raw = read_layer(tmp_path / "batas.gpkg")
    assert raw.layer == "garis"
    assert raw.frame["kode"].tolist() == ["12.09.08.2001", "12.09.08.2002"]
    assert raw.frame["nama"].tolist() == ["DESA A", "DESA B"]
    assert codes(raw) == ["layer-chosen", "lines-enclosed"]


@pytest.mark.parametrize("packed", [True, False])
def test_labels_in_another_shapefile_of_the_folder_or_zip(
    lines: gpd.GeoDataFrame, labels: gpd.GeoDataFrame, tmp_path: Path, packed: bool
) -> None:
    bare = lines[["geometry"]]
    folder = tmp_path / "peta"
    folder.mkdir()
    members: dict[str, bytes | str] = {}
    for name, frame in (("LN", bare), ("PT", labels)):
        parts = shapefile(frame, folder / f"{name}.shp")
        members |= {f"batas/{name}{ending}": part for ending, part in parts.items()}
    raw = read_layer(zipped(tmp_path / "peta.zip", members) if packed else folder)
    assert raw.layer == "LN"
    assert raw.frame["nama"].tolist() == ["Asri", "Bangun"]
    assert codes(raw) == ["layer-chosen", "lines-enclosed"]


def test_labels_in_another_coordinate_system_are_not_taken(
    lines: gpd.GeoDataFrame, labels: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    lines[["geometry"]].to_file(tmp_path / "batas.gpkg", layer="garis")
    labels.to_crs(4326).to_file(tmp_path / "batas.gpkg", layer="nama")
    assert read_layer(tmp_path / "batas.gpkg").frame.columns.tolist() == ["geometry"]


def test_lines_and_labels_in_one_layer(
    lines: gpd.GeoDataFrame, labels: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    both = pd.concat([lines[["geometry"]], labels.iloc[:1]], ignore_index=True)
    raw = read_layer(write(both, tmp_path / "batas.geojson"), crs="EPSG:32647")
    assert raw.frame["nama"].isna().tolist() == [True, False]
    assert codes(raw)[:2] == ["lines-enclosed", "area-unnamed"]


def test_every_village_as_its_own_closed_line_may_overlap(
    two: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    """The second outline is moved 0.002 degree to the west, over the first."""
    moved = two.assign(geometry=[two.geometry.iloc[0], shapely.box(99.008, 3, 99.018, 3.01)])
    path = write(moved.assign(geometry=moved.boundary), tmp_path / "desa.kml")
    raw = read_layer(path)
    assert raw.frame["Name"].tolist()[0] == "Satu"
    assert areas(raw) == pytest.approx([1e-4, 1e-4])
    first, second = raw.frame.geometry
    assert first.intersection(second).area == pytest.approx(2e-5)
    assert raw.notices == ()


def test_lines_that_enclose_nothing(lines: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = write(lines.iloc[[0]], tmp_path / "batas.gpkg")
    with pytest.raises(InputError, match=r"the 1 lines of .* enclose no area; 2 ends") as caught:
        read_layer(path)
    assert caught.value.code == "lines-open"
    assert "snap their ends" in str(caught.value.hint)


def test_lines_without_crs(lines: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = write(lines, tmp_path / "batas.shp")
    path.with_suffix(".prj").unlink()
    with pytest.raises(InputError, match="does not say its coordinate system"):
        read_layer(path)


def test_open_ends_are_listed_up_to_a_number(lines: gpd.GeoDataFrame, tmp_path: Path) -> None:
    """Sixty short strokes that hang on the line between the villages."""
    strokes = [
        shapely.LineString([(500_100, 300_000 + 1.5 * n), (500_110, 300_000 + 1.5 * n)])
        for n in range(1, 61)
    ]
    more = gpd.GeoDataFrame({"NAMOBJ": [""] * 60}, geometry=strokes, crs=32647)
    both = pd.concat([lines, more], ignore_index=True)
    raw = read_layer(write(both, tmp_path / "batas.gpkg"))
    assert areas(raw) == [10_000, 10_000]
    told = [str(notice.message) for notice in raw.notices if notice.code == "line-open-end"]
    assert len(told) == 51
    assert told[0] == "a line ends at 500110.0, 300001.5, 1.5 m before another"
    assert told[-1] == "10 more ends of lines meet no other line"
    (unused,) = (notice for notice in raw.notices if notice.code == "line-unused")
    assert "60 lines enclose no area and were left out: rows 3, 4, 5" in str(unused.message)


def test_ends_at_one_place_of_a_line_are_told_once(lines: gpd.GeoDataFrame, tmp_path: Path) -> None:
    """A stroke in degrees that returns to 3 cm from its start: both ends read alike."""
    there = [(99.0002, 2.7141), (99.0004, 2.7141), (99.0004, 2.7143), (99.0002, 2.7141003)]
    more = gpd.GeoDataFrame({"NAMOBJ": [""]}, geometry=[shapely.LineString(there)], crs=4326)
    both = pd.concat([lines.to_crs(4326), more], ignore_index=True)
    raw = read_layer(write(both, tmp_path / "batas.gpkg"))
    told = [str(notice.message) for notice in raw.notices if notice.code == "line-open-end"]
    assert len(told) == 1
    assert "99.0002, 2.7141" in told[0]


def test_real_lines_of_the_map_of_indonesia(real: Callable[[str], Path]) -> None:
    """The lines say the villages on both sides; the areas of the same map confirm the names."""
    layer = read_layer(real("banyuwangi/ADMINISTRASI_LN_25K.zip"))
    drawn = layer.frame
    areas_of_map = read_layer(real("banyuwangi/ADMINISTRASIDESA_AR_25K.zip")).frame
    points = shapely.point_on_surface(drawn.geometry.to_numpy())
    tree = shapely.STRtree(shapely.force_2d(areas_of_map.geometry.to_numpy()))
    area, village = tree.query(points, predicate="within")
    names = drawn["nama"].str.replace("^(DESA|KELURAHAN) ", "", regex=True)
    known = areas_of_map["NAMOBJ"].str.upper()
    same = [
        names.iloc[a].replace(" ", "") == known.iloc[v].replace(" ", "")
        for a, v in zip(area, village, strict=True)
        if names.iloc[a]
    ]
    told = [(notice.feature, str(notice.message)) for notice in layer.notices]
    assert len({(str(place), text) for place, text in told}) == len(told)
    assert len(drawn) >= 135
    assert sum(same) >= 130
    assert sum(same) >= 0.99 * len(same)
