"""Lists of points from files, sound and broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from boundaries.domain.grid_zone import parse_zone
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
    points, notices = locate_points(table, SurveyOptions())
    assert (points["state"] == "read").sum() == 211
    (tab,) = [notice for notice in notices if notice.code == "cell-control"]
    assert str(tab.feature) == "list row 214, BM.213"
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
    assert table.rows.tolist() == [4, 7, 8]  # the file has them in lines 5, 8 and 9
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
        (b"PK\x03\x04 broken", "is cut short or damaged"),
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


@pytest.mark.parametrize(
    "lines",
    [
        ["Titik,Lat_D,Lat_M,Lat_S,NS,Lon_D,Lon_M,Lon_S,EW", "A,6,53,24,S,109,22,48,E"],
        ["Titik;Lintang;;;Bujur;;", ";Derajat;Menit;Detik;Derajat;Menit;Detik",
         "A;-6;53;24,0;109;22;48"],
        ["Titik,LS Derajat,LS Menit,LS Detik,BT Derajat,BT Menit,BT Detik",
         "A,6,53,24,109,22,48"],
        ["No|D|M|S||D|M|S|", "A|6|53|24|LS|109|22|48|BT"],
    ],
)  # fmt: skip
def test_degrees_minutes_and_seconds_in_columns(tmp_path: Path, lines: list[str]) -> None:
    """Pemalang is 109.38 E, 6.89 S."""
    table = read(written(tmp_path / "a.csv", "\n".join(lines))).table
    points, notices = locate_points(table, SurveyOptions())
    assert points[["lon", "lat"]].iloc[0].tolist() == pytest.approx([109.38, -6.89])
    assert points["taken"].tolist() == ["dms"]
    assert notices == ()


def test_seconds_beyond_sixty_are_told_as_they_stand(tmp_path: Path) -> None:
    text = "Lat_D,Lat_M,Lat_S,Lon_D,Lon_M,Lon_S\n2,58,48,99,37,12\n2,58,61,99,37,12\n"
    points, notices = locate_points(read(written(tmp_path / "a.csv", text)).table, SurveyOptions())
    assert points["state"].tolist() == ["read", "unread"]
    assert [str(n.message) for n in notices if n.code == "notation-unread"] == [
        "the degrees, minutes and seconds cannot be read: 2° 58' 61\", 99° 37' 12\""
    ]


def test_a_hemisphere_that_nothing_says_is_named_and_can_be_given(tmp_path: Path) -> None:
    text = "Lat_D,Lat_M,Lat_S,Lon_D,Lon_M,Lon_S\n2,58,48,112,37,12\n"
    table = read(written(tmp_path / "a.csv", text)).table
    points, notices = locate_points(table, SurveyOptions())
    assert points["lat"].tolist() == pytest.approx([2.98])
    assert [notice.code for notice in notices] == ["hemisphere-unstated"]
    assert "--hemisphere south" in str(notices[0].hint)
    points, notices = locate_points(table, SurveyOptions(hemisphere="south"))
    assert (points["lat"].tolist(), notices) == (pytest.approx([-2.98]), ())


@pytest.mark.parametrize("delimiter", [",", ";", "\t", " ", "   "])
def test_lists_without_heading(tmp_path: Path, delimiter: str) -> None:
    lines = ["1001 321004.44 9238107.60 5.1 PIL", "1002 321104.44 9238207.60 5.2 SD"]
    text = "\n".join(line.replace(" ", delimiter) for line in lines)
    file = read(written(tmp_path / "ts.txt", text))
    assert [str(n.message) for n in file.notices] == [
        "ts.txt has no heading; its columns were taken as id,x,y,z,code"
    ]
    points, _ = locate_points(file.table, SurveyOptions(zone=parse_zone("49S")))
    assert points["name"].tolist() == ["1001", "1002"]
    assert points["height_m"].tolist() == [5.1, 5.2]
    assert points["remark"].tolist() == ["PIL", "SD"]
    assert points[["lon", "lat"]].iloc[0].tolist() == pytest.approx([109.38, -6.89])


def test_the_order_of_columns_is_asked_for_where_it_is_open(tmp_path: Path) -> None:
    path = written(tmp_path / "ts.csv", "No,Utara\n1,329401.90,568899.15,12.3\n")
    file = read(path, columns="id,y,x,z")
    points, _ = locate_points(file.table, SurveyOptions(zone=parse_zone("47N")))
    assert points[["lon", "lat"]].iloc[0].tolist() == pytest.approx([99.62, 2.98])
    path = written(tmp_path / "ts.csv", "1,329401.90,568899.15,12.3\n2,329401.9,568899.1,12.3\n")
    with pytest.raises(InputError, match="may be id,x,y,z or id,y,x,z") as fault:
        read(path)
    assert str(fault.value.hint) == "say which: --columns id,x,y,z or --columns id,y,x,z"


def test_a_list_in_a_grid_of_its_own_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "ts.csv", "1,1000.00,1000.00,100.0\n2,1023.1,1011.2,100.4\n")
    with pytest.raises(InputError, match="no degrees and no metres of a map grid"):
        read(path)
