"""What was asked of the server and how long it took, counted by many threads at once."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import numpy as np

HEADINGS = ("request", "count", "p50 ms", "p95 ms", "max ms", "conflicts", "refused")
CONFLICT = 409
REFUSED = (403, 422)
"""What the rules do not allow, with the reason on the page."""

Act = tuple[str, str, str]
"""Who did what (an action of the log) to what (the id of a segment or an account)."""


@dataclass
class Tally:
    """Times in milliseconds by kind of request, what was acknowledged, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    conflicts: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    done: Counter[Act] = field(default_factory=Counter)
    comments: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, seconds: float, status: int) -> None:
        """Count an answer; whether its status is right is for the caller to say."""
        with self._lock:
            self.times[kind].append(seconds * 1000)
            self.conflicts[kind] += status == CONFLICT
            self.refused[kind] += status in REFUSED

    def refuse(self, reason: str) -> None:
        """Note why something was refused."""
        with self._lock:
            self.reasons[reason] += 1

    def fault(self, text: str) -> None:
        """Note an answer that is wrong, or none."""
        with self._lock:
            self.faults[text] += 1

    def acknowledge(self, act: Act, comment: str = "") -> None:
        """Note that the server said that something was done."""
        with self._lock:
            self.done[act] += 1
            if comment:
                self.comments.append(comment)

    def markdown(self) -> str:
        """A table with a row for each kind of request, and one for all of them."""
        rows = [self._cells(kind, times, [kind]) for kind, times in sorted(self.times.items())]
        every = [one for times in self.times.values() for one in times]
        rows.append(self._cells("all", every, list(self.times)))
        rule = ["---", *["---:"] * (len(HEADINGS) - 1)]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in [HEADINGS, rule, *rows])

    def _cells(self, name: str, times: list[float], kinds: list[str]) -> list[str]:
        middle, high, most = np.percentile(times or [0.0], [50, 95, 100])
        counts = [
            sum(counter[kind] for kind in kinds) for counter in (self.conflicts, self.refused)
        ]
        return [name, *(f"{value:,.0f}" for value in (len(times), middle, high, most, *counts))]
