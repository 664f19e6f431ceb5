"""What the villages of a workspace are called."""

from __future__ import annotations

from boundaries.store.models import Village
from boundaries.store.repository import Repository

COLUMNS = ("key", "known_as", "name")


def names_of(repository: Repository) -> dict[str, str]:
    """Names of the villages by key, those of the reference first."""
    names: dict[str, str] = {}
    for source in [*repository.current_sources("big"), *repository.current_sources("survey")]:
        villages = repository.frame(Village, only=COLUMNS, source_id=source.id)
        keys = villages["known_as"].fillna(villages["key"])
        for key, name in zip(keys, villages["name"], strict=True):
            names.setdefault(key, name)
    return names
