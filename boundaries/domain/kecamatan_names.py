"""What kecamatan are called, by code: after the layers, else after the table of official names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import pandas as pd

from boundaries.domain.code_table import KABUPATEN_LENGTH
from boundaries.domain.names import fold
from boundaries.errors import Notice
from boundaries.messages import Message, message

REFERENCE = "reference"
SHOWN = 5
"""Kecamatan without name that a notice tells by code."""
IN_A_LAYER = message(
    "import a layer that has their names in a column such as WADMKC, KECAMATAN or district"
)


def names_by_code(villages: pd.DataFrame) -> dict[str, str]:
    """What the layers call the kecamatan, by code; one that no layer names is left out.

    `villages` has the columns `key` (alike for the records of one village), `role`, `kecamatan`
    and `kecamatan_code` ("" where unknown). The reference's own word comes first. Else it is the
    name that most local records of its villages give; within a kabupaten they name one code only,
    that of most of their records, since an older drawing has what was split under one name.
    """
    coded = villages[(villages["kecamatan_code"] != "").to_numpy()]
    first = coded.sort_values("role", key=lambda role: role != REFERENCE, kind="stable")
    first = first.drop_duplicates("key")
    home = dict(zip(first["key"], first["kecamatan_code"], strict=True))
    named = villages[(villages["kecamatan"] != "").to_numpy()]
    records = pd.DataFrame(
        {
            "code": [home.get(key, "") for key in named["key"]],
            "name": named["kecamatan"].to_numpy(),
            "local": (named["role"] != REFERENCE).to_numpy(),
        }
    ).astype({"code": object, "name": object})
    counts = records[records["code"] != ""].value_counts().rename("count").reset_index()
    counts = counts.sort_values(
        ["local", "count", "name", "code"], ascending=[True, False, True, True]
    )
    alike = pd.DataFrame(
        {"parent": counts["code"].str[:KABUPATEN_LENGTH], "name": counts["name"].map(fold)}
    )
    found = counts[~(counts["local"] & alike.duplicated())].drop_duplicates("code")
    return dict(zip(found["code"], found["name"], strict=True))


def with_kecamatan_names(
    villages: gpd.GeoDataFrame, official: Mapping[str, str] | None = None
) -> gpd.GeoDataFrame:
    """The villages with a name for each kecamatan whose code one is known for.

    `official` gives names by code for those that no layer names. What a record says itself stays.
    """
    if (villages["kecamatan"] != "").all():
        return villages
    names = {**(official or {}), **names_by_code(villages)}
    kecamatan = [
        name or names.get(code, "")
        for name, code in zip(villages["kecamatan"], villages["kecamatan_code"], strict=True)
    ]
    return villages.assign(kecamatan=kecamatan)


def unnamed_notice(codes: Sequence[str], hint: Message = IN_A_LAYER) -> Notice:
    """The notice about all kecamatan that nothing names; `codes` are theirs."""
    shown = ", ".join(codes[:SHOWN]) + (", ..." if len(codes) > SHOWN else "")
    text = message("{count} kecamatan have no name: {codes}", count=len(codes), codes=shown)
    return Notice("kecamatan-without-name", text, hint)
