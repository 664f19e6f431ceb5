"""The layers that are timed, each in the forms that the tools read."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from tests.bench.villages import ROWS_PER_GROUP, write_villages

ROOT = Path(__file__).resolve().parent.parent.parent
CACHE = ROOT / ".cache" / "bench"
SAMPLE = ROOT / "data" / "sample" / "big.gpkg"
REAL = {
    "asahan": ROOT.parent / "shared" / "data" / "asahan" / "big.geojson",
    "sumut": ROOT.parent / "shared" / "data" / "sumut" / "big.parquet",
}
GENERATOR = ("cells.py", "borders.py", "villages.py")
ROWS, SHAPEFILE = "rows.parquet", "layer.shp"


class AbsentError(Exception):
    """A layer or tool is not there; the text names the remedy."""


@dataclass(frozen=True)
class Layer:
    """A layer as Tapal reads it (`path`), and as the peers do.

    `rows` is GeoParquet with the column `row`, plane and without empty outlines; `shapefile` the
    same for mapshaper. `kind` is that of generated villages, else "".
    """

    name: str
    kind: str
    path: Path
    rows: Path
    shapefile: Path
    villages: int
    vertices: int


def layers_named(size: str, kinds: list[str]) -> list[tuple[str, str]]:
    """Name and kind of the layers that a word of `--sizes` stands for."""
    if size.isdecimal():
        return [(size, kind) for kind in kinds]
    return [(size, "")]


def get_layer(name: str, kind: str) -> Layer:
    """A layer, made or converted if that was not done before; raises `AbsentError`."""
    if kind:
        path = _generated(kind, int(name))
        return _prepared(f"{int(name):,} {kind}", kind, path)
    path = _existing(name)
    return _prepared(name if name in ("sample", *REAL) else path.name, "", path)


def _existing(name: str) -> Path:
    if name == "sample" and not SAMPLE.is_file():
        print("making the sample", file=sys.stderr)
        subprocess.run([sys.executable, str(ROOT / "data" / "make_sample.py")], check=True)
    path = {"sample": SAMPLE, **REAL}.get(name, Path(name))
    if not path.is_file():
        raise AbsentError(f"absent: put the layer at {path}, or leave it out with --sizes")
    return path.resolve()


def _generated(kind: str, count: int) -> Path:
    """The file of generated villages; those of an older generator are removed."""
    code = b"".join(Path(__file__).with_name(name).read_bytes() for name in GENERATOR)
    target = CACHE / "villages" / f"{kind}-{count}-{hashlib.sha256(code).hexdigest()[:8]}.parquet"
    if not target.is_file():
        for old in target.parent.glob(f"{kind}-{count}-*"):
            old.unlink()
        print(f"making {count:,} villages, {kind}", file=sys.stderr)
        write_villages(kind, count, target)
    return target


def _prepared(name: str, kind: str, path: Path) -> Layer:
    """The layer with the forms that the peers read, which are kept as long as it stays the same."""
    state = path.stat()
    mark = hashlib.sha256(f"{path} {state.st_size} {state.st_mtime_ns}".encode()).hexdigest()[:8]
    folder = CACHE / "peers" / f"{path.stem}-{mark}"
    if not folder.is_dir():
        print(f"converting {path.name} for the peers", file=sys.stderr)
        _convert(path, folder)
    rows, shapefile = folder / ROWS, folder / SHAPEFILE
    outlines = gpd.read_parquet(rows).geometry.to_numpy()
    vertices = int(shapely.get_num_coordinates(outlines).sum())
    return Layer(name, kind, path, rows, shapefile, len(outlines), vertices)


def _convert(path: Path, folder: Path) -> None:
    unfinished = folder.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    read = gpd.read_parquet if path.suffix == ".parquet" else pyogrio.read_dataframe
    layer = read(path)
    outlines = shapely.force_2d(layer.geometry.to_numpy())
    kept = (shapely.get_dimensions(outlines) == 2) & ~shapely.is_empty(outlines)
    frame = gpd.GeoDataFrame({"row": np.flatnonzero(kept)}, geometry=outlines[kept], crs=layer.crs)
    frame.to_parquet(unfinished / ROWS, row_group_size=ROWS_PER_GROUP)
    pyogrio.write_dataframe(frame, unfinished / SHAPEFILE)
    unfinished.rename(folder)
