"""What a check or a comparison takes into account besides its layers."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from boundaries.domain.allowed import Allowed, entries_from, notices_of, sort_out
from boundaries.domain.analysis import InputRecord
from boundaries.domain.excluded import Exclusion
from boundaries.domain.wanted import NOTHING_MORE, Wanted
from boundaries.errors import Notice
from boundaries.geometry.crs import WGS84, crs_label, horizontal, to_working
from boundaries.geometry.validity import repair
from boundaries.io.allow_list import read_allow_list
from boundaries.io.names import shown, title
from boundaries.io.read import read_layer
from boundaries.messages import message
from boundaries.workflows.load import source_labels

EXCLUDED = "excluded"


@dataclass(frozen=True)
class Extras:
    """Files and searches that are asked for by option.

    `exclude`: layers of areas that need no village. `allow`: list of findings that are allowed on
    the day `today` (this day unless given). `wanted`: further searches.
    """

    exclude: tuple[Path, ...] = ()
    allow: Path | None = None
    today: datetime.date | None = None
    wanted: Wanted = NOTHING_MORE

    def paths(self) -> tuple[Path, ...]:
        """The files that are read."""
        return self.exclude if self.allow is None else (*self.exclude, self.allow)


NO_EXTRAS = Extras()


@dataclass(frozen=True)
class LoadedExclusions:
    """Layers of excluded areas in the working CRS, with a record of each file."""

    exclusions: tuple[Exclusion, ...]
    inputs: tuple[InputRecord, ...]
    notices: tuple[Notice, ...]


def load_exclusions(
    paths: Sequence[Path], working: CRS, extent: Sequence[float], *, taken: Sequence[str] = ()
) -> LoadedExclusions:
    """The polygons of the files, made valid.

    `extent` (west, south, east, north in the working CRS) is that of the villages: a layer that
    does not meet it gives a notice. Labels that are `taken` are not given again. Raises
    `InputError` for a file that cannot be used.
    """
    exclusions, inputs, notices = [], [], []
    for path, label in zip(paths, source_labels(paths, taken=taken), strict=True):
        raw = read_layer(path)
        mended = repair(to_working(raw.frame.geometry.to_numpy(), raw.crs, working))
        usable = ~shapely.is_missing(mended.geometries)
        shapes = np.asarray(mended.geometries[usable], dtype=object)
        exclusions.append(Exclusion(label, shapes))
        inputs.append(
            InputRecord(
                path=shown(path),
                sha256=raw.sha256,
                source=label,
                role=EXCLUDED,
                layer=raw.layer,
                crs=crs_label(horizontal(raw.crs)),
                working_crs=crs_label(working),
                edition="",
                features=len(usable),
                repaired=int(mended.changed[usable].sum()),
                skipped=int((~usable).sum()),
            )
        )
        notices += list(raw.notices)
        if not shapely.intersects(shapely.box(*extent), shapes).any():
            notices.append(_elsewhere(path))
    return LoadedExclusions(tuple(exclusions), tuple(inputs), tuple(notices))


def without_allowed(
    findings: gpd.GeoDataFrame, extras: Extras
) -> tuple[gpd.GeoDataFrame, Allowed, tuple[Notice, ...]]:
    """The findings that the list of allowed ones leaves, and what became of its entries.

    Raises `InputError` when the list cannot be used.
    """
    if extras.allow is None:
        return findings, Allowed(), ()
    texts, degrees = read_allow_list(extras.allow)
    shapes = to_working(degrees, WGS84, CRS.from_user_input(findings.crs))
    entries = entries_from(texts, shapes, file=shown(extras.allow))
    left, allowed = sort_out(findings, entries, today=extras.today or datetime.date.today())
    return left, allowed, notices_of(allowed, extras.allow.name)


def _elsewhere(path: Path) -> Notice:
    return Notice(
        "exclude-elsewhere",
        message("{file} does not meet the villages, so it explains nothing", file=title(path)),
        message("check the coordinate system of the file, and that it is the right one"),
    )
