"""What the map of a sheet shows, and how: the ground in its grid, the subject, its points."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.domain.cartometric import Cartometric
from boundaries.domain.grid_zone import Zone, parse_zone
from boundaries.geometry.crs import require_metres
from boundaries.messages import Gettext
from boundaries.reports.coordinates import HEADINGS, Style, point_document, zone_of
from boundaries.reports.map_sheet_layout import Frame, frame_for
from boundaries.reports.map_sheet_subject import SheetGround, Subject, subject_of
from boundaries.reports.map_sheet_words import NO_SETTINGS, SheetSettings

Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class SheetOptions:
    """How a sheet is made: paper, orientation and scale (None: chosen), words, language."""

    gettext: Gettext
    language: str = "id"
    paper: str = "A3"
    orientation: str | None = None
    scale: int | None = None
    settings: SheetSettings = NO_SETTINGS


@dataclass(frozen=True)
class Shown:
    """What the map of a sheet shows: the ground in its grid, the subject, the points in a list."""

    ground: SheetGround
    subject: Subject
    points: Cartometric
    listed: pd.DataFrame
    frame: Frame
    zone: Zone
    options: SheetOptions

    def on_paper(self, shapes: Shapes) -> Shapes:
        """Shapes cut to the map, in millimetres."""
        frame, box = self.frame, self.frame.layout.map
        corner = np.array([box.left, box.bottom])
        start = np.array([frame.west, frame.south])
        cut = shapely.intersection(shapes, shapely.box(*frame.bounds))
        return np.asarray(shapely.transform(cut, lambda p: (p - start) * frame.mm_per_m + corner))


def shown_of(ground: SheetGround, kind: str, code: str, options: SheetOptions) -> Shown:
    """The map of a "village", a "segment" or a "kecamatan"; raises as `map_sheet` does."""
    crs = CRS.from_user_input(ground.villages.crs)
    require_metres(crs)
    subject = subject_of(ground, kind, code, options.settings, options.gettext)
    zone = _zone(ground.villages, subject)
    grid = CRS.from_epsg(zone.code())
    if crs != grid:
        ground = _in_grid(ground, grid)
        subject = subject_of(ground, kind, code, options.settings, options.gettext)
    segments = ground.segments.loc[subject.about, "id"]
    points = ground.cartometric.of_segments(set(segments))
    return Shown(
        ground,
        subject,
        points,
        _listed(points, zone, options),
        frame_for(
            subject.bounds,
            paper=options.paper,
            orientation=options.orientation,
            scale=options.scale,
        ),
        zone,
        options,
    )


def _zone(villages: gpd.GeoDataFrame, subject: Subject) -> Zone:
    """The UTM zone of the ground's CRS, else that of the subject."""
    own = CRS.from_user_input(villages.crs).utm_zone
    known = parse_zone(own) if own else None
    rows = villages[villages["key"].isin(subject.villages).to_numpy()]
    return known or zone_of(rows.geometry.representative_point())


def _in_grid(ground: SheetGround, grid: CRS) -> SheetGround:
    points = ground.cartometric
    return SheetGround(
        villages=ground.villages.to_crs(grid),
        segments=ground.segments.to_crs(grid),
        cartometric=Cartometric(
            points.points.to_crs(grid), points.courses.to_crs(grid), points.rule, points.notices
        ),
        sources=ground.sources,
        as_of=ground.as_of,
    )


def style_of(zone: Zone, options: SheetOptions) -> Style:
    """How coordinates are written."""
    return Style(
        options.gettext, zone, datum=options.settings.datum, comma=options.language == "id"
    )


def _listed(points: Cartometric, zone: Zone, options: SheetOptions) -> pd.DataFrame:
    """The list of points as it is printed; no rows where there are none."""
    style = style_of(zone, options)
    if points.points.empty:
        return pd.DataFrame(columns=[heading.render(options.gettext) for heading in (
            HEADINGS["number"], HEADINGS["point"])])  # fmt: skip
    return point_document(points, style, title="").tables[0].table
