"""All tables, announced to other programs and indexed."""

from __future__ import annotations

from functools import partial
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from boundaries.store.base import UtcDateTime
from boundaries.store.geometry_type import Geometry
from boundaries.store.layers import announce_layer, announce_table, forget, make_known, withdraw
from boundaries.store.srs import srs_number

revision = "0001"
down_revision = None

GEOMETRIES = {
    "candidate": "MULTILINESTRING",
    "decision": "MULTILINESTRING",
    "finding": "MULTIPOLYGON",
    "impact_object": "GEOMETRY",
    "junction": "POINT",
    "proposal": "MULTILINESTRING",
    "segment": "MULTILINESTRING",
    "transfer": "MULTIPOLYGON",
    "village": "MULTIPOLYGON",
}
INDEXES = [
    ("candidate", ["detection_id"]),
    ("candidate", ["segment_id"]),
    ("decision", ["segment_id"]),
    ("document", ["segment_id"]),
    ("document", ["sha256"]),
    ("exception", ["finding_id"]),
    ("finding", ["case_id"]),
    ("finding", ["detection_id"]),
    ("finding", ["segment_id"]),
    ("impact_object", ["layer_id"]),
    ("segment", ["state"]),
    ("segment", ["village_a"]),
    ("segment", ["village_b"]),
    ("transfer", ["decision_id"]),
    ("village", ["key"]),
]
UNIQUE = [
    ("proposal", ["segment_id", "number"]),
    ("source", ["name", "number"]),
    ("target", ["kecamatan", "quarter"]),
    ("village", ["source_id", "row"]),
]


def upgrade() -> None:
    """Make the tables, those that others refer to first."""
    crs = context.config.attributes["crs"]
    connection = op.get_bind()
    make_known(connection, crs)
    for table, columns in tables().items():
        kind = GEOMETRIES.get(table)
        if kind is not None:
            columns.append(sa.Column("geometry", Geometry(kind, srs_number(crs)), nullable=False))
        op.create_table(table, *columns, sqlite_autoincrement=True)
        if kind is None:
            announce_table(connection, table)
        else:
            announce_layer(connection, table, kind, key=columns[0].name, crs=crs)
    for table, names in INDEXES:
        op.create_index(None, table, names)
    for table, names in UNIQUE:
        op.create_index(None, table, names, unique=True)


def downgrade() -> None:
    """Take all away."""
    connection = op.get_bind()
    for table in reversed(tables()):
        withdraw(connection, table)
        op.drop_table(table)
    forget(connection)


def named(
    names: str,
    *,
    kind: sa.types.TypeEngine[Any],
    to: str = "",
    null: bool = False,
    unique: bool = False,
) -> list[sa.Column[Any]]:
    """Columns of one kind."""
    return [
        sa.Column(name, kind, *([sa.ForeignKey(to)] if to else []), nullable=null, unique=unique)
        for name in names.split()
    ]


