"""Words of map sheets."""

from __future__ import annotations

import pytest

from boundaries.domain.records import from_record, to_record
from boundaries.domain.units import UNITS
from boundaries.reports.map_sheet_words import (
    NO_SETTINGS,
    SheetSettings,
    Signer,
    kabupaten_name,
    province_name,
)


@pytest.mark.parametrize(
    ("code", "name", "told"),
    [
        ("12.09.20", "Asahan", "Kabupaten Asahan"),
        ("12.09.20", "Kab. Asahan", "Kabupaten Asahan"),
        ("12.09.20", "Kabupaten Asahan", "Kabupaten Asahan"),
        ("12.74.01", "Tanjungbalai", "Kota Tanjungbalai"),
        ("12.74.01", "Kota Tanjungbalai", "Kota Tanjungbalai"),
        ("", "Asahan", "Kabupaten Asahan"),
        ("12.09.20", "", ""),
    ],
)
def test_a_kabupaten_is_written_in_full(code: str, name: str, told: str) -> None:
    assert kabupaten_name(code, name) == told


def test_provinces() -> None:
    assert province_name("33.27.01.2001") == "Provinsi Jawa Tengah"
    assert province_name("") == province_name("99.01") == ""


def test_settings_round_trip() -> None:
    settings = SheetSettings(publisher="Tim", signers=(Signer(name="Siti", nip="1" * 18),))
    assert from_record(SheetSettings, to_record(settings)) == settings


def test_three_signers_always() -> None:
    own = SheetSettings(signers=(Signer(act="Digambar oleh"), *[Signer(name="X")] * 4))
    assert [each.act for each in own.approvals(str)] == [
        "Digambar oleh", "Checked by", "Approved by",
    ]  # fmt: skip
    assert [each.name for each in own.approvals(str)] == ["", "X", "X"]


@pytest.mark.parametrize("kind", UNITS)
def test_a_title_of_the_office_comes_first(kind: str) -> None:
    assert SheetSettings(**{f"title_{kind}": "JUDUL"}).title(kind, str) == "JUDUL"
    assert "MAP" in NO_SETTINGS.title(kind, str)
