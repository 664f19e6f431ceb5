"""Places of labels on a map, so that none covers another one, a point or the edge of the map.

Every label stands beside its point, nearest places first; where it has to go farther a leader line
ties it to its point. Boundary lines are crossed only where nothing else is left. All measures are
in millimetres of paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.reports.map_sheet_canvas import Box

RINGS = (0.9, 2.5, 4.5, 7.0, 10.0, 14.0, 19.0, 25.0, 32.0)
"""How far from its point a label may stand."""
TURNS = 16
LEADER_FROM = 2.0
"""A label farther away than this has a leader line."""
POINT_SIZE = 1.6
SLIM = 1e-9
GAP = 0.3
"""Between labels."""
CROSSING, COVERED = 6.0, 1000.0
"""What crossing a boundary line costs in millimetres of distance; what is never accepted."""
ROUNDS = 4
WELL_INSIDE = 0.6
"""Share of the radius of the largest circle that a centroid keeps off the edge."""

Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class Label:
    """A label that has its place: the number of its point, its box, and its leader or None."""

    point: int
    box: Box
    leader: Floats | None


@dataclass(frozen=True)
class Placed:
    """Labels with a place, and the numbers of the points whose label has none."""

    labels: tuple[Label, ...]
    left_out: tuple[int, ...]


def place_labels(
    points: Floats,
    sizes: Floats,
    map_box: Box,
    *,
    taken: Sequence[Box] = (),
    lines: Shapes | None = None,
    rounds: int = ROUNDS,
) -> Placed:
    """Places for the labels of points.

    `points` has a row of x and y for each label, `sizes` its width and height. Labels stay within
    `map_box`, off the boxes that are `taken` and off all points; they keep off `lines` (shapes)
    where they can. The same input gives the same places. Labels that find no place are tried again
    before all others, at most so many `rounds`.
    """
    obstacles = _Obstacles(points, map_box, taken, lines)
    order = _crowded_first(points)
    best = Placed((), tuple(range(len(points))))
    for _ in range(rounds):
        labels, left_out = _placed(order, points, sizes, obstacles)
        if len(left_out) < len(best.left_out):
            best = Placed(tuple(sorted(labels, key=lambda each: each.point)), tuple(left_out))
        if not left_out:
            break
        order = [*left_out, *(each for each in order if each not in set(left_out))]
    return best


class _Obstacles:
    """What no label may cover, and what it had better not."""

    def __init__(
        self, points: Floats, map_box: Box, taken: Iterable[Box], lines: Shapes | None
    ) -> None:
        half = POINT_SIZE / 2
        self.map_box = map_box
        self.fixed = _array(box.grown(GAP / 2) for box in taken)
        self.points = np.column_stack((points - half, points + half)).reshape(-1, 4)
        none = np.array([], dtype=object)
        self.lines = shapely.STRtree(none if lines is None else lines)


def _placed(
    order: Sequence[int], points: Floats, sizes: Floats, obstacles: _Obstacles
) -> tuple[list[Label], list[int]]:
    labels: list[Label] = []
    left_out: list[int] = []
    boxes, leaders = obstacles.fixed, np.empty((0, 2, 2))
    for point in order:
        candidates, away = _candidates(points[point], sizes[point])
        near = _near(point, candidates, obstacles, boxes, leaders)
        cost = away + CROSSING * _crossings(candidates, obstacles.lines)
        cost[_covers(candidates, obstacles.map_box, near)] = COVERED
        label = _label(point, points[point], candidates, near, cost=cost, away=away)
        if label is None:
            left_out.append(point)
            continue
        labels.append(label)
        boxes = np.vstack((boxes, _array([label.box.grown(GAP / 2)])))
        if label.leader is not None:
            leaders = np.concatenate((leaders, label.leader[None]))
    return labels, left_out


@dataclass(frozen=True)
class _Near:
    """What stands within reach of a point: boxes of labels and other points, and leaders."""

    blocks: Floats
    leaders: Shapes


def _near(
    point: int, candidates: Floats, obstacles: _Obstacles, boxes: Floats, leaders: Floats
) -> _Near:
    reach = np.array([[*candidates[:, :2].min(axis=0), *candidates[:, 2:].max(axis=0)]])
    blocks = np.vstack((boxes, np.delete(obstacles.points, point, axis=0)))
    slim = np.hstack((leaders.min(axis=1) - SLIM, leaders.max(axis=1) + SLIM))
    return _Near(
        blocks[_overlap(reach, blocks)[0]],
        np.asarray(shapely.linestrings(leaders[_overlap(reach, slim)[0]]), dtype=object),
    )


def _label(
    point: int, at: Floats, candidates: Floats, near: _Near, *, cost: Floats, away: Floats
) -> Label | None:
    """The cheapest place of a label whose leader meets no other label; None where there is none."""
    for choice in np.argsort(cost, kind="stable"):
        if cost[choice] >= COVERED:
            break
        box = Box(*candidates[choice].tolist())
        if shapely.intersects(box.polygon(), near.leaders).any():
            continue
        leader = _leader(at, box) if away[choice] > LEADER_FROM else None
        if leader is None or _is_free(leader, near):
            return Label(point, box, leader)
    return None


def _candidates(at: Floats, size: Floats) -> tuple[Floats, Floats]:
    """Boxes around a point (rows: left, bottom, right, top) and how far each is away."""
    turn = np.arange(TURNS) * 2 * np.pi / TURNS
    ring = np.array(RINGS)[:, None]
    reach = ring + POINT_SIZE / 2
    x, y = reach * np.cos(turn), reach * np.sin(turn)
    width, height = size
    left = at[0] + x + (np.cos(turn) - 1) / 2 * width
    bottom = at[1] + y + (np.sin(turn) - 1) / 2 * height
    boxes = np.stack((left, bottom, left + width, bottom + height), axis=-1).reshape(-1, 4)
    beside = 0.15 * np.abs(np.sin(turn)) + 0.1 * (np.cos(turn) < 0)
    return boxes, (ring + beside).reshape(-1)


def _crossings(candidates: Floats, lines: shapely.STRtree) -> NDArray[np.float64]:
    """Whether each candidate crosses a line."""
    hits = lines.query(shapely.box(*candidates.T), predicate="intersects")[0]
    return np.isin(np.arange(len(candidates)), hits).astype(float)


def _covers(candidates: Floats, edge: Box, near: _Near) -> NDArray[np.bool_]:
    """Which candidates leave the map, or cover a label, a point or what is taken."""
    inside = (candidates[:, 0] >= edge.left) & (candidates[:, 1] >= edge.bottom)
    inside &= (candidates[:, 2] <= edge.right) & (candidates[:, 3] <= edge.top)
    return ~inside | _overlap(candidates, near.blocks).any(axis=1)


def _overlap(some: Floats, others: Floats) -> NDArray[np.bool_]:
    one, other = some[:, None, :], others[None, :, :]
    across = (one[..., 0] < other[..., 2]) & (other[..., 0] < one[..., 2])
    return np.asarray(across & (one[..., 1] < other[..., 3]) & (other[..., 1] < one[..., 3]))


def _leader(at: Floats, box: Box) -> Floats:
    """From the point to the nearest place of the box's edge."""
    x = min(max(float(at[0]), box.left), box.right)
    y = min(max(float(at[1]), box.bottom), box.top)
    return np.array([at, (x, y)])


