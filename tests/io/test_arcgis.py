from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from boundaries.errors import InputError
from boundaries.io.arcgis import Limits, Service, demanded_wait, pause
from tests.arcgis_server import ArcgisServer, asahan, running

QUICK = Limits(attempts=3, connect_s=2, silence_s=0.3, answer_s=0.5, most_bytes=200_000)


class Client:
    """A service with what it said and how long it would have waited."""

    def __init__(self, limits: Limits = QUICK) -> None:
        self.said: list[str] = []
        self.waits: list[float] = []
        self.service = Service(
            limits=limits, say=lambda text: self.said.append(str(text)), sleep=self.waits.append
        )

    def about(self, url: str) -> dict[str, object]:
        return self.service.ask(url, {"f": "json"})


@pytest.fixture
def server() -> Iterator[ArcgisServer]:
    with running(asahan(2)) as server:
        yield server


def test_an_answer_is_a_document(server: ArcgisServer) -> None:
    client = Client()
    assert client.about(server.url)["name"] == "BATAS_DESAKEL_AR"
    assert client.waits == []


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("html", "answers with a web page instead of data"),
        ("not-json", "is cut short or no JSON"),
        ("cut", "is cut short"),
        ("drop", "is cut short|no connection"),
        ("error-500", r"overloaded or out of order \(error 500: Failed no details\)"),
        ("status-500", r"overloaded or out of order \(HTTP 500\)"),
        ("status-503", r"overloaded or out of order \(HTTP 503\)"),
        ("retry-after", r"overloaded or out of order \(HTTP 429\)"),
        ("slow", "does not answer in time"),
        ("trickle", "does not answer in time"),
    ],
)
def test_faults_that_pass_are_outlived(server: ArcgisServer, word: str, said: str) -> None:
    server.behaviour.faults = [("about", word), ("about", word)]
    client = Client()
    assert client.about(server.url)["id"] == 0
    assert len(server.behaviour.asked) == 3
    assert len(client.waits) == 2
    assert client.said[0].endswith(f"attempt 2 of 3 follows in {round(client.waits[0])} s")
    server.behaviour.faults = [("about", word)] * 3
    with pytest.raises(InputError, match=said) as caught:
        client.about(server.url)
    assert "run the same command again" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("word", "said", "hint"),
    [
        ("error-400", r"refuses the question \(error 400: Failed no details\)", "address of a lay"),
        ("error-499", r"wants a sign-in \(error 499", "public layer"),
        ("status-404", r"refuses the question \(HTTP 404\)", "MapServer/0"),
        ("status-302", "sends us on to https://example.org/elsewhere", "give it with --url"),
        ("retry-tomorrow", "HTTP 429", "it asks to wait 1440 minutes"),
        ("huge", "is larger than 0 MB", "--page-size 50"),
        ("list", "no JSON object", "address of a layer"),
    ],
)
def test_faults_that_last_are_told_at_once(
    server: ArcgisServer, word: str, said: str, hint: str
) -> None:
    server.behaviour.faults = [("about", word)]
    client = Client()
    with pytest.raises(InputError, match=said) as caught:
        client.about(server.url)
    assert hint in str(caught.value.hint)
    assert client.waits == []
    assert len(server.behaviour.asked) == 1


def test_the_wait_that_the_service_demands_is_kept(server: ArcgisServer) -> None:
    server.behaviour.faults = [("about", "retry-after")]
    client = Client()
    client.about(server.url)
    assert client.waits == [1.0]


def test_nobody_listens() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    client = Client()
    with pytest.raises(InputError, match=rf"no connection to 127\.0\.0\.1:{port} \(Connection ref"):
        client.about(f"http://127.0.0.1:{port}/layer")
    assert len(client.waits) == 2


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/0", "http://", "geoservices/0", "http://[", ""])
def test_an_address_that_is_none(url: str) -> None:
    client = Client()
    with pytest.raises(InputError, match="is no address of a service") as caught:
        client.about(url)
    assert "beginning with https://" in str(caught.value.hint)
    assert client.waits == []


def test_tls_to_a_service_without_it(server: ArcgisServer) -> None:
    client = Client()
    with pytest.raises(InputError, match=r"to 127\.0\.0\.1:.* TLS is not valid"):
        client.about(server.url.replace("http:", "https:"))
    assert client.waits == []


def test_a_certificate_of_nobody(server: ArcgisServer, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    made = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -keyout key -out cert"
    subprocess.run(["openssl", *made.split()], cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    client = Client()
    with pytest.raises(InputError, match="its certificate or TLS is not valid") as caught:
        client.about(server.url.replace("http:", "https:"))
    assert "REQUESTS_CA_BUNDLE" in str(caught.value.hint)
    assert server.behaviour.asked == []
    assert client.waits == []


def test_credentials_in_an_address_are_not_repeated(server: ArcgisServer) -> None:
    server.behaviour.faults = [("about", "status-404")]
    with pytest.raises(InputError) as caught:
        Client().about(server.url.replace("//", "//user:secret@"))
    assert "secret" not in f"{caught.value}{caught.value.hint}"


def test_what_a_service_says_cannot_move_the_cursor(server: ArcgisServer) -> None:
    server.behaviour.about = {"error": {"code": 400, "message": "\x1b[2Jno\r\nway" + "!" * 999}}
    with pytest.raises(InputError) as caught:
        Client().about(server.url)
    assert str(caught.value).isprintable()
    assert "[2Jno  way!!!" in str(caught.value)
    assert len(str(caught.value)) < 400


def test_waits_grow_and_differ() -> None:
    waits = [[pause(attempt) for _ in range(200)] for attempt in range(1, 12)]
    for attempt, drawn in enumerate(waits, start=1):
        longest = min(60, 2 ** (attempt - 1))
        assert longest / 2 <= min(drawn) < max(drawn) <= longest


def test_waits_demanded_in_seconds_or_until_a_date() -> None:
    assert demanded_wait("7") == 7
    assert demanded_wait(None) == demanded_wait("soon") == demanded_wait("") == 0
    soon = datetime.now(UTC) + timedelta(seconds=90)
    assert 80 < demanded_wait(format_datetime(soon, usegmt=True)) <= 90
    assert demanded_wait("Wed, 21 Oct 2015 07:28:00 GMT") == 0
