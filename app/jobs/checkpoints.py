"""Checkpoints in the database (see :class:`app.pipeline.checkpoints.Checkpoints`).

Each write is one transaction that first makes sure the run still owns the meeting, so a worker that was
believed dead and taken over cannot write any more.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from app.db import tables as t
from app.db.errors import DatabaseUnavailableError
from app.jobs.errors import CheckpointLostError, SupersededError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db import BlockingDatabase

PATIENCE = 120.0
"""Seconds for which a database that is away is waited for."""

PAUSE = 1.0
"""Seconds between two tries."""

KEPT = 2
"""Checkpoints kept per stage: the latest, and the one before (an agenda corrected and taken back)."""

logger = logging.getLogger(__name__)
T = TypeVar("T")


class DatabaseCheckpoints:
    """Keeps the finished parts of one run over one meeting."""

    def __init__(
        self, database: BlockingDatabase, meeting_id: UUID, run: UUID, *, patience: float = PATIENCE
    ) -> None:
        self._database = database
        self._meeting_id = meeting_id
        self._run = run
        self._patience = patience
        self._fresh = True

    def load(self, stage: str, fingerprint: str) -> bytes | None:
        """See :class:`~app.pipeline.checkpoints.Checkpoints`."""
        row = t.Checkpoint
        return self._patiently(
            lambda session: session.scalar(
                select(row.data).where(
                    row.meeting_id == self._meeting_id, row.stage == stage, row.fingerprint == fingerprint
                )
            )
        )

    def save(self, stage: str, fingerprint: str, data: bytes) -> None:
        """See :class:`~app.pipeline.checkpoints.Checkpoints`; the stage's windows may then go."""

        def write(session: Session) -> None:
            self._own(session)
            keep_checkpoint(session, self._meeting_id, stage, fingerprint, data)
            session.execute(
                delete(t.WindowCheckpoint).where(
                    t.WindowCheckpoint.meeting_id == self._meeting_id,
                    t.WindowCheckpoint.fingerprint == fingerprint,
                )
            )

        self._patiently(write)

    def windows(self, fingerprint: str) -> dict[int, bytes]:
        """See :class:`~app.pipeline.checkpoints.Checkpoints`."""
        row = t.WindowCheckpoint
        statement = select(row.number, row.data).where(
            row.meeting_id == self._meeting_id, row.fingerprint == fingerprint
        )
        return self._patiently(lambda session: dict(session.execute(statement).tuples().all()))

    def finished(self, fingerprint: str) -> frozenset[int]:
        """See :class:`~app.pipeline.checkpoints.Checkpoints`."""
        row = t.WindowCheckpoint
        statement = select(row.number).where(
            row.meeting_id == self._meeting_id, row.fingerprint == fingerprint
        )
        return self._patiently(lambda session: frozenset(session.scalars(statement).all()))

    def save_windows(self, fingerprint: str, finished: Mapping[int, bytes]) -> None:
        """See :class:`~app.pipeline.checkpoints.Checkpoints`."""

        def write(session: Session) -> None:
            self._own(session)
            for index, data in finished.items():
                key = {"meeting_id": self._meeting_id, "fingerprint": fingerprint, "number": index}
                values = {"data": data, "created_at": t.now()}
                session.execute(
                    insert(t.WindowCheckpoint)
                    .values(**key, **values)
                    .on_conflict_do_update(index_elements=list(key), set_=values)
                )

        self._patiently(write)

    def _own(self, session: Session) -> None:
        """Make sure the run still owns the meeting; a run that finishes something is not a failing one."""
        row = t.Processing
        mine = (row.meeting_id == self._meeting_id, row.run == self._run)
        if self._fresh:
            session.execute(update(row).where(*mine).values(attempt=1))
            self._fresh = False
        if session.scalar(select(row.id).where(*mine).with_for_update(read=True)) is None:
            raise SupersededError

    def _patiently(self, work: Callable[[Session], T]) -> T:
        """Do ``work`` in a transaction, again while the database is away.

        Raises:
            CheckpointLostError: it stayed away.
        """
        end = time.monotonic() + self._patience
        while True:
            try:
                with self._database.session() as session:
                    return work(session)
            except DatabaseUnavailableError as error:
                if time.monotonic() > end:
                    raise CheckpointLostError from error
                logger.warning("The database is away, trying again: %s", error)
                time.sleep(PAUSE)


def keep_checkpoint(session: Session, meeting: UUID, stage: str, fingerprint: str, data: bytes) -> None:
    """Keep a result inside a transaction of the caller; older ones of the stage make room."""
    row = t.Checkpoint
    key = {"meeting_id": meeting, "stage": stage, "fingerprint": fingerprint}
    values = {"data": data, "created_at": t.now()}
    session.execute(
        insert(row).values(**key, **values).on_conflict_do_update(index_elements=list(key), set_=values)
    )
    of_stage = (row.meeting_id == meeting, row.stage == stage)
    latest = (
        select(row.fingerprint).where(*of_stage).order_by(row.created_at.desc()).limit(KEPT).scalar_subquery()
    )
    session.execute(delete(row).where(*of_stage, row.fingerprint.not_in(latest)))
