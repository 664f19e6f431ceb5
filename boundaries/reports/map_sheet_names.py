"""Names of villages and labels of points on the map of a sheet, and how they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.messages import Gettext, message
from boundaries.reports.map_sheet_canvas import (
    CENTRE,
    POINTS_PER_MM,
    Box,
    Page,
    Pen,
    Words,
    text_width,
)
from boundaries.reports.map_sheet_cursor import LEADING
from boundaries.reports.map_sheet_labels import ROUNDS, Placed, place_labels, place_name
from boundaries.reports.map_sheet_subject import Subject, called
from boundaries.reports.map_sheet_words import SheetSettings

NAME_SIZES = (10.0, 8.5, 7.0, 6.0, 5.0)
LABEL_SIZE = 4.4
NAME_ROUNDS = 2
"""Names that have no room after so many give way to numbers."""
LINE_SPACE = 0.3
"""Millimetres that names keep off points."""
NAME_COLOUR, SUBJECT_COLOUR = "#444444", "#000000"
LEADER, SHADE = Pen("#666666", 0.12), "#ffffff"
LABEL_HEIGHT = 0.92
"""Of a line of text, in sizes."""

Shapes = NDArray[np.object_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class NameText:
    """A way to write a name: its lines and its size in points."""

    lines: tuple[str, ...]
    size: float
    bold: bool

    @property
    def extent(self) -> tuple[float, float]:
        """Width and height in millimetres."""
        wide = max(text_width(line, self.size, bold=self.bold) for line in self.lines)
        return wide + 1.0, len(self.lines) * self.size * LEADING / POINTS_PER_MM + 0.4


@dataclass(frozen=True)
class NamedLand:
    """The boxes of names that were placed, and the keys of villages whose name found no place."""

    boxes: tuple[Box, ...]
    left_out: tuple[str, ...]


def write_names(
    page: Page,
    villages: gpd.GeoDataFrame,
    subject: Subject,
    points: Floats,
    *,
    settings: SheetSettings,
    growth: float,
    gettext: Gettext,
) -> NamedLand:
    """Write the names of villages into their land.

    `villages` has its geometry in millimetres, cut to the map. Villages of the subject come first
    and are written larger; a neighbour's kecamatan is told where it is another one.
    """
    own = villages["key"].isin(subject.villages).to_numpy()
    home = set(villages.loc[own, "kecamatan"])
    dots = shapely.buffer(shapely.multipoints(points), 1.0 + LINE_SPACE) if len(points) else None
    boxes: list[Box] = []
    left_out = []
    for place in np.lexsort((villages["key"], -shapely.area(villages.geometry), ~own)):
        row = villages.iloc[place]
        elsewhere = str(row["kecamatan"]) if row["kecamatan"] not in home else ""
        ways = _ways(called(row, settings), elsewhere, bool(own[place]), growth, gettext)
        found = place_name(
            row["geometry"], [way.extent for way in ways], taken=boxes, keep_off=dots
        )
        if found is None:
            left_out.append(str(row["key"]))
            continue
        number, box = found
        boxes.append(box)
        _write_name(page, ways[number], box, SUBJECT_COLOUR if own[place] else NAME_COLOUR)
    return NamedLand(tuple(boxes), tuple(left_out))


def _ways(name: str, kecamatan: str, own: bool, growth: float, gettext: Gettext) -> list[NameText]:
    """Ways to write a name, the best first: in one line or two, ever smaller."""
    halves = _halves(name)
    below = message("Kecamatan {name}", name=kecamatan).render(gettext)
    ways = []
    for size in NAME_SIZES[0 if own else 2 :]:
        forms = [(name,), halves]
        if kecamatan:
            forms = [(name, below), (*halves, below), *forms]
        ways += [NameText(lines, size * growth, own) for lines in dict.fromkeys(forms)]
    return ways


def _halves(name: str) -> tuple[str, ...]:
    """The name in two lines of about the same length."""
    words = name.split()
    if len(words) < 2:
        return (name,)
    cuts = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
    return min(cuts, key=lambda lines: max(map(len, lines)))


def _write_name(page: Page, way: NameText, box: Box, colour: str) -> None:
    step = way.size * LEADING / POINTS_PER_MM
    y = box.top - 0.2
    for line in way.lines:
        y -= step
        page.write(
            Words(box.middle[0], y + step * 0.22, line, way.size, way.bold, colour, align=CENTRE)
        )


@dataclass(frozen=True)
class LabelledPoints:
    """The labels of points; `numbered` tells that they are numbers of the list, not names."""

    placed: Placed
    texts: tuple[str, ...]
    numbered: bool


def label_points(
    points: Floats,
    listed: pd.DataFrame,
    map_box: Box,
    *,
    taken: Sequence[Box],
    lines: Shapes,
    growth: float,
) -> LabelledPoints:
    """Labels of points: their names, or their numbers in the list where names have no room.

    `listed` has the columns `name` and `number`, a row per point.
    """
    size = LABEL_SIZE * growth
    tried = []
    for column in ("name", "number"):
        texts = tuple(listed[column])
        sizes = np.array([_label_size(text, size) for text in texts]).reshape(-1, 2)
        rounds = NAME_ROUNDS if column == "name" else ROUNDS
        placed = place_labels(points, sizes, map_box, taken=taken, lines=lines, rounds=rounds)
        tried.append(LabelledPoints(placed, texts, column == "number"))
        if not placed.left_out:
            break
    return tried[-1]


def _label_size(text: str, size: float) -> tuple[float, float]:
    return text_width(text, size) + 0.5, size * LABEL_HEIGHT / POINTS_PER_MM + 0.2


def draw_labels(page: Page, labelled: LabelledPoints, growth: float) -> None:
    """Draw leaders, a light ground under each label, and the labels."""
    labels = labelled.placed.labels
    page.strokes([each.leader for each in labels if each.leader is not None], LEADER)
    grounds = [each.box.polygon() for each in labels]
    page.areas(np.array(grounds, dtype=object), SHADE)
    size = LABEL_SIZE * growth
    page.write(
        *(
            Words(each.box.left + 0.25, each.box.bottom + 0.22 * size / POINTS_PER_MM,
                  labelled.texts[each.point], size)
            for each in labels
        )
    )  # fmt: skip
