"""From files to villages in the working CRS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pyproj
import pytest
import shapely

from boundaries.domain.layer import SET_ASIDE_COLUMNS, VILLAGE_COLUMNS
from boundaries.errors import InputError, ParameterError
from boundaries.messages import message
from boundaries.workflows.load import LayerOptions, Loaded, load, source_labels

UTM_47N = pyproj.CRS.from_epsg(32647)
REPAIR_COLUMNS = ("source", "row", "name", "reason", "area_before_m2", "area_after_m2")
X, Y = 568_000.0, 329_000.0  # Kisaran


def square(column: int, row: int = 0) -> shapely.Polygon:
    """A square of 100 m, `column` steps east and `row` steps north of Kisaran."""
    west, south = X + 100 * column, Y + 100 * row
    return shapely.box(west, south, west + 100, south + 100)


def write(path: Path, outlines: list[object], **columns: list[object]) -> Path:
    columns = columns or {"nama": [f"Desa {n}" for n in range(len(outlines))]}
    gpd.GeoDataFrame(columns, geometry=outlines, crs=UTM_47N).to_parquet(path)
    return path


@pytest.mark.parametrize(("scale", "told"), [(5000, True), (10_000, False), (None, False)])
def test_a_map_coarser_than_the_scale_is_told(
    tmp_path: Path, scale: int | None, told: bool
) -> None:
    path = write(tmp_path / "big.parquet", [square(0)], KDEPUM=["12.09.08.2001"], NAMOBJ=["Satu"])
    found = load([path], options=LayerOptions(), role="layer", scale=scale).notices
    words = [(str(notice.message), str(notice.hint)) for notice in found]
    text = "the layer is recognised as 1:10000 (KUGI 10K), coarser than --scale 5000"
    assert words == ([(text, "consider --scale 10000")] if told else [])


def one(path: Path, role: str = "layer", **options: str) -> Loaded:
    return load([path], options=LayerOptions(**options), role=role)


def test_one_file(tmp_path: Path) -> None:
    path = write(
        tmp_path / "big.parquet",
        [square(0), square(1), square(2)],
        KDEPUM=["12.09.08.2001", "12.09.08.2002", None],
        NAMOBJ=["Satu", "Dua", "Kawasan Hutan"],
        METADATA=["TASWIL1000020230928_X"] * 3,
    )
    loaded = one(path, role="reference")
    (record,) = loaded.inputs
    assert (record.path, record.source, record.role) == (str(path), "big", "reference")
    assert (record.crs, record.working_crs, record.edition) == (
        "EPSG:32647", "EPSG:32647", "2023-09-28",
    )  # fmt: skip
    assert (record.features, record.repaired, record.skipped) == (3, 0, 1)
    assert len(record.sha256) == 64
    assert tuple(loaded.villages.columns) == VILLAGE_COLUMNS
    assert loaded.villages.crs == loaded.working == UTM_47N
    assert loaded.villages["key"].tolist() == ["12.09.08.2001", "12.09.08.2002"]
    assert loaded.villages.geometry.geom_type.unique().tolist() == ["MultiPolygon"]
    assert loaded.villages.area.tolist() == [10_000, 10_000]
    assert tuple(loaded.set_aside.columns) == SET_ASIDE_COLUMNS
    assert loaded.set_aside["name"].tolist() == ["Kawasan Hutan"]
    assert tuple(loaded.repairs.columns) == REPAIR_COLUMNS
    assert loaded.repairs.empty
    assert loaded.notices == ()


def test_degrees_become_metres_of_the_zone(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"nama": ["Satu"]}, geometry=[square(0)], crs=UTM_47N).to_crs(4326)
    frame.to_file(tmp_path / "desa.geojson")
    loaded = one(tmp_path / "desa.geojson")
    assert loaded.working == UTM_47N
    assert loaded.villages.area.iloc[0] == pytest.approx(10_000, rel=1e-5)
    assert loaded.inputs[0].crs == "EPSG:4326"


def test_a_given_working_crs_is_used(tmp_path: Path) -> None:
    path = write(tmp_path / "desa.parquet", [square(0)])
    tm3 = pyproj.CRS.from_epsg(23832)
    loaded = load([path], options=LayerOptions(), role="local", working=tm3)
    assert loaded.villages.crs == loaded.working == tm3
    assert loaded.villages.area.iloc[0] == pytest.approx(10_000, rel=2e-3)
    with pytest.raises(InputError, match="cannot be measured in WGS 84"):
        load([path], options=LayerOptions(), role="local", working=pyproj.CRS.from_epsg(4326))


def test_repairs_are_listed_with_their_areas(tmp_path: Path) -> None:
    eight = shapely.Polygon([(X, Y), (X + 200, Y + 200), (X + 200, Y), (X, Y + 200)])
    path = write(tmp_path / "desa.parquet", [square(5), eight], nama=["Satu", "Delapan"])
    loaded = one(path)
    (repair,) = loaded.repairs.to_dict("records")
    assert (repair["source"], repair["row"], repair["name"]) == ("desa", 1, "Delapan")
    assert repair["reason"] == message("the outline crosses itself")
    assert repair["area_before_m2"] == pytest.approx(0, abs=1e-6)
    assert repair["area_after_m2"] == pytest.approx(20_000, rel=2e-3)  # two triangles, ellipsoidal
    assert loaded.inputs[0].repaired == 1
    assert len(loaded.villages) == 2


def test_bad_features_do_not_stop_the_good_ones(tmp_path: Path) -> None:
    outlines = [square(0), None, shapely.Point(X, Y), square(0).boundary, shapely.Polygon()]
    path = write(tmp_path / "desa.parquet", outlines, nama=["Satu", "Dua", "Tiga", "Empat", "Lima"])
    loaded = one(path)
    assert loaded.villages["name"].tolist() == ["Satu"]
    assert loaded.inputs[0].skipped == 4
    assert [(str(notice.message), str(notice.feature)) for notice in loaded.notices] == [
        ("no outline that can be read", "desa row 2, Dua"),
        ("POINT is no polygon", "desa row 3, Tiga"),
        ("LINESTRING is no polygon", "desa row 4, Empat"),
        ("the outline is empty", "desa row 5, Lima"),
    ]
    assert all(str(notice.hint) for notice in loaded.notices)


def test_no_usable_outline_at_all(tmp_path: Path) -> None:
    line = shapely.Polygon([(X, Y), (X + 1, Y), (X + 2, Y)])
    with pytest.raises(InputError, match=r"desa\.parquet holds no usable outline") as caught:
        one(write(tmp_path / "desa.parquet", [line]))
    assert "tapal inspect" in str(caught.value.hint)


def test_forest_alone_is_no_layer_of_villages(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="forest, water or undefined areas only"):
        one(write(tmp_path / "desa.parquet", [square(0)], nama=["Hutan Lindung"]))


@pytest.mark.parametrize(
    ("epsg", "bounds", "text", "remedy"),
    [
        (32647, (99.0, 3.0, 99.1, 3.1), "but holds degrees", "--crs EPSG:4326"),
        (4326, (X, Y, X + 100, Y + 100), "but holds metres", "--crs EPSG:32647"),
        (4326, (3.0, 99.0, 3.1, 99.1), "x and y exchanged", "--swap-axes"),
    ],
)
def test_a_wrong_crs_is_an_error_with_remedy(
    tmp_path: Path, epsg: int, bounds: tuple[float, ...], text: str, remedy: str
) -> None:
    path = tmp_path / "desa.parquet"
    frame = gpd.GeoDataFrame({"nama": ["Satu"]}, geometry=[shapely.box(*bounds)], crs=epsg)
    frame.to_parquet(path)
    with pytest.raises(InputError, match=rf"desa\.parquet .*{text}") as caught:
        one(path)
    assert remedy in str(caught.value.hint)


def test_the_remedy_works(tmp_path: Path) -> None:
    path = tmp_path / "desa.parquet"
    degrees = shapely.box(99.0, 3.0, 99.001, 3.001)
    gpd.GeoDataFrame({"nama": ["Satu"]}, geometry=[degrees], crs=32647).to_parquet(path)
    loaded = one(path, crs="EPSG:4326")
    assert loaded.working == UTM_47N
    assert [notice.code for notice in loaded.notices] == ["crs-replaced"]


def test_a_layer_of_another_country_is_a_notice(tmp_path: Path) -> None:
    path = tmp_path / "gemeente.parquet"
    frame = gpd.GeoDataFrame({"naam": ["Urk"]}, geometry=[shapely.box(5, 52, 5.1, 52.1)], crs=4326)
    frame.to_parquet(path)
    loaded = one(path, name="naam")
    assert loaded.working.to_epsg() == 32631
    assert [str(n.message) for n in loaded.notices] == ["gemeente.parquet lies outside Indonesia"]


def test_single_outlines_that_lie_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "desa.parquet"
    outlines = [
        shapely.box(99.0, 3.0, 99.1, 3.1), shapely.box(99.1, 3.0, 99.2, 3.1),
        shapely.box(99.2, 3.0, 99.3, 3.1), shapely.box(80.0, 3.0, 80.1, 3.1), square(0),
    ]  # fmt: skip
    names = ["A", "B", "C", "D", "E"]
    gpd.GeoDataFrame({"nama": names}, geometry=outlines, crs=4326).to_parquet(path)
    loaded = one(path)
    assert loaded.working == UTM_47N
    found = [(str(notice.message), str(notice.feature)) for notice in loaded.notices]
    assert ("the outline lies outside Indonesia", "desa row 4, D") in found
    assert ("the coordinates are no degrees", "desa row 5, E") in found
    assert loaded.villages["name"].tolist() == ["A", "B", "C", "D"]


def test_several_files_are_one_source_of_claims(tmp_path: Path) -> None:
    first = write(tmp_path / "a.parquet", [square(0)], nama=["Sidomulyo"], kecamatan=["Kisaran"])
    second = write(tmp_path / "b.parquet", [square(1)], nama=["Sidomulyo"], kecamatan=["Meranti"])
    loaded = load([first, second], options=LayerOptions(), role="local")
    villages = loaded.villages
    assert [record.source for record in loaded.inputs] == ["a", "b"]
    assert villages["source"].tolist() == ["a", "b"]
    assert villages["row"].tolist() == [0, 0]
    assert villages["role"].unique().tolist() == ["local"]
    assert villages["key"].tolist() == ["Sidomulyo (Kisaran)", "Sidomulyo (Meranti)"]
    assert villages.index.tolist() == [0, 1]


def test_several_files_in_degrees_share_the_zone_of_their_extent(tmp_path: Path) -> None:
    paths = []
    for name, west in (("a", 101.7), ("b", 102.1)):  # zones 47 and 48; the centre is in 47
        frame = gpd.GeoDataFrame({"nama": [name]}, geometry=[shapely.box(west, 1, west + 0.1, 1.1)],
                                 crs=4326)  # fmt: skip
        frame.to_parquet(tmp_path / f"{name}.parquet")
        paths.append(tmp_path / f"{name}.parquet")
    assert load(paths, options=LayerOptions(), role="local").working == UTM_47N


def test_source_labels() -> None:
    paths = [Path("kisaran/desa.shp"), Path("meranti/desa.zip"), Path("big.gpkg")]
    assert source_labels(paths) == ["kisaran/desa", "meranti/desa", "big"]
    assert source_labels([Path("x/desa.shp"), Path("x/desa.zip")]) == ["x/desa", "x/desa (2)"]


def test_identical_outlines_are_told(tmp_path: Path) -> None:
    loaded = one(write(tmp_path / "desa.parquet", [square(0), square(0)]))
    assert [str(n.message) for n in loaded.notices] == ["Desa 0 and Desa 1 have the same outline"]


def test_options_that_name_no_field(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"no field KODE \(--code\)") as caught:
        one(write(tmp_path / "desa.parquet", [square(0)]), code="KODE")
    assert str(caught.value.hint) == "the fields are: nama"


def test_input_files_are_not_modified(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"nama": ["Satu"]}, geometry=[square(0)], crs=UTM_47N)
    frame.to_file(tmp_path / "desa.shp")
    frame.to_file(tmp_path / "desa.gpkg")
    before = {item.name: item.read_bytes() for item in tmp_path.iterdir()}
    one(tmp_path / "desa.shp")
    one(tmp_path / "desa.gpkg")
    assert {item.name: item.read_bytes() for item in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("name", "villages", "distinct", "aside", "working"),
    [
        ("asahan/big.geojson", 204, 204, 0, 32647),
        ("asahan/bps2020.geojson", 204, 204, 4, 32647),
        ("banyuwangi/ADMINISTRASIDESA_AR_25K.zip", 231, 209, 0, 32750),
        ("banyuwangi/big.geojson", 217, 217, 0, 32750),
        ("bojonegoro/local_2016.kml", 18, 18, 0, 32749),
        ("jepara/big10k_full_density.geojson", 12, 12, 0, 32749),
        ("jepara/bps2020.geojson", 196, 196, 0, 32749),
        ("karangsalam/local_batas_desa.zip", 13, 13, 0, 32749),
        ("sumut/big.parquet", 6110, 6110, 0, 32647),
        ("sumut/bps2020.parquet", 6114, 6114, 8, 32647),
    ],
)
def test_real_layers(
    real: Callable[[str], Path], name: str, villages: int, distinct: int, aside: int, working: int
) -> None:
    loaded = one(real(name))
    assert len(loaded.villages) == villages
    assert loaded.villages["key"].nunique() == distinct
    assert len(loaded.set_aside) == aside
    assert loaded.working.to_epsg() == working
    assert shapely.is_valid(loaded.villages.geometry.to_numpy()).all()
    assert not shapely.has_z(loaded.villages.geometry.to_numpy()).any()
    assert {notice.code for notice in loaded.notices} <= {"village-in-parts"}
