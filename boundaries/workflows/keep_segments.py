"""Bring the segments of a workspace up to a new detection, without losing what people did."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from boundaries.domain.at_stake import verdicts
from boundaries.domain.candidate_lines import lines_by_segment
from boundaries.domain.case import Side
from boundaries.domain.lifecycle import begin
from boundaries.messages import DEFAULT_LANGUAGE, message, translator
from boundaries.store.models import Candidate, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import columns_of
from boundaries.workflows.compare_workspace import Comparison
from boundaries.workflows.doer import Doer, entry_of
from boundaries.workflows.segment_marks import REFERENCE, SYSTEM, clear, mark, news_of

SEGMENT_COLUMNS = {
    "id": "id", "a": "village_a", "b": "village_b", "start": "start_junction",
    "end": "end_junction", "pair_type": "pair_type", "length_m": "length_m",
    "verdict": "verdict", "figures": "figures", "geometry": "geometry",
}  # fmt: skip
ALWAYS_NEW = ("length_m", "verdict", "figures", "geometry", "start_junction", "end_junction")


@dataclass(frozen=True)
class Kept:
    """Ids of segments by what a detection did to them.

    `marked` are those people had begun with, `cleared` those whose lines are again as they were
    before the mark.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    marked: tuple[str, ...]
    cleared: tuple[str, ...]
    gone: tuple[str, ...]
    unchanged: int

    def counts(self) -> dict[str, int]:
        """How many there are of each."""
        return {
            "new": len(self.new), "changed": len(self.changed), "marked": len(self.marked),
            "cleared": len(self.cleared), "gone": len(self.gone), "unchanged": self.unchanged,
        }  # fmt: skip


def keep_segments(
    repository: Repository,
    comparison: Comparison,
    borders: gpd.GeoDataFrame,
    detection: int,
    doer: Doer,
) -> Kept:
    """Write the segments of a detection and their candidate lines.

    `borders` are the segments of the comparison under the ids that they keep. A row that differs in
    nothing is left alone. The land and lines of one that differs are replaced, its proposals,
    signatures and decision never; where people have begun with it, it is marked. The mark goes when
    the lines are again as they were before it.
    """
    found = _described(comparison, borders)
    candidates = _candidates(comparison, borders, found)
    known = {row.id: row for row in repository.find(Segment)}
    earlier = _earlier_candidates(repository, known)
    is_known = found["id"].isin(list(known)).to_numpy()
    _begin(repository, comparison, found[~is_known], detection, doer)
    changed, marked, cleared = [], [], []
    for row in found[is_known].to_dict("records"):
        segment = known[row["id"]]
        before, now = earlier.get(segment.id, {}), candidates.get(segment.id, {})
        news = news_of(segment, row, before, now)
        if (
            not news
            and segment.current
            and all(getattr(segment, name) == row[name] for name in ("verdict", "figures"))
        ):
            continue
        for name in ALWAYS_NEW:
            setattr(segment, name, row[name])
        segment.detection_id, segment.current = detection, True
        changed.append(segment.id)
        if clear(repository, segment, now, doer):
            cleared.append(segment.id)
        elif mark(repository, segment, news, before, doer):
            marked.append(segment.id)
    gone = [row for row in known.values() if row.current and row.id not in set(found["id"])]
    for segment in gone:
        segment.current = False
        news = [message("the border is not found any more")]
        if mark(repository, segment, news, earlier.get(segment.id, {}), doer):
            marked.append(segment.id)
    new = tuple(found["id"][~is_known])
    _write_candidates(repository, comparison, found, candidates, {*new, *changed}, detection)
    return Kept(
        new=new,
        changed=tuple(changed),
        marked=tuple(marked),
        cleared=tuple(cleared),
        gone=tuple(segment.id for segment in gone),
        unchanged=int(is_known.sum()) - len(changed),
    )


