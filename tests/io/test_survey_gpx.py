"""Waypoints, routes and tracks of GPX files."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundaries.errors import InputError
from boundaries.io.survey_gpx import read_gpx

GPX = """<?xml version="1.0"?>
<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1">
<metadata><name>Survei</name></metadata>
<wpt lat="2.98" lon="99.62"><ele>17.5</ele><name>PBU  1</name><desc>tepi jalan</desc></wpt>
<rte><name>Batas</name><rtept lat="2.9" lon="99.6"/></rte>
<trk><name>Jalan</name>
<trkseg><trkpt lat="2.1" lon="99.1"><time>2026-01-01T00:00:00Z</time></trkpt>
<trkpt lat="2.2" lon="99.2"/></trkseg>
<trkseg><trkpt lat="2.3" lon="99.3"/></trkseg></trk></gpx>"""


def read(tmp_path: Path, text: str) -> list[list[str]]:
    path = tmp_path / "a.gpx"
    path.write_text(text, encoding="utf-8")
    return read_gpx(path)


def test_points_of_all_kinds_with_their_lines_and_order(tmp_path: Path) -> None:
    heading, *rows = read(tmp_path, GPX)
    records = [dict(zip(heading, row, strict=True)) for row in rows]
    found = [(r["kind"], r["segment"], r["order"], r["lat"]) for r in records]
    assert found == [
        ("waypoint", "", "", "2.98"),
        ("route", "Batas 1", "1", "2.9"),
        ("track", "Jalan 2", "1", "2.1"),
        ("track", "Jalan 2", "2", "2.2"),
        ("track", "Jalan 3", "1", "2.3"),
    ]
    assert records[0]["name"] == "PBU 1"
    assert (records[0]["ele"], records[0]["desc"]) == ("17.5", "tepi jalan")
    assert records[2]["time"] == "2026-01-01T00:00:00Z"


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE gpx>",
        '<!DOCTYPE gpx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE gpx SYSTEM "file:///etc/passwd">',
    ],
)
def test_document_types_are_refused(tmp_path: Path, doctype: str) -> None:
    with pytest.raises(InputError, match="declares a document type"):
        read(tmp_path, GPX.replace("<gpx ", doctype + "<gpx "))


@pytest.mark.parametrize("cut", [200, 400, len(GPX) - 3])
def test_a_file_cut_short_is_refused_with_its_line(tmp_path: Path, cut: int) -> None:
    with pytest.raises(InputError, match=r"no complete GPX file \(line \d+\)"):
        read(tmp_path, GPX[:cut])


def test_endless_remarks_are_cut(tmp_path: Path) -> None:
    long = GPX.replace("tepi jalan", "kata \n" * 2_000_000)
    heading, first, *_ = read(tmp_path, long)
    assert len(first[heading.index("desc")]) < 2_000_000
