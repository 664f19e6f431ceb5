"""Villages of one name told apart by their kecamatan."""

from __future__ import annotations

import pandas as pd


def told_apart(villages: pd.DataFrame) -> dict[str, str]:
    """What each village is called: a name that several have is followed by the kecamatan.

    `villages` has one row per key (its index) with `name` and `kecamatan`; one without a name is
    called by its key.
    """
    name = villages["name"].where(villages["name"] != "", villages.index.to_series())
    twice = name.duplicated(keep=False) & (villages["kecamatan"] != "")
    called = name.where(~twice, name + " (" + villages["kecamatan"] + ")")
    return {str(key): str(text) for key, text in called.items()}
