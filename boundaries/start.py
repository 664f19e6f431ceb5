"""The beginning of the program `tapal`."""

from __future__ import annotations

import gc
from pkgutil import resolve_name

RARELY = 50_000, 20, 50
"""Thresholds of the collector: at its own, a fifth of the start goes into looking for garbage."""


def main() -> None:
    """Load and run the command line."""
    gc.set_threshold(*RARELY)
    resolve_name("boundaries.cli:main")()
