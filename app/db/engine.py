"""Connections to PostgreSQL: sessions for the use-cases, plain connections for jobs and notifications."""

from __future__ import annotations

import asyncio
import copy
import time
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import msgspec
import psycopg
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, DisconnectionError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, sessionmaker

from app.access import current_principal
from app.db.errors import DatabaseUnavailableError, ValueNotStorableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping, Sequence

    from sqlalchemy import Row, Select
    from sqlalchemy.engine import URL, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.ext.asyncio import AsyncEngine
    from sqlalchemy.pool import ConnectionPoolEntry

APPLICATION_ROLE = "protokollant_app"
"""The role under which the service works. It owns nothing, so row-level security binds it."""

SYSTEM_ROLE = "protokollant_system"
"""The role of work that nobody asks for at this very moment (workers, signing in, retention, backup)."""

PORTAL_ROLE = "protokollant_portal"
"""The role under which the public portal works: policies show it what is published and public."""

_ROLE = "protokollant role"
"""Key of a session's notes."""

REMEMBERED = "protokollant remembered"
"""Key of what the sessions of one block :meth:`Database.together` have looked up."""

PAUSE = 1.0
"""Seconds of idleness after which a connection is tried before it is used."""

_NAME_PRINCIPAL = text(
    """
    SELECT set_config('role', :role, true), set_config('protokollant.account', :account, true),
      set_config('protokollant.link', :link, true), set_config('protokollant.operator', :operator, true),
      set_config('protokollant.scopes', :scopes, true)
    """
)
"""Tells PostgreSQL, for one transaction, as whom and on whose behalf it works."""


def parse_url(url: str) -> URL:
    """Return ``url`` (``postgresql://…``) with the driver that is used here."""
    return make_url(url).set(drivername="postgresql+psycopg")


def connection_string(url: str) -> str:
    """Return ``url`` as libpq takes it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def shown(url: str) -> str:
    """Return ``url`` without its password, for messages."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=True)


class Database:
    """The asynchronous door to the database, for the web process.

    Nothing connects until the first session. Sessions work as :data:`APPLICATION_ROLE`, on behalf of
    :func:`app.access.current_principal`, whom the policies of row-level security bind.

    Args:
        url: ``postgresql://user:password@host/name``.
        role: role to take on; None keeps the one of the address.
    """

    def __init__(self, url: str, *, role: str | None = APPLICATION_ROLE, pool_size: int = 10) -> None:
        self.url = url
        self.role = role
        self.engine: AsyncEngine = create_async_engine(
            parse_url(url),
            pool_size=pool_size,
            max_overflow=pool_size,
            connect_args=_options(role),
            json_deserializer=msgspec.json.decode,
        )
        self._glances: AsyncEngine = create_async_engine(
            parse_url(url),
            pool_size=pool_size,
            connect_args=_options(SYSTEM_ROLE if role is not None else None),
            isolation_level="AUTOCOMMIT",
        )
        for engine in (self.engine, self._glances):
            ping_after_a_pause(engine.sync_engine)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    def as_system(self) -> Database:
        """Return the same connections, with sessions that work as :data:`SYSTEM_ROLE`."""
        other = copy.copy(self)
        other.role = SYSTEM_ROLE
        return other

    def as_portal(self) -> Database:
        """Return the same connections, with sessions that work as :data:`PORTAL_ROLE`."""
        other = copy.copy(self)
        other.role = PORTAL_ROLE
        return other

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """Open one transaction: committed at the end, rolled back where an error passes through.

        Inside :meth:`together` it is that block's transaction.

        Raises:
            DatabaseUnavailableError: no connection can be had.
            ValueNotStorableError: a value is none that PostgreSQL keeps.
        """
        shared = _SHARED.get()
        if shared is not None and shared.fits(self):
            yield shared.session
            return
        async with self._sessions() as session:
            try:
                async with session.begin():
                    if self.role is not None:
                        await session.execute(_NAME_PRINCIPAL, _settings(self.role))
                    session.info[_ROLE] = self.role
                    yield session
            except OperationalError as error:
                raise DatabaseUnavailableError(where=shown(self.url), reason=_reason(error)) from error
            except DataError as error:
                raise ValueNotStorableError(reason=_reason(error)) from error

    async def glance(self, statement: Select[Any], given: Mapping[str, object]) -> Sequence[Row[Any]]:
        """Return the rows of one statement as :data:`SYSTEM_ROLE`, without a transaction around it.

        For what every request asks, who it is that asks: a transaction would cost three messages more.

        Raises:
            DatabaseUnavailableError: no connection can be had.
        """
        try:
            async with self._glances.connect() as connection:
                return (await connection.execute(statement, given)).all()
        except OperationalError as error:
            raise DatabaseUnavailableError(where=shown(self.url), reason=_reason(error)) from error

    @asynccontextmanager
    async def together(self) -> AsyncIterator[None]:
        """Let all sessions that this task opens inside be one transaction.

        For a page that reads by way of several use-cases: each transaction costs three further messages to
        the database. What is looked up only to decide about rights is remembered until the end.

        Raises:
            DatabaseUnavailableError: no connection can be had.
        """
        async with self.session() as session:
            session.info.setdefault(REMEMBERED, {})
            token = _SHARED.set(_Shared(self, session))
            try:
                yield
            finally:
                _SHARED.reset(token)

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()
        await self._glances.dispose()


