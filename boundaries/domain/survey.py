"""Survey points (pillars, cartometric points, tracks): where they are, and which cannot be trusted.

Points come as texts under the headings of a list. Every notation of a position is read; where two
disagree, none is taken unless the user says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from boundaries.domain.grid_zone import WGS84, Zone, datum_in, parse_metres
from boundaries.domain.survey_columns import Heading
from boundaries.domain.survey_doubts import disagreement, suspicions
from boundaries.domain.survey_faults import (
    conflict_notices,
    control_notices,
    datum_notices,
    hemisphere_notices,
    positions_unreadable,
    spelling_notices,
    suspicion_notices,
    unread_notices,
    zone_missing,
    zone_notices,
)
from boundaries.domain.survey_readings import (
    NOTATIONS,
    UTM,
    Column,
    Floats,
    Reading,
    fitting_zone,
    geographic_reading,
    grid_reading,
    on_wgs84,
    pair_reading,
    parse_zones,
    read_column,
    zone_in_indonesia,
)
from boundaries.errors import Notice

TOLERANCE_M = 0.05
READ = "read"
CONFLICT = "conflict"
SUSPECT = "suspect"
UNREAD = "unread"
SOUTH = "south"
HEMISPHERES = ("north", SOUTH)
STATES = (READ, CONFLICT, SUSPECT, UNREAD)
TEXT_ROLES = (
    "name", "pillar_code", "kind", "outline", "line", "method", "receiver", "date", "kecamatan",
    "kabupaten", "remark",
)  # fmt: skip
NUMBER_ROLES = ("height", "sigma", "sigma_east", "sigma_north", "epoch")
COLUMNS = (
    "source", "row", "name", "pillar_code", "kind", "order", "outline", "line", "lon", "lat",
    "height_m", "state", "taken", "conflict_m", "datum", "method", "sigma_m", "epoch", "date",
    "receiver", "villages", "kecamatan", "kabupaten", "remark",
)  # fmt: skip


@dataclass(frozen=True)
class SurveyTable:
    """A list of points as texts: a label, the heading, texts by column, row numbers from 0."""

    source: str
    heading: Heading
    columns: tuple[list[str], ...]
    rows: NDArray[np.int64]

    def texts(self, role: str) -> list[str]:
        """The texts of the first column of a role, "" everywhere where there is none."""
        places = self.heading.roles.get(role)
        return self.columns[places[0]] if places else [""] * len(self.rows)


@dataclass(frozen=True)
class SurveyOptions:
    """What the user decides about a list of points.

    `take` is the notation to take where some disagree ("dms", "decimal", "utm"; "" for none);
    `tolerance_m` is how far notations of one point may differ; `zone` and `datum` replace what the
    list says; `hemisphere` ("north", "south", "" for none) is that of latitudes without letter and
    sign; `area` is west, south, east, north in degrees of where the points belong.
    """

    take: str = ""
    tolerance_m: float = TOLERANCE_M
    zone: Zone | None = None
    datum: str = ""
    hemisphere: str = ""
    area: tuple[float, float, float, float] | None = None


def locate_points(
    table: SurveyTable, options: SurveyOptions
) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    """The points of a list and everything that is doubtful about them.

    The frame has the columns `COLUMNS`, one row per row of the list and in its order: `lon`, `lat`
    in degrees on WGS 84 (NaN unless taken or suspect), `state` one of `STATES`, `taken` the
    notation of the position, `conflict_m` the greatest distance between two notations (NaN with
    fewer than two), numbers NaN and texts "" where nothing is written.

    Raises `InputError` where metres have no zone and nothing tells which, and where nothing under
    the headings can be read as coordinates.
    """
    datum = options.datum or _datum(table)
    readings, notices = _readings(table, options, datum)
    if not readings:
        raise positions_unreadable(table.source)
    readings = [on_wgs84(reading, datum) for reading in readings]
    count = len(table.rows)
    found = disagreement(readings, count)
    conflict = found.greatest_m > options.tolerance_m
    chosen = _chosen(readings, count, conflict, options.take)
    lon, lat = np.full(count, np.nan), np.full(count, np.nan)
    for place, reading in enumerate(readings):
        at = chosen == place
        lon[at], lat[at] = reading.lon[at], reading.lat[at]
    suspicion = suspicions(lon, lat, chosen, readings, area=options.area)
    state = np.where(chosen >= 0, READ, np.where(conflict, CONFLICT, UNREAD)).astype(object)
    state[suspicion.at] = SUSPECT
    words = [reading.notation for reading in readings] or [""]
    points = _attributes(table).assign(
        lon=lon,
        lat=lat,
        state=state,
        taken=np.where(chosen >= 0, np.array(words, dtype=object)[chosen], ""),
        conflict_m=found.greatest_m,
        datum=datum or WGS84,
    )
    columns = [table.columns[table.heading.names.index(name)]
               for reading in readings for name in reading.columns]  # fmt: skip
    notices += [
        *datum_notices(table.source, datum, points["epoch"].to_numpy(dtype=np.float64)),
        *spelling_notices(points, readings),
        *control_notices(points, columns),
        *conflict_notices(points, readings, found, conflict, options.tolerance_m),
        *unread_notices(points, readings, columns),
        *suspicion_notices(points, suspicion),
    ]
    return points[list(COLUMNS)], tuple(notices)


def _readings(
    table: SurveyTable, options: SurveyOptions, datum: str
) -> tuple[list[Reading], list[Notice]]:
    """Every notation of the positions, degrees first."""
    names, roles = table.heading.names, table.heading.roles
    readings = [
        reading
        for at in roles.get("pair", ())
        if (reading := pair_reading(names[at], table.columns[at])) is not None
    ]
    norths, easts = (
        [read_column(names[at], table.columns[at]) for at in roles.get(role, ())]
        for role in ("north", "east")
    )
    south = options.hemisphere == SOUTH
    degrees = _paired(norths, easts, metres=False)
    readings += [geographic_reading(north, east, south=south) for north, east in degrees]
    metres = _paired(norths, easts, metres=True)
    notices: list[Notice] = []
    if not options.hemisphere and not metres:
        notices = hemisphere_notices(table.source, [north for north, _ in degrees])
    for north, east in metres:
        zones, south, told = _zones(table, options, north, east, readings)
        notices += told
        grid = grid_reading(north, east, zones, south=south, datum=datum)
        notices += zone_notices(table.source, grid, zones, readings)
        readings.append(grid)
    return readings, notices


def _paired(
    norths: Sequence[Column], easts: Sequence[Column], *, metres: bool
) -> list[tuple[Column, Column]]:
    """Columns of latitude and longitude, or of Y and X, that belong together: same kind first."""
    kinds = (UTM,) if metres else NOTATIONS[:2]
    free = [column for column in easts if column.kind in kinds]
    pairs = []
    for north in (column for column in norths if column.kind in kinds):
        if free:
            east = next((column for column in free if column.kind == north.kind), free[0])
            free.remove(east)
            pairs.append((north, east))
    return pairs


def _zones(
    table: SurveyTable,
    options: SurveyOptions,
    north: Column,
    east: Column,
    readings: Sequence[Reading],
) -> tuple[list[Zone | None], bool, list[Notice]]:
    """The zone of every point, the hemisphere where zones leave it open, and how it was known."""
    heading = table.heading
    stated = options.zone or heading.zone
    zones: list[Zone | None] = [stated] * len(table.rows)
    if options.zone is None and "zone" in heading.roles:
        zones = [zone or stated for zone in parse_zones(table.texts("zone"))]
    assert east.metres is not None and north.metres is not None  # noqa: S101, PT018
    x, y = east.metres, north.metres
    notices: list[Notice] = []
    if not any(zones):
        trials = [fitting_zone(x, y, reading) for reading in readings]
        fits = [trial for trial in trials if trial[0] is not None]
        if not fits:
            raise zone_missing(table.source, readings)
        zone, count, _ = max(fits, key=lambda trial: trial[1])
        zones = [zone] * len(zones)
        notices = zone_notices(table.source, None, zones, readings, inferred=count)
    open_ = next((zone for zone in zones if zone and zone.south is None and not zone.epsg), None)
    if open_ is None or "." in open_.number:
        return zones, False, notices
    latitudes = np.concatenate([r.lat[r.known] for r in readings] or [np.empty(0)])
    south = bool(np.median(latitudes) < 0) if len(latitudes) else zone_in_indonesia(x, y, open_)
    return zones, south, notices


def _datum(table: SurveyTable) -> str:
    """The datum that most cells of its column name, else the heading's."""
    named = pd.Series([datum_in(text) for text in set(table.texts("datum")) if text], dtype=object)
    known = named[named != ""].unique()
    return str(known[0]) if len(known) == 1 else table.heading.datum


