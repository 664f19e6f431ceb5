"""Which name a kecamatan has where layers disagree, are silent, or are older than its code."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from boundaries.domain.kecamatan_names import names_by_code, unnamed_notice, with_kecamatan_names

COLUMNS = ["key", "role", "kecamatan", "kecamatan_code"]
ONE, TWO, THREE = "12.09.20", "12.09.21", "12.09.22"


def villages(*rows: tuple[str, str, str, str]) -> gpd.GeoDataFrame:
    """Records of villages: key, role, name and code of the kecamatan."""
    table = pd.DataFrame(list(rows), columns=COLUMNS)
    return gpd.GeoDataFrame(table, geometry=[Point(0, 0)] * len(rows), crs=4326)


def big(key: str, code: str, name: str = "") -> tuple[str, str, str, str]:
    return key, "reference", name, code


def local(key: str, name: str, code: str = "") -> tuple[str, str, str, str]:
    return key, "local", name, code


def test_surveys_name_what_the_reference_does_not() -> None:
    """They carry no codes of their own: the village tells the code."""
    table = villages(big("A", ONE), big("B", ONE), local("A", "Kisaran"), local("B", "Kisaran"))
    assert names_by_code(table) == {ONE: "Kisaran"}
    assert with_kecamatan_names(table)["kecamatan"].tolist() == ["Kisaran"] * 4


def test_the_word_of_the_reference_comes_first() -> None:
    table = villages(big("A", ONE, "Kota Kisaran"), big("B", ONE), local("A", "Kisaran"))
    assert names_by_code(table) == {ONE: "Kota Kisaran"}
    assert with_kecamatan_names(table, {ONE: "other"})["kecamatan"].tolist() == [
        "Kota Kisaran", "Kota Kisaran", "Kisaran",
    ]  # fmt: skip


def test_what_was_split_does_not_have_one_name_twice() -> None:
    """The old drawing has A, B (code ONE) and C (code TWO) in one kecamatan called Pulau."""
    old = [local(key, "Pulau") for key in "ABC"]
    table = villages(big("A", ONE), big("B", ONE), big("C", TWO), *old)
    assert names_by_code(table) == {ONE: "Pulau"}
    named = with_kecamatan_names(table, {ONE: "Pulau Lama", TWO: "Pulau Baru"})
    assert named["kecamatan"].tolist()[:3] == ["Pulau", "Pulau", "Pulau Baru"]


def test_kecamatan_of_other_kabupaten_may_be_called_alike() -> None:
    table = villages(big("A", ONE), big("B", "12.10.20"), local("A", "Kota"), local("B", "Kota"))
    assert names_by_code(table) == {ONE: "Kota", "12.10.20": "Kota"}


@pytest.mark.parametrize(
    "rows", [[], [local("A", "Kisaran")], [big("A", ONE)], [local("A", "", ONE)]]
)
def test_without_code_or_name_nothing_is_named(rows: list[tuple[str, str, str, str]]) -> None:
    table = villages(*rows)
    assert names_by_code(table) == {}
    assert with_kecamatan_names(table)["kecamatan"].tolist() == table["kecamatan"].tolist()


def test_all_that_have_no_name_are_one_notice() -> None:
    codes = [f"12.09.{number:02d}" for number in range(1, 8)]
    text = str(unnamed_notice(codes).message)
    assert text.startswith("7 kecamatan have no name: 12.09.01, ")
    assert text.endswith("12.09.05, ...")
