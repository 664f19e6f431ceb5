"""Which village of the reference each local record stands for, with the evidence.

What the user decided stands. A record whose code the reference knows is matched by code. The rest
is matched within its source, one to one, so that the scores of `boundaries.domain.likeness` are
greatest in total. Records of one source with equal name and kecamatan are one village in several
parts, unless the reference has that name twice in the kecamatan.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.domain.assignment import assign
from boundaries.domain.code_history import CodeHistory, related_pairs
from boundaries.domain.kecamatan import corresponding_kecamatan
from boundaries.domain.likeness import MINIMUM_SCORE, compare, evidence, method
from boundaries.domain.names import fold
from boundaries.messages import Message, message

COLUMNS = (
    "source", "row", "name", "kecamatan", "code", "method", "score", "evidence", "ambiguous",
)  # fmt: skip
AMBIGUOUS_MARGIN = 0.1
"""A match is ambiguous when a rival pair of either village scores less than this below it."""

UNLIKE_NAME = 0.5
"""Names less alike than this contradict a code where no land is common."""

NO_VILLAGE = "-"
"""The decision that a record is no village of the reference."""

NOT_NEAR = message("no village of the reference is near")

CHANGED_CODE_BONUS = 0.3
"""Added in the assignment where the history of codes leads from one to the other; the score then
counts as `MINIMUM_SCORE` at least."""

Changed = dict[tuple[object, str], Message]
"""The change of codes behind pairs of unit and key."""


def match_villages(
    reference: gpd.GeoDataFrame,
    local: gpd.GeoDataFrame,
    *,
    decisions: pd.Series[str] | None = None,
    history: CodeHistory | None = None,
) -> pd.DataFrame:
    """One row per record of `local`, in its order and with its index.

    Both frames have the `villages` columns of `boundaries.domain.analysis` (`area_m2` is not used)
    in the same CRS in metres; reference records of equal `key` are one village. `decisions`, with
    the index of `local`, are keys of the reference, `NO_VILLAGE`, or "" where nothing is decided;
    a decision holds for all records of the same village of which none is decided otherwise.
    `history` makes a village a candidate whose code replaced that of the record, or the other way
    round. Columns of the result:

    `source`, `row`, `name`, `kecamatan`  as in `local`
    `code`       `key` of the reference village, "" when there is none
    `method`     "decision", "code", or those of "history", "name", "kecamatan" and "overlap" that
                 speak for the match joined by "+"; "" when there is no match
    `score`      0 to 1; 1 for a code or a decision; that of the best candidate when there is no
                 match
    `evidence`   `Message` with the figures behind the match
    `ambiguous`  True when a rival pair of either village scores less than `AMBIGUOUS_MARGIN` below
                 the match, when an unmatched record had a candidate that another record took,
                 when a code contradicts both name and place (its score is then that of the pair),
                 or when only the history speaks for the match; never for a decision

    Rows in another order give the same matches.
    """
    villages, records = _records(reference).rename(columns={"key": "unit"}), _records(local)
    decided = pd.Series("", index=local.index) if decisions is None else decisions
    records["decided"] = decided.reset_index(drop=True).astype(object)
    sources = records.groupby("source", sort=True)
    parts = [_match_source(villages, part, history) for _, part in sources]
    found = pd.concat(parts or [_no_matches(pd.Index([], dtype=str), NOT_NEAR)]).sort_index()
    for column in ("source", "row", "name", "kecamatan"):
        found[column] = local[column].to_numpy()
    return found[list(COLUMNS)].set_axis(local.index)


def _records(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """The records of a layer as they are compared, numbered from 0, sorted by content.

    `block` is the kecamatan (its code, else kabupaten and name) or "".
    """
    centre = shapely.centroid(frame.geometry.to_numpy())
    kecamatan = frame["kecamatan"].map(fold).astype(str)
    named = (frame["kabupaten"].map(fold).astype(str) + "|" + kecamatan).where(kecamatan != "", "")
    records = pd.DataFrame(
        {
            "source": frame["source"],
            "key": frame["key"],
            "code": frame["code"],
            "name": frame["name"],
            "fold": frame["name"].map(fold).astype(str),
            "block": frame["kecamatan_code"].where(frame["kecamatan_code"] != "", named),
            "kecamatan": kecamatan,
            "area": shapely.area(frame.geometry.to_numpy()),
            "x": shapely.get_x(centre),
            "y": shapely.get_y(centre),
            "geometry": frame.geometry.to_numpy(),
        }
    ).reset_index(drop=True)
    records["compact"] = records["fold"].str.replace(" ", "")
    return records.sort_values(["fold", "block", "x", "y", "area"], kind="stable")


def _match_source(
    reference: pd.DataFrame, records: pd.DataFrame, history: CodeHistory | None
) -> pd.DataFrame:
    """Matches of the records of one source, indexed like `records`."""
    villages = _villages(reference)
    shared = _shared_land(records, reference)
    agree = corresponding_kecamatan(records, reference, shared)
    known = reference[reference["code"].isin(records["code"]) & (reference["code"] != "")]
    by_code = dict(zip(known["code"], known["unit"], strict=True))
    named = _named_units(records, villages, agree)
    decided = _spread(records["decided"], named)
    coded = decided.mask(decided == "", records["code"].map(lambda code: by_code.get(code, "")))
    unit = named.mask(coded != "", "code " + coded).mask(decided != "", "decided " + decided)
    units = _villages(records.assign(unit=unit, coded=coded, decided=decided))
    land = pd.DataFrame(
        {
            "unit": unit.loc[shared["record"]].to_numpy(),
            "key": reference["unit"].loc[shared["village"]].to_numpy(),
            "land": shared["land"].to_numpy(),
        }
    )
    changes = related_pairs(units["code"], history, villages["code"]) if history else {}
    of_code = dict(zip(villages["code"], villages.index, strict=True))
    changed = {(own, of_code[code]): change.text() for (own, code), change in changes.items()}
    pairs = compare(_candidates(units, villages, land, agree, changed), units, villages, agree)
    outcome = _decide(_with_changes(pairs, changed), units)
    return outcome.loc[unit.to_list()].set_axis(records.index)


def _villages(records: pd.DataFrame) -> pd.DataFrame:
    """One row per `unit`, with the area and the centre of all of its records."""
    weighted = records.assign(x=records["x"] * records["area"], y=records["y"] * records["area"])
    units = weighted.groupby("unit", sort=True)
    villages = units.first()
    area = units["area"].sum()
    return villages.assign(area=area, x=units["x"].sum() / area, y=units["y"].sum() / area)


def _shared_land(records: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """`record`, `village` (labels of the two frames) and `land` in m2 of pairs that overlap."""
    tree = shapely.STRtree(reference["geometry"].to_numpy())
    left, right = tree.query(records["geometry"].to_numpy(), predicate="intersects")
    common = shapely.intersection(
        records["geometry"].to_numpy()[left], reference["geometry"].to_numpy()[right]
    )
    shared = pd.DataFrame(
        {
            "record": records.index[left],
            "village": reference.index[right],
            "land": shapely.area(common),
        }
    )
    return shared[shared["land"] > 0]


def _named_units(
    records: pd.DataFrame, villages: pd.DataFrame, agree: pd.DataFrame
) -> pd.Series[str]:
    """The village each record is part of, by equal name and kecamatan."""
    own = pd.Series([f"record {n:09}" for n in range(len(records))], index=records.index)
    twice = villages[villages.duplicated(["block", "compact"], keep=False)]
    namesakes = agree.merge(twice, left_on="other", right_on="block", suffixes=("", "_of_village"))
    place = records["block"] + "|" + records["compact"]
    together = (
        (records["block"] != "")
        & (records["compact"] != "")
        & ~place.isin(namesakes["block"] + "|" + namesakes["compact"])
    )
    return own.mask(together, "name " + place)


def _spread(decided: pd.Series[str], unit: pd.Series[str]) -> pd.Series[str]:
    """Decisions, those of a unit's only decision given to all of its records."""
    made = decided[decided != ""].groupby(unit)
    common = made.first()[made.nunique() == 1].to_dict()
    return decided.mask(decided == "", unit.map(lambda name: common.get(name, "")))


