"""Which village of the reference each local record is: decided, suggested, or left open."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.domain.counterparts import record_notices, without_record
from boundaries.domain.match import match_villages
from boundaries.domain.match_table import COLUMNS, decisions_for
from boundaries.errors import Notice, place
from boundaries.messages import message
from boundaries.workflows.layer_options import LayerOptions

OUTSIDE_SHARE = 0.1
"""A local record without a counterpart is outside the reference up to this share of its land."""

_NO_DECISIONS = pd.DataFrame(columns=list(COLUMNS))


def matched(
    reference: gpd.GeoDataFrame, local: gpd.GeoDataFrame, options: LayerOptions
) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    """The matches of `boundaries.domain.analysis`, and notices about all that is doubtful in them.

    Both frames as in `boundaries.domain.match`; of `options` the decisions and the history of
    codes count.
    """
    told = _NO_DECISIONS if options.decisions is None else options.decisions
    decisions, faults = decisions_for(local, told, set(reference["key"]))
    matches = match_villages(reference, local, decisions=decisions, history=options.code_history)
    matches["outside"] = _outside(reference, local, matches)
    split = record_notices(without_record(reference, local, matches))
    return matches, (*faults, *_match_notices(matches), *split)


def _match_notices(matches: pd.DataFrame) -> tuple[Notice, ...]:
    """A notice for every local record without a counterpart or with a doubtful one.

    Records outside the reference's area are counted in one, which names their sources.
    """
    doubtful = (matches["code"] == "") | matches["ambiguous"].astype(bool)
    doubtful &= matches["method"] != "decision"
    looked_at = matches[doubtful & ~matches["outside"]]
    return _outside_notices(matches) + tuple(
        Notice(
            "match-none" if row.code == "" else "match-ambiguous",
            message("no village of the reference was found for {name}", name=row.name_)
            if row.code == ""
            else message(
                "{name} was taken for {code}, but another village fits nearly as well",
                name=row.name_,
                code=row.code,
            ),
            message(
                "compare the names and the map, then give the village's code in the file, or "
                "decide in a table (--write-matches, --matches)"
            ),
            feature=place(str(row.source), row.row),
        )
        for row in looked_at.rename(columns={"name": "name_"}).itertuples()
    )


def _outside_notices(matches: pd.DataFrame) -> tuple[Notice, ...]:
    sources = matches.loc[matches["outside"].to_numpy(dtype=bool), "source"]
    if sources.empty:
        return ()
    return (
        Notice(
            "outside-reference",
            message(
                "{count} records lie outside the reference's area, not compared", count=len(sources)
            ),
            message("check their coordinate system, or give a reference that covers them"),
            ", ".join(sorted(set(sources))),
        ),
    )


def _outside(
    reference: gpd.GeoDataFrame, local: gpd.GeoDataFrame, matches: pd.DataFrame
) -> NDArray[np.bool_]:
    """Unmatched records with at most `OUTSIDE_SHARE` of their land in villages of the reference."""
    shapes, tree = local.geometry.to_numpy(), shapely.STRtree(reference.geometry.to_numpy())
    unmatched = (matches["code"] == "").to_numpy()
    place, village = tree.query(shapes[unmatched], predicate="intersects")
    record = np.flatnonzero(unmatched)[place]
    shared = shapely.area(shapely.intersection(shapes[record], tree.geometries[village]))
    inside = np.bincount(record, weights=shared, minlength=len(shapes))
    return np.asarray(unmatched & (inside <= OUTSIDE_SHARE * shapely.area(shapes)))
