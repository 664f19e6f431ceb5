"""How far the lines of the sources lie apart along segments."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from boundaries.domain.proposal import CHOSEN
from boundaries.geometry.lines import farthest
from boundaries.store.models import Candidate, Segment
from boundaries.store.repository import Repository

REFERENCE = CHOSEN[0]


def source_offsets(
    repository: Repository, rows: Sequence[Segment], *, from_reference: bool
) -> dict[str, float]:
    """By segment the greatest distance between two lines of sources, metres; 0 for one line alone.

    Between the reference and any survey, or between any two lines. It is measured as the page of a
    segment does (`boundaries.geometry.lines.farthest`): from both lines, without what goes on where
    the other has ended.
    """
    detection = {row.id: row.detection_id for row in rows}
    drawn: dict[str, dict[str, object]] = {name: {} for name in detection}
    for line in repository.find(Candidate, segment_id=list(detection)):
        if line.detection_id == detection[line.segment_id]:
            drawn[line.segment_id][line.role] = line.geometry
    pairs = [
        (segment, lines[one], lines[other])
        for segment, lines in drawn.items()
        for one, other in combinations([name for name in CHOSEN if name in lines], 2)
        if one == REFERENCE or not from_reference
    ]
    found = dict.fromkeys(detection, 0.0)
    if pairs:
        segments, first, second = zip(*pairs, strict=True)
        apart = farthest(np.array(first, dtype=object), np.array(second, dtype=object))
        for segment, metres in zip(segments, apart.tolist(), strict=True):
            found[segment] = max(found[segment], metres)
    return found
