"""Status of villages and above: the least of the segments.

A1 |s1| A2 |s2| B1 |s3| sea        A1, A2 in kecamatan A; B1 in kecamatan B
A1 |s4| X (another kabupaten)
"""

from __future__ import annotations

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given

from boundaries.domain.case import SETTLED, State
from boundaries.domain.status import progress_of, status_of

COLUMNS = ["village_a", "village_b", "kecamatan_a", "kecamatan_b", "state", "length_m"]
S = State


def frame(*rows: tuple[str, str | None, str, str | None, State, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


COAST = frame(
    ("A1", "A2", "A", "A", S.SEPAKAT, 1000.0),
    ("A2", "B1", "A", "B", S.MEDIASI_BUPATI, 500.0),
    ("B1", "", "B", "", S.INDIKATIF, 300.0),
    ("A1", "X", "A", "Y", S.LIMPAH_BATAS_DAERAH, 200.0),
)


def row(table: pd.DataFrame, unit: str, *names: str) -> tuple[object, ...]:
    return tuple(table.loc[unit, list(names)])


def test_a_village_is_as_far_as_its_last_segment() -> None:
    table = status_of(COAST, "village")
    assert list(table.index) == ["A1", "A2", "B1", "X"]
    assert list(table["state"]) == [
        S.LIMPAH_BATAS_DAERAH, S.MEDIASI_BUPATI, S.MEDIASI_BUPATI, S.LIMPAH_BATAS_DAERAH,
    ]  # fmt: skip
    assert list(table["state_within"]) == [S.SEPAKAT, S.MEDIASI_BUPATI, S.MEDIASI_BUPATI, ""]


def test_segments_are_counted_and_measured() -> None:
    table = status_of(COAST, "village")
    assert row(table, "A1", "segments", "length_m", "settled", "settled_m") == (2, 1200, 1, 1000)
    assert row(table, "A1", "handed_over", "handed_over_m", "unshared") == (1, 200, 0)
    assert row(table, "B1", "segments", "length_m", "disputed", "disputed_m") == (1, 500, 1, 500)
    assert row(table, "B1", "unshared", "unshared_m") == (1, 300)


def test_a_segment_inside_a_kecamatan_counts_once() -> None:
    table = status_of(COAST, "kecamatan")
    assert row(table, "A", "state", "segments", "length_m") == (S.MEDIASI_BUPATI, 3, 1700)
    assert row(table, "B", "state", "segments", "unshared") == (S.MEDIASI_BUPATI, 1, 1)


def test_the_kabupaten_is_one_row() -> None:
    table = status_of(COAST, "kabupaten")
    assert list(table.index) == [""]
    assert row(table, "", "state", "segments", "length_m") == (S.MEDIASI_BUPATI, 3, 1700)


def test_a_coast_does_not_hold_a_village_back() -> None:
    table = status_of(
        frame(
            ("A1", "A2", "A", "A", S.DITETAPKAN, 10.0), ("A1", None, "A", None, S.INDIKATIF, 5.0)
        ),
        "village",
    )
    assert list(table["state"]) == [S.DITETAPKAN, S.DITETAPKAN]
    only = status_of(frame(("A1", None, "A", None, S.INDIKATIF, 5.0)), "village")
    assert row(only, "A1", "state", "state_within", "segments", "unshared") == ("", "", 0, 1)


def test_an_unshared_border_that_was_handed_over_counts() -> None:
    table = status_of(frame(("A1", "", "A", "", S.LIMPAH_BATAS_DAERAH, 5.0)), "village")
    assert row(table, "A1", "state", "segments", "handed_over") == (S.LIMPAH_BATAS_DAERAH, 1, 1)


def test_states_are_told_by_members_too() -> None:
    members = pd.Series([State(value) for value in COAST["state"]], dtype=object)
    table = status_of(COAST.assign(state=members), "village")
    pd.testing.assert_frame_equal(table, status_of(COAST, "village"))


def test_progress_lists_what_occurs() -> None:
    table = progress_of(COAST, "kecamatan")
    assert table.values.tolist() == [
        ["A", "MEDIASI_BUPATI", 1, 500.0],
        ["A", "LIMPAH_BATAS_DAERAH", 1, 200.0],
        ["A", "SEPAKAT", 1, 1000.0],
        ["B", "MEDIASI_BUPATI", 1, 500.0],
        ["Y", "LIMPAH_BATAS_DAERAH", 1, 200.0],
    ]


@pytest.mark.parametrize("unit", ["village", "kecamatan", "kabupaten"])
def test_no_segments_make_no_status(unit: str) -> None:
    assert len(status_of(frame(), unit)) == 0  # type: ignore[arg-type]
    assert len(progress_of(frame(), unit)) == 0  # type: ignore[arg-type]


VILLAGES = {"A1": "A", "A2": "A", "B1": "B", "B2": "B"}
segments = st.lists(
    st.tuples(
        st.sampled_from(["A1", "A2"]), st.sampled_from(["A2", "B1", "B2"]), st.sampled_from(State)
    ),
    min_size=1,
    max_size=12,
)


@given(segments)
def test_the_status_is_the_minimum(rows: list[tuple[str, str, State]]) -> None:
    table = frame(*((a, b, VILLAGES[a], VILLAGES[b], state, 1.0) for a, b, state in rows))
    order = list(State)
    for unit, belongs in (("village", lambda v: v), ("kecamatan", VILLAGES.__getitem__)):
        result = status_of(table, unit)  # type: ignore[arg-type]
        for name in result.index:
            states = [state for a, b, state in rows if name in (belongs(a), belongs(b))]
            assert result.loc[name, "state"] == min(states, key=order.index)
            assert result.loc[name, "segments"] == len(states)
            assert result.loc[name, "settled"] == sum(state in SETTLED for state in states)
    assert status_of(table, "kabupaten").loc["", "state"] == min(
        (state for *_, state in rows), key=order.index
    )