class _Shared:
    """The transaction of a block :meth:`Database.together`; of its task alone, for as long as it runs."""

    def __init__(self, database: Database, session: AsyncSession) -> None:
        self.session = session
        self._engine, self._role = database.engine, database.role
        self._task = asyncio.current_task()

    def fits(self, database: Database) -> bool:
        """Tell whether a session of ``database`` may be this one."""
        same = database.engine is self._engine and database.role == self._role
        return same and asyncio.current_task() is self._task


_SHARED: ContextVar[_Shared | None] = ContextVar("protokollant_transaction", default=None)


class BlockingDatabase:
    """The same for the thread in which a worker computes; its sessions work as :data:`SYSTEM_ROLE`."""

    def __init__(self, url: str, *, role: str | None = SYSTEM_ROLE) -> None:
        self.url = url
        self.role = role
        self.engine: Engine = create_engine(
            parse_url(url), pool_size=2, max_overflow=2, pool_pre_ping=True, connect_args=_options(role)
        )
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open one transaction; as :meth:`Database.session`."""
        with self._sessions() as session:
            try:
                with session.begin():
                    if self.role is not None:
                        session.execute(_NAME_PRINCIPAL, _settings(self.role))
                    yield session
            except OperationalError as error:
                raise DatabaseUnavailableError(where=shown(self.url), reason=_reason(error)) from error

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def ping_after_a_pause(engine: Engine) -> None:
    """Try connections that lay idle before they are used; a busy one was alive a moment ago.

    SQLAlchemy's ``pool_pre_ping`` asks before every transaction, which then takes a message more.
    """

    @event.listens_for(engine, "checkin")
    def note(_: object, record: ConnectionPoolEntry) -> None:
        record.info["idle since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def check(connection: DBAPIConnection, record: ConnectionPoolEntry, _: object) -> None:
        since = record.info.get("idle since")
        if since is None or time.monotonic() - since < PAUSE:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error


def works_as_system(session: AsyncSession) -> bool:
    """Tell whether a session of :class:`Database` works for the installation, not for a principal."""
    return session.info.get(_ROLE) == SYSTEM_ROLE


async def raw_connection(session: AsyncSession) -> psycopg.AsyncConnection[Any]:
    """Return the driver's connection of a session, so that a job is queued in the session's transaction."""
    connection = await session.connection()
    raw = await connection.get_raw_connection()
    driver: psycopg.AsyncConnection[Any] = raw.driver_connection  # type: ignore[assignment]  # any driver by type
    return driver


def check_connection(url: str) -> None:
    """Connect once.

    Raises:
        DatabaseUnavailableError: it does not answer.
    """
    try:
        psycopg.connect(connection_string(url), connect_timeout=10).close()
    except psycopg.OperationalError as error:
        raise DatabaseUnavailableError(where=shown(url), reason=_reason(error)) from error


def _settings(role: str) -> dict[str, str]:
    """Return what a transaction is told: the role, and on whose behalf it works."""
    one = current_principal()
    return {
        "role": role,
        "account": str(one.account or ""),
        "link": str(one.link or ""),
        "operator": "on" if one.operator and one.scopes is None else "off",
        "scopes": "*" if one.scopes is None else ",".join(sorted(one.scopes)),
    }


def _options(role: str | None) -> dict[str, str]:
    return {} if role is None else {"options": f"-c role={role}"}


def _reason(error: BaseException) -> str:
    text = str(getattr(error, "orig", None) or error)
    return next(iter(text.strip().splitlines()), type(error).__name__)
