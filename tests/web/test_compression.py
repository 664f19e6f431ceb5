"""What is sent compressed, and what that means for versions."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import brotli
import pytest
from flask.testing import FlaskClient

from tests.quick_passwords import quick_passwords
from tests.web.settling_fixture import settling_workspace
from tests.web.workspace_fixture import signed_in, token
from tests.workspace_fixture import A, B, segment_of
from web.workspace_app import create_workspace_app

GZIP = {"Accept-Encoding": "gzip"}
STYLES = "/static/tapal.css"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FlaskClient, str]]:
    """A head who reads, and the segment of the own village."""
    with quick_passwords(), settling_workspace(tmp_path_factory.mktemp("compressed")) as made:
        client = create_workspace_app(made).test_client()
        yield signed_in(client, "kades.a"), segment_of(made, A, B).id


def test_readers_get_what_they_can_unpack(reader: tuple[FlaskClient, str]) -> None:
    client, _ = reader
    plain = client.get(STYLES, buffered=True)
    packed = client.get(STYLES, headers=GZIP, buffered=True)
    browser = {"Accept-Encoding": "gzip, deflate, br"}
    browsers = client.get(STYLES, headers=browser, buffered=True)
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data
    assert browsers.headers["Content-Encoding"] == "br"
    assert brotli.decompress(browsers.data) == plain.data
    assert max(len(packed.data), len(browsers.data)) < len(plain.data) / 3
    assert "Accept-Encoding" in plain.vary


def test_what_the_reader_has_is_not_sent_again(reader: tuple[FlaskClient, str]) -> None:
    client, segment = reader
    for address in (STYLES, f"/data/segmen/{segment}.json"):
        first = client.get(address, headers=GZIP, buffered=True)
        assert first.headers["Content-Encoding"] == "gzip"
        tag = {"If-None-Match": first.headers["ETag"]}
        again = client.get(address, headers=GZIP | tag, buffered=True)
        assert (again.status_code, again.data) == (304, b"")


def test_the_tag_of_a_compressed_answer_names_its_version(
    reader: tuple[FlaskClient, str],
) -> None:
    client, segment = reader
    address = f"/data/segmen/{segment}/draf"
    line = {"garis": [[99.5 + step / 1000, 2.8 + step / 900] for step in range(200)]}
    headers = GZIP | {"X-CSRFToken": token(client, f"/segmen/{segment}")}
    first = client.put(address, json=line, headers=headers | {"If-Match": '"v0"'})
    assert first.headers["ETag"] == '"v1:gzip"'
    second = client.put(address, json=line, headers=headers | {"If-Match": '"v1:gzip"'})
    assert second.status_code == 200
    other = {"garis": line["garis"][1:]}
    third = client.put(address, json=other, headers=headers | {"If-Match": '"v0:gzip"'})
    assert third.status_code == 409
