"""The lines that papers are about, and their cartometric points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from boundaries.domain.canonical import line_hash
from boundaries.domain.cartometric import Cartometric, cartometric_points
from boundaries.domain.coverage_lines import borders_of, identified
from boundaries.domain.paper import INDICATIVE, PROPOSED, SETTLED
from boundaries.domain.segment import KABUPATEN, KECAMATAN, PROVINCE, VILLAGE
from boundaries.store import models
from boundaries.store.models import Junction, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.agreed_ground import ground_of

BORDER_CLASSES = {1: PROVINCE, 2: KABUPATEN, 3: KABUPATEN, 4: KABUPATEN, 5: KABUPATEN, 6: KECAMATAN}
"""The class of a border by the type of its pair; others are borders of villages."""


@dataclass(frozen=True)
class PaperLine:
    """The line of a segment: `origin` "settled", "proposed" or "indicative" (BIG's), its hash.

    `line` runs from the junction at the start of the segment to that at its end.
    """

    segment: str
    line: shapely.LineString
    hash: str
    origin: str


def paper_line(repository: Repository, segment: Segment) -> PaperLine:
    """The settled line of a segment, else the one on the table, else that of the sources."""
    if segment.decision_id is not None:
        row: models.Decision | models.Proposal = repository.get(
            models.Decision, segment.decision_id
        )
        origin = SETTLED
    elif segment.proposal_id is not None:
        row, origin = repository.get(models.Proposal, segment.proposal_id), PROPOSED
    else:
        drawn = shapely.get_geometry(segment.geometry, 0)
        return PaperLine(segment.id, drawn, line_hash(drawn), INDICATIVE)
    return PaperLine(segment.id, along(row.geometry, segment.geometry), row.hash, origin)


def points_along(
    repository: Repository, lines: Sequence[PaperLine], *, among: Sequence[str] = ()
) -> Cartometric:
    """The points along some lines, called as they are among those of the whole workspace.

    `among` are ids of segments that are enough to tell the names: all between the same villages,
    and those that meet them.
    """
    chosen = {"id": among} if among else {}
    rows = repository.frame(Segment, current=True, **chosen).set_index("id", drop=False)
    simpul = repository.frame(Junction, current=True).set_index("id", drop=False)
    rows["geometry"] = shapely.get_geometry(rows.geometry.to_numpy(), 0)
    for each in lines:
        rows.loc[each.segment, "geometry"] = each.line
        ends = [] if each.line.is_closed else shapely.get_point(each.line, [0, -1])
        names = rows.loc[each.segment, ["start_junction", "end_junction"]]
        for name, end in zip(names, ends, strict=False):
            simpul.loc[simpul["id"] == name, "geometry"] = end
    frame = gpd.GeoDataFrame(
        {
            "id": rows["id"], "a": rows["village_a"], "b": rows["village_b"],
            "start": rows["start_junction"], "end": rows["end_junction"],
            "border_class": _classes(rows),
        },
        geometry=rows["geometry"],
        crs=repository.store.crs,
    )  # fmt: skip
    simpul["villages"] = [tuple(keys) for keys in simpul["villages"]]
    return cartometric_points(frame, simpul).of_segments([each.segment for each in lines])


def agreed_points(repository: Repository) -> Cartometric:
    """The points along all borders of the agreed coverage; land in dispute is as BIG has it.

    Segments bear the ids of the workspace where they are known.
    """
    ground = ground_of(repository)
    borders = borders_of(ground.coverage, ground.villages, ground.parameters)
    return cartometric_points(identified(borders, ground.segments), borders.simpul)


def along(line: shapely.Geometry, segment: shapely.Geometry) -> shapely.LineString:
    """The line in the direction of its segment."""
    own, other = shapely.get_geometry(line, 0), shapely.get_geometry(segment, 0)
    if own.is_closed:
        turned = shapely.is_ccw(own) != shapely.is_ccw(other)
    else:
        ends = [shapely.get_coordinates(each)[[0, -1]] for each in (own, other)]
        ahead = np.hypot(*(ends[0] - ends[1]).T).sum()
        turned = np.hypot(*(ends[0][::-1] - ends[1]).T).sum() < ahead
    return shapely.reverse(own) if turned else own


def _classes(rows: pd.DataFrame) -> pd.Series:
    classes = rows["pair_type"].map(BORDER_CLASSES).fillna(VILLAGE).astype(int)
    return classes.where(rows["village_b"] != "", KABUPATEN)
