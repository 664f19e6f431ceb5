"""One finding seen closely: its patch, the line of each party, and the land on either side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from flask_babel import gettext
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from boundaries.domain.analysis import Analysis
from web.geodata import collection, feature, rounded
from web.names import Names, listing

PARTY_LETTERS = "ab"
OTHER_PARTY = "c"
LEAST_MARGIN_M = 80.0
MARGIN_SHARE = 1.2
TOUCH_M = 0.02
THIN_SHARE = 0.03
NEAR_SHARE = 0.012
NEAR_WIDTH = 0.25
APART_SHARE = 0.02
POINT_M = 0.5
DIGITS = 8


@dataclass(frozen=True)
class _Land:
    """What belongs to a party near the patch."""

    role: str
    key: str
    label: str
    short: str
    geometry: BaseGeometry


@dataclass(frozen=True)
class _Line:
    """The outline of a party, or of the reference, near the patch; `bounding` is its part there."""

    role: str
    label: str
    geometry: BaseGeometry
    bounding: BaseGeometry
    shared: bool = False
    short: str = ""


@dataclass(frozen=True)
class _PartyLine:
    """The outline of a party in one source near the patch."""

    source: str
    key: str
    line: BaseGeometry
    bounding: BaseGeometry


def party_letter(place: int) -> str:
    """The letter by which the party at `place` is drawn."""
    return PARTY_LETTERS[place] if place < len(PARTY_LETTERS) else OTHER_PARTY


def close_up(analysis: Analysis, names: Names, finding: pd.Series) -> bytes:
    """GeoJSON of a finding in full detail; each feature has a `role`.

    "patch": `kind`, `class`, and `thin` when it would hide under its lines. "land-a", "land-b",
    "land-c": a party's land, with `key`, `label` and `short`. "line-reference", "line-a", "line-b",
    "line-c": with `label`, `short` where the label has no room, `shared` when the label names
    several parties, and `along`, the part beside the patch, to which the label belongs.
    """
    patch = _patch(finding)
    to_lonlat = Transformer.from_crs(analysis.villages.crs, 4326, always_xy=True)

    def text(geometry: BaseGeometry) -> str:
        moved = shapely.transform(geometry, to_lonlat.transform, interleaved=False)
        return str(shapely.to_geojson(rounded(moved, DIGITS)))

    villages = analysis.villages[analysis.villages["key"].isin(finding["villages"])]
    titles = names.villages(finding)
    features = [
        feature(
            text(land.geometry),
            {"role": land.role, "key": land.key, "label": land.label, "short": land.short},
        )
        for land in _lands(villages, finding, titles)
    ]
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
    features += [
        feature(
            text(line.geometry),
            {
                "role": line.role,
                "label": line.label,
                "short": line.short,
                "shared": line.shared,
                "along": json.loads(text(line.bounding)) if line.label else None,
            },
        )
        for line in _lines(analysis, names, villages, finding)
    ]
    west, south, east, north = patch.bounds
    corners = np.column_stack(to_lonlat.transform([west, east], [south, north]))
    return collection(features, id=finding["id"], bounds=np.round(corners, DIGITS).tolist())


def _around(patch: BaseGeometry, share: float = MARGIN_SHARE) -> tuple[float, float, float, float]:
    west, south, east, north = patch.bounds
    margin = max(LEAST_MARGIN_M * (share + 0.1), share * max(east - west, north - south))
    return west - margin, south - margin, east + margin, north + margin


def _lands(
    villages: gpd.GeoDataFrame, finding: pd.Series, titles: dict[str, str]
) -> Iterator[_Land]:
    """The land of each party near the patch, by a local source where there is one."""
    patch = _patch(finding)
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
        yield _Land(f"land-{party_letter(place)}", key, titles[key], name, land)


def _lines(
    analysis: Analysis, names: Names, villages: gpd.GeoDataFrame, finding: pd.Series
) -> Iterator[_Line]:
    """The reference's line first, then the line of each party in each other source.

    Lines of several parties that run together have one label, which names them all; the label of
    the reference lies where the reference runs alone.
    """
    patch = _patch(finding)
    box, near = _around(patch), _nearness(finding)
    parties: list[_PartyLine] = []
    reference = None
    for record in analysis.inputs:
        rows = villages[villages["source"] == record.source]
        cut = shapely.clip_by_rect(shapely.boundary(rows.geometry.to_numpy()), *box)
        seen = ~shapely.is_empty(cut)
        lines, keys = cut[seen], rows["key"].to_numpy()[seen]
        if record.role != "reference":
            parties += [
                _PartyLine(record.source, key, line, _bounding(line, patch, near))
                for line, key in zip(lines, keys, strict=True)
            ]
        elif len(lines):
            reference = record.source, shapely.line_merge(shapely.union_all(lines))
    if reference:
        source, line = reference
        others = shapely.union_all([party.line for party in parties])
        alone = shapely.difference(line, shapely.buffer(others, APART_SHARE * _extent(patch)))
        bounding = _bounding(alone if alone.length else line, patch, near)
        title = (names.title(source), names.short(source)) if alone.length else ("", "")
        yield _Line("line-reference", title[0], line, bounding, short=title[1])
    yield from _labelled(parties, names, finding)


def _labelled(parties: list[_PartyLine], names: Names, finding: pd.Series) -> Iterator[_Line]:
    """The lines of the parties; of those that run together the first has the label."""
    titles, near = names.villages(finding), _nearness(finding)
    done: set[int] = set()
    for place, party in enumerate(parties):
        alike = [
            other
            for other, line in enumerate(parties)
            if shapely.hausdorff_distance(line.bounding, party.bounding) < near
        ]
        named = [] if place in done else [other for other in alike if other not in done]
        done.update(named)
        yield _Line(
            f"line-{party_letter(finding['villages'].index(party.key))}",
            line_title([parties[other] for other in named], names, titles),
            party.line,
            party.bounding,
            shared=len(alike) > 1,
        )


def line_title(lines: list[_PartyLine], names: Names, titles: dict[str, str]) -> str:
    """Whose line it is: "menurut Desa Sidomulyo (survei)"; "" for nobody's.

    The village says enough where the source is its own survey.
    """
    if not lines:
        return ""
    villages = listing(dict.fromkeys(titles[line.key] for line in lines))
    sources = dict.fromkeys(line.source for line in lines if names.owner(line.source) is None)
    if not sources:
        return str(gettext("according to %(village)s", village=villages))
    return str(
        gettext("according to %(village)s (%(source)s)", village=villages, source=listing(sources))
    )


def _patch(finding: pd.Series) -> BaseGeometry:
    """The land of a finding; around one that is a point a piece that can be seen."""
    shape: BaseGeometry = finding["geometry"]
    return shapely.buffer(shape, POINT_M) if shape.geom_type == "Point" else shape


def _extent(patch: BaseGeometry) -> float:
    west, south, east, north = patch.bounds
    return float(max(east - west, north - south))


def _nearness(finding: pd.Series) -> float:
    """The distance, in metres, below which two lines look like one beside this patch."""
    shares = NEAR_SHARE * _extent(_patch(finding)), NEAR_WIDTH * finding["max_width_m"]
    return float(max(TOUCH_M, min(shares)))


def _bounding(line: BaseGeometry, patch: BaseGeometry, near: float) -> BaseGeometry:
    """The longest part of `line` that bounds the patch, or the line where it touches nowhere."""
    shared = shapely.intersection(line, shapely.buffer(patch, near))
    parts = shapely.get_parts(shapely.line_merge(shared if shared.length else line))
    parts = parts[shapely.get_type_id(parts) == 1]
    return parts[int(np.argmax(shapely.length(parts)))]
