"""Land that two sources give to different villages, summed up by pair of neighbours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.domain.claims import SourceClaims
from boundaries.domain.owners import greatest_partners
from boundaries.geometry.cycles import OUTSIDE
from boundaries.geometry.metrics import ellipsoidal_areas
from boundaries.geometry.mosaic import Mosaic, face_groups


def disputed_land(
    mosaic: Mosaic, reference: SourceClaims, local: SourceClaims, crs: CRS
) -> dict[tuple[str, str], dict[str, float]]:
    """Square metres by pair of keys (a, b), a < b, and by what the two sources make of the land.

    "to_a": the reference gives it to b, and not to a, and the local source to a, or a survey of b
    leaves it towards an a without survey; "to_b": the other way round; "both": both claim it in the
    local source; "unclaimed": a survey leaves it towards a neighbour who was surveyed too. `crs` is
    that of the mosaic; areas are ellipsoidal. Pairs and kinds without land are absent.
    """
    kinds, kind = np.unique(
        np.column_stack((reference.set_of_face, local.set_of_face)), axis=0, return_inverse=True
    )
    kind = kind.reshape(-1)
    area_of_face = ellipsoidal_areas(mosaic.faces, crs)
    area = np.bincount(kind, weights=area_of_face, minlength=len(kinds))
    sums: dict[tuple[str, str], dict[str, float]] = {}

    def add(one: str, other: str, what: str, amount: float) -> None:
        found = sums.setdefault((min(one, other), max(one, other)), {})
        found[what] = found.get(what, 0.0) + amount

    for number, pair in enumerate(kinds):
        ours, theirs = reference.sets[pair[0]], local.sets[pair[1]]
        for taker in set(theirs) - set(ours):
            for owner in ours:
                add(taker, owner, "to_a" if taker < owner else "to_b", area[number])
        for place, one in enumerate(theirs):
            for other in theirs[place + 1 :]:
                add(one, other, "both", area[number])
    for leaver, other, amount in _left_land(mosaic, reference, local, area_of_face):
        if other in local.labels:
            add(leaver, other, "unclaimed", amount)
        else:
            add(leaver, other, "to_a" if other < leaver else "to_b", amount)
    return sums


def _left_land(
    mosaic: Mosaic, reference: SourceClaims, local: SourceClaims, area: NDArray[np.float64]
) -> list[tuple[str, str, float]]:
    """Land a survey leaves to nobody: its village, the neighbour in the reference, square metres.

    The neighbour of a patch is the one with whose land it has the longest border.
    """
    keys = sorted(reference.labels)
    number = {key: place for place, key in enumerate(keys)}
    single = np.array([number[s[0]] if len(s) == 1 else -1 for s in reference.sets])
    owner = single[reference.set_of_face]
    surveyed = np.array([key in local.labels for key in keys] + [False])
    left = surveyed[owner] & ~local.claimed()
    groups = face_groups(np.where(left, owner, -1), mosaic)
    inner = mosaic.border_left != OUTSIDE
    sides = mosaic.border_left[inner], mosaic.border_right[inner]
    face, beside = np.concatenate(sides), np.concatenate(sides[::-1])
    meets = (groups[face] >= 0) & (owner[beside] >= 0) & (owner[beside] != owner[face])
    group, neighbour = greatest_partners(
        groups[face][meets], owner[beside][meets], np.tile(mosaic.border_length[inner], 2)[meets]
    )
    total = np.bincount(groups[left], weights=area[left], minlength=groups.max(initial=-1) + 1)
    _, first = np.unique(groups[left], return_index=True)
    leaver = owner[left][first]
    return [
        (keys[leaver[place]], keys[other], float(total[place]))
        for place, other in zip(group, neighbour, strict=True)
    ]
