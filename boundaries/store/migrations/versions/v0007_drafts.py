"""Lines that are being drawn, who is here, and forms that were answered.

The tables are not announced: programs such as QGIS list the land.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from boundaries.store.base import UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("segment_id", sa.Text(), sa.ForeignKey("segment.id"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("segment_id", sa.Text(), sa.ForeignKey("segment.id"), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sent_form",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("sum", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("answer", sa.JSON()),
        sqlite_autoincrement=True,
    )
    for table, columns in UNIQUE.items():
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns, unique=True)


UNIQUE = {
    "draft": ["person", "segment_id"],
    "visit": ["segment_id", "person"],
    "sent_form": ["person", "sum"],
}


def downgrade() -> None:
    """Take them away."""
    for table in UNIQUE:
        op.drop_table(table)
