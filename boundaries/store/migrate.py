"""Bringing the tables of a workspace to the format of this version, step by step."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from pyproj import CRS
from sqlalchemy import Connection

from boundaries.store.format import FOLDER


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
