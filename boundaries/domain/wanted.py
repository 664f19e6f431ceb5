"""What is looked for besides overlaps, gaps and mismatches."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wanted:
    """Searches that run only where they are asked for.

    `inlet_width_m`: land between villages that opens to the outside through a mouth narrower than
    this is listed; 0 looks for none. `unmatched`: vertices on a neighbour's side without a vertex
    there are listed.
    """

    inlet_width_m: float = 0.0
    unmatched: bool = False


NOTHING_MORE = Wanted()
