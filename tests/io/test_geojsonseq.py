"""GeoJSON text sequences that are damaged in places."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pytest

from boundaries.io.read import read_layer
from tests.io.layer_files import truncate, write, zipped


@pytest.fixture
def sequence(two: gpd.GeoDataFrame, tmp_path: Path) -> Path:
    return write(two, tmp_path / "desa.geojsonl")


def test_a_cut_last_record(sequence: Path) -> None:
    raw = read_layer(truncate(sequence, 0.9))
    assert len(raw.frame) == 1
    assert [(notice.code, str(notice.feature)) for notice in raw.notices] == [
        ("record-damaged", "desa row 2")
    ]


def test_a_broken_record_between_good_ones(sequence: Path) -> None:
    first, second = sequence.read_text().splitlines()
    sequence.write_text(f"{first}\n{{broken\n{second}\n")
    raw = read_layer(sequence)
    assert len(raw.frame) == 2
    assert [str(notice.feature) for notice in raw.notices] == ["desa row 2"]


def test_records_with_separators_over_several_lines(sequence: Path) -> None:
    spread = [line.replace(", ", ",\n") for line in sequence.read_text().splitlines()]
    sequence.write_text("".join(f"\x1e{record}\n" for record in spread))
    raw = read_layer(sequence)
    assert (len(raw.frame), raw.notices) == (2, ())


def test_in_a_zip(sequence: Path, tmp_path: Path) -> None:
    content = sequence.read_bytes()
    path = zipped(tmp_path / "a.zip", {"desa.geojsonl": content[:-30]}, zipfile.ZIP_DEFLATED)
    raw = read_layer(path)
    assert (len(raw.frame), [notice.code for notice in raw.notices]) == (1, ["record-damaged"])
