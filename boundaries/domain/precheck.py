"""The eight items of BIG's technical verification, judged before anything is sent.

Four must conform ("Sesuai"): topology, attributes, conformity with source data, conformity of map
and data. Four must be complete ("Lengkap"): area, line and point data in KUGI form, the map.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from boundaries.domain import kugi
from boundaries.domain.cartometric import Cartometric
from boundaries.domain.case import STATE_NAMES, State
from boundaries.domain.handed_over import Layers, Opening, position, topology_faults
from boundaries.domain.handed_over_features import (
    Agreed,
    agreed_faults,
    attribute_faults,
    measure_faults,
    point_faults,
)
from boundaries.domain.handed_over_lists import PointList, list_faults
from boundaries.domain.kecamatan_names import unnamed_notice
from boundaries.domain.submission import Assessed, Submission
from boundaries.domain.told_apart import told_apart
from boundaries.domain.village_list import village_lists
from boundaries.errors import Notice
from boundaries.geometry.metrics import ellipsoidal_areas
from boundaries.messages import Message, figure, message

CONFORM, COMPLETE = "Sesuai", "Lengkap"
"""The words of BIG's paper, the same in every language."""
UNKNOWN_IS_EMPTY = ("TIPADM",)
NAME_OF_KECAMATAN = {kugi.VILLAGES: ("WADMKC",), kugi.KECAMATAN: ("NAMOBJ", "WADMKC")}
"""The fields that hold the name of a kecamatan, by layer."""
DISPUTED = ("gap", "overlap")
SETTLE = message("bring both villages to an agreement: propose a line and have it signed")


@dataclass(frozen=True)
class Item:
    """One of the eight items: its number, name, the word it must read, evidence and faults."""

    number: int
    name: Message
    word: str
    evidence: Message
    faults: tuple[Notice, ...]

    @property
    def passed(self) -> bool:
        """Whether the item reads its word."""
        return not self.faults


@dataclass(frozen=True)
class Material:
    """What the items look at: the submission of everything, in KUGI fields and as layers.

    `lists` are the coordinate lists as maps and papers print them, `sheets` what is wrong with the
    map sheets of the villages.
    """

    assessed: Assessed
    submitted: Submission
    tables: Mapping[str, gpd.GeoDataFrame]
    layers: Layers
    agreed: Sequence[Agreed]
    lists: Sequence[PointList] = ()
    sheets: Sequence[Notice] = ()


def items_of(material: Material) -> tuple[Item, ...]:
    """The eight items, in the order of BIG's paper."""
    layers = material.layers
    crs = CRS.from_user_input(material.assessed.lines.crs)
    counts = {
        "villages": len(layers.villages), "segments": len(layers.segments),
        "points": len(layers.points),
    }  # fmt: skip
    points = material.assessed.points
    return (
        Item(1, message("Topology of the spatial data"), CONFORM,
             message("{villages} villages and {segments} segments compared edge by edge", **counts),
             (*_open_land(material.submitted), *topology_faults(layers, _stated(material)))),
        Item(2, message("Attributes of the spatial data"), CONFORM,
             message("codes, names, coded values, areas and lengths compared"),
             (*attribute_faults(layers), *_domain_faults(material.tables),
              *measure_faults(layers, crs))),
        Item(3, message("Conformity with the source data"), CONFORM,
             message("{count} agreed lines compared with what was signed",
                     count=len(material.agreed)),
             (*_unsettled(material.assessed), *agreed_faults(layers, material.agreed, crs))),
        Item(4, message("Conformity of map and spatial data"), CONFORM,
             message("{points} points compared with their segments and with the lists that maps "
                     "and papers print", **counts),
             (*point_faults(layers, crs, material.submitted.zone),
              *list_faults(material.lists, layers, crs, material.submitted.zone))),
        _completeness(5, message("Area data in KUGI form"), material,
                      (kugi.VILLAGES, kugi.KECAMATAN),
                      message("{villages} villages; areas on the ellipsoid (WGS 84)", **counts),
                      known=_unnamed_kecamatan(material.submitted)),
        _completeness(6, message("Line data in KUGI form"), material, (kugi.LINES,),
                      _lines_told(material.submitted.segments)),
        _completeness(7, message("Point data in KUGI form"), material, (kugi.POINTS,),
                      message("{points} points", **counts)),
        Item(8, message("Map of the village boundary"), COMPLETE,
             message("border, points, names, paper and scale of the maps of {villages} villages",
                     **counts),
             (*_map_faults(points, material.submitted), *material.sheets)),
    )  # fmt: skip


def kecamatan_of(material: Material) -> pd.DataFrame:
    """The kecamatan as agreed beside those of BIG's layer.

    Columns `code`, `name`, `villages`, `area_m2`, `reference_m2` (BIG's, of the same villages) and
    `difference_m2`; areas on the ellipsoid.
    """
    reference = material.assessed.ground.reference
    areas = ellipsoidal_areas(reference.geometry.to_numpy(), CRS.from_user_input(reference.crs))
    names = material.submitted.names
    codes = [names[key]["kecamatan_code"] or names[key]["kecamatan"] for key in reference["key"]]
    before = pd.Series(areas).groupby(pd.Series(codes)).sum()
    table = material.submitted.kecamatan[["code", "name", "villages", "area_m2"]]
    unit = table["code"].where(table["code"] != "", table["name"])
    given = unit.map(before).fillna(0.0)
    return pd.DataFrame(table).assign(reference_m2=given, difference_m2=table["area_m2"] - given)


def _stated(material: Material) -> list[Opening]:
    return [
        Opening(row.reason, row.area_m2, row.geometry.x, row.geometry.y)
        for row in material.submitted.openings.itertuples()
    ]


