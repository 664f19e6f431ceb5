"""Compare a reference layer with local ones: overlaps, gaps, enclaves, mismatches."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.domain.analysis import Analysis
from boundaries.domain.claims import overlap_pairs, unite_enclaves
from boundaries.domain.detection import BETWEEN
from boundaries.domain.finding import by_severity, describe, tell_apart
from boundaries.domain.match import match_villages
from boundaries.domain.parameters import Parameters
from boundaries.engine import HERE, Engine
from boundaries.errors import InputError, Notice, place
from boundaries.messages import message
from boundaries.workflows.detect import (
    Progress,
    directory,
    rows_of,
    silent_progress,
    stacked,
    with_areas,
)
from boundaries.workflows.detect_tiles import conflicts
from boundaries.workflows.load import LayerOptions, Loaded, load

SCOPES = ("reference", "local", BETWEEN)
OUTSIDE_SHARE = 0.1
"""A local record without a counterpart is outside the reference up to this share of its land."""


def compare(
    reference: Path,
    local: Sequence[Path],
    *,
    options: LayerOptions,
    reference_options: LayerOptions | None = None,
    parameters: Parameters,
    engine: Engine = HERE,
    progress: Progress = silent_progress,
) -> Analysis:
    """The reference against the local layers, which together are one source.

    Local records are matched to villages of the reference by code, or by kecamatan, name and
    overlap. All is brought into the working CRS of the reference. `options` are those of the local
    layers. Raises `InputError` for a file that cannot be used and for layers that do not meet.
    """
    progress(message("reading {files}", files=reference.name))
    base = load(
        [reference],
        options=reference_options or LayerOptions(),
        role="reference",
        scale=parameters.scale,
    )
    progress(message("reading {files}", files=", ".join(path.name for path in local)))
    surveys = load(
        local,
        options=options,
        role="local",
        working=base.working,
        scale=parameters.scale,
        taken=[record.source for record in base.inputs],
    )
    _require_meeting(base, surveys)
    progress(message("matching villages"))
    matches = match_villages(base.villages, surveys.villages)
    matches["outside"] = _outside(base.villages, surveys.villages, matches)
    villages = with_areas(stacked([base.villages, _with_reference_keys(base, surveys, matches)]))
    villages = _with_kecamatan(villages)
    progress(message("comparing {count} outlines", count=len(villages)))
    findings, pairs = _detect(villages, parameters, engine, progress)
    return Analysis(
        command="compare",
        inputs=base.inputs + surveys.inputs,
        parameters=parameters,
        villages=villages,
        findings=findings,
        pairs=pairs,
        matches=matches,
        set_aside=pd.concat([base.set_aside, surveys.set_aside], ignore_index=True),
        repairs=pd.concat([base.repairs, surveys.repairs], ignore_index=True),
        notices=base.notices + surveys.notices + _match_notices(matches),
    )


def _detect(
    villages: gpd.GeoDataFrame, parameters: Parameters, engine: Engine, progress: Progress
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    patches = conflicts(
        villages, min_area_m2=parameters.min_area_m2, engine=engine, progress=progress
    )
    names = directory(villages)
    by_scope = {scope: patches[(patches["scope"] == scope).to_numpy()] for scope in SCOPES}
    by_reference, by_local, between = (
        describe(found, names, parameters) for found in by_scope.values()
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
        message("check the coordinate system and zone of the local layer; set it with --crs"),
    )


def _match_notices(matches: pd.DataFrame) -> tuple[Notice, ...]:
    """A notice for every local record without a counterpart or with a doubtful one.

    Records outside the reference's area are counted in one.
    """
    outside = int(matches["outside"].sum())
    doubtful = (matches["code"] == "") | matches["ambiguous"].astype(bool)
    looked_at = matches[doubtful & ~matches["outside"]]
    return _outside_notices(outside) + tuple(
        Notice(
            "match-none" if row.code == "" else "match-ambiguous",
            message("no village of the reference was found for {name}", name=row.name_)
            if row.code == ""
            else message(
                "{name} was taken for {code}, but another village fits nearly as well",
                name=row.name_,
                code=row.code,
            ),
            message("compare the names and the map, then give the village's code in the file"),
            feature=place(str(row.source), row.row),
        )
        for row in looked_at.rename(columns={"name": "name_"}).itertuples()
    )


def _outside_notices(count: int) -> tuple[Notice, ...]:
    if not count:
        return ()
    return (
        Notice(
            "outside-reference",
            message("{count} records lie outside the reference's area, not compared", count=count),
            message("give a reference that covers them, if they are to be compared"),
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
