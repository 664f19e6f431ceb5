"""Passwords hashed in no time, for tests that sign in often."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from argon2 import PasswordHasher

from boundaries.workflows import passwords


@contextmanager
def quick_passwords() -> Iterator[None]:
    """Hashing that costs next to nothing, but is otherwise the same."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", quick)
        yield
