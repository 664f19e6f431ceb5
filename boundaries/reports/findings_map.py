"""Maps of findings for a page: an interactive one (Folium on Leaflet) and a small drawn one.

The interactive map is made of parts (markup and script) that a page with its own head puts
together. Names never enter markup: the script hands them to the page, which sets them as text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import folium
import geopandas as gpd
import numpy as np
import shapely
from branca.element import Figure
from folium.utilities import JsCode
from numpy.typing import NDArray

from boundaries.domain.analysis import Analysis
from boundaries.domain.finding import KINDS, by_severity
from boundaries.messages import Gettext
from boundaries.reports.labels import claims_text, parties
from boundaries.reports.numbers import Numbers
from boundaries.reports.qgis_style import source_colours
from boundaries.reports.summary import roles_of
from boundaries.reports.tables import village_names

FINDINGS_LIMIT = 6000
FINDING_TOLERANCE_M = 0.5
VILLAGE_TOLERANCE_M = 2.0
VILLAGE_VERTICES = 50_000
"""With more vertices than this the outlines are simplified in proportion."""
DEGREE_DECIMALS = 6
OVERVIEW_WIDTH = 640
OVERVIEW_MOST_HEIGHT = 520
OVERVIEW_PATCHES = 600
RINGS = re.compile(r"\(([^()]+)\)")

Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class InteractiveMap:
    """Parts of a page: `html` for the body, `script` to run after Leaflet and the page's script.

    `drawn` are the ids of the findings on the map, `left_out` counts the others.
    """

    html: str
    script: str
    drawn: frozenset[str]
    left_out: int


@dataclass(frozen=True)
class Overview:
    """A drawing: SVG path data of village outlines and of (kind, patch), on `width` x `height`.

    `scale_m` metres, a round number, are `scale_width` long on it.
    """

    width: int
    height: int
    outlines: str
    patches: tuple[tuple[str, str], ...]
    scale_m: float
    scale_width: float


def interactive_map(
    analysis: Analysis, gettext: Gettext, numbers: Numbers, *, limit: int = FINDINGS_LIMIT
) -> InteractiveMap:
    """A Folium map without background: outlines of each source, and the findings.

    Outlines have the class `source-0`, `source-1` ..., a number for each role in the order of the
    inputs, so that those of a role can be hidden together. Overlaps are drawn last.
    Where there are more than `limit` findings, noise is left out first, then the smallest of the
    mildest class. The script expects the functions `tapalFindingStyle`, `tapalPoint`,
    `tapalFinding` and `tapalReady` of the page, and calls the last with the map, the outlines and
    the texts.
    """
    shown = _overlaps_last(most_severe(analysis.findings, limit))
    canvas = folium.Map(
        tiles=None,
        zoom_control=False,
        zoom_snap=0.25,
        attribution_control=False,
        max_zoom=22,
    )
    canvas._id = "report"
    layers = []
    vertices = shapely.get_num_coordinates(analysis.villages.geometry.to_numpy()).sum()
    tolerance = VILLAGE_TOLERANCE_M * max(1.0, vertices / VILLAGE_VERTICES)
    roles = roles_of(analysis)
    groups = list(dict.fromkeys(roles.values()))
    for source, colour in source_colours(roles).items():
        villages = analysis.villages[analysis.villages["source"] == source]
        group = groups.index(roles[source])
        layers.append(_outlines(villages, group, colour, roles[source], tolerance).add_to(canvas))
    texts, features = _finding_features(shown, analysis, gettext, numbers)
    layers.append(
        folium.GeoJson(
            features,
            style=JsCode("tapalFindingStyle"),
            on_each_feature=JsCode("tapalFinding"),
            point_to_layer=JsCode("tapalPoint"),
            smooth_factor=0.5,
        ).add_to(canvas)
    )
    for place, layer in enumerate(layers):
        layer._id = f"report_{place}"
    root = cast(Figure, canvas.get_root())
    root.render()
    ready = f"tapalReady({canvas.get_name()}, [{', '.join(x.get_name() for x in layers[:-1])}], "
    return InteractiveMap(
        html=root.html.render(),
        script=f"var tapalTexts = {_script_json(texts)};\n{root.script.render()}\n"
        f"{ready}{layers[-1].get_name()}, {_script_json(_lonlat_bounds(analysis.villages))});\n",
        drawn=frozenset(shown["id"]),
        left_out=len(analysis.findings) - len(shown),
    )


def most_severe(findings: gpd.GeoDataFrame, limit: int) -> gpd.GeoDataFrame:
    """At most `limit` findings; noise is left out first, then the smallest of the mildest."""
    if len(findings) <= limit:
        return findings
    return by_severity(findings[findings["class"] != "noise"]).head(limit)


def overview(analysis: Analysis) -> Overview:
    """The villages of the first source and the severe findings, drawn to fit half a page.

    North is up. Claims, doubts and enclaves only, the largest `OVERVIEW_PATCHES` of them, with
    overlaps on top.
    """
    first = analysis.inputs[0].source
    villages = analysis.villages[analysis.villages["source"] == first]
    west, south, east, north = villages.total_bounds
    scale = min(OVERVIEW_WIDTH / (east - west), OVERVIEW_MOST_HEIGHT / (north - south))

    def drawn(shapes: Shapes) -> list[str]:
        moved = shapely.transform(shapes, lambda points: (points - (west, north)) * (scale, -scale))
        return _paths(shapely.simplify(moved, 0.4))

    severe = analysis.findings[analysis.findings["class"].isin(["claim", "doubt", "enclave"])]
    severe = severe.sort_values(["area_m2", "id"], ascending=[False, True]).head(OVERVIEW_PATCHES)
    severe = _overlaps_last(severe)
    bar = _round_below((east - west) / 4)
    return Overview(
        width=round((east - west) * scale),
        height=round((north - south) * scale),
        outlines="".join(drawn(villages.geometry.to_numpy())),
        patches=tuple(zip(severe["kind"], drawn(severe.geometry.to_numpy()), strict=True)),
        scale_m=bar,
        scale_width=round(bar * scale, 1),
    )


def _overlaps_last(findings: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Findings in the order in which they are drawn: what comes last lies on top."""
    return findings.sort_values(
        "kind", key=lambda kinds: -kinds.map(KINDS.index).astype(int), kind="stable"
    )


