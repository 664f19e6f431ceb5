"""The coordinate system that a file declares and the one that the user gives."""

from __future__ import annotations

from pathlib import Path

import pyproj

from boundaries.errors import Notice, ParameterError
from boundaries.io.names import shown, title
from boundaries.messages import message


def given_crs(crs: str | None) -> pyproj.CRS | None:
    """The CRS of the option `--crs`; raises `ParameterError` when it cannot be understood."""
    if crs is None:
        return None
    try:
        given = pyproj.CRS.from_user_input(crs)
        earthly = given.is_geographic or given.is_projected
        pyproj.Transformer.from_crs(given, 4326)
    except pyproj.exceptions.ProjError:
        earthly = False
    if not earthly:
        raise ParameterError(
            "crs-unreadable",
            message("the coordinate system {crs} (--crs) cannot be understood", crs=crs),
            message("give an EPSG code, for example: --crs EPSG:4326"),
        )
    return given


def declared_crs(declared: object) -> pyproj.CRS | None:
    """The CRS a file declares; None for none, an undefined and a local one."""
    if not declared:
        return None
    try:
        crs = pyproj.CRS.from_user_input(declared)
    except pyproj.exceptions.CRSError:
        return None
    placed = crs.is_geographic or crs.is_projected
    return crs if placed and "undefined" not in crs.name.lower() else None


def replaced(
    path: Path, declared: pyproj.CRS | None, given: pyproj.CRS | None
) -> tuple[Notice, ...]:
    """A notice when the option contradicts what the file declares."""
    if declared is None or given is None or declared.equals(given, ignore_axis_order=True):
        return ()
    text = message(
        "{file} declares {declared}; it was read as {given}",
        file=shown(path), declared=declared.name, given=given.name,
    )  # fmt: skip
    hint = message("leave out --crs if the file is right")
    return (Notice("crs-replaced", text, hint, title(path)),)
