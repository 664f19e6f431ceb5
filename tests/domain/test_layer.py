"""The village table: what a record is, what is set aside, what is reported."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from boundaries.domain.layer import (
    MOST_NOTICES,
    SET_ASIDE_COLUMNS,
    VILLAGE_COLUMNS,
    Fields,
    VillageTable,
    edition,
    identical_outlines,
    recognise_fields,
    village_table,
)

HOSTILE = "<img src=x onerror=alert(1)>"


def layer(**columns: list[object]) -> gpd.GeoDataFrame:
    """Unit squares side by side with these attributes."""
    count = len(next(iter(columns.values())))
    outlines = [shapely.MultiPolygon([shapely.box(x, 0, x + 1, 1)]) for x in range(count)]
    return gpd.GeoDataFrame(columns, geometry=outlines, crs=32647)


def table(frame: gpd.GeoDataFrame) -> VillageTable:
    return village_table(frame, recognise_fields(frame), source="big", role="reference")


def codes_of(result: VillageTable) -> list[str]:
    return [notice.code for notice in result.notices]


def test_columns_and_values_of_a_kugi_layer() -> None:
    frame = layer(
        KDEPUM=["12.09.20.1001\0\0", 1209082002.0],
        NAMOBJ=["Teladan ", HOSTILE],
        WADMKC=["Kota Kisaran Timur", None],
        WADMKK=["Asahan", "Asahan"],
        KDCPUM=[None, "12.09.08"],
        TIPADM=[2.0, 1.0],
    )
    result = table(frame)
    villages = result.villages
    assert tuple(villages.columns) == VILLAGE_COLUMNS
    assert villages.crs.to_epsg() == 32647
    assert villages.drop(columns="geometry").to_dict("records") == [
        {
            "source": "big", "role": "reference", "row": 0, "key": "12.09.20.1001",
            "code": "12.09.20.1001", "name": "Teladan", "kecamatan": "Kota Kisaran Timur",
            "kecamatan_code": "12.09.20", "kabupaten": "Asahan", "type": "kelurahan",
        },
        {
            "source": "big", "role": "reference", "row": 1, "key": "12.09.08.2002",
            "code": "12.09.08.2002", "name": HOSTILE, "kecamatan": "",
            "kecamatan_code": "12.09.08", "kabupaten": "Asahan", "type": "desa",
        },
    ]  # fmt: skip
    assert tuple(result.set_aside.columns) == SET_ASIDE_COLUMNS
    assert result.set_aside.empty
    assert result.notices == ()


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ({"nama": "Teladan"}, ""),
        ({"nama": "Kelurahan Teladan"}, "kelurahan"),
        ({"nama": "Desa Teladan"}, "desa"),
        ({"nama": "Desapura"}, ""),
        ({"nama": "Desa Teladan", "jenis": "KELURAHAN"}, "kelurahan"),
        ({"nama": "Teladan", "kode": "12.09.20.1001"}, "kelurahan"),
        ({"nama": "Teladan", "kode": "12.09.20.1001", "TIPADM": 1}, "desa"),
        ({"nama": "Teladan", "kode": "12.09.20.1001", "TIPADM": 0}, "kelurahan"),
    ],
)
def test_type(columns: dict[str, object], kind: str) -> None:
    villages = table(layer(**{name: [value] for name, value in columns.items()})).villages
    assert villages["type"].tolist() == [kind]
    assert villages["name"].tolist() == [columns["nama"]]


@pytest.mark.parametrize(
    "name",
    ["Hutan", "HUTAN LINDUNG", "Kawasan Hutan", "Kawasan Hutam Lindung", "Danau", "Waduk Sempor",
     "Laut", "Area Tidak Terdefinisi", "Taman Nasional Baluran"],
)  # fmt: skip
def test_names_of_no_village_are_set_aside(name: str) -> None:
    result = table(layer(nama=["Teladan", name]))
    assert result.villages["name"].tolist() == ["Teladan"]
    assert result.set_aside[["source", "row", "name"]].values.tolist() == [["big", 1, name]]
    assert result.set_aside["reason"].iloc[0].endswith("no village")


@pytest.mark.parametrize(
    "name", ["Danau Sijabut", "Laut Dendang", "Hutanopan", "Hutan Ayu", "Rawa Laut"]
)
def test_villages_named_after_forest_or_water_stay(name: str) -> None:
    assert len(table(layer(nama=["Teladan", name])).villages) == 2
    assert len(table(layer(nama=["Teladan", name], kode=["12.09.08.2001"] * 2)).villages) == 2


def test_a_valid_code_makes_a_village_of_any_name() -> None:
    result = table(layer(nama=["Danau"], kode=["12.09.08.2001"]))
    assert result.villages["name"].tolist() == ["Danau"]


def test_water_without_code_in_a_layer_with_codes_is_set_aside() -> None:
    result = table(layer(nama=["Satu", "Danau Toba"], KDEPUM=["12.09.08.2001", "12.--.--.----"]))
    assert result.set_aside["name"].tolist() == ["Danau Toba"]
    assert result.notices == ()


def test_bps_codes_of_no_village() -> None:
    frame = layer(
        village=["Danau Sijabut", "Lahan", "Danai Toba", "Batas"],
        village_code=["id1208070007", "id1202010999", "id1288888888", "id1202010777"],
    )
    result = table(frame)
    assert result.villages["name"].tolist() == ["Danau Sijabut"]
    assert result.villages["code"].tolist() == [""]
    assert result.set_aside["row"].tolist() == [1, 2, 3]
    assert all("by its BPS code" in reason for reason in result.set_aside["reason"])


def test_wrong_codes_are_told_with_row_and_remedy() -> None:
    frame = layer(KDEPUM=["12.09.08.2001", "12.09.08", None], NAMOBJ=["Satu", "Dua", "Tiga"])
    result = table(frame)
    assert result.villages["code"].tolist() == ["12.09.08.2001", "", ""]
    assert result.villages["key"].tolist() == ["12.09.08.2001", "Dua", "Tiga"]
    assert [(n.code, str(n.message), str(n.feature)) for n in result.notices] == [
        ("code-wrong", "code 12.09.08 is not of the form 12.09.20.1001", "big row 2, Dua"),
        ("code-missing", "the record has no code", "big row 3, Tiga"),
    ]
    assert "correct the code" in str(result.notices[0].hint)


def test_the_code_of_another_kecamatan_is_told() -> None:
    frame = layer(KDEPUM=["12.09.08.2001"], NAMOBJ=["Satu"], KDCPUM=["12.09.09"])
    result = table(frame)
    assert result.villages["kecamatan_code"].tolist() == ["12.09.08"]
    assert str(result.notices[0].message) == "code 12.09.08.2001 is not of kecamatan 12.09.09"


def test_many_notices_of_a_kind_are_counted() -> None:
    count = MOST_NOTICES + 5
    result = table(layer(KDEPUM=["?"] * count, NAMOBJ=[f"Desa {n}" for n in range(count)]))
    assert len(result.notices) == MOST_NOTICES + 1
    assert str(result.notices[-1].message) == "5 more records have the same fault"


def test_missing_names() -> None:
    assert codes_of(table(layer(nama=["Satu", None]))) == ["name-missing"]
    result = table(layer(luas=[1.0, 2.0]))
    assert codes_of(result) == ["name-field-missing"]
    assert result.villages["key"].tolist() == ["big#0", "big#1"]


def test_rows_count_in_file_order_whatever_is_missing() -> None:
    frame = layer(nama=["Satu", "Hutan", "Tiga", "Empat"]).drop(index=0)
    result = table(frame)
    assert result.villages["row"].tolist() == [2, 3]
    assert result.villages.index.tolist() == [0, 1]
    assert result.set_aside["row"].tolist() == [1]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["TASWIL1000020221227_DATA_BATAS_DESAKELURAHAN"] * 2, "2022-12-27"),
        (["TASWIL1000020230928_X", "TASWIL1000020221227_X"], "2022-12-27, 2023-09-28"),
        (["TASWIL1000020260612DESAKEL_AR"], "2026-06-12"),
        (["survei 2016", None], "survei 2016"),
        ([None], ""),
    ],
)
def test_edition(values: list[str | None], expected: str) -> None:
    frame = pd.DataFrame({"METADATA": values})
    assert edition(frame, Fields(edition="METADATA")) == expected
    assert edition(frame, Fields()) == ""


def test_identical_outlines_under_two_codes() -> None:
    frame = layer(kode=["12.09.08.2001", "12.09.08.2002", "12.09.08.2003"], nama=["A", "B", "C"])
    villages = table(frame).villages
    reversed_square = shapely.MultiPolygon([shapely.box(0, 0, 1, 1, ccw=False)])
    villages.loc[2, "geometry"] = reversed_square
    (notice,) = identical_outlines(villages)
    assert str(notice.message) == "12.09.08.2001 and 12.09.08.2003 have the same outline"
    assert str(notice.feature) == "big row 3, C"
    same_key = villages.assign(key="12.09.08.2001")
    assert identical_outlines(same_key) == ()


def test_bps_codes_in_the_field_of_codes_are_no_codes_of_kemendagri() -> None:
    frame = layer(lain=["id1209081002", "id1209081999"], nama=["Bunut", "Rimba"])
    result = village_table(frame, recognise_fields(frame, code="lain"), source="bps", role="local")
    assert list(result.villages["code"]) == [""]
    assert codes_of(result) == ["code-bps"]
    assert list(result.set_aside["name"]) == ["Rimba"]


def test_a_code_of_another_kecamatan_than_its_neighbours_is_told_with_its_row() -> None:
    codes = [f"12.09.20.200{n}" for n in range(1, 6)] + ["12.09.21.2001"]
    result = table(layer(kode=codes, nama=list("ABCDEF"), kecamatan=["Kisaran"] * 6))
    (notice,) = result.notices
    assert notice.code == "code-stray"
    assert str(notice.feature) == "big row 6, F"
