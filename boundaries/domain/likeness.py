"""How alike a local village and one of the reference are, in figures and in words.

The score of a pair is the weighted mean (`WEIGHTS`) of what is known of

- the names, see `boundaries.domain.names.similarity`;
- the kecamatan: 1 where they correspond (see `boundaries.domain.kecamatan`), else 0;
- the overlap: 0.7 of the land in common (IoU) and 0.3 of the share of the smaller village;
- the nearness of the centres, exp(-distance / size), the size being the root of the larger area.

A pair is a candidate for a match when its score is at least `MINIMUM_SCORE` and either the names
are `LIKE_NAME` alike and the kecamatan correspond or the centres are at most `NEAR_SIZES` sizes
apart, or at least `LIKE_LAND` of the land is common.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from boundaries.domain.names import similarity
from boundaries.messages import Message, message

WEIGHTS = {"names": 0.50, "kecamatan": 0.15, "overlap": 0.25, "nearness": 0.10}
MINIMUM_SCORE = 0.5
LIKE_NAME = 0.8
LIKE_LAND = 0.4
NEAR_SIZES = 3.0
SAME_NAME_BONUS = 0.2
"""Added in the assignment where name and kecamatan are equal, so that they outweigh land."""


def compare(
    pairs: pd.DataFrame, units: pd.DataFrame, villages: pd.DataFrame, agree: pd.DataFrame
) -> pd.DataFrame:
    """`pairs` (`unit`, `key`, `land` in m2) with their figures; what is unknown is NaN.

    `units` and `villages` are indexed by `unit` and `key`, with columns `name`, `fold`, `compact`
    (folded, without spaces), `block` (kecamatan), `area` (m2), `x` and `y` (centre, metres);
    `agree` lists corresponding kecamatan (`block`, `other`). Columns of the result besides:

    `village`     name of the village `key`
    `same_name`   the names are equal, spaces apart
    `of_unit`     share of the unit's area that lies in the village
    `common`      land in common as a share of the land of both (IoU)
    `distance`    of the centres, metres
    `names`, `kecamatan`, `overlap`, `nearness`, `score`   0 to 1
    `weight`      the score with `SAME_NAME_BONUS`
    `candidate`   fit for a match
    """
    ours = units.loc[pairs["unit"]].reset_index(drop=True)
    theirs = villages.loc[pairs["key"]].reset_index(drop=True)
    named = (ours["fold"] != "") & (theirs["fold"] != "")
    placed = (ours["block"] != "") & (theirs["block"] != "")
    blocks = pd.MultiIndex.from_arrays([ours["block"], theirs["block"]])
    corresponding = pd.Series(blocks.isin(pd.MultiIndex.from_frame(agree)), dtype=np.float64)
    figures = pairs.reset_index(drop=True).assign(
        village=theirs["name"],
        same_name=named & (ours["compact"] == theirs["compact"]),
        names=pd.Series(similarity(ours["fold"], theirs["fold"])).where(named),
        kecamatan=corresponding.where(placed),
    )
    return _scored(_measured(figures, ours, theirs))


def _measured(figures: pd.DataFrame, ours: pd.DataFrame, theirs: pd.DataFrame) -> pd.DataFrame:
    smaller = np.fmin(ours["area"], theirs["area"])
    larger = np.fmax(ours["area"], theirs["area"])
    land = np.fmin(figures["land"], smaller)
    common = land / (ours["area"] + theirs["area"] - land)
    distance = np.hypot(ours["x"] - theirs["x"], ours["y"] - theirs["y"])
    return figures.assign(
        of_unit=land / ours["area"],
        common=common,
        overlap=0.7 * common + 0.3 * land / smaller,
        distance=distance,
        sizes=distance / np.sqrt(larger),
        nearness=np.exp(-distance / np.sqrt(larger)),
    )


def _scored(figures: pd.DataFrame) -> pd.DataFrame:
    values, weights = figures[list(WEIGHTS)], pd.Series(WEIGHTS)
    known = values.notna().astype(np.float64)
    score = (values * weights).sum(axis=1) / (known * weights).sum(axis=1)
    same_kecamatan = figures["kecamatan"] == 1
    near = same_kecamatan | (figures["sizes"] <= NEAR_SIZES)
    like = ((figures["names"] >= LIKE_NAME) & near) | (figures["common"] >= LIKE_LAND)
    return figures.assign(
        score=score,
        weight=score + SAME_NAME_BONUS * (figures["same_name"] & same_kecamatan),
        candidate=like & (score >= MINIMUM_SCORE),
    )


def method(pair: pd.Series[Any]) -> str:
    """What speaks for the match of a row of `compare`, see `match_villages`."""
    if pair["decided"]:
        return "decision"
    if not pair["matched"] or pair["by_code"]:
        return "code" if pair["matched"] else ""
    speaking = {
        "history": pair["change"] is not None,
        "name": pair["names"] >= LIKE_NAME,
        "kecamatan": pair["kecamatan"] == 1,
        "overlap": pair["common"] >= LIKE_LAND,
    }
    return "+".join(name for name, speaks in speaking.items() if speaks)


def evidence(pair: pd.Series[Any]) -> Message:
    """The figures of a row of `compare` in words, with what came of it."""
    figures = message(
        "{names}, {kecamatan}, land in common {common} %, centres {distance} m apart",
        names=_names_text(pair),
        kecamatan=_kecamatan_text(pair["kecamatan"]),
        common=round(100 * pair["common"]),
        distance=round(pair["distance"]),
    )
    if pair["change"] is not None:
        figures = message("{change}; {figures}", change=pair["change"], figures=figures)
    if pair["decided"]:
        return message("decided: {code}; {figures}", code=pair["key"], figures=figures)
    if pair["by_code"]:
        return message("same code {code}; {figures}", code=pair["key"], figures=figures)
    if pair["matched"]:
        return figures
    if pair["candidate"]:
        return message(
            "{code} went to a better match; {figures}", code=pair["key"], figures=figures
        )
    return message(
        "nothing is alike enough; the best is {code}: {figures}", code=pair["key"], figures=figures
    )


def _names_text(pair: pd.Series[Any]) -> Message:
    if pd.isna(pair["names"]):
        return message("a name is missing")
    percent = round(100 * pair["names"])
    if percent == 100:
        return message("same name")
    return message("name like {village} ({percent} %)", percent=percent, village=pair["village"])


def _kecamatan_text(agrees: float) -> Message:
    if np.isnan(agrees):
        return message("kecamatan unknown")
    return message("same kecamatan") if agrees else message("another kecamatan")
