"""Detect in a workspace: findings, segments and candidate lines, keeping what people did."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import geopandas as gpd
import pandas as pd
import shapely

from boundaries.domain.match_table import match_table
from boundaries.domain.segment_identity import known_ids
from boundaries.engine import HERE, Engine
from boundaries.errors import ConflictError, Notice
from boundaries.messages import Progress, message, silent_progress
from boundaries.store.database import Store
from boundaries.store.layers import wait_for
from boundaries.store.models import Detection, Finding, Junction, Segment, Source
from boundaries.store.repository import Repository
from boundaries.workflows.compare_workspace import Comparison, compare_sources, keep_keys
from boundaries.workflows.decided_matches import decisions_of, keep_decisions
from boundaries.workflows.doer import Doer
from boundaries.workflows.exceptions import Reviewed, review_exceptions
from boundaries.workflows.kecamatan_names import naming_notices
from boundaries.workflows.keep_segments import Kept, keep_segments
from boundaries.workflows.untouched import require_untouched
from boundaries.workflows.workspace import parameters_of
from boundaries.workflows.workspace_layers import keep_layers

FINDING_COLUMNS = (
    "id", "kind", "class", "villages", "sources", "area_m2", "mean_width_m", "max_width_m",
    "geometry",
)  # fmt: skip


@dataclass(frozen=True)
class Detected:
    """What a detection found and changed.

    `segments` tells of them by what happened: ids that are new, changed, marked for another look
    and gone; `exceptions` of the findings that are excepted. `findings` and `cases` are counts;
    `kinds` the findings by kind; `matches` as `boundaries.domain.match_table.match_table` gives it.
    """

    number: int
    findings: int
    cases: int
    kinds: dict[str, int]
    segments: Kept
    exceptions: Reviewed
    matches: pd.DataFrame
    notices: tuple[Notice, ...]


def detect(
    store: Store,
    doer: Doer,
    *,
    decisions: pd.DataFrame | None = None,
    engine: Engine = HERE,
    progress: Progress = silent_progress,
) -> Detected:
    """Compare the current sources and keep the result.

    `decisions` (`boundaries.domain.match_table`) say which village of BIG's layer records are; they
    hold in later detections too, until others take their place.

    Findings, segments and junctions that were known keep their ids; what is gone stays, no longer
    current. A segment that people have begun to settle is never changed but marked, with the
    reason. Raises `InputError` where there is no layer of BIG, `StoreError` where villages were
    changed outside Tapal, and `ConflictError` where a source was imported or withdrawn while they
    were compared; then nothing is kept.
    """
    with Repository(store) as repository:
        require_untouched(repository)
        if decisions is not None:
            keep_decisions(repository, decisions, doer)
        parameters = parameters_of(repository)
        comparison = compare_sources(repository, parameters, engine=engine, progress=progress)
        standing = decisions_of(repository)
    progress(message("writing the result"))
    findings = comparison.findings
    kinds = {str(kind): int(count) for kind, count in findings["kind"].value_counts().items()}
    figures: dict[str, object] = {
        "findings": len(findings),
        "cases": int(findings["case"].nunique()),
        "kinds": kinds,
    }
    with Repository(store) as repository:
        detection = Detection(
            at=doer.at,
            by=doer.actor.person,
            sources=[source.id for source in comparison.sources.values()],
            parameters=asdict(parameters),
            figures=figures,
        )
        repository.add(detection)
        _require_same_sources(repository, comparison)
        keep_keys(repository, comparison)
        borders = _with_known_ids(repository, comparison)
        _keep_junctions(repository, comparison.borders.simpul, detection.id)
        kept = keep_segments(repository, comparison, borders, detection.id, doer)
        _keep_findings(repository, findings, borders, detection.id)
        keep_layers(repository)
        repository.record(
            doer.entry(
                "detect",
                ("detection", str(detection.id)),
                after={**figures, "segments": kept.counts()},
            )
        )
        exceptions = review_exceptions(repository, findings, doer)
        naming = naming_notices(repository)
    return Detected(
        number=detection.id,
        findings=len(findings),
        cases=int(findings["case"].nunique()),
        kinds=kinds,
        segments=kept,
        exceptions=exceptions,
        matches=match_table(comparison.matches, _reference(comparison), standing),
        notices=(*comparison.notices, *naming),
    )


def _reference(comparison: Comparison) -> pd.DataFrame:
    villages = comparison.villages
    return pd.DataFrame(villages[(villages["role"] == "reference").to_numpy()])


def _require_same_sources(repository: Repository, comparison: Comparison) -> None:
    """Raise `ConflictError` unless the compared sources are current, and keep them so until then.

    Who imports waits for this transaction.
    """
    wait_for(repository.connection(), Source.__tablename__)
    compared = {name: source.number for name, source in comparison.sources.items()}
    current = {source.name: source.number for source in repository.current_sources()}
    names = sorted(name for name, _ in compared.items() ^ current.items())
    if names:
        raise ConflictError(
            "sources-changed",
            message(
                "{sources}: imported or withdrawn while the sources were compared",
                sources=", ".join(dict.fromkeys(names)),
            ),
            message(
                "nothing was changed; detect again: tapal detect {workspace}",
                workspace=repository.store.address,
            ),
            mine=compared,
            theirs=current,
        )


def _with_known_ids(repository: Repository, comparison: Comparison) -> gpd.GeoDataFrame:
    """The segments of the comparison under the ids of those that they are."""
    before = repository.frame(Segment)[["id", "village_a", "village_b", "geometry"]]
    before = before.rename(columns={"village_a": "a", "village_b": "b"})
    borders = comparison.borders.lines
    known = known_ids(before, borders)
    return borders.assign(id=known.where(known != "", borders["id"]))


def _keep_junctions(repository: Repository, simpul: gpd.GeoDataFrame, detection: int) -> None:
    """Write junctions that are new, and note which are there."""
    known = {row.id: row for row in repository.find(Junction)}
    there = set(simpul["id"])
    for row in known.values():
        if row.current != (row.id in there):
            row.current, row.detection_id = row.id in there, detection
    new = simpul[~simpul["id"].isin(list(known))][["id", "villages", "geometry"]]
    villages = pd.Series([list(keys) for keys in new["villages"]], index=new.index, dtype=object)
    repository.add_frame(
        Junction, new.assign(villages=villages), detection_id=detection, current=True, version=1
    )


def _keep_findings(
    repository: Repository, findings: gpd.GeoDataFrame, borders: gpd.GeoDataFrame, detection: int
) -> None:
    """Write findings that are new, and note which are there and what they measure now."""
    table = findings[[*FINDING_COLUMNS, "case"]].rename(columns={"case": "case_id"})
    table = table.assign(segment_id=_nearest_segments(findings, borders))
    for name in ("villages", "sources"):
        table[name] = pd.Series([list(keys) for keys in table[name]], index=table.index)
    known = {row.id: row for row in repository.find(Finding)}
    rows = {row["id"]: row for row in table.to_dict("records")}
    for identifier, row in known.items():
        now = rows.get(identifier)
        if now is None:
            row.current = False
        elif not row.current or row.area_m2 != now["area_m2"]:
            for name, value in now.items():
                setattr(row, "class_" if name == "class" else str(name), value)
            row.current, row.detection_id = True, detection
    new = table[~table["id"].isin(list(known))]
    repository.add_frame(Finding, new, detection_id=detection, current=True, version=1)


def _nearest_segments(findings: gpd.GeoDataFrame, borders: gpd.GeoDataFrame) -> pd.Series:
    """The segment between the two villages of each finding that lies nearest; None without one."""
    lines = borders[["id", "a", "b", "geometry"]].rename(columns={"geometry": "line"})
    two = findings[(findings["villages"].map(len) == 2).to_numpy()]
    parties = pd.DataFrame(two["villages"].to_list(), columns=["a", "b"], index=two.index)
    pairs = parties.assign(land=two.geometry).reset_index(names="row").merge(lines, on=["a", "b"])
    away = shapely.distance(
        pairs["land"].to_numpy(dtype=object), pairs["line"].to_numpy(dtype=object)
    )
    nearest = pairs.assign(away=away).rename(columns={"id": "segment"})
    nearest = nearest.sort_values(["row", "away", "segment"]).drop_duplicates("row")
    found = pd.Series(None, index=findings.index, dtype=object)
    found[nearest["row"]] = nearest["segment"].to_numpy()
    return found