def _round_below(length: float) -> float:
    """The greatest of 1, 2 and 5 times a power of ten that is at most `length`."""
    power = 10.0 ** np.floor(np.log10(length))
    return float(power * max(step for step in (1, 2, 5) if step * power <= length))


def _outlines(
    villages: gpd.GeoDataFrame, group: int, colour: str, role: str, tolerance: float
) -> folium.GeoJson:
    shapes = _simplified(villages, tolerance)
    points = shapely.point_on_surface(shapes)
    features = [
        {"type": "Feature", "geometry": geometry, "properties": {"n": name, "p": point}}
        for geometry, name, point in zip(
            _geometries(shapes),
            villages["name"],
            shapely.get_coordinates(points).round(DEGREE_DECIMALS)[:, ::-1].tolist(),
            strict=True,
        )
    ]
    style = {
        "color": colour,
        "weight": 2,
        "fill": False,
        "interactive": False,
        "dashArray": "2 4" if role == "reference" else None,
        "className": f"source-{group}",
    }
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style=JsCode(f"function () {{ return {json.dumps(style)}; }}"),
        interactive=False,
    )


def _finding_features(
    findings: gpd.GeoDataFrame, analysis: Analysis, gettext: Gettext, numbers: Numbers
) -> tuple[list[str], dict[str, object]]:
    """Texts that findings share, and the findings as GeoJSON that refers to them by number."""
    names = village_names(analysis)
    numbered: dict[str, int] = {}

    def number(text: str) -> int:
        return numbered.setdefault(text, len(numbered))

    features = [
        {
            "type": "Feature",
            "id": row["id"],
            "geometry": geometry,
            "properties": {
                "s": row["case"],
                "k": row["kind"],
                "c": row["class"],
                "n": number(parties(row["names"])),
                "t": number(claims_text(row["claims"], names, gettext)),
                "a": numbers.area(row["area_m2"]),
                "w": numbers.length(row["max_width_m"]),
                "p": [round(row["lat"], DEGREE_DECIMALS), round(row["lon"], DEGREE_DECIMALS)],
            },
        }
        for geometry, row in zip(
            _geometries(_simplified(findings, FINDING_TOLERANCE_M)),
            findings.drop(columns="geometry").to_dict("records"),
            strict=True,
        )
    ]
    return list(numbered), {"type": "FeatureCollection", "features": features}


def _simplified(frame: gpd.GeoDataFrame, tolerance: float) -> Shapes:
    """Outlines with fewer vertices, in degrees, rounded."""
    simple = gpd.GeoSeries(shapely.simplify(frame.geometry.to_numpy(), tolerance), crs=frame.crs)
    return np.asarray(
        shapely.transform(
            simple.to_crs("EPSG:4326").to_numpy(), lambda points: points.round(DEGREE_DECIMALS)
        )
    )


def _geometries(shapes: Shapes) -> list[object]:
    return [json.loads(text) for text in shapely.to_geojson(shapes).tolist()]


def _lonlat_bounds(villages: gpd.GeoDataFrame) -> list[list[float]]:
    west, south, east, north = villages.geometry.to_crs("EPSG:4326").total_bounds.tolist()
    return [[south, west], [north, east]]


def _paths(shapes: Shapes) -> list[str]:
    """SVG path data of each polygon."""
    return [
        "".join(f"M{ring.replace(', ', 'L')}Z" for ring in RINGS.findall(text))
        for text in shapely.to_wkt(shapes, rounding_precision=1).tolist()
    ]


def _script_json(value: Sequence[object]) -> str:
    """JSON that can stand in a script element whatever the texts hold."""
    return json.dumps(value).replace("<", "\\u003c").replace("&", "\\u0026")