def _is_free(leader: Floats, near: _Near) -> bool:
    """Whether a leader meets no label, no other point and no other leader."""
    line = shapely.linestrings(leader)
    reach = np.array([[*(leader.min(axis=0) - SLIM), *(leader.max(axis=0) + SLIM)]])
    blocks = near.blocks[_overlap(reach, near.blocks)[0]]
    met = shapely.intersects(line, shapely.box(*blocks.T))
    return not (met.any() or shapely.intersects(line, near.leaders).any())


def _crowded_first(points: Floats) -> list[int]:
    """Points with many neighbours first, then from west to east."""
    if not len(points):
        return []
    apart = np.hypot(*(points[:, None, :] - points[None, :, :]).transpose(2, 0, 1))
    near = (apart < RINGS[-1]).sum(axis=1)
    return [int(each) for each in np.lexsort((points[:, 1], points[:, 0], -near))]


def _array(boxes: Iterable[Box]) -> Floats:
    rows = [(box.left, box.bottom, box.right, box.top) for box in boxes]
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def place_name(
    land: shapely.Geometry,
    sizes: Sequence[tuple[float, float]],
    *,
    taken: Sequence[Box] = (),
    keep_off: shapely.Geometry | None = None,
) -> tuple[int, Box] | None:
    """A place for a name within a piece of land: which of the sizes fits, and its box.

    `sizes` (width and height) are tried in order, at the middle of the largest part first, then on
    a raster over it, nearest to the middle. Boxes that are `taken` and shapes to `keep_off` are
    not touched. None where no size fits.
    """
    parts = shapely.get_parts(shapely.get_parts(land))
    parts = parts[shapely.area(parts) > 0]
    if not len(parts):
        return None
    part = parts[np.argmax(shapely.area(parts))]
    middle = _middle(part)
    left, bottom, right, top = part.bounds
    raster = np.stack(np.meshgrid(np.linspace(left, right, 41), np.linspace(bottom, top, 41)), -1)
    places = np.vstack((middle, raster.reshape(-1, 2)))
    places = places[np.argsort(np.hypot(*(places - middle).T), kind="stable")]
    free = part if keep_off is None else shapely.difference(part, keep_off)
    shapely.prepare(free)
    for number, size in enumerate(sizes):
        half = np.array(size) / 2
        boxes = np.column_stack((places - half, places + half))
        clear = ~_overlap(boxes, _array(box.grown(GAP) for box in taken)).any(axis=1)
        fits = shapely.contains_properly(free, shapely.box(*boxes[clear].T))
        if fits.any():
            return number, Box(*boxes[clear][np.argmax(fits)].tolist())
    return None


def _middle(part: shapely.Polygon) -> Floats:
    """The centroid where it lies well inside, else the centre of the largest circle."""
    circle = shapely.maximum_inscribed_circle(part, tolerance=0.5)
    centroid = shapely.centroid(part)
    room = shapely.distance(centroid, shapely.boundary(part))
    inside = shapely.contains(part, centroid) and room > WELL_INSIDE * shapely.length(circle)
    place = centroid if inside else shapely.get_point(circle, 0)
    return np.asarray(shapely.get_coordinates(place)[0])
