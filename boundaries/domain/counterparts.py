"""Villages of the reference that no local record stands for, and whose land they are instead.

A layer older than the reference shows villages that were split since as one: the land of the
younger village lies in the record of the older one.
"""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from boundaries.errors import Notice, place
from boundaries.messages import message

COLUMNS = ("key", "name", "covered", "row", "source", "local_name", "within", "share")
COVERED = 0.5
"""Villages of which local records cover less are none of the local layer's business."""

SPLIT = 0.5
"""A village of which one record holds more than this share was split off from that record's."""


def without_record(
    reference: gpd.GeoDataFrame, local: gpd.GeoDataFrame, matches: pd.DataFrame
) -> pd.DataFrame:
    """Villages of the reference that local records cover, but none was taken for.

    Frames as in `boundaries.domain.match`; `matches` is what `match_villages` gave for them.
    Columns of the result, ordered by `key`:

    `key`, `name`  the village
    `covered`      share of its land in local records, those of overlaps counted each, at most 1
    `source`, `row`, `local_name`  the record that holds most of it
    `within`       key of the village which that record was taken for, "" for none
    `share`        share of the village's land in that record
    """
    open_ = reference[~reference["key"].isin(matches["code"])]
    shapes, tree = open_.geometry.to_numpy(), shapely.STRtree(local.geometry.to_numpy())
    village, record = tree.query(shapes, predicate="intersects")
    pairs = pd.DataFrame(
        {
            "key": open_["key"].to_numpy()[village],
            "record": record,
            "land": shapely.area(shapely.intersection(shapes[village], tree.geometries[record])),
        }
    )
    area = pd.Series(shapely.area(shapes), index=open_["key"].to_numpy()).groupby(level=0).sum()
    pairs = pairs.groupby(["key", "record"])["land"].sum().reset_index()
    pairs["share"] = pairs["land"] / pairs["key"].map(area)
    covered = pairs.groupby("key")["share"].sum().clip(upper=1.0)
    pairs = pairs.sort_values(["key", "share", "record"], ascending=[True, False, True])
    most = pairs.drop_duplicates("key")
    most = most[most["key"].map(covered) >= COVERED]
    holders = local.iloc[most["record"].to_numpy()]
    names = open_.drop_duplicates("key").set_index("key")["name"]
    found = pd.DataFrame(
        {
            "key": most["key"],
            "name": most["key"].map(names),
            "covered": most["key"].map(covered),
            "row": holders["row"].to_numpy(),
            "source": holders["source"].to_numpy(),
            "local_name": holders["name"].to_numpy(),
            "within": matches["code"].to_numpy(dtype=object)[most["record"].to_numpy()],
            "share": most["share"],
        }
    )
    return found[list(COLUMNS)].reset_index(drop=True)


def record_notices(found: pd.DataFrame) -> tuple[Notice, ...]:
    """A notice for each village that `without_record` found, and before several one with all."""
    split = (found["within"] != "") & (found["share"] > SPLIT)
    split_hint = message(
        "it may have been split off after the layer was drawn; if the record is another village, "
        "say so in the table of --matches"
    )
    absent_hint = message("look for it in the layer, or draw it; its land lies in other records")
    columns = (found[column] for column in ("source", "row", "local_name", "key", "name", "share"))
    return _all_of(found) + tuple(
        Notice(
            "village-split" if apart else "village-absent",
            message(
                "{name} ({code}) has no record; {share} of its land lies in {other}",
                name=name, code=key, other=local_name or row, share=f"{share:.0%}",
            ),
            split_hint if apart else absent_hint,
            place(source, row, local_name),
        )
        for apart, source, row, local_name, key, name, share in zip(split, *columns, strict=True)
    )  # fmt: skip


def _all_of(found: pd.DataFrame) -> tuple[Notice, ...]:
    if len(found) < 2:
        return ()
    text = message(
        "{count} villages of the reference have no record of their own: {names}",
        count=len(found), names=", ".join(found["name"]),
    )  # fmt: skip
    hint = message("the layer may be older than the reference; each of them is a warning too")
    return (Notice("villages-without-record", text, hint),)
