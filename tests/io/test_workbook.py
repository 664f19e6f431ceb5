from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from boundaries.io.workbook import write_xlsx

XSS = "<img src=x onerror=alert(1)>"
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", XSS]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    table = pd.DataFrame({"Name": DANGEROUS, "Area (m²)": [1.5, 2, 3, 4, 5, float("nan")]})
    path = tmp_path / "x.xlsx"
    write_xlsx({"Cases": table, "Empty": table.iloc[:0]}, path, formats={"Area (m²)": "#,##0.00"})
    return path


def test_workbook_numbers_are_numbers_and_texts_are_texts(workbook: Path) -> None:
    sheet = openpyxl.load_workbook(workbook)["Cases"]
    names = [cell for (cell,) in sheet.iter_rows(min_row=2, max_col=1)]
    areas = [cell for (cell,) in sheet.iter_rows(min_row=2, min_col=2, max_col=2)]
    assert [cell.value for cell in names] == DANGEROUS
    assert {cell.data_type for cell in names} == {"s"}
    assert [cell.value for cell in areas] == [1.5, 2, 3, 4, 5, None]
    assert areas[0].number_format == "#,##0.00"


def test_workbook_headings_stay_and_filter(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    assert book.sheetnames == ["Cases", "Empty"]
    assert book["Cases"].freeze_panes == "A2"
    assert book["Cases"].auto_filter.ref == "A1:B7"
    assert [cell.value for cell in book["Empty"][1]] == ["Name", "Area (m²)"]


def test_workbooks_of_the_same_content_are_the_same_bytes(workbook: Path, tmp_path: Path) -> None:
    first = workbook.read_bytes()
    table = pd.DataFrame({"Name": DANGEROUS, "Area (m²)": [1.5, 2, 3, 4, 5, float("nan")]})
    again = tmp_path / "again.xlsx"
    write_xlsx({"Cases": table, "Empty": table.iloc[:0]}, again, formats={"Area (m²)": "#,##0.00"})
    assert again.read_bytes() == first


def test_a_column_without_values_has_a_width(tmp_path: Path) -> None:
    table = pd.DataFrame({"Name": ["x" * 100], "Area (m²)": [float("nan")]})
    write_xlsx({"Cases": table}, tmp_path / "x.xlsx", formats={})
    columns = openpyxl.load_workbook(tmp_path / "x.xlsx")["Cases"].column_dimensions
    assert (columns["A"].width, columns["B"].width) == (62, 14)
