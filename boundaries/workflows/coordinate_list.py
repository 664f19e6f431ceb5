"""Coordinate lists of a workspace: around villages, or along a segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from boundaries.domain.cartometric import Cartometric
from boundaries.domain.case import SETTLED as SETTLED_STATES
from boundaries.domain.describe_points import describe_points
from boundaries.domain.paper import INDICATIVE, PROPOSED
from boundaries.domain.paper_wording import Wording
from boundaries.domain.subjects import listed_by
from boundaries.domain.village_list import village_lists
from boundaries.errors import ParameterError
from boundaries.messages import Gettext, message
from boundaries.reports.coordinates import (
    CoordinateDocument,
    Style,
    description_document,
    village_document,
    village_name,
    zone_of,
)
from boundaries.reports.labels import clean
from boundaries.store.database import Store
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.map_sheet import settings_of
from boundaries.workflows.paper_lines import agreed_points, paper_line, points_along
from boundaries.workflows.paper_people import villages_named
from boundaries.workflows.wording import wording_of

SIDES = 2
"""Villages that a segment lies between."""


def segment_coordinates(
    store: Store, segment: str, gettext: Gettext, *, comma: bool = True
) -> CoordinateDocument:
    """The points of a segment, each with what is there and the way to the next.

    The line is the settled one, else the one on the table; a list of the latter says so above its
    table. `comma` writes decimals with a comma. Raises `ParameterError` where no line was proposed
    yet, `StoreError` for an unknown segment.
    """
    with Repository(store) as repository:
        line = paper_line(repository, repository.get(Segment, segment))
        if line.origin == INDICATIVE:
            raise ParameterError(
                "no-line",
                message("no line was proposed for {segment} yet", segment=segment),
                message("propose a line first; both heads then sign it"),
            )
        points = points_along(repository, [line])
        wording = wording_of(repository)
        villages = villages_named(repository, wording)
        datum = settings_of(repository).datum
    style = Style(gettext, zone_of(points.points.geometry), datum=datum, comma=comma)
    sides = points.courses.iloc[0][["a", "b"]]
    names = " - ".join(village_name(key, villages) for key in sides if key)
    title = message("Coordinates of the border {names}", names=names).render(gettext)
    description = describe_points(points, villages)
    made = description_document(points, description, villages, style, title=title)
    draft = message("This line was proposed; it is neither agreed nor decided yet")
    told = [draft.render(gettext)] if line.origin == PROPOSED else []
    return _saying(made, *told, _place([key for key in sides if key], villages, wording))


def village_coordinates(
    store: Store, keys: Sequence[str], name: str, gettext: Gettext, *, comma: bool = True
) -> CoordinateDocument:
    """The lists around the borders of some villages (keys), called `name` together.

    Settled lines are as they were agreed, others as BIG has them; how many those are stands above
    the tables. Raises `ParameterError` where no border of the villages is known.
    """
    with Repository(store) as repository:
        points = agreed_points(repository)
        rows = repository.find(Segment, current=True)
        wording = wording_of(repository)
        villages = villages_named(repository, wording)
        datum = settings_of(repository).datum
    own = _around(points, keys)
    style = Style(gettext, zone_of(own.points.geometry), datum=datum, comma=comma)
    lists = village_lists(own, sorted(keys)).table
    title = message("Coordinates of the border of {name}", name=name).render(gettext)
    shared = [row for row in rows if row.village_b and {row.village_a, row.village_b} & {*keys}]
    count = sum(row.state not in SETTLED_STATES for row in shared)
    draft = message(
        "{count} of {all} segments are not settled yet; their points are indicative",
        count=count,
        all=len(shared),
    )
    made = village_document(own, lists, villages, style, title=title)
    told = [draft.render(gettext)] if count else []
    return _saying(made, *told, _place(keys, villages, wording))


def _around(points: Cartometric, keys: Sequence[str]) -> Cartometric:
    """The points of the borders of some villages."""
    courses = points.courses
    touching = courses["a"].isin(keys) | courses["b"].isin(keys)
    if not touching.any():
        raise ParameterError(
            "no-border",
            message("no border of {villages} is known", villages=", ".join(keys) or "-"),
            listed_by("village"),
        )
    return points.of_segments([*courses.loc[touching, "segment"]])


def _place(keys: Sequence[str], villages: pd.DataFrame, wording: Wording) -> str:
    """Codes of one or two villages, and the kecamatan and the kabupaten that they lie in.

    Names of villages repeat within a kabupaten, so that a list needs more than them.
    """
    codes = sorted(keys) if len(keys) <= SIDES else []
    own = villages.loc[villages.index.isin(keys), ["kecamatan_code", "kecamatan"]]
    units = own.drop_duplicates().sort_values("kecamatan_code").to_numpy().tolist()
    kecamatan = [f"{wording.kecamatan} {name or code}" for code, name in units if name or code]
    return clean(", ".join(filter(None, [*codes, *kecamatan, wording.kabupaten])))


def _saying(document: CoordinateDocument, *told: str) -> CoordinateDocument:
    return replace(document, statements=(*filter(None, told), *document.statements))
