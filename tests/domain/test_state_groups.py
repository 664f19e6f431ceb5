"""States that are drawn alike."""

from __future__ import annotations

from boundaries.domain.case import State
from boundaries.domain.state_groups import GROUP_NAMES, GROUP_OF, GROUPS


def test_every_state_is_in_one_group_in_the_order_of_progress() -> None:
    assert [state for states in GROUPS.values() for state in states] == list(State)
    assert set(GROUP_OF) == set(State)
    assert list(GROUP_NAMES) == list(GROUPS)
