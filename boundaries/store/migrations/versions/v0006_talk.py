"""Comments, visits, notices and mail.

The tables are not announced: programs such as QGIS list the land, not what people say.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from boundaries.store.base import UtcDateTime

revision = "0006"
down_revision = "0005"

UNIQUE = [
    ("comment", ["by", "key"]),
    ("segment_visit", ["account_id", "segment_id"]),
    ("notice_mark", ["account_id", "key"]),
]


def upgrade() -> None:
    """Make the tables, those that others refer to first."""
    for name, columns in tables().items():
        number = sa.Column("id", sa.Integer(), primary_key=True)
        op.create_table(name, number, *columns, sqlite_autoincrement=True)
    op.create_index(None, "comment", ["segment_id"])
    for name, names in UNIQUE:
        op.create_index(None, name, names, unique=True)


def downgrade() -> None:
    """Take them away."""
    for name in reversed(tables()):
        op.drop_table(name)


def tables() -> dict[str, list[sa.Column[Any]]]:
    """The columns of each table but its number."""
    return {
        "comment": [
            _column("segment_id", sa.Text(), sa.ForeignKey("segment.id")),
            _column("thread_id", sa.Integer(), sa.ForeignKey("comment.id"), null=True),
            _column("corrects_id", sa.Integer(), sa.ForeignKey("comment.id"), null=True),
            *(_column(name, sa.Text()) for name in ("text", "anchor", "anchor_ref")),
            *(_column(name, sa.Double(), null=True) for name in ("lon", "lat")),
            *(_column(name, sa.JSON()) for name in ("mentions", "documents")),
            *(_column(name, sa.Text()) for name in ("by", "role")),
            _column("at", UtcDateTime()),
            _column("key", sa.Text()),
            *(_column(name, UtcDateTime(), null=True) for name in ("edited_at", "withdrawn_at")),
            *(_column(f"withdrawn_{name}", sa.Text(), null=True) for name in ("by", "reason")),
            _column("resolved_at", UtcDateTime(), null=True),
            _column("resolved_by", sa.Text(), null=True),
            *(_column(name, sa.Integer()) for name in ("turns", "version")),
        ],
        "segment_visit": [
            _column("account_id", sa.Integer(), sa.ForeignKey("account.id")),
            _column("segment_id", sa.Text(), sa.ForeignKey("segment.id")),
            _column("seen_seq", sa.Integer()),
            _column("seen_at", UtcDateTime()),
            _column("before_seq", sa.Integer(), null=True),
            _column("before_at", UtcDateTime(), null=True),
        ],
        "notice_mark": [
            _column("account_id", sa.Integer(), sa.ForeignKey("account.id")),
            _column("key", sa.Text()),
            _column("read", sa.Boolean()),
        ],
        "notice_state": [
            _column("account_id", sa.Integer(), sa.ForeignKey("account.id"), unique=True),
            _column("read_seq", sa.Integer()),
            _column("read_at", UtcDateTime(), null=True),
            _column("mailed_seq", sa.Integer()),
            _column("mailed_at", UtcDateTime(), null=True),
            _column("version", sa.Integer()),
        ],
        "notice_choice": [
            _column("account_id", sa.Integer(), sa.ForeignKey("account.id"), unique=True),
            _column("email", sa.Text()),
            _column("kinds", sa.JSON()),
            _column("version", sa.Integer()),
        ],
        "mail": [
            _column("account_id", sa.Integer(), sa.ForeignKey("account.id")),
            *(_column(name, sa.Text()) for name in ("address", "subject", "body")),
            _column("made_at", UtcDateTime()),
            _column("tries", sa.Integer()),
            *(_column(name, UtcDateTime(), null=True) for name in ("next_at", "sent_at")),
            _column("fault", sa.Text(), null=True),
            _column("version", sa.Integer()),
        ],
    }


def _column(
    name: str,
    kind: sa.types.TypeEngine[Any],
    *more: sa.ForeignKey,
    null: bool = False,
    unique: bool = False,
) -> sa.Column[Any]:
    return sa.Column(name, kind, *more, nullable=null, unique=unique)
