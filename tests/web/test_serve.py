"""`tapal serve`: options, faults, and what is handed to the pages."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

import web
from boundaries.domain.analysis import Analysis
from boundaries.errors import MissingPartError, ParameterError
from web import create_app, serve
from web.config import Settings


def test_a_port_in_use(analysis: Analysis) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ParameterError, match=f"cannot listen on 127.0.0.1:{port}") as caught:
            serve.serve_analysis(
                analysis, host="127.0.0.1", port=port, settings=Settings(), gettext=str
            )
    assert "another program uses this port" in str(caught.value)
    assert "--port" in str(caught.value.hint)


def test_a_port_that_is_not_allowed(analysis: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(serve.socket, "create_server", refuse)
    with pytest.raises(ParameterError, match="this user may not use this port"):
        serve.serve_analysis(analysis, host="127.0.0.1", port=80, settings=Settings(), gettext=str)


def test_missing_browser_files(analysis: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(web.VENDOR_FILES, "leaflet_js", "leaflet/0.0/leaflet.js")
    with pytest.raises(MissingPartError, match=r"leaflet/0\.0/leaflet\.js") as caught:
        create_app(analysis)
    assert str(caught.value.hint) == "run 'make setup'"


@pytest.mark.parametrize(("host", "trusted"), [("127.0.0.1", serve.LOCAL_NAMES), ("0.0.0.0", ())])
def test_the_command_serves_the_comparison(
    analysis: Analysis, monkeypatch: pytest.MonkeyPatch, host: str, trusted: tuple[str, ...]
) -> None:
    calls = []
    monkeypatch.setattr(
        serve, "compare", lambda *files, **options: calls.append((files, options)) or analysis
    )
    monkeypatch.setattr(
        serve, "serve_analysis", lambda found, **options: calls.append((found, options))
    )
    result = CliRunner().invoke(
        serve.serve,
        ["big.shp", "a.shp", "b.shp", "--host", host, "--port", "8123", "--lang", "en"],
    )
    assert result.exit_code == 0, result.output
    (files, _), (found, options) = calls
    assert files == (Path("big.shp"), [Path("a.shp"), Path("b.shp")])
    assert found is analysis
    assert options["port"] == 8123
    assert options["settings"] == Settings(language="en", trusted_hosts=trusted)


def test_one_file_is_checked_by_itself(analysis: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    files = []
    monkeypatch.setattr(serve, "check", lambda paths, **_: files.extend(paths) or analysis)
    monkeypatch.setattr(serve, "serve_analysis", lambda *_, **__: None)
    assert CliRunner().invoke(serve.serve, ["big.shp", "--lang", "en"]).exit_code == 0
    assert files == [Path("big.shp")]
