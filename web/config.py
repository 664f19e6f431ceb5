"""What the review server is told at its start."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from boundaries.errors import ParameterError
from boundaries.messages import DEFAULT_LANGUAGE, message

EXTENSION = "tapal-basemaps"
"""Where an application keeps its background maps."""
TITLED = re.compile(r"(?P<title>[^=:{}]{1,80})=(?P<address>.+)")
"""A title stands before the first colon of an address, and of a path on a drive."""


@dataclass(frozen=True)
class Basemap:
    """A background map.

    `kind` is "xyz" (`address` holds `{z}`, `{x}` and `{y}`), "wms" (`address` is the service,
    `layers` its layer names) or "mbtiles" (`address` is the path of the file, served by us).
    `title` is what people call it, with its source and date; "" where nobody said.
    """

    kind: str
    address: str
    layers: str = ""
    title: str = ""

    @property
    def origin(self) -> str:
        """Scheme and host from which a browser may load the images; "" for our own server."""
        if self.kind == "mbtiles":
            return ""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"


@dataclass(frozen=True)
class Settings:
    """Options of the pages; `language` is the one shown until the reader chooses.

    Of several background maps the first is shown until the reader chooses.
    """

    language: str = DEFAULT_LANGUAGE
    basemaps: tuple[Basemap, ...] = ()
    trusted_hosts: tuple[str, ...] = ()


def parse_basemap(text: str) -> Basemap:
    """The background map named on the command line.

    An address with `{z}/{x}/{y}`, the address of a WMS with `layers=`, or the path of an `.mbtiles`
    file; before it may stand a title, as in `Ortofoto PUTR 2025=orto.mbtiles`. Raises
    `ParameterError` for anything else.
    """
    titled = TITLED.fullmatch(text)
    if titled and not Path(text).is_file():
        return replace(_parse(titled["address"]), title=titled["title"].strip())
    return _parse(text)


def _parse(text: str) -> Basemap:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme in {"http", "https"} and parts.netloc and not set("'\"; ,") & set(parts.netloc):
        if all(mark in text for mark in ("{z}", "{x}", "{y}")):
            return Basemap("xyz", text)
        query = {name.lower(): values[0] for name, values in parse_qs(parts.query).items()}
        if "layers" in query:
            service = parts._replace(query="", fragment="").geturl()
            return Basemap("wms", service, query["layers"])
    elif text.endswith(".mbtiles") and Path(text).is_file():
        return Basemap("mbtiles", text)
    raise ParameterError(
        "basemap",
        message("the base map {text} is not understood", text=text),
        message(
            "give an address with {marks}, the address of a WMS with layers=, "
            "or the path of an existing .mbtiles file",
            marks="{z}/{x}/{y}",
        ),
    )
