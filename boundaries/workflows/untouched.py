"""Notice villages that were changed in the store itself, behind the back of the log.

A workspace file opens in QGIS, so somebody may move an outline there. An import logs a sum over the
villages it wrote, and keeps one for each village; what does not give the same sums any more was not
written by an import.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd
import shapely

from boundaries.errors import StoreError
from boundaries.messages import message
from boundaries.store.models import Event, Source
from boundaries.store.plain import to_json
from boundaries.store.repository import Repository

SUMS, CONTENT = "sums", "content"
"""Where a source keeps the sums of its villages, and an entry of the log their sum."""
COLUMNS = ["row", "key", "code", "name", "kecamatan", "kecamatan_code", "kabupaten", "level"]
SUM_LENGTH = 12
SHOWN = 5
"""Names of villages that a refusal tells."""


@dataclass(frozen=True)
class Edited:
    """A source that is not as it was imported; `villages` are the rows that differ, by name."""

    source: str
    number: int
    villages: tuple[str, ...]


def sums_of(villages: gpd.GeoDataFrame) -> dict[str, str]:
    """A sum for each village by its row, over its attributes and every bit of its outline."""
    outlines = [shapely.multipolygons(shapely.get_parts(shape)) for shape in villages.geometry]
    binaries = shapely.to_wkb(outlines, byte_order=1, include_srid=False)
    rows = villages[COLUMNS].to_dict("records")
    return {
        str(row["row"]): hashlib.sha256(to_json(row).encode() + binary).hexdigest()[:SUM_LENGTH]
        for row, binary in zip(rows, binaries, strict=True)
    }


def content_of(sums: dict[str, str]) -> str:
    """The sum of the sums of all villages, whatever their order."""
    return hashlib.sha256(to_json(sums).encode()).hexdigest()


def edited(repository: Repository, sources: Iterable[Source]) -> list[Edited]:
    """The sources that are not as they were imported.

    Those that an older version of Tapal imported, without a sum, cannot be judged.
    """
    logged = {
        (event.subject_id, event.after["number"]): event.after.get(CONTENT)
        for event in repository.find(Event, action="import", subject_kind="source")
        if event.after
    }
    found = []
    for source in sources:
        content = logged.get((source.name, source.number))
        villages = repository.villages(source.id)
        sums = sums_of(villages)
        if content is not None and content_of(sums) != content:
            found.append(Edited(source.name, source.number, _differing(source, villages, sums)))
    return found


def require_untouched(repository: Repository) -> None:
    """Raise `StoreError` where the villages of a current source are not as they were imported."""
    for one in edited(repository, repository.current_sources()):
        names = ", ".join(one.villages[:SHOWN]) + (", ..." if len(one.villages) > SHOWN else "")
        raise StoreError(
            "source-edited",
            message(
                "{source}, version {number}, was changed outside Tapal: {villages}",
                source=one.source,
                number=one.number,
                villages=names or "-",
            ),
            message(
                "import the file of {source} again to undo it; to keep it, save that layer as a "
                "file in QGIS and import it with --source {source}",
                source=one.source,
            ),
        )


def _differing(source: Source, villages: gpd.GeoDataFrame, sums: dict[str, str]) -> tuple[str, ...]:
    """Names of villages that differ, and rows of those that are gone."""
    kept: dict[str, str] = (source.log or {}).get(SUMS, {})
    names = {str(row): name for row, name in zip(villages["row"], villages["name"], strict=True)}
    changed = [row for row in {**kept, **sums} if kept.get(row) != sums.get(row)]
    return tuple(names.get(row) or f"#{row}" for row in changed)