def _described(comparison: Comparison, borders: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The segments as the table has them, with verdict and figures."""
    lines = comparison.borders.lines
    table = borders.assign(
        verdict=verdicts(lines, comparison.lines, comparison.land_m2, comparison.accuracy),
        figures=_figures(comparison, borders),
    )
    units = comparison.borders.units["kecamatan"].to_dict() | {"": ""}
    table = table[list(SEGMENT_COLUMNS)].rename(columns=SEGMENT_COLUMNS)
    return table.assign(
        kecamatan_a=[units[key] for key in table["village_a"]],
        kecamatan_b=[units[key] for key in table["village_b"]],
    )


def _figures(comparison: Comparison, borders: gpd.GeoDataFrame) -> pd.Series:
    """By segment the comparisons of the lines of its villages, and the land at stake."""
    compared: dict[tuple[str, str], list[dict[Hashable, Any]]] = {}
    figures = comparison.lines.figures
    for row in figures.astype(object).where(figures.notna(), None).to_dict("records"):
        compared.setdefault((row.pop("a"), row.pop("b")), []).append(row)
    land = comparison.land_m2.reindex(comparison.borders.lines["id"]).fillna(0.0)
    return pd.Series(
        [
            {"land_m2": float(area), "comparisons": compared.get(pair, [])}
            for area, pair in zip(land, zip(borders["a"], borders["b"], strict=True), strict=True)
        ],
        index=borders.index,
        dtype=object,
    )


def _candidates(
    comparison: Comparison, borders: gpd.GeoDataFrame, found: gpd.GeoDataFrame
) -> dict[str, dict[str, shapely.Geometry]]:
    """By segment the lines drawn for it, by whom: "reference", "a" or "b"."""
    drawn = lines_by_segment(comparison.lines.lines, borders)
    lines: dict[str, dict[str, shapely.Geometry]] = {
        identifier: {REFERENCE: shapely.multilinestrings([line])}
        for identifier, line in zip(found["id"], found.geometry, strict=True)
    }
    for row in drawn.itertuples():
        lines[row.segment][row.drawn_by] = row.geometry
    return lines


def _earlier_candidates(
    repository: Repository, known: Mapping[str, Segment]
) -> dict[str, dict[str, shapely.Geometry]]:
    """The lines that stand for each known segment."""
    lines: dict[str, dict[str, shapely.Geometry]] = {}
    for row in repository.find(Candidate):
        if row.detection_id == known[row.segment_id].detection_id:
            lines.setdefault(row.segment_id, {})[row.role] = row.geometry
    return lines


def _begin(
    repository: Repository,
    comparison: Comparison,
    found: gpd.GeoDataFrame,
    detection: int,
    doer: Doer,
) -> None:
    """Begin the cases of new segments and write their rows."""
    if found.empty:
        return
    units = comparison.borders.units
    edition = next(source for source in comparison.sources.values() if source.role == "big")
    source = " ".join(filter(None, (edition.name, edition.edition)))
    told = message("comparison with the layer {source}", source=source)
    reason = told.render(translator(DEFAULT_LANGUAGE))
    records = []
    for row in found.to_dict("records"):
        a = _side(units, row["village_a"])
        b = _side(units, row["village_b"]) if row["village_b"] else None
        outcome = begin(row["id"], a, b, SYSTEM, doer.at, reason=reason)
        records.append(columns_of(outcome.case))
        repository.record(entry_of(outcome.event))
    columns = pd.DataFrame(records, index=found.index, dtype=object)
    repository.add_frame(
        Segment,
        found.join(columns),
        detection_id=detection,
        current=True,
        version=1,
    )


def _side(units: pd.DataFrame, key: str) -> Side:
    return Side(key, *(str(units.at[key, name]) for name in ("kecamatan", "kabupaten", "type")))


def _write_candidates(
    repository: Repository,
    comparison: Comparison,
    found: gpd.GeoDataFrame,
    candidates: Mapping[str, Mapping[str, shapely.Geometry]],
    wanted: set[str],
    detection: int,
) -> None:
    """Write the lines of new and changed segments."""
    labels = _source_of_village(comparison)
    reference = next(s for s in comparison.sources.values() if s.role == "big").id
    sides = {
        row.id: {"a": row.village_a, "b": row.village_b, REFERENCE: ""}
        for row in found.itertuples()
    }
    rows = [
        {
            "segment_id": segment,
            "role": role,
            "village": sides[segment][role],
            "source_id": labels.get(sides[segment][role], reference),
            "geometry": line,
        }
        for segment, lines in candidates.items()
        if segment in wanted
        for role, line in lines.items()
    ]
    if rows:
        frame = gpd.GeoDataFrame(pd.DataFrame(rows), crs=found.crs)
        repository.add_frame(Candidate, frame, detection_id=detection)


def _source_of_village(comparison: Comparison) -> dict[str, int]:
    """By village key the number of the survey that draws it."""
    villages = comparison.villages
    local = villages[(villages["role"] == "local").to_numpy()].drop_duplicates("key")
    return {
        key: comparison.sources[label].id
        for key, label in zip(local["key"], local["source"], strict=True)
    }
