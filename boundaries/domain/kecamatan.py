"""Which kecamatan of two layers are the same, whatever they are called."""

from __future__ import annotations

import pandas as pd

from boundaries.domain.assignment import assign
from boundaries.domain.names import similarity

MINIMUM_MEAN = 0.2
"""Least mean of shared land, shared names and name likeness of corresponding kecamatan."""

MINIMUM_NAMES = 2
"""Kecamatan apart correspond only if they share this many village names, or their own names."""

LIKE_NAME = 0.9


def corresponding_kecamatan(
    records: pd.DataFrame, reference: pd.DataFrame, shared: pd.DataFrame
) -> pd.DataFrame:
    """Pairs `block` (of the records), `other` (of the reference) that are the same kecamatan.

    Both layers have the columns `block` (identity of the kecamatan, "" when unknown), `kecamatan`
    (folded name or ""), `compact` (folded village name without spaces) and `area`; `shared` lists
    the `land` common to a `record` and a `village` (labels of the two layers).

    One to one where the mean of shared land, shared village names (each as a share of the smaller
    side) and likeness of their own names is greatest; a kecamatan left without partner belongs to
    the one that holds more than half of its land (it was split off or merged).
    """
    pairs = _kecamatan_pairs(records, reference, shared)
    pairs = pairs[(pairs["block"] != "") & (pairs["other"] != "")]
    one_to_one = assign(pairs, "block", "other", "score", MINIMUM_MEAN)
    left = ~pairs["block"].isin(one_to_one["block"]) & (pairs["land_of_block"] > 0.5)
    right = ~pairs["other"].isin(one_to_one["other"]) & (pairs["land_of_other"] > 0.5)
    return pd.concat([one_to_one, pairs[left | right]])[["block", "other"]].drop_duplicates()


def _kecamatan_pairs(
    records: pd.DataFrame, reference: pd.DataFrame, shared: pd.DataFrame
) -> pd.DataFrame:
    """Pairs of kecamatan that share land or a village name, with their `score`."""
    sides = ["block", "other"]
    land = pd.DataFrame(
        {
            "block": records["block"].loc[shared["record"]].to_numpy(),
            "other": reference["block"].loc[shared["village"]].to_numpy(),
            "land": shared["land"].to_numpy(),
        }
    )
    mine = records.loc[records["compact"] != "", ["block", "compact"]].drop_duplicates()
    theirs = reference.loc[reference["compact"] != "", ["block", "compact"]].drop_duplicates()
    names = mine.merge(theirs.rename(columns={"block": "other"}), on="compact")
    pairs = pd.concat(
        [land.groupby(sides)["land"].sum(), names.groupby(sides).size().rename("names")], axis=1
    )
    pairs = pairs.fillna(0.0).sort_index().reset_index()
    return _scored(pairs, records, reference)


def _scored(pairs: pd.DataFrame, records: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """`pairs` with `land_of_block`, `land_of_other` (shares) and `score`, less chance meetings."""
    ours = _kecamatan(records).loc[pairs["block"]].reset_index(drop=True)
    theirs = _kecamatan(reference).loc[pairs["other"]].reset_index(drop=True)
    pairs["land_of_block"] = pairs["land"] / ours["area"]
    pairs["land_of_other"] = pairs["land"] / theirs["area"]
    land = pairs[["land_of_block", "land_of_other"]].max(axis=1).clip(upper=1.0)
    fewer = ours["villages"].where(ours["villages"] < theirs["villages"], theirs["villages"])
    villages = pairs["names"] / fewer.clip(lower=1)
    called = (ours["kecamatan"] != "") & (theirs["kecamatan"] != "")
    own = pd.Series(similarity(ours["kecamatan"], theirs["kecamatan"])).where(called)
    pairs["score"] = pd.concat([land, villages, own], axis=1).mean(axis=1)
    return pairs[(land > 0) | (pairs["names"] >= MINIMUM_NAMES) | (own >= LIKE_NAME)]


def _kecamatan(records: pd.DataFrame) -> pd.DataFrame:
    """Area, name and number of different village names of every kecamatan."""
    named = records.assign(villages=records["compact"].where(records["compact"] != ""))
    blocks = named.groupby("block")
    return pd.DataFrame(
        {
            "area": blocks["area"].sum(),
            "kecamatan": blocks["kecamatan"].max(),
            "villages": blocks["villages"].nunique(),
        }
    )
