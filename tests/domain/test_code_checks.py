"""Codes that name another parent than the codes around them."""

from __future__ import annotations

import pandas as pd

from boundaries.domain.code_checks import stray_codes


def villages(*rows: tuple[str, str]) -> pd.DataFrame:
    """Codes with the names of their kecamatan, labelled from 10."""
    table = pd.DataFrame(list(rows), columns=["code", "kecamatan"], index=range(10, 10 + len(rows)))
    return table.assign(kabupaten="Asahan")


NINE = [(f"12.09.20.200{n}", "Kisaran") for n in range(1, 10)]


def test_a_code_of_another_kabupaten_is_told() -> None:
    stray, notices = stray_codes(villages(*NINE, ("12.90.20.2010", "Kisaran")))
    assert list(stray[stray].index) == [19]
    assert [str(notice.message) for notice in notices] == [
        "code 12.90.20.2010 is of kabupaten 12.90, the others are of 12.09"
    ]


def test_a_code_of_another_kecamatan_than_most_of_the_name_is_told() -> None:
    stray, notices = stray_codes(villages(*NINE[:5], ("12.09.21.2010", "Kisaran")))
    assert list(stray[stray].index) == [15]
    assert [str(notice.message) for notice in notices] == [
        "code 12.09.21.2010 is not of 12.09.20, like the others of kecamatan Kisaran"
    ]


def test_layers_without_a_majority_have_no_stray_codes() -> None:
    two_kabupaten = villages(*NINE[:5], *[(f"12.10.20.200{n}", "Lain") for n in range(1, 5)])
    two_kecamatan = villages(*NINE[:3], *[(f"12.09.21.200{n}", "Kisaran") for n in range(1, 4)])
    few = villages(*NINE[:3], ("12.09.21.2010", "Kisaran"))
    without_codes = villages(("", "Kisaran"), ("", "Kisaran"))
    for table in (two_kabupaten, two_kecamatan, few, without_codes, villages()):
        stray, notices = stray_codes(table)
        assert not stray.any()
        assert notices == []
