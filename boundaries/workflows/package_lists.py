"""The coordinate lists that lie in a package: of all points, and around each village."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
import shapely
from pyproj import CRS

from boundaries.domain.grid_zone import SRGI2013 as SRGI2013_DATUM
from boundaries.domain.grid_zone import WGS84 as WGS84_DATUM
from boundaries.domain.grid_zone import Zone, parse_zone
from boundaries.domain.handed_over_lists import PointList
from boundaries.domain.submission import Assessed, Submission
from boundaries.domain.village_list import village_lists
from boundaries.io.kugi import SRGI2013
from boundaries.messages import DEFAULT_LANGUAGE, message, translator
from boundaries.reports.coordinates import (
    CODED_COLUMNS,
    HEADINGS,
    POINT_COLUMNS,
    CoordinateDocument,
    Style,
    point_document,
    village_document,
)
from boundaries.workflows.write_coordinates import CSV, PDF, XLSX, write_coordinates

FOLDER, POINT_LIST, VILLAGE_LIST = "tabel", "daftar-titik", "daftar-desa"
ON_BORDER = 4e-7
"""Degrees: rounded points are within five centimetres of the rounded border that they are on."""
ROLES = {"sequence": "point"}
"""Columns whose headings say more than what they hold."""


@dataclass(frozen=True)
class PackageLists:
    """Files by name, and what a manifest states of those that are read back (`PointList`)."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    stated: Mapping[str, dict[str, object]] = field(default_factory=dict)


def package_lists(
    assessed: Assessed, submitted: Submission, villages: pd.DataFrame, crs: str, *, pdf: bool
) -> PackageLists:
    """The lists of the points that are handed over, as CSV and XLSX, and as PDF on request.

    `villages` by key with `name` and `word`, `crs` that of the package. Without points there are
    no lists.
    """
    if submitted.points.empty:
        return PackageLists()
    style = _style(submitted, crs)
    documents = _documents(assessed, submitted, villages, style)
    files: dict[str, bytes] = {}
    stated: dict[str, dict[str, object]] = {}
    with tempfile.TemporaryDirectory(prefix="tapal-") as name:
        for title, document in documents.items():
            for ending in (CSV, XLSX, PDF) if pdf else (CSV, XLSX):
                path = Path(name) / f"{title}{ending}"
                write_coordinates(document, path, style.gettext)
                files[f"{FOLDER}/{path.name}"] = path.read_bytes()
                if ending != PDF:
                    stated[f"{FOLDER}/{path.name}"] = _about(title, style)
    return PackageLists(files, stated)


def _documents(
    assessed: Assessed, submitted: Submission, villages: pd.DataFrame, style: Style
) -> dict[str, CoordinateDocument]:
    """The list of all points, and of those around villages, by name of the file."""
    ids = set(submitted.points["id"])
    points = assessed.points.points
    own = replace(assessed.points, points=points[points["id"].isin(ids)].reset_index(drop=True))
    keys = sorted(submitted.villages["key"])
    lists = village_lists(assessed.points, keys, only=_on_borders(submitted))
    title = message("Cartometric points").render(style.gettext)
    around = message("Cartometric points around each village").render(style.gettext)
    return {
        POINT_LIST: point_document(own, style, title=title),
        VILLAGE_LIST: village_document(
            assessed.points, lists.table, villages, style, title=around, codes=True
        ),
    }


def _on_borders(submitted: Submission) -> dict[str, set[str]]:
    """The ids of the points on the border of each village, as they are handed over.

    Strips of land that vanish in rounding have none.
    """
    villages, points = submitted.villages, submitted.points
    outlines = shapely.boundary(villages.geometry.to_numpy())
    tree = shapely.STRtree(points.geometry.to_numpy())
    row, point = tree.query(outlines, "dwithin", distance=ON_BORDER)
    ids = pd.Series(points["id"].to_numpy()[point])
    found = ids.groupby(villages["key"].to_numpy()[row]).agg(set)
    return {key: found.get(key, set()) for key in villages["key"]}


def point_lists(
    assessed: Assessed, submitted: Submission, villages: pd.DataFrame, crs: str
) -> list[PointList]:
    """The lists as they would be read back from a package; none without points."""
    if submitted.points.empty:
        return []
    style = _style(submitted, crs)
    lists = []
    for title, document in _documents(assessed, submitted, villages, style).items():
        columns = {heading: role for role, heading in _columns(title, style).items()}
        table = document.flat()[list(columns)].rename(columns=columns)
        lists.append(PointList(title, title == VILLAGE_LIST, table))
    return lists


def _about(title: str, style: Style) -> dict[str, object]:
    return {"around": title == VILLAGE_LIST, "columns": _columns(title, style)}


def _columns(title: str, style: Style) -> dict[str, str]:
    """The headings of a list by the columns of `PointList`."""
    columns = CODED_COLUMNS if title == VILLAGE_LIST else POINT_COLUMNS
    return {ROLES.get(name, name): HEADINGS[name].render(style.gettext) for name in columns}


def _style(submitted: Submission, crs: str) -> Style:
    datum = SRGI2013_DATUM if crs == SRGI2013 else WGS84_DATUM
    return Style(translator(DEFAULT_LANGUAGE), _zone(submitted.zone), datum)


def _zone(code: int) -> Zone:
    """The zone of an EPSG code of UTM; raises `ValueError` for a code of something else."""
    found = parse_zone(CRS.from_epsg(code).utm_zone or "")
    if found is None:
        raise ValueError(code)
    return found
