"""Time `tapal check` against geopandas on the same files, as whole processes, taking turns.

    python tests/bench/run.py [--runs N] [FILE...]

Without files: the sample, and the real layers beside the checkout where they are present. Printed
per file: the median seconds of both, how many times faster Tapal is, the peak memory of both, and
whether both find the same overlapping pairs above 1 m2. Only the ratio means something: seconds
depend on the machine and on what else it does.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PEER = Path(__file__).with_name("geopandas_check.py")
LAYERS = (
    ROOT / "data" / "sample" / "big.gpkg",
    ROOT.parent / "shared" / "data" / "asahan" / "big.geojson",
    ROOT.parent / "shared" / "data" / "sumut" / "big.parquet",
)


@dataclass(frozen=True)
class Run:
    """One finished process: wall seconds, peak MiB, overlapping pairs above 1 m2."""

    seconds: float
    peak_mib: float
    pairs: int


def timed(command: list[str], output: Path) -> tuple[float, float]:
    """Wall seconds and peak MiB of a command whose standard output goes to `output`."""
    start = time.perf_counter()
    with output.open("wb") as stdout:
        child = os.posix_spawn(
            command[0],
            command,
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, stdout.fileno(), 1)],
        )
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"'{' '.join(command)}' failed; its message is above")
    return seconds, usage.ru_maxrss / 1024


def run_tapal(layer: Path, folder: Path) -> Run:
    """One `tapal check` that writes a GeoPackage."""
    output = folder / "tapal.json"
    tapal = str(Path(sys.executable).with_name("tapal"))
    target = str(folder / "tapal.gpkg")
    command = [tapal, "check", str(layer), "--min-area", "1", "-o", target, "--json"]
    seconds, peak = timed(command, output)
    pairs = json.loads(output.read_text(encoding="utf-8"))["pairs"]
    found = [pair for pair in pairs if pair["kind"] == "overlap" and pair["area_m2"] > 1]
    return Run(seconds, peak, len(found))


def run_geopandas(layer: Path, folder: Path) -> Run:
    """One run of the peer, which writes a GeoPackage too."""
    output = folder / "geopandas.json"
    command = [sys.executable, str(PEER), str(layer), str(folder / "geopandas.gpkg")]
    seconds, peak = timed(command, output)
    return Run(seconds, peak, json.loads(output.read_text(encoding="utf-8"))["pairs"])


def compare(layer: Path, runs: int) -> str:
    """A line of figures for one layer."""
    ours: list[Run] = []
    theirs: list[Run] = []
    for number in range(runs):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            print(f"{layer.name}: run {number + 1} of {runs}", file=sys.stderr)
            ours.append(run_tapal(layer, folder))
            theirs.append(run_geopandas(layer, folder))
    tapal = statistics.median(run.seconds for run in ours)
    peer = statistics.median(run.seconds for run in theirs)
    agree = "same" if ours[0].pairs == theirs[0].pairs else "DIFFERENT"
    name = f"{layer.parent.name}/{layer.name}"
    return (
        f"{name:<22} {tapal:8.2f} {peer:10.2f} {peer / tapal:7.1f} "
        f"{max(run.peak_mib for run in ours):8.0f} {max(run.peak_mib for run in theirs):10.0f} "
        f"{ours[0].pairs:8d} {theirs[0].pairs:10d}  {agree}"
    )


def main() -> int:
    """Command line; 0 after the table is printed."""
    parser = argparse.ArgumentParser(description="tapal check against geopandas")
    parser.add_argument("--runs", type=int, default=3, help="runs of each (default 3)")
    parser.add_argument("files", nargs="*", type=Path, help="polygon layers")
    options = parser.parse_args()
    layers = options.files or [path for path in LAYERS if path.is_file()]
    if not layers:
        print("no layer to time; run 'make demo' once, or name files", file=sys.stderr)
        return 1
    print(f"{'':<22} {'seconds':^19} {'times':>7} {'peak MiB':^19} {'pairs > 1 m2':^19}")
    print(
        f"{'layer':<22} {'tapal':>8} {'geopandas':>10} {'faster':>7} "
        f"{'tapal':>8} {'geopandas':>10} {'tapal':>8} {'geopandas':>10}"
    )
    for layer in layers:
        print(compare(layer.resolve(), options.runs), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
