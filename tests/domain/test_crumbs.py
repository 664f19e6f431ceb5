"""Crumbs and hairs of land that were cut off from their village."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import box

from boundaries.domain.crumbs import without_crumbs
from boundaries.geometry.mosaic import build_mosaic

A, B = box(0, 0, 10, 10), box(10, 0, 20, 10)


def owners_after(piece: shapely.Geometry, *, others: list[shapely.Geometry], loose: bool) -> int:
    """Who has a piece of the first of the others after all; they are numbered 0, 1 ..."""
    mosaic = build_mosaic(np.array([*others, piece], dtype=object))
    owner = np.full(len(mosaic.faces), -1, dtype=np.int64)
    owner[mosaic.claim_face] = mosaic.claim_polygon
    here = owner == len(others)
    owner[here] = 0
    return int(without_crumbs(mosaic, owner, here & loose)[here][0])


@pytest.mark.parametrize(
    ("side", "loose", "owner"), [(0.5, True, 1), (1.5, True, 0), (0.5, False, 0)]
)
def test_a_small_piece_apart_from_its_village_goes_to_the_one_around_it(
    side: float, loose: bool, owner: int
) -> None:
    """A piece of a inside b.

    +---+-------+
    | a |  [a]b |
    +---+-------+
    """
    piece = box(15, 5, 15 + side, 5 + side)
    assert owners_after(piece, others=[A, B - piece], loose=loose) == owner


def test_a_small_piece_beside_its_village_stays() -> None:
    piece = box(10, 5, 10.5, 5.5)
    assert owners_after(piece, others=[A, B - piece], loose=True) == 0


def test_a_village_that_is_nothing_else_stays() -> None:
    mosaic = build_mosaic(np.array([box(0, 0, 0.5, 0.5), box(0.5, 0, 1, 0.5)], dtype=object))
    owner = np.arange(len(mosaic.faces))
    assert without_crumbs(mosaic, owner, owner >= 0).tolist() == owner.tolist()


def test_a_hair_along_a_border_goes_to_the_longest_neighbour() -> None:
    """a's hair between b and c, 0.02 mm wide, touches a at its western end.

    +--+--------------+
    |a |      c       |
    |  +--------------+ 10.00002
    |  |      b       | 10
    +--+--------------+
    """
    hair = box(10, 10, 20, 10.00002)
    others = [box(0, 0, 10, 20), box(10, 0, 20, 10), box(10, 10.00002, 20, 20)]
    assert owners_after(hair, others=others, loose=True) in (1, 2)
    wide = box(10, 10, 20, 10.0002)
    others = [box(0, 0, 10, 20), box(10, 0, 20, 10), box(10, 10.0002, 20, 20)]
    assert owners_after(wide, others=others, loose=True) == 0
