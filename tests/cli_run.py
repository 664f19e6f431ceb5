"""`tapal` as a user calls it."""

from __future__ import annotations

from click.testing import CliRunner, Result

from boundaries.cli import main


def run(*words: object) -> Result:
    """What the command prints and its exit code."""
    return CliRunner().invoke(main, [str(word) for word in words])
