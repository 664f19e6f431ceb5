"""The database server of the tests."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from tests.postgis import programs


def test_server_has_postgis(postgis_server: str) -> None:
    with psycopg.connect(postgis_server) as server:
        (area,) = server.execute("SELECT ST_Area('POLYGON((0 0,2 0,2 3,0 0))')").fetchone() or ()
    assert area == 3


def test_addresses_are_fresh(postgis_url: str, postgis_server: str) -> None:
    schema = postgis_url.removeprefix(f"{postgis_server}&schema=")
    with psycopg.connect(postgis_server) as server:
        found = server.execute("SELECT to_regnamespace(%s)", [schema]).fetchone()
    assert found == (None,)


def test_missing_server_is_named_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileNotFoundError, match=r"install it with: tools/system\.sh postgis"):
        programs(tmp_path)


def test_newest_server_is_taken(tmp_path: Path) -> None:
    for version in ("9", "15", "13"):
        (tmp_path / "lib" / version / "bin").mkdir(parents=True)
        if version != "15":
            control = tmp_path / "share" / version / "extension" / "postgis.control"
            control.parent.mkdir(parents=True)
            control.touch()
    assert programs(tmp_path / "lib", tmp_path / "share") == tmp_path / "lib" / "13" / "bin"