def _chosen(
    readings: Sequence[Reading], count: int, conflict: NDArray[np.bool_], take: str
) -> NDArray[np.int64]:
    """The place of the reading to take for each point; -1 for none.

    Metres and DMS usually carry more digits than decimals, so: DMS, metres, decimals.
    """
    chosen = np.full(count, -1, dtype=np.int64)
    ranks = {notation: rank for rank, notation in enumerate(("decimal", UTM, "dms"))}
    for place in sorted(range(len(readings)), key=lambda at: ranks[readings[at].notation]):
        chosen[readings[place].known] = place
    chosen[conflict] = -1
    for place, reading in enumerate(readings):
        if reading.notation == take:
            chosen[reading.known] = place
    return chosen


def _attributes(table: SurveyTable) -> pd.DataFrame:
    """The columns of `COLUMNS` that are written in the list."""
    roles = table.heading.roles
    texts = {role: table.texts(role) for role in TEXT_ROLES}
    numbers = {role: _numbers(table.texts(role)) for role in NUMBER_ROLES}
    if "name" not in roles:
        texts["name"] = texts["pillar_code"]
    villages = [table.columns[at] for at in roles.get("village", ())]
    joined = [" – ".join(filter(None, row)) for row in zip(*villages, strict=True)]
    both = np.hypot(numbers["sigma_east"], numbers["sigma_north"])
    order = "order" if "order" in roles else "number"
    return pd.DataFrame(
        {
            "source": table.source,
            "row": table.rows,
            **texts,
            "order": _numbers(table.texts(order)),
            "height_m": numbers["height"],
            "sigma_m": np.where(np.isfinite(numbers["sigma"]), numbers["sigma"], both),
            "epoch": numbers["epoch"],
            "villages": joined or "",
        }
    )


def _numbers(texts: Sequence[str]) -> Floats:
    """Numbers as `parse_metres` reads them; nothing is read where nothing is written."""
    return parse_metres(texts) if any(texts) else np.full(len(texts), np.nan)
