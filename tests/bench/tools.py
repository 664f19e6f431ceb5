"""The tools that are timed: their command, what they need, and how their answer is read."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import shapely

from tests.bench.answers import (
    Answer,
    geopandas_answer,
    repaired_answer,
    sedonadb_answer,
    tapal_answer,
)
from tests.bench.layers import CACHE, AbsentError, Layer
from tests.bench.process import run

SCRIPTS = Path(__file__).with_name("peers")
MAPSHAPER = CACHE / "npm" / "node_modules" / "mapshaper"
MAPSHAPER_HEAP_MB = 8000
"""What mapshaper-xl gives itself."""
INSTALL = "absent: run 'make bench', which installs it"


@dataclass(frozen=True)
class Tool:
    """A tool: what it does, the command for a layer and a folder, and what it found there.

    `release` gives the version, or raises `AbsentError` with the remedy.
    """

    name: str
    work: str
    command: Callable[[Layer, Path], list[str]]
    answer: Callable[[Layer, Path], Answer]
    release: Callable[[], str]


def _tapal(layer: Layer, result: Path) -> list[str]:
    program = str(Path(sys.executable).with_name("tapal"))
    return [program, "check", str(layer.path), "--min-area", "1", "-o", str(result)]


def _tapal_answer(layer: Layer, folder: Path) -> Answer:
    """What Tapal found; it is run once more, for the document that names every pair."""
    document = folder / "tapal.json"
    run(_tapal(layer, document), folder, timeout_s=float("inf"))
    return tapal_answer(document)


def _script(name: str, result: str) -> Callable[[Layer, Path], list[str]]:
    def command(layer: Layer, folder: Path) -> list[str]:
        return [sys.executable, str(SCRIPTS / name), str(layer.rows), str(folder / result)]

    return command


def _mapshaper(layer: Layer, folder: Path) -> list[str]:
    heap = f"--max-old-space-size={MAPSHAPER_HEAP_MB}"
    program = str(MAPSHAPER / "bin" / "mapshaper")
    result = str(folder / "mapshaper.shp")
    return ["node", heap, program, "-i", str(layer.shapefile), "-clean", "-o", result]


def _mapshaper_release() -> str:
    package = MAPSHAPER / "package.json"
    if shutil.which("node") is None:
        raise AbsentError("absent: install Node.js 20 or newer with npm, then run 'make bench'")
    if not package.is_file():
        raise AbsentError(INSTALL)
    return str(json.loads(package.read_text(encoding="utf-8"))["version"])


def _sedonadb_release() -> str:
    if importlib.util.find_spec("sedonadb") is None:
        raise AbsentError(INSTALL)
    return version("sedonadb")


def _coverage_release() -> str:
    if not hasattr(shapely, "coverage_clean"):
        raise AbsentError("absent: needs shapely 2.2 with GEOS 3.14")
    return shapely.__version__


TAPAL = Tool(
    "tapal",
    "overlaps, gaps",
    lambda layer, folder: _tapal(layer, folder / "tapal.parquet"),
    _tapal_answer,
    lambda: version("tapal"),
)
PEERS = (
    Tool(
        "geopandas",
        "overlaps, gaps",
        _script("find_geopandas.py", "found"),
        lambda layer, folder: geopandas_answer(folder / "found"),
        lambda: version("geopandas"),
    ),
    Tool(
        "sedonadb",
        "overlaps",
        _script("join_sedonadb.py", "found.parquet"),
        lambda layer, folder: sedonadb_answer(folder / "found.parquet"),
        _sedonadb_release,
    ),
    Tool(
        "coverage_clean",
        "repairs",
        _script("clean_coverage.py", "cleaned.parquet"),
        lambda layer, folder: repaired_answer(folder / "cleaned.parquet"),
        _coverage_release,
    ),
    Tool(
        "mapshaper",
        "repairs",
        _mapshaper,
        lambda layer, folder: repaired_answer(folder / "mapshaper.shp"),
        _mapshaper_release,
    ),
)
