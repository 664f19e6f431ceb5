"""Coverage cases in WKT with the answers of the JTS Topology Suite, read from a JSON file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.domain.claims import SourceClaims, gaps, overlaps, source_claims
from boundaries.geometry.mosaic import Mosaic, build_mosaic
from boundaries.geometry.validity import repair

Polygons = NDArray[np.object_]
Found = list[tuple[str, float]]
"""Parties, one letter each, and area to a millionth."""


@dataclass(frozen=True)
class Case:
    """One call of a JTS test: the coverage comes first, what is expected last."""

    suite: str
    call: str
    args: list[Any]

    def coverage(self) -> Polygons:
        """The villages A, B, C ... of the case."""
        if self.suite == "CoveragePolygonValidatorTest":
            return np.concatenate((villages(self.args[0]), parts(self.args[1])))
        if self.suite == "CoverageGapFinderTest":
            return parts(self.args[0])
        return villages(self.args[0])

    def expected(self) -> Polygons:
        """What JTS answers, as geometries."""
        return villages(self.args[-1])


@dataclass(frozen=True)
class Findings:
    """The mosaic of a case and what is found in it."""

    mosaic: Mosaic
    claims: SourceClaims
    overlaps: gpd.GeoDataFrame
    gaps: gpd.GeoDataFrame

    def patches(self) -> Polygons:
        return np.concatenate((self.overlaps.geometry.to_numpy(), self.gaps.geometry.to_numpy()))

    def land_of(self, letter: str) -> float:
        """The area that the village claims."""
        claiming = [letter in members for members in self.claims.sets]
        faces = self.mosaic.faces[np.array(claiming)[self.claims.set_of_face]]
        return float(shapely.area(faces).sum())


@cache
def read_cases(path: Path) -> dict[str, Case]:
    """The cases by "suite.test", the suites without "Coverage" and "Test"."""
    return {
        f"{case['suite'].removeprefix('Coverage').removesuffix('Test')}.{case['test']}": Case(
            case["suite"], case["call"], case["args"]
        )
        for case in json.loads(path.read_text())
    }


def villages(written: str | list[str | None]) -> Polygons:
    """Geometries of a list of WKT, or of one collection."""
    if isinstance(written, str):
        whole = shapely.from_wkt(written)
        if whole.geom_type != "GeometryCollection":
            written = [written]
        else:
            return shapely.get_parts(whole)
    return np.asarray(shapely.from_wkt(np.array(written, dtype=object)), dtype=object)


def parts(written: str) -> Polygons:
    return shapely.get_parts(shapely.from_wkt(written))


def find(coverage: Polygons) -> Findings:
    """Overlaps and gaps of villages A, B, C ..., repaired as files are."""
    outlines = repair(coverage).geometries
    keys = [chr(ord("A") + number) for number in range(len(outlines))]
    mosaic = build_mosaic(outlines)
    claims = source_claims(
        mosaic, pd.DataFrame({"key": keys, "source": "case"}), np.ones(len(keys), dtype=bool)
    )
    return Findings(mosaic, claims, overlaps(mosaic, claims), gaps(mosaic, claims))


def listed(patches: gpd.GeoDataFrame) -> Found:
    """Parties and area of each patch, sorted."""
    areas = patches.geometry.area.round(6)
    return sorted(zip(patches["villages"].map("".join), areas, strict=True))
