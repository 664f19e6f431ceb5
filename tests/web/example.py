"""A small analysis that can be checked by hand, for the tests of the pages."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
from shapely import box, difference, unary_union, union
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from boundaries.domain.analysis import Analysis, InputRecord
from boundaries.domain.finding import by_severity, describe
from boundaries.domain.parameters import Parameters
from boundaries.errors import Notice
from boundaries.messages import message

CRS = "EPSG:32647"
ORIGIN = (569_000.0, 335_000.0)
A, B, C, D = "12.09.20.2001", "12.09.20.2002", "12.09.21.2001", "12.09.21.1002"
HOSTILE = "<img src=x onerror=alert(1)>"
NAMES = {A: "Sidomulyo", B: "Tinggi Raja", C: "Mekar Sari", D: HOSTILE}
KECAMATAN = {A: "Buntu Pane", B: "Buntu Pane", C: "Meranti", D: "Meranti"}


def example_analysis() -> Analysis:
    """Four villages of 1 km by 1 km in a reference "big" and in a local source "survei".

          0        1000      2000
    2000  +----------+---------+
          |          [ 24,000 m2: B by big, A by survei (mismatch, claim)
          |    A     [    B    |
          |          | <- 2 m2 overlap A/B in big (noise), 400 m2 mismatch (doubt)
    1000  +--====----+--____---+   ==== 600 m2 overlap A/C in survei (sliver)
          |    C     |    D    |   ____ 1,000 m2 gap B/D in survei (doubt)
          |          |   [ ]   |   [ ]  270,400 m2 enclave in D
       0  +----------+---------+
    """
    squares = {
        A: box(0, 1000, 1000, 2000),
        B: box(1000, 1000, 2000, 2000),
        C: box(0, 0, 1000, 1000),
        D: box(1000, 0, 2000, 1000),
    }
    enclave = box(1240, 200, 1760, 720)
    moved = box(1000, 1300, 1060, 1700)
    narrow = box(1000, 1100, 1004, 1200)
    sliver = box(200, 1000, 500, 1002)
    gap = box(1200, 995, 1400, 1000)
    hair = box(999.99, 1800, 1000.01, 1900)
    big = squares | {
        A: union(squares[A], hair),
        B: union(squares[B], hair),
        D: difference(squares[D], enclave),
    }
    survey = {
        A: unary_union([squares[A], moved, narrow]),
        B: difference(squares[B], union(moved, narrow)),
        C: union(squares[C], sliver),
        D: difference(squares[D], union(enclave, gap)),
    }
    patches = [
        _patch("mismatch", (A, B), {"big": (B,), "survei": (A,)}, moved),
        _patch("mismatch", (A, B), {"big": (B,), "survei": (A,)}, narrow),
        _patch("overlap", (A, C), {"survei": (A, C)}, sliver),
        _patch("gap", (B, D), {"survei": ()}, gap),
        _patch("gap", (D,), {"big": (), "survei": ()}, enclave),
        _patch("overlap", (A, B), {"big": (A, B)}, hair),
    ]
    directory = pd.DataFrame({"name": NAMES, "kecamatan": KECAMATAN})
    frame = gpd.GeoDataFrame(patches, geometry="geometry", crs=CRS)
    inputs = (_record("big", "reference", "2025"), _record("survei", "local", ""))
    return Analysis(
        command="compare",
        inputs=inputs,
        parameters=Parameters(),
        villages=gpd.GeoDataFrame(
            pd.concat([_villages("big", "reference", big), _villages("survei", "local", survey)]),
            crs=CRS,
        ).reset_index(drop=True),
        findings=by_severity(describe(frame, directory, Parameters())),
        pairs=pd.DataFrame(
            [("overlap", "survei", A, C, 600.0)], columns=["kind", "source", "a", "b", "area_m2"]
        ),
        matches=pd.DataFrame(
            {
                "source": "survei",
                "row": range(4),
                "name": list(NAMES.values()),
                "kecamatan": list(KECAMATAN.values()),
                "code": list(NAMES),
                "method": "name+overlap",
                "score": 0.97,
                "evidence": [message("{share} of the land is shared", share="97%")] * 4,
                "ambiguous": False,
            }
        ),
        set_aside=pd.DataFrame(
            [("survei", 4, "Hutan", message("no village"))],
            columns=["source", "row", "name", "reason"],
        ),
        repairs=pd.DataFrame(
            [("survei", 1, NAMES[B], message("Self-intersection"), 975_610.0, 975_600.0)],
            columns=["source", "row", "name", "reason", "area_before_m2", "area_after_m2"],
        ),
        notices=(
            Notice(
                "code-missing",
                message("the code {code} is not known", code="12.09.20.9999"),
                message("compare it with the official table"),
                feature="survei row 2",
            ),
        ),
    )


def without_findings(analysis: Analysis) -> Analysis:
    """The same layers with nothing found."""
    return replace(analysis, findings=analysis.findings.iloc[:0])


def with_many_cases(analysis: Analysis, count: int) -> Analysis:
    """The first finding repeated as `count` cases."""
    findings = analysis.findings.iloc[[0] * count].reset_index(drop=True)
    numbers = [f"{number:04d}" for number in range(count)]
    return replace(
        analysis,
        findings=findings.assign(
            id=[f"BG-{number}" for number in numbers], case=[f"K-{number}" for number in numbers]
        ),
    )


def _patch(
    kind: str, villages: tuple[str, ...], claims: dict[str, tuple[str, ...]], shape: BaseGeometry
) -> dict[str, object]:
    return {
        "kind": kind,
        "villages": tuple(sorted(villages)),
        "sources": tuple(claims),
        "claims": claims,
        "geometry": translate(shape, *ORIGIN),
    }


def _record(source: str, role: str, edition: str) -> InputRecord:
    return InputRecord(
        path=f"{source}.geojson",
        sha256="0123456789abcdef" * 4,
        source=source,
        role=role,
        layer="",
        crs="EPSG:4326",
        working_crs=CRS,
        edition=edition,
        features=4,
        repaired=0,
        skipped=0,
    )


def _villages(source: str, role: str, shapes: dict[str, BaseGeometry]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "source": source,
            "role": role,
            "row": range(len(shapes)),
            "key": list(shapes),
            "code": list(shapes),
            "name": [NAMES[key] for key in shapes],
            "kecamatan": [KECAMATAN[key] for key in shapes],
            "kecamatan_code": [key[:8] for key in shapes],
            "kabupaten": "Asahan",
            "type": ["kelurahan" if key[9] == "1" else "desa" for key in shapes],
            "area_m2": [shape.area for shape in shapes.values()],
            "geometry": [translate(shape, *ORIGIN) for shape in shapes.values()],
        },
        crs=CRS,
    )
