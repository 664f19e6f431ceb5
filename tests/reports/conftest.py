"""Fixtures of report tests."""

from __future__ import annotations

import pytest

from boundaries.domain.analysis import Analysis
from tests.analysis_fixture import make_analysis, with_allowed, without_findings


@pytest.fixture
def analysis() -> Analysis:
    """The hand-made analysis, see `tests.analysis_fixture.make_analysis` for its sketch."""
    return make_analysis()


@pytest.fixture
def allowing(analysis: Analysis) -> Analysis:
    """The same with a list of allowed findings, see `tests.analysis_fixture.with_allowed`."""
    return with_allowed(analysis)


@pytest.fixture
def nothing(analysis: Analysis) -> Analysis:
    """The same villages with nothing found."""
    return without_findings(analysis)
