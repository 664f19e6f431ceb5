"""Tracks, routes and waypoints of receivers."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from boundaries.errors import InputError
from boundaries.io.read import RawLayer, read_layer

SQUARE = [(99.0, 3.0), (99.01, 3.0), (99.01, 3.01), (99.0, 3.01), (99.0, 3.0)]
TEN_METRES = 10 / 110_570  # of latitude, near the equator


def points(tag: str, places: list[tuple[float, float]]) -> str:
    return "".join(f'<{tag} lat="{lat:.8f}" lon="{lon:.8f}"><ele>5</ele></{tag}>'
                   for lon, lat in places)  # fmt: skip


def track(name: str, *segments: list[tuple[float, float]]) -> str:
    inner = "".join(f"<trkseg>{points('trkpt', places)}</trkseg>" for places in segments)
    return f"<trk><name>{name}</name>{inner}</trk>"


def route(name: str, places: list[tuple[float, float]]) -> str:
    return f"<rte><name>{name}</name>{points('rtept', places)}</rte>"


def waypoint(name: str, lon: float, lat: float) -> str:
    return f'<wpt lat="{lat}" lon="{lon}"><name>{name}</name></wpt>'


def gpx(path: Path, *parts: str) -> Path:
    body = "".join(parts)
    space = "http://www.topografix.com/GPX/1/1"
    path.write_text(f'<?xml version="1.0"?><gpx version="1.1" xmlns="{space}">{body}</gpx>')
    return path


def codes(raw: RawLayer) -> list[str]:
    return [notice.code for notice in raw.notices]


def test_a_closed_track_is_an_area(tmp_path: Path) -> None:
    raw = read_layer(gpx(tmp_path / "jalan.gpx", track("Sidomulyo", SQUARE)))
    assert (raw.driver, raw.layer, raw.crs.to_epsg()) == ("GPX", "jalan", 4326)
    assert raw.frame["name"].tolist() == ["Sidomulyo"]
    assert raw.frame.geometry.iloc[0].equals(shapely.box(99, 3, 99.01, 3.01))
    assert raw.notices == ()


def test_closed_routes_count_too_and_open_lines_are_told(tmp_path: Path) -> None:
    moved = [(lon + 0.01, lat) for lon, lat in SQUARE]
    path = gpx(
        tmp_path / "a.gpx", track("Satu", SQUARE), route("Dua", moved), track("x", SQUARE[:3])
    )
    raw = read_layer(path)
    assert raw.frame["name"].tolist() == ["Satu", "Dua"]
    assert [str(notice.message) for notice in raw.notices] == [
        "1 lines do not return to their start and were left out: rows 1"
    ]
    assert read_layer(path, layer="routes").frame["name"].tolist() == ["Dua"]
    with pytest.raises(InputError, match="has no layer waypoints") as caught:
        read_layer(path, layer="waypoints")
    assert "tracks, routes" in str(caught.value.hint)


def test_a_walk_that_ends_ten_metres_before_its_start_is_closed(tmp_path: Path) -> None:
    walk = [*SQUARE[:-1], (99.0, 3.0 + TEN_METRES)]
    raw = read_layer(gpx(tmp_path / "a.gpx", track("Satu", walk)))
    assert len(raw.frame) == 1
    assert [(notice.code, str(notice.feature)) for notice in raw.notices] == [
        ("track-closed", "a row 1")
    ]
    assert "ends 10.0 m from its start" in str(raw.notices[0].message)


def test_a_walk_that_ends_thirty_metres_before_its_start_stays_open(tmp_path: Path) -> None:
    walk = [*SQUARE[:-1], (99.0, 3.0 + 3 * TEN_METRES)]
    with pytest.raises(InputError, match="enclose no area; 2 ends meet no other") as caught:
        read_layer(gpx(tmp_path / "a.gpx", track("Satu", walk)))
    assert caught.value.code == "lines-open"


def test_a_paused_receiver_makes_one_walk(tmp_path: Path) -> None:
    """Switched off at a corner, on again ten metres further."""
    later = [(99.01, 3.01 + TEN_METRES), (99.0, 3.01), (99.0, 3.0)]
    raw = read_layer(gpx(tmp_path / "a.gpx", track("Satu", SQUARE[:3], later)))
    assert shapely.get_num_coordinates(raw.frame.geometry.iloc[0]) == 6
    assert raw.notices == ()


def test_tracks_along_the_borders_enclose_areas_named_by_waypoints(tmp_path: Path) -> None:
    """Two walks; the second crosses the first twice.

    +---|---+
    | A | B |
    +---|---+
    """
    path = gpx(
        tmp_path / "a.gpx",
        waypoint("A", 99.002, 3.005),
        waypoint("B", 99.008, 3.005),
        waypoint("jauh", 99.5, 3.5),
        track("keliling", SQUARE[:3]),
        track("keliling 2", [*SQUARE[2:]]),
        track("tengah", [(99.005, 2.999), (99.005, 3.011)]),
    )
    raw = read_layer(path)
    assert raw.frame["name"].tolist() == ["A", "B"]
    areas = shapely.area(raw.frame.geometry.to_numpy())
    assert areas.tolist() == pytest.approx([5e-5, 5e-5])
    assert codes(raw) == ["lines-enclosed", "line-open-end", "line-open-end", "label-outside"]
    assert "1 labels lie in no area: jauh" in str(raw.notices[-1].message)


def test_only_waypoints(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no polygons, but 1 POINT"):
        read_layer(gpx(tmp_path / "a.gpx", waypoint("TK 1", 99, 3)))


def test_nothing_recorded(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no features"):
        read_layer(gpx(tmp_path / "a.gpx"))


@pytest.mark.parametrize("share", [0.4, 0.7, 0.95])
def test_cut_short(tmp_path: Path, share: float) -> None:
    path = gpx(tmp_path / "a.gpx", track("Satu", SQUARE))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(InputError, match=r"a\.gpx cannot be read as GPX: it is damaged"):
        read_layer(path)
