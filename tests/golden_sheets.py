"""Pictures of map sheets that were looked at: `make golden` takes them anew.

Each is the first page of a PDF as poppler draws it, in grey, small enough to be kept.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from boundaries.domain.case import State
from boundaries.reports.map_sheet import MapSheet, map_sheet
from boundaries.reports.map_sheet_shown import SheetOptions
from boundaries.reports.map_sheet_subject import SheetGround
from boundaries.reports.map_sheet_words import SheetSettings, Signer
from tests.cartometric_fixture import A, B, C
from tests.sheet_fixture import ground_of, segment_between

FOLDER = Path(__file__).parent / "reports" / "golden"
DOTS_PER_INCH = 60
OFF = 80
"""Steps of grey (of 255) by which a dot that is drawn otherwise differs."""
TILE = 12
"""Dots of a side of the squares in which differing dots are counted."""
MOST = 0.09
"""Share of differing dots in a square that versions of poppler and fonts may cause."""
SIGNERS = (Signer("", "Tim PPBDes", "Rina Hasibuan", "1" * 18), Signer("", "Camat Hilir"))
OPTIONS = SheetOptions(
    gettext=str,
    language="en",
    settings=SheetSettings(publisher="Kabupaten Contoh", signers=SIGNERS),
)
Grey = NDArray[np.int16]


def ground() -> SheetGround:
    """Three villages; A and B agreed, B and C do not, A and C have not met."""
    states = {frozenset({A, B}): State.SEPAKAT, frozenset({B, C}): State.TIDAK_SEPAKAT}
    return ground_of(states=states)


def sheet(kind: str) -> MapSheet:
    """The sheet of the village A, of the segment between A and B, or of the kecamatan of both."""
    land = ground()
    codes = {"village": A, "segment": segment_between(land, A, B), "kecamatan": A[:8]}
    return map_sheet(land, kind, codes[kind], OPTIONS)


def picture(made: MapSheet, folder: Path) -> Path:
    """The first page of a sheet as a grey PNG in a folder."""
    paper = folder / "sheet.pdf"
    paper.write_bytes(made.pdf())
    words = ["-r", str(DOTS_PER_INCH), "-gray", "-png", "-singlefile", "-f", "1"]
    subprocess.run(["pdftoppm", *words, str(paper), str(folder / "sheet")], check=True)
    return folder / "sheet.png"


def greatest_difference(one: Path, other: Path) -> float:
    """The greatest share of differing dots in any square; 1 for pictures of other sizes."""
    first, second = grey(one), grey(other)
    if first.shape != second.shape:
        return 1.0
    off = np.abs(first - second) > OFF
    high, wide = (-(-side // TILE) * TILE for side in off.shape)
    padded = np.zeros((high, wide), dtype=bool)
    padded[: off.shape[0], : off.shape[1]] = off
    squares = padded.reshape(high // TILE, TILE, wide // TILE, TILE)
    return float(squares.mean(axis=(1, 3)).max())


def grey(path: Path) -> Grey:
    """The dots of a picture."""
    with Image.open(path) as opened:
        return np.asarray(opened.convert("L"), dtype=np.int16)


def main() -> None:
    """Take the pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tapal-") as name:
        for kind in ("village", "segment", "kecamatan"):
            taken = picture(sheet(kind), Path(name))
            with Image.open(taken) as opened:
                few = opened.convert("L").quantize(16)
                few.save(FOLDER / f"{kind}.png", optimize=True)
            sys.stdout.write(f"{kind}.png: {(FOLDER / f'{kind}.png').stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
