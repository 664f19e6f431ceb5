from __future__ import annotations

import pandas as pd

from boundaries.reports.segments_sheets import segment_formats, segment_sheets
from tests.segments_fixture import FORMULA, make_one_layer, make_segments

COMMON = ["Segments", "Simpul", "Point contacts", "Matches", "Set aside", "Repairs", "Warnings"]


def test_sheets_of_a_comparison_and_of_a_layer() -> None:
    compared = segment_sheets(make_segments(), str)
    assert list(compared) == ["Summary", "Pairs", "Comparisons", *COMMON, "Inputs"]
    assert list(segment_sheets(make_one_layer(), str)) == ["Summary", *COMMON, "Inputs"]


def test_codes_are_words() -> None:
    sheets = segment_sheets(make_segments(), str)
    pair = sheets["Pairs"].iloc[0]
    assert pair["Verdict"] == "Contested"
    assert pair["Drawn by"] == "reference; survey of A; survey of B"
    assert pair["Figures of"] == "survey of A; survey of B"
    assert pair["Pair type (TIPTBT)"] == "Kelurahan / desa"
    assert pair["Name of B"] == FORMULA
    segment = sheets["Segments"].set_index("Beyond").loc["Edge of the layer"].iloc[0]
    assert segment["Without a second village"] == "yes"
    assert set(sheets["Comparisons"]["First line"]) == {"reference", "survey of A"}


def test_numbers_stay_numbers_and_have_formats() -> None:
    sheets = segment_sheets(make_segments(), str)
    formats = segment_formats(str)
    for heading in ("90th percentile (m)", "In dispute (ha)", "Matched"):
        assert pd.api.types.is_float_dtype(sheets["Pairs"][heading])
        assert heading in formats
    assert formats["Matched"] == "0%"


def test_the_summary_counts() -> None:
    summary = segment_sheets(make_segments(), str)["Summary"].set_index(["What", "Kind"])
    assert summary.loc[("Inner segments", ""), "Number"] == 3
    assert summary.loc[("Pairs by verdict", "Contested"), "Number"] == 1
    assert summary.loc[("Simpul of three surveyed villages", "Do not meet"), "Number"] == 1
