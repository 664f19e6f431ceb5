"""The table of the work in a workspace, and what it needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import settling
from tests.bench.layers import AbsentError
from tests.bench.process import Usage

OUTCOME = {
    "settled": 2, "refused": {"nothing-disputed": 1}, "slowest_s": 0.5, "villages": 4,
    "valid": True,
}  # fmt: skip


def settled(**changed: object) -> settling.Settled:
    steps = (
        ("tapal init", Usage(1.0, 0.8, 100.0, 110.0)),
        ("tapal detect", Usage(2.0, 2.2, 300.0, 310.0)),
        ("50 decisions", Usage(9.0, 8.0, 200.0, 200.0)),
    )
    return settling.Settled(steps, OUTCOME | changed)


def test_commands_are_summed_decisions_apart() -> None:
    lines = settling.markdown(settled()).splitlines()
    assert lines[4:6] == [
        "| commands together | 3.0 | 3.0 | 310 |",
        "| 50 decisions | 9.0 | 8.0 | 200 |",
    ]
    assert lines[-1] == (
        "2 segments decided by the line halfway, the slowest in 0.50 s; passed over: "
        "nothing-disputed 1; the land of 4 villages agreed on is a valid coverage"
    )


def test_an_invalid_coverage_is_told() -> None:
    assert "is NOT a valid coverage" in settling.markdown(settled(valid=False))


def test_an_absent_layer_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(settling.REAL, "asahan", tmp_path / "big.geojson")
    with pytest.raises(AbsentError, match=r"big\.geojson, or leave it out: --workspace none"):
        settling.settle("asahan", timeout_s=1)
