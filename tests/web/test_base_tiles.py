"""Base maps: tiles of files, what is told of each, and the choice on the pages."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from boundaries.domain.analysis import Analysis
from boundaries.store.database import Store
from tests.web.workspace_fixture import signed_in
from web import create_app
from web.app_settings import WorkspaceSettings
from web.config import Basemap, Settings
from web.tiles import TileFile, about
from web.workspace_app import create_workspace_app

PNG = b"\x89PNG\r\n\x1a\n"
XYZ = Basemap("xyz", "https://{s}.ubin.example/{z}/{x}/{y}.png", title="Rupa Bumi 2023")


@pytest.fixture
def tiles(tmp_path: Path) -> Path:
    """MBTiles count rows from the south: row 1 of zoom 1 is row 0 from the north."""
    path = tmp_path / "peta dasar.mbtiles"
    database = sqlite3.connect(path)
    database.execute(
        "CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)"
    )
    database.execute("INSERT INTO tiles VALUES (1, 1, 1, ?)", (PNG,))
    database.execute("INSERT INTO tiles VALUES (1, 0, 1, ?)", (b"<script>",))
    database.commit()
    database.close()
    return path


def tell(path: Path, **values: str) -> None:
    """What the file says of itself."""
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
    database.executemany("INSERT INTO metadata VALUES (?, ?)", values.items())
    database.commit()
    database.close()


def test_tiles_of_a_file(analysis: Analysis, tiles: Path) -> None:
    settings = Settings(basemaps=(XYZ, Basemap("mbtiles", str(tiles))))
    client = create_app(analysis, settings).test_client()
    image = client.get("/ubin/1/1/1/0")
    assert image.data == PNG
    assert image.mimetype == "image/png"
    for absent in ("1/1/0/0", "1/1/1/1", "0/1/1/0", "2/1/1/0", "1/40/0/0", "1/0/5/0"):
        assert client.get(f"/ubin/{absent}").status_code == 404, absent
    page = client.get("/").text
    assert '"/ubin/1/{z}/{x}/{y}"' in page
    assert "Rupa Bumi 2023 · {s}.ubin.example" in page


def test_no_tiles_without_a_file(client: FlaskClient) -> None:
    assert client.get("/ubin/0/0/0/0").status_code == 404


def test_what_a_file_tells(tiles: Path) -> None:
    plain = tiles.with_name("lain.mbtiles")
    plain.write_bytes(tiles.read_bytes())
    assert about(plain) == TileFile("lain.mbtiles", "", 1, None)
    tell(tiles, name="Ortofoto", attribution="<a href='x'>PUTR</a>", bounds="99,2,100,3")
    assert about(tiles) == TileFile("Ortofoto", "<a href='x'>PUTR</a>", 1, (99, 2, 100, 3))


def test_a_workspace_offers_the_choice(workspace: Store, tiles: Path) -> None:
    """The titles, where each comes from, and the way back to none; the host of one is let in."""
    tell(tiles, name="orto", attribution="PUTR &amp; BIG<br>", bounds="99,2,100,3")
    file = Basemap("mbtiles", str(tiles), title="<b>Orto</b>, Mei 2025")
    wms = Basemap("wms", "https://wms.example/ows", "citra")
    settings = WorkspaceSettings(basemaps=(file, XYZ, wms))
    client = create_workspace_app(workspace, settings).test_client()
    assert client.get("/ubin/0/1/1/0").status_code == 302
    signed_in(client, "operator")
    assert client.get("/ubin/0/1/1/0").data == PNG
    for page in ("/", "/segmen", "/desa/A"):
        answer = client.get(page)
        policy = answer.headers["Content-Security-Policy"]
        assert "img-src 'self' data: https://*.ubin.example https://wms.example;" in policy
        options = re.findall(r'<option value="(.?)" data-asal="([^"]*)">', answer.text)
        assert [number for number, _ in options] == ["0", "1", "2", ""]
        assert options[0][1] == "&lt;b&gt;Orto&lt;/b&gt;, Mei 2025 · PUTR &amp; BIG"
        assert "<b>Orto" not in answer.text
        names = re.findall(r"var (\w+) = L\.tileLayer", answer.text)
        assert f"[{', '.join(names)}]" in answer.text
        assert len(names) == 3


def test_without_a_base_map_nothing_is_offered(visitor: FlaskClient) -> None:
    page = signed_in(visitor, "operator").get("/segmen")
    assert 'id="dasar"' not in page.text
    assert "Tapal.bases(" not in page.text
    assert "img-src 'self' data:;" in page.headers["Content-Security-Policy"]
