"""The table of matches: what is suggested, and what the user decides."""

from __future__ import annotations

import pandas as pd
import pytest

from boundaries.domain.match import NO_VILLAGE
from boundaries.domain.match_table import COLUMNS, decisions_for, match_table
from boundaries.messages import message

KEYS = {"12.09.01.2001", "12.09.01.2002"}
FIRST, SECOND = sorted(KEYS)
RECORDS = pd.DataFrame(
    {
        "source": ["a", "a", "b"],
        "row": [0, 1, 0],
        "name": ["Bunut", "Gajah", "Bunut"],
        "kecamatan": ["Kisaran", "Meranti", "Meranti"],
    }
)


def lines(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=["source", "row", "name", "kecamatan", "decision"])
    return table.reindex(columns=list(COLUMNS), fill_value="")


@pytest.mark.parametrize(
    ("line", "decided"),
    [
        (("a", "1", "Gajah", "", SECOND), ["", SECOND, ""]),
        (("a", "1", "", "", SECOND), ["", SECOND, ""]),
        (("", "", "Gajah", "", SECOND), ["", SECOND, ""]),
        (("", "", "Bunut", "", FIRST), [FIRST, "", FIRST]),
        (("", "", "Bunut", "Meranti", FIRST), ["", "", FIRST]),
        (("b", "7", "Bunut", "", FIRST), ["", "", FIRST]),
        (("b", "0", "", "", NO_VILLAGE), ["", "", NO_VILLAGE]),
    ],
)
def test_a_decision_finds_its_records_by_row_or_name(
    line: tuple[str, str, str, str, str], decided: list[str]
) -> None:
    found, notices = decisions_for(RECORDS, lines(line), KEYS)
    assert list(found) == decided
    assert notices == ()


@pytest.mark.parametrize(
    ("line", "code", "text"),
    [
        (("a", "1", "Gajah", "", "12.09.99.2001"), "decision-unknown", "is no village of the ref"),
        (("a", "1", "Kuda", "", FIRST), "decision-unused", "no record fits .* for Kuda"),
        (("c", "5", "", "", FIRST), "decision-unused", "no record fits .* for 5"),
    ],
)
def test_decisions_that_cannot_be_followed_are_told(
    line: tuple[str, str, str, str, str], code: str, text: str
) -> None:
    nothing = ("a", "0", "Bunut", "", "")
    found, (notice,) = decisions_for(RECORDS, lines(nothing, line), KEYS)
    assert (found == "").all()
    assert notice.code == code
    assert pd.Series([str(notice.message)]).str.contains(text).all()
    assert str(notice.feature) == "line 3 of the table of matches"


def test_a_row_that_moved_is_found_by_its_name_and_never_by_its_number() -> None:
    found, notices = decisions_for(RECORDS, lines(("a", "0", "Gajah", "", SECOND)), KEYS)
    assert list(found) == ["", SECOND, ""]
    assert notices == ()


def test_the_table_has_doubtful_records_first_and_keeps_all_decisions() -> None:
    """Gajah is ambiguous; a decision for Bunut of b is kept, and one for a record that is gone."""
    matches = RECORDS.assign(
        code=[FIRST, SECOND, FIRST], method="name", score=0.9, ambiguous=[False, True, True],
        evidence=[message("same name")] * 3, outside=False,
    )  # fmt: skip
    villages = pd.DataFrame({"key": [FIRST, SECOND], "name": ["Bunut", "Gadjah"]})
    earlier = lines(("b", "0", "Bunut", "", FIRST), ("c", "4", "Kuda", "", SECOND))
    table = match_table(matches, villages, earlier)
    assert list(table.columns) == list(COLUMNS)
    assert list(table["name"]) == ["Gajah", "Bunut", "Bunut", "Kuda"]
    assert list(table["decision"]) == ["", "", FIRST, SECOND]
    assert list(table["village"]) == ["Gadjah", "Bunut", "Bunut", ""]
    assert list(match_table(matches, villages, None)["decision"]) == ["", "", ""]
