"""The database: PostgreSQL, embedded or by address; the only door to SQLAlchemy."""

from app.db.embedded import EmbeddedPostgres
from app.db.engine import BlockingDatabase, Database, check_connection
from app.db.migrate import upgrade
from app.db.notify import Listener

__all__ = ("BlockingDatabase", "Database", "EmbeddedPostgres", "Listener", "check_connection", "upgrade")
