"""The agreed coverage and the cartometric points as layers, and how QGIS draws all layers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from boundaries.store.geometry_type import Geometry
from boundaries.store.layers import announce_layer, withdraw
from boundaries.store.source_views import drop_source_views
from boundaries.store.srs import srs_number
from boundaries.store.styles import drop_styles, make_style_table

revision = "0005"
down_revision = "0004"

AGREED, POINTS = "agreed_village", "tk"


def upgrade() -> None:
    """Make the tables."""
    crs, connection = context.config.attributes["crs"], op.get_bind()
    number = srs_number(crs)
    op.create_table(
        AGREED,
        sa.Column("fid", sa.Integer(), primary_key=True),
        sa.Column("key", sa.Text(), nullable=False, unique=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("code", "name", "kecamatan")),
        sa.Column("area_m2", sa.Double(), nullable=False),
        sa.Column("geometry", Geometry("MULTIPOLYGON", number), nullable=False),
        sqlite_autoincrement=True,
    )
    announce_layer(connection, AGREED, "MULTIPOLYGON", key="fid", crs=crs)
    op.create_table(
        POINTS,
        sa.Column("fid", sa.Integer(), primary_key=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("segment_id", sa.Text(), sa.ForeignKey("segment.id")),
        sa.Column("place", sa.Integer()),
        sa.Column("at_m", sa.Double()),
        sa.Column("villages", sa.JSON(), nullable=False),
        sa.Column("geometry", Geometry("POINT", number), nullable=False),
        sqlite_autoincrement=True,
    )
    announce_layer(connection, POINTS, "POINT", key="fid", crs=crs)
    for column in ("id", "segment_id"):
        op.create_index(None, POINTS, [column])
    make_style_table(connection)


def downgrade() -> None:
    """Take them away."""
    connection = op.get_bind()
    drop_styles(connection)
    drop_source_views(connection)
    for table in (POINTS, AGREED):
        withdraw(connection, table)
        op.drop_table(table)
