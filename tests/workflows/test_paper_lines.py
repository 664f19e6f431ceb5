"""The lines that papers are about."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from boundaries.domain.canonical import line_hash
from boundaries.domain.cartometric import SIMPUL
from boundaries.domain.paper import INDICATIVE, PROPOSED, SETTLED
from boundaries.store.database import Store
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.paper_lines import PaperLine, agreed_points, paper_line, points_along
from tests.workspace_fixture import A, B, agree, put_on_table, segment_of


def line_of(store: Store, segment: str) -> PaperLine:
    with Repository(store) as repository:
        return paper_line(repository, repository.get(Segment, segment))


def test_the_line_is_the_last_one_that_people_gave(file_workspace: Store) -> None:
    segment = segment_of(file_workspace, A, B)
    first = line_of(file_workspace, segment.id)
    assert first.origin == INDICATIVE
    proposal = put_on_table(file_workspace, segment.id, "midline")
    second = line_of(file_workspace, segment.id)
    assert (second.origin, second.hash) == (PROPOSED, proposal.hash)
    assert line_hash(second.line) == proposal.hash


@pytest.mark.parametrize("kind", ["a", "midline"])
def test_a_settled_line_runs_as_its_segment(file_workspace: Store, kind: str) -> None:
    agree(file_workspace, A, B, kind)
    segment = segment_of(file_workspace, A, B)
    settled = line_of(file_workspace, segment.id)
    assert settled.origin == SETTLED
    north = [
        np.diff(shapely.get_coordinates(line)[[0, -1], 1])[0] > 0
        for line in (settled.line, segment.geometry.geoms[0])
    ]
    assert north[0] == north[1]


def test_junctions_stand_at_the_ends_of_the_settled_line(file_workspace: Store) -> None:
    """By A's survey its border with B lies 100 m east of BIG's."""
    agree(file_workspace, A, B, "a")
    segment = segment_of(file_workspace, A, B)
    settled = line_of(file_workspace, segment.id)
    with Repository(file_workspace) as repository:
        found = points_along(repository, [settled])
        everywhere = agreed_points(repository)
    simpul = found.points[found.points["kind"] == SIMPUL]
    ends = shapely.multipoints(shapely.get_point(settled.line, [0, -1]))
    assert shapely.multipoints(simpul.geometry.to_numpy()).equals(ends)
    old = shapely.get_coordinates(segment.geometry)[:, 0].mean()
    assert simpul.geometry.x.to_numpy() - old == pytest.approx([100, 100], abs=0.01)
    assert segment.id in set(everywhere.courses["segment"])
    names = everywhere.of_segments([segment.id]).points["name"]
    assert set(names) == set(found.points["name"])
