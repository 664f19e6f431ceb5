"""Compare a reference layer with local ones: overlaps, gaps, enclaves, mismatches."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd

from boundaries.domain.analysis import Analysis
from boundaries.domain.claims import overlap_pairs, unite_enclaves
from boundaries.domain.detection import BETWEEN
from boundaries.domain.excluded import Exclusion
from boundaries.domain.finding import by_severity, describe, tell_apart
from boundaries.domain.parameters import Parameters
from boundaries.domain.stretches import Run, stretches
from boundaries.engine import HERE, Engine
from boundaries.messages import Progress, message, silent_progress
from boundaries.workflows.detect import directory, rows_of, stacked
from boundaries.workflows.extras import NO_EXTRAS, Extras, load_exclusions, without_allowed
from boundaries.workflows.gather import gathered
from boundaries.workflows.load import LayerOptions
from boundaries.workflows.wanted import patches_with

SCOPES = ("reference", "local", BETWEEN)


def compare(
    reference: Path,
    local: Sequence[Path],
    *,
    options: LayerOptions,
    reference_options: LayerOptions | None = None,
    parameters: Parameters,
    engine: Engine = HERE,
    extras: Extras = NO_EXTRAS,
    progress: Progress = silent_progress,
) -> Analysis:
    """The reference against the local layers, which together are one source.

    Local records are matched to villages of the reference by code, or by kecamatan, name and
    overlap. All is brought into the working CRS of the reference. `options` are those of the local
    layers; `extras` says what is looked at besides them. Raises `InputError` for a file that cannot
    be used and for layers that do not meet.
    """
    sources = gathered(
        reference,
        local,
        options=options,
        reference_options=reference_options,
        parameters=parameters,
        progress=progress,
    )
    villages, inputs = sources.villages, sources.inputs
    progress(message("comparing {count} outlines", count=len(villages)))
    excluded = load_exclusions(
        extras.exclude,
        sources.working,
        villages.total_bounds,
        taken=[record.source for record in inputs],
    )
    patches = patches_with(
        extras.wanted,
        villages,
        min_area_m2=parameters.min_area_m2,
        engine=engine,
        progress=progress,
    )
    findings, pairs = described(
        patches, villages, parameters, excluded.exclusions, run=engine.nearby().map
    )
    findings, allowed, allow_notices = without_allowed(findings, extras)
    return Analysis(
        command="compare",
        inputs=inputs,
        parameters=parameters,
        villages=villages,
        findings=findings,
        pairs=pairs,
        matches=sources.matches,
        set_aside=sources.set_aside,
        repairs=sources.repairs,
        notices=(*sources.notices, *excluded.notices, *allow_notices),
        wanted=extras.wanted,
        exclusions=excluded.inputs,
        allowed=allowed,
    )


def described(
    patches: gpd.GeoDataFrame,
    villages: gpd.GeoDataFrame,
    parameters: Parameters,
    exclusions: Sequence[Exclusion],
    *,
    run: Run = map,
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """The findings of all scopes, and the land that pairs of villages of one source share.

    `run` is that of `boundaries.domain.stretches.stretches`.
    """
    names = directory(villages)
    patches = patches.assign(stretch=stretches(patches, villages, run=run))
    by_scope = {scope: patches[(patches["scope"] == scope).to_numpy()] for scope in SCOPES}
    by_reference, by_local, between = (
        describe(found, names, parameters, exclusions=exclusions) for found in by_scope.values()
    )
    findings = stacked([unite_enclaves(by_reference, by_local), between])
    pairs = [
        overlap_pairs(by_scope[role], _label(villages, role), min_area_m2=parameters.min_area_m2)
        for role in ("reference", "local")
    ]
    return tell_apart(by_severity(findings)), pd.concat(pairs, ignore_index=True)


def _label(villages: pd.DataFrame, role: str) -> str:
    """The label of a source of one file; "local" for one of several."""
    labels = villages.loc[rows_of(villages, role), "source"].unique()
    return str(labels[0]) if len(labels) == 1 else "local"
