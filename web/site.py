"""What all pages of a running server share."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from flask import current_app
from pyproj import CRS

from boundaries.domain.analysis import Analysis, InputRecord
from web.config import Settings
from web.geodata import MapData
from web.names import Names
from web.positions import Zone, project_zone
from web.review import CaseList

EXTENSION = "tapal"
SEPARATE_LAYERS = 4


@dataclass(frozen=True)
class OutlineLayer:
    """Inputs whose outlines are shown and hidden together."""

    role: str
    records: tuple[InputRecord, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Labels of the inputs."""
        return tuple(record.source for record in self.records)


def outline_layers(inputs: tuple[InputRecord, ...]) -> tuple[OutlineLayer, ...]:
    """The inputs one by one, or by role where a role has many, as surveys of villages do."""
    layers = []
    for role in dict.fromkeys(record.role for record in inputs):
        records = tuple(record for record in inputs if record.role == role)
        groups = [records] if len(records) > SEPARATE_LAYERS else [(each,) for each in records]
        layers += [OutlineLayer(role, group) for group in groups]
    return tuple(layers)


@dataclass(frozen=True)
class Site:
    """An analysis made ready for its pages."""

    analysis: Analysis
    settings: Settings
    names: Names
    cases: CaseList
    map_data: MapData
    layers: tuple[OutlineLayer, ...]
    rows: dict[str, int]
    zone: Zone | None

    @classmethod
    def of(cls, analysis: Analysis, settings: Settings) -> Site:
        """Prepare the pages of `analysis`."""
        return cls(
            analysis=analysis,
            settings=settings,
            names=Names(analysis),
            cases=CaseList(analysis),
            map_data=MapData(analysis),
            layers=outline_layers(analysis.inputs),
            rows={name: row for row, name in enumerate(analysis.findings["id"])},
            zone=project_zone(CRS.from_user_input(analysis.villages.crs)),
        )

    def finding(self, identifier: str) -> pd.Series | None:
        """The row of a finding, None when there is none of this identifier."""
        row = self.rows.get(identifier)
        return None if row is None else self.analysis.findings.iloc[row]

    def case_findings(self, case: str) -> pd.DataFrame:
        """The findings of a case, the largest first."""
        findings = pd.DataFrame(self.analysis.findings)
        return findings[findings["case"] == case].sort_values(
            ["area_m2", "id"], ascending=[False, True]
        )


def site() -> Site:
    """The site of the running server."""
    found: Site = current_app.extensions[EXTENSION]
    return found
