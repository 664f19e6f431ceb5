"""Words with which programs read for a person.

The table is not announced: programs such as QGIS list the land, not who may read it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from boundaries.store.base import UtcDateTime

revision = "0008"
down_revision = "0007"

INDEX = "ix_access_token_account_id"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "access_token",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False, unique=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(INDEX, "access_token", ["account_id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index(INDEX)
    op.drop_table("access_token")
