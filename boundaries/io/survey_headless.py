"""What the columns of a list of points are: by heading, by values, or as the user says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from boundaries.domain.survey_angles import split_angles
from boundaries.domain.survey_columns import Heading, find_heading, heading_of
from boundaries.domain.survey_headless import (
    COLUMN_WORDS,
    begins_with_numbers,
    given_columns,
    guess_columns,
    local_numbers,
)
from boundaries.errors import InputError, Notice
from boundaries.io.names import shown
from boundaries.messages import message

Rows = Sequence[Sequence[str]]


def heading_for(
    path: Path,
    rows: Rows,
    *,
    fields: Mapping[str, str] | None = None,
    columns: str | None = None,
) -> tuple[Heading, list[Notice]]:
    """The heading of a list, and a notice where its columns had to be told by their values.

    Raises `InputError` where neither heading nor values tell the positions, or leave their order
    open; `ParameterError` for `columns` that cannot be understood.
    """
    if columns is not None:
        return _as_given(rows, given_columns(columns)), []
    heading = find_heading(rows, fields=fields)
    if heading is not None:
        return heading, []
    guess = guess_columns(rows)
    if guess is None:
        raise _local(path) if local_numbers(rows) else _no_heading(path, rows)
    words = ",".join(guess.words)
    if guess.other:
        raise InputError(
            "columns-ambiguous",
            message("{file} has no heading, and its columns may be {first} or {second}",
                    file=shown(path), first=words, second=",".join(guess.other)),
            message("say which: --columns {first} or --columns {second}",
                    first=words, second=",".join(guess.other)),
        )  # fmt: skip
    text = message("{file} has no heading; its columns were taken as {words}",
                   file=shown(path.name), words=words)  # fmt: skip
    hint = message("if they are something else, name them with --columns")
    names = tuple(COLUMN_WORDS[word] for word in guess.words)
    return _as_given(rows, names), [Notice("heading-missing", text, hint, shown(path.name))]


def is_list(rows: Rows) -> bool:
    """Whether rows without heading hold positions."""
    return guess_columns(rows) is not None


def _as_given(rows: Rows, names: tuple[str, ...]) -> Heading:
    """A heading of these names, above the first row that is no text."""
    first = next(
        (at for at, row in enumerate(rows) if any(row) and begins_with_numbers(row, names)), 0
    )
    return replace(heading_of(names, angles=split_angles(names)), first=first)


def _local(path: Path) -> InputError:
    return InputError(
        "coordinates-local",
        message("{file} has no heading, and its numbers are no degrees and no metres of a map grid",
                file=shown(path)),
        message("a total station counts from its own origin: move the points onto pillars known "
                "in UTM first; else name the columns: --columns id,x,y,z"),
    )  # fmt: skip


def _no_heading(path: Path, rows: Rows) -> InputError:
    first = next((row for row in rows if any(row)), [])
    found = ", ".join(cell for cell in first if cell)[:200]
    return InputError(
        "columns-missing",
        message("{file} has no columns of coordinates; its first row reads: {found}",
                file=shown(path), found=found or "-"),
        message("name them Lintang and Bujur, or X and Y, or say which with --field"),
    )  # fmt: skip
