"""Coordinate lists and papers in packages: they tell what the data tells, and changes are found."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import geopandas as gpd
import openpyxl
import pytest

from boundaries.domain.submission import MARK, Wanted
from boundaries.io.package import MANIFEST, SEAL, read_package, sealed
from boundaries.io.package_layers import GEOJSON, KUGI
from boundaries.store.database import Store
from boundaries.workflows.export_package import Request, export_package
from boundaries.workflows.verify_package import verify_package
from tests.agreed_workspace import A, B, C
from tests.workspace_fixture import doer, segment_of

POINTS, AROUND = "tabel/daftar-titik", "tabel/daftar-desa"
Rows = list[list[str]]


@pytest.fixture(scope="module")
def package(partial_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All three villages with lists and papers, B and C marked as not finished."""
    folder = tmp_path_factory.mktemp("package") / "p"
    request = Request(GEOJSON, Wanted(unfinished=MARK), papers=True)
    export_package(partial_store, folder, doer(), request)
    return folder


def rows_of(path: Path) -> Rows:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_lists_hold_the_points_of_the_data(package: Path) -> None:
    """A is listed around from J in the west; B has only the junctions and bends it shares with A.

    J---------K   C above, B beyond the bends 1 to 4
    |    A    4-3
    |         1-2
    +---------L
    """
    points = gpd.read_file(package / "titik.geojson")
    header, *rows = rows_of(package / f"{POINTS}.csv")
    assert header[:4] == ["No.", "Titik kartometrik", "Lintang", "Bujur"]
    assert sorted(row[1] for row in rows) == sorted(points["name"])
    header, *rows = rows_of(package / f"{AROUND}.csv")
    of_a = [row for row in rows if row[2] == A]
    assert header[1:5] == ["No.", "Kode", "Desa/kelurahan", "Urutan TK"]
    assert {row[3] for row in of_a} == {"Desa Air Batu"}
    assert of_a[0][4] == of_a[-1][4]
    assert {row[4] for row in of_a} == set(points["name"])
    assert {row[4] for row in rows if row[2] == C} < set(points["name"])


def test_a_workbook_holds_the_same_rows(package: Path) -> None:
    for name in (POINTS, AROUND):
        book = openpyxl.load_workbook(package / f"{name}.xlsx")
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        assert rows == [row[:-1] for row in rows_of(package / f"{name}.csv")]


def test_papers_are_about_what_was_agreed(package: Path, partial_store: Store) -> None:
    """Minutes of both agreements, the draft for A alone, with the points of the data."""
    manifest = read_package(package).manifest
    segment = segment_of(partial_store, A, B).id
    minutes = f"berita-acara/{segment}.docx"
    assert sorted(manifest["papers"]) == sorted(
        [
            minutes,
            f"berita-acara/{segment_of(partial_store, A, C).id}.docx",
            f"rancangan-perbup/{A}.docx",
        ]
    )
    points = gpd.read_file(package / "titik.geojson").set_index("name")
    tables = docx.Document(str(package / minutes)).tables
    cells = {cell.text for table in tables for row in table.rows for cell in row.cells}
    own = [name for name in points.index if points["segment"][name].startswith(segment)]
    assert {*own, *points["lat"][own]} <= cells
    assert own


def test_a_package_with_papers_proves_itself_and_is_reproducible(
    package: Path, partial_store: Store, tmp_path: Path
) -> None:
    assert verify_package(package).faults == ()
    request = Request(GEOJSON, Wanted(unfinished=MARK), papers=True)
    export_package(partial_store, tmp_path / "again", doer("other", day=9), request)
    assert (package / MANIFEST).read_bytes() == (tmp_path / "again" / MANIFEST).read_bytes()
    assert {*read_package(package).files} >= {f"{AROUND}.pdf", f"{POINTS}.pdf"}


def test_kugi_has_the_same_lists(package: Path, partial_store: Store, tmp_path: Path) -> None:
    export_package(partial_store, tmp_path / "k", doer(), Request(KUGI, Wanted(unfinished=MARK)))
    first, second = (rows_of(folder / f"{AROUND}.csv") for folder in (package, tmp_path / "k"))
    assert [row[:-1] for row in first] == [row[:-1] for row in second]
    assert "SRGI2013" in second[1][-1]
    assert not (tmp_path / "k" / f"{AROUND}.pdf").exists()


