"""The people who use the workspace.

The table is not announced: programs such as QGIS list the land, not who may sign in.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from boundaries.store.base import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("login", sa.Text(), nullable=False, unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("villages", sa.JSON(), nullable=False),
        sa.Column("kecamatan", sa.JSON(), nullable=False),
        sa.Column("password", sa.Text()),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("invitation", sa.Text()),
        sa.Column("invitation_until", UtcDateTime()),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("seen_at", UtcDateTime()),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("account")
