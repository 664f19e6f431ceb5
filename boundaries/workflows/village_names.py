"""What the villages of a workspace are called."""

from __future__ import annotations

import pandas as pd

from boundaries.domain.told_apart import told_apart
from boundaries.store.models import Village
from boundaries.store.repository import Repository
from boundaries.workflows.kecamatan_names import kecamatan_names

COLUMNS = ("key", "known_as", "name", "kecamatan", "kecamatan_code")


def names_of(repository: Repository) -> dict[str, str]:
    """Names of the villages by key, those of the reference first.

    A name that several villages have is followed by the kecamatan.
    """
    known: dict[str, tuple[str, str]] = {}
    units = kecamatan_names(repository)
    for source in [*repository.current_sources("big"), *repository.current_sources("survey")]:
        villages = repository.frame(Village, only=COLUMNS, source_id=source.id)
        keys = villages["known_as"].fillna(villages["key"])
        codes = villages["kecamatan_code"]
        called = codes.map(lambda code: units.get(code) or code)
        kecamatan = villages["kecamatan"].where(villages["kecamatan"] != "", called)
        for key, name, unit in zip(keys, villages["name"], kecamatan, strict=True):
            known.setdefault(key, (name, unit))
    table = pd.DataFrame.from_dict(known, orient="index", columns=["name", "kecamatan"])
    return told_apart(table)
