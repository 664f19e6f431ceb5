"""Fractal lines for the borders of cells, and what a survey of a border strays from the truth.

A line is the graph of a rough function over the chord of its border. It stays within the
quadrilateral of the chord's ends and a point before each of the two cell centres. These
quadrilaterals do not overlap, so borders never cross.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.bench.cells import Cells, Floats, Ints

ROUGHNESS = 0.11
"""Standard deviation of the coarsest bend, in chords."""
DECAY = 0.48
"""Size of a bend against one twice as long."""
OCTAVES = 6
ROOM = 0.55
"""Share of the way to the cell centre that a line may take."""
STEEPEST = 0.45
"""Greatest rise of the limit of a line, per metre of chord."""
CHUNK = 16_000
"""Borders drawn at a time, which bounds the memory."""


@dataclass(frozen=True)
class Lines:
    """Lines one after another: line k is `points[offset[k]:offset[k + 1]]`."""

    points: Floats
    offset: Ints

    def counts(self) -> Ints:
        """Points of every line, both ends included."""
        return np.diff(self.offset)


@dataclass(frozen=True)
class Survey:
    """How a village's own line of a border strays from the true one, in metres.

    The offset changes at `bends` places along a border, each with the standard deviation `along_m`;
    `corner_m` is that of the corners. A `resampled` survey puts its vertices elsewhere.
    """

    bends: int
    along_m: float
    corner_m: float = 0.0
    resampled: bool = False


@dataclass(frozen=True)
class Borders:
    """Chords (`ends`, k x 2 x 2), vertices between the ends, and the true shapes.

    `apex` are the two cell centres in the frame of the chord: how far along, as a share of it, and
    how far aside in metres (k x 2 sides x 2). `bends` hold the random numbers of each octave.
    """

    ends: Floats
    inner: Ints
    apex: Floats
    bends: tuple[NDArray[np.float32], ...]

    def part(self, which: Ints | slice) -> Borders:
        """Some of the borders."""
        bends = tuple(octave[which] for octave in self.bends)
        return Borders(self.ends[which], self.inner[which], self.apex[which], bends)


def draw_borders(rng: np.random.Generator, cells: Cells, vertices: float) -> Borders:
    """The borders of cells whose outlines have `vertices` on average."""
    ends = cells.corner[cells.ends]
    chord = ends[:, 1] - ends[:, 0]
    length = np.hypot(*chord.T)
    unit = chord / length[:, None]
    away = cells.centre[cells.sides] - ends[:, :1]
    along = np.einsum("ksx,kx->ks", away, unit) / length[:, None]
    aside = away[..., 1] * unit[:, None, 0] - away[..., 0] * unit[:, None, 1]
    outlines = (cells.sides < cells.count).sum(axis=1)
    density = (vertices * cells.count - outlines.sum()) / (outlines * length).sum()
    inner = np.maximum(np.rint(density * length), 1).astype(np.int64)
    sizes = [(len(ends), 2**octave + 1) for octave in range(1, OCTAVES + 1)]
    bends = tuple(rng.standard_normal(size, dtype=np.float32) for size in sizes)
    return Borders(ends, inner, np.stack([along, np.abs(aside)], axis=-1), bends)


def true_lines(borders: Borders) -> Lines:
    """The true line of every border."""
    offset = np.concatenate([[0], np.cumsum(borders.inner + 2)])
    parts = []
    for first in range(0, len(borders.inner), CHUNK):
        part = borders.part(slice(first, first + CHUNK))
        line, t = _places(part.inner)
        parts.append(_placed(part, line, t, _true_heights(part, line, t)))
    return Lines(np.concatenate(parts), offset)


def surveyed_lines(
    rng: np.random.Generator, borders: Borders, survey: Survey, shift: Floats
) -> Lines:
    """A survey of every border, whose ends are moved by `shift` (k x 2 x 2)."""
    offset = np.concatenate([[0], np.cumsum(borders.inner + 2)])
    parts = []
    for first in range(0, len(borders.inner), CHUNK):
        chunk = slice(first, first + CHUNK)
        part = borders.part(chunk)
        line, t = _places(part.inner)
        if survey.resampled:
            move = rng.uniform(-0.45, 0.45, len(t)) / (part.inner + 1)[line]
            t = np.where((t == 0) | (t == 1), t, t + move)
        offsets = rng.standard_normal((len(part.inner), survey.bends + 2)) * survey.along_m
        offsets[:, [0, -1]] = 0
        moved = Borders(part.ends + shift[chunk], part.inner, part.apex, part.bends)
        height = _true_heights(part, line, t) + _between(offsets, line, t)
        parts.append(_placed(moved, line, t, height))
    return Lines(np.concatenate(parts) if parts else np.empty((0, 2)), offset)


def _places(inner: Ints) -> tuple[Ints, Floats]:
    """For every vertex its line and its place along the chord, 0 to 1."""
    count = inner + 2
    line = np.repeat(np.arange(len(inner)), count)
    number = np.arange(len(line)) - np.repeat(np.cumsum(count) - count, count)
    return line, number / (inner + 1)[line]


def _between(values: NDArray[np.floating], line: Ints, t: Floats) -> Floats:
    """Values at equal distances along each line, interpolated at `t`."""
    steps = values.shape[1] - 1
    before = np.minimum((t * steps).astype(np.int64), steps - 1)
    share = t * steps - before
    return values[line, before] * (1 - share) + values[line, before + 1] * share


def _true_heights(borders: Borders, line: Ints, t: Floats) -> Floats:
    """Offsets of the true line from the chord, in metres."""
    length = np.hypot(*(borders.ends[:, 1] - borders.ends[:, 0]).T)
    size = ROUGHNESS * DECAY ** np.arange(len(borders.bends))
    rough = sum(s * _between(b, line, t) for s, b in zip(size, borders.bends, strict=True))
    return np.asarray(rough * length[line])


def _placed(borders: Borders, line: Ints, t: Floats, height: Floats) -> Floats:
    """Points at `height` metres from the chord, kept within the room of their border."""
    start, end = borders.ends[:, 0], borders.ends[:, 1]
    chord = end - start
    length = np.hypot(*chord.T)
    slope = STEEPEST * length[line] * np.minimum(t, 1 - t)
    reach, top = np.clip(borders.apex[..., 0], 0.05, 0.95)[line], borders.apex[line][..., 1]
    tent = np.minimum(t[:, None] / reach, (1 - t)[:, None] / (1 - reach))
    room = np.minimum((ROOM * top * tent).min(axis=1), slope)
    height = room * np.tanh(np.divide(height, room, out=np.zeros_like(room), where=room > 0))
    normal = np.column_stack([-chord[:, 1], chord[:, 0]]) / length[:, None]
    points = start[line] + t[:, None] * chord[line] + height[:, None] * normal[line]
    return np.asarray(np.where(t[:, None] == 1, end[line], points))
