"""Work that comes round again and again: each at most once at a time over all workers.

The light worker looks every few seconds at what is due. Two things keep the workers apart: an advisory
lock while a work runs, and the time of its last run in ``periodic_run``. Procrastinate's own periodic
tasks are not used: they drop what was due while no worker ran, and put a row into the queue for each time.

A new work is one line in :data:`PERIODIC`; its function takes a :class:`SystemContext` and may take its
time. What it raises is logged and tried again at its next turn.
"""

from __future__ import annotations

import hashlib
import logging
import pkgutil
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert

from app.db import tables as t
from app.db.engine import connection_string
from app.db.errors import DatabaseUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.db import BlockingDatabase
    from app.settings import Settings
    from app.storage import Storage

LOCK_CLASS = 7_262_003
"""First half of the advisory locks' keys."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemContext:
    """What periodic work is handed: nobody asked for it at this moment, so it acts for the installation."""

    url: str
    """Of the database, for those who need connections of their own."""
    database: BlockingDatabase
    storage: Storage
    data: Path
    """Folder of the installation."""
    settings: Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodicWork:
    """Something that is done every ``seconds``."""

    name: str
    """Stable: the last run is kept under it."""
    seconds: float
    """From the begin of one run to the begin of the next; what was missed is done once, not n times."""
    work: str | Callable[[SystemContext], object]
    """``package.module:function``, imported when first due; tests hand the function itself."""

    def function(self) -> Callable[[SystemContext], object]:
        """Return what is to be called."""
        if callable(self.work):
            return self.work
        found: Callable[[SystemContext], object] = pkgutil.resolve_name(self.work)
        return found


PERIODIC: tuple[PeriodicWork, ...] = (
    PeriodicWork(name="old jobs", seconds=3600, work="app.jobs.cleaning:remove_old_jobs"),
    PeriodicWork(name="dead workers", seconds=3600, work="app.jobs.cleaning:forget_dead_workers"),
    PeriodicWork(name="retention", seconds=3600, work="app.services.retention_plan:apply_retention"),
    PeriodicWork(name="unused contents", seconds=600, work="app.services.retention_plan:clean_up"),
    PeriodicWork(name="search index", seconds=10, work="app.jobs.indexing:index_pending"),
    PeriodicWork(name="search by meaning", seconds=10, work="app.jobs.meanings:mean_pending"),
)
"""Everything that comes round; other areas add a line here."""


def run_due(context: SystemContext, works: tuple[PeriodicWork, ...] = PERIODIC) -> list[str]:
    """Do what is due and nobody else does, one after the other, and return the names of what was done.

    Raises:
        DatabaseUnavailableError: the database is away; the next round tries again.
    """
    return [work.name for work in works if _is_due(context.database, work) and _run_alone(context, work)]


def keep_running(
    context: SystemContext,
    stop: threading.Event,
    *,
    works: tuple[PeriodicWork, ...] = PERIODIC,
    interval: float = 5.0,
) -> None:
    """Look for what is due until ``stop`` is set; for a thread of its own."""
    while not stop.wait(interval):
        try:
            run_due(context, works)
        except DatabaseUnavailableError as error:
            logger.warning("Periodic work waits for the database: %s", error)
        except Exception:
            logger.exception("Periodic work broke off")


def _is_due(database: BlockingDatabase, work: PeriodicWork) -> bool:
    """Tell by the database's clock, which all workers share; a run that lies ahead of it does not count."""
    row = t.PeriodicRun
    with database.session() as session:
        age = func.extract("epoch", func.now() - row.began_at)
        passed = session.scalar(select(age).where(row.name == work.name))
    return passed is None or passed < 0 or float(passed) >= work.seconds


def _run_alone(context: SystemContext, work: PeriodicWork) -> bool:
    key = int.from_bytes(hashlib.sha256(work.name.encode()).digest()[:4], "big", signed=True)
    try:
        with psycopg.connect(connection_string(context.url), autocommit=True) as connection:
            lock = connection.execute("SELECT pg_try_advisory_lock(%s, %s)", (LOCK_CLASS, key)).fetchone()
            if lock is None or not lock[0] or not _is_due(context.database, work):
                return False
            _note(context.database, work)
            try:
                work.function()(context)
            except DatabaseUnavailableError:
                raise
            except Exception:
                logger.exception("The periodic work “%s” failed; it comes round again", work.name)
            return True
    except psycopg.OperationalError as error:
        logger.warning("The periodic work “%s” lost the database: %s", work.name, error)
        return False


def _note(database: BlockingDatabase, work: PeriodicWork) -> None:
    with database.session() as session:
        session.execute(
            insert(t.PeriodicRun)
            .values(name=work.name, began_at=text("now()"))
            .on_conflict_do_update(index_elements=["name"], set_={"began_at": text("now()")})
        )
