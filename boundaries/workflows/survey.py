"""Read lists of survey points, tell what is wrong with them, close outlines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from boundaries import __version__
from boundaries.domain.grid_zone import DATUMS, Zone, datum_in, parse_zone
from boundaries.domain.survey import COLUMNS as POINT_COLUMNS
from boundaries.domain.survey import STATES, SurveyOptions, locate_points
from boundaries.domain.survey_columns import ROLES
from boundaries.domain.survey_lines import COLUMNS as LINE_COLUMNS
from boundaries.domain.survey_lines import draw_lines
from boundaries.errors import Notice, ParameterError
from boundaries.geometry.crs import bounds_in_degrees, extent
from boundaries.io.read import read_layer
from boundaries.io.survey import SurveyFile, read_survey
from boundaries.io.survey_write import plain_records, require_survey_ending, write_survey
from boundaries.io.target import require_other_than, require_writable
from boundaries.messages import message
from boundaries.reports.document import notice_record
from boundaries.workflows.load import source_labels

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Survey:
    """Lists of points as they were read.

    `files` are as they were read, in the order given; `points` has the columns of
    `boundaries.domain.survey`, `lines` those of `boundaries.domain.survey_lines`, for all files
    together; `notices` tell everything doubtful.
    """

    files: tuple[SurveyFile, ...]
    points: pd.DataFrame
    lines: gpd.GeoDataFrame
    notices: tuple[Notice, ...]

    def count(self, state: str, source: str | None = None) -> int:
        """The number of points in a state, of all files or of one."""
        of_state = self.points["state"] == state
        return int((of_state & ((self.points["source"] == source) | (source is None))).sum())


def survey(
    paths: Sequence[Path],
    *,
    options: SurveyOptions,
    sheet: str | None = None,
    fields: Mapping[str, str] | None = None,
    columns: str | None = None,
    keep_suspects: bool = False,
) -> Survey:
    """Read lists of points and draw the lines they describe.

    `sheet` chooses the sheet of workbooks, `fields` gives headings by role, `columns` says what the
    columns of lists without heading are ("id,y,x,z"); `keep_suspects` lets points in doubtful
    places take part in lines. A fault of a point becomes a notice. Raises `InputError` when a file
    cannot be used, `ParameterError` for a role or a column that does not exist.
    """
    labels = source_labels(paths)
    files = [
        read_survey(path, source=label, sheet=sheet, fields=fields, columns=columns)
        for path, label in zip(paths, labels, strict=True)
    ]
    points, lines, notices = [], [], []
    for file in files:
        located, told = locate_points(file.table, options)
        drawn, of_lines = draw_lines(located, file.table.heading.roles, keep_suspects=keep_suspects)
        points.append(located)
        lines.append(drawn)
        notices += [*file.notices, *told, *of_lines]
    return Survey(
        files=tuple(files),
        points=pd.concat(points, ignore_index=True),
        lines=gpd.GeoDataFrame(
            pd.concat(lines, ignore_index=True), geometry="geometry", crs="EPSG:4326"
        ),
        notices=tuple(notices),
    )


def survey_options(
    *,
    take: str,
    tolerance_m: float,
    crs: str | None,
    datum: str | None,
    area: Path | None,
    hemisphere: str = "",
) -> SurveyOptions:
    """The options of `locate_points` out of texts.

    `crs` is an EPSG code or a zone ("47N", "TM-3 47.2"), `datum` a name of a datum, `area` a layer
    whose extent says where points belong, `hemisphere` ("north", "south") that of latitudes without
    letter and sign. Raises `ParameterError` for what cannot be understood.
    """
    options = SurveyOptions(take=take, tolerance_m=tolerance_m, hemisphere=hemisphere)
    if crs is not None:
        options = replace(options, zone=_zone(crs))
    if datum is not None:
        options = replace(options, datum=_datum(datum))
    if area is not None:
        layer = read_layer(area)
        bounds = shapely.bounds(layer.frame.geometry.to_numpy())
        degrees = bounds_in_degrees(np.asarray(bounds), pyproj.CRS.from_user_input(layer.crs))
        options = replace(options, area=extent(degrees))
    return options


def fields_from(pairs: Sequence[str]) -> dict[str, str]:
    """Headings by role out of texts such as "north=Lintang"; raises `ParameterError` for others."""
    fields: dict[str, str] = {}
    for pair in pairs:
        role, mark, name = pair.partition("=")
        if not mark or role not in ROLES or not name:
            raise ParameterError(
                "field-unknown",
                message("--field {pair} cannot be understood", pair=pair),
                message("write ROLE=HEADING; roles are: {roles}", roles=", ".join(ROLES)),
            )
        fields[role] = name
    return fields


def check_survey_target(path: Path, *, inputs: Sequence[Path]) -> None:
    """Raise what writing points to `path` would raise, before any work."""
    require_survey_ending(path)
    require_other_than(path, inputs)
    require_writable(path)


def write_survey_file(result: Survey, path: Path) -> None:
    """Write points and lines; the ending of `path` chooses the form."""
    write_survey(result.points, result.lines, path)


def survey_document(result: Survey) -> dict[str, object]:
    """The survey as plain lists, dictionaries, texts and numbers, English; for JSON.

    Coordinates are degrees on WGS 84, lengths and areas metres and square metres; None where a
    number is not known.
    """
    outlines = plain_records(result.lines, LINE_COLUMNS[:-1])
    return {
        "schema_version": SCHEMA_VERSION,
        "tool_version": __version__,
        "command": "survey",
        "inputs": [_file_record(result, file) for file in result.files],
        "summary": {state: result.count(state) for state in STATES} | {"lines": len(outlines)},
        "points": plain_records(result.points, POINT_COLUMNS),
        "lines": outlines,
        "warnings": [notice_record(notice) for notice in result.notices],
    }


def _file_record(result: Survey, file: SurveyFile) -> dict[str, object]:
    table = file.table
    names = table.heading.names
    roles = table.heading.roles
    return {
        "path": str(file.path),
        "sha256": file.sha256,
        "source": table.source,
        "format": file.format,
        "encoding": file.encoding,
        "delimiter": file.delimiter,
        "points": len(table.rows),
        "columns": {role: [names[at] for at in places] for role, places in roles.items()},
        **{state: result.count(state, table.source) for state in STATES},
    }


def _zone(text: str) -> Zone:
    zone = parse_zone(text)
    if zone is None:
        raise ParameterError(
            "crs-unreadable",
            message("the zone {crs} (--crs) cannot be understood", crs=text),
            message("give an EPSG code or a zone: --crs EPSG:32647, --crs 47N, --crs 'TM-3 47.2'"),
        )
    return zone


def _datum(text: str) -> str:
    datum = datum_in(text)
    if not datum:
        raise ParameterError(
            "datum-unknown",
            message("the datum {datum} (--datum) is not known", datum=text),
            message("use one of: {names}", names=", ".join(DATUMS)),
        )
    return datum
