from __future__ import annotations

from boundaries.domain.correspondence import VERDICTS
from boundaries.domain.open_land import BEYOND
from boundaries.domain.segment import VILLAGE_PAIRS
from boundaries.reports.segments_labels import (
    BEYOND_LABELS,
    BORDER_LABELS,
    HEADINGS,
    PAIR_TYPE_LABELS,
    VERDICT_LABELS,
)
from boundaries.reports.segments_tables import (
    comparison_table,
    contact_table,
    pair_table,
    segment_table,
    simpul_table,
)
from tests.segments_fixture import make_segments


def test_every_code_has_a_word() -> None:
    assert set(VERDICT_LABELS) >= set(VERDICTS)
    assert set(BEYOND_LABELS) == set(BEYOND)
    assert set(PAIR_TYPE_LABELS) == set(range(11)) >= set(VILLAGE_PAIRS.values())
    assert set(BORDER_LABELS) == {7, 8, 9, 10}


def test_every_column_has_a_heading_of_its_own() -> None:
    analysis = make_segments()
    assert analysis.found is not None
    for table in (
        segment_table(analysis),
        simpul_table(analysis),
        contact_table(analysis),
        pair_table(analysis, analysis.found),
        comparison_table(analysis, analysis.found),
    ):
        headings = [str(HEADINGS[name]) for name in table.columns]
        assert len(set(headings)) == len(headings)
