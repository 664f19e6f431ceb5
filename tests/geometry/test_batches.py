"""Going through arrays in pieces."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from boundaries.geometry.batches import batches


@given(st.lists(st.integers(0, 9), max_size=20), st.integers(1, 12))
def test_batches_cover_all_and_none_is_heavy(weights: list[int], most: int) -> None:
    found = list(batches(np.array(weights, dtype=np.int64), most))
    assert [place for part in found for place in range(part.start, part.stop)] == list(
        range(len(weights))
    )
    parts = [weights[part] for part in found]
    assert all(sum(part) <= most or len(part) == 1 for part in parts)
