"""Values as JSON."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.store.plain import to_json, to_plain

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)  # fmt: skip


@given(PLAIN)
def test_plain_values_come_back(value: object) -> None:
    assert json.loads(to_json(value)) == value


def test_order_of_keys_does_not_matter() -> None:
    assert to_json({"b": 1, "a": [1, (2, 3)]}) == to_json({"a": (1, [2, 3]), "b": 1})
    assert to_json({"b": 1, "a": "é"}) == '{"a":"é","b":1}'


def test_numpy_and_missing_numbers() -> None:
    given_value = {"a": np.arange(2), "b": np.float32(0.5), "c": float("inf"), "d": np.nan, 3: ()}
    assert to_plain(given_value) == {"a": [0, 1], "b": 0.5, "c": None, "d": None, "3": []}


def test_other_objects_are_refused() -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        to_json({"a": object()})
