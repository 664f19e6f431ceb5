"""The sample against its own truth, with plain intersections and holes: no part of `boundaries`.

Widths are judged by a negative buffer: a polygon wider than w somewhere outlives a buffer of -w/2.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fiona
import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely

SCRIPT = Path(__file__).resolve().parent.parent.parent / "data" / "make_sample.py"
SEEDS = (1, 2, 3, 4, 5)
LAYER = "ADMINISTRASI_AR_DESAKEL"
CRUMB_M2 = 1e-3
TO_METRES = pyproj.Transformer.from_crs(4326, 32647, always_xy=True)
GEOD = pyproj.Geod(ellps="WGS84")


@dataclass(frozen=True)
class Built:
    """A sample as its files tell: outlines in degrees, index = code."""

    folder: Path
    truth: dict[str, Any]
    big: gpd.GeoSeries
    local: gpd.GeoSeries

    def planted(self, kind: str, layer: str) -> list[dict[str, Any]]:
        return [p for p in self.truth["planted"] if (p["kind"], p["layer"]) == (kind, layer)]

    def wide(self, parts: Iterable[shapely.Geometry]) -> list[shapely.Geometry]:
        """The parts that no noise of two surveys explains."""
        found = [part for part in parts if part.geom_type == "Polygon"]
        shrunk = shapely.buffer(in_metres(found), -self.truth["noise_bound_m"])
        return [part for part, rest in zip(found, shrunk, strict=True) if not rest.is_empty]


def build(folder: Path, seed: int) -> None:
    command = [sys.executable, "-W", "error", str(SCRIPT), "--out", str(folder)]
    subprocess.run([*command, "--seed", str(seed)], check=True)


@pytest.fixture(scope="module", params=SEEDS)
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("sample")
    build(folder, request.param)
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    big = gpd.read_file(folder / "big.gpkg", layer=LAYER).set_index("KDEPUM").geometry
    surveys = {s["code"]: read_survey(folder / s["file"]) for s in truth["surveys"]}
    return Built(folder, truth, big, gpd.GeoSeries(surveys, crs=4326))


def read_survey(path: Path) -> shapely.Geometry:
    """The outline in degrees; the shapefile in UTM comes back to the decimals of the others."""
    shape = gpd.read_file(path).to_crs(4326).geometry.item()
    return shapely.transform(shape, lambda x: x.round(8))


def in_metres(geometries: Any) -> Any:
    return shapely.transform(geometries, lambda x: np.column_stack(TO_METRES.transform(*x.T)))


def area_m2(geometry: shapely.Geometry) -> float:
    return abs(float(GEOD.geometry_area_perimeter(shapely.orient_polygons(geometry))[0]))


def intersections(shapes: gpd.GeoSeries) -> dict[tuple[str, str], list[shapely.Geometry]]:
    """The parts that two outlines share, per pair of codes in the order of the index."""
    values = shapes.to_numpy()
    pairs = shapely.STRtree(values).query(values, predicate="intersects").T
    return {
        (shapes.index[i], shapes.index[j]): [
            part
            for part in shapely.get_parts(shapely.intersection(values[i], values[j]))
            if part.geom_type == "Polygon" and area_m2(part) > CRUMB_M2
        ]
        for i, j in pairs[pairs[:, 0] < pairs[:, 1]].tolist()
    }


def holes(shapes: gpd.GeoSeries) -> list[shapely.Geometry]:
    union = shapely.get_parts(shapely.union_all(shapes.to_numpy()))
    rings = [shapely.Polygon(ring) for part in union for ring in part.interiors]
    return [ring for ring in rings if area_m2(ring) > CRUMB_M2]


def assert_same_areas(found: list[shapely.Geometry], entries: list[dict[str, Any]]) -> None:
    """One polygon per entry: its point inside, its area to a millionth."""
    assert len(found) == len(entries)
    for entry in entries:
        around = [part for part in found if part.contains(shapely.Point(entry["point"]))]
        assert len(around) == 1, entry
        assert area_m2(around[0]) == pytest.approx(entry["area_m2"], rel=1e-6)


def codes(entry: dict[str, Any]) -> tuple[str, ...]:
    return tuple(party["code"] for party in entry["parties"])


def test_overlaps_of_big_are_the_planted_ones(sample: Built) -> None:
    found = {pair: parts for pair, parts in intersections(sample.big).items() if parts}
    planted = sample.planted("overlap", "reference")
    assert sorted(found) == sorted(codes(entry) for entry in planted)
    assert_same_areas([part for parts in found.values() for part in parts], planted)


def test_holes_of_big_are_the_planted_gaps_and_the_enclave(sample: Built) -> None:
    found = holes(sample.big)
    planted = sample.planted("gap", "reference")
    assert_same_areas(found, [*planted, sample.truth["enclave"]])
    for entry in [*planted, sample.truth["enclave"]]:
        (hole,) = [part for part in found if part.contains(shapely.Point(entry["point"]))]
        shared = shapely.length(shapely.intersection(sample.big.to_numpy(), hole))
        assert tuple(sorted(sample.big.index[shared > 0])) == codes(entry)


def test_big_without_the_planted_defects_is_a_valid_coverage(sample: Built) -> None:
    mended = sample.big.copy()
    for pair, parts in intersections(sample.big).items():
        for part in parts:
            (entry,) = [p for p in sample.truth["planted"] if part.contains(point(p))]
            (taker,) = set(pair) - {entry["owner"]}
            mended[taker] = mended[taker].difference(part)
    for hole in holes(sample.big):
        for entry in sample.planted("gap", "reference"):
            if hole.contains(point(entry)):
                mended[entry["owner"]] = mended[entry["owner"]].union(hole)
    assert not shapely.coverage_is_valid(sample.big.to_numpy())
    assert shapely.coverage_is_valid(mended.to_numpy())
    assert len(holes(mended)) == 1


def point(entry: dict[str, Any]) -> shapely.Point:
    return shapely.Point(entry["point"])


def test_wide_overlaps_of_surveys_are_the_planted_ones(sample: Built) -> None:
    found = {pair: sample.wide(parts) for pair, parts in intersections(sample.local).items()}
    planted = sample.planted("overlap", "local")
    assert sorted(p for p in found if found[p]) == sorted(codes(entry) for entry in planted)
    assert_same_areas([part for parts in found.values() for part in parts], planted)


def test_wide_holes_of_surveys_are_the_planted_gaps_and_the_enclave(sample: Built) -> None:
    found = sample.wide(holes(sample.local))
    enclave = [hole for hole in found if hole.contains(point(sample.truth["enclave"]))]
    gaps = [hole for hole in found if hole not in enclave]
    assert_same_areas(gaps, sample.planted("gap", "local"))
    assert area_m2(enclave[0]) == pytest.approx(sample.truth["enclave"]["area_m2"], rel=1e-2)


def test_surveys_leave_big_widely_only_where_planted(sample: Built) -> None:
    """Land that a village has in one layer only, wider than noise, follows from `claims`."""
    for code in sample.local.index:
        for gains, loses in (("local", "reference"), ("reference", "local")):
            layers = {"local": sample.local[code], "reference": sample.big[code]}
            found = sample.wide(shapely.get_parts(layers[gains].difference(layers[loses])))
            planted = [
                entry
                for entry in sample.truth["planted"]
                if code in entry["claims"][gains] and code not in entry["claims"][loses]
            ]
            assert_same_areas(found, planted)


def test_surveys_disagree_everywhere_but_within_the_bound(sample: Built) -> None:
    bound = sample.truth["noise_bound_m"]
    planted = shapely.MultiPoint([entry["point"] for entry in sample.truth["planted"]])
    checked = 0
    for code in sample.local.index:
        true, measured = in_metres(sample.big[code]), in_metres(sample.local[code])
        vertices = shapely.points(shapely.get_coordinates(measured))
        far = shapely.distance(true.boundary, vertices)
        near_planted = shapely.distance(vertices, in_metres(planted)) < 2_500
        checked += (~near_planted).sum()
        assert far[~near_planted].max(initial=0) < bound + 0.002
        assert np.median(far) > 0.02
    assert checked > 100


def test_figures_of_the_truth(sample: Built) -> None:
    truth = sample.truth
    assert [len(sample.planted(*which)) for which in KINDS] == [4, 4, 2, 2, 5]
    for entry in truth["planted"]:
        assert entry["max_width_m"] > 1.5 * 2 * truth["noise_bound_m"]
        assert entry["mean_width_m"] <= 100 or entry["kind"] == "mismatch"
        assert entry["owner"] in codes(entry)
        assert len(codes(entry)) == 2
    mismatches = sample.planted("mismatch", "local")
    assert sum(entry["whole_segment"] for entry in mismatches) == 3
    assert min(entry["mean_width_m"] for entry in mismatches) > 15
    assert 3e6 < truth["enclave"]["area_m2"] < 4e6
    assert truth["enclave"]["mean_width_m"] > 100
    assert len(codes(truth["enclave"])) >= 2
    for village in truth["villages"]:
        assert village["area_m2"] == pytest.approx(area_m2(sample.big[village["code"]]), abs=1e-3)
        assert 3e6 < village["area_m2"] < 12e6


KINDS = (
    ("overlap", "reference"),
    ("gap", "reference"),
    ("overlap", "local"),
    ("gap", "local"),
    ("mismatch", "local"),
)


def test_the_inlet_lies_between_two_villages_and_opens_to_the_outside(sample: Built) -> None:
    inlet = sample.truth["inlet"]
    spot = point(inlet)
    union = shapely.union_all(sample.big.to_numpy())
    assert len(codes(inlet)) == 2
    assert not shapely.intersects(union, spot)
    assert not any(hole.contains(spot) for hole in holes(sample.big))
    assert shapely.distance(in_metres(union), in_metres(spot)) < 60


def test_the_river_is_the_border_of_many_villages(sample: Built) -> None:
    river = gpd.read_file(sample.folder / "sungai.geojson").geometry.item()
    shared = in_metres(shapely.intersection(sample.big.boundary.to_numpy(), river))
    lengths = shapely.length(shared)
    assert (lengths > 200).sum() >= 6
    assert lengths.sum() / 2 > 5_000
    assert river.is_simple


def test_villages_of_big(sample: Built) -> None:
    frame = gpd.read_file(sample.folder / "big.gpkg", layer=LAYER)
    truth = sample.truth
    assert len(frame) == 24
    assert frame.KDEPUM.str.fullmatch(r"12\.68\.0[12]\.[12]\d{3}").all()
    assert frame.KDEPUM.is_unique
    assert set(frame.WADMKC) == {"Contoh Hilir", "Contoh Hulu"}
    assert frame.KDEPUM[frame.TIPADM == 2].tolist() == truth["kelurahan"] == ["12.68.01.1001"]
    twins = frame[frame.NAMOBJ == "Mekar Sari"]
    assert sorted(twins.KDEPUM) == sorted(truth["same_name"])
    assert twins.WADMKC.nunique() == 2
    assert frame.NAMOBJ.value_counts().gt(1).sum() == 1
    assert frame.KDEPUM[frame.geometry.count_geometries() == 2].tolist() == truth["two_parts"]
    assert frame.geometry.is_valid.all()
    written = shapely.get_coordinates(frame.geometry)
    assert (written == written.round(truth["decimals"])).all()
    assert (written != written.round(truth["decimals"] - 1)).mean() > 0.8


def test_schema_of_big(sample: Built) -> None:
    with fiona.open(sample.folder / "big.gpkg", layer=LAYER) as layer:
        fields = layer.schema["properties"]
        first = next(iter(layer))
        assert layer.crs.to_epsg() == 4326
        assert layer.schema["geometry"] == "MultiPolygon"
    assert (fields["NAMOBJ"], fields["KDEPUM"], fields["UUPP"]) == ("str:250", "str:50", "str:150")
    assert (fields["TIPADM"], fields["LUASWH"]) == ("int32", "float")
    edition = first["properties"]["METADATA"]
    assert edition == "TASWIL1000020230928_DATA_BATAS_DESAKELURAHAN"
    assert first["properties"]["KDEBPS"] is None


def test_surveys_are_twenty_files_with_two_faults(sample: Built) -> None:
    surveys = sample.truth["surveys"]
    assert sorted(p.name for p in (sample.folder / "survei").iterdir()) == sorted(
        Path(survey["file"]).name for survey in surveys
    )
    assert len(surveys) == 20
    assert sample.local.is_valid.all()
    plain = {"kode_desa", "nama_desa", "kecamatan", "metode", "tanggal"}
    for survey in surveys:
        frame = gpd.read_file(sample.folder / survey["file"])
        names = {name.lower() for name in frame.columns} - {"geometry"}
        if survey["fault"] == "no code":
            assert names == plain - {"kode_desa"}
            assert (frame.nama_desa.item(), frame.kecamatan.item()) == ("Mekar Sari", "Contoh Hulu")
        elif survey["fault"] == "zipped shapefile in UTM":
            assert frame.crs.to_epsg() == 32647
            assert frame.KODE_DESA.item() == survey["code"]
        else:
            assert names == plain
            assert frame.kode_desa.item() == survey["code"]
    assert sorted(filter(None, (survey["fault"] for survey in surveys))) == [
        "no code",
        "zipped shapefile in UTM",
    ]


def test_the_same_seed_gives_the_same_files(sample: Built, tmp_path: Path) -> None:
    (tmp_path / "survei").mkdir()
    (tmp_path / "survei" / "12.68.01.2999_lama.geojson").write_text("from an earlier sample")
    build(tmp_path, sample.truth["seed"])
    files = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file())
    assert files == sorted(
        p.relative_to(sample.folder) for p in sample.folder.rglob("*") if p.is_file()
    )
    for file in files:
        if file.suffix != ".gpkg":
            assert (tmp_path / file).read_bytes() == (sample.folder / file).read_bytes(), file
    again = gpd.read_file(tmp_path / "big.gpkg", layer=LAYER)
    assert again.equals(gpd.read_file(sample.folder / "big.gpkg", layer=LAYER))
