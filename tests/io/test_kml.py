"""Attributes in the descriptions of KML places."""

from __future__ import annotations

import pandas as pd
import pytest

from boundaries.io.kml import described


@pytest.mark.parametrize(
    "text",
    [
        "<div>\n<b>id_desa:</b> 18<br>\n<b>nama_desa:</b> Ledok &amp; Kulon<br></div>",
        "<table><tr><th>id_desa</th><td> 18 </td></tr>"
        "<tr><td><b>nama_desa</b></td><td>Ledok &amp; Kulon</td></tr></table>",
    ],
)
def test_lines_and_tables(text: str) -> None:
    frame = described(pd.DataFrame({"Name": ["x"], "description": [text]}))
    assert frame["id_desa"].tolist() == ["18"]
    assert frame["nama_desa"].tolist() == ["Ledok & Kulon"]


def test_existing_columns_are_only_filled_where_empty() -> None:
    text = "<b>nama:</b> Dua<br><b>description:</b> nothing<br><b>geometry:</b> x<br>"
    before = pd.DataFrame({"nama": ["Satu", None], "description": [text, text]})
    after = described(before)
    assert after["nama"].tolist() == ["Satu", "Dua"]
    assert after.columns.tolist() == ["nama", "description"]
    assert before["nama"].isna().tolist() == [False, True]


def test_escaped_markup_stays_text() -> None:
    text = "<b>nama:</b> &lt;img src=x onerror=alert(1)&gt;<br>"
    frame = described(pd.DataFrame({"description": [text, None]}))
    assert frame["nama"].iloc[0] == "<img src=x onerror=alert(1)>"
    assert pd.isna(frame["nama"].iloc[1])


def test_without_description_nothing_happens() -> None:
    frame = pd.DataFrame({"nama": ["Satu"]})
    assert described(frame) is frame


@pytest.mark.parametrize(
    "text",
    ["<b>" + " " * 200_000, "<td>" + " " * 200_000, "<td" * 200_000, "<b>x" * 100_000,
     "<td>a</td>" + " " * 200_000],
)  # fmt: skip
def test_an_attribute_after_a_huge_unfinished_one_is_read(text: str) -> None:
    frame = described(pd.DataFrame({"description": [f"{text}<b>kode:</b> 12<br>"]}))
    assert frame.columns.tolist() == ["description", "kode"]
    assert frame["kode"].tolist() == ["12"]


def test_signs_around_the_colon() -> None:
    text = "<b> nama_desa : </b> : Ledok<br><b>kode</b>: 12:09<br><b>kosong:</b><br>"
    frame = described(pd.DataFrame({"description": [text]}))
    assert frame[["nama_desa", "kode"]].iloc[0].tolist() == ["Ledok", "12:09"]
    assert pd.isna(frame["kosong"].iloc[0])
