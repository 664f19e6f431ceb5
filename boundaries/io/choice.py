"""Which of several data sets in a folder or a zip to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from boundaries.errors import InputError, Notice
from boundaries.io.faults import layer_unknown, several_layers
from boundaries.io.headers import POINT_TYPES, POLYGON_TYPES
from boundaries.io.kinds import ENDINGS, READABLE, SINGLE
from boundaries.io.names import shown, title
from boundaries.messages import message


@dataclass(frozen=True)
class Candidate:
    """A data set by its path within the folder or zip, with its type when it is a shapefile."""

    inner: str
    type: int

    @property
    def names(self) -> tuple[str, str, str]:
        """What it may be called, the shortest first: stem, path without and with ending."""
        whole = PurePosixPath(self.inner)
        return whole.stem, whole.with_suffix("").as_posix(), self.inner


@dataclass(frozen=True)
class Choice:
    """The data set chosen, the layer still to be chosen in it, and shapefiles of points beside."""

    inner: str
    layer: str | None
    points: tuple[str, ...]
    notices: tuple[Notice, ...] = ()


def choose_data_set(path: Path, found: Sequence[Candidate], layer: str | None) -> Choice:
    """The one data set, the one called `layer`, or the only one that may hold areas, else lines.

    Raises `InputError` when there is none, or none of that name, or several to choose from.
    """
    if not found:
        raise InputError(
            "layer-none",
            message("{file} holds no layer", file=shown(path)),
            message("give a file or zip with one of: {formats}", formats=READABLE),
        )
    points = tuple(item.inner for item in found if item.type in POINT_TYPES)
    if len(found) == 1:
        return _single(path, found[0], layer)
    titles = _titles(found)
    if layer is not None:
        called = [item for item in found if layer in item.names]
        if len(called) == 1:
            return Choice(called[0].inner, None, points)
        if not called:
            raise layer_unknown(path, layer, titles)
        raise several_layers(path, _titles(called))
    areal = [item for item in found if item.type in (0, *POLYGON_TYPES)]
    areal = areal or [item for item in found if item.type not in POINT_TYPES]
    if len(areal) != 1:
        raise several_layers(path, titles)
    chosen = areal[0]
    others = [title for title, item in zip(titles, found, strict=True) if item is not chosen]
    return Choice(chosen.inner, None, points, passed_over(path, chosen.names[0], others))


def passed_over(path: Path, chosen: str, others: Sequence[str]) -> tuple[Notice, ...]:
    """A notice that other layers were not read."""
    if not others:
        return ()
    text = message(
        "of {file} the layer {layer} was read; it also holds: {others}",
        file=shown(path), layer=chosen, others=", ".join(others),
    )  # fmt: skip
    hint = message("choose another with --layer")
    return (Notice("layer-chosen", text, hint, title(path)),)


def _single(path: Path, only: Candidate, layer: str | None) -> Choice:
    """The only data set; a name that is asked for must be its own, or of a layer inside it."""
    whole = PurePosixPath(only.inner)
    if layer in only.names:
        layer = None if ENDINGS[whole.suffix.lower()] in SINGLE else layer
    return Choice(only.inner, layer, ())


def _titles(found: Sequence[Candidate]) -> list[str]:
    """The shortest name of each that no other has."""
    used = Counter(name for item in found for name in set(item.names))
    return [next((name for name in item.names if used[name] == 1), item.inner) for item in found]
