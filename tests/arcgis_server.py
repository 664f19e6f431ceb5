"""A local ArcGIS REST service with one layer of villages, and faults on demand.

Conditions are answered by SQLite, in which the attributes are loaded. A fault is a word in
`Behaviour.faults`: the next question of its kind is answered with it, and it is taken off the list.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import shapely
from shapely.geometry.base import BaseGeometry

LAYER = "/rest/services/BATAS_DESAKEL_AR/MapServer/0"
FIELDS = {
    "OBJECTID": "esriFieldTypeOID",
    "NAMOBJ": "esriFieldTypeString",
    "METADATA": "esriFieldTypeString",
    "KDPKAB": "esriFieldTypeString",
    "KDEPUM": "esriFieldTypeString",
    "WADMKK": "esriFieldTypeString",
    "TIPADM": "esriFieldTypeInteger",
    "LUASWH": "esriFieldTypeDouble",
    "DIUBAH": "esriFieldTypeDate",
}
HTML = b"<!DOCTYPE html><html><title>Sign in</title></html>"


@dataclass
class Behaviour:
    """What the service can and what it does wrong.

    `faults` hold (kind, word): kind is "about", "count", "ids", "page" or "any"; word is one of
    `html`, `error-500`, `error-400`, `error-499`, `status-500`, `status-503`, `status-404`,
    `status-302`, `retry-after`, `retry-tomorrow`, `cut`, `drop`, `slow`, `trickle`, `huge`,
    `short`, `none`, `not-json`, `list`, `no-features`, `one-more`, or "" for a right answer.
    `most_served` is the largest page that the service can give without failing. Who does not send
    its `token` is answered with error 499.
    """

    paging: bool = True
    ignores_offset: bool = False
    geojson: bool = True
    page_size: int = 1000
    most_served: int = 10_000
    most_ids: int = 10_000
    wkid: int = 4326
    token: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)

    def fault(self, kind: str) -> str:
        """The next fault for a question of this kind, "" for none."""
        for number, (concerned, word) in enumerate(self.faults):
            if concerned in (kind, "any"):
                del self.faults[number]
                return word
        return ""

    def asked_for(self, kind: str) -> list[dict[str, str]]:
        """Parameters of the questions of this kind, in their order."""
        return [question for question in self.asked if kind_of(question) == kind]


@dataclass(frozen=True)
class Village:
    """A record of the layer: attributes, and an outline or ready Esri or GeoJSON geometry."""

    attributes: dict[str, Any]
    outline: BaseGeometry | dict[str, Any] | None


class ArcgisServer(ThreadingHTTPServer):
    """The service; `url` is the address of its layer."""

    daemon_threads = True

    def __init__(self, villages: list[Village], behaviour: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.villages = villages
        self.behaviour = behaviour
        self.url = f"http://127.0.0.1:{self.server_port}{LAYER}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that left is no fault of the service."""

    def ids_where(self, where: str) -> list[int]:
        """Object ids of the records for which a condition holds, sorted."""
        with sqlite3.connect(":memory:") as database:
            database.execute("PRAGMA case_sensitive_like = ON")
            database.execute(f"CREATE TABLE villages ({', '.join(FIELDS)})")
            rows = [[village.attributes.get(name) for name in FIELDS] for village in self.villages]
            places = ", ".join("?" * len(FIELDS))
            database.executemany(f"INSERT INTO villages VALUES ({places})", rows)
            found = database.execute(f"SELECT OBJECTID FROM villages WHERE {where} ORDER BY 1")
            ids = [row[0] for row in found]
        database.close()
        return ids

    def about(self) -> dict[str, Any]:
        """The description of the layer."""
        behaviour = self.behaviour
        fields = [{"name": name, "type": kind} for name, kind in FIELDS.items()]
        return {
            "currentVersion": 10.91,
            "id": 0,
            "name": "BATAS_DESAKEL_AR",
            "type": "Feature Layer",
            "geometryType": "esriGeometryPolygon",
            "fields": [*fields, {"name": "SHAPE", "type": "esriFieldTypeGeometry"}],
            "maxRecordCount": behaviour.page_size,
            "supportedQueryFormats": "JSON, geoJSON, PBF" if behaviour.geojson else "JSON, AMF",
            "advancedQueryCapabilities": {"supportsPagination": behaviour.paging},
            "editingInfo": {"lastEditDate": 1_781_222_400_000},
            **behaviour.about,
        }

    def answer(self, question: dict[str, str]) -> dict[str, Any]:
        """What a query without faults is answered."""
        ids = self.ids_where(question["where"])
        kind = kind_of(question)
        if kind == "count":
            return {"count": len(ids)}
        if kind == "ids":
            return {"objectIdFieldName": "OBJECTID", "objectIds": ids[: self.behaviour.most_ids]}
        start = 0 if self.behaviour.ignores_offset else int(question.get("resultOffset", 0))
        size = int(question.get("resultRecordCount", self.behaviour.page_size))
        end = start + min(size, self.behaviour.page_size)
        if end - start > self.behaviour.most_served and len(ids[start:end]) > (
            self.behaviour.most_served
        ):
            return {"error": {"code": 500, "message": "Error performing query operation"}}
        chosen = [v for v in self.villages if v.attributes["OBJECTID"] in ids[start:end]]
        chosen.sort(key=lambda village: village.attributes["OBJECTID"])
        page = self.page(chosen, question)
        return page | ({"exceededTransferLimit": True} if end < len(ids) else {})

    def page(self, chosen: list[Village], question: dict[str, str]) -> dict[str, Any]:
        """Records in the form asked for."""
        wanted = question.get("outFields", "*").split(",")
        records = [
            {k: v for k, v in village.attributes.items() if wanted == ["*"] or k in wanted}
            for village in chosen
        ]
        shown = question.get("returnGeometry", "true") == "true"
        outlines = [village.outline if shown else None for village in chosen]
        if question["f"] == "geojson":
            features = [
                {
                    "type": "Feature",
                    "id": record.get("OBJECTID"),
                    "geometry": as_geojson(outline),
                    "properties": record,
                }
                for record, outline in zip(records, outlines, strict=True)
            ]
            return {"type": "FeatureCollection", "features": features}
        features = [
            {"attributes": record} | ({"geometry": as_rings(outline)} if outline else {})
            for record, outline in zip(records, outlines, strict=True)
        ]
        reference = {"wkid": self.behaviour.wkid, "latestWkid": self.behaviour.wkid}
        return {"spatialReference": reference, "features": features}


