from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from boundaries.domain.codes import code_faults
from tests.bench.borders import Borders, Survey, surveyed_lines, true_lines
from tests.bench.cells import draw_cells
from tests.bench.villages import (
    CRS,
    DISTURBED,
    KINDS,
    VERTICES,
    make_villages,
    village_codes,
    write_villages,
)

COUNT = 400


@pytest.fixture(scope="module")
def villages() -> dict[str, gpd.GeoDataFrame]:
    return {kind: make_villages(kind, COUNT) for kind in KINDS}


def neighbours(frame: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of villages that meet, each once."""
    outlines = frame.geometry.to_numpy()
    left, right = shapely.STRtree(outlines).query(outlines, predicate="intersects")
    return outlines[left[left < right]], outlines[right[left < right]]


def holes(frame: gpd.GeoDataFrame) -> int:
    return int(shapely.get_num_interior_rings(shapely.get_parts(frame.union_all())).sum())


@pytest.mark.parametrize("kind", KINDS)
def test_villages_are_valid_and_as_detailed_as_wanted(
    villages: dict[str, gpd.GeoDataFrame], kind: str
) -> None:
    frame = villages[kind]
    assert len(frame) == COUNT
    assert frame.crs == CRS
    assert frame.is_valid.all()
    # Each of the six or so borders of a village rounds its number of vertices.
    assert frame.count_coordinates().mean() - 1 == pytest.approx(VERTICES, abs=1)


@pytest.mark.parametrize("kind", KINDS)
def test_same_kind_and_number_give_the_same_villages(
    villages: dict[str, gpd.GeoDataFrame], kind: str
) -> None:
    again = make_villages(kind, COUNT)
    assert shapely.equals_exact(again.geometry, villages[kind].geometry).all()


def test_codes_are_village_codes_and_all_different() -> None:
    codes = pd.Series(village_codes(np.arange(80_000)))
    assert codes.is_unique
    assert (code_faults(codes) == "").all()


def test_clean_villages_share_every_border_and_leave_nothing_out(
    villages: dict[str, gpd.GeoDataFrame],
) -> None:
    clean = villages["clean"]
    assert shapely.coverage_is_valid(clean.geometry.to_numpy())
    assert holes(clean) == 0


def test_two_of_a_hundred_borders_are_disturbed(villages: dict[str, gpd.GeoDataFrame]) -> None:
    clean, disturbed = villages["clean"], villages["disturbed"]
    borders = len(neighbours(clean)[0])
    changed = ~shapely.equals_exact(clean.geometry, disturbed.geometry)
    # One of the two villages of a disturbed border has another line; few have two such borders.
    assert 0.8 * DISTURBED * borders <= changed.sum() <= DISTURBED * borders + 1
    one, other = neighbours(disturbed)
    overlapping = (shapely.area(shapely.intersection(one, other)) > 1).sum()
    assert 0 < overlapping <= DISTURBED * borders + 1
    assert holes(disturbed) > 0


def test_surveyed_neighbours_overlap_and_gape_everywhere(
    villages: dict[str, gpd.GeoDataFrame],
) -> None:
    one, other = neighbours(villages["surveyed"])
    overlapping = (shapely.area(shapely.intersection(one, other)) > 1).sum()
    assert overlapping > 0.95 * len(one)
    assert 2 * len(one) < holes(villages["surveyed"]) < 5 * len(one)


def test_written_villages_are_read_back_unchanged(
    villages: dict[str, gpd.GeoDataFrame], tmp_path: Path
) -> None:
    target = tmp_path / "new" / "clean.parquet"
    write_villages("clean", COUNT, target)
    back = gpd.read_parquet(target)
    assert shapely.equals_exact(back.geometry, villages["clean"].geometry).all()
    assert list(target.parent.iterdir()) == [target]


def test_cells_have_the_first_side_on_their_left() -> None:
    cells = draw_cells(np.random.default_rng(1), 30)
    triangles = np.stack([cells.corner[cells.ends[:, 0]], cells.corner[cells.ends[:, 1]]], axis=1)
    for side, sign in ((0, 1), (1, -1)):
        away = cells.centre[cells.sides[:, side]] - triangles[:, 0]
        along = triangles[:, 1] - triangles[:, 0]
        assert (np.sign(along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0]) == sign).all()


@pytest.fixture
def straight() -> Borders:
    """A chord of 100 m to the east without bends and with three vertices between its ends.

    The cell centres lie 50 m to the north and to the south of its middle.
    """
    ends = np.array([[[0.0, 0.0], [100.0, 0.0]]])
    apex = np.array([[[0.5, 50.0], [0.5, 50.0]]])
    return Borders(ends, np.array([3]), apex, (np.zeros((1, 3), dtype=np.float32),))


def test_border_without_bends_is_straight(straight: Borders) -> None:
    lines = true_lines(straight)
    assert lines.points.tolist() == [[0, 0], [25, 0], [50, 0], [75, 0], [100, 0]]
    assert lines.offset.tolist() == [0, 5]


def test_survey_moves_the_ends_by_the_shift_and_stays_in_its_room(straight: Borders) -> None:
    shift = np.array([[[1.0, 2.0], [3.0, -2.0]]])
    survey = Survey(bends=3, along_m=1e6)
    points = surveyed_lines(np.random.default_rng(1), straight, survey, shift).points
    assert points[[0, -1]].tolist() == [[1, 2], [103, -2]]
    # Room at a quarter, a half and three quarters: 0.45 m per metre of chord from the nearer end.
    chord = np.array([102.0, -4.0])
    away = points[1:-1] - points[0]
    offset = (chord[0] * away[:, 1] - chord[1] * away[:, 0]) / np.hypot(*chord)
    room = 0.45 * np.hypot(*chord) * np.array([0.25, 0.5, 0.25])
    assert (np.abs(offset) <= room + 1e-9).all()
    assert (np.abs(offset) > 0.9 * np.minimum(room, 0.55 * 25)).all()
