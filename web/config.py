"""What the review server is told at its start."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from boundaries.errors import ParameterError
from boundaries.messages import DEFAULT_LANGUAGE, message


@dataclass(frozen=True)
class Basemap:
    """A background map.

    `kind` is "xyz" (`address` holds `{z}`, `{x}` and `{y}`), "wms" (`address` is the service,
    `layers` its layer names) or "mbtiles" (`address` is the path of the file, served by us).
    """

    kind: str
    address: str
    layers: str = ""

    @property
    def origin(self) -> str:
        """Scheme and host from which a browser may load the images; "" for our own server."""
        if self.kind == "mbtiles":
            return ""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"


@dataclass(frozen=True)
class Settings:
    """Options of the review page; `language` is the one shown until the reader chooses."""

    language: str = DEFAULT_LANGUAGE
    basemap: Basemap | None = None
    trusted_hosts: tuple[str, ...] = ()


def parse_basemap(text: str) -> Basemap:
    """The background map named on the command line.

    An address with `{z}/{x}/{y}`, the address of a WMS with `layers=`, or the path of an `.mbtiles`
    file. Raises `ParameterError` for anything else.
    """
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
