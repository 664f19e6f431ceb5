"""Tables of text (CSV, XLSX) whose columns hold outlines: in WKT, in hexadecimal WKB, or as points.

A column of outlines is recognised by its values; points by columns of longitude and latitude, or
of x and y.
"""

from __future__ import annotations

import codecs
import re
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pandas.errors import EmptyDataError, ParserError, ParserWarning

from boundaries.errors import InputError, Notice, place
from boundaries.io.faults import (
    damaged,
    layer_unknown,
    not_readable,
    several_layers,
    wrong_encoding,
)
from boundaries.io.headers import head_of
from boundaries.io.kinds import CSV, XLSX
from boundaries.io.names import shown
from boundaries.io.source import Source
from boundaries.io.table import MOST_NOTICES, Table
from boundaries.io.workbook_sheets import sheet_names, sheet_table
from boundaries.messages import message

LONGITUDE = ("longitude", "lon", "long", "lng", "bujur", "bujur_dd", "lon_dd", "dd_x")
LATITUDE = ("latitude", "lat", "lintang", "lintang_dd", "lat_dd", "dd_y")
EASTING = ("x", "utmx", "utm_x", "easting", "koordx", "x_utm", "point_x")
NORTHING = ("y", "utmy", "utm_y", "northing", "koordy", "y_utm", "point_y")
CELL_LIMIT = 32_767
"""Characters that a cell of Excel holds; longer outlines are cut off there."""

_WKT = re.compile(
    r"\s*(?:SRID=\d+;)?\s*(?:MULTI)?(?:POLYGON|LINESTRING|POINT|SURFACE|CURVE|CURVEPOLYGON|"
    r"GEOMETRYCOLLECTION)\s*(?:ZM|Z|M)?\s*(?:\(|EMPTY)",
    re.IGNORECASE,
)
_HEX = re.compile(r"\s*0[01][0-9A-Fa-f]{40,}\s*")
_SRID = r"^\s*SRID=(\d+);"
_SAMPLE = 20
_SEPARATORS = (";", "\t", "|", ",")


def read_csv(source: Source) -> Table:
    """A text table with outlines; comma, semicolon, tab or bar apart, UTF-8, UTF-16 or ISO-8859-1.

    Lines with too many fields are left out, with a notice. Raises `InputError` when the file is no
    table or has no column of outlines or coordinates.
    """
    path = source.path
    encoding = _encoding(path)
    notices = (wrong_encoding(path),) if encoding == "ISO-8859-1" else ()
    with path.open(encoding=encoding) as file:
        heading = file.readline(100_000)
    separator = max(_SEPARATORS, key=heading.count)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            frame = pd.read_csv(
                path, sep=separator, encoding=encoding, dtype=object, keep_default_na=False,
                na_values=[""], on_bad_lines="warn", skipinitialspace=True, index_col=False,
            )  # fmt: skip
    except (ParserError, EmptyDataError, UnicodeDecodeError, ValueError) as fault:
        raise damaged(path, CSV) from fault
    return _with_outlines(source, source.stem, frame, (*notices, *_bad_lines(source, caught)))


def read_xlsx(source: Source) -> Table:
    """The sheet of a workbook with outlines: the one asked for, or the only one that has some.

    Raises `InputError` when the workbook is damaged, when no sheet has a column of outlines or
    coordinates, and when several have.
    """
    names = sheet_names(source.path)
    if source.layer is not None and source.layer not in names:
        raise layer_unknown(source.path, source.layer, names)
    asked = names if source.layer is None else [source.layer]
    tables = {name: sheet_table(source.path, name) for name in asked}
    found = [name for name, table in tables.items() if _outline_column(table)]
    found = found or [name for name, table in tables.items() if _coordinates(table)[0]]
    if len(found) > 1:
        raise several_layers(source.path, found)
    name = (found or asked)[0]
    return _with_outlines(source, name, tables[name], ())


def _with_outlines(
    source: Source, layer: str, frame: pd.DataFrame, notices: tuple[Notice, ...]
) -> Table:
    column = _outline_column(frame)
    if column:
        attributes = frame.drop(columns=column)
        outlines, crs, unreadable = _parsed(source, frame[column])
        return Table(layer, attributes, outlines, crs, (*notices, *unreadable))
    x, y, crs = _coordinates(frame)
    if not x:
        raise _no_outlines(source.path, source.format, frame)
    values = [_number(frame[name]) for name in (x, y)]
    known = np.isfinite(values).all(axis=0)
    outlines = np.full(len(frame), None, dtype=object)
    outlines[known] = shapely.points(values[0][known], values[1][known])
    return Table(layer, frame, outlines, crs, notices)