def _open_land(submitted: Submission) -> list[Notice]:
    """Land among the villages that nobody has, or several."""
    return [
        Notice(
            "open-land",
            message("{hectares} ha among the villages belong to none of them, at {place}",
                    hectares=figure(row.area_m2 / kugi.HECTARE_M2, ",.2f"),
                    place=position(row.geometry.x, row.geometry.y)),
            message("settle whose land it is, by BIG's layer or by surveys of the villages"),
        )
        for row in submitted.openings.itertuples()
        if row.reason in DISPUTED
    ]  # fmt: skip


def _domain_faults(tables: Mapping[str, gpd.GeoDataFrame]) -> list[Notice]:
    """Coded fields with values that the catalogue does not know, one notice per field."""
    faults = []
    for name, table in tables.items():
        for field in kugi.FIELDS[name]:
            domain = kugi.DOMAINS.get(field.name)
            wrong = table[~table[field.name].isin(domain)] if domain else table.iloc[:0]
            if len(wrong):
                told = message("{layer}: {field} has values outside its domain in {count} rows",
                               layer=name, field=field.name, count=len(wrong))  # fmt: skip
                faults.append(Notice("outside-domain", told, _fill(field.name), name))
    return faults


def _unsettled(assessed: Assessed) -> list[Notice]:
    """Segments that are not settled, and those that are marked for another look."""
    names = told_apart(assessed.ground.villages.set_index("key"))
    marks = assessed.ground.segments.set_index("id")["mark"]
    faults = []
    for row in assessed.lines[~assessed.lines["outer"]].itertuples():
        parties = {"a": names.get(row.a, row.a) or row.a, "b": names.get(row.b, row.b) or row.b}
        mark = marks.get(row.segment)
        if row.hash == "" and row.state != State.LIMPAH_BATAS_DAERAH.value:
            told = message("{segment}, {a} - {b}: {state}", segment=row.id, **parties,
                           state=STATE_NAMES[State(row.state)])  # fmt: skip
            faults.append(Notice("not-settled", told, SETTLE, row.id))
        if isinstance(mark, str) and mark:
            told = message("{segment}, {a} - {b} needs another look: {reason}", segment=row.id,
                           **parties, reason=mark)  # fmt: skip
            hint = message("look at what changed, then clear the mark with a reason")
            faults.append(Notice("marked", told, hint, row.id))
    return faults


def _lines_told(lines: pd.DataFrame) -> Message:
    """How many lines are handed over, and why more than there are segments on the pages."""
    inner = lines["a"].ne("") & lines["b"].ne("")
    beside_open = ~inner & lines["beyond"].isin(DISPUTED)
    return message(
        "{segments} lines: {inner} between two villages, {open} beside land that nobody has yet, "
        "{outer} of the outer border; {new} of them begin or end where agreement is missing, and "
        "are no segment of the workspace",
        segments=len(lines), inner=int(inner.sum()), open=int(beside_open.sum()),
        outer=int((~inner & ~beside_open).sum()), new=int(lines["segment"].eq("").sum()),
    )  # fmt: skip


def _completeness(
    number: int,
    name: Message,
    material: Material,
    layers: Sequence[str],
    evidence: Message,
    *,
    known: Sequence[Notice] = (),
) -> Item:
    """Whether no row lacks a field that it must have; `known` faults come first.

    A kecamatan without name is one fault (`_unnamed_kecamatan`), not one of each field and row.
    """
    faults = [*known]
    for layer in layers:
        table = material.tables[layer]
        if table.empty:
            told = message("{layer} has no rows", layer=layer)
            faults.append(Notice("no-rows", told, SETTLE, layer))
        for field in (one for one in kugi.FIELDS[layer] if one.must):
            values = table[field.name]
            empty = (values == "") if field.kind == kugi.TEXT else values.isna()
            if field.name in UNKNOWN_IS_EMPTY and layer == kugi.VILLAGES:
                empty |= values == kugi.UNKNOWN
            if field.name in NAME_OF_KECAMATAN.get(layer, ()):
                empty &= table["KDCPUM"] == ""
            if empty.any():
                row = table[empty].iloc[0]
                told = message("{layer}: {field} is empty in {count} rows, first in {row}",
                               layer=layer, field=field.name, count=int(empty.sum()),
                               row=_called(row))  # fmt: skip
                faults.append(Notice("field-empty", told, _fill(field.name), layer))
    return Item(number, name, COMPLETE, evidence, tuple(faults))


def _unnamed_kecamatan(submitted: Submission) -> list[Notice]:
    """One notice about all kecamatan that have a code and no name."""
    table = submitted.kecamatan
    codes = sorted(table["code"][(table["code"] != "") & (table["name"] == "")])
    return [unnamed_notice(codes)] if codes else []


def _called(row: pd.Series) -> str:
    """What a row is called: by name, else by code, else by its remark."""
    names = (str(row.get(field, "")) for field in ("NAMOBJ", "KDEPUM", "KDCPUM", "REMARK"))
    return next(filter(None, names), "-")


def _fill(field: str) -> Message:
    return message("fill what {field} is made of in the source, and import it again", field=field)


def _map_faults(points: Cartometric, submitted: Submission) -> tuple[Notice, ...]:
    """What the map of a village needs and does not have."""
    keys = submitted.villages["key"].tolist()
    unnamed = [
        Notice(
            "village-without-name",
            message("{village} has no {field} for its map", village=row.key, field=field),
            _fill(field),
            row.key,
        )
        for row in submitted.villages.itertuples()
        for field, value in (("NAMOBJ", row.name),
                             ("WADMKC", row.kecamatan or row.kecamatan_code))
        if not value
    ]  # fmt: skip
    return (*unnamed, *_unnamed_kecamatan(submitted), *village_lists(points, keys).notices)
