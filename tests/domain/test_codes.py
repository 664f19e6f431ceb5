"""Codes of villages: forms, faults, and what they tell."""

from __future__ import annotations

import pandas as pd
import pytest

from boundaries.domain.codes import (
    DOUBLED,
    NOT_DOTTED,
    NOT_VILLAGE,
    PLACEHOLDER,
    bps_codes,
    bps_no_village,
    clean_text,
    code_faults,
    holds_bps_codes,
    holds_kemendagri_codes,
    kecamatan_codes,
    normalise_codes,
    village_kinds,
)


def series(*values: object) -> pd.Series:
    return pd.Series(values, dtype=object)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("12.09.20.1001", "12.09.20.1001"),
        (" 12.09.20.1001\0\0\0", "12.09.20.1001"),
        ("1209082002", "12.09.08.2002"),
        (1209082002, "12.09.08.2002"),
        (1209082002.0, "12.09.08.2002"),
        ("1209082002.0", "12.09.08.2002"),
        ("1208070007", "1208070007"),  # village digit 0: a BPS code
        (None, ""),
        (float("nan"), ""),
        ("Teladan", "Teladan"),
    ],
)
def test_normalise_codes(written: object, code: str) -> None:
    assert normalise_codes(series(written)).tolist() == [code]


def test_normalise_codes_in_a_column_of_numbers() -> None:
    assert normalise_codes(pd.Series([1209082002.0, None])).tolist() == ["12.09.08.2002", ""]
    assert normalise_codes(pd.Series([1209082002])).tolist() == ["12.09.08.2002"]


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("12.09.20.1001", ""),
        ("12.09.20.3001", ""),
        ("", ""),
        ("12.09.20.4001", NOT_VILLAGE),
        ("12.09.20", NOT_DOTTED),
        ("12.09.20.10011", NOT_DOTTED),
        ("12-09-20-1001", NOT_DOTTED),
        ("1208070007", NOT_DOTTED),
        ("12.--.--.----", PLACEHOLDER),
        ("12.09.20.xxxx", PLACEHOLDER),
        ("12.09.00.1001", PLACEHOLDER),
        ("0", PLACEHOLDER),
        ("71.05/71.10", DOUBLED),
    ],
)
def test_code_faults(code: str, fault: str) -> None:
    assert code_faults(series(code)).tolist() == [fault]


def test_code_faults_keep_the_index() -> None:
    codes = pd.Series(["12.09.20.1001", "12"], index=[7, 3], dtype=object)
    assert code_faults(codes).to_dict() == {7: "", 3: NOT_DOTTED}


def test_parts_of_a_code() -> None:
    codes = series("12.09.20.1001", "12.09.08.2002", "12.09.08.3002", "")
    assert kecamatan_codes(codes).tolist() == ["12.09.20", "12.09.08", "12.09.08", ""]
    assert village_kinds(codes).tolist() == ["kelurahan", "desa", "desa", ""]


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        (["12.09.20.1001", "?"], True),
        (["1209201001", "1209082002"], True),
        (["1208021004", "1208070007"], False),  # BPS: the second village digit is 0
        (["1", "2"], False),
        ([None, None], False),
    ],
)
def test_holds_kemendagri_codes(values: list[str | None], answer: bool) -> None:
    assert holds_kemendagri_codes(series(*values)) is answer


def test_bps_codes_and_those_of_no_village() -> None:
    codes = bps_codes(series("id1208021004", "ID1208040999", 1288888888.0, "12.09", None))
    assert codes.tolist() == ["1208021004", "1208040999", "1288888888", "", ""]
    reasons = bps_no_village(codes).tolist()
    assert reasons[0] == reasons[3] == reasons[4] == ""
    assert reasons[1].startswith("forest")
    assert reasons[2].startswith("lake")


def test_clean_text_keeps_markup_and_inner_spaces() -> None:
    values = series("<img src=x onerror=alert(1)>", "Sei  Kamah\0\0", 3.5, pd.NA)
    assert clean_text(values).tolist() == ["<img src=x onerror=alert(1)>", "Sei  Kamah", "3.5", ""]


@pytest.mark.parametrize(
    "code", ["12-09-20-1001", "12 09 20 1001", "12.09.20-1001", "12/09/20/1001", " 12_09_20_1001 "]
)
def test_other_separators_become_dots(code: str) -> None:
    assert list(normalise_codes(pd.Series([code]))) == ["12.09.20.1001"]


@pytest.mark.parametrize(
    "code", ["NULL", "<Null>", "None", "nan", "N/A", "0", "-", "99.99.99.9999", "9999999999", "?"]
)
def test_words_and_figures_for_nothing_are_placeholders(code: str) -> None:
    assert list(code_faults(pd.Series([code], dtype=object))) == [PLACEHOLDER]


@pytest.mark.parametrize(
    ("values", "bps"),
    [
        (["id1209082002", "id1209082003"], True),
        ([1209080002.0, 1209080012.0], True),
        (["1209082002", "1209082003"], False),
        (["12.09.08.2002", "1209080002"], False),
        (["Bunut", "1209080002"], False),
        (["", None], False),
    ],
)
def test_fields_of_bps_codes_are_known_by_their_values(values: list[object], bps: bool) -> None:
    assert holds_bps_codes(pd.Series(values)) is bps
