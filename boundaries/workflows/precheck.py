"""Judge what would be submitted by the eight items of BIG's technical verification."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import shapely

from boundaries.domain.canonical import canonical
from boundaries.domain.handed_over_features import Agreed
from boundaries.domain.kugi import About, kugi_tables
from boundaries.domain.precheck import Item, Material, items_of, kecamatan_of
from boundaries.domain.provinces import PROVINCES
from boundaries.domain.submission import MARK, Wanted, assess, submission
from boundaries.io.kugi import SRGI2013, SYSTEMS
from boundaries.io.package_layers import DECIMALS, KUGI_LAYERS, kugi_layers
from boundaries.messages import Progress, message, silent_progress
from boundaries.reports.map_sheet_fit import sheet_faults
from boundaries.store.database import Store
from boundaries.store.repository import Repository
from boundaries.workflows.agreed_ground import AgreedLine, agreed_lines, ground_of
from boundaries.workflows.map_sheet import settings_of
from boundaries.workflows.package_lists import point_lists
from boundaries.workflows.paper_people import villages_named
from boundaries.workflows.wording import wording_of
from boundaries.workflows.workspace import NAME


@dataclass(frozen=True)
class Prechecked:
    """The eight items of a workspace, and its kecamatan beside those of BIG's layer."""

    name: str
    items: tuple[Item, ...]
    kecamatan: pd.DataFrame

    @property
    def passed(self) -> bool:
        """Whether all eight items read their word."""
        return all(item.passed for item in self.items)


def precheck(store: Store, *, progress: Progress = silent_progress) -> Prechecked:
    """The eight items, judged on what an export of the whole workspace would hold.

    Nothing is written. Raises `InputError` where there is no layer of BIG.
    """
    progress(message("reading what was agreed"))
    with Repository(store) as repository:
        ground = ground_of(repository)
        lines = agreed_lines(repository)
        name = repository.setting(NAME) or ""
        called = villages_named(repository, wording_of(repository))
        words = settings_of(repository)
    assessed = assess(ground)
    progress(message("checking {count} villages", count=len(assessed.villages)))
    submitted = submission(assessed, Wanted(unfinished=MARK), decimals=DECIMALS)
    tables = kugi_tables(submitted, About("TAPAL", SYSTEMS[SRGI2013], PROVINCES, {}))
    layers = kugi_layers(*(tables[layer] for layer in KUGI_LAYERS), decimals=submitted.decimals)
    material = Material(
        assessed, submitted, tables, layers, [_agreed(one) for one in lines],
        lists=point_lists(assessed, submitted, called, SRGI2013),
        sheets=sheet_faults(assessed.villages, smallest_scale=words.smallest_scale),
    )  # fmt: skip
    return Prechecked(name, items_of(material), kecamatan_of(material))


def _agreed(line: AgreedLine) -> Agreed:
    return Agreed(
        segment=line.segment,
        a=line.a,
        b=line.b,
        kind=line.kind,
        hash=line.hash,
        wkb=shapely.to_wkb(canonical(line.line), byte_order=1),
        signatures=line.signatures,
    )
