"""Map sheets of village boundaries: vector PDF exactly to scale, and a picture of it.

A sheet shows a village, a segment or all villages of a kecamatan on A3, A2 or A1, in the grid of
its UTM zone: segments by their state, borders by their class, neighbours by name, cartometric
points with labels that do not cover each other, two grids; beside it title and codes, scale,
north, reference system, legend of what is shown, location, list of points (which goes on on
further sheets), sources and the block of approval. The same ground gives the same bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS

from boundaries.domain.canonical import line_hash
from boundaries.domain.cartometric import SIMPUL
from boundaries.errors import Notice
from boundaries.messages import message
from boundaries.reports.coordinates import HEADINGS
from boundaries.reports.map_sheet_beside import draw_panel, number_pages
from boundaries.reports.map_sheet_canvas import Page, pdf_of, png_of
from boundaries.reports.map_sheet_grid import draw_grids
from boundaries.reports.map_sheet_layout import Frame
from boundaries.reports.map_sheet_names import (
    LabelledPoints,
    NamedLand,
    draw_labels,
    label_points,
    write_names,
)
from boundaries.reports.map_sheet_panel import SUBJECT_FILL
from boundaries.reports.map_sheet_shown import SheetOptions, Shown, shown_of
from boundaries.reports.map_sheet_subject import SheetGround
from boundaries.reports.map_sheet_symbols import Used, draw_borders, draw_points

PREVIEW_DPI = 100.0


@dataclass(frozen=True)
class MapSheet:
    """A sheet that is drawn.

    Attributes
    ----------
    pages : the map, then the further sheets of the list of points
    title : of the document
    frame : paper, scale and extent
    used : the symbols that are shown
    names, labels : where names and labels stand, in millimetres
    digest : SHA-256 of the segments with their states, and of the points
    notices : names and labels that found no place
    """

    pages: tuple[Page, ...]
    title: str
    frame: Frame
    used: Used
    names: NamedLand
    labels: LabelledPoints
    digest: str
    notices: tuple[Notice, ...]

    def pdf(self) -> bytes:
        """All pages as PDF; text stays text, fonts are embedded."""
        return pdf_of(self.pages, self.title)

    def png(self, dots_per_inch: float = PREVIEW_DPI) -> bytes:
        """The first page as a picture."""
        return png_of(self.pages[0], dots_per_inch)


def map_sheet(ground: SheetGround, kind: str, code: str, options: SheetOptions) -> MapSheet:
    """The sheet of a "village" (key or code), a "segment" (id) or a "kecamatan" (code or name).

    Raises `ParameterError` where the ground has no such thing, for an unknown paper or scale, and
    where the subject does not fit; `InputError` for a CRS that is not in metres.
    """
    shown = shown_of(ground, kind, code, options)
    page = Page(shown.frame.layout.width, shown.frame.layout.height)
    used, names, labels = _draw_map(page, shown)
    digest = _digest(shown)
    pages = (page, *draw_panel(page, shown, used, labels.numbered, digest))
    number_pages(pages, shown)
    return MapSheet(
        pages=pages,
        title=f"{options.settings.title(kind, options.gettext)} - {shown.subject.lines[0]}",
        frame=shown.frame,
        used=used,
        names=names,
        labels=labels,
        digest=digest,
        notices=_notices(shown, names, labels),
    )


def _draw_map(page: Page, shown: Shown) -> tuple[Used, NamedLand, LabelledPoints]:
    ground, subject, layout = shown.ground, shown.subject, shown.frame.layout
    villages = ground.villages.set_geometry(shown.on_paper(ground.villages.geometry.to_numpy()))
    villages = villages[~villages.geometry.is_empty.to_numpy()]
    own = villages["key"].isin(subject.villages).to_numpy()
    lines = shown.on_paper(ground.segments.geometry.to_numpy())
    page.areas(villages.geometry.to_numpy()[own], SUBJECT_FILL)
    draw_grids(page, shown.frame, CRS.from_epsg(shown.zone.code()), shown.options.gettext)
    segments = gpd.GeoDataFrame(
        ground.segments[["state", "border_class"]].reset_index(drop=True), geometry=lines
    )
    used = draw_borders(page, segments, subject.about, layout.growth)
    points = shown.points.points
    places = shapely.get_coordinates(shown.on_paper(points.geometry.to_numpy()))
    draw_points(page, places, (points["kind"] == SIMPUL).to_numpy())
    names = write_names(
        page, villages, subject, places,
        settings=shown.options.settings, growth=layout.growth, gettext=shown.options.gettext,
    )  # fmt: skip
    labels = label_points(
        places, _point_labels(shown), layout.map,
        taken=names.boxes, lines=lines[~shapely.is_empty(lines)], growth=layout.growth,
    )  # fmt: skip
    draw_labels(page, labels, layout.growth)
    return used, names, labels


def _point_labels(shown: Shown) -> pd.DataFrame:
    """Name and number in the list of each point."""
    gettext, points = shown.options.gettext, shown.points.points
    names = points["name"].where(points["name"] != "", points["id"])
    number, point = (HEADINGS[each].render(gettext) for each in ("number", "point"))
    numbers = dict(zip(shown.listed[point], shown.listed[number], strict=True))
    return pd.DataFrame({"name": names, "number": names.map(numbers)})


def _digest(shown: Shown) -> str:
    """SHA-256 of segments (id, state, hash of the line) and points (name, place to millimetres)."""
    segments = shown.ground.segments[shown.subject.about]
    rows = [f"{row.id} {row.state} {line_hash(row.geometry)}" for row in segments.itertuples()]
    points = shown.points.points
    places = shapely.get_coordinates(points.geometry.to_numpy()).round(3) + 0.0
    rows += [
        f"{key} {name} {x:.3f} {y:.3f}"
        for key, name, (x, y) in zip(points["id"], points["name"], places, strict=True)
    ]
    return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()


def _notices(shown: Shown, names: NamedLand, labels: LabelledPoints) -> tuple[Notice, ...]:
    larger = message("choose a larger scale or a larger paper")
    about = shown.ground.segments[shown.subject.about]
    near = {*about["a"], *about["b"]} | shown.subject.villages
    missing = sorted(near & set(names.left_out))
    found = []
    if missing:
        what = message("{count} names of villages have no room on the map", count=len(missing))
        found.append(Notice("sheet-names", what, larger, ", ".join(missing)))
    if labels.placed.left_out:
        count = len(labels.placed.left_out)
        what = message("{count} points have no room for a label on the map", count=count)
        found.append(Notice("sheet-labels", what, larger))
    return tuple(found)
