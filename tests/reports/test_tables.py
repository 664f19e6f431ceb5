from __future__ import annotations

from dataclasses import replace

from boundaries.domain.analysis import Analysis
from boundaries.reports.tables import machine_readable, number_formats, sheets


def english(text: str) -> str:
    return text


def test_sheets_of_the_workbook(analysis: Analysis, nothing: Analysis) -> None:
    titles = [
        "Summary", "Cases", "Findings", "Per village", "Pairs", "Matches", "Set aside", "Repairs",
        "Warnings", "Inputs",
    ]  # fmt: skip
    tables = sheets(analysis, english)
    empty = sheets(nothing, english)
    assert list(tables) == list(empty) == titles
    for title in titles:
        assert list(tables[title].columns) == list(empty[title].columns)


def test_words_and_lists(analysis: Analysis) -> None:
    row = sheets(analysis, english)["Findings"].iloc[2]
    assert row["Kind"] == "Gap"
    assert row["Class"] == "Doubt"
    assert row["Villages"] == "=HYPERLINK(1); Cinta Damai"
    assert row["According to the sources"] == "BIG: (nobody)"
    assert row["Area (m²)"] == 2000.0


def test_the_limit_and_the_reason_of_a_class_are_told(analysis: Analysis) -> None:
    row = sheets(analysis, english)["Findings"].iloc[3]
    assert (row["Limit of the class (m)"], row["Reason"]) == (3.53553, "limit of 3.53553 m")
    flat = machine_readable(analysis.findings).iloc[3]
    assert (flat["limit_m"], flat["reason"]) == (3.5355, "limit of 3.53553 m")


def test_warnings_are_sentences_and_kecamatan_whole(analysis: Analysis) -> None:
    tables = sheets(analysis, english)
    (warning,) = tables["Warnings"].to_dict("records")
    assert warning["Message"] == "no code in kode"
    assert warning["Remedy"] == "add one"
    assert tables["Matches"]["Kecamatan"].tolist() == ["Kisaran Barat", "Kisaran Barat"]
    assert tables["Matches"]["Ambiguous"].tolist() == ["no", "yes"]
    assert tables["Set aside"]["Reason"].tolist() == ["forest"]


def test_cases_tell_where_they_are(analysis: Analysis) -> None:
    where = sheets(analysis, english)["Cases"]["Where"].tolist()
    assert where == ["reference ↔ local", "in the reference", "in the reference"]


def test_a_check_has_no_local_areas(analysis: Analysis) -> None:
    checked = sheets(replace(analysis, command="check"), english)["Per village"]
    assert not [name for name in checked.columns if "local" in name.lower()]
    assert "Overlap (m²)" in checked.columns


def test_headings_of_formats_exist(allowing: Analysis) -> None:
    headings = {name for table in sheets(allowing, english).values() for name in table.columns}
    assert set(number_formats(english)) <= headings


def test_machine_readable_claims_keep_the_keys(analysis: Analysis) -> None:
    table = machine_readable(analysis.findings)
    assert table["claims"].tolist() == [
        "BIG: 12.09.01.2001; survey: 12.09.01.2002",
        "BIG: 12.09.01.2001, 12.09.01.2002",
        "BIG: (nobody)",
        "BIG: 12.09.01.2001, 12.09.01.2002",
    ]
    assert table["villages"].iloc[0] == "12.09.01.2001; 12.09.01.2002"
