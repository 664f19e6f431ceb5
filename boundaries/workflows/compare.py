"""Compare a reference layer with local ones: overlaps, gaps, enclaves, mismatches."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from boundaries.domain.accuracy import rating
from boundaries.domain.analysis import Analysis
from boundaries.domain.claims import overlap_pairs, unite_enclaves
from boundaries.domain.detection import BETWEEN
from boundaries.domain.doctor_text import FAULTS
from boundaries.domain.excluded import Exclusion
from boundaries.domain.finding import by_severity, describe, tell_apart
from boundaries.domain.parameters import Parameters
from boundaries.domain.stretches import stretches
from boundaries.engine import HERE, Engine
from boundaries.errors import InputError
from boundaries.messages import message
from boundaries.workflows.detect import (
    Progress,
    directory,
    rows_of,
    silent_progress,
    stacked,
    with_areas,
)
from boundaries.workflows.extras import NO_EXTRAS, Extras, load_exclusions, without_allowed
from boundaries.workflows.load import LayerOptions, Loaded, load
from boundaries.workflows.matching import matched
from boundaries.workflows.shift import extent_of, shift_suspicions
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
    progress(message("reading {files}", files=reference.name))
    base = load(
        [reference],
        options=reference_options or LayerOptions(),
        role="reference",
        scale=rating(parameters, "reference").scale,
    )
    progress(message("reading {files}", files=", ".join(path.name for path in local)))
    surveys = load(
        local,
        options=options,
        role="local",
        working=base.working,
        scale=rating(parameters, "local").scale,
        taken=[record.source for record in base.inputs],
        reference=extent_of(base),
    )
    _require_meeting(base, surveys)
    progress(message("matching villages"))
    matches, match_notices = matched(base.villages, surveys.villages, options)
    villages = with_areas(stacked([base.villages, _with_reference_keys(base, surveys, matches)]))
    villages = _with_kecamatan(villages)
    progress(message("comparing {count} outlines", count=len(villages)))
    inputs = base.inputs + surveys.inputs
    excluded = load_exclusions(
        extras.exclude,
        base.working,
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
    findings, pairs = _described(patches, villages, parameters, excluded.exclusions)
    findings, allowed, allow_notices = without_allowed(findings, extras)
    return Analysis(
        command="compare",
        inputs=inputs,
        parameters=parameters,
        villages=villages,
        findings=findings,
        pairs=pairs,
        matches=matches,
        set_aside=pd.concat([base.set_aside, surveys.set_aside], ignore_index=True),
        repairs=pd.concat([base.repairs, surveys.repairs], ignore_index=True),
        notices=(
            base.notices
            + surveys.notices
            + tuple(
                suspicion.notice()
                for suspicion in shift_suspicions(base, surveys, matches["code"].to_numpy())
            )
            + match_notices
            + excluded.notices
            + allow_notices
        ),
        wanted=extras.wanted,
        exclusions=excluded.inputs,
        allowed=allowed,
    )


def _described(
    patches: gpd.GeoDataFrame,
    villages: gpd.GeoDataFrame,
    parameters: Parameters,
    exclusions: Sequence[Exclusion],
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """The findings of all scopes, and the land that pairs of villages of one source share."""
    names = directory(villages)
    patches = patches.assign(stretch=stretches(patches, villages))
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


def _with_reference_keys(base: Loaded, surveys: Loaded, matches: pd.DataFrame) -> gpd.GeoDataFrame:
    """Local villages under the keys of their reference villages; the others keep their own."""
    code = matches["code"].to_numpy(dtype=object)
    own = surveys.villages["key"].to_numpy(dtype=object)
    taken = np.isin(own.astype(str), base.villages["key"].to_numpy(dtype=str))
    unmatched = np.where(taken, own + " *", own)
    return surveys.villages.assign(key=np.where(code != "", code, unmatched))


def _with_kecamatan(villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Villages whose nameless kecamatan take the name most of their local records give them."""
    local = villages[(villages["role"] == "local") & (villages["kecamatan"] != "")]
    code_of_key = (
        villages[villages["role"] == "reference"]
        .drop_duplicates("key")
        .set_index("key")["kecamatan_code"]
    )
    codes = local["key"].map(code_of_key)
    named = {
        code: sorted(names.mode())[0] for code, names in local["kecamatan"].groupby(codes) if code
    }
    kecamatan = [
        name or named.get(code, "")
        for name, code in zip(villages["kecamatan"], villages["kecamatan_code"], strict=True)
    ]
    return villages.assign(kecamatan=kecamatan)


def _require_meeting(base: Loaded, surveys: Loaded) -> None:
    ours = shapely.box(*base.villages.total_bounds)
    theirs = shapely.box(*surveys.villages.total_bounds)
    distance = shapely.distance(ours, theirs)
    if distance == 0:
        return
    raise InputError(
        "layers-apart",
        message(
            "{local} does not meet {reference}: they lie {distance:.1f} km apart",
            local=", ".join(record.path for record in surveys.inputs),
            reference=base.inputs[0].path,
            distance=distance / 1000,
        ),
        next(
            (
                message("{doubt}; {hint}", doubt=notice.message, hint=notice.hint)
                for notice in surveys.notices
                if notice.code in FAULTS
            ),
            message("check the coordinate system and zone of the local layer; set it with --crs"),
        ),
    )
