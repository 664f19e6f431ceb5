"""The page of a short segment whose lines and land at stake reach far beyond it.

A and B meet along 60 m; both surveys give A a strip of B, 2 km long and 60 m wide:

                +------------------------+ 2000
                |           B            |
    +-----------+ - - - - - - - - - - - -+ 1000
    |     A     |          strip         |
    |           +------------------------+ 940
    |           |           C            |
    +-----------+------------------------+ 0
    0         1000                     3000
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely
from flask.testing import FlaskClient
from pyproj import Transformer
from shapely import box

from boundaries.store.database import Store
from boundaries.workflows.detect_workspace import detect
from tests.cli_layers import layer
from tests.quick_passwords import quick_passwords
from tests.web.settling_fixture import settling_workspace
from tests.web.workspace_fixture import pages_of, signed_in
from tests.workspace_fixture import A, B, C, doer, segment_of, take

STRIP = box(1000, 940, 3000, 1000)
NORTH = box(1000, 940, 3000, 2000)


def fill_strip(store: Store, folder: Path) -> None:
    """BIG's layer, and the surveys of A and B, which agree with each other."""
    villages = {A: box(0, 0, 1000, 1000), B: NORTH, C: box(1000, 0, 3000, 940)}
    take(store, layer(folder / "big.gpkg", villages), role="big")
    surveys = {A: villages[A] | STRIP, B: NORTH - STRIP}
    take(store, *(layer(folder / f"{key}.gpkg", {key: land}) for key, land in surveys.items()))
    detect(store, doer())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The three villages."""
    folder: Path = tmp_path_factory.mktemp("ruang")
    with quick_passwords(), settling_workspace(folder, fill_strip) as made:
        yield made


@pytest.fixture(scope="module")
def sari(store: Store) -> FlaskClient:
    """The operator."""
    return signed_in(pages_of(store).test_client(), "sari")


@pytest.fixture(scope="module")
def data(store: Store, sari: FlaskClient) -> dict[str, Any]:
    """What the map of A and B is told."""
    found = sari.get(f"/data/segmen/{segment_of(store, A, B).id}.json").json
    assert found is not None
    return found


def metres(store: Store, positions: list[list[float]]) -> list[tuple[float, float]]:
    """Positions in the CRS of the workspace, from the corner of A."""
    move = Transformer.from_crs(4326, store.crs, always_xy=True).transform
    return [move(*position) for position in positions]


def shape_of(data: dict[str, Any], role: str) -> shapely.Geometry:
    """The features of a role as one shape, in degrees."""
    found = [
        shapely.geometry.shape(item["geometry"])
        for item in data["features"]
        if item["properties"]["role"] == role
    ]
    return shapely.union_all(found)


def test_the_first_view_holds_the_lines_and_the_land_at_stake(
    store: Store, data: dict[str, Any]
) -> None:
    (west, south), (east, north) = metres(store, data["bounds"])
    assert east - west == pytest.approx(2000, abs=1)
    assert north - south == pytest.approx(60, abs=3), "north turns a little across the zone"
    view = shapely.box(*data["bounds"][0], *data["bounds"][1]).buffer(1e-6)
    for name, line in data["lines"].items():
        assert view.covers(shapely.geometry.shape(line["geometry"])), name


def test_land_and_names_fill_the_view(data: dict[str, Any]) -> None:
    """The strip lies in B: its land and that of C are there all along it, and are named."""
    west, east = data["bounds"][0][0], data["bounds"][1][0]
    for role in ("land-b", "land-c"):
        land = shape_of(data, role).bounds
        assert land[0] == pytest.approx(west, abs=1e-5)
        assert land[2] == pytest.approx(east, abs=1e-5)
    assert {item["properties"].get("label") for item in data["features"]} >= {"Desa 2", "Desa 3"}


def test_what_the_chart_cannot_show_is_told(
    store: Store, sari: FlaskClient, data: dict[str, Any]
) -> None:
    """A's line goes on for 2 km beyond the 60 m, which make the 12 ha, and lies so far away."""
    line = data["lines"]["a"]
    assert line["change_m2"]["a"] == pytest.approx(120_000, rel=0.01)
    assert line["offset_m"] == pytest.approx(2000, abs=0.5)
    assert line["beyond_m"] == pytest.approx(2000, abs=15)
    assert data["lines"]["reference"]["beyond_m"] == 0
    page = sari.get(f"/segmen/{segment_of(store, A, B).id}?lang=en").text
    assert page.count("2.0 km of it lie beyond the end of BIG&#39;s line") == 2
