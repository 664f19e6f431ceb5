"""The pages of the example analysis, without a browser."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from boundaries.domain.analysis import Analysis
from tests.web.example import example_analysis
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
