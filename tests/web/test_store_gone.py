"""A database that goes away while people work on the pages, and comes back."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from boundaries.store.database import Store
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of
from tests.cli_run import run
from tests.postgis import stopped
from tests.store_fixture import copied_to
from tests.web.settling_fixture import fields_of, settling_workspace
from tests.web.workspace_fixture import PASSWORD, signed_in
from tests.workspace_fixture import A, B, put_on_table, segment_of
from web.access import everyone
from web.unit import reading
from web.workspace_app import create_workspace_app


@pytest.fixture(scope="module")
def address(postgis_server: str, schemas: Iterator[int]) -> str:
    """Where the workspace of this module lies, in a database."""
    return f"{postgis_server}&schema=gone_{next(schemas)}"


@pytest.fixture(scope="module")
def store(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A workspace with a line between A and B on the table."""
    with settling_workspace(tmp_path_factory.mktemp("gone")) as original:
        put_on_table(original, segment_of(original, A, B).id, "equal-area")
        with copied_to(address, original) as made:
            yield made


@pytest.fixture
def pages(store: Store) -> Flask:
    """Its pages, and one that loses its connection while it reads."""
    app = create_workspace_app(store)

    @everyone
    def loses() -> str:
        reading().find(Segment)
        drop(store)
        return str(len(reading().find(Segment, current=True)))

    app.add_url_rule("/putus", "loses", loses)
    return app


@pytest.fixture
def head(pages: Flask) -> FlaskClient:
    """The head of A, signed in."""
    return signed_in(pages.test_client(), "kades.a")


def drop(store: Store) -> None:
    """Have the server end all connections."""
    plain = store.engine.url.set(drivername="postgresql").render_as_string()
    with psycopg.connect(plain, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid != pg_backend_pid() AND datname = current_database()"
        )


def test_a_page_says_that_the_workspace_is_gone_and_goes_on_after_that(
    store: Store, address: str, head: FlaskClient, postgis_server: str
) -> None:
    segment = segment_of(store, A, B).id
    page = f"/segmen/{segment}"
    form = {**fields_of(head.get(page).text), "password": PASSWORD}
    with stopped(postgis_server):
        shown = head.get(f"{page}?lang=en")
        sent = head.post(f"{page}/tindakan/sign?lang=en", data=form)
        data = head.get(page, headers={"Accept": "application/json"})
        told = [run("status", address, "--lang", language) for language in ("en", "id")]
    for answer in (shown, sent):
        assert answer.status_code == 503
        assert "The workspace does not answer. Nothing was changed." in answer.text
        assert "tell the operator" in answer.text
        assert "postgresql" not in answer.text
    assert data.json is not None
    assert (data.status_code, data.json["code"]) == (503, "workspace-gone")
    assert [result.exit_code for result in told] == [3, 3]
    assert "does not answer; nothing was changed" in told[0].stderr
    assert "check the address, the disk, the server" in told[0].stderr
    assert "tidak menjawab; tidak ada yang berubah" in told[1].stderr
    assert head.get(page).status_code == 200
    assert head.post(f"{page}/tindakan/sign", data=form).status_code == 303
    with Repository(store) as repository:
        assert not repository.verify()
        [signature] = case_of(repository.get(Segment, segment)).standing
    assert signature.village == A


def test_a_restart_between_two_pages_is_not_noticed(
    store: Store, head: FlaskClient, postgis_server: str
) -> None:
    page = f"/segmen/{segment_of(store, A, B).id}"
    assert head.get(page).status_code == 200
    with stopped(postgis_server):
        pass
    assert head.get(page).status_code == 200


def test_a_connection_that_is_lost_while_a_page_is_made(head: FlaskClient) -> None:
    answer = head.get("/putus?lang=en")
    assert answer.status_code == 503
    assert "The workspace does not answer." in answer.text
    assert head.get("/akun").status_code == 200