def _outline_column(frame: pd.DataFrame) -> str:
    """The first column whose values begin like WKT or hexadecimal WKB, "" for none."""
    for column in frame.columns:
        values = frame[column].dropna().head(_SAMPLE)
        texts = [str(value) for value in values if str(value).strip()]
        right = [bool(_WKT.match(text) or _HEX.fullmatch(text)) for text in texts]
        if texts and sum(right) * 2 > len(texts):
            return str(column)
    return ""


def _coordinates(frame: pd.DataFrame) -> tuple[str, str, str]:
    """The columns of x and y and the CRS that their names tell, empty texts for none."""
    by_name = {re.sub(r"[^a-z0-9]+", "_", str(c).casefold()).strip("_"): c for c in frame.columns}
    for xs, ys, crs in ((LONGITUDE, LATITUDE, "EPSG:4326"), (EASTING, NORTHING, "")):
        x = next((by_name[name] for name in xs if name in by_name), "")
        y = next((by_name[name] for name in ys if name in by_name), "")
        if x and y:
            return str(x), str(y), crs
    return "", "", ""


def _parsed(
    source: Source, column: pd.Series
) -> tuple[NDArray[np.object_], str, tuple[Notice, ...]]:
    """Geometries, the CRS by their SRID, and a notice for each that cannot be read."""
    texts = column.astype(object).where(column.notna(), "").astype(str)
    srids = set(texts.str.extract(_SRID, expand=False).dropna())
    plain = texts.str.replace(_SRID, "", regex=True).str.strip().to_numpy(dtype=object)
    binary = np.array([bool(_HEX.fullmatch(text)) for text in plain], dtype=bool)
    plain[plain == ""] = None
    outlines = np.full(len(plain), None, dtype=object)
    with np.errstate(invalid="ignore"):
        outlines[binary] = shapely.from_wkb(plain[binary], on_invalid="ignore")
        outlines[~binary] = shapely.from_wkt(plain[~binary], on_invalid="ignore")
    srids |= {str(srid) for srid in np.unique(shapely.get_srid(outlines)) if srid > 0}
    broken = np.flatnonzero(shapely.is_missing(outlines) & (plain != None))  # noqa: E711
    notices = [_unreadable(source, row, len(plain[row])) for row in broken[:MOST_NOTICES]]
    return outlines, f"EPSG:{srids.pop()}" if len(srids) == 1 else "", tuple(notices)


def _unreadable(source: Source, row: int, length: int) -> Notice:
    if source.format == XLSX and length >= CELL_LIMIT:
        text = message("the outline is cut off after {limit} characters", limit=CELL_LIMIT)
        hint = message("cells of Excel hold no more; save the layer as CSV or GeoPackage")
    else:
        text = message("the outline is no WKT that can be read; it was left out")
        hint = message("correct it in the table, or save the layer anew")
    return Notice("outline-unreadable", text, hint, place(source.stem, row))


def _number(values: pd.Series) -> NDArray[np.float64]:
    texts = values.astype(str).str.strip().str.replace(",", ".", regex=False)
    return np.asarray(pd.to_numeric(texts, errors="coerce"), dtype=np.float64)


def _no_outlines(path: Path, format_: str, frame: pd.DataFrame) -> InputError:
    if format_ == CSV and path.suffix.lower() not in (".csv", ".tsv"):
        return not_readable(path, "", "")
    names = ", ".join(str(column) for column in frame.columns) or "-"
    return InputError(
        "columns-missing",
        message(
            "{file} has no column of outlines in WKT and none of longitude and latitude",
            file=shown(path),
        ),
        message("its columns are: {columns}; export it with WKT from QGIS", columns=names),
    )


def _encoding(path: Path) -> str:
    """The encoding of a text file, by its mark or by trial; raises `InputError` for no text."""
    head = head_of(path)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head:
        raise not_readable(path, "", "")
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while piece := file.read(2**20):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "ISO-8859-1"
    return "utf-8-sig"


def _bad_lines(source: Source, caught: list[warnings.WarningMessage]) -> list[Notice]:
    told = " ".join(str(w.message) for w in caught if issubclass(w.category, ParserWarning))
    text = message("the line has too many fields; it was left out")
    hint = message("put text that holds the separator in quotes")
    lines = re.findall(r"line (\d+)", told)[:MOST_NOTICES]
    return [
        Notice("line-unreadable", text, hint, message("{source} line {line}",
                                                      source=source.stem, line=line))
        for line in lines
    ]  # fmt: skip
