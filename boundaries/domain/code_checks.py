"""Codes that do not fit the villages around them, by the parents that their digits name."""

from __future__ import annotations

import pandas as pd

from boundaries.domain.codes import KECAMATAN_LENGTH
from boundaries.errors import Notice
from boundaries.messages import Message, message

KABUPATEN_LENGTH = 5
NEARLY_ALL = 0.9
"""Share of the villages from which on a layer is one of a single kabupaten."""

FEW = 5
"""Layers and kecamatan with fewer villages have no majority to go by."""


def stray_codes(villages: pd.DataFrame) -> tuple[pd.Series[bool], list[Notice]]:
    """Rows whose code names another parent than the codes around it, and a notice for each.

    `villages` has `code` ("" for none), `kecamatan` and `kabupaten` (names). The kabupaten of a
    code is compared with the one of nearly all others of the layer, its kecamatan with that of
    most villages of the same kecamatan by name. Notices are in the order of the rows, without
    place.
    """
    coded = villages[villages["code"] != ""]
    kabupaten = coded["code"].str[:KABUPATEN_LENGTH]
    shares = kabupaten.value_counts(normalize=True)
    usual = shares.index[0] if len(coded) >= FEW and shares.iloc[0] >= NEARLY_ALL else ""
    texts: dict[object, Message] = {
        label: message("code {code} is of kabupaten {kabupaten}, the others are of {usual}",
                       code=coded.at[label, "code"], kabupaten=kabupaten[label], usual=usual)
        for label in kabupaten.index[(kabupaten != usual) & (usual != "")]
    }  # fmt: skip
    near = coded[(coded["kecamatan"] != "") & ~coded.index.isin(list(texts))]
    texts |= _of_another_kecamatan(near)
    hint = message("correct the code in the file, if the village is no neighbour's")
    stray = villages.index.isin(list(texts))
    labels = villages.index[stray]
    return pd.Series(stray, index=villages.index), [
        Notice("code-stray", texts[label], hint) for label in labels
    ]


def _of_another_kecamatan(villages: pd.DataFrame) -> dict[object, Message]:
    """What is wrong with the rows whose code names another kecamatan than most of its name."""
    names = [villages["kabupaten"], villages["kecamatan"]]
    parents = villages["code"].str[:KECAMATAN_LENGTH]
    alike = parents.groupby([*names, parents]).transform("size")
    size, most = parents.groupby(names).transform("size"), alike.groupby(names).transform("max")
    clear = (size >= FEW) & (most * 2 > size)
    usual = villages[clear & (alike == most)].assign(parent=parents)
    by_name = usual.drop_duplicates(["kabupaten", "kecamatan"]).set_index(
        ["kabupaten", "kecamatan"]
    )
    apart = villages[clear & (alike < most)]
    return {
        label: message(
            "code {code} is not of {usual}, like the others of kecamatan {kecamatan}",
            code=code, usual=by_name.at[(kabupaten, kecamatan), "parent"], kecamatan=kecamatan,
        )
        for label, code, kabupaten, kecamatan in zip(
            apart.index, apart["code"], apart["kabupaten"], apart["kecamatan"], strict=True
        )
    }  # fmt: skip
