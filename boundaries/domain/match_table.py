"""The table of matches that a user edits: what Tapal suggests, and what the user decides.

The column `decision` is the user's: the key of a village of the reference, `NO_VILLAGE` for none,
or "" to leave the record to Tapal. The other columns say which record is meant and what speaks for
the suggestion.
"""

from __future__ import annotations

import pandas as pd

from boundaries.domain.match import NO_VILLAGE
from boundaries.errors import Notice
from boundaries.messages import Message, message

COLUMNS = (
    "source", "row", "name", "kecamatan", "decision", "code", "village", "method", "score",
    "ambiguous", "evidence",
)  # fmt: skip
KEY_COLUMNS = ("source", "row", "name", "kecamatan")
NOBODY = frozenset({NO_VILLAGE, "tidak ada", "none", "bukan desa"})
"""Words by which a user says that a record is no village of the reference."""


def match_table(
    matches: pd.DataFrame, villages: pd.DataFrame, decisions: pd.DataFrame | None
) -> pd.DataFrame:
    """The table to edit, with the columns of `COLUMNS`: doubtful records first, then in file order.

    `matches` as in `boundaries.domain.analysis`; `villages` gives the `name` of each `key` of the
    reference. Decisions made before are kept, also those whose record is not there any more.
    `evidence` stays a `Message`.
    """
    names = villages.drop_duplicates("key").set_index("key")["name"].to_dict()
    earlier = pd.DataFrame(columns=list(COLUMNS)) if decisions is None else decisions
    decided, places = chosen(matches, earlier)
    table = matches.assign(
        decision=decided, village=matches["code"].map(lambda code: names.get(code, ""))
    )
    doubtful = (matches["code"] == "") | matches["ambiguous"].astype(bool)
    doubtful &= ~matches["outside"].astype(bool) & (decided == "")
    ordered = table.assign(sure=~doubtful).sort_values("sure", kind="stable")
    left = earlier[~earlier.index.isin(places) & (earlier["decision"] != "")]
    both = pd.concat([ordered.astype(object), left.astype(object)])
    return both.reindex(columns=list(COLUMNS), fill_value="").fillna("").reset_index(drop=True)


def decisions_for(
    records: pd.DataFrame, decisions: pd.DataFrame, keys: set[str]
) -> tuple[pd.Series[str], tuple[Notice, ...]]:
    """The decision of each record ("" for none), and notices about those that cannot be followed.

    `records` has `KEY_COLUMNS`; `decisions` the same as text, "" where not stated, and `decision`;
    its index counts lines from 0. `keys` are the villages of the reference. A decision belongs to
    the record of that source and row, if its name is the one stated, or else to all records of
    the name (and source and kecamatan, where stated).
    """
    asked = decisions[decisions["decision"] != ""]
    known = asked["decision"].isin(keys | {NO_VILLAGE})
    chosen_, places = chosen(records, asked[known])
    unused = asked[known & ~asked.index.isin(places)]
    unknown_hint = message("give a code of the reference, or {none} for none", none=NO_VILLAGE)
    lost_hint = message("correct source, row or name, or delete the line")
    return chosen_, (
        *(
            Notice(
                "decision-unknown",
                message("{code} is no village of the reference", code=row["decision"]),
                unknown_hint, _line(index),
            )
            for index, row in asked[~known].iterrows()
        ),
        *(
            Notice(
                "decision-unused",
                message(
                    "no record fits the decision {code} for {name}",
                    code=row["decision"], name=row["name"] or row["row"],
                ),
                lost_hint, _line(index),
            )
            for index, row in unused.iterrows()
        ),
    )  # fmt: skip


def chosen(records: pd.DataFrame, decisions: pd.DataFrame) -> tuple[pd.Series[str], set[object]]:
    """The decision of each record ("" for none), and the labels of the decisions that fit one.

    Of several decisions for one record the last one holds.
    """
    found = pd.Series("", index=records.index, dtype=object)
    used: set[object] = set()
    by_place = records.groupby([records["source"], records["row"].astype(str)]).groups
    by_name = records.groupby("name").groups
    for label, wanted in decisions.iterrows():
        here = records.loc[by_place.get((wanted["source"], str(wanted["row"])), [])]
        if wanted["name"]:
            here = here[here["name"] == wanted["name"]]
        if here.empty and wanted["name"]:
            here = records.loc[by_name.get(wanted["name"], [])]
            for column in ("source", "kecamatan"):
                if wanted[column]:
                    here = here[here[column] == wanted[column]]
        if len(here):
            found[here.index] = wanted["decision"]
            used.add(label)
    return found, used


def _line(index: object) -> Message:
    """The place of a decision; the first line of the file holds the headings."""
    return message("line {line} of the table of matches", line=int(str(index)) + 2)
