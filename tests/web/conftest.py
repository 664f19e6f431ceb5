"""The pages of the example analysis and of a small workspace, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from boundaries.domain.analysis import Analysis
from boundaries.store.database import Store
from tests.quick_passwords import quick_passwords
from tests.store_template import new_store
from tests.web.example import example_analysis
from tests.web.programs_fixture import Programs, programs_in
from tests.web.workspace_fixture import pages_of, populate
from web import create_app


@pytest.fixture(scope="session")
def analysis() -> Analysis:
    """Four villages with six findings in five cases."""
    return example_analysis()


@pytest.fixture(scope="session")
def app(analysis: Analysis) -> Flask:
    """The pages of the example."""
    app = create_app(analysis)
    app.testing = True
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A reader without cookies."""
    return app.test_client()


@pytest.fixture(scope="session")
def ids(analysis: Analysis) -> dict[str, str]:
    """Identifier of the first finding of each kind and class, by "kind class"."""
    findings = analysis.findings
    names = findings["kind"] + " " + findings["class"]
    return dict(zip(names[::-1], findings["id"][::-1], strict=True))


@pytest.fixture(scope="session", autouse=True)
def passwords_are_quick() -> Iterator[None]:
    """Nobody waits for hashing."""
    with quick_passwords():
        yield


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Store]:
    """A small workspace with an account for each role."""
    with new_store(str(tmp_path / "ruang.gpkg"), populate, name="Asahan") as made:
        yield made


@pytest.fixture
def work(workspace: Store) -> Flask:
    """Its pages."""
    return pages_of(workspace)


@pytest.fixture
def visitor(work: Flask) -> FlaskClient:
    """Somebody who has not signed in."""
    return work.test_client()


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programs]:
    """A workspace that nobody changes, and the token of one who reads it."""
    with quick_passwords(), programs_in(tmp_path_factory.mktemp("programs")) as made:
        yield made
