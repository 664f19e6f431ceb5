"""The key of a village: its code, or a name that no other village of the layer has."""

from __future__ import annotations

from functools import reduce

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from boundaries.errors import Notice, place, row_number
from boundaries.messages import Message, message

_MANY_ROWS = 10


def with_keys(villages: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, tuple[Notice, ...]]:
    """The villages with column `key` filled in, and notices about shared identities.

    The key is the code. Records of one code and one name are one village in several records and
    share the key; records of one code and different names are kept apart as `code/name`.
    Without a code it is the name: records that agree in name, kecamatan, kabupaten, type and BPS
    code, with kecamatan or BPS code known, are one village; namesakes are told apart by the
    kecamatan, then by a number in the order of BPS code and position from west to east. A record
    with neither code nor name is called by its source and row. A name that reads like the code of
    another village gets a star. The order of rows decides nothing.

    Needs the columns of `boundaries.domain.layer.village_rows`, with a unique index.
    """
    coded = villages["code"] != ""
    named, name_notices = _name_keys(villages[~coded])
    by_code, code_notices = _code_keys(villages[coded])
    named = named.where(~named.isin(by_code), named + " *")
    keys = pd.concat([by_code, named]).reindex(villages.index)
    return villages.assign(key=keys.astype(object)), (*code_notices, *name_notices)


def _code_keys(villages: gpd.GeoDataFrame) -> tuple[pd.Series, list[Notice]]:
    keys = villages["code"].astype(object)
    notices = []
    repeated = villages[villages["code"].duplicated(keep=False)]
    for code, records in repeated.groupby("code"):
        names = records["name"].map(_same_name)
        if len(set(names) - {""}) <= 1:
            notices.append(_several_records(str(code), records))
        else:
            keys[records.index] = str(code) + "/" + records["name"]
            notices.append(_code_shared(str(code), records))
    return keys, notices


def _name_keys(villages: gpd.GeoDataFrame) -> tuple[pd.Series, list[Notice]]:
    if villages.empty:
        return pd.Series(index=villages.index, dtype=object), []
    identity = ["name", "kecamatan", "kabupaten", "type", "bps_code"]
    known = (villages["name"] != "") & (
        (villages["kecamatan"] != "") | (villages["bps_code"] != "")
    )
    group = villages.groupby(identity, sort=False).ngroup()
    group = group.where(known, -1 - np.arange(len(villages)))
    keys = group.map(_names_of_groups(villages, group))
    several = villages[group.duplicated(keep=False)]
    notices = [
        _several_records(str(key), records) for key, records in several.groupby(keys[several.index])
    ]
    return keys.astype(object), notices


def _names_of_groups(villages: gpd.GeoDataFrame, group: pd.Series) -> dict[int, str]:
    """A unique name for each group of records."""
    bounds = shapely.bounds(villages.geometry.to_numpy())
    table = villages[["source", "row", "name", "kecamatan", "bps_code"]].assign(
        group=group, west=bounds[:, 0], south=bounds[:, 1]
    )
    order = ["bps_code", "west", "south", "source", "row"]
    first = table.sort_values(order).drop_duplicates("group").set_index("group")
    nameless = first["source"] + "#" + first["row"].astype(str)
    names = first["name"].where(first["name"] != "", nameless)
    split = names.duplicated(keep=False) & (first["kecamatan"] != "")
    names = names.where(~split, names + " (" + first["kecamatan"] + ")")
    while names.duplicated().any():
        number = names.groupby(names).cumcount() + 1
        names = names.where(number == 1, names + " (" + number.astype(str) + ")")
    return dict(names.items())


def _several_records(key: str, records: pd.DataFrame) -> Notice:
    return Notice(
        "village-in-parts",
        message("{key} has {count} records, taken as one village", key=key, count=len(records)),
        message("if they are different villages, correct their codes or names in the file"),
        _rows(records),
    )


def _code_shared(code: str, records: pd.DataFrame) -> Notice:
    names = ", ".join(sorted(set(records["name"])))
    return Notice(
        "code-duplicate",
        message("code {code} is used for different villages: {names}", code=code, names=names),
        message("correct the code in the file; the villages are kept apart by name meanwhile"),
        _rows(records),
    )


def _rows(records: pd.DataFrame) -> Message:
    """The place of several records: "big row 3, 12; survey row 1"."""
    places = []
    for source, rows in records.groupby("source")["row"]:
        listed = ", ".join(str(row_number(row)) for row in rows[:_MANY_ROWS])
        more = ", ..." if len(rows) > _MANY_ROWS else ""
        places.append(place(str(source), listed + more))
    return reduce(lambda first, rest: message("{a}; {b}", a=first, b=rest), places)


def _same_name(name: str) -> str:
    return " ".join(name.casefold().split())
