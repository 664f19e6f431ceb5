from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.bench.process import RunError, run

FILL = "x = b'1' * (80 * 2**20); import time; time.sleep({seconds})"


def test_time_and_memory_are_those_of_the_process(tmp_path: Path) -> None:
    burden = bytearray(300 * 2**20)  # must not count as memory of the process
    usage = run([sys.executable, "-S", "-c", FILL.format(seconds=0.3)], tmp_path, timeout_s=60)
    assert usage.seconds >= 0.3
    assert 0 < usage.cpu_seconds < usage.seconds
    assert 80 < usage.process_mib < 150
    assert len(burden) > usage.process_mib * 2**20


@pytest.mark.skipif(sys.platform != "linux", reason="children are seen on Linux only")
def test_children_count(tmp_path: Path) -> None:
    child = [sys.executable, "-S", "-c", FILL.format(seconds=0.8)]
    parent = f"import subprocess; both = [subprocess.Popen({child}) for _ in range(2)]; "
    parent += "[each.wait() for each in both]"
    usage = run([sys.executable, "-S", "-c", parent], tmp_path, timeout_s=60)
    assert 80 < usage.process_mib < 150
    assert usage.tree_mib > 160


@pytest.mark.skipif(sys.platform != "linux", reason="children are seen on Linux only")
def test_what_a_copy_of_a_process_shares_counts_once(tmp_path: Path) -> None:
    copied = "import os; x = b'1' * (80 * 2**20); import time; os.fork(); time.sleep(0.8)"
    usage = run([sys.executable, "-S", "-c", copied], tmp_path, timeout_s=60)
    assert 80 < usage.tree_mib < 150


def test_failure_gives_code_and_last_words(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"failed with code 3: \.\.\. too bad"):
        run([sys.executable, "-c", "print('too bad'); raise SystemExit(3)"], tmp_path, timeout_s=60)


def test_process_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"stopped after 0.3 s"):
        run([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, timeout_s=0.3)
