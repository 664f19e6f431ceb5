"""Decisions read from files, suggestions written."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from boundaries.domain.match_table import COLUMNS, match_table
from boundaries.errors import InputError, ParameterError
from boundaries.io.match_table import read_decisions, require_match_target, write_matches
from boundaries.messages import message


def test_a_written_table_decides_nothing_until_it_is_filled_in(tmp_path: Path) -> None:
    matches = pd.DataFrame(
        {
            "source": "a", "row": [0, 1], "name": ["=Bunut", "Gajah"], "kecamatan": "",
            "code": ["1", ""], "method": ["name", ""], "score": [0.9, 0.1],
            "ambiguous": [True, False], "evidence": [message("same name")] * 2, "outside": False,
        }
    )  # fmt: skip
    path = tmp_path / "matches.csv"
    villages = pd.DataFrame({"key": ["1"], "name": ["Bunut"]})
    write_matches(match_table(matches, villages, None), path, str)
    read = read_decisions(path)
    assert list(read.columns) == list(COLUMNS)
    assert list(read["name"]) == ["=Bunut", "Gajah"]
    assert list(read["decision"]) == ["", ""]
    written = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert list(written["evidence"]) == ["same name", "same name"]
    assert list(written["score"]) == ["0.900", "0.100"]
    assert list(written["ambiguous"]) == ["yes", ""]

    decided = read.assign(decision=["-", "1"])
    write_matches(match_table(matches, villages, decided), path, str)
    again = read_decisions(path)
    assert dict(zip(again["name"], again["decision"], strict=True)) == {"=Bunut": "-", "Gajah": "1"}


@pytest.mark.parametrize(
    ("content", "decision"),
    [
        ("nama,kode\nBunut,1\n", "1"),
        ("nama;kode;keputusan\nBunut;1;2\n", "2"),
        ("nama;kode;keputusan\nBunut;1;Tidak ada\n", "-"),
        ("name,code,decision\nBunut,1,\n", ""),
    ],
)
def test_the_column_of_decisions_counts_before_that_of_codes(
    tmp_path: Path, content: str, decision: str
) -> None:
    path = tmp_path / "matches.csv"
    path.write_text(content)
    assert list(read_decisions(path)["decision"]) == [decision]


def test_a_table_without_codes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "matches.csv"
    path.write_text("nama,baris\nBunut,1\n")
    with pytest.raises(InputError, match="has no column code / kode"):
        read_decisions(path)


def test_the_table_is_written_as_csv_and_over_no_layer(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"written as \.csv"):
        require_match_target(tmp_path / "m.xlsx", inputs=())
    layer = tmp_path / "layer.csv"
    with pytest.raises(ParameterError, match="cannot also be written"):
        require_match_target(layer, inputs=(layer,))
