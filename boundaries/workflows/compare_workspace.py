"""Compare the current sources of a workspace with each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from boundaries.domain.accuracy import Accuracy
from boundaries.domain.at_stake import land_at_stake
from boundaries.domain.claims import source_claims
from boundaries.domain.correspondence import Correspondence, compare_segments
from boundaries.domain.kecamatan_names import with_kecamatan_names
from boundaries.domain.keys import with_keys
from boundaries.domain.open_land import owners_of_all
from boundaries.domain.parameters import Parameters
from boundaries.domain.segment import Segments, segments
from boundaries.domain.wanted import NOTHING_MORE
from boundaries.engine import HERE, Engine
from boundaries.errors import InputError, Notice
from boundaries.geometry.mosaic import build_mosaic
from boundaries.io.code_table import installed_kecamatan
from boundaries.messages import Progress, message, silent_progress
from boundaries.store.models import Source, Village
from boundaries.store.repository import Repository
from boundaries.workflows.compare import described
from boundaries.workflows.decided_matches import decisions_of
from boundaries.workflows.detect import rows_of, stacked
from boundaries.workflows.gather import under_common_keys
from boundaries.workflows.layer_options import LayerOptions
from boundaries.workflows.wanted import patches_with

LABELS = {"big": "reference", "survey": "local"}
"""The roles of sources, and those of their villages."""


@dataclass(frozen=True)
class Comparison:
    """The current sources under common keys, and what they say about each other.

    `villages`, `matches` and `findings` as in `boundaries.domain.analysis.Analysis`; `sources` by
    label of the villages. `borders` are the segments that are to be settled, drawn also through
    wide overlaps and gaps of the reference, from junction to junction; `lines` is what the surveys
    make of them, `land_m2` the land at stake by segment (`boundaries.domain.at_stake`), `accuracy`
    that of the lines.
    """

    sources: dict[str, Source]
    villages: gpd.GeoDataFrame
    matches: pd.DataFrame
    findings: gpd.GeoDataFrame
    lines: Correspondence
    borders: Segments
    land_m2: pd.Series
    accuracy: Accuracy
    notices: tuple[Notice, ...]


def compare_sources(
    repository: Repository,
    parameters: Parameters,
    *,
    engine: Engine = HERE,
    progress: Progress = silent_progress,
) -> Comparison:
    """Compare BIG's layer with the surveys, all in their current versions.

    Without a survey the layer is looked at by itself. Raises `InputError` where there is no layer
    of BIG.
    """
    sources = {source.name: source for source in repository.current_sources()}
    progress(message("matching villages"))
    villages, matches, notices = _matched(repository, list(sources.values()))
    progress(message("comparing {count} outlines", count=len(villages)))
    patches = patches_with(
        NOTHING_MORE,
        villages,
        min_area_m2=parameters.min_area_m2,
        engine=engine,
        progress=progress,
    )
    findings, _ = described(patches, villages, parameters, ())
    progress(message("comparing the lines of neighbours"))
    accuracy = Accuracy.of(parameters)
    borders, lines, land_m2 = _compared_lines(villages, parameters, accuracy)
    return Comparison(
        sources, villages, matches, findings, lines, borders, land_m2, accuracy, notices
    )


def _compared_lines(
    villages: gpd.GeoDataFrame, parameters: Parameters, accuracy: Accuracy
) -> tuple[Segments, Correspondence, pd.Series]:
    """The segments, what the surveys make of them, and the land at stake."""
    mosaic = build_mosaic(villages.geometry.to_numpy())
    ours = source_claims(mosaic, villages, rows_of(villages, "reference"))
    theirs = source_claims(mosaic, villages, rows_of(villages, "local"))
    crs = CRS.from_user_input(villages.crs)
    owners, between = owners_of_all(mosaic, ours, parameters, crs, scope="reference")
    borders = segments(mosaic, owners, villages, parameters=parameters)
    lines = compare_segments(mosaic, ours, theirs, borders, accuracy=accuracy)
    return borders, lines, land_at_stake(mosaic, owners, theirs, borders.lines, between=between)


def villages_of(repository: Repository) -> gpd.GeoDataFrame:
    """The villages of the current sources under the keys of the last detection.

    Columns as `Comparison.villages`, without areas. What came since is matched anew. A kecamatan
    that no layer names has the official name of its code. Raises `InputError` where there is no
    layer of BIG.
    """
    sources = repository.current_sources()
    rows = [
        repository.villages(source.id).assign(source=source.name, role=LABELS[source.role])
        for source in sources
    ]
    if not rows or any(part["known_as"].isna().any() for part in rows):
        return with_kecamatan_names(_matched(repository, sources)[0], installed_kecamatan())
    known = stacked(rows).rename(columns={"level": "type"})
    keyed = known.assign(key=known["known_as"]).drop(columns=["known_as", "source_id"])
    return with_kecamatan_names(keyed, installed_kecamatan())


def keep_keys(repository: Repository, comparison: Comparison) -> None:
    """Write under which key every village is known."""
    villages = comparison.villages
    numbers = [comparison.sources[label].id for label in villages["source"]]
    keys = dict(zip(zip(numbers, villages["row"], strict=True), villages["key"], strict=True))
    for row in repository.find(Village, source_id=sorted(set(numbers))):
        if row.known_as != keys[row.source_id, row.row]:
            row.known_as = keys[row.source_id, row.row]


def _matched(
    repository: Repository, sources: Sequence[Source]
) -> tuple[gpd.GeoDataFrame, pd.DataFrame, tuple[Notice, ...]]:
    reference, local = (
        _villages(repository, [source for source in sources if source.role == role], label)
        for role, label in LABELS.items()
    )
    if reference is None:
        address = repository.store.address
        raise InputError(
            "no-reference",
            message("{workspace} has no layer of BIG yet", workspace=address),
            message("import one: tapal import {workspace} FILE --as big", workspace=address),
        )
    if local is None:
        local = reference.iloc[:0]
    options = LayerOptions(decisions=decisions_of(repository))
    return under_common_keys(reference, local, options)


def _villages(
    repository: Repository, sources: Sequence[Source], role: str
) -> gpd.GeoDataFrame | None:
    """The villages of sources of one role, under keys of their own; None without a source."""
    if not sources:
        return None
    parts = [
        repository.villages(source.id).assign(source=source.name, role=role) for source in sources
    ]
    rows = (
        stacked(parts)
        .drop(columns=["source_id", "key", "known_as"])
        .rename(columns={"level": "type"})
    )
    keyed, _ = with_keys(rows.assign(bps_code="", key=""))
    return keyed.drop(columns="bps_code")
