"""Bring the segments of a workspace up to a new detection, without losing what people did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from boundaries.domain.candidate_lines import lines_by_segment
from boundaries.domain.case import Case, Side, State
from boundaries.domain.correspondence import Correspondence
from boundaries.domain.deed import Facts
from boundaries.domain.lifecycle import act, begin
from boundaries.domain.roles import Action, Actor, Role
from boundaries.messages import DEFAULT_LANGUAGE, Message, message, translator
from boundaries.store.models import Candidate, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of, columns_of, put_case
from boundaries.workflows.compare_workspace import Comparison
from boundaries.workflows.doer import Doer, entry_of

SYSTEM = Actor("tapal", Role.SYSTEM)
REFERENCE = "reference"
ONE_SOURCE = "one-source"
SEGMENT_COLUMNS = {
    "id": "id", "a": "village_a", "b": "village_b", "start": "start_junction",
    "end": "end_junction", "pair_type": "pair_type", "length_m": "length_m",
    "verdict": "verdict", "figures": "figures", "geometry": "geometry",
}  # fmt: skip
ALWAYS_NEW = ("length_m", "verdict", "figures", "geometry", "start_junction", "end_junction")

Rows = Mapping[str, gpd.GeoDataFrame]


@dataclass(frozen=True)
class Kept:
    """Ids of segments by what a detection did to them; `marked` are those people had begun with."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    marked: tuple[str, ...]
    gone: tuple[str, ...]
    unchanged: int

    def counts(self) -> dict[str, int]:
        """How many there are of each."""
        return {
            "new": len(self.new), "changed": len(self.changed), "marked": len(self.marked),
            "gone": len(self.gone), "unchanged": self.unchanged,
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
    signatures and decision never; where people have begun with it, it is marked.
    """
    found = _described(comparison, borders)
    candidates = _candidates(comparison, borders, found)
    known = {row.id: row for row in repository.find(Segment)}
    earlier = _earlier_candidates(repository, known)
    is_known = found["id"].isin(list(known)).to_numpy()
    _begin(repository, comparison, found[~is_known], detection, doer)
    changed, marked = [], []
    for row in found[is_known].to_dict("records"):
        segment = known[row["id"]]
        news = _news(segment, row, earlier.get(segment.id, {}), candidates.get(segment.id, {}))
        if not news and segment.current:
            continue
        for name in ALWAYS_NEW:
            setattr(segment, name, row[name])
        segment.detection_id, segment.current = detection, True
        changed.append(segment.id)
        if _mark(repository, segment, news, doer):
            marked.append(segment.id)
    gone = [row for row in known.values() if row.current and row.id not in set(found["id"])]
    for segment in gone:
        segment.current = False
        if _mark(repository, segment, [message("the border is not found any more")], doer):
            marked.append(segment.id)
    new = tuple(found["id"][~is_known])
    _write_candidates(repository, comparison, found, candidates, {*new, *changed}, detection)
    return Kept(
        new=new,
        changed=tuple(changed),
        marked=tuple(marked),
        gone=tuple(segment.id for segment in gone),
        unchanged=int(is_known.sum()) - len(changed),
    )


def _described(comparison: Comparison, borders: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The segments as the table has them, with verdict and figures."""
    correspondence = comparison.lines.found
    figures = _figures(correspondence)
    pairs = list(zip(borders["a"], borders["b"], strict=True))
    verdicts = {(row.a, row.b): row.verdict for row in correspondence.pairs.itertuples()}
    table = borders.assign(
        verdict=[verdicts.get(pair, ONE_SOURCE) for pair in pairs],
        figures=pd.Series([figures.get(pair) for pair in pairs], index=borders.index, dtype=object),
    )
    units = comparison.borders.units["kecamatan"].to_dict() | {"": ""}
    table = table[list(SEGMENT_COLUMNS)].rename(columns=SEGMENT_COLUMNS)
    return table.assign(
        kecamatan_a=[units[key] for key in table["village_a"]],
        kecamatan_b=[units[key] for key in table["village_b"]],
    )


def _figures(found: Correspondence) -> dict[tuple[str, str], dict[str, Any]]:
    """By pair of villages the comparisons of their lines, and the land between them."""
    areas = ["to_a_ha", "to_b_ha", "both_ha", "unclaimed_ha"]
    result: dict[tuple[str, str], dict[str, Any]] = {
        (row["a"], row["b"]): {name: float(row[name]) for name in areas} | {"comparisons": []}
        for row in found.pairs.to_dict("records")
    }
    numbers = found.figures.astype(object).where(found.figures.notna(), None)
    for row in numbers.to_dict("records"):
        result[row.pop("a"), row.pop("b")]["comparisons"].append(row)
    return result


def _candidates(
    comparison: Comparison, borders: gpd.GeoDataFrame, found: gpd.GeoDataFrame
) -> dict[str, dict[str, shapely.Geometry]]:
    """By segment the lines drawn for it, by whom: "reference", "a" or "b"."""
    drawn = lines_by_segment(comparison.lines.found.lines, borders)
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
    reason = " ".join(filter(None, (edition.name, edition.edition)))
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


def _news(
    segment: Segment,
    row: Mapping[str, Any],
    before: Mapping[str, shapely.Geometry],
    now: Mapping[str, shapely.Geometry],
) -> list[Message]:
    """What is different about the lines of a segment, in words."""
    names: dict[str, Message | str] = {
        REFERENCE: message("BIG's line"),
        "a": message("the line surveyed by {village}", village=row["village_a"]),
        "b": message("the line surveyed by {village}", village=row["village_b"]),
    }
    news = []
    for role, name in names.items():
        was, line = before.get(role), now.get(role)
        if was is None and line is not None:
            news.append(message("{line} is new", line=name))
        elif was is not None and line is None:
            news.append(message("{line} is not there any more", line=name))
        elif was is not None and not shapely.equals_exact(was, line):
            metres = float(shapely.hausdorff_distance(was, line))
            news.append(
                message("{line} moved by up to {metres} m", line=name, metres=f"{metres:.2f}")
            )
    return news


def _mark(repository: Repository, segment: Segment, news: list[Message], doer: Doer) -> bool:
    """Mark a segment that people have begun with; whether there was anything to mark."""
    case = case_of(segment)
    if not _begun(case) or not news:
        return False
    gettext = translator(DEFAULT_LANGUAGE)
    reason = "; ".join(part.render(gettext) for part in news)
    outcome = act(case, Action.MARK, SYSTEM, doer.at, Facts(reason=reason))
    put_case(segment, outcome.case)
    repository.record(entry_of(outcome.event))
    return True


def _begun(case: Case) -> bool:
    return case.state is not State.INDIKATIF or case.proposals > 0


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
