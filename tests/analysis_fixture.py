"""A small analysis made by hand, for tests of reports and exports."""

from __future__ import annotations

import datetime
from dataclasses import replace

import geopandas as gpd
import pandas as pd
from pyproj import Transformer
from shapely.geometry import MultiPolygon, Polygon, box

from boundaries.domain.allowed import ENTRY_COLUMNS, GIVEN, Allowed
from boundaries.domain.analysis import Analysis, InputRecord
from boundaries.domain.finding import COLUMNS
from boundaries.domain.parameters import Parameters
from boundaries.errors import Notice
from boundaries.messages import message

CRS = "EPSG:32647"
XSS = "<img src=x onerror=alert(1)>"
FORMULA = "=HYPERLINK(1)"
LIMITS_M = {"sliver": 3.53553, "doubt": 10.6066, "claim": 10.6066}
X, Y = 500_000.0, 300_000.0
TO_DEGREES = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)


def rectangle(west: float, south: float, east: float, north: float) -> Polygon:
    """A rectangle in metres from the corner (X, Y)."""
    return box(X + west, Y + south, X + east, Y + north)


def make_analysis() -> Analysis:
    """Four findings between three villages of two kecamatan.

    A (XSS name), B and C, each 1000 m wide and 2000 m high; metres from (X, Y)::

        2000 +---------+---------+---------+
             |         |o        |         |   o  overlap A/B   20 x 100 (claim)
             |    A    |o   B    g    C    |   .  overlap A/B    2 x  50 (sliver, same case)
             |         |.        |         |   g  gap B/C       10 x 200 (doubt)
           0 +---------+---------+---------+   m  mismatch A/B  at the north end, 500 x 500
             0       1000      2000      3000     (claim; sources BIG and survey differ)
    """
    findings = gpd.GeoDataFrame(
        [
            finding(
                "BG-AAAA0003", "BG-CASE0003", "mismatch", "claim", "AB", (1000, 1500, 1500, 2000)
            ),
            finding("TT-AAAA0001", "TT-CASE0001", "overlap", "claim", "AB", (1000, 800, 1020, 900)),
            finding("CL-AAAA0004", "CL-CASE0004", "gap", "doubt", "BC", (2000, 500, 2010, 700)),
            finding(
                "TT-AAAA0002", "TT-CASE0001", "overlap", "sliver", "AB", (1000, 100, 1002, 150)
            ),
        ],
        columns=list(COLUMNS),
        crs=CRS,
    )
    return Analysis(
        command="compare",
        inputs=(
            InputRecord(
                "data/big.geojson",
                "a1" * 32,
                "BIG",
                "reference",
                "big",
                "EPSG:4326",
                CRS,
                "2025",
                3,
                1,
                0,
            ),
            InputRecord(
                "data/survey.gpkg", "b2" * 32, "survey", "local", "desa", CRS, CRS, "", 2, 0, 1
            ),
        ),
        parameters=Parameters(),
        villages=make_villages(),
        findings=findings,
        pairs=pd.DataFrame(
            {
                "kind": ["overlap"],
                "source": ["BIG"],
                "a": ["12.09.01.2001"],
                "b": ["12.09.01.2002"],
                "area_m2": [2100.0],
            }
        ),
        matches=make_matches(),
        set_aside=pd.DataFrame(
            {"source": ["survey"], "row": [4], "name": ["Hutan"], "reason": [message("forest")]}
        ),
        repairs=pd.DataFrame(
            {
                "source": ["BIG"],
                "row": [2],
                "name": ["Cinta Damai"],
                "reason": [message("Self-intersection")],
                "area_before_m2": [2_000_000.0],
                "area_after_m2": [1_999_999.5],
            }
        ),
        notices=(
            Notice(
                "no-code",
                message("no code in {field}", field="kode"),
                message("add one"),
                f"survey row 1, {XSS}",
            ),
        ),
    )


