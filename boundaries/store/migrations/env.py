"""How the steps are run: in the transaction of a connection that is there already."""

from __future__ import annotations

from alembic import context

from boundaries.store.base import Base
from boundaries.store.format import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    version_table_schema=context.config.attributes["schema"],
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
