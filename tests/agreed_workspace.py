"""A small workspace in which everything is agreed on, for tests of what is handed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import geopandas as gpd
from shapely import box
from shapely.geometry.base import BaseGeometry

from boundaries.store.database import Store
from boundaries.workflows.detect_workspace import detect
from boundaries.workflows.workspace import create_workspace
from tests.cli_layers import layer
from tests.workspace_fixture import agree, doer, take

A, B, C = "12.09.20.2001", "12.09.20.2002", "12.09.21.2003"
BIG = {A: box(0, 0, 1000, 1000), B: box(1000, 0, 2000, 1000), C: box(0, 1000, 2000, 2000)}
"""
+-------------------+ 2000
|         C         |
+---------+---------+ 1000
|    A    |    B    |
+---------+---------+ 0
0       1000      2000
"""
LONG_NAME = "Désa Sungai Panjang Sekali " * 3
PAIRS = ((A, B), (A, C), (B, C))


def full_layer(path: Path, *, named: bool = True) -> Path:
    """The three villages with all attributes; B's name has 80 letters, C has another kecamatan.

    Unless `named`, the kecamatan have no names.
    """
    frame = gpd.read_file(layer(path.with_stem("plain"), BIG))
    names = {A: "Air Batu", B: LONG_NAME[:80], C: "Cinta Damai"}
    frame = frame.rename(columns={"kode": "KDEPUM", "nama": "NAMOBJ"})
    frame["NAMOBJ"] = frame["KDEPUM"].map(names)
    frame["KDCPUM"] = frame["KDEPUM"].str[:8]
    frame["WADMKC"] = frame["KDCPUM"].map({"12.09.20": "Kisaran", "12.09.21": "Pulau"})
    frame["WADMKK"] = "Asahan"
    frame = frame if named else frame.drop(columns="WADMKC")
    frame.to_file(path)
    return path


def compared_workspace(
    folder: Path, big: Mapping[str, BaseGeometry], surveys: Mapping[str, BaseGeometry]
) -> Store:
    """A workspace in the folder: the three villages by BIG, and surveys of some, compared."""
    frame = gpd.read_file(full_layer(folder / "named.gpkg"))
    drawn = gpd.read_file(layer(folder / "drawn.gpkg", dict(big))).set_index("kode").geometry
    frame["geometry"] = drawn.loc[frame["KDEPUM"]].to_numpy()
    frame.to_file(folder / "big.gpkg")
    store = create_workspace(
        str(folder / "w.gpkg"), doer(), kabupaten="12.09", crs="EPSG:32647", name="Asahan"
    )
    take(store, folder / "big.gpkg", role="big")
    for key, outline in surveys.items():
        take(store, layer(folder / f"survey-{key}.gpkg", {key: outline}))
    detect(store, doer())
    return store


def agreed_workspace(
    folder: Path,
    pairs: Iterable[tuple[str, str]] = PAIRS,
    *,
    named: bool = True,
    address: str = "",
) -> Store:
    """A workspace of BIG's layer and A's survey, the segments of the pairs agreed on.

    Between A and B it is A's line, from y = 200 to y = 800 100 m to the east: A gains 6 ha. It is a
    file in the folder unless an `address` is given.
    """
    store = create_workspace(
        address or str(folder / "w.gpkg"),
        doer(),
        kabupaten="12.09",
        crs="EPSG:32647",
        name="Asahan",
    )
    take(store, full_layer(folder / "big.gpkg", named=named), role="big")
    take(store, layer(folder / "a.gpkg", {A: BIG[A].union(box(1000, 200, 1100, 800))}))
    detect(store, doer())
    for one, other in pairs:
        agree(store, one, other, "a" if (one, other) == (A, B) else "reference")
    return store
