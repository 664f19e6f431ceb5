"""The store refuses to change or remove rows of the log."""

from __future__ import annotations

from alembic import op

from boundaries.store.layers import in_geopackage

revision = "0002"
down_revision = "0001"

REFUSAL = "the log only grows"


def upgrade() -> None:
    """Put triggers on the log."""
    if in_geopackage(op.get_bind()):
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER event_no_{change.lower()} BEFORE {change} ON event "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON event "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_event_change()"
    )


def downgrade() -> None:
    """Take the triggers away."""
    if in_geopackage(op.get_bind()):
        for change in ("update", "delete"):
            op.execute(f"DROP TRIGGER event_no_{change}")
        return
    op.execute("DROP TRIGGER event_no_change ON event")
    op.execute("DROP FUNCTION refuse_event_change()")
