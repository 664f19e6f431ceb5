"""Who owns each face of a mosaic, for drawing and counting segments; never a decision."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boundaries.domain.accuracy import WITHIN, classify, limits
from boundaries.domain.claims import SourceClaims
from boundaries.domain.parameters import Parameters
from boundaries.geometry.arcs import NOBODY
from boundaries.geometry.cycles import OUTSIDE
from boundaries.geometry.metrics import greatest_widths, mean_widths
from boundaries.geometry.mosaic import Mosaic, face_groups, merge_faces

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Owners:
    """One owner, or nobody, for every face of a mosaic.

    `of_face` holds numbers of villages in `keys`, `NOBODY` (-1) for none; `keys` are village keys
    sorted as text; `contested` marks the faces that several villages claim.
    """

    of_face: Indices
    keys: tuple[str, ...]
    contested: Mask


def owners_of(mosaic: Mosaic, source: SourceClaims, *, resolve: Mask | None = None) -> Owners:
    """The one claimant of each face according to the source.

    Faces with several claims or none belong to nobody, which breaks the line between two neighbours
    wherever their outlines differ by a hair. Faces chosen by `resolve` are given away so that the
    line is continuous, in patches of the same claims, so that lines of other sources in the mosaic
    play no part: a patch with several claims to the claimant whose land it shares the longest
    border with, a patch without claim to such a neighbour; patches in the middle follow their
    neighbours, equal borders go to the smaller key, and land whose claimants own nothing beside it
    goes to the smallest key among them. This is for drawing and counting segments only: it decides
    nothing about the land.
    """
    keys = tuple(sorted(source.labels))
    number = {key: place for place, key in enumerate(keys)}
    single = np.array(
        [number[members[0]] if len(members) == 1 else NOBODY for members in source.sets]
    )
    owner = single[source.set_of_face].astype(np.int64)
    several = np.array([len(claimants) > 1 for claimants in source.sets], dtype=bool)
    contested = several[source.set_of_face]
    if resolve is None or not resolve.any():
        return Owners(owner, keys, contested)
    members = [[number[key] for key in claimants] for claimants in source.sets]
    smallest = np.array([min(claimants, default=NOBODY) for claimants in members])
    patch = face_groups(np.where(resolve & (owner == NOBODY), source.set_of_face, -1), mosaic)
    _, first = np.unique(patch[patch >= 0], return_index=True)
    claims = source.set_of_face[patch >= 0][first]
    taken = np.full(len(claims) + 1, NOBODY, dtype=np.int64)
    waiting = np.ones(len(claims), dtype=bool)
    while waiting.any():
        found, taker = _longest_neighbours(mosaic, owner, patch, claims, members)
        if not len(found):
            found = np.flatnonzero(waiting & (claims > 0))
            taker = smallest[claims[found]]
        if not len(found):
            break
        taken[found] = taker
        waiting[found] = False
        owner = np.where(patch >= 0, taken[patch], owner)
    return Owners(owner, keys, contested)


def narrow_faces(
    mosaic: Mosaic, source: SourceClaims, parameters: Parameters, *, scope: str = WITHIN
) -> Mask:
    """The faces of overlaps and gaps too narrow to be a claim (noise, sliver or doubt).

    `scope` is the role of the source, see `boundaries.domain.accuracy.Accuracy.limits`.

    Faces are judged in patches of the same claims, as findings are. Land without claim that opens
    to the outside is not narrow.
    """
    several = np.array([len(members) != 1 for members in source.sets])
    groups = face_groups(np.where(several[source.set_of_face], source.set_of_face, -1), mosaic)
    patches = merge_faces(mosaic.faces, groups)
    limit = limits(parameters, scope)
    classes = classify(mean_widths(patches), greatest_widths(patches), limit)
    narrow = np.append(classes != "claim", False)
    rim = mosaic.border_right[mosaic.border_left == OUTSIDE]
    narrow[groups[rim][~source.claimed()[rim]]] = False
    narrow[-1] = False
    return np.asarray(narrow[groups])


def _longest_neighbours(
    mosaic: Mosaic,
    owner: Indices,
    patch: Indices,
    claims: Indices,
    members: list[list[int]],
) -> tuple[Indices, Indices]:
    """Patches of nobody beside land of an owner who may take them, and the one with most border.

    Only `members` of a patch's claim set may take it; anybody may take one without claim (set 0).
    """
    inner = mosaic.border_left != OUTSIDE
    left, right = mosaic.border_left[inner], mosaic.border_right[inner]
    face, other = np.concatenate((left, right)), np.concatenate((right, left))
    length = np.tile(mosaic.border_length[inner], 2)
    beside = (patch[face] >= 0) & (owner[face] == NOBODY) & (owner[other] != NOBODY)
    place, taker, length = patch[face[beside]], owner[other[beside]], length[beside]
    count = np.int64(1 + max((key for keys in members for key in keys), default=0))
    allowed = [number * count + key for number, keys in enumerate(members) for key in keys]
    claimed = claims[place]
    may = (claimed == 0) | np.isin(claimed * count + taker, allowed)
    return greatest_partners(place[may], taker[may], length[may])


def greatest_partners(
    items: Indices, partners: Indices, weights: Floats
) -> tuple[Indices, Indices]:
    """Each distinct item with the partner of the greatest total weight, the smallest among equals.

    The parallel arrays hold one entry per contribution; the numbers are not negative.
    """
    count = np.int64(partners.max(initial=0) + 1)
    pairs, inverse = np.unique(items * count + partners, return_inverse=True)
    item, partner = pairs // count, pairs % count
    total = np.bincount(inverse, weights=weights, minlength=len(pairs))
    order = np.lexsort((partner, -total, item))
    found, first = np.unique(item[order], return_index=True)
    return found, partner[order][first]
