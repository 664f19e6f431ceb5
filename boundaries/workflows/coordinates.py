"""The coordinate list of a village, a kecamatan or a segment, found by its code."""

from __future__ import annotations

from collections.abc import Sequence

from boundaries.domain.subjects import listed_by
from boundaries.domain.units import SEGMENT, VILLAGE
from boundaries.errors import ParameterError
from boundaries.messages import Gettext, message
from boundaries.reports.coordinates import CoordinateDocument, village_name
from boundaries.store.database import Store
from boundaries.store.repository import Repository
from boundaries.workflows.coordinate_list import segment_coordinates, village_coordinates
from boundaries.workflows.paper_people import villages_named
from boundaries.workflows.wording import wording_of


def coordinates_of(
    store: Store, kind: str, code: str, gettext: Gettext, *, comma: bool = True
) -> CoordinateDocument:
    """The list of a "village" (key), a "kecamatan" (code or name) or a "segment" (id).

    Raises `ParameterError` for what is not there, and as the lists of
    `boundaries.workflows.coordinate_list` do.
    """
    if kind == SEGMENT:
        return segment_coordinates(store, code, gettext, comma=comma)
    keys, name = _villages(store, kind, code)
    return village_coordinates(store, keys, name, gettext, comma=comma)


def _villages(store: Store, kind: str, code: str) -> tuple[Sequence[str], str]:
    """The keys of the villages, and what they are called together."""
    with Repository(store) as repository:
        wording = wording_of(repository)
        villages = villages_named(repository, wording)
    if kind == VILLAGE:
        own = villages[villages.index == code]
        name = village_name(code, villages)
        missing = message("there is no village {code}", code=code)
    else:
        named = villages["kecamatan"].str.casefold() == code.casefold()
        own = villages[named | (villages["kecamatan_code"] == code)]
        name = f"{wording.kecamatan} {next(filter(None, own['kecamatan']), code)}"
        missing = message("there is no kecamatan {code}", code=code)
    if own.empty:
        hint = listed_by("village")
        raise ParameterError("no-village", missing, hint)
    return sorted(own.index), name
