"""The disputed land along one segment, and who gets it under a line of each kind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.domain.site import Site
from boundaries.geometry.arrays import distinct
from boundaries.geometry.border_path import BorderPath, border_path
from boundaries.geometry.components import components
from boundaries.geometry.equal_area import Halves, equal_halves, midway
from boundaries.geometry.metrics import ellipsoidal_areas
from boundaries.geometry.mosaic import Mosaic, build_mosaic, merge_faces
from boundaries.geometry.patch_sides import PatchSides, patch_sides

Geometries = NDArray[np.object_]
Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]

A, B, OTHERS = 0, 1, -1
LEAST_M2 = 1.0
"""Smaller patches are nothing to argue about; they stay as the reference has them."""
ON_LINE_M = 1e-3
"""Patches nearer to the reference line than this lie on the segment."""


@dataclass(frozen=True)
class Corridor:
    """The patches of disputed land that a line from junction to junction can part.

    Attributes
    ----------
    faces, owner : the land of both villages, edges shared, and whose it is by the reference (0 a,
        1 b)
    patch : number of the patch of each face, -1 for none
    row : for faces of patches the row of `Site.disputed`, -1 else
    polygons : the patches
    rest : the other patches along the segment, which no line parts
    sides : where they border on whose undisputed land
    """

    faces: Geometries
    owner: Indices
    patch: Indices
    row: Indices
    polygons: Geometries
    rest: Geometries
    sides: PatchSides


def corridor_of(site: Site) -> Corridor:
    """The corridor of a segment.

    Its patches are disputed land that this segment settles, and that the sources give to no other
    village than these two. Left out are those below `LEAST_M2`, that do not touch the
    reference line, that border on the undisputed land of one of the two only, or that a third
    village keeps from being parted between the junctions.
    """
    mosaic, owner, row = _labelled(site)
    pair = {site.a, site.b}
    alone = np.array([set(claims) <= pair for claims in site.disputed["claims"]], dtype=bool)
    patch = _patches(mosaic, np.append(alone & site.own_disputed, False)[row])
    patch = _kept(patch, _touching(mosaic.faces, patch, site.line))
    sides = patch_sides(mosaic.faces, owner, patch, _ends(site))
    both = np.bincount(sides.of, minlength=len(sides.through)) == 2
    large = shapely.area(merge_faces(mosaic.faces, patch)) >= LEAST_M2
    kept = both & ~sides.through & large
    rest = merge_faces(mosaic.faces, _kept(patch, ~kept))
    patch, chosen = _kept(patch, kept), kept[sides.of]
    number = np.cumsum(kept) - 1
    sides = PatchSides(
        number[sides.of[chosen]], sides.side[chosen], sides.lines[chosen], sides.through[kept]
    )
    inside = owner >= 0
    return Corridor(
        faces=mosaic.faces[inside],
        owner=owner[inside],
        patch=patch[inside],
        row=np.where(patch >= 0, row, -1)[inside],
        polygons=merge_faces(mosaic.faces, patch),
        rest=rest,
        sides=sides,
    )


def _labelled(site: Site) -> tuple[Mosaic, Indices, Indices]:
    """The mosaic of both villages and the disputed land, the owner and the row of each face."""
    outlines = np.array([site.land_of(site.a), site.land_of(site.b)], dtype=object)
    mosaic = build_mosaic(np.concatenate((outlines, site.disputed.geometry.to_numpy())))
    owner = np.full(len(mosaic.faces), OTHERS, dtype=np.int64)
    row = np.full(len(mosaic.faces), -1, dtype=np.int64)
    of_owner = mosaic.claim_polygon < len(outlines)
    owner[mosaic.claim_face[of_owner]] = mosaic.claim_polygon[of_owner]
    row[mosaic.claim_face[~of_owner]] = mosaic.claim_polygon[~of_owner] - len(outlines)
    row[owner == OTHERS] = -1
    return mosaic, owner, row


def _ends(site: Site) -> NDArray[np.float64]:
    points: NDArray[np.float64] = shapely.get_coordinates(site.line)
    return points[[0, -1]] if site.start else points[:0]


def _patches(mosaic: Mosaic, disputed: Mask) -> Indices:
    """The number of the edge-connected patch of each disputed face, -1 for the others."""
    inner = mosaic.border_left >= 0
    left, right = mosaic.border_left[inner], mosaic.border_right[inner]
    joined = disputed[left] & disputed[right]
    component = components(left[joined], right[joined], len(disputed))
    patch = np.full(len(disputed), -1, dtype=np.int64)
    patch[disputed] = distinct(component[disputed])[1]
    return patch


def _touching(faces: Geometries, patch: Indices, line: shapely.LineString) -> Mask:
    near = np.zeros(len(faces), dtype=bool)
    near[patch >= 0] = shapely.dwithin(faces[patch >= 0], line, ON_LINE_M)
    touching = np.zeros(int(patch.max(initial=-1)) + 1, dtype=bool)
    touching[patch[near]] = True
    return touching


def _kept(patch: Indices, kept: Mask) -> Indices:
    number = np.append(np.where(kept, np.cumsum(kept) - 1, -1), -1)
    return np.asarray(number[patch], dtype=np.int64)


def share_of_a(site: Site, corridor: Corridor, kind: str) -> Geometries:
    """The disputed land that village a gets; `kind` is "a" or "b", whose survey is followed."""
    face = np.flatnonzero(corridor.patch >= 0)
    claims = site.disputed["claims"].to_numpy()[corridor.row[face]]
    to_a = [site.a in keys if kind == "a" else site.b not in keys for keys in claims]
    chosen: Geometries = corridor.faces[face[np.array(to_a, dtype=bool)]]
    return chosen


def halves_of(site: Site, corridor: Corridor, kind: str) -> Halves:
    """The disputed land in two parts; `kind` is "midline" or "equal-area" (on the ellipsoid)."""
    sides, patches = corridor.sides, corridor.polygons
    if kind == "midline":
        return midway(patches, sides.of, sides.side, sides.lines)
    crs = CRS.from_user_input(site.land.crs)
    return equal_halves(
        patches, sides.of, sides.side, sides.lines, area=lambda land: ellipsoidal_areas(land, crs)
    )


def line_of_share(site: Site, corridor: Corridor, share: Geometries) -> BorderPath | None:
    """The line between the junctions that gives `share` of the corridor to village a.

    Parts of the land that the line cannot give to one of them without an enclave of the other go
    to the side they lie on. None where the two villages have no border left between the junctions.
    """
    opened = corridor.patch >= 0
    lands = [
        shapely.coverage_union_all(corridor.faces[chosen & (corridor.owner == owner)])
        for chosen in (~opened, opened)
        for owner in (A, B)
    ]
    mosaic = build_mosaic(np.array([*lands, *share], dtype=object))
    face, polygon = mosaic.claim_face, mosaic.claim_polygon
    owner = np.full(len(mosaic.faces), OTHERS, dtype=np.int64)
    kind = np.zeros(len(mosaic.faces), dtype=np.int64)
    for number, (to, of_kind) in enumerate(((A, 0), (B, 0), (B, 1), (B, 2))):
        here = face[polygon == number]
        owner[here], kind[here] = to, of_kind
    given = face[polygon >= len(lands)]
    owner[given[kind[given] > 0]] = A
    points = shapely.get_coordinates(site.line)
    ends = (points[0], points[-1]) if site.start else None
    return border_path(mosaic.faces, owner, kind, ends)
