"""Outlines in tables of text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from boundaries.errors import InputError
from boundaries.io.read import list_layers, read_layer
from tests.io.layer_files import as_text, write

BOX = "POLYGON ((99 3, 99.01 3, 99.01 3.01, 99 3.01, 99 3))"


def csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_and_encodings(tmp_path: Path, separator: str, encoding: str) -> None:
    text = f'kode{separator}nama{separator}batas\n01{separator}Désa{separator}"{BOX}"\n'
    raw = read_layer(csv(tmp_path / "desa.csv", text, encoding), crs="EPSG:4326")
    assert raw.frame.drop(columns="geometry").to_dict("list") == {"kode": ["01"], "nama": ["Désa"]}
    assert raw.frame.geometry.iloc[0].equals(shapely.box(99, 3, 99.01, 3.01))
    assert raw.notices == ()


def test_text_that_is_no_utf_8(tmp_path: Path) -> None:
    raw = read_layer(csv(tmp_path / "desa.csv", f'nama;wkt\nDésa;"{BOX}"\n', "ISO-8859-1"),
                     crs="EPSG:4326")  # fmt: skip
    assert raw.frame["nama"].tolist() == ["Désa"]
    assert [notice.code for notice in raw.notices] == ["encoding-wrong"]


def test_hexadecimal_wkb_with_its_crs(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    metric = two.to_crs(32647)
    hexadecimal = shapely.to_wkb(
        shapely.set_srid(metric.geometry.to_numpy(), 32647), hex=True, include_srid=True
    )
    table = pd.DataFrame({"nama": metric["nama"], "geom": hexadecimal})
    table.to_csv(tmp_path / "desa.csv", index=False)
    raw = read_layer(tmp_path / "desa.csv")
    assert raw.crs.to_epsg() == 32647
    assert raw.frame.geometry.geom_equals_exact(metric.geometry, 1e-9).all()


def test_wkt_without_crs_asks_for_it(tmp_path: Path) -> None:
    path = csv(tmp_path / "desa.csv", f'wkt\n"{BOX}"\n')
    with pytest.raises(InputError, match="does not say its coordinate system") as caught:
        read_layer(path)
    assert str(caught.value.hint).endswith("--crs EPSG:4326")


def test_bad_rows_do_not_stop_the_rest(tmp_path: Path) -> None:
    text = f"n;wkt\na;{BOX}\nb;POLYGON ((1 1, 2\nc;{BOX};too;many\nd;\n"
    raw = read_layer(csv(tmp_path / "desa.csv", text), crs="EPSG:4326")
    assert raw.frame["n"].tolist() == ["a", "b", "d"]
    assert raw.frame.geometry.isna().tolist() == [False, True, True]
    assert [(notice.code, str(notice.feature)) for notice in raw.notices] == [
        ("line-unreadable", "desa line 4"),
        ("outline-unreadable", "desa row 2"),
    ]


def test_a_quote_that_is_never_closed(tmp_path: Path) -> None:
    path = csv(tmp_path / "desa.csv", f'nama,wkt\nSatu,"{BOX}"\nDua,"POLYGON ((99 3, 99.01 3,')
    with pytest.raises(InputError, match=r"desa\.csv cannot be read as CSV: it is damaged"):
        read_layer(path)


@pytest.mark.parametrize("text", ["nama,kode\nSatu,1\n", "wkt\n"])
def test_no_column_of_outlines(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="no column of outlines in WKT") as caught:
        read_layer(csv(tmp_path / "desa.csv", text))
    assert text.partition("\n")[0].replace(",", ", ") in str(caught.value.hint)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "desa.csv").write_bytes(b"\0\1\2\3")
    with pytest.raises(InputError, match=r"desa\.csv is no spatial file"):
        read_layer(tmp_path / "desa.csv")


@pytest.mark.parametrize(
    ("heading", "values"), [("bujur;lintang", "99,5;3,25"), ("Lon;LAT", "99.5;3.25")]
)
def test_columns_of_coordinates_are_points(tmp_path: Path, heading: str, values: str) -> None:
    path = csv(tmp_path / "pilar.csv", f"nama;{heading}\nTK 1;{values}\nTK 2;;\n")
    with pytest.raises(InputError, match="no polygons, but 1 POINT"):
        read_layer(path)


def test_lines_and_labels_in_one_table(tmp_path: Path) -> None:
    ring = "LINESTRING (99 3, 99.01 3, 99.01 3.01, 99 3.01, 99 3)"
    text = f"nama;wkt\n;{ring}\nSidomulyo;POINT (99.005 3.005)\n"
    raw = read_layer(csv(tmp_path / "desa.csv", text), crs="EPSG:4326")
    assert raw.frame["nama"].tolist() == ["Sidomulyo"]
    assert raw.frame.geometry.iloc[0].equals(shapely.box(99, 3, 99.01, 3.01))


def test_sheets_of_a_workbook(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = tmp_path / "desa.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame({"catatan": ["x"]}).to_excel(book, sheet_name="Catatan", index=False)
        as_text(two).to_excel(book, sheet_name="Desa 2016", index=False, startrow=2)
    assert read_layer(path).layer == "Desa 2016"
    assert [info.name for info in list_layers(path)] == ["Catatan", "Desa 2016"]
    with pytest.raises(InputError, match="has no layer Desa"):
        read_layer(path, layer="Desa")
    with pytest.raises(InputError, match="no column of outlines"):
        read_layer(path, layer="Catatan")


def test_two_sheets_with_outlines(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = tmp_path / "desa.xlsx"
    with pd.ExcelWriter(path) as book:
        as_text(two).to_excel(book, sheet_name="lama", index=False)
        as_text(two.iloc[:1]).to_excel(book, sheet_name="baru", index=False)
    with pytest.raises(InputError, match="several layers: lama, baru"):
        read_layer(path)
    assert len(read_layer(path, layer="baru").frame) == 1


def test_an_outline_longer_than_a_cell_holds(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    long = shapely.segmentize(two.geometry.iloc[0], 1e-5)
    texts = [shapely.to_wkt(long)[:32_767], shapely.to_wkt(two.geometry.iloc[1])]
    pd.DataFrame({"wkt": texts}).to_excel(tmp_path / "desa.xlsx", index=False)
    notices = read_layer(tmp_path / "desa.xlsx", crs="EPSG:4326").notices
    assert [str(notice.message) for notice in notices] == [
        "the outline is cut off after 32767 characters"
    ]
    assert str(notices[0].feature) == "desa row 1"


def test_a_workbook_that_is_none(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = write(two, tmp_path / "desa.xlsx")
    path.rename(tmp_path / "desa.zip")
    raw = read_layer(tmp_path / "desa.zip")
    assert raw.driver == "XLSX"
    assert "is in fact a XLSX file" in str(raw.notices[0].message)


def test_real_pillars_are_points(real: Callable[[str], Path]) -> None:
    with pytest.raises(InputError, match="no polygons, but 213 POINT"):
        read_layer(real("asahan/pillars_sumut.csv"))