def _candidates(
    units: pd.DataFrame,
    villages: pd.DataFrame,
    land: pd.DataFrame,
    agree: pd.DataFrame,
    changed: Changed,
) -> pd.DataFrame:
    """Pairs `unit`, `key` worth a look, with their common `land`.

    They overlap, have one name, lie in corresponding kecamatan or have codes of which one replaced
    the other; of units with a code or a decision only the pair that it names.
    """
    mine = units[["block", "compact", "coded"]].reset_index()
    theirs = villages[["block", "compact"]].rename_axis("key").reset_index()
    near = mine.merge(agree, on="block").merge(theirs, left_on="other", right_on="block")
    alike = mine[mine["compact"] != ""].merge(theirs, on="compact")
    by_code = mine[~mine["coded"].isin(["", NO_VILLAGE])].assign(key=mine["coded"])
    sides = ["unit", "key"]
    replaced = pd.DataFrame(list(changed), columns=sides)
    pairs = pd.concat([land, near[sides], alike[sides], by_code[sides], replaced])
    pairs = pairs.fillna({"land": 0.0}).groupby(sides, sort=True)["land"].sum().reset_index()
    code = pairs["unit"].map(units["coded"])
    return pairs[(code == "") | (code == pairs["key"])].reset_index(drop=True)


