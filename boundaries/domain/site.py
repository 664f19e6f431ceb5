"""One segment with the land around it: what a line for it is chosen and judged from.

Everything is in the working CRS, in metres. Columns of the frames of a `Site`:

`land`        the land of both villages and of those around them by the reference: `key`, `name`,
              `geometry` (Polygon or MultiPolygon); without overlaps. Land that the reference gives
              to nobody or to several counts with one of them, for drawing
              (`boundaries.domain.open_land.owners_of_all`)
`disputed`    land of one of the two by the reference that local sources give to another village,
              whichever, or that its own survey leaves, and land that the reference gives to nobody
              or to several: `owner` (key it counts with in `land`), `claims` (tuple of the keys
              that local sources give it to, may be empty), `open` (whether the reference gives it
              to nobody or to several), `segment` (id of the one segment that settles it,
              `boundaries.domain.segment_land`; "" for none), `geometry` (Polygon)
`candidates`  lines drawn for the two villages: `drawn_by` ("reference", "a" or "b"), `geometry`
              (LineString or MultiLineString)
`simpul`      junctions of the segments of both villages: `id`, `villages` (tuple of keys),
              `geometry` (Point)
`findings`    findings of which both villages are parties: `id`, `villages` (tuple of keys),
              `geometry` (Polygon or MultiPolygon)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.domain.claims import SourceClaims
from boundaries.domain.owners import Owners
from boundaries.domain.segment import Segments
from boundaries.domain.segment_land import by_segment
from boundaries.geometry.mosaic import Mosaic, merge_faces

Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]

NEAR_M = 100.0
"""Villages nearer than this to one of the two are around them."""


@dataclass(frozen=True)
class Site:
    """A segment between the villages `a` and `b`; frames with the columns named above.

    `line` is the reference line, `a` on its left, from the junction `start` to the junction `end`
    (ids; "" for a closed line that meets none).
    """

    segment: str
    a: str
    b: str
    start: str
    end: str
    line: shapely.LineString
    land: gpd.GeoDataFrame
    disputed: gpd.GeoDataFrame
    candidates: gpd.GeoDataFrame
    simpul: gpd.GeoDataFrame
    findings: gpd.GeoDataFrame

    def land_of(self, key: str) -> shapely.Geometry:
        """The land of a village by the reference."""
        return self.land.geometry.to_numpy()[(self.land["key"] == key).to_numpy()][0]

    @property
    def own_disputed(self) -> Mask:
        """The rows of `disputed` that this segment settles."""
        return np.asarray(self.disputed["segment"] == self.segment, dtype=bool)

    def name_of(self, key: str) -> str:
        """The name of a village in `land`."""
        return str(self.land["name"].to_numpy()[(self.land["key"] == key).to_numpy()][0])


@dataclass(frozen=True)
class Ground:
    """A whole area, from which the sites of its segments are cut.

    Attributes
    ----------
    land : the reference coverage, columns as `Site.land`
    disputed : disputed faces of all pairs, columns as `Site.disputed` without `segment`
    candidates : candidate lines of all pairs: `a`, `b`, `drawn_by`, `geometry`
    borders : segments and junctions of the reference; for the site of a segment all those of its
        two villages must be there
    findings : findings, columns as `Site.findings`
    surveyed : keys of the villages that the local sources contain
    """

    land: gpd.GeoDataFrame
    disputed: gpd.GeoDataFrame
    candidates: gpd.GeoDataFrame
    borders: Segments
    findings: gpd.GeoDataFrame
    surveyed: frozenset[str]


def ground_of(
    mosaic: Mosaic,
    owners: Owners,
    local: SourceClaims,
    borders: Segments,
    *,
    candidates: gpd.GeoDataFrame,
    findings: gpd.GeoDataFrame,
    names: Mapping[str, str],
    between: Mask | None = None,
) -> Ground:
    """The ground of a comparison; `owners` are those by the reference, `local` the other claims.

    `names` are those of the villages, by key; `between` marks faces that the reference gives to
    nobody or to several, although they have an owner for drawing.
    """
    crs = borders.lines.crs
    land = owned_land(mosaic, owners.of_face, owners.keys, crs)
    return Ground(
        land=land.assign(name=land["key"].map(dict(names))),
        disputed=disputed_table(mosaic, owners, local, between, crs),
        candidates=candidates,
        borders=borders,
        findings=findings,
        surveyed=frozenset(local.labels),
    )


def disputed_table(
    mosaic: Mosaic, owners: Owners, local: SourceClaims, between: Mask | None, crs: object
) -> gpd.GeoDataFrame:
    """The faces of `disputed_faces`, columns as `Site.disputed` without `segment`."""
    face, own, claims = disputed_faces(owners, local, between)
    is_open = np.zeros(len(face), dtype=bool) if between is None else between[face]
    return gpd.GeoDataFrame(
        {"owner": own, "claims": claims, "open": is_open}, geometry=mosaic.faces[face], crs=crs
    )


def owned_land(
    mosaic: Mosaic, owner: Indices, keys: tuple[str, ...], crs: object
) -> gpd.GeoDataFrame:
    """The faces put together by owner: `key` and `geometry`, one row per key that owns any.

    `owner` holds numbers of `keys` by face, negative ones for nobody.
    """
    found, number = np.unique(owner[owner >= 0], return_inverse=True)
    group = np.full(len(owner), -1, dtype=np.int64)
    group[owner >= 0] = number
    return gpd.GeoDataFrame(
        {"key": np.array(keys, dtype=object)[found]},
        geometry=merge_faces(mosaic.faces, group),
        crs=crs,
    )


def disputed_faces(
    owners: Owners, local: SourceClaims, between: Mask | None = None
) -> tuple[Indices, NDArray[np.object_], NDArray[np.object_]]:
    """The faces of a village that local sources give to another one, or its own survey leaves.

    And those marked by `between`, which the reference gives to nobody or to several. Numbers of the
    faces, the owner of each by the reference, and the local claims.
    """
    owner, sets = owners.of_face, local.set_of_face
    kinds, kind = np.unique(np.column_stack((owner, sets)), axis=0, return_inverse=True)
    meaning = [
        (owners.keys[number], local.sets[claims]) if number >= 0 else ("", ())
        for number, claims in kinds
    ]
    disputed = np.array(
        [key != "" and _differs(key, claims, local) for key, claims in meaning], dtype=bool
    )
    kind = kind.reshape(-1)
    chosen = disputed[kind] if between is None else disputed[kind] | between
    face = np.flatnonzero(chosen)
    own, claims = (np.empty(len(kinds), dtype=object) for _ in range(2))
    own[:], claims[:] = [key for key, _ in meaning], [claimants for _, claimants in meaning]
    return face, own[kind[face]], claims[kind[face]]


def _differs(key: str, claims: tuple[str, ...], local: SourceClaims) -> bool:
    left = key in local.labels and key not in claims
    return left or any(other != key for other in claims)


def site_of(ground: Ground, segment: str) -> Site:
    """The site of a segment between two villages, by its id; raises `KeyError` for none such."""
    lines = ground.borders.lines
    rows = lines[(lines["id"] == segment).to_numpy() & ~lines["outer"].to_numpy()]
    if not len(rows):
        raise KeyError(segment)
    row = rows.iloc[0]
    pair = {row["a"], row["b"]}
    simpul, table, findings = ground.borders.simpul, ground.candidates, ground.findings
    return Site(
        segment=segment,
        a=row["a"],
        b=row["b"],
        start=row["start"],
        end=row["end"],
        line=row["geometry"],
        land=_around(ground.land, pair),
        disputed=by_segment(ground.disputed[ground.disputed["owner"].isin(pair)], lines),
        candidates=table[((table["a"] == row["a"]) & (table["b"] == row["b"])).to_numpy()],
        simpul=simpul[_marked(bool(pair & set(keys)) for keys in simpul["villages"])],
        findings=findings[_marked(pair <= set(keys) for keys in findings["villages"])],
    )


def _around(land: gpd.GeoDataFrame, pair: set[str]) -> gpd.GeoDataFrame:
    shapes = land.geometry.to_numpy()
    own = shapes[land["key"].isin(pair).to_numpy()]
    tree = shapely.STRtree(shapes)
    near = np.unique(tree.query(own, predicate="dwithin", distance=NEAR_M)[1])
    return land.iloc[near].reset_index(drop=True)


def _marked(marks: Iterable[bool]) -> NDArray[np.bool_]:
    return np.fromiter(marks, dtype=bool)