class Handler(BaseHTTPRequestHandler):
    """Answers questions about the layer, rightly or with the next fault."""

    server: ArcgisServer

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        question = {key: values[0] for key, values in parse_qs(address.query).items()}
        behaviour = self.server.behaviour
        behaviour.asked.append(question)
        word = behaviour.fault(kind_of(question))
        if word.startswith(("status", "retry")):
            self.refuse(word)
            return
        if address.path not in (LAYER, f"{LAYER}/query"):
            self.refuse("status-404")
            return
        about = kind_of(question) == "about"
        document = self.server.about() if about else self.server.answer(question)
        known = self.headers.get("X-Esri-Authorization", "") == f"Bearer {behaviour.token}"
        self.deliver(document, "error-499" if behaviour.token and not known else word)

    def refuse(self, word: str) -> None:
        """A status that is no success."""
        waits = {"retry-after": "1", "retry-tomorrow": "86400"}
        self.send_response(429 if word in waits else int(word.rpartition("-")[2]))
        if word in waits:
            self.send_header("Retry-After", waits[word])
        if word == "status-302":
            self.send_header("Location", "https://example.org/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def deliver(self, document: Any, word: str) -> None:
        """The answer, changed or cut as the fault says."""
        document = changed(document, word)
        body = {"html": HTML, "not-json": b'{"features": [', "huge": b" " * 400_000}.get(
            word, json.dumps(document).encode()
        )
        if word == "slow":
            time.sleep(0.6)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if word == "drop":
            self.close_connection = True
            return
        if word == "trickle":
            for start in range(0, len(body), max(1, len(body) // 8)):
                self.wfile.write(body[start : start + max(1, len(body) // 8)])
                self.wfile.flush()
                time.sleep(0.1)
            return
        self.wfile.write(body[: len(body) // 2] if word == "cut" else body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def changed(document: Any, word: str) -> Any:
    """An answer with the fault `word`, where that concerns its content."""
    if word.startswith("error"):
        code = int(word.rpartition("-")[2])
        return {"error": {"code": code, "message": "Failed", "details": ["no details"]}}
    if word == "short":
        return document | {"features": document["features"][:1], "exceededTransferLimit": True}
    if word == "none":
        return document | {"features": [], "exceededTransferLimit": True}
    if word == "no-features":
        return {"hello": "world"}
    if word == "one-more":
        return document | {"count": document["count"] + 1}
    return [document] if word == "list" else document


def kind_of(question: dict[str, str]) -> str:
    """What a question asks for."""
    if "where" not in question:
        return "about"
    if question.get("returnCountOnly") == "true":
        return "count"
    if question.get("returnIdsOnly") == "true":
        return "ids"
    return "page" if question.get("returnGeometry") == "true" else "attributes"


def as_geojson(outline: BaseGeometry | dict[str, Any] | None) -> dict[str, Any] | None:
    """A geometry in GeoJSON."""
    if outline is None or isinstance(outline, dict):
        return outline
    result: dict[str, Any] = json.loads(shapely.to_geojson(outline))
    return result


def as_rings(outline: BaseGeometry | dict[str, Any]) -> dict[str, Any]:
    """A geometry in Esri's form: outer rings clockwise, holes counter-clockwise."""
    if isinstance(outline, dict):
        return outline
    parts = shapely.get_parts(shapely.orient_polygons(outline, exterior_cw=True))
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    return {"rings": [[list(point) for point in ring.coords] for ring in rings]}


def asahan(count: int, *, code: str = "12.09", first: int = 1) -> list[Village]:
    """Villages of 0.01 degree side by side, each with a hole in the middle of its lower half.

    Every third consists of two parts. Object ids have gaps, as after deletions::

        +----+----+----+
        |    |    |    |
        | [] | [] | [] |
        +----+----+----+
    """
    villages = []
    for k in range(count):
        west = 99.5 + 0.01 * k
        hole = shapely.box(west + 0.004, 2.901, west + 0.006, 2.904)
        outline: BaseGeometry = shapely.box(west, 2.9, west + 0.01, 2.91).difference(hole)
        if k % 3 == 2:
            outline = shapely.union(outline, shapely.box(west, 2.95, west + 0.01, 2.96))
        attributes = {
            "OBJECTID": first + 7 * k,
            "NAMOBJ": f"Desa {k + 1}",
            "METADATA": "TASWIL1000020260612DESAKEL_AR",
            "KDPKAB": code,
            "KDEPUM": f"{code}.20.{2001 + k}",
            "WADMKK": "Asahan" if code == "12.09" else "Kota Medan",
            "TIPADM": 1 if k else None,
            "LUASWH": 0.5 * k,
            "DIUBAH": 1_781_222_400_000 + k,
        }
        villages.append(Village(attributes, outline))
    return villages


@contextmanager
def running(villages: list[Village], behaviour: Behaviour | None = None) -> Iterator[ArcgisServer]:
    """The service while the block runs."""
    server = ArcgisServer(villages, behaviour or Behaviour())
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        with patch.dict(os.environ, {"NO_PROXY": "127.0.0.1"}):
            yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
