"""Land that no village owns in a mosaic, and what it is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.domain.claims import SourceClaims
from boundaries.domain.owners import Owners, narrow_faces, owners_of
from boundaries.domain.parameters import Parameters
from boundaries.geometry.cycles import OUTSIDE
from boundaries.geometry.metrics import ellipsoidal_areas, mean_widths
from boundaries.geometry.mosaic import Mosaic, face_groups, merge_faces

Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]

OUTER, ENCLAVE, GAP, OVERLAP = range(4)
BEYOND = ("outside", "enclave", "gap", "overlap")
"""The kinds of land that no village owns, in the order of their numbers."""


def open_land(mosaic: Mosaic, owners: Owners, parameters: Parameters, crs: CRS) -> Indices:
    """For each face of nobody the number of its kind in `BEYOND`, -1 for owned ones.

    Land that several villages claim is "overlap". Land without claim is "outside" where it opens to
    the outside; where it is enclosed it is "gap" when two or more villages own land beside it and
    its mean width or its area is at most what `parameters` allow a gap to be, else "enclave" (of
    another kabupaten, or water; to be confirmed). `crs` is that of the mosaic, in metres.
    """
    nobody = owners.of_face < 0
    kind = np.full(len(mosaic.faces), -1, dtype=np.int64)
    kind[nobody & owners.contested] = OVERLAP
    unclaimed = nobody & ~owners.contested
    groups = face_groups(np.where(unclaimed, 0, -1), mosaic)
    count = groups.max(initial=-1) + 1
    is_open = np.zeros(count, dtype=bool)
    rim = mosaic.border_right[mosaic.border_left == OUTSIDE]
    is_open[groups[rim[unclaimed[rim]]]] = True
    enclosed = np.append(~is_open, False)[groups]
    of_group = np.where(is_open, OUTER, ENCLAVE)
    if enclosed.any():
        numbers = np.unique(groups[enclosed])
        patches = merge_faces(
            mosaic.faces, np.where(enclosed, np.searchsorted(numbers, groups), -1)
        )
        small = ellipsoidal_areas(patches, crs) <= parameters.gap_area_m2
        narrow = mean_widths(patches) <= parameters.gap_width_m
        between = _neighbours(mosaic, owners, groups, count)[numbers] >= 2
        of_group[numbers[between & (small | narrow)]] = GAP
    kind[unclaimed] = of_group[groups[unclaimed]]
    return kind


def owners_of_all(
    mosaic: Mosaic, source: SourceClaims, parameters: Parameters, crs: CRS, *, scope: str
) -> tuple[Owners, Mask]:
    """The owners of a source by whom the segments between its villages are whole.

    Overlaps and gaps too narrow to be a claim are closed for drawing. Wider ones are land that a
    line has to part; so that a segment runs through them from junction to junction, each counts
    with the village that has the longest border with it (`boundaries.domain.owners.owners_of`),
    and the mask marks its faces: they are nobody's until somebody decides. Enclaves and what lies
    outside stay nobody's. `scope` is the role of the source.
    """
    narrow = narrow_faces(mosaic, source, parameters, scope=scope)
    kind = open_land(mosaic, owners_of(mosaic, source, resolve=narrow), parameters, crs)
    between = np.isin(kind, (GAP, OVERLAP))
    owners = owners_of(mosaic, source, resolve=narrow | between)
    return owners, between & (owners.of_face >= 0)


def _neighbours(mosaic: Mosaic, owners: Owners, groups: Indices, count: int) -> Indices:
    """How many villages own land beside each of `count` groups of faces."""
    inner = mosaic.border_left != OUTSIDE
    sides = mosaic.border_left[inner], mosaic.border_right[inner]
    face, beside = np.concatenate(sides), np.concatenate(sides[::-1])
    meets = (groups[face] >= 0) & (owners.of_face[beside] >= 0)
    pairs = np.unique(np.column_stack((groups[face[meets]], owners.of_face[beside[meets]])), axis=0)
    return np.bincount(pairs[:, 0], minlength=count)
