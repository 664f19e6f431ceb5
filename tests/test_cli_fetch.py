"""`tapal fetch-big` as a user calls it, against a local service."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from boundaries.cli import main
from tests.arcgis_server import ArcgisServer, Behaviour, asahan, running

Run = Callable[..., Result]


@pytest.fixture
def server() -> Iterator[ArcgisServer]:
    with running(asahan(9), Behaviour(page_size=4)) as server:
        yield server


@pytest.fixture
def run(server: ArcgisServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`tapal fetch-big ... -o big.gpkg` with the service's address in the environment."""
    monkeypatch.setenv("TAPAL_BIG_URL", server.url)
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, ["fetch-big", *words, "-o", "big.gpkg"])

    return call


def test_a_file_is_fetched_and_can_be_checked(run: Run, tmp_path: Path) -> None:
    result = run("Asahan", "--lang", "en")
    assert result.exit_code == 0, result.output
    assert result.stdout == (
        "big.gpkg: 9 villages of 12.09, edition TASWIL1000020260612DESAKEL_AR\n"
    )
    assert result.stderr.splitlines() == [f"{n} of 9 villages" for n in (4, 8, 9)]
    checked = CliRunner().invoke(main, ["check", str(tmp_path / "big.gpkg"), "--json"])
    assert checked.exit_code == 0
    assert json.loads(checked.stdout)["inputs"][0]["features"] == 9


def test_the_summary_as_json(run: Run) -> None:
    document = json.loads(run("1209", "--json").stdout)
    assert document["features"] == 9
    assert document["path"] == "big.gpkg"


def test_warnings_are_printed(run: Run, server: ArcgisServer) -> None:
    server.villages[0].attributes["KDPKAB"] = None
    assert (
        "Warning: villages that belong to 12.09 by only one" in run("12.09", "--lang", "en").stdout
    )


def test_the_address_given_comes_before_that_of_the_environment(
    run: Run, server: ArcgisServer
) -> None:
    result = run("12.09", "--url", server.url.replace("/0", "/7"), "--lang", "en")
    assert result.exit_code == 3
    assert "refuses the question (HTTP 404); check that --url" in result.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("99.01",), 3, "has no village where KDPKAB = '99.01'"),
        (("Nowhere",), 2, "0 kabupaten of the service are called Nowhere; give the code"),
        (("12.09.20",), 2, "12.09.20 is no code of a kabupaten; give the code"),
        (("12.09", "--edition", "2099"), 3, "not 2099; leave out --edition"),
        (("12.09", "--url", "geoservices"), 3, "geoservices is no address of a service; give it"),
        (("12.09", "--page-size", "0"), 2, "0 is not in the range x>=1."),
    ],
)
def test_faults_are_one_line(run: Run, words: tuple[str, ...], code: int, said: str) -> None:
    result = run(*words, "--lang", "en")
    assert result.exit_code == code
    assert said in result.stderr.splitlines()[-1]
    assert result.stdout == ""


def test_faults_in_json(run: Run, server: ArcgisServer) -> None:
    server.behaviour.faults = [("about", "html")]
    result = run("12.09", "--json", "--retries", "0")
    assert result.exit_code == 3
    fault = json.loads(result.stdout)["error"]
    assert fault["code"] == "service-no-json"
    assert fault["hint"].endswith("run the same command again")


def test_another_ending(server: ArcgisServer, tmp_path: Path) -> None:
    words = ["fetch-big", "12.09", "-o", str(tmp_path / "big.shp"), "--url", server.url]
    result = CliRunner().invoke(main, [*words, "--lang", "en"])
    assert result.exit_code == 2
    assert "use one of .gpkg .geojson .parquet" in result.stderr


def test_a_killed_download_goes_on(server: ArcgisServer, tmp_path: Path) -> None:
    server.behaviour.faults = [("page", ""), ("page", "retry-after"), ("page", "retry-after")]
    words = ["fetch-big", "12.09", "-o", str(tmp_path / "big.gpkg"), "--url", server.url]
    code = f"from boundaries.cli import main; main({words!r})"
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "TAPAL_LANG": "en"},
        stderr=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stderr is not None
        assert "4 of 9 villages" in child.stderr.readline()
        assert "attempt 2 of 6 follows in 1 s" in child.stderr.readline()
        child.kill()
    assert not (tmp_path / "big.gpkg").exists()
    server.behaviour.faults.clear()
    again = CliRunner().invoke(main, [*words, "--json"])
    assert json.loads(again.stdout)["resumed"] == 4
    assert [item.name for item in tmp_path.iterdir()] == ["big.gpkg"]


def test_a_fault_that_passes_is_waited_for(run: Run, server: ArcgisServer) -> None:
    server.behaviour.faults = [("count", "status-503")]
    result = run("12.09", "--lang", "en")
    assert result.exit_code == 0
    assert len(server.behaviour.asked_for("count")) == 3  # in vain, again, and after the download
    assert re.search(r"out of order \(HTTP 503\); attempt 2 of 6 follows in", result.stderr)


TOKEN = "s3cret-token"


def test_a_token_comes_from_a_variable_and_is_shown_nowhere(
    run: Run, server: ArcgisServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.behaviour.token = TOKEN
    refused = run("12.09", "--lang", "en")
    assert refused.exit_code == 3
    assert "wants a sign-in" in refused.stderr
    assert "the variable that --token names" in refused.stderr
    monkeypatch.setenv("TAPAL_BIG_TOKEN", TOKEN + "\n")
    assert run("12.09", "--json").exit_code == 0
    monkeypatch.delenv("TAPAL_BIG_TOKEN")
    monkeypatch.setenv("OFFICE_TOKEN", TOKEN)
    server.behaviour.faults = [("count", "status-503")]
    fetched = run("12.09", "--token", "OFFICE_TOKEN", "--lang", "en")
    assert fetched.exit_code == 0
    assert TOKEN not in fetched.output
    assert TOKEN.encode() not in (tmp_path / "big.gpkg").read_bytes()
    assert all(TOKEN not in str(question) for question in server.behaviour.asked)


def test_a_token_given_in_place_of_its_variable_is_not_repeated(run: Run) -> None:
    result = run("12.09", "--token", TOKEN, "--lang", "en")
    assert result.exit_code == 2
    assert "name that variable" in result.stderr
    assert TOKEN not in result.output


def test_a_token_is_not_sent_where_everybody_can_read_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAPAL_BIG_TOKEN", TOKEN)
    url = f"http://geo.example/rest/0?token={TOKEN}"
    result = run("12.09", "--url", url, "--lang", "en")
    assert result.exit_code == 3
    assert "the connection is not safe; give an address that begins with https" in result.stderr
    assert TOKEN not in result.output
