"""Files of evidence by their contents."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from boundaries.errors import InputError
from boundaries.io.evidence import (
    CSV,
    DOCX,
    GEOJSON,
    GPX,
    JPEG,
    PDF,
    PNG,
    XLSX,
    keep,
    place_of,
    read_evidence,
    sum_of,
)


def office(path: Path, *parts: str) -> Path:
    """A zip with the parts of an office file."""
    with zipfile.ZipFile(path, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "<x/>")
    return path


def written(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", b"%PDF-1.7\n", PDF),
        ("photo.txt", b"\xff\xd8\xff\xe0 JFIF", JPEG),
        ("b.png", b"\x89PNG\r\n\x1a\n...", PNG),
        ("t.csv", "no;x;y\n1;2;3\n", CSV),
        ("t.gpx", '<?xml version="1.0"?><gpx version="1.1"></gpx>', GPX),
        ("l.geojson", json.dumps({"type": "FeatureCollection", "features": []}), GEOJSON),
    ],
)
def test_what_is_kept(tmp_path: Path, name: str, content: bytes | str, kind: str) -> None:
    read, found = read_evidence(written(tmp_path / name, content))
    assert found == kind
    assert read == (tmp_path / name).read_bytes()


@pytest.mark.parametrize(("part", "kind"), [("word/document.xml", DOCX), ("xl/workbook.xml", XLSX)])
def test_office_files(tmp_path: Path, part: str, kind: str) -> None:
    assert read_evidence(office(tmp_path / "a.bin", part))[1] == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ\x90\x00"),
        ("a.pdf", b"#!/bin/sh\nrm -r /\n"),
        ("a.svg", "<svg onload='x()'></svg>"),
        ("a.html", "<html><script></script></html>"),
        ("a.json", '{"type": "Other"}'),
        ("a.json", '{"type": '),
        ("notes.csv", "one column\n"),
        ("notes.txt", "a,b\n"),
        ("t.gpx", '<!DOCTYPE x [<!ENTITY a "b">]><gpx></gpx>'),
        ("t.csv", "a,b\0c\n"),
    ],
)
def test_what_is_not(tmp_path: Path, name: str, content: bytes | str) -> None:
    with pytest.raises(InputError, match="none of the kinds of documents"):
        read_evidence(written(tmp_path / name, content))


@pytest.mark.parametrize("more", ["word/vbaProject.bin", "run.exe"])
def test_programs_in_office_files_are_refused(tmp_path: Path, more: str) -> None:
    with pytest.raises(InputError, match="none of the kinds"):
        read_evidence(office(tmp_path / "a.docx", "word/document.xml", more))


def test_other_zips_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("photo.jpg", b"\xff\xd8\xff")
    with pytest.raises(InputError, match="none of the kinds"):
        read_evidence(tmp_path / "a.zip")


def test_sizes(tmp_path: Path) -> None:
    path = written(tmp_path / "a.pdf", b"%PDF-" + b"x" * 95)
    assert len(read_evidence(path, most=100)[0]) == 100
    with pytest.raises(InputError, match="has 100 bytes"):
        read_evidence(path, most=99)
    with pytest.raises(InputError, match="is empty"):
        read_evidence(written(tmp_path / "b.pdf", b""))
    with pytest.raises(InputError, match="there is no such file"):
        read_evidence(tmp_path / "c.pdf")


def test_contents_lie_by_their_sum_and_once(tmp_path: Path) -> None:
    content = b"%PDF-1.4"
    place = place_of(tmp_path / "kept", sum_of(content))
    assert keep(content, tmp_path / "kept")
    assert place.read_bytes() == content
    assert place.parent.name + place.name == sum_of(content)
    assert not place.stat().st_mode & 0o111
    assert not keep(content, tmp_path / "kept")


def test_an_altered_file_is_written_again(tmp_path: Path) -> None:
    content = b"%PDF-1.4"
    keep(content, tmp_path)
    place = place_of(tmp_path, sum_of(content))
    place.chmod(0o640)
    place.write_bytes(b"other")
    assert keep(content, tmp_path)
    assert place.read_bytes() == content
    assert [path.name for path in place.parent.iterdir()] == [place.name]
