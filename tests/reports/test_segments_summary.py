from __future__ import annotations

import pytest

from boundaries.reports.segments_summary import shown_verdicts, summarise
from boundaries.reports.segments_tables import pair_table
from tests.segments_fixture import make_corner, make_one_layer, make_segments


def test_sums_of_a_layer() -> None:
    """Three inner segments of 500 m, 1,000 m and 1,000 m; the outline has 3 x 2,000 m."""
    summary = summarise(make_one_layer(), None)
    assert (summary.segments, summary.pairs, summary.contacts) == (3, 3, 0)
    assert (summary.simpul, summary.inner_simpul) == (4, 1)
    assert summary.length_m == pytest.approx(2500, abs=2)
    assert summary.by_pair_type["segments"].to_dict() == {6: 2, 10: 1}
    assert summary.by_border_class["length_m"].to_dict() == pytest.approx({9: 2000, 10: 500}, abs=2)
    assert summary.by_beyond["length_m"].to_dict() == pytest.approx({"outside": 6000}, abs=5)
    assert summary.by_verdict.empty
    assert summary.by_meeting.empty


def test_sums_of_a_comparison() -> None:
    analysis = make_segments()
    assert analysis.found is not None
    summary = summarise(analysis, pair_table(analysis, analysis.found))
    assert summary.by_verdict["pairs"].to_dict() == {"contested": 1, "same": 2}
    assert summary.by_verdict.loc["contested", "disputed_ha"] == pytest.approx(1, abs=0.01)
    assert summary.by_meeting["simpul"].to_dict() == {"apart": 1}


def test_codes_keep_the_order_of_the_labels() -> None:
    assert list(summarise(make_one_layer(), None).by_pair_type.index) == [6, 10]


def test_point_contacts_are_counted() -> None:
    assert summarise(make_corner(), None).contacts == 1


def test_one_source_is_told_apart() -> None:
    analysis = make_segments()
    assert analysis.found is not None
    pairs = pair_table(analysis, analysis.found).assign(
        verdict=["one-source", "one-source", "same"],
        drawn_by=[("reference",), ("a", "b"), ("reference", "a", "b")],
    )
    assert shown_verdicts(pairs).tolist() == ["reference-only", "local-only", "same"]
