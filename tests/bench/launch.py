"""Run a command and print as JSON what it took.

    python -I -S launch.py TIMEOUT_S LOG COMMAND...

A program of its own, without libraries: the peak memory that the system notes of a process is never
less than the memory of the one that started it.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

PAUSE_S = 0.2


class Watch(threading.Thread):
    """Looks at a process and its children now and then, and kills them when time is up."""

    def __init__(self, pid: int, deadline: float) -> None:
        super().__init__(daemon=True)
        self.pid, self.deadline = pid, deadline
        self.peak_mib = 0.0
        self.late = False
        self._ended = threading.Event()

    def run(self) -> None:
        """Look until `stop` is called."""
        while not self._ended.wait(PAUSE_S):
            several = family(self.pid)[1:]
            measure = share_mib if several else resident_mib
            self.peak_mib = max(self.peak_mib, sum(map(measure, (self.pid, *several))))
            if time.perf_counter() > self.deadline and not self.late:
                self.late = True
                os.killpg(self.pid, signal.SIGKILL)

    def stop(self) -> None:
        """End the watch."""
        self._ended.set()
        self.join()


def family(pid: int) -> list[int]:
    """A process and all that descend from it; on other systems than Linux the process alone."""
    try:
        lists = [
            task.read_text(encoding="ascii").split()
            for task in Path(f"/proc/{pid}/task").glob("*/children")
        ]
    except OSError:
        return [pid]
    return [pid, *(one for names in lists for name in names for one in family(int(name)))]


def resident_mib(pid: int) -> float:
    """Resident memory of a process, 0 if it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * resource.getpagesize() / 2**20


def share_mib(pid: int) -> float:
    """Resident memory of a process, its share only of pages that it has in common with others."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 2**10


def main() -> None:
    """Run, watch, print."""
    timeout_s, log, command = float(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)
        watch = Watch(process.pid, start + timeout_s)
        watch.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except KeyboardInterrupt:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        seconds = time.perf_counter() - start
    watch.stop()
    process.returncode = os.waitstatus_to_exitcode(status)
    peak = usage.ru_maxrss / 1024
    taken = {
        "seconds": seconds,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "process_mib": peak,
        "tree_mib": max(peak, watch.peak_mib),
    }
    print(json.dumps({"usage": taken, "code": process.returncode, "late": watch.late}))


if __name__ == "__main__":
    main()
