"""The format of the tables of a workspace: which there are, and which one a workspace has."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, String, column, inspect, select, table

VERSION_TABLE = "workspace_format"
FOLDER = Path(__file__).parent / "migrations"


@cache
def newest() -> str:
    """The format that this version of Tapal writes, such as "0002"."""
    return max(step.name[1:5] for step in (FOLDER / "versions").glob("v*.py"))


def current(connection: Connection, schema: str | None) -> str | None:
    """The format of the workspace; None when there is no workspace."""
    if not inspect(connection).has_table(VERSION_TABLE, schema):
        return None
    number = column("version_num", String)
    kept = table(VERSION_TABLE, number, schema=schema)
    found: str | None = connection.execute(select(number).select_from(kept)).scalar()
    return found
