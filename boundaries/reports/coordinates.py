"""Coordinate lists and descriptions of cartometric points, as text ready for print.

Every cell is text. Latitude and longitude stand in degrees, minutes and seconds with three decimals
and LU, LS, BT or BB, the metres of UTM with two decimals; both come from the same place, so that
they agree within a few centimetres. One decimal mark serves a whole document. Zone and datum are
stated above the tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS, Transformer

from boundaries.domain.cartometric import SIMPUL, Cartometric
from boundaries.domain.describe_points import COMPASS_WORDS
from boundaries.domain.grid_zone import WGS84, Zone
from boundaries.domain.notation import LATITUDE, LONGITUDE, format_dms
from boundaries.geometry.metrics import WGS84 as GEOGRAPHIC
from boundaries.messages import Gettext, Message, message
from boundaries.reports.labels import clean, text_of

SECOND_DECIMALS, METRE_DECIMALS = 3, 2
POINT_COLUMNS = ("number", "point", "lat", "lon", "x", "y")
VILLAGE_COLUMNS = ("number", "village", "sequence", "lat", "lon", "x", "y")
CODED_COLUMNS = ("number", "code", *VILLAGE_COLUMNS[1:])
DESCRIPTION_COLUMNS = (
    "number", "segment", "point", "lat", "lon", "x", "y", "text", "onward", "compass",
)  # fmt: skip
PROSE = ("village", "segment", "text", "onward")
HEADINGS = {
    "number": message("No."),
    "point": message("Cartometric point"),
    "code": message("Code"),
    "village": message("Village"),
    "sequence": message("Sequence of points"),
    "segment": message("Segment"),
    "lat": message("Latitude"),
    "lon": message("Longitude"),
    "x": message("X (m)"),
    "y": message("Y (m)"),
    "text": message("Description of the point"),
    "onward": message("Description"),
    "compass": message("Direction"),
}


@dataclass(frozen=True)
class Style:
    """How a document is written: language, UTM zone and datum, decimal comma or point.

    `datum` is a name that the statement above the tables bears; coordinates of WGS 84 and SRGI2013
    are the same to the accuracy of maps.
    """

    gettext: Gettext
    zone: Zone
    datum: str = WGS84
    comma: bool = True

    def number(self, value: float) -> str:
        """Metres with two decimals, without grouped thousands; "" for NaN."""
        if not np.isfinite(value):
            return ""
        text = f"{round(float(value), METRE_DECIMALS) + 0.0:.{METRE_DECIMALS}f}"
        return text.replace(".", ",") if self.comma else text

    def statements(self) -> tuple[str, ...]:
        """What a reader must know to use the coordinates: datum, grid and zone, notation."""
        lines = (
            message("Horizontal datum: {datum}", datum=self.datum),
            message("Grid: UTM zone {zone}, metres", zone=str(self.zone)),
            message("Latitude and longitude in degrees, minutes and seconds"),
        )
        return tuple(line.render(self.gettext) for line in lines)


@dataclass(frozen=True)
class CoordinateTable:
    """One table of a document: `table` has headings in the reader's language and text in cells.

    Cells of the columns in `prose` may be broken into lines, those of others not.
    """

    heading: str
    table: pd.DataFrame
    prose: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CoordinateDocument:
    """Tables under one title; `statements` stand above them."""

    title: str
    statements: tuple[str, ...]
    tables: tuple[CoordinateTable, ...]
    table_heading: str

    def flat(self) -> pd.DataFrame:
        """All rows in one table; the heading of its table in front where there are several."""
        if len(self.tables) == 1:
            return self.tables[0].table
        parts = [each.table.copy() for each in self.tables]
        for part, each in zip(parts, self.tables, strict=True):
            part.insert(0, self.table_heading, each.heading)
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def zone_of(points: gpd.GeoSeries) -> Zone:
    """The UTM zone of the middle of the points, of which there is at least one.

    It is southern as soon as one lies south of the equator, so that no northing is negative.
    """
    lon, lat = _degrees(points)
    middle = (lon.min() + lon.max()) / 2
    return Zone(number=str(int((middle + 180) // 6) + 1), south=bool((lat < 0).any()))


def coordinate_texts(points: gpd.GeoSeries, style: Style) -> pd.DataFrame:
    """Columns `lat`, `lon`, `x`, `y` as text for points in a projected CRS; the index is kept."""
    lon, lat = _degrees(points)
    grid = Transformer.from_crs(GEOGRAPHIC, CRS.from_epsg(style.zone.code()), always_xy=True)
    x, y = grid.transform(lon, lat)
    return pd.DataFrame(
        {
            "lat": format_dms(lat, LATITUDE, decimals=SECOND_DECIMALS, comma=style.comma),
            "lon": format_dms(lon, LONGITUDE, decimals=SECOND_DECIMALS, comma=style.comma),
            "x": [style.number(value) for value in x],
            "y": [style.number(value) for value in y],
        },
        index=points.index,
        dtype=object,
    )


def point_document(cartometric: Cartometric, style: Style, *, title: str) -> CoordinateDocument:
    """The plain list of points, junctions first, each kind by villages and number."""
    points = cartometric.points
    last = points["name"].str.rpartition("-")
    points = points.assign(
        ordinary=points["kind"] != SIMPUL, head=last[0], digits=last[2].str.len(), tail=last[2]
    )
    points = points.sort_values(["ordinary", "head", "digits", "tail", "id"], ignore_index=True)
    rows = coordinate_texts(points.geometry, style)
    rows["point"] = _names(points)
    return _document(title, [("", _table(rows, POINT_COLUMNS, style))], style)


def village_document(
    cartometric: Cartometric,
    lists: pd.DataFrame,
    villages: pd.DataFrame,
    style: Style,
    *,
    title: str,
    codes: bool = False,
) -> CoordinateDocument:
    """The lists of villages around their borders, one table per ring.

    `lists` as in `boundaries.domain.village_list`; `villages` by key with `name` and `word`. With
    `codes` the key of the village stands in a column of its own.
    """
    columns = CODED_COLUMNS if codes else VILLAGE_COLUMNS
    texts = _texts_by_id(cartometric, style)
    rings = [*lists.groupby(["village", "part", "hole"], sort=False)]
    count = Counter(village for (village, _, _), _ in rings)
    tables = []
    for (village, part, hole), ring in rings:
        name = village_name(str(village), villages)
        rows = texts.loc[ring["point"]].reset_index(drop=True)
        rows["sequence"] = rows.pop("point")
        rows["village"], rows["code"] = name, clean(str(village))
        heading = name if count[village] == 1 else _ring(name, part, hole).render(style.gettext)
        tables.append((heading, _table(rows, columns, style)))
    return _document(title, tables, style)


def description_document(
    cartometric: Cartometric,
    description: pd.DataFrame,
    villages: pd.DataFrame,
    style: Style,
    *,
    title: str,
) -> CoordinateDocument:
    """The description of segments from point to point, one table per segment.

    `description` as in `boundaries.domain.describe_points`; `villages` by key with `name`, `word`.
    """
    texts = _texts_by_id(cartometric, style)
    courses = cartometric.courses.set_index("segment")
    tables = []
    for segment, stations in description.groupby("segment", sort=False):
        name = _segment_name(courses.loc[segment], villages, style)
        rows = texts.loc[stations["point"]].reset_index(drop=True)
        names = texts["point"].reindex(stations["next"]).tolist()
        rows["segment"] = name
        rows["text"] = [text_of(text, style.gettext) for text in stations["text"]]
        rows["compass"] = [
            COMPASS_WORDS[word].render(style.gettext) if word else ""
            for word in stations["compass"]
        ]
        ways = zip(stations["next_m"], rows["compass"], names, strict=True)
        rows["onward"] = [_onward(*way, style) for way in ways]
        tables.append((f"{name} ({segment})", _table(rows, DESCRIPTION_COLUMNS, style)))
    return _document(title, tables, style)


def village_name(key: str, villages: pd.DataFrame) -> str:
    """The kind and the name of a village, "Desa Sidomulyo"; its key where it is not known."""
    if key not in villages.index:
        return clean(key)
    word, name = str(villages.at[key, "word"]), str(villages.at[key, "name"])
    return clean(f"{word} {name or key}".strip())


def _segment_name(course: pd.Series, villages: pd.DataFrame, style: Style) -> str:
    sides = [village_name(str(course[side]), villages) for side in ("a", "b") if course[side]]
    return " - ".join(sides if len(sides) > 1 else [*sides, style.gettext("outside")])


def _ring(village: str, part: object, hole: object) -> Message:
    if hole:
        return message("{village}, part {part}, hole {hole}", village=village, part=part, hole=hole)
    return message("{village}, part {part}", village=village, part=part)


def _onward(metres: float, direction: str, name: str, style: Style) -> str:
    if not direction:
        return ""
    return message(
        "From here the border runs {length} m to the {direction} to {point}",
        length=style.number(metres),
        direction=direction,
        point=name,
    ).render(style.gettext)


def _names(points: gpd.GeoDataFrame) -> list[str]:
    """The names; a point without one is called by its id."""
    return [name or key for name, key in zip(points["name"], points["id"], strict=True)]


def _texts_by_id(cartometric: Cartometric, style: Style) -> pd.DataFrame:
    points = cartometric.points.set_index("id", drop=False)
    return coordinate_texts(points.geometry, style).assign(point=_names(points))


def _table(rows: pd.DataFrame, columns: Sequence[str], style: Style) -> pd.DataFrame:
    numbered = rows.assign(number=[str(place) for place in range(1, len(rows) + 1)])
    headings = {name: HEADINGS[name].render(style.gettext) for name in columns}
    return pd.DataFrame(numbered[list(columns)].astype(object)).rename(columns=headings)


def _document(
    title: str, tables: Sequence[tuple[str, pd.DataFrame]], style: Style
) -> CoordinateDocument:
    prose = frozenset(HEADINGS[name].render(style.gettext) for name in PROSE)
    return CoordinateDocument(
        title=clean(title),
        statements=style.statements(),
        tables=tuple(CoordinateTable(heading, table, prose) for heading, table in tables),
        table_heading=style.gettext("Table"),
    )


def _degrees(points: gpd.GeoSeries) -> tuple[np.ndarray, np.ndarray]:
    places = shapely.get_coordinates(points.to_numpy())
    crs = CRS.from_user_input(points.crs)
    lon, lat = Transformer.from_crs(crs, GEOGRAPHIC, always_xy=True).transform(*places.T)
    return np.asarray(lon), np.asarray(lat)
