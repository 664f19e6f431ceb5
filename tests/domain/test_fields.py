"""Which columns are taken for what."""

from __future__ import annotations

import pandas as pd
import pytest

from boundaries.domain.fields import Fields, recognise_fields
from boundaries.errors import ParameterError


def frame(**columns: object) -> pd.DataFrame:
    """A table of two rows; a single value fills both."""
    return pd.DataFrame(columns, index=[0, 1])


@pytest.mark.parametrize(
    ("columns", "fields"),
    [
        (
            {"KDEPUM": "12.09.20.1001", "NAMOBJ": "Teladan", "WADMKC": "Kota", "WADMKK": "Asahan",
             "KDCPUM": "12.09.20", "TIPADM": 2.0, "METADATA": "TASWIL"},
            Fields("KDEPUM", "NAMOBJ", "WADMKC", "KDCPUM", "WADMKK", "TIPADM", "", "METADATA",
                   "KUGI 10K"),
        ),
        (
            {"KDEPUM": None, "NAMOBJ": "TELADAN", "WADMKC": "KOTA", "LCODE": "BA0020"},
            Fields(name="NAMOBJ", kecamatan="WADMKC", schema="RBI 25K"),
        ),
        (
            {"village_code": "id1208021004", "village": "Aek", "district": "Aek", "regency": "A"},
            Fields(name="village", kecamatan="district", kabupaten="regency",
                   bps_code="village_code", schema="BPS"),
        ),
        (
            {"ADM4_EN": "Aek", "ADM4_PCODE": "ID1208021004", "ADM3_EN": "Aek", "ADM2_EN": "A"},
            Fields(name="ADM4_EN", kecamatan="ADM3_EN", kabupaten="ADM2_EN",
                   bps_code="ADM4_PCODE", schema="BPS"),
        ),
        (
            {"NAMA_DESA": "Wosi", "Distrik": "Manokwari Barat", "kdkec": "92.02.12"},
            Fields(name="NAMA_DESA", kecamatan="Distrik", kecamatan_code="kdkec"),
        ),
        (
            {"kode": "12.09.08.2002", "nama": "Meranti"},
            Fields(code="kode", name="nama", schema="kode/nama"),
        ),
        (
            {"kode": ["1208021004", "1208070007"], "nama": "Meranti"},  # BPS under another name
            Fields(name="nama", bps_code="kode", schema="kode/nama"),
        ),
        (
            {"Kode Desa": 1209082002, "Desa/Kelurahan": "Meranti", "Kecamatan": "M"},
            Fields(code="Kode Desa", name="Desa/Kelurahan", kecamatan="Kecamatan"),
        ),
        ({"Name": "Desa Jetak", "nama_desa": "Jetak", "id_desa": ["1", "2"]},
         Fields(name="nama_desa")),
        ({"nm_desa": None, "Name": "Jetak"}, Fields(name="Name")),
        ({"DESA_2016": "Jetak", "luas": 3.5}, Fields(name="DESA_2016")),
        ({"luas": 3.5}, Fields()),
        ({"KDEPUM": "rusak", "NAMOBJ": "Teladan"},
         Fields(code="KDEPUM", name="NAMOBJ", schema="KUGI 10K")),
        ({"kode": "12.09.08.20", "nama": "Teladan"},
         Fields(code="kode", name="nama", schema="kode/nama")),
    ],
)  # fmt: skip
def test_recognise_fields(columns: dict[str, object], fields: Fields) -> None:
    assert recognise_fields(frame(**columns)) == fields


def test_a_mostly_empty_field_gives_way_to_a_full_one() -> None:
    table = pd.DataFrame({"desa": ["Satu", None, None], "nama": ["Satu", "Dua", "Tiga"]})
    assert recognise_fields(table).name == "nama"


def test_options_overrule_the_search_in_either_case() -> None:
    table = frame(nama="Satu", Catatan="Dua", kode="12.09.08.2002", LAIN="x")
    fields = recognise_fields(table, name="catatan", code="LAIN")
    assert (fields.name, fields.code) == ("Catatan", "LAIN")


@pytest.mark.parametrize(("option", "flag"), [("code", "--code"), ("name", "--name")])
def test_an_option_that_names_no_column(option: str, flag: str) -> None:
    with pytest.raises(ParameterError, match=rf"no field NAMA_DESA \({flag}\)") as caught:
        recognise_fields(frame(nama="Satu", kode="1"), **{option: "NAMA_DESA"})
    assert str(caught.value.hint) == "the fields are: nama, kode"


def test_a_mapping_counts_before_the_search_and_after_the_options() -> None:
    frame = pd.DataFrame(
        {"KDEPUM": ["12.09.20.1001"], "NAMOBJ": ["Teladan"], "lain": ["Lain"], "kec": ["Kota"]}
    )
    mapped = {"name": "lain", "code": "", "kabupaten": "KEC"}
    fields = recognise_fields(frame, mapped=mapped)
    assert (fields.name, fields.code, fields.kabupaten) == ("lain", "", "kec")
    assert fields.kecamatan == "kec"
    assert recognise_fields(frame, name="NAMOBJ", mapped=mapped).name == "NAMOBJ"


def test_a_mapped_field_that_does_not_exist_is_named() -> None:
    with pytest.raises(ParameterError, match=r"no field Desa \(--mapping, name\)"):
        recognise_fields(pd.DataFrame({"nama": ["x"]}), mapped={"name": "Desa"})
