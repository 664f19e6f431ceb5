"""What a slow line has to carry before the first page is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.quick_passwords import quick_passwords
from tests.web.settling_fixture import settling_workspace
from tests.web.workspace_fixture import signed_in
from tests.workspace_fixture import A, B, segment_of
from web.workspace_app import create_workspace_app

MOST_BYTES = 250_000
GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FlaskClient, str]]:
    """A head who reads, and the segment of the own village."""
    with quick_passwords(), settling_workspace(tmp_path_factory.mktemp("weight")) as made:
        client = create_workspace_app(made).test_client()
        yield signed_in(client, "kades.a"), segment_of(made, A, B).id


@pytest.mark.parametrize("address", ["/", "/segmen", "/segmen/{segment}", "/segmen/sekaligus"])
def test_a_first_visit_is_light(reader: tuple[FlaskClient, str], address: str) -> None:
    """The page with all its scripts and styles, as they are sent."""
    client, segment = reader
    address = address.format(segment=segment)
    page = client.get(address).text
    parts = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    assert parts
    answers = [client.get(place, headers=GZIP, buffered=True) for place in (address, *parts)]
    large = [answer for answer in answers if len(answer.data) > 1000]
    assert {answer.headers.get("Content-Encoding") for answer in large} == {"gzip"}
    assert sum(len(answer.data) for answer in answers) < MOST_BYTES