def _with_changes(pairs: pd.DataFrame, changed: Changed) -> pd.DataFrame:
    """Pairs with the column `change` (`Message` or None); changed codes make them candidates."""
    changes = [changed.get(sides) for sides in zip(pairs["unit"], pairs["key"], strict=True)]
    by_history = np.array([change is not None for change in changes], dtype=bool)
    return pairs.assign(
        change=pd.Series(changes, index=pairs.index, dtype=object),
        candidate=pairs["candidate"] | (by_history & ~_contradicted(pairs)),
        weight=pairs["weight"].where(
            ~by_history, pairs["weight"].clip(lower=MINIMUM_SCORE) + CHANGED_CODE_BONUS
        ),
    )


def _decide(pairs: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """The outcome of each unit, indexed by unit."""
    by_code = pairs["unit"].map(units["coded"]) == pairs["key"]
    free = pairs["candidate"] & ~pairs["key"].isin(units["coded"])
    matched = pd.concat(
        [pairs[by_code], assign(pairs[free], "unit", "key", "weight", MINIMUM_SCORE)]
    )
    part = pairs["same_name"] & (pairs["of_unit"] > 0.5) & ~pairs["unit"].isin(matched["unit"])
    matched = pd.concat([matched, _best(pairs[part])])
    open_pairs = pairs[~pairs["unit"].isin(matched["unit"])]
    outcome = pd.concat([matched.assign(matched=True), _best(open_pairs).assign(matched=False)])
    outcome["by_code"] = by_code.loc[outcome.index]
    outcome["decided"] = (outcome["unit"].map(units["decided"]) != "").to_numpy()
    rows = [row for _, row in outcome.iterrows()]
    outcome["method"] = [method(row) for row in rows]
    outcome["ambiguous"] = _ambiguous(outcome, pairs) & ~outcome["decided"]
    trusted = outcome["by_code"] & ~outcome["ambiguous"]
    decided = pd.DataFrame(
        {
            "code": outcome["key"].where(outcome["matched"], ""),
            "method": outcome["method"],
            "score": outcome["score"].mask(trusted, 1.0).clip(upper=1.0),
            "evidence": [evidence(row) for row in rows],
            "ambiguous": outcome["ambiguous"],
        }
    )
    alone = units[~units.index.isin(outcome["unit"])]
    none = alone["decided"] == NO_VILLAGE
    nothing = [
        _no_matches(alone.index[~none], NOT_NEAR),
        _no_matches(alone.index[none], message("decided: no village of the reference")),
    ]
    nothing[1] = nothing[1].assign(method="decision", score=1.0)
    return pd.concat([decided.set_axis(outcome["unit"]), *nothing])


def _no_matches(units: pd.Index[str], nothing: Message) -> pd.DataFrame:
    """The outcome of units without any pair."""
    return pd.DataFrame(
        {
            "code": "",
            "method": "",
            "score": 0.0,
            "evidence": pd.Series([nothing] * len(units), index=units, dtype=object),
            "ambiguous": False,
        },
        index=units,
    )


def _best(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pair with the greatest score of every unit."""
    ranked = pairs.sort_values(["unit", "score", "key"], ascending=[True, False, True])
    return ranked.drop_duplicates("unit")


def _ambiguous(outcome: pd.DataFrame, pairs: pd.DataFrame) -> NDArray[np.bool_]:
    taken = outcome.index[outcome["matched"]]
    rivals = pairs[pairs["candidate"] & ~pairs.index.isin(taken)]
    strongest = np.fmax(
        outcome["unit"].map(rivals.groupby("unit")["score"].max()),
        outcome["key"].map(rivals.groupby("key")["score"].max()),
    )
    close = strongest > outcome["score"] - AMBIGUOUS_MARGIN
    kinds = [outcome["by_code"], outcome["matched"]]
    doubted = [_contradicted(outcome), close | (outcome["method"] == "history")]
    return np.select(kinds, doubted, default=outcome["candidate"])


def _contradicted(pairs: pd.DataFrame) -> NDArray[np.bool_]:
    """Pairs unlike in name and without common land."""
    return np.asarray((pairs["names"] < UNLIKE_NAME) & (pairs["land"] == 0))
