"""MapInfo tables: what GDAL passes over in silence when a part of them is cut short."""

from __future__ import annotations

from pathlib import Path

from boundaries.errors import Notice
from boundaries.io.names import shown
from boundaries.io.source import Source
from boundaries.messages import message


def lost_features(source: Source, read: int) -> tuple[Notice, ...]:
    """A notice when fewer features were `read` than the table beside the outlines holds."""
    table = Path(source.inside)
    expected = _records(table) if not source.members else 0
    if read >= expected:
        return ()
    text = message(
        "{file}: only {read} of {expected} records could be read",
        file=shown(table), read=read, expected=expected,
    )  # fmt: skip
    hint = message("copy all of its files together again: .tab, .dat, .map, .id, or .mif, .mid")
    return (Notice("file-truncated", text, hint, shown(table.name)),)


def _records(path: Path) -> int:
    """How many records the table (.dat or .mid) holds that are not deleted; 0 when unknown."""
    for ending in (".dat", ".DAT"):
        table = path.with_suffix(ending)
        if path.suffix.lower() == ".tab" and table.is_file():
            return _live_records(table)
    for ending in (".mid", ".MID"):
        table = path.with_suffix(ending)
        if path.suffix.lower() == ".mif" and table.is_file():
            with table.open("rb") as file:
                return sum(1 for line in file if line.strip())
    return 0


def _live_records(table: Path) -> int:
    """Records that a .dat promises, less those that are there but marked as deleted."""
    content = table.read_bytes()
    records, header, length = (
        int.from_bytes(content[start:end], "little") for start, end in ((4, 8), (8, 10), (10, 12))
    )
    marks = content[header::length] if length else b""
    return records - marks[:records].count(b"*")
