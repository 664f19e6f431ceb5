"""The agreed coverage of a workspace, with what is known of its villages and segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from boundaries.domain.agreed import Decision, agreed_coverage, base_coverage, in_force
from boundaries.domain.canonical import line_hash
from boundaries.domain.case import Signature, State
from boundaries.domain.claims import source_claims
from boundaries.domain.coverage_lines import FREE_STATES, with_reference_land
from boundaries.domain.envelopes import names_by_code
from boundaries.domain.owners import narrow_faces, owners_of
from boundaries.domain.parameters import Parameters
from boundaries.domain.submission import UNKNOWN_CHARACTER, Ground
from boundaries.geometry.mosaic import build_mosaic
from boundaries.store import models
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of
from boundaries.workflows.compare_workspace import villages_of
from boundaries.workflows.grounds import agreed_of, decisions_of
from boundaries.workflows.workspace import parameters_of

NATURAL, ARTIFICIAL = 1, 2
CHARACTERS = {
    "river": NATURAL, "lake": NATURAL, "coast": NATURAL, "ridge": NATURAL, "watershed": NATURAL,
    "valley": NATURAL, "road": ARTIFICIAL, "railway": ARTIFICIAL, "canal": ARTIFICIAL,
    "wall": ARTIFICIAL, "fence": ARTIFICIAL, "dike": ARTIFICIAL,
}  # fmt: skip
"""KARKTR by what a border follows, as it is said with a proposal."""
_OF_SEGMENTS = ("id", "village_a", "village_b", "state", "mark", "proposal_id", "geometry")


@dataclass(frozen=True)
class AgreedLine:
    """A line that was decided: how, when, and who signed it, with the sides of its segment."""

    segment: str
    a: str
    b: str
    kind: str
    at: str
    hash: str
    line: shapely.LineString
    signatures: tuple[dict[str, object], ...]


def ground_of(repository: Repository) -> Ground:
    """What a submission of the workspace is made of."""
    villages, decisions = villages_of(repository), decisions_of(repository)
    return _ground(repository, villages, agreed_of(repository), decisions)


def ground_after(
    repository: Repository, base: gpd.GeoDataFrame, decisions: Sequence[Decision]
) -> Ground:
    """The same of the villages in a base coverage, with some decisions.

    Segments with one in force count as settled.
    """
    villages, nobodys = villages_of(repository), base.geometry[base["key"] == ""].to_numpy()
    own = villages["key"].isin(base["key"]).to_numpy()
    beside = shapely.intersects(villages.geometry.to_numpy(), shapely.union_all(nobodys))
    near = gpd.GeoDataFrame(villages[own | beside].reset_index(drop=True))
    return _ground(repository, near, agreed_coverage(base, decisions), decisions)


def _ground(
    repository: Repository,
    villages: gpd.GeoDataFrame,
    agreed: gpd.GeoDataFrame,
    decisions: Sequence[Decision],
) -> Ground:
    parameters = parameters_of(repository)
    reference = villages[(villages["role"] == "reference").to_numpy()].reset_index(drop=True)
    whole = _reference_coverage(gpd.GeoDataFrame(reference), parameters, repository.store.crs)
    return Ground(
        coverage=with_reference_land(agreed, whole),
        reference=whole,
        villages=_one_row_each(villages),
        segments=_segments(repository, decisions),
        parameters=parameters,
    )


def agreed_lines(repository: Repository) -> list[AgreedLine]:
    """The lines of the decisions in force, sorted by segment, with the signatures that stand."""
    decisions = {str(row.id): row for row in repository.find(models.Decision)}
    decided = [row.segment_id for row in decisions.values()]
    cases = {row.id: case_of(row) for row in repository.find(Segment, id=decided)}
    lines = []
    for decision in in_force(decisions_of(repository)):
        row = decisions[decision.id]
        lines.append(
            AgreedLine(
                segment=decision.segment,
                a=decision.a,
                b=decision.b,
                kind=row.kind,
                at=row.at.isoformat(),
                hash=row.hash,
                line=decision.line,
                signatures=tuple(
                    _record(one) for one in cases[decision.segment].standing
                    if one.hash == row.hash
                ),
            )
        )  # fmt: skip
    return sorted(lines, key=lambda line: line.segment)


def _record(signature: Signature) -> dict[str, object]:
    """A signature as plain values."""
    return {
        "village": signature.village, "person": signature.person, "role": signature.role.value,
        "number": signature.number, "hash": signature.hash, "at": signature.at.isoformat(),
    }  # fmt: skip


def _one_row_each(villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The first record of each village; a kabupaten without name has that of its code."""
    first = villages.drop_duplicates("key")
    by_code = first["code"].str[:5].map(dict(names_by_code())).fillna("")
    return gpd.GeoDataFrame(
        first.assign(kabupaten=first["kabupaten"].where(first["kabupaten"] != "", by_code))
    )


def _reference_coverage(
    reference: gpd.GeoDataFrame, parameters: Parameters, crs: CRS
) -> gpd.GeoDataFrame:
    """The coverage as BIG has it."""
    mosaic = build_mosaic(reference.geometry.to_numpy())
    claims = source_claims(mosaic, reference, np.ones(len(reference), dtype=bool))
    narrow = narrow_faces(mosaic, claims, parameters, scope="reference")
    return base_coverage(mosaic, owners_of(mosaic, claims, resolve=narrow), crs)


def _segments(repository: Repository, decisions: Sequence[Decision]) -> gpd.GeoDataFrame:
    """The segments as `boundaries.domain.coverage_lines` wants them, with `character`."""
    table = repository.frame(Segment, only=_OF_SEGMENTS, current=True)
    table = table.rename(columns={"village_a": "a", "village_b": "b"})
    decided = {one.segment: one for one in in_force(decisions)}
    lines = [
        decided[key].line if key in decided else line
        for key, line in zip(table["id"], table["geometry"], strict=True)
    ]
    hashes = [line_hash(decided[key].line) if key in decided else "" for key in table["id"]]
    settled = table["id"].isin(decided) & ~table["state"].isin(FREE_STATES)
    columns = table[["id", "a", "b", "state", "mark"]].assign(
        state=table["state"].mask(settled, State.SEPAKAT.value),
        hash=pd.Series(hashes, index=table.index, dtype=object),
        character=_characters(repository, table),
    )
    return gpd.GeoDataFrame(columns, geometry=lines, crs=repository.store.crs)


def _characters(repository: Repository, segments: pd.DataFrame) -> list[int]:
    """KARKTR of each segment, by what was said with the line on the table."""
    said = {row.id: row.natural for row in repository.find(models.Proposal)}
    kinds = [(said.get(number) or {}).get("kind") for number in segments["proposal_id"]]
    return [CHARACTERS.get(str(kind), UNKNOWN_CHARACTER) for kind in kinds]
