"""What outweighs likeness: decisions of the user, and the history of codes."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from boundaries.domain.code_history import Change, CodeHistory
from boundaries.domain.match import NO_VILLAGE, match_villages
from tests.domain.match_layers import CODES, layer, reference, survey


def decided(local: gpd.GeoDataFrame, decisions: dict[int, str]) -> pd.DataFrame:
    chosen = pd.Series([decisions.get(row, "") for row in range(len(local))], index=local.index)
    return match_villages(reference(), local, decisions=chosen)


def test_what_the_user_decided_stands_and_the_rest_is_matched_around_it() -> None:
    """Bunut is said to be Gajah; the record like Gajah has to leave, and finds nothing."""
    found = decided(survey(gajah="Gadjah"), {0: "12.09.02.2002"})
    assert list(found["code"]) == ["12.09.02.2002", *CODES[1:4], "", CODES[5]]
    assert (found["method"][0], found["score"][0], found["ambiguous"][0]) == (
        "decision",
        1.0,
        False,
    )
    assert str(found["evidence"][0]).startswith("decided: 12.09.02.2002; name like Gajah")


def test_a_record_decided_to_be_no_village_is_matched_to_none() -> None:
    found = decided(survey(), {4: NO_VILLAGE})
    assert list(found["code"]) == [*CODES[:4], "", CODES[5]]
    assert list(found.loc[4, ["method", "score", "ambiguous"]]) == ["decision", 1.0, False]
    assert str(found["evidence"][4]) == "decided: no village of the reference"


def test_a_decision_outweighs_the_code_of_the_record() -> None:
    local = layer("survey", ("12.09.02.2003", "Meranti", "", (2, 1)))
    assert list(decided(local, {0: "12.09.01.2001"})["code"]) == ["12.09.01.2001"]


def test_a_decision_holds_for_all_parts_of_a_village() -> None:
    local = layer(
        "survey", ("", "Kota", "Kisaran", (0, 0)), ("", "Kota", "Kisaran", (2, 0)),
        ("", "Kota", "Meranti", (0, 1)),
    )  # fmt: skip
    found = decided(local, {1: "12.09.01.2002"})
    assert list(found["code"]) == ["12.09.01.2002", "12.09.01.2002", "12.09.02.2001"]
    apart = decided(local, {0: "12.09.01.2001", 1: "12.09.01.2003"})
    assert list(apart["code"]) == ["12.09.01.2001", "12.09.01.2003", "12.09.02.2001"]


def test_a_code_that_was_replaced_leads_to_the_village_with_evidence() -> None:
    """Unlike in name, 4 % of the land of Gajah: nothing but the history speaks for it.

    ::

                           +---------+
        +---------+ - - - -| survey  |
        |  Gajah  |        +---------+   corners at (1, 1) and (1.8, 1.8), squares of 1 km
        +---------+
    """
    local = layer("survey", ("12.09.09.2009", "Bandar Baru", "", (1.8, 1.8)))
    history = CodeHistory([Change("12.09.09.2009", "12.09.02.2002", "2012", "Perda 3")])
    assert list(match_villages(reference(), local)["code"]) == [""]
    found = match_villages(reference(), local, history=history).iloc[0]
    assert (found["code"], found["method"], found["ambiguous"]) == (CODES[4], "history", True)
    assert str(found["evidence"]).startswith("12.09.09.2009 became 12.09.02.2002 (Perda 3, 2012);")


def test_the_history_is_read_backwards_too_and_needs_no_doubt_where_the_land_agrees() -> None:
    local = layer("survey", ("12.09.09.2009", "Gajah", "", (1.0, 1.1)))
    history = CodeHistory([Change("12.09.02.2002", "12.09.09.2009")])
    found = match_villages(reference(), local, history=history).iloc[0]
    assert (found["code"], found["ambiguous"]) == (CODES[4], False)
    assert found["method"] == "history+name+kecamatan+overlap"


def test_the_history_does_not_lead_to_a_village_unlike_in_name_and_place() -> None:
    local = layer("survey", ("12.09.09.2009", "Zamrud", "", (8, 8)))
    history = CodeHistory([Change("12.09.09.2009", "12.09.02.2002")])
    assert list(match_villages(reference(), local, history=history)["code"]) == [""]