def tables() -> dict[str, list[sa.Column[Any]]]:
    """The columns of each table but its geometry, those that others refer to first."""
    key = partial(sa.Column, type_=sa.Integer(), primary_key=True)
    days = partial(named, kind=sa.Date())
    large = partial(named, kind=sa.BigInteger())
    moments = partial(named, kind=UtcDateTime())
    reals = partial(named, kind=sa.Double())
    truths = partial(named, kind=sa.Boolean())
    values = partial(named, kind=sa.JSON())
    wholes = partial(named, kind=sa.Integer())
    words = partial(named, kind=sa.Text())
    return {
        "detection": [
            key("id"),
            *moments("at"),
            *words("by"),
            *values("sources parameters figures"),
        ],
        "event": [
            key("seq"),
            *moments("at"),
            *words("who role action subject_kind subject_id"),
            *values("before after", null=True),
            *words("reason", null=True),
            *words("previous_hash hash"),
        ],
        "impact_layer": [
            key("id"),
            *words("name kind sha256"),
            *moments("at"),
        ],
        "source": [
            key("id"),
            *words("role name"),
            *wholes("number"),
            *words("file_name sha256"),
            *words("edition", null=True),
            *words("crs"),
            *wholes("features"),
            *moments("imported_at"),
            *words("imported_by"),
            *truths("current"),
            *values("accuracy log", null=True),
            *wholes("version"),
        ],
        "target": [
            key("id"),
            *words("kecamatan quarter"),
            *wholes("segments"),
            *reals("km"),
            *wholes("villages version"),
        ],
        "workspace": [
            key("id"),
            *words("key", unique=True),
            *values("value"),
            *wholes("version"),
        ],
        "impact_object": [
            key("fid"),
            *wholes("layer_id", to="impact_layer.id"),
            *words("name"),
            *values("attributes", null=True),
        ],
        "junction": [
            key("fid"),
            *words("id", unique=True),
            *values("villages"),
            *wholes("detection_id", to="detection.id"),
            *truths("current"),
            *wholes("version"),
        ],
        "segment": [
            key("fid"),
            *words("id", unique=True),
            *words("village_a village_b"),
            *wholes("pair_type"),
            *words("kecamatan_a kecamatan_b start_junction end_junction state verdict"),
            *reals("length_m"),
            *values("figures", null=True),
            *words("mark", null=True),
            *moments("marked_at", null=True),
            *days("due", null=True),
            *words("level", null=True),
            *wholes("proposal_id decision_id", null=True),
            *values("record"),
            *wholes("detection_id", to="detection.id"),
            *truths("current"),
            *wholes("version"),
        ],
        "village": [
            key("fid"),
            *wholes("source_id", to="source.id"),
            *wholes("row"),
            *words("key code name kecamatan kecamatan_code kabupaten level"),
            *words("known_as", null=True),
        ],
        "candidate": [
            key("id"),
            *words("segment_id", to="segment.id"),
            *wholes("source_id", to="source.id"),
            *words("role village"),
            *values("figures", null=True),
            *wholes("detection_id", to="detection.id"),
        ],
        "document": [
            key("id"),
            *words("sha256 name kind"),
            *days("dated", null=True),
            *values("villages"),
            *words("segment_id", to="segment.id", null=True),
            *words("media_type"),
            *large("bytes"),
            *words("by"),
            *moments("at"),
        ],
        "finding": [
            key("fid"),
            *words("id", unique=True),
            *words("case_id kind class"),
            *values("villages sources"),
            *reals("area_m2"),
            *reals("mean_width_m max_width_m", null=True),
            *words("segment_id", to="segment.id", null=True),
            *wholes("detection_id", to="detection.id"),
            *truths("current"),
            *wholes("version"),
        ],
        "lease": [
            key("fid"),
            *words("segment_id", to="segment.id", unique=True),
            *words("person"),
            *moments("until"),
        ],
        "proposal": [
            key("id"),
            *words("segment_id", to="segment.id"),
            *wholes("number"),
            *words("kind hash by"),
            *moments("at"),
            *words("note", null=True),
            *values("natural", null=True),
            *words("corridor_reason", null=True),
            *values("consequence", null=True),
            *words("state"),
            *wholes("version"),
        ],
        "decision": [
            key("id"),
            *words("segment_id", to="segment.id"),
            *wholes("proposal_id", to="proposal.id", null=True),
            *words("kind hash"),
            *moments("at"),
            *wholes("document_id", to="document.id", null=True),
            *wholes("inverts", to="decision.id", null=True),
            *words("start_junction end_junction"),
        ],
        "exception": [
            key("id"),
            *words("finding_id", to="finding.id"),
            *words("reason by"),
            *moments("at"),
            *days("until", null=True),
            *reals("area_m2"),
            *words("state"),
            *wholes("version"),
        ],
        "transfer": [
            key("fid"),
            *wholes("decision_id", to="decision.id"),
            *words("village_from village_to", null=True),
            *reals("area_m2"),
        ],
    }
