"""One finding seen closely: its patch, the line of each party, and the land on either side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from flask_babel import gettext
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from boundaries.domain.analysis import Analysis, InputRecord
from web.geodata import collection, feature, rounded

PARTY_LETTERS = "ab"
OTHER_PARTY = "c"
LEAST_MARGIN_M = 80.0
MARGIN_SHARE = 1.2
TOUCH_M = 0.02
THIN_SHARE = 0.03
NEARNESS = (0.4, MARGIN_SHARE, 0.0)
ANCHOR_SHARES = (0.5, 0.35, 0.65, 0.2, 0.8)
STRETCH = 0.2
DIGITS = 8

Points = NDArray[np.float64]


@dataclass(frozen=True)
class _Land:
    """What belongs to a party near the patch, and places for its name, the best first."""

    role: str
    label: str
    name: str
    geometry: BaseGeometry
    places: Points


@dataclass(frozen=True)
class _Line:
    """The outline of a party, or of the reference, near the patch; `bounding` is its part there."""

    role: str
    label: str
    geometry: BaseGeometry
    bounding: BaseGeometry
    shared: bool = False


def party_letter(place: int) -> str:
    """The letter by which the party at `place` is drawn."""
    return PARTY_LETTERS[place] if place < len(PARTY_LETTERS) else OTHER_PARTY


def village_title(name: str, village_type: str) -> str:
    """A village as people call it: "Desa Sidomulyo", "Kelurahan Teladan"."""
    if village_type == "kelurahan":
        return str(gettext("Kelurahan %(name)s", name=name))
    if village_type == "desa":
        return str(gettext("Desa %(name)s", name=name))
    return name


def village_titles(analysis: Analysis, finding: pd.Series) -> dict[str, str]:
    """What the parties of a finding are called, by key; any source may say desa or kelurahan."""
    villages = analysis.villages
    types = villages[villages["type"] != ""].drop_duplicates("key").set_index("key")["type"]
    return {
        key: village_title(name, types.get(key, ""))
        for key, name in zip(finding["villages"], finding["names"], strict=True)
    }


def source_title(record: InputRecord) -> str:
    """A source with what a reader must know of it: the reference is indicative."""
    if record.role != "reference":
        return record.source
    if record.edition:
        return str(
            gettext(
                "%(source)s, indicative, edition %(edition)s",
                source=record.source,
                edition=record.edition,
            )
        )
    return str(gettext("%(source)s, indicative", source=record.source))


def close_up(analysis: Analysis, finding: pd.Series) -> bytes:
    """GeoJSON of a finding in full detail; each feature has a `role`.

    "patch": `kind`, `class`, and `thin` when it would hide under its lines. "land-a", "land-b",
    "land-c": a party's land, with `name`, `label` and `places` for the label. "line-reference",
    "line-a", "line-b", "line-c": with `label`, `shared` when the label names several parties, and
    `anchors`, places along the patch: three positions before, at and after the place, and 1 or -1
    for the side of the patch (left or right of that direction).
    """
    patch = finding["geometry"]
    to_lonlat = Transformer.from_crs(analysis.villages.crs, 4326, always_xy=True)

    def text(geometry: BaseGeometry) -> str:
        moved = shapely.transform(geometry, to_lonlat.transform, interleaved=False)
        return str(shapely.to_geojson(rounded(moved, DIGITS)))

    def degrees(points: Points) -> list[list[float]]:
        moved = np.column_stack(to_lonlat.transform(points[:, 0], points[:, 1]))
        return [[float(x), float(y)] for x, y in np.round(moved, DIGITS)]

    features = []
    villages = analysis.villages[analysis.villages["key"].isin(finding["villages"])]
    titles = village_titles(analysis, finding)
    for land in _lands(villages, finding, titles):
        places = degrees(land.places)
        features.append(
            feature(
                text(land.geometry),
                {"role": land.role, "label": land.label, "name": land.name, "places": places},
            )
        )
    thin = finding["max_width_m"] < THIN_SHARE * shapely.length(shapely.boundary(patch)) / 2
    features.append(
        feature(
            text(patch),
            {
                "role": "patch",
                "kind": finding["kind"],
                "class": finding["class"],
                "thin": bool(thin),
            },
        )
    )
    for line in _lines(analysis, villages, finding, titles):
        anchors = [[*degrees(points), side] for points, side in _anchors(line.bounding, patch)]
        features.append(
            feature(
                text(line.geometry),
                {
                    "role": line.role,
                    "label": line.label,
                    "shared": line.shared,
                    "anchors": anchors if line.label else [],
                },
            )
        )
    west, south, east, north = patch.bounds
    corners = degrees(np.array([[west, south], [east, north]]))
    return collection(features, id=finding["id"], bounds=corners)


def _around(patch: BaseGeometry, share: float = MARGIN_SHARE) -> tuple[float, float, float, float]:
    west, south, east, north = patch.bounds
    margin = max(LEAST_MARGIN_M * (share + 0.1), share * max(east - west, north - south))
    return west - margin, south - margin, east + margin, north + margin


def _lands(
    villages: gpd.GeoDataFrame, finding: pd.Series, titles: dict[str, str]
) -> Iterator[_Land]:
    """The land of each party near the patch, by a local source where there is one."""
    patch = finding["geometry"]
    order = villages["role"].map({"local": 0, "layer": 1, "reference": 2})
    first = villages.assign(order=order).sort_values(["order", "row"]).drop_duplicates("key")
    shapes = first.set_index("key").geometry
    for place, (key, name) in enumerate(zip(finding["villages"], finding["names"], strict=True)):
        if key not in shapes.index:
            continue
        cut = shapely.clip_by_rect(shapes[key], *_around(patch, 3 * MARGIN_SHARE))
        land = shapely.difference(cut, patch)
        if shapely.is_empty(land):
            continue
        near = [shapely.clip_by_rect(land, *_around(patch, share)) for share in NEARNESS]
        places = shapely.get_coordinates(shapely.point_on_surface(near))
        yield _Land(f"land-{party_letter(place)}", titles[key], name, land, places)


def _lines(
    analysis: Analysis,
    villages: gpd.GeoDataFrame,
    finding: pd.Series,
    titles: dict[str, str],
) -> Iterator[_Line]:
    """The reference's line first, then the line of each party in each other source.

    Where two parties share the line that bounds the patch, one label names both.
    """
    patch = finding["geometry"]
    box = _around(patch)
    alone = sum(record.role != "reference" for record in analysis.inputs) != 1
    for record in analysis.inputs:
        rows = villages[villages["source"] == record.source]
        cut = shapely.clip_by_rect(shapely.boundary(rows.geometry.to_numpy()), *box)
        seen = ~shapely.is_empty(cut)
        lines, keys = cut[seen], rows["key"].to_numpy()[seen]
        if not len(lines):
            continue
        if record.role == "reference":
            line = shapely.line_merge(shapely.union_all(lines))
            yield _Line("line-reference", source_title(record), line, _bounding(line, patch))
            continue
        bounding = [_bounding(line, patch) for line in lines]
        for place, (line, key) in enumerate(zip(lines, keys, strict=True)):
            alike = [
                other
                for other, part in zip(keys, bounding, strict=True)
                if shapely.hausdorff_distance(part, bounding[place]) < TOUCH_M
            ]
            named = alike if key == alike[0] else []
            letter = party_letter(finding["villages"].index(key))
            label = line_title([titles[key] for key in named], record, alone=alone)
            yield _Line(f"line-{letter}", label, line, bounding[place], shared=len(alike) > 1)


def _bounding(line: BaseGeometry, patch: BaseGeometry) -> BaseGeometry:
    """The longest part of `line` that bounds the patch, or the line where it touches nowhere."""
    shared = shapely.intersection(line, shapely.buffer(patch, TOUCH_M))
    parts = shapely.get_parts(shapely.line_merge(shared) if shared.length else line)
    parts = parts[shapely.get_type_id(parts) == 1]
    return parts[int(np.argmax(shapely.length(parts)))]


def line_title(villages: list[str], record: InputRecord, *, alone: bool) -> str:
    """Whose line it is: "menurut Desa Sidomulyo (survei)"; "" for nobody's.

    `alone`: the village says enough, as where each has a file of its own.
    """
    if not villages:
        return ""
    names = gettext(" and ").join(villages)
    if alone:
        return str(gettext("according to %(village)s", village=names))
    return str(
        gettext("according to %(village)s (%(source)s)", village=names, source=record.source)
    )


def _anchors(line: BaseGeometry, patch: BaseGeometry) -> list[tuple[Points, int]]:
    """Places for a label along `line`, where it is straightest first.

    Each is three positions, before, at and after the place, pushed out of the patch beyond the
    bends of the line, and the side of the patch: 1 left of that direction, -1 right.
    """
    found = []
    for share in ANCHOR_SHARES:
        stretch = substring(
            line, max(0.0, share - STRETCH), min(1.0, share + STRETCH), normalized=True
        )
        points = shapely.get_coordinates(stretch)
        along = points[-1] - points[0]
        length = float(np.hypot(*along))
        if not length:
            continue
        normal = np.array([-along[1], along[0]]) / length
        middle = shapely.get_coordinates(stretch.interpolate(0.5, normalized=True))[0]
        step = normal * min(1.0, length)
        left, right = shapely.distance(shapely.points([middle + step, middle - step]), patch)
        side = 1 if left < right else -1
        bends = (points - points[0]) @ normal * -side
        base = points[0] - normal * side * max(0.0, float(bends.max()))
        places = base + np.outer([0.25, 0.5, 0.75], along)
        found.append((round(float(np.ptp(bends)) / length, 1), places, side))
    return [(places, side) for _, places, side in sorted(found, key=lambda anchor: anchor[0])]
