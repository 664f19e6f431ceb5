"""One-to-one assignment among candidate pairs."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching


def assign(pairs: pd.DataFrame, left: str, right: str, weight: str, minimum: float) -> pd.DataFrame:
    """The rows of `pairs` that use each side at most once and weigh most in total.

    `left`, `right` and `weight` are columns of `pairs`; a pair of sides occurs once. A left side
    may also stay alone, which weighs `minimum`; lighter pairs are never taken. Solved as a sparse
    linear assignment, so the work grows with the pairs and not with the square of the sides.
    """
    good = pairs[pairs[weight] >= minimum]
    if good.empty:
        return good
    rows, lefts = pd.factorize(good[left], sort=True)
    columns, rights = pd.factorize(good[right], sort=True)
    alone = np.arange(len(lefts))
    weights = np.concatenate([good[weight], np.full(len(lefts), minimum)])
    places = (np.concatenate([rows, alone]), np.concatenate([columns, len(rights) + alone]))
    shape = (len(lefts), len(rights) + len(lefts))
    costs = coo_array((1.0 + weights.max() - weights, places), shape=shape)
    chosen_rows, chosen_columns = min_weight_full_bipartite_matching(costs.tocsr())
    partner = np.full(len(lefts), -1)
    partner[chosen_rows] = chosen_columns
    return good.iloc[np.flatnonzero(partner[rows] == columns)]
