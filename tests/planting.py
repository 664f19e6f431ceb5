"""Coverages without fault, and defects planted in them whose land is known exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Voronoi
from shapely import LineString, MultiPolygon, Point, Polygon, box

Polygons = NDArray[np.object_]
Place = tuple[float, float]
Edge = tuple[Place, Place]

CORNER = (450_000.0, 300_000.0)
DECIMALS = 3
"""Vertices are at whole millimetres."""
LEAST_EDGE_M = 30.0
LEAST_HEIGHT_M = 0.15
"""A lens of this height is on average 7 cm wide, wider than digital noise of 5 cm."""
LEAST_AREA_M2 = 1.5
LARGEST_GAP_M2 = 200_000.0
"""Less than what is taken for an enclave."""
APART_M = 1.0
"""Defects keep this distance where they do not share a vertex."""


@dataclass(frozen=True)
class Planted:
    """Land that must be found: "overlap" or "gap", and the rows of the villages concerned."""

    kind: str
    parties: tuple[int, ...]
    land: Polygon


@dataclass(frozen=True)
class Layout:
    """Villages, and all that is wrong with them."""

    outlines: Polygons
    planted: list[Planted]


def random_coverage(rng: np.random.Generator, count: int) -> Polygons:
    """Villages of about a square kilometre with crooked borders that they share vertex by vertex.

    Cells of a Voronoi diagram whose edges are broken by displaced midpoints; less and less where
    borders would cross. The first village has an island.
    """
    side = 1000.0 * np.sqrt(count)
    edges = _cell_edges(rng.uniform(0, side, (count, 2)), side)
    crookedness = 0.12
    seed = rng.integers(2**32)
    while True:
        cells = _cells(edges, count, np.random.default_rng(seed), crookedness)
        if cells is not None:
            break
        crookedness = crookedness / 2 if crookedness > 0.01 else 0.0
    island = box(side + 500, 0, side + 600, 100)
    cells[0] = MultiPolygon([cells[0], island])
    return shapely.transform(cells, lambda xy: np.round(np.add(xy, CORNER), DECIMALS))


def _cell_edges(points: NDArray[np.float64], side: float) -> list[tuple[Place, Place, list[int]]]:
    """Ends and cells of the edges of the Voronoi diagram within a square.

    The points are mirrored at its sides, so that these become edges too.
    """
    mirrored = [points]
    for axis, at in ((0, 0), (0, side), (1, 0), (1, side)):
        image = points.copy()
        image[:, axis] = 2 * at - image[:, axis]
        mirrored.append(image)
    diagram = Voronoi(np.concatenate(mirrored))
    places = np.round(diagram.vertices, DECIMALS) + 0.0
    result = []
    for cells, ends in zip(diagram.ridge_points, diagram.ridge_vertices, strict=True):
        inside = [int(cell) for cell in cells if cell < len(points)]
        start, end = (tuple(places[number].tolist()) for number in ends)
        if inside and start != end:
            result.append((start, end, inside))
    return result


def _cells(
    edges: list[tuple[Place, Place, list[int]]],
    count: int,
    rng: np.random.Generator,
    crookedness: float,
) -> Polygons | None:
    """The cells with broken edges; None when they are no coverage."""
    lines: list[list[LineString]] = [[] for _ in range(count)]
    for start, end, cells in edges:
        line = LineString(_broken(start, end, rng, crookedness))
        for cell in cells:
            lines[cell].append(line)
    found = [shapely.get_parts(shapely.polygonize(borders)) for borders in lines]
    if any(len(cell) != 1 for cell in found):
        return None
    cells = np.concatenate(found)
    vertices = [sum(len(line.coords) - 1 for line in borders) + 1 for borders in lines]
    whole = shapely.get_num_coordinates(cells).tolist() == vertices
    return cells if whole and shapely.coverage_is_valid(cells) else None


def _broken(start: Place, end: Place, rng: np.random.Generator, crookedness: float) -> list[Place]:
    """A line from start to end, broken at displaced midpoints into pieces of at most 120 m."""
    length = float(np.hypot(end[0] - start[0], end[1] - start[1]))
    if length < 120:
        return [start, end]
    shift = rng.uniform(-crookedness, crookedness)
    middle = (
        round((start[0] + end[0]) / 2 - shift * (end[1] - start[1]), DECIMALS),
        round((start[1] + end[1]) / 2 + shift * (end[0] - start[0]), DECIMALS),
    )
    first = _broken(start, middle, rng, crookedness)
    return [*first[:-1], *_broken(middle, end, rng, crookedness)]


def tangled_coverage(rng: np.random.Generator, count: int, changes: int) -> Polygons:
    """A random coverage whose villages take and leave land that crosses itself anyhow.

    Corners of the land are not on anybody's line, so borders cross, run close to each other, and
    vertices of one village lie on lines of others.
    """
    villages = random_coverage(rng, count)
    places = shapely.get_coordinates(villages)
    for _ in range(changes):
        angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 9)))
        reach = rng.uniform(10, 150) * rng.uniform(0.2, 1, len(angles))
        star = np.column_stack((reach * np.cos(angles), reach * np.sin(angles)))
        corners = np.round(places[rng.integers(len(places))] + star, DECIMALS)
        land = shapely.make_valid(Polygon(corners))
        near = np.flatnonzero(shapely.dwithin(villages, land, 100))
        rows = rng.permutation(near)[: rng.integers(1, 3)]
        change = shapely.union if rng.random() < 0.5 else shapely.difference
        villages[rows] = change(villages[rows], land)
    return villages


@dataclass(frozen=True)
class _Site:
    """Land where a defect may be planted, at borders between its parties.

    It covers the edges `own` and meets others in its `contacts` only. Without either it may cross
    all borders between its parties.
    """

    parties: tuple[int, ...]
    land: Polygon
    own: frozenset[Edge] = frozenset()
    contacts: frozenset[Place] = frozenset()


class Planter:
    """Plants defects, apart from each other, at the borders of a coverage.

    A *lens* stands on one straight piece of border, a *blob* is an octagon round a vertex of a
    border, a *triangle* stands round a junction of three villages on the next vertices of their
    borders. Only a blob crosses borders elsewhere than at their vertices.
    """

    def __init__(self, coverage: Polygons, rng: np.random.Generator) -> None:
        self._outlines = coverage.copy()
        self._planted: list[Planted] = []
        self._rng = rng
        self._owners = _owners_of_edges(coverage)
        self._edges = list(self._owners)
        self._lines = np.array([LineString(edge) for edge in self._edges])
        self._tree = shapely.STRtree(self._lines)
        self._taken: list[Polygon] = []
        self._sites = {"lens": self._lenses, "blob": self._blobs, "triangle": self._triangles}

    def layout(self) -> Layout:
        return Layout(self._outlines, self._planted)

    def plant(self, shape: str, kind: str) -> bool:
        """Plant one overlap or gap; False when no site for it is left."""
        site = self._site(shape)
        if site is None:
            return False
        rows = list(site.parties)
        change = shapely.union if kind == "overlap" else shapely.difference
        self._outlines[rows] = change(self._outlines[rows], site.land)
        self._planted.append(Planted(kind, site.parties, site.land))
        return True

    def plant_guests(self) -> bool:
        """Two of three villages at a junction take land of each other and of the third."""
        site = self._site("triangle")
        if site is None:
            return False
        host, *guests = self._rng.permutation(site.parties).tolist()
        of_host = shapely.intersection(self._outlines[host], site.land)
        rest = shapely.difference(site.land, of_host)
        self._outlines[guests] = shapely.union(self._outlines[guests], site.land)
        self._planted.append(Planted("overlap", site.parties, of_host))
        self._planted.append(Planted("overlap", tuple(sorted(guests)), rest))
        return True

    def _site(self, shape: str) -> _Site | None:
        """A free site, which is taken from now on."""
        site = next(filter(self._is_free, self._sites[shape]()), None)
        if site is not None:
            self._taken.append(site.land)
        return site

    def _lenses(self) -> Iterator[_Site]:
        """Triangles on one side of an edge and quadrangles on both, from thin to half as high."""
        for edge in self._shuffled_edges():
            a, b = np.array(edge[0]), np.array(edge[1])
            length = float(np.hypot(*(b - a)))
            if length < LEAST_EDGE_M:
                continue
            normal = np.array([a[1] - b[1], b[0] - a[0]]) / length
            height = np.exp(self._rng.uniform(np.log(LEAST_HEIGHT_M), np.log(length / 2)))
            middle = a + self._rng.uniform(0.3, 0.7) * (b - a)
            left, right = (np.round(middle + s * height * normal, DECIMALS) for s in (1, -1))
            corners = [[a, left, b], [a, right, b], [a, left, b, right]]
            land = Polygon(corners[self._rng.integers(3)])
            yield _Site(self._owners[edge], land, frozenset([edge]), frozenset(edge))

    def _blobs(self) -> Iterator[_Site]:
        for edge in self._shuffled_edges():
            octagon = Point(edge[0]).buffer(self._rng.uniform(20, 60), quad_segs=2)
            land = shapely.transform(octagon, lambda xy: np.round(xy, DECIMALS))
            yield _Site(self._owners[edge], land)

    def _triangles(self) -> Iterator[_Site]:
        edges_at: dict[Place, list[Edge]] = defaultdict(list)
        for edge in self._shuffled_edges():
            for place in edge:
                edges_at[place].append(edge)
        for place, edges in edges_at.items():
            parties = {row for edge in edges for row in self._owners[edge]}
            if len(edges) == len(parties) == 3:
                ends = [end for edge in edges for end in edge if end != place]
                land = Polygon(ends)
                thirds = [Polygon([place, *pair]) for pair in combinations(ends, 2)]
                if land.contains(Point(place)) and min(shapely.area(thirds)) > LEAST_AREA_M2:
                    yield _Site(tuple(sorted(parties)), land, frozenset(edges), frozenset(ends))

    def _shuffled_edges(self) -> Iterator[Edge]:
        """The edges between two villages."""
        for number in self._rng.permutation(len(self._edges)):
            if len(self._owners[self._edges[number]]) == 2:
                yield self._edges[number]

    def _is_free(self, site: _Site) -> bool:
        """Whether the site is of a size to be found and concerns its parties alone."""
        if not LEAST_AREA_M2 <= site.land.area <= LARGEST_GAP_M2:
            return False
        near = [land for land in self._taken if shapely.dwithin(land, site.land, APART_M)]
        met = self._tree.query(site.land, predicate="intersects")
        return all(_is_contact(site, land) for land in near) and all(
            self._may_meet(site, number) for number in met
        )

    def _may_meet(self, site: _Site, number: int) -> bool:
        if not site.own:
            return self._owners[self._edges[number]] == site.parties
        return self._edges[number] in site.own or _is_contact(site, self._lines[number])


def _is_contact(site: _Site, other: shapely.Geometry) -> bool:
    """Whether the site has nothing in common with the other but one of its contacts."""
    common = shapely.intersection(site.land, other)
    return isinstance(common, Point) and any(common.equals(Point(at)) for at in site.contacts)


def _owners_of_edges(coverage: Polygons) -> dict[Edge, tuple[int, ...]]:
    """By edge, its ends in order, the villages that have it in their outline."""
    owners: dict[Edge, list[int]] = defaultdict(list)
    parts, rows = shapely.get_parts(coverage, return_index=True)
    for part, row in zip(parts, rows.tolist(), strict=True):
        for ring in shapely.get_rings(part):
            for start, end in pairwise(map(tuple, shapely.get_coordinates(ring).tolist())):
                owners[min(start, end), max(start, end)].append(row)
    return {edge: tuple(sorted(rows)) for edge, rows in owners.items()}
