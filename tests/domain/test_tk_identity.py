from __future__ import annotations

import geopandas as gpd
from shapely import Point

from boundaries.domain.tk_identity import kept_ids, point_ids

CRS = "EPSG:32647"
EAST, NORTH = 500_000, 300_000


def points(*rows: tuple[str, str, tuple[str, ...], float]) -> gpd.GeoDataFrame:
    """Points on a line to the east: id, kind, villages and metres from its start."""
    frame = gpd.GeoDataFrame(
        {"id": [row[0] for row in rows], "kind": [row[1] for row in rows]},
        geometry=[Point(EAST + row[3], NORTH) for row in rows],
        crs=CRS,
    )
    frame["villages"] = [row[2] for row in rows]
    return frame


def test_the_nearest_old_point_hands_on_its_id() -> None:
    old = points(("old1", "ordinary", ("A", "B"), 0), ("old2", "ordinary", ("A", "B"), 0.8))
    new = points(("new1", "ordinary", ("A", "B"), 0.7), ("new2", "ordinary", ("A", "B"), 50))
    assert kept_ids(new, old) == ["old2", "new2"]


def test_every_old_id_is_handed_on_once() -> None:
    old = points(("old", "ordinary", ("A", "B"), 0))
    new = points(("new1", "ordinary", ("A", "B"), 0.5), ("new2", "ordinary", ("A", "B"), -0.4))
    assert kept_ids(new, old) == ["new1", "old"]


def test_points_of_other_villages_kinds_or_places_are_others() -> None:
    old = points(("old", "ordinary", ("A", "B"), 0))
    assert kept_ids(points(("new", "ordinary", ("A", "C"), 0)), old) == ["new"]
    assert kept_ids(points(("new", "simpul", ("A", "B"), 0)), old) == ["new"]
    assert kept_ids(points(("new", "ordinary", ("A", "B"), 1.1)), old) == ["new"]
    assert kept_ids(points(("new", "ordinary", ("A", "B"), 1.1)), old, within_m=2) == ["old"]


def test_codes_of_another_edition_are_the_same_villages() -> None:
    old = points(("old", "ordinary", ("A", "B"), 0))
    edition = {"B": "A0"}
    assert kept_ids(points(("new", "ordinary", ("A", "A0"), 0)), old, edition=edition) == ["old"]
    assert kept_ids(points(("new", "ordinary", ("A", "B"), 0)), old, edition=edition) == ["old"]


def test_a_new_point_never_takes_the_id_of_an_old_one_elsewhere() -> None:
    old = points(("same", "ordinary", ("A", "B"), 0))
    new = points(("same", "ordinary", ("A", "B"), 1.2), ("other", "ordinary", ("A", "B"), 0))
    assert kept_ids(new, old) == ["same-2", "same"]


def test_ids_tell_segments_and_places_apart() -> None:
    places = gpd.GeoSeries([Point(EAST, NORTH), Point(EAST + 5, NORTH)], crs=CRS)
    one = point_ids(["SG-1", "SG-1"], places)
    assert len({*one, *point_ids(["SG-2", "SG-2"], places)}) == 4
    assert one == point_ids(["SG-1", "SG-1"], places)
    same = point_ids(["SG-1", "SG-1"], gpd.GeoSeries([Point(EAST, NORTH)] * 2, crs=CRS))
    assert same == [one[0], f"{one[0]}-2"]
