"""Addresses of databases as paths, without their passwords."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest

from boundaries.io.names import folder, shown, stem, title
from boundaries.io.postgis_address import address_of

SECRET = "rahasia"


@pytest.mark.parametrize(
    ("text", "url", "words"),
    [
        ("postgresql://budi@host:5433/desa?table=batas.desa",
         "postgresql://budi@host:5433/desa?", "postgresql://budi@host:5433/desa?table=batas.desa"),
        ("POSTGRES://host/desa", "postgresql://host/desa?", "postgresql://host/desa"),
        (f"postgresql://budi:{SECRET}@host/desa?sslmode=require&table=t",
         f"postgresql://budi:{SECRET}@host/desa?sslmode=require",
         "postgresql://budi@host/desa?table=t"),
        (f"postgresql://host/desa?user=budi&password={SECRET}",
         f"postgresql://host/desa?user=budi&password={SECRET}", "postgresql://budi@host/desa"),
        ("postgresql:///desa?host=/run/pg&schema=batas&table=t", "postgresql:///desa?host=%2Frun%2Fpg",
         "postgresql:///run/pg/desa?table=batas.t"),
        ("postgresql://tapal@/desa?host=/run/pg&schema=batas",
         "postgresql://tapal@/desa?host=%2Frun%2Fpg",
         "postgresql://tapal@/run/pg/desa?schema=batas"),
    ],
)  # fmt: skip
def test_an_address_survives_as_a_path(text: str, url: str, words: str) -> None:
    address = address_of(Path(text))
    assert address is not None
    assert (address.url, str(address), shown(Path(text))) == (url, words, words)
    assert address_of(PureWindowsPath(text).as_posix()) == address
    assert SECRET not in repr(address)


@pytest.mark.parametrize(
    "text",
    [f"postgresql://budi:{SECRET}@x@host/desa", f"postgresql://budi:{SECRET}/x@host/desa",
     f"postgresql://budi:{SECRET}?x@host/desa", f"postgresql://host/desa?{SECRET}@"],
)  # fmt: skip
def test_what_cannot_be_understood_is_not_repeated(text: str) -> None:
    address = address_of(Path(text))
    assert address is not None
    assert address.url == ""
    assert SECRET not in shown(Path(text)) + title(Path(text)) + folder(Path(text))


def test_names_of_a_table_and_of_a_file() -> None:
    table = Path(f"postgresql://budi:{SECRET}@host/desa?table=batas.desa_2020")
    assert (title(table), stem(table), folder(table)) == ("desa_2020", "desa_2020", "desa")
    assert title(Path(f"postgresql://host/desa?password={SECRET}")) == "desa"
    file = Path("/data/asahan/big.geojson")
    assert (title(file), stem(file), folder(file)) == ("big.geojson", "big", "asahan")


@pytest.mark.parametrize("name", ["desa.gpkg", "postgresql.gpkg", "https://host/desa"])
def test_other_paths(name: str) -> None:
    assert address_of(Path(name)) is None
