"""Mappings as TOML files."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from boundaries.domain.fields import MEANINGS
from boundaries.domain.mapping import LayerMapping, SourceMapping, mapping_of
from boundaries.errors import InputError, ParameterError
from boundaries.io.names import shown
from boundaries.io.write import write_text
from boundaries.messages import message

HEAD = """\
# How Tapal reads the layers of a source: give this file with --mapping.
# files: pattern of file names; label: name of the source in results; the other lines name columns
# ("" = there is none). Delete a line to have it recognised. The first source that fits counts.
"""


def read_mapping(path: Path) -> LayerMapping:
    """The mapping of a TOML file.

    Raises `InputError` when there is no such file or it is no TOML, `ParameterError` when it says
    something that has no meaning.
    """
    try:
        with path.open("rb") as file:
            document = tomllib.load(file)
    except FileNotFoundError as absent:
        raise InputError(
            "file-missing",
            message("{file}: there is no such file", file=shown(path)),
            message("make one with: tapal inspect FILE --save-mapping {file}", file=shown(path)),
        ) from absent
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise InputError(
            "mapping-unreadable",
            message("{file} is no TOML: {reason}", file=shown(path), reason=fault),
            message('write lines like: name = "NAMOBJ"'),
        ) from fault
    return mapping_of(document)


def write_mapping(entry: SourceMapping, path: Path) -> None:
    """Write an entry as TOML for the user to edit. Raises `ParameterError` when `path` exists."""
    if path.exists():
        raise ParameterError(
            "output-exists",
            message("{path}: there is such a file, and it may have been edited", path=shown(path)),
            message("choose another file with --save-mapping, or delete this one"),
        )
    options = (("files", entry.files), ("label", entry.label), ("layer", entry.layer),
               ("crs", entry.crs))  # fmt: skip
    lines = [f"{key} = {_text(value)}" for key, value in options if value is not None]
    lines += [f"{key} = {_text(entry.fields[key])}" for key in MEANINGS if key in entry.fields]
    write_text("\n".join([HEAD, "[[source]]", *lines, ""]), path)


def _text(value: str) -> str:
    """A basic string of TOML: the escapes of JSON, and DEL, which JSON leaves as it is."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
