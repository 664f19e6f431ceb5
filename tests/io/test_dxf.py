"""Drawings of surveyors."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import shapely

from boundaries.errors import InputError
from boundaries.io.read import read_layer

Place = tuple[float, float]
ZONE = "EPSG:32647"
SQUARE = [(500_000.0, 300_000.0), (500_100.0, 300_000.0), (500_100.0, 300_100.0),
          (500_000.0, 300_100.0)]  # fmt: skip


def tags(*pairs: tuple[int, object]) -> str:
    return "".join(f"{code}\n{value}\n" for code, value in pairs)


def polyline(layer: str, places: list[Place], *, closed: bool = True, bulge: float = 0) -> str:
    """A polyline; `bulge` bends its second side to an arc."""
    corners = ""
    for number, (x, y) in enumerate(places):
        bent = ((42, bulge),) if bulge and number == 1 else ()
        corners += tags((10, x), (20, y), *bent)
    return tags((0, "LWPOLYLINE"), (8, layer), (90, len(places)), (70, int(closed))) + corners


def text(layer: str, words: str, x: float, y: float, kind: str = "TEXT") -> str:
    return tags((0, kind), (8, layer), (10, x), (20, y), (40, 5.0), (1, words))


def dxf(path: Path, *entities: str) -> Path:
    body = "".join(entities)
    path.write_text(f"0\nSECTION\n2\nENTITIES\n{body}0\nENDSEC\n0\nEOF\n")
    return path


def moved(east: float) -> list[Place]:
    return [(x + east, y) for x, y in SQUARE]


def test_closed_polylines_are_areas_named_by_the_texts_inside(tmp_path: Path) -> None:
    path = dxf(
        tmp_path / "batas.dxf",
        polyline("DESA", SQUARE),
        polyline("DESA", moved(100)),
        text("NAMA", "Sidomulyo", 500_050, 300_050),
        text("NAMA", "Suka\\PMaju", 500_150, 300_050, "MTEXT"),
        text("NAMA", "Skala 1:5000", 500_000, 299_000),
    )
    raw = read_layer(path, crs=ZONE)
    assert (raw.driver, raw.layer, raw.crs_assumed) == ("DXF", "DESA", True)
    assert raw.frame["name"].tolist() == ["Sidomulyo", "Suka Maju"]
    assert shapely.area(raw.frame.geometry.to_numpy()).tolist() == [10_000, 10_000]
    assert [str(notice.message) for notice in raw.notices] == [
        "1 labels lie in no area: Skala 1:5000"
    ]


def test_a_drawing_does_not_say_its_zone(tmp_path: Path) -> None:
    path = dxf(tmp_path / "batas.dxf", polyline("DESA", SQUARE))
    with pytest.raises(InputError, match="does not say its coordinate system") as caught:
        read_layer(path)
    assert str(caught.value.hint).endswith("--crs EPSG:32647")


def test_arcs_are_straightened(tmp_path: Path) -> None:
    """The east side bulges to a half circle of radius 50 (bulge 1)."""
    path = dxf(tmp_path / "batas.dxf", polyline("DESA", SQUARE, bulge=1.0))
    (area,) = shapely.area(read_layer(path, crs=ZONE).frame.geometry.to_numpy())
    assert area == pytest.approx(10_000 + math.pi * 50**2 / 2, rel=1e-3)


def test_splines_are_straightened(tmp_path: Path) -> None:
    """A spline of degree 3 with one span is the Bezier curve of its four control points."""
    knots = tuple((40, knot) for knot in (0, 0, 0, 0, 1, 1, 1, 1))
    control = [(500_000.0, 300_100.0), (500_000.0, 300_200.0), (500_100.0, 300_200.0),
               (500_100.0, 300_100.0)]  # fmt: skip
    corners = "".join(tags((10, x), (20, y), (30, 0)) for x, y in control)
    spline = tags((0, "SPLINE"), (8, "BATAS"), (70, 8), (71, 3), (72, 8), (73, 4), *knots) + corners
    path = dxf(
        tmp_path / "batas.dxf",
        spline,
        polyline("BATAS", [SQUARE[3], SQUARE[0], SQUARE[1], SQUARE[2]], closed=False),
    )
    (area,) = shapely.area(read_layer(path, crs=ZONE).frame.geometry.to_numpy())
    assert area == pytest.approx(10_000 + 6_000, rel=5e-3)  # a cubic arch: 3/5 of 100 x 100


def test_several_layers_of_areas_ask_for_one(tmp_path: Path) -> None:
    path = dxf(
        tmp_path / "batas.dxf",
        polyline("DESA 2016", SQUARE),
        polyline("BANGUNAN", moved(500)),
        text("NAMA", "Sidomulyo", 500_050, 300_050),
    )
    with pytest.raises(InputError, match="several layers: BANGUNAN, DESA 2016"):
        read_layer(path, crs=ZONE)
    raw = read_layer(path, crs=ZONE, layer="DESA 2016")
    assert (raw.layer, raw.frame["name"].tolist()) == ("DESA 2016", ["Sidomulyo"])
    with pytest.raises(InputError, match="has no layer NAMA"):
        read_layer(path, crs=ZONE, layer="NAMA")


def test_of_several_texts_the_layer_that_names_most_areas_counts(tmp_path: Path) -> None:
    path = dxf(
        tmp_path / "batas.dxf",
        text("SURVEI", "rumah Pak Budi", 500_010, 300_010),
        text("NAMA", "Sidomulyo", 500_050, 300_050),
        text("NAMA", "Sukamaju", 500_150, 300_050),
        text("TINGGI", "12.5", 500_150, 300_060),
        polyline("DESA", SQUARE),
        polyline("DESA", moved(100)),
    )
    raw = read_layer(path, crs=ZONE)
    assert raw.frame["name"].tolist() == ["Sidomulyo", "Sukamaju"]
    assert [str(notice.message) for notice in raw.notices] == [
        "several labels lie in the area: Sidomulyo, rumah Pak Budi; the first was taken"
    ]


def test_open_lines_enclose_areas(tmp_path: Path) -> None:
    """A frame of two lines on two layers, cut in half by a third that ends 2 m short of it."""
    path = dxf(
        tmp_path / "batas.dxf",
        polyline("KEC", SQUARE[:3], closed=False),
        polyline("DESA", [*SQUARE[2:], SQUARE[0]], closed=False),
        polyline("DESA", [(500_050, 300_000), (500_050, 300_098)], closed=False),
    )
    raw = read_layer(path, crs=ZONE)
    assert shapely.area(raw.frame.geometry.to_numpy()).tolist() == [10_000]
    told = {notice.code: notice for notice in raw.notices}
    assert str(told["line-open-end"].message) == (
        "a line ends at 500050.0, 300098.0, 2.0 m before another"
    )
    assert str(told["line-open-end"].feature) == "batas row 3"
    assert "rows 2" in str(told["line-unused"].message)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.98])
def test_cut_short(tmp_path: Path, share: float) -> None:
    path = dxf(tmp_path / "a.dxf", polyline("DESA", SQUARE), polyline("DESA", moved(100)))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(InputError, match=r"a\.dxf is cut short: the end mark") as caught:
        read_layer(path, crs=ZONE)
    assert caught.value.code == "file-damaged"
