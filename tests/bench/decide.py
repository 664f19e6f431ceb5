"""Decide segments of a workspace by the line halfway, and print as JSON what came of it.

    python -m tests.bench.decide WORKSPACE COUNT

Segments whose line cannot be made, or would leave a gap at a junction, are passed over.
"""

from __future__ import annotations

import json
import sys
import time

import shapely

from boundaries.domain.case import SETTLED
from boundaries.errors import ParameterError, RefusedError
from boundaries.store.database import Store, open_store
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of
from boundaries.workflows.grounds import agreed_of
from tests.workspace_fixture import put_on_table, sign

DIFFERENT = ("contested", "shifted")


def main() -> None:
    """Command line."""
    address, count = sys.argv[1], int(sys.argv[2])
    with open_store(address) as store:
        settled, refused, longest = 0, {}, 0.0
        for segment in different_ones(store):
            start = time.perf_counter()
            fault = decide(store, segment)
            if fault:
                refused[fault] = refused.get(fault, 0) + 1
                continue
            settled += 1
            longest = max(longest, time.perf_counter() - start)
            if settled == count:
                break
        with Repository(store) as repository:
            coverage = agreed_of(repository)
    shapes = coverage.geometry.to_numpy()
    print(
        json.dumps({
            "settled": settled, "refused": refused, "slowest_s": longest,
            "villages": len(shapes), "valid": bool(shapely.coverage_is_valid(shapes)),
        })
    )  # fmt: skip


def different_ones(store: Store) -> list[Segment]:
    """The segments between two villages on which lines differ, the longest first."""
    with Repository(store) as repository:
        segments = repository.find(Segment, current=True)
    disputed = [one for one in segments if one.village_b and one.verdict in DIFFERENT]
    return sorted(disputed, key=lambda one: (-one.length_m, one.id))


def decide(store: Store, segment: Segment) -> str:
    """Propose the line halfway, let both sides sign; the fault that kept it from that, or ""."""
    try:
        proposal = put_on_table(store, segment.id, "midline")
        case = sign(store, segment.id, proposal, segment.village_a)
        case = sign(store, segment.id, proposal, segment.village_b)
        for third in case.asked or ():
            case = sign(store, segment.id, proposal, third.village)
    except (ParameterError, RefusedError) as fault:
        return fault.code
    with Repository(store) as repository:
        [now] = repository.find(Segment, id=segment.id)
    return "" if case_of(now).state in SETTLED else "not-settled"


if __name__ == "__main__":
    main()
