"""The database: PostgreSQL, embedded or by address; the only door to SQLAlchemy."""

from app.db.embedded import EmbeddedPostgres
from app.db.engine import BlockingDatabase, Database, check_connection
from app.db.migrate import is_current, upgrade
from app.db.notify import Listener

__all__ = (
    "BlockingDatabase",
    "Database",
    "EmbeddedPostgres",
    "Listener",
    "check_connection",
    "is_current",
    "upgrade",
)
