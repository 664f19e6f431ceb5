"""Codes and names against the official table."""

from __future__ import annotations

import pandas as pd
import pytest

from boundaries.domain.code_history import Change, CodeHistory
from boundaries.domain.code_table import CodeTable, official_notices
from boundaries.domain.layer import MOST_NOTICES

TABLE = CodeTable(
    "kode.csv",
    pd.Series(
        {
            "12.09.20.1001": "Teladan",
            "12.09.20.1002": "Sei Renggas",
            "12.09.21.2001": "Lestari",
            "12.09.20.1003": "Lestari",
            "12.10.20.2001": "Lestari",
        }
    ),
)


def villages(*rows: tuple[str, str]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=["code", "name"])
    return table.assign(source="big", row=range(len(rows)))


@pytest.mark.parametrize(
    "name", ["Teladan", "TELADAN", "Kelurahan Teladan", "Kota Teladan", "Tela dan", ""]
)
def test_other_spellings_of_the_name_are_no_fault(name: str) -> None:
    assert official_notices(villages(("12.09.20.1001", name)), TABLE, None) == []
    assert official_notices(villages(("12.09.20.1002", "Sungai Renggas")), TABLE, None) == []


def test_another_name_is_told_with_the_row() -> None:
    (notice,) = official_notices(villages(("12.09.20.1001", "Gambir Baru")), TABLE, None)
    assert notice.code == "name-differs"
    assert str(notice.message) == "kode.csv calls 12.09.20.1001 Teladan"
    assert str(notice.feature) == "big row 1, Gambir Baru"


def test_an_unknown_code_is_told_with_the_codes_of_that_name_nearest_first() -> None:
    (notice,) = official_notices(villages(("12.09.20.1009", "Lestari")), TABLE, None)
    assert notice.code == "code-unknown"
    assert str(notice.message) == "code 12.09.20.1009 is not in kode.csv"
    assert str(notice.hint).startswith("there Lestari has 12.09.20.1003, 12.09.21.2001; correct")
    (nameless,) = official_notices(villages(("12.09.20.1009", "")), TABLE, None)
    assert str(nameless.hint) == "correct the code, or give a newer table with --code-table"


def test_a_kabupaten_that_the_table_lacks_is_told_once() -> None:
    rows = villages(("12.68.01.2001", "A"), ("12.68.01.2002", "B"), ("12.09.20.1001", "Teladan"))
    (notice,) = official_notices(rows, TABLE, None)
    assert notice.code == "code-table-silent"
    assert str(notice.message) == "kode.csv has no village of kabupaten 12.68"


def test_records_without_a_code_are_passed_over() -> None:
    assert official_notices(villages(("", "Nowhere")), TABLE, None) == []


def test_many_unknown_codes_are_counted() -> None:
    rows = [(f"12.09.30.2{n:03}", "Lestari") for n in range(1, MOST_NOTICES + 12)]
    notices = official_notices(villages(*rows), TABLE, None)
    assert len(notices) == MOST_NOTICES + 1
    assert str(notices[-1].message) == "11 more records have the same fault"


def test_a_replaced_code_is_told_with_all_its_successors() -> None:
    history = CodeHistory(
        [Change("12.09.20.1001", "12.09.31.1001", "2012", "Perda 3"),
         Change("12.09.20.1001", "12.09.31.1002")]
    )  # fmt: skip
    rows = villages(("12.09.31.1001", "Teladan"), ("12.09.20.1001", "Teladan"), ("", "x"))
    (notice,) = official_notices(rows, None, history)
    assert notice.code == "code-replaced"
    assert str(notice.feature) == "big row 2, Teladan"
    assert str(notice.message) == (
        "12.09.20.1001 became 12.09.31.1001 (Perda 3, 2012); 12.09.20.1001 became 12.09.31.1002"
    )


def test_a_table_with_a_code_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="each code once"):
        CodeTable("x", pd.Series(["a", "b"], index=["12.09.20.1001"] * 2))
