"""BIG's layer of villages in its ArcGIS REST service: its fields, and a kabupaten in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from boundaries.errors import InputError, ParameterError
from boundaries.io.arcgis import Service
from boundaries.io.arcgis_faults import shown, without_credentials
from boundaries.io.arcgis_features import records_of
from boundaries.messages import message

KABUPATEN_CODE = ("KDPKAB", "KDBPUM")
VILLAGE_CODE = "KDEPUM"
KABUPATEN_NAME = "WADMKK"
EDITION = "METADATA"

PAGE_SIZE = 1000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Layer:
    """A layer of polygons as its service describes it.

    `fields` are types by name without the outline; `page_size` is the most that the service gives
    at once, `paging` whether it knows offsets, `format` "geojson" or "json" (Esri's); `edited` is
    the time of the last edit in ISO 8601, "" where the service does not say it.
    """

    url: str
    name: str
    object_id: str
    fields: dict[str, str]
    page_size: int
    paging: bool
    format: str
    edited: str


def describe_layer(service: Service, url: str) -> Layer:
    """The layer at `url`. Raises `InputError` when it is no layer of polygons that answers queries.

    The address may end in `/query`; that and anything after "?" is left out.
    """
    address = re.sub(r"(/query)?/?([?#].*)?$", "", url)
    about = service.ask(address, {"f": "json"})
    if about.get("geometryType") != "esriGeometryPolygon":
        raise _not_polygons(address, about)
    fields = _fields(about)
    named = [name for name, kind in fields.items() if kind == "esriFieldTypeOID"]
    object_id = about.get("objectIdField") or next(iter(named), "OBJECTID")
    able = about.get("advancedQueryCapabilities") or {}
    formats = str(about.get("supportedQueryFormats", "")).lower()
    most = about.get("maxRecordCount")
    return Layer(
        url=address,
        name=shown(about.get("name", "")),
        object_id=str(object_id),
        fields=fields,
        page_size=most if isinstance(most, int) and most > 0 else PAGE_SIZE,
        paging=bool(able.get("supportsPagination", False)),
        format="geojson" if "geojson" in formats else "json",
        edited=_edited(about),
    )


def where_kabupaten(layer: Layer, code: str) -> str:
    """The condition for the villages of a kabupaten ("12.09").

    By the code of the kabupaten or of the village, since either is wrong or empty at times. Raises
    `InputError` when the layer has neither field.
    """
    parts = [f"{field} = '{code}'" for field in KABUPATEN_CODE if field in layer.fields]
    if VILLAGE_CODE in layer.fields:
        parts.append(f"{VILLAGE_CODE} LIKE '{code}.%'")
    if not parts:
        raise _lacks(layer, (*KABUPATEN_CODE, VILLAGE_CODE))
    return " OR ".join(parts)


def find_kabupaten(service: Service, layer: Layer, name: str) -> str:
    """The code of the kabupaten or kota called `name`, such as "Asahan" or "Kota Medan".

    The word "Kabupaten" is optional; capitals, spaces and hyphens do not count. Raises
    `ParameterError` when none or several have the name, `InputError` when the layer has no names.
    """
    codes = [field for field in KABUPATEN_CODE if field in layer.fields]
    if not codes or KABUPATEN_NAME not in layer.fields:
        raise _lacks(layer, (KABUPATEN_CODE[0], KABUPATEN_NAME))
    wanted = _plain(name)
    pattern = "%".join(re.findall(r"[A-Z0-9]+", wanted))
    answer = query(
        service,
        layer,
        where=f"UPPER({KABUPATEN_NAME}) LIKE '%{pattern}%'",
        outFields=f"{codes[0]},{KABUPATEN_NAME}",
        returnGeometry="false",
        returnDistinctValues="true",
    )
    known = {
        shown(record[codes[0]]): shown(record[KABUPATEN_NAME])
        for record in records_of(answer)
        if record.get(codes[0]) and record.get(KABUPATEN_NAME)
    }
    found = sorted(code for code, called in known.items() if _tight(called) == _tight(name))
    if len(found) == 1:
        return found[0]
    alike = ", ".join(f"{code} {called}" for code, called in sorted(known.items())[:8])
    raise ParameterError(
        "kabupaten-unknown",
        message("{count} kabupaten of the service are called {name}", count=len(found), name=name),
        message("give the code, such as 12.09; similar names: {alike}", alike=alike or "-"),
    )


def query(
    service: Service, layer: Layer, *, attempts: int | None = None, **parameters: str
) -> dict[str, Any]:
    """What the layer answers to a query; Esri JSON unless `f` says otherwise."""
    return service.ask(f"{layer.url}/query", {"f": "json", **parameters}, attempts=attempts)


def _fields(about: Mapping[str, Any]) -> dict[str, str]:
    """Types of the attributes by name."""
    listed = about.get("fields")
    fields = [field for field in listed if isinstance(field, dict)] if listed else []
    return {
        str(field.get("name")): str(field.get("type"))
        for field in fields
        if field.get("type") != "esriFieldTypeGeometry"
    }


def _edited(about: Mapping[str, Any]) -> str:
    """The time of the last edit, which the service counts in milliseconds."""
    info = about.get("editingInfo")
    stamp = info.get("dataLastEditDate") or info.get("lastEditDate") if info else None
    if not isinstance(stamp, int | float):
        return ""
    return (EPOCH + timedelta(milliseconds=stamp)).isoformat(timespec="seconds")


def _plain(name: str) -> str:
    """A name in capitals without the word for kabupaten."""
    return re.sub(r"^\s*(KABUPATEN|KAB\.?)\s+", "", name.upper()).strip()


def _tight(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", _plain(name))


def _lacks(layer: Layer, wanted: Iterable[str]) -> InputError:
    text = message("{layer} has none of the fields {wanted}", layer=layer.name or layer.url,
                   wanted=", ".join(wanted))  # fmt: skip
    hint = message(
        "give the address of BIG's layer of villages with --url; the fields are: {fields}",
        fields=shown(", ".join(layer.fields)) or "-",
    )
    return InputError("big-fields", text, hint)


def _not_polygons(address: str, about: Mapping[str, Any]) -> InputError:
    """The address is that of a whole service, or of a layer of something else."""
    layers = [layer for layer in about.get("layers") or () if isinstance(layer, dict)]
    place = without_credentials(address)
    text = message("{url} is no layer of polygons", url=place)
    if not layers:
        hint = message("give the address of a layer, such as .../BATAS_DESAKEL_AR/MapServer/0")
        return InputError("big-no-layer", text, hint)
    listed = ", ".join(
        f"{place}/{shown(layer.get('id'))} ({shown(layer.get('name'))})" for layer in layers[:5]
    )
    hint = message("give one of its layers with --url: {layers}", layers=listed)
    return InputError("big-no-layer", text, hint)
