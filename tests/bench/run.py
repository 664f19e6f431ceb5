"""Time `tapal check` and its peers on the same layers, as whole processes that take turns.

    python -m tests.bench.run [--sizes sample,sumut,1000] [--kinds surveyed] [--runs 1]

docs/benchmarks.md says what is compared. Only ratios within one run mean something: seconds depend
on the machine and on what else it does.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tests.bench import settling
from tests.bench.contest import contest
from tests.bench.layers import AbsentError, get_layer, layers_named
from tests.bench.machine import describe_machine
from tests.bench.table import Result, document, growth, markdown
from tests.bench.tools import PEERS, Tool
from tests.bench.villages import KINDS

NO_WORKSPACE = "none"
SIZES = "sample,sumut,1000,10000"


def main() -> int:
    """Command line; 0 after the table is printed, 1 if there is no layer to time."""
    options = _options()
    machine = describe_machine(options.peers)
    results, absent = [], []
    for name, kind in (
        pair for size in options.sizes for pair in layers_named(size, options.kinds)
    ):
        try:
            layer = get_layer(name, kind)
        except AbsentError as error:
            absent.append(f"{name}: {error}")
            continue
        scores = contest(layer, options.peers, runs=options.runs, timeout_s=options.timeout)
        results.append(Result(layer, scores))
        print(markdown(results[-1:]), file=sys.stderr)
    _print(machine, results, absent)
    if options.workspace != NO_WORKSPACE:
        _print_settling(options.workspace, options.timeout)
    if options.json:
        settings = {"runs": options.runs, "timeout_s": options.timeout}
        text = json.dumps(document(machine, settings, results), indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0 if results else 1


def _print(machine: dict[str, str], results: list[Result], absent: list[str]) -> None:
    print("; ".join(f"{name} {value}" for name, value in machine.items()), end="\n\n")
    if results:
        print(markdown(results))
    for line in absent:
        print(f"\n{line}")
    for kind, power in growth(results).items():
        print(f"\nTapal's time grows with the power {power:.2f} of the vertices ({kind})")


def _print_settling(name: str, timeout_s: float) -> None:
    try:
        print(f"\nWork in a workspace of {name}\n")
        print(settling.markdown(settling.settle(name, timeout_s=timeout_s)))
    except AbsentError as error:
        print(f"workspace of {name}: {error}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make bench ARGS=", description="tapal check against its peers"
    )
    parser.add_argument(
        "--sizes",
        type=lambda text: text.split(","),
        default=SIZES.split(","),
        help="sample, asahan, sumut, a number of villages, or a file, separated by commas "
        f"(default {SIZES}; the country is 80000)",
    )
    parser.add_argument(
        "--kinds",
        type=_kinds,
        default=list(KINDS),
        help=f"of generated villages: {', '.join(KINDS)}",
    )
    names = ", ".join(peer.name for peer in PEERS)
    parser.add_argument("--peers", type=_peers, default=list(PEERS), help=f"{names}, or none")
    parser.add_argument("--runs", type=_positive, default=3, help="runs of each (default 3)")
    parser.add_argument(
        "--timeout", type=float, default=1800.0, help="longest run in seconds (default 1800)"
    )
    parser.add_argument(
        "--workspace",
        choices=[*settling.SURVEYS, NO_WORKSPACE],
        default="asahan",
        help="whose workspace is made, and segments decided in it (default asahan)",
    )
    parser.add_argument("--json", type=Path, help="write everything to this file, too")
    return parser.parse_args()


def _kinds(text: str) -> list[str]:
    kinds = text.split(",")
    if unknown := set(kinds) - set(KINDS):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return kinds


def _peers(text: str) -> list[Tool]:
    wanted = [] if text == "none" else text.split(",")
    if unknown := set(wanted) - {peer.name for peer in PEERS}:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return [peer for peer in PEERS if peer.name in wanted]


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a whole number from 1 is needed")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
