"""A comparison from files to findings."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import shapely

from boundaries.domain.parameters import Parameters
from boundaries.workflows.compare import compare
from boundaries.workflows.load import LayerOptions

X, Y = 568_000.0, 329_000.0  # Kisaran


def write(path: Path, villages: dict[str, tuple[float, float]]) -> Path:
    """Villages 100 m high by name, from west to east in metres."""
    shapes = [shapely.box(X + west, Y, X + east, Y + 100) for west, east in villages.values()]
    gpd.GeoDataFrame({"nama": list(villages)}, geometry=shapes, crs=32647).to_parquet(path)
    return path


def test_local_records_outside_the_reference_are_one_notice(tmp_path: Path) -> None:
    """The reference is Satu (0 to 100 m); Dua touches it, Tiga and Empat overlap it by 5 and 50 m.

    ::

        reference   |  Satu  |
        Satu        |        |
        Dua                  |        |
        Tiga               |          |        (5 % of its land is in the reference)
        Empat           |        |             (50 %)
    """
    reference = write(tmp_path / "big.parquet", {"Satu": (0, 100)})
    villages = {"Satu": (0, 100), "Dua": (100, 200), "Tiga": (95, 195), "Empat": (50, 150)}
    local = [write(tmp_path / f"{name}.parquet", {name: at}) for name, at in villages.items()]
    analysis = compare(reference, local, options=LayerOptions(), parameters=Parameters())
    assert analysis.matches["outside"].tolist() == [False, True, True, False]
    texts = [str(notice.message) for notice in analysis.notices]
    assert "2 records lie outside the reference's area, not compared" in texts
    assert [n.feature for n in analysis.notices if n.code == "outside-reference"] == ["Dua, Tiga"]
    assert "no village of the reference was found for Empat" in texts
    assert not [text for text in texts if "Dua" in text or "Tiga" in text]


def test_without_records_outside_nothing_is_said(tmp_path: Path) -> None:
    reference = write(tmp_path / "big.parquet", {"Satu": (0, 100)})
    local = write(tmp_path / "lokal.parquet", {"Satu": (0, 90)})
    analysis = compare(reference, [local], options=LayerOptions(), parameters=Parameters())
    assert analysis.notices == ()
    assert analysis.matches["outside"].tolist() == [False]
