"""Runs migrations on the connection that :func:`app.db.migrate.upgrade` hands over."""

from __future__ import annotations

from alembic import context

from app.db.migrate import belongs_to_us
from app.db.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_name=lambda name, kind, _parents: belongs_to_us(name, kind),
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
