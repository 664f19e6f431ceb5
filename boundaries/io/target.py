"""Whether a file can be written: judged before any work is done."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from boundaries.errors import InputError, ParameterError
from boundaries.messages import Message, message


def require_ending(path: Path, endings: Iterable[str], told: Message) -> None:
    """Raise `ParameterError` that says what is `told` when `path` has none of these endings."""
    endings = tuple(endings)
    if path.suffix.lower() not in endings:
        hint = message("use one of {endings}", endings=" ".join(endings))
        raise ParameterError("unknown-ending", told, hint)


def require_other_than(path: Path, inputs: Sequence[Path]) -> None:
    """Raise `ParameterError` when `path` is one of `inputs` or lies in one."""
    target = path.resolve()
    if any(target.is_relative_to(source.resolve()) for source in inputs):
        raise ParameterError(
            "output-is-input",
            message("{path}: this file is read, it cannot also be written", path=path),
            message("choose another file with -o; input files are never changed"),
        )


def require_writable(path: Path) -> None:
    """Raise `InputError` when the folder does not exist or cannot be written to."""
    if not path.parent.is_dir():
        raise InputError(
            "no-folder",
            message("{path}: the folder {folder} does not exist", path=path, folder=path.parent),
            message("create the folder or choose another with -o"),
        )
    if path.is_dir() or not os.access(path.parent, os.W_OK):
        raise InputError(
            "cannot-write",
            message("{path}: cannot be written (no permission, or a folder)", path=path),
            message("choose another file with -o"),
        )
