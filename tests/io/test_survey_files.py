"""Lists of points from files, sound and broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from boundaries.domain.survey import SurveyOptions, locate_points
from boundaries.errors import InputError
from boundaries.io import survey as module
from boundaries.io.survey import SurveyFile, read_survey

ROWS = (("A", "2,98", "99,62"), ("Désa", "2,97", "99,61"))


def read(path: Path, **options: object) -> SurveyFile:
    return read_survey(path, source="list", **options)  # type: ignore[arg-type]


def written(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_the_known_faults_of_the_pillars_are_found(real: Callable[[str], Path]) -> None:
    table = read(real("asahan/pillars_sumut.csv")).table
    points, _ = locate_points(table, SurveyOptions())
    assert (points["state"] == "read").sum() == 211
    conflicts = points[points["state"] != "read"]
    assert conflicts["name"].tolist() == ["BM.130", "BM.213"]
    assert conflicts["state"].tolist() == ["conflict", "conflict"]
    assert conflicts["conflict_m"].tolist() == pytest.approx([9874, 4117], rel=0.002)
    assert points.loc[points["state"] == "read", "conflict_m"].max() < 0.003


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_delimiters_encodings_and_decimal_commas(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    lines = [delimiter.join(row) for row in (("Nama", "Lintang", "Bujur"), *ROWS)]
    file = read(written(tmp_path / "a.txt", "\r\n".join(lines).encode(encoding)))
    assert file.delimiter == delimiter
    points, _ = locate_points(file.table, SurveyOptions())
    assert points["name"].tolist() == ["A", "Désa"]
    assert points["lat"].tolist() == [2.98, 2.97]


def test_degree_signs_of_old_windows_files(tmp_path: Path) -> None:
    text = 'Nama,Lintang,Bujur\nA,2°58\'48"" LU,99°37\'12"" BT\n'.replace('""', '"')
    file = read(written(tmp_path / "a.csv", text.encode("cp1252")))
    assert file.encoding == "cp1252"
    points, _ = locate_points(file.table, SurveyOptions())
    assert points["lat"].iloc[0] == pytest.approx(2.98)


def test_titles_blank_rows_and_repeated_headings_are_no_points(tmp_path: Path) -> None:
    text = "DAFTAR TITIK;;\n;;\nNama;Lintang;Bujur\n(1);(2);(3)\nA;2,98;99,62\n;;\n"
    text += "NAMA;LINTANG;BUJUR\nB;2,97;99,61\nC;2,96\n"
    table = read(written(tmp_path / "a.csv", text)).table
    assert table.texts("name") == ["A", "B", "C"]
    assert table.rows.tolist() == [1, 4, 5]
    points, _ = locate_points(table, SurveyOptions())
    assert points["state"].tolist() == ["read", "read", "unread"]


def test_the_user_may_name_the_columns(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "p,q\n2.98,99.62\n")
    with pytest.raises(InputError, match=r"no columns of coordinates; its first row reads: p, q"):
        read(path)
    assert read(path, fields={"north": "p", "east": "q"}).table.texts("north") == ["2.98"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\r\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"Nama,Lintang,Bujur\n", "a heading but no points"),
        (b"a,b,c\n1,2,3\n", "no columns of coordinates"),
        (bytes(range(256)) * 40, "no text in an encoding"),
        (b"Nama,Lintang,Bujur\nA,2,99\x81\n", "no text in an encoding"),
        (b"PK\x03\x04 broken", "cannot be read as a workbook"),
        (b'Nama,Lintang,Bujur\n"' + b"x" * 200_000, "line 2: a field has more than 100000"),
        (b"<?xml version='1.0'?><gpx><wpt lat='1'", "no complete GPX file"),
    ],
)
def test_files_that_are_no_list_are_refused(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read(written(tmp_path / "a.csv", content))


def test_a_missing_file_and_one_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read(tmp_path / "none.csv")
    monkeypatch.setattr(module, "MOST_BYTES", 10)
    with pytest.raises(InputError, match="has 0 MB"):
        read(written(tmp_path / "a.csv", "Nama,Lintang,Bujur\nA,2,99\n"))


def test_rows_with_too_many_cells_keep_those_under_headings(tmp_path: Path) -> None:
    table = read(written(tmp_path / "a.csv", "Nama,Lintang,Bujur\nA,2.9,99.6,1,2\n")).table
    assert table.texts("east") == ["99.6"]
