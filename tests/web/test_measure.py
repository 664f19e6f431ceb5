"""Figures of a length or an area that somebody measures on the map."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from boundaries.domain.accuracy import Accuracy
from boundaries.store.database import Store
from boundaries.store.repository import Repository
from boundaries.workflows.workspace import parameters_of
from tests.quick_passwords import quick_passwords
from tests.web.settling_fixture import settling_workspace
from tests.web.workspace_fixture import signed_in, token
from web.views.measure import LARGEST, MOST_PLACES
from web.workspace_app import create_workspace_app

SQUARE = [[99.60, 2.98], [99.61, 2.98], [99.61, 2.99], [99.60, 2.99]]
"""One hundredth of a degree each way: 1,111.8 by 1,105.8 m, 122.9 ha."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The workspace of the settling tests."""
    with quick_passwords(), settling_workspace(tmp_path_factory.mktemp("measure")) as made:
        yield made


@pytest.fixture(scope="module")
def reader(store: Store) -> FlaskClient:
    """A verifier, who changes nothing."""
    return signed_in(create_workspace_app(store).test_client(), "vera")


def ask(client: FlaskClient, body: object, *, language: str = "en") -> TestResponse:
    client.set_cookie("lang", language)
    return client.post("/data/ukur", json=body, headers={"X-CSRFToken": token(client, "/akun")})


def test_a_length_with_its_tolerance(reader: FlaskClient, store: Store) -> None:
    found = ask(reader, {"titik": SQUARE[1:3]}).get_json()
    assert found["luas"] is None
    assert found["panjang"]["nilai"] == pytest.approx(1105.8, abs=0.1)
    with Repository(store) as repository:
        accuracy = Accuracy.of(parameters_of(repository))
    worst = max(accuracy.reference_m, accuracy.local_m)
    assert found["panjang"]["toleransi"] == pytest.approx(1.084 * worst, rel=1e-3)
    assert found["panjang"]["teks"].startswith("1,105.8 m ± ")
    assert f"CE90 of {worst:.2f}" in found["dasar"]


def test_an_area_and_its_outline(reader: FlaskClient) -> None:
    found = ask(reader, {"titik": SQUARE, "luas": True}, language="id").get_json()
    assert found["luas"]["nilai"] == pytest.approx(1_229_300, rel=1e-3)
    assert found["luas"]["teks"].startswith("122,9")
    assert " ha ± " in found["luas"]["teks"]
    assert found["panjang"]["nilai"] == pytest.approx(4435.1, abs=1)


def test_small_areas_in_square_metres(reader: FlaskClient) -> None:
    small = [[99.6, 2.98], [99.6001, 2.98], [99.6001, 2.9801]]
    text = ask(reader, {"titik": small, "luas": True}).get_json()["luas"]["teks"]
    assert text.startswith("61 m² ± ")
    assert text.endswith(" m²")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({}, "The drawn line is none"),
        ({"titik": SQUARE[:1]}, "The drawn line is none"),
        ({"titik": [[999, 2], [99, 2]]}, "The drawn line is none"),
        ({"titik": SQUARE[:2], "luas": True}, "enclose no area"),
        ({"titik": [SQUARE[i] for i in (0, 2, 1, 3)], "luas": True}, "crosses itself"),
        ({"titik": SQUARE[:2] * (MOST_PLACES // 2 + 1)}, "too many to measure"),
    ],
)
def test_what_cannot_be_measured(reader: FlaskClient, body: object, text: str) -> None:
    answer = ask(reader, body)
    assert answer.status_code == 422
    assert text in answer.text


def test_what_is_too_large_and_what_has_no_token(reader: FlaskClient) -> None:
    large = ask(reader, {"titik": [[99.6123456789, 2.9123456789]] * (LARGEST // 20)})
    assert large.status_code == 413
    assert reader.post("/data/ukur", json={"titik": SQUARE}).status_code == 400
