"""Whether attributes, points and agreed lines of what is handed over fit the shapes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from boundaries.domain.cartometric import SIMPUL
from boundaries.domain.case import DecisionKind
from boundaries.domain.coverage_lines import SETTLED_STATES, border_class_of
from boundaries.domain.handed_over import MAKE_AGAIN, Layers, position_of
from boundaries.domain.kugi import DOMAINS, line_status
from boundaries.domain.notation import parse_angles
from boundaries.domain.point_texts import COLUMNS
from boundaries.domain.status import STATES
from boundaries.domain.tk_names import is_code, parse_name
from boundaries.errors import Notice
from boundaries.geometry.lines import ellipsoidal_lengths
from boundaries.geometry.metrics import WGS84, ellipsoidal_areas
from boundaries.messages import Message, figure, message

Geometries = NDArray[np.object_]
Floats = NDArray[np.float64]

ON_LINE_M = 0.05
"""Points lie on lines, and lines on the lines that were agreed, to this distance."""
LENGTH_M = 0.02
"""Lengths are stated in centimetres."""
STEP_M = 111_320.0
"""Metres of one degree of a meridian, about."""
CODED = {
    "border_class": "KLBADM", "pair_type": "TIPTBT", "character": "KARKTR", "status": "STSBTS",
}  # fmt: skip
DUPLICATE_DECIMALS = 6
JUNCTION = 3
"""Villages that make a junction."""
GIVE_CODE = message("give the village its code and name in the source, and import it again")


@dataclass(frozen=True)
class Agreed:
    """An agreed line: segment, villages on both sides, hash, WKB, how it came about, signatures."""

    segment: str
    a: str
    b: str
    kind: str
    hash: str
    wkb: bytes
    signatures: tuple[Mapping[str, Any], ...]


def attribute_faults(layers: Layers) -> list[Notice]:
    """Codes and names that are missing, malformed or repeated, and values outside their domain."""
    villages, segments = layers.villages, layers.segments
    faults = []
    for row in villages.itertuples():
        for wrong, told in (
            (not is_code(row.code), message("{village}: {code!r} is no code of a village")),
            (not row.name, message("{village} has no name")),
            (
                is_code(row.code) and row.kecamatan_code not in ("", row.code[:8]),
                message("{village}: its code does not begin with that of its kecamatan"),
            ),
        ):
            if wrong:
                text = Message(told.template, {"village": row.key, "code": row.code})
                faults.append(Notice("village-attributes", text, GIVE_CODE, str(row.key)))
    for column, name in ((villages["code"], "code"), (segments["id"], "id")):
        for value in sorted(column[column.duplicated() & (column != "")].unique()):
            told = message("{name} {value} occurs several times", name=name, value=value)
            faults.append(Notice("not-unique", told, MAKE_AGAIN, str(value)))
    return faults + _coded_faults(segments)


def _coded_faults(segments: pd.DataFrame) -> list[Notice]:
    """Segments with values outside their domain, or that contradict codes and state."""
    faults = []
    for row in segments.to_dict("records"):
        wrong = [name for column, name in CODED.items() if row[column] not in DOMAINS[name] | {0}]
        if row["state"] and row["state"] not in STATES:
            wrong.append("state")
        elif row["status"] != line_status(row["state"]):
            wrong.append("STSBTS")
        sides = (row["a"], row["b"])
        if all(map(is_code, sides)) and row["border_class"] != border_class_of(sides):
            wrong.append("KLBADM")
        if wrong:
            told = message("{segment}: {fields} do not fit it", segment=row["id"],
                           fields=", ".join(wrong))  # fmt: skip
            faults.append(Notice("segment-attributes", told, MAKE_AGAIN, str(row["id"])))
    return faults


def measure_faults(layers: Layers, crs: CRS) -> list[Notice]:
    """Areas and lengths that are not those of the shapes; `crs` is a projected one in metres.

    The area of a kecamatan is the sum of those of its villages.
    """
    villages, kecamatan, lines = layers.villages, layers.kecamatan, layers.segments
    shapes = metric(villages.geometry.to_numpy(), crs)
    step = STEP_M * 10.0**-layers.decimals
    sums = villages.groupby("kecamatan_code")["area_m2"].agg(["sum", "size"])
    coded = kecamatan[kecamatan["code"].isin(sums.index) & (kecamatan["code"] != "")]
    of_villages = sums.reindex(coded["code"])
    lengths = ellipsoidal_lengths(lines.geometry.to_numpy(), WGS84)
    tables = [
        (villages["key"], villages["area_m2"], ellipsoidal_areas(shapes, crs),
         step * shapely.length(shapes) + 1.0),
        (coded["code"], coded["area_m2"], of_villages["sum"], of_villages["size"] + 1.0),
        (lines["id"], lines["length_m"], lengths, np.full(len(lines), LENGTH_M)),
    ]  # fmt: skip
    return [
        Notice(
            "other-measure",
            message("{feature}: {stated} is stated, but it measures {measured}", feature=name,
                    stated=round(float(stated), 2), measured=round(float(measured), 2)),
            MAKE_AGAIN,
            str(name),
        )
        for names, given, found, limits in tables
        for name, stated, measured, most in zip(names, given, found, limits, strict=True)
        if not abs(stated - measured) <= most
    ]  # fmt: skip


def point_faults(layers: Layers, crs: CRS, zone: int) -> list[Notice]:
    """Points that are off their line, twice at a place, or whose texts tell another place.

    `crs` is a projected one in metres, `zone` the EPSG code of the metres of points.
    """
    points, lines = layers.points, layers.segments
    if points.empty:
        return []
    ways = pd.Series(metric(lines.geometry.to_numpy(), crs), index=lines["id"], dtype=object)
    places = metric(points.geometry.to_numpy(), crs)
    own = points["segment"].map(ways).to_numpy(dtype=object)
    every = shapely.union_all(ways.to_numpy()) if len(ways) else None
    at_junction = (points["segment"] == "").to_numpy()
    away = shapely.distance(places, np.where(at_junction, every, own))
    cells = [
        tuple(place)
        for place in shapely.get_coordinates(points.geometry.to_numpy()).round(DUPLICATE_DECIMALS)
    ]
    count = Counter(cells)
    names = Counter(points["name"])
    away_in_text = misread(points, zone)
    sides = [set(filter(is_code, keys)) for keys in touched(layers, places, ways)]
    faults = []
    for row, off, cell, wrong, beside in zip(
        points.itertuples(), away, cells, away_in_text, sides, strict=True
    ):
        found = parse_name(row.name)
        for is_wrong, code, told in (
            (not off <= ON_LINE_M, "point-off-line",
             message("{point} is {metres} m off its segment")),
            (count[cell] > 1, "point-twice", message("{point} lies where another point is")),
            (wrong > ON_LINE_M, "point-texts",
             message("{point}: its coordinates in text lie {wrong} m from the point")),
            (not row.name, "point-without-name", message("{point} has no name")),
            (row.name != "" and names[row.name] > 1, "name-twice",
             message("the name of {point} occurs several times")),
            (found is not None and lacks_code(found.codes, beside), "point-name",
             message("{point}: its name lacks the code of a village that it touches")),
        ):  # fmt: skip
            if is_wrong:
                values = {"metres": figure(off, ",.2f"), "wrong": figure(wrong, ",.2f")}
                text = Message(told.template, {"point": row.name or row.id, **values})
                faults.append(Notice(code, text, MAKE_AGAIN, str(row.id)))
    return faults


def lacks_code(codes: Sequence[str], beside: set[str]) -> bool:
    """Whether a name lacks the code of a village that its point touches.

    Rounding puts junctions that lie within centimetres of each other at one place, where more
    villages meet then: the name of one of them, which has three, lacks none.
    """
    return not beside <= set(codes) and len(beside & set(codes)) < JUNCTION


def misread(points: gpd.GeoDataFrame, zone: int) -> Floats:
    """How far coordinates lie from their points, in metres; infinite when unreadable.

    `points` are in degrees, with `lat` and `lon` as text and `x`, `y` as numbers of `zone` (EPSG).
    """
    here = shapely.get_coordinates(points.geometry.to_numpy())
    grid = Transformer.from_crs(WGS84, CRS.from_epsg(zone), always_xy=True)
    metres = np.column_stack(grid.transform(*here.T))
    lon, lat = (parse_angles(points[name].astype(str).tolist()).degrees for name in ("lon", "lat"))
    from_text = np.column_stack(grid.transform(lon, lat))
    given = points[list(COLUMNS[2:])].to_numpy(dtype=float)
    away = [np.hypot(*(each - metres).T) for each in (from_text, given)]
    return np.asarray(np.nan_to_num(np.maximum(*away), nan=np.inf))


def touched(layers: Layers, places: Geometries, ways: pd.Series) -> list[set[str]]:
    """The villages (keys) whose lines each point touches.

    `places` are the points and `ways` the lines by id in metres of one CRS.
    """
    tree = shapely.STRtree(ways.to_numpy())
    lines = layers.segments
    sides = [set(filter(None, pair)) for pair in zip(lines["a"], lines["b"], strict=True)]
    result: list[set[str]] = [set() for _ in places]
    is_simpul = (layers.points["kind"] == SIMPUL).to_numpy()
    ends = shapely.boundary(ways.to_numpy())
    for point, line in zip(*tree.query(places, "dwithin", distance=ON_LINE_M), strict=True):
        if is_simpul[point] and shapely.dwithin(places[point], ends[line], ON_LINE_M):
            result[point] |= sides[line]
    own = dict(zip(lines["id"], sides, strict=True))
    for place, segment in enumerate(layers.points["segment"]):
        result[place] |= own.get(segment, set())
    return result


def agreed_faults(layers: Layers, agreed: Sequence[Agreed], crs: CRS) -> list[Notice]:
    """Agreed lines that are not what was signed, and segments that do not lie on them.

    `crs` is the working CRS, in which the agreed lines are.
    """
    faults = [fault for one in agreed for fault in _signed_faults(one)]
    by_segment = {one.segment: one for one in agreed}
    lines = layers.segments.assign(way=metric(layers.segments.geometry.to_numpy(), crs))
    for row in lines.itertuples():
        one = by_segment.get(row.segment)
        settled = row.state in SETTLED_STATES
        if settled and (one is None or row.hash != one.hash):
            told = message("{segment} counts as settled, but no line of it was agreed",
                           segment=row.id)  # fmt: skip
            hint = message("settle the whole border of its villages, then export again")
            faults.append(Notice("no-agreement", told, hint, str(row.id)))
    for one in agreed:
        own = lines[(lines["segment"] == one.segment) & (lines["hash"] == one.hash)]
        faults += _apart(one, own["way"].to_numpy(dtype=object), crs)
    return faults


def _signed_faults(one: Agreed) -> list[Notice]:
    """What is wrong with the hash of an agreed line and those who signed it."""
    told = []
    if hashlib.sha256(one.wkb).hexdigest() != one.hash:
        told.append(("line-altered", message("{segment}: the line is not the one that was agreed")))
    signed = {str(row.get("village")) for row in one.signatures if row.get("hash") == one.hash}
    people = {str(row.get("person")) for row in one.signatures}
    if any(row.get("hash") != one.hash for row in one.signatures):
        told.append(("signature-other", message("{segment}: another line was signed")))
    elif one.kind == DecisionKind.AGREEMENT and (not {one.a, one.b} <= signed or len(people) < 2):
        told.append(("signature-missing", message("{segment}: not both villages have signed")))
    return [
        Notice(code, Message(text.template, {"segment": one.segment}), MAKE_AGAIN, one.segment)
        for code, text in told
    ]


def _apart(one: Agreed, ways: Geometries, crs: CRS) -> list[Notice]:
    """Where the segments differ from the agreed line by more than rounding."""
    try:
        line = shapely.from_wkb(one.wkb)
    except shapely.errors.GEOSException:
        return []
    drawn = shapely.union_all(ways)
    off = shapely.difference(drawn, shapely.buffer(line, ON_LINE_M))
    rest = shapely.difference(line, shapely.buffer(drawn, ON_LINE_M))
    apart = off if not off.is_empty else rest
    if shapely.length(apart) <= 2 * ON_LINE_M:
        return []
    [place] = _degrees(np.array([apart], dtype=object), crs)
    told = message("{segment} leaves the agreed line at {place}", segment=one.segment,
                   place=position_of(place))  # fmt: skip
    return [Notice("off-agreed-line", told, MAKE_AGAIN, one.segment)]


def metric(shapes: Geometries, crs: CRS) -> Geometries:
    """Shapes in degrees (WGS 84) in a projected CRS."""
    return _moved(shapes, Transformer.from_crs(WGS84, crs, always_xy=True))


def _degrees(shapes: Geometries, crs: CRS) -> Geometries:
    return _moved(shapes, Transformer.from_crs(crs, WGS84, always_xy=True))


def _moved(shapes: Geometries, way: Transformer) -> Geometries:
    moved = shapely.transform(shapes, lambda places: np.column_stack(way.transform(*places.T)))
    return np.asarray(moved, dtype=object)
