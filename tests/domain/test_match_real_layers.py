"""Real layers matched with the indicative boundaries of their kabupaten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from boundaries.domain.match import match_villages
from tests.domain.match_layers import UTM, records

FOREST = "Kawasan Hut"
OTHER_SPELLINGS = {
    "Aek Loba Afdeling I": "Aek Loba Afd I",
    "Sungai Alim Ulu": "Sei Alim Ulu",
    "Pulau Pale": "Pulau Pule",
    "Dadi Mulyo": "Dadimulyo",
    "Siumbut - Umbut": "Siumbut Umbut",
    "Si Umbut Baru": "Siumbut Baru",
    "Perkebunan Tunggul 45": "Tunggul 45",
    "Ofa/Padang Mahondang": "Ofa Padang Mahondang",
    "Sukadamai": "Suka Damai",
    "Sukadamai Barat": "Suka Damai Barat",
    "Sei Jawi Jawi": "Sei Jawi-Jawi",
    "Perkebunan Sukaraja": "Perkebunan Suka Raja",
    "Sungai Lama": "Sei Lama",
    "Pematang Sungai Baru": "Pematang Sei Baru",
    "Sungai Apung": "Sei Apung",
    "Aek Teluk Kiri": "Air Teluk Kiri",
    "Butrea/Piasa Ulu": "Piasa Ulu",
}
REPEATED = {
    ("Bangun Sari", "Setia Janji"): "12.09.27.2005",
    ("Bangun Sari", "Silau Laut"): "12.09.28.2005",
    ("Lestari", "Buntu Pane"): "12.09.16.2003",
    ("Lestari", "Kisaran Timur"): "12.09.20.1007",
    ("Mekar Sari", "Pulau Rakyat"): "12.09.14.2012",
    ("Mekar Sari", "Buntu Pane"): "12.09.16.2017",
    ("Sidomulyo", "Tinggi Raja"): "12.09.26.2005",
    ("Sidomulyo", "Pulo Bandring"): "12.09.30.2008",
    ("Suka Makmur", "Bandar Pasir Mandoge"): "12.09.17.2005",
    ("Suka Makmur", "Pulo Bandring"): "12.09.30.2006",
    ("Teladan", "Kisaran Timur"): "12.09.20.1001",
    ("Teladan", "Tinggi Raja"): "12.09.26.2006",
}


def from_file(path: Path, crs: str, source: str, **columns: str) -> gpd.GeoDataFrame:
    """A real layer with the columns of `villages`; `columns` names its fields."""
    frame = gpd.read_file(path).to_crs(crs)
    empty = pd.Series("", index=frame.index)
    code, name, kecamatan, kabupaten = (
        frame[columns[field]].fillna("").astype(str) if field in columns else empty
        for field in ("code", "name", "kecamatan", "kabupaten")
    )
    shapes = shapely.make_valid(shapely.force_2d(frame.geometry.to_numpy()))
    layer = records(source, list(code), list(name), list(kecamatan), shapes, list(kabupaten))
    return layer.set_crs(crs, allow_override=True)


def test_all_villages_of_asahan_have_one_right_counterpart(real: Callable[[str], Path]) -> None:
    big = from_file(real("asahan/big.geojson"), UTM, "big", code="kode", name="nama")
    bps = from_file(
        real("asahan/bps2020.geojson"), UTM, "bps", name="village", kecamatan="district"
    )
    bps = bps[~bps["name"].str.startswith(FOREST)]
    found = match_villages(big, bps)
    assert len(found) == 204
    assert sorted(found["code"]) == sorted(big["code"])
    assert found["ambiguous"].sum() == 2
    names = big.set_index("code")["name"].loc[found["code"].to_list()].to_list()
    differing = {
        (mine, theirs)
        for mine, theirs in zip(found["name"], names, strict=True)
        if mine.casefold() != theirs.casefold()
    }
    assert differing == set(OTHER_SPELLINGS.items())
    places = zip(found["name"], found["kecamatan"], found["code"], strict=True)
    repeated = {(name, where): code for name, where, code in places if (name, where) in REPEATED}
    assert repeated == REPEATED
    misplaced = found[found["name"].isin(["Pulau Tanjung", "Rawang Pasar VI"])]
    assert list(misplaced["code"]) == ["12.09.31.2005", "12.09.29.2007"]
    assert set(misplaced["method"]) == {"name+kecamatan"}
    kecamatan = found["code"].str[:8].groupby(found["kecamatan"]).nunique()
    assert (kecamatan == 1).all()


def test_forest_polygons_match_no_village(real: Callable[[str], Path]) -> None:
    big = from_file(real("asahan/big.geojson"), UTM, "big", code="kode", name="nama")
    bps = from_file(
        real("asahan/bps2020.geojson"), UTM, "bps", name="village", kecamatan="district"
    )
    found = match_villages(big, bps)
    assert set(found.loc[found["code"] == "", "name"].str[:11]) == {FOREST}
    assert (found["code"] != "").sum() == 204


def test_only_the_twelve_villages_of_a_partial_reference_are_matched(
    real: Callable[[str], Path],
) -> None:
    big = from_file(
        real("jepara/big10k_full_density.geojson"),
        "EPSG:32749", "big", code="KDEPUM", name="NAMOBJ", kecamatan="WADMKC",
    )  # fmt: skip
    bps = from_file(
        real("jepara/bps2020.geojson"), "EPSG:32749", "bps", name="village", kecamatan="district"
    )
    found = match_villages(big, bps)
    matched = found[found["code"] != ""]
    assert sorted(matched["code"]) == sorted(big["code"])
    names = big.set_index("code")["name"].loc[matched["code"].to_list()]
    assert list(matched["name"]) == list(names)


def test_thirteen_local_villages_are_found_in_the_kabupaten(real: Callable[[str], Path]) -> None:
    big = from_file(
        real("karangsalam/big_banyumas.geojson"), "EPSG:32749", "big", code="kode", name="nama"
    )
    local = from_file(
        real("karangsalam/local_batas_desa.zip"),
        "EPSG:32749", "local", name="Desa", kecamatan="Kecamatan",
    )  # fmt: skip
    found = match_villages(big, local)
    codes = dict(zip(found["name"], found["code"], strict=True))
    assert codes["Karang Salam"] == "33.02.23.2001"
    assert codes["Dawuhan Kulon"] == "33.02.23.2008"
    assert codes["Dawuhan Wetan"] == "33.02.23.2007"
    assert found["code"].nunique() == 13
    assert set(found["code"].str[:8]) == {"33.02.23"}


def test_records_of_one_village_and_clipped_neighbours(real: Callable[[str], Path]) -> None:
    big = from_file(real("banyuwangi/big.geojson"), "EPSG:32750", "big", code="kode", name="nama")
    rbi = from_file(
        real("banyuwangi/ADMINISTRASIDESA_AR_25K.zip"),
        "EPSG:32750", "rbi", name="NAMOBJ", kecamatan="WADMKC", kabupaten="WADMKK",
    )  # fmt: skip
    found = match_villages(big, rbi)
    matched = found["code"] != ""
    inside = rbi["kabupaten"] == "BANYUWANGI"
    assert (matched == inside).all()
    assert matched.sum() == 220
    assert found.loc[matched, "code"].nunique() == 198
    assert set(found.loc[found["name"] == "SUMBERAGUNG", "code"]) == {"35.10.01.2004"}
