"""Bringing the tables of a workspace to the format of this version, step by step."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from pyproj import CRS
from sqlalchemy import Connection

VERSION_TABLE = "workspace_format"
FOLDER = Path(__file__).parent / "migrations"


@cache
def newest() -> str:
    """The format that this version of Tapal writes, such as "0002"."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def current(connection: Connection, schema: str | None) -> str | None:
    """The format of the workspace; None when there is no workspace."""
    options = {"version_table": VERSION_TABLE, "version_table_schema": schema}
    return MigrationContext.configure(connection, opts=options).get_current_revision()


def upgrade(connection: Connection, *, schema: str | None, crs: CRS, target: str = "head") -> None:
    """Bring the tables to the format `target` in the transaction of the connection."""
    command.upgrade(_config(connection, schema, crs), target)


def downgrade(connection: Connection, *, schema: str | None, crs: CRS, target: str) -> None:
    """Take the tables back to the format `target`; "base" takes all away."""
    command.downgrade(_config(connection, schema, crs), target)


def _config(
    connection: Connection | None = None, schema: str | None = None, crs: CRS | None = None
) -> Config:
    """Where the steps lie, and what they work on."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes.update(connection=connection, schema=schema, crs=crs)
    return config