def finding(
    identifier: str,
    case: str,
    kind: str,
    class_: str,
    parties: str,
    bounds: tuple[float, float, float, float],
) -> tuple[object, ...]:
    """A row of findings whose land is the rectangle `bounds`, so that areas are known."""
    keys = tuple(VILLAGES[letter][0] for letter in parties)
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    shape = rectangle(*bounds)
    lon, lat = TO_DEGREES.transform(shape.centroid.x, shape.centroid.y)
    claims: dict[str, tuple[str, ...]] = {"BIG": keys} if kind == "overlap" else {"BIG": ()}
    if kind == "mismatch":
        claims = {"BIG": (keys[0],), "survey": (keys[1],)}
    return (
        identifier,
        case,
        kind,
        class_,
        keys,
        tuple(VILLAGES[letter][1] for letter in parties),
        tuple(VILLAGES[letter][2] for letter in parties),
        tuple(claims),
        claims,
        (),
        float(width * height),
        width * height / (width + height),
        float(min(width, height)),
        LIMITS_M[class_],
        message("limit of {limit} m", limit=LIMITS_M[class_]),
        lon,
        lat,
        shape,
    )


VILLAGES = {
    "A": ("12.09.01.2001", XSS, "Kisaran Barat"),
    "B": ("12.09.01.2002", FORMULA, "Kisaran Barat"),
    "C": ("12.09.02.2001", "Cinta Damai", "Kisaran Timur"),
}


def make_villages() -> gpd.GeoDataFrame:
    """The three villages according to BIG, and A and B according to the survey."""
    rows = [
        (
            source,
            role,
            row,
            key,
            key,
            name,
            kecamatan,
            key[:8],
            "Asahan",
            "desa",
            2_000_000.0,
            MultiPolygon([rectangle(1000 * row, 0, 1000 * (row + 1), 2000)]),
        )
        for source, role, count in (("BIG", "reference", 3), ("survey", "local", 2))
        for row, (key, name, kecamatan) in enumerate(list(VILLAGES.values())[:count])
    ]
    columns = [
        "source",
        "role",
        "row",
        "key",
        "code",
        "name",
        "kecamatan",
        "kecamatan_code",
        "kabupaten",
        "type",
        "area_m2",
        "geometry",
    ]
    return gpd.GeoDataFrame(rows, columns=columns, crs=CRS)


def make_matches() -> pd.DataFrame:
    """A sure match by code, and an ambiguous one by name."""
    return pd.DataFrame(
        {
            "source": ["survey", "survey"],
            "row": [0, 1],
            "name": [XSS, FORMULA],
            "kecamatan": ["Kisaran Barat", "Kisaran Barat"],
            "code": ["12.09.01.2001", "12.09.01.2002"],
            "method": ["code", "name+overlap"],
            "score": [1.0, 0.71239],
            "evidence": [message("same code"), message("names {share}", share="71%")],
            "ambiguous": [False, True],
            "outside": [False, False],
        }
    )


def with_allowed(analysis: Analysis) -> Analysis:
    """The same analysis, the sliver allowed, the gap once allowed but grown, and an idle entry."""
    findings = analysis.findings
    sliver = findings["id"] == "TT-AAAA0002"
    nan = float("nan")
    day = datetime.date(2026, 1, 31)
    entries = pd.DataFrame(
        [
            ("TT-AAAA0002", XSS, "Camat", day, None, 120.0, "allowed", ("TT-AAAA0002",), 100.0),
            ("CL-AAAA0004", "river", "Camat", None, day, 500.0, "grown", ("CL-AAAA0004",), 2000.0),
            ("TT-GONE0001", "", "", None, None, nan, "unused", (), 0.0),
        ],
        columns=list(ENTRY_COLUMNS),
    )
    given = {name: [entries[name].iloc[0]] for name in GIVEN}
    return replace(
        analysis,
        findings=findings[~sliver].reset_index(drop=True),
        allowed=Allowed(findings[sliver].reset_index(drop=True).assign(**given), entries),
    )


def without_findings(analysis: Analysis) -> Analysis:
    """The same analysis with nothing found and nothing to say."""
    return replace(
        analysis,
        findings=analysis.findings.iloc[:0],
        pairs=analysis.pairs.iloc[:0],
        matches=analysis.matches.iloc[:0],
        set_aside=analysis.set_aside.iloc[:0],
        repairs=analysis.repairs.iloc[:0],
        notices=(),
    )
