from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from boundaries.reports.coordinates import CoordinateDocument, CoordinateTable
from boundaries.reports.coordinates_pdf import pdf_bytes

NAME = "TK 12.09.01.1001-01.2002-02.2001-000"


def document(*tables: CoordinateTable) -> CoordinateDocument:
    return CoordinateDocument("Koordinat batas", ("Datum: WGS 84",), tables, "Table")


def table(rows: int, *, prose: str = "pendek", columns: int = 4) -> CoordinateTable:
    cells = {
        "No.": [str(number) for number in range(1, rows + 1)],
        "Titik": [NAME] * rows,
        "Lintang": ["2° 56' 29,294\" LU"] * rows,
        "Deskripsi": [prose] * rows,
    }
    more = {f"K{number}": ["x"] * rows for number in range(4, columns)}
    return CoordinateTable("Desa A", pd.DataFrame({**cells, **more}), frozenset({"Deskripsi"}))


def shown(content: bytes, folder: Path) -> list[str]:
    """The text of each page as another program reads it."""
    path = folder / "list.pdf"
    path.write_bytes(content)
    command = ["pdftotext", "-layout", str(path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]


def page_size(content: bytes, folder: Path) -> tuple[float, float]:
    path = folder / "size.pdf"
    path.write_bytes(content)
    text = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    width, height = re.findall(r"Page size: +([\d.]+) x ([\d.]+)", text)[0]
    return float(width), float(height)


def test_a_list_goes_on_over_pages_with_its_headings(tmp_path: Path) -> None:
    pages = shown(pdf_bytes(document(table(100)), str), tmp_path)
    assert len(pages) == 3
    assert "Koordinat batas" in pages[0]
    assert "Datum: WGS 84" in pages[0]
    numbers = []
    for number, page in enumerate(pages, start=1):
        assert "Titik" in page
        assert f"Page {number} of 3" in page
        numbers += re.findall(rf"^ *(\d+) +{re.escape(NAME)}", page, re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 101)]


def test_headings_are_seen_on_their_ground(tmp_path: Path) -> None:
    """The grey ground of the headings holds dark letters."""
    path = tmp_path / "list.pdf"
    path.write_bytes(pdf_bytes(document(table(1)), str))
    command = ["pdftoppm", "-gray", "-r", "100", str(path), str(tmp_path / "page")]
    subprocess.run(command, check=True)
    (picture,) = tmp_path.glob("page*.pgm")
    _, size, _, pixels = picture.read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    grey = np.frombuffer(pixels, dtype=np.uint8).reshape(height, width)
    ground = (grey > 225) & (grey < 240)
    band = grey[ground.sum(axis=1) > width / 2]
    assert len(band) > 10
    assert (band < 100).sum() > 100


def test_prose_is_broken_into_lines_and_names_are_not(tmp_path: Path) -> None:
    prose = "Dari titik ini batas menuju arah Timur Laut sejauh 100,00 m sampai titik berikut"
    (page,) = shown(pdf_bytes(document(table(2, prose=prose)), str), tmp_path)
    assert page.count(NAME) == 2
    assert page.count("2° 56' 29,294\" LU") == 2
    assert prose not in page
    assert page.count("Timur") == 2


def test_a_word_wider_than_its_column_is_cut(tmp_path: Path) -> None:
    word = "a" * 300
    (page,) = shown(pdf_bytes(document(table(1, prose=word)), str), tmp_path)
    assert page.count("a") >= 300


def test_wide_tables_lie_on_their_side(tmp_path: Path) -> None:
    assert page_size(pdf_bytes(document(table(1, columns=7)), str), tmp_path) == (595.28, 841.89)
    assert page_size(pdf_bytes(document(table(1, columns=8)), str), tmp_path) == (841.89, 595.28)


def test_lists_whose_numbers_would_be_broken_lie_on_their_side(tmp_path: Path) -> None:
    """Seven columns: a name of 50 letters, and three numbers beside the coordinates."""
    made = table(1, columns=7)
    made.table["Titik"] = "TK 12.09.16.2001-16.2019-17.2003-17.2006-17.2007-000"
    made.table[["K4", "K5", "K6"]] = "548074,16 548074,16"
    width, height = page_size(pdf_bytes(document(made), str), tmp_path)
    assert width > height


def test_the_same_list_gives_the_same_bytes() -> None:
    content = pdf_bytes(document(table(3)), str)
    assert content == pdf_bytes(document(table(3)), str)
    assert b"CreationDate" not in content


def test_unknown_letters_and_formulas_are_plain_text(tmp_path: Path) -> None:
    text = "Desa 日本 $x^2$ Ağrı"
    (page,) = shown(pdf_bytes(document(table(1, prose=text)), str), tmp_path)
    assert "$x^2$" in page
    assert "Ağrı" in page
    assert "��" in page


def test_a_table_without_rows_still_has_headings(tmp_path: Path) -> None:
    (page,) = shown(pdf_bytes(document(table(0)), str), tmp_path)
    assert "Lintang" in page


@pytest.mark.parametrize("rows", range(36, 42))
def test_a_heading_stays_with_its_first_row(rows: int, tmp_path: Path) -> None:
    """The second table begins near the lower edge of the first page, or on the next."""
    pages = shown(pdf_bytes(document(table(rows), table(5)), str), tmp_path)
    places = [page.count("Desa A") for page in pages]
    assert places in ([2], [2, 0], [1, 1])
    for page in pages:
        *_, last, _foot = [line for line in page.splitlines() if line.strip()]
        assert NAME in last


@pytest.mark.parametrize("rows", [45, 46, 47, 48])
def test_no_row_runs_over_the_lower_edge(rows: int, tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    path.write_bytes(pdf_bytes(document(table(rows)), str))
    command = ["pdftotext", "-bbox", str(path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    words = re.findall(r'yMax="([\d.]+)">([^<]*)<', text)
    lowest = max(float(y) for y, word in words if word == "TK")
    assert lowest <= 841.89 - 42