def forged(package: Path, folder: Path, name: str, change: Callable[[Rows], Rows]) -> list[str]:
    """The faults of a package in which a list was changed and the manifest made anew."""
    shutil.copytree(package, folder)
    path = folder / name
    if path.suffix == ".csv":
        text = io.StringIO()
        csv.writer(text).writerows(change(rows_of(path)))
        path.write_text(text.getvalue(), encoding="utf-8")
    else:
        rows = [list(row) for row in openpyxl.load_workbook(path).worksheets[0].values]
        book = openpyxl.Workbook()
        for row in change(rows):
            book.worksheets[0].append(row)
        book.save(path)
    known = read_package(folder)
    said = {key: value for key, value in known.manifest.items() if key not in (SEAL, "files")}
    text_of = json.dumps(sealed(known.files, said), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_bytes((text_of + "\n").encode())
    return [f"{fault.code}: {fault.message}" for _, fault in verify_package(folder).faults]


def cell(row: int, column: int, text: str) -> Callable[[Rows], Rows]:
    """Put a text into a cell; rows count from 1 in the file."""

    def change(rows: Rows) -> Rows:
        rows[row - 1][column] = text
        return rows

    return change


def turned(rows: Rows) -> Rows:
    """The first list in the other direction, its numbers as before."""
    last = next(at for at in range(2, len(rows)) if rows[at][1] == "1")
    own = [rows[0][:2] + row[2:] for row in rows[last - 1 : 0 : -1]]
    for place, row in enumerate(own):
        row[1] = str(place + 1)
    return [rows[0], *own, *rows[last:]]


def begun_later(rows: Rows) -> Rows:
    """The first list from its second point on."""
    last = next(at for at in range(2, len(rows)) if rows[at][1] == "1")
    own = [[*row] for row in [*rows[2:last], rows[2]]]
    for place, row in enumerate(own):
        row[1] = str(place + 1)
    return [rows[0], *own, *rows[last:]]


@pytest.mark.parametrize(
    ("file", "change", "told"),
    [
        (f"{POINTS}.csv", cell(3, 4, "500000,00"), "list-coordinates: {}, row 3: the coordinates"),
        (f"{POINTS}.xlsx", cell(3, 2, "0° 0' 0,000\" LU"), "list-coordinates: {}, row 3"),
        (f"{POINTS}.csv", cell(2, 3, "?"), "list-coordinates: {}, row 2: the coordinates of"),
        (f"{POINTS}.csv", cell(2, 1, "TK X"), "list-point: {}, row 2: there is no point TK X"),
        (f"{POINTS}.csv", lambda rows: rows[:-1], "list-incomplete: {} lists"),
        (f"{POINTS}.xlsx", cell(1, 1, "Titik"), "list-unreadable: {}"),
        (f"{AROUND}.csv", lambda rows: [*rows[:2], *rows[3:]], "list-village: {}: the list of"),
        (f"{AROUND}.csv", cell(2, 2, B), "list-village: {}: the list of"),
        (f"{AROUND}.csv", turned, "list-order: {}, row 2: the list of"),
        (f"{AROUND}.xlsx", begun_later, "list-order: {}, row 2: the list of"),
    ],
)
def test_a_forged_list_contradicts_the_data(
    package: Path, tmp_path: Path, file: str, change: Callable[[Rows], Rows], told: str
) -> None:
    faults = forged(package, tmp_path / "p", file, change)
    assert any(fault.startswith(told.format(file)) for fault in faults), faults
    assert not any(fault.startswith("file-altered") for fault in faults)


def test_minutes_of_another_line_are_found(package: Path, tmp_path: Path) -> None:
    """The minutes of one agreement in the place of the other's."""
    shutil.copytree(package, tmp_path / "p")
    one, other = sorted((tmp_path / "p" / "berita-acara").iterdir())
    shutil.copy(one, other)
    faults = {fault.code: fault.feature for _, fault in verify_package(tmp_path / "p").faults}
    assert faults["paper-other-line"] == faults["file-altered"] == f"berita-acara/{other.name}"


@pytest.mark.parametrize("damage", [b"no zip", None])
def test_minutes_that_cannot_be_read_are_a_fault(
    package: Path, tmp_path: Path, damage: bytes | None
) -> None:
    """No zip at all, and one in the middle of whose text bytes are others."""
    shutil.copytree(package, tmp_path / "p")
    paper = min((tmp_path / "p" / "berita-acara").iterdir())
    if damage is None:
        content = bytearray(paper.read_bytes())
        with zipfile.ZipFile(paper) as held:
            begin = held.getinfo("word/document.xml").header_offset + 80
        content[begin : begin + 200] = b"\xff" * 200
        damage = bytes(content)
    paper.write_bytes(damage)
    faults = {fault.code: fault.feature for _, fault in verify_package(tmp_path / "p").faults}
    assert faults["paper-unreadable"] == faults["file-altered"] == f"berita-acara/{paper.name}"
