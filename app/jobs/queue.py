"""The queue: where the service puts work and takes it back. Imports nothing of the speech engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procrastinate import App, PsycopgConnector
from sqlalchemy import func, select

from app.db.engine import APPLICATION_ROLE, connection_string, raw_connection
from app.db.notify import PROGRESS_CHANNEL
from app.jobs.fairness import next_priority, put_first
from app.pipeline.stages import STEPS, step_named

if TYPE_CHECKING:
    from uuid import UUID

    from procrastinate.jobs import JobDeferrer
    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.orm import Session

TASK = "process_meeting"
"""The task that brings a meeting one step further."""

HELP_TASK = "help_meeting"
"""The task that does a part of a recording that another worker began."""

HELP = "help"
"""The queue of such tasks; who serves ``gpu`` serves it too, when nothing waits there."""

HELPING = -1_000_000
"""Priority of help: behind any meeting that waits."""

NOTIFY_TASK = "notify"
"""The task that tells people and programs how a processing ended."""

DELIVER_TASK = "deliver"
"""The task that sends one message, again and again until it arrives or is given up."""

QUEUES = tuple(dict.fromkeys(step.queue for step in STEPS))
"""All queues there are."""

LIGHT = "light"
"""The queue of what needs neither engines nor the sound."""

LINE = "line"
"""Payload on :data:`~app.db.notify.PROGRESS_CHANNEL` that tells of any change of any meeting."""

MESSAGES = -1_000
"""Priority of messages: behind any draft that waits."""


def create_job_app(url: str, *, role: str | None = APPLICATION_ROLE) -> App:
    """Return Procrastinate's application on the database at ``url``; nothing connects yet."""
    options = {} if role is None else {"options": f"-c role={role}"}
    connector = PsycopgConnector(conninfo=connection_string(url), kwargs=options, min_size=1, max_size=6)
    return App(connector=connector)


def tell(session: Session, meeting_id: UUID) -> None:
    """Wake whoever watches the meeting, or the line, once the transaction is done."""
    session.execute(select(func.pg_notify(PROGRESS_CHANNEL, str(meeting_id))))
    session.execute(select(func.pg_notify(PROGRESS_CHANNEL, LINE)))


class JobQueue:
    """Puts jobs in and takes them out, within the transaction of a session."""

    def __init__(self, url: str) -> None:
        self._app = create_job_app(url)

    async def defer_step(
        self, session: AsyncSession, meeting_id: UUID, body_id: UUID, step: str, *, first: bool = False
    ) -> int:
        """Queue a step of a meeting, fairly between bodies, and return the job's id.

        Args:
            session: in whose transaction.
            meeting_id: the meeting.
            body_id: whose it is.
            step: one of :data:`app.pipeline.stages.STEPS`.
            first: ahead of everything else that the body has waiting.
        """
        queue, body = step_named(step).queue, str(body_id)
        priority = await session.run_sync(lambda sync: next_priority(sync, queue, body))
        deferrer = self._configured(step, priority, await raw_connection(session))
        job: int = await deferrer.defer_async(**_arguments(meeting_id, body_id, step))
        if first:
            await session.run_sync(lambda sync: put_first(sync, queue, body, job))
        return job

    def defer_step_blocking(
        self, session: Session, meeting_id: UUID, body_id: UUID, step: str, *, first: bool = False
    ) -> int:
        """Do the same in a worker's thread."""
        queue, body = step_named(step).queue, str(body_id)
        deferrer = self._configured(step, next_priority(session, queue, body), _driver(session))
        job: int = deferrer.defer(**_arguments(meeting_id, body_id, step))
        if first:
            put_first(session, queue, body, job)
        return job

    def ask_for_help(self, session: Session, meeting_id: UUID, run: UUID, key: str, count: int) -> None:
        """Ask ``count`` workers to help the run with what it does under a fingerprint."""
        deferrer = self._app.configure_task(
            HELP_TASK, queue=HELP, priority=HELPING, connection=_driver(session)
        )
        for _ in range(count):
            deferrer.defer(meeting_id=str(meeting_id), run=str(run), key=key)

    def defer_message(self, session: Session, task: str, **arguments: str | int) -> int:
        """Queue :data:`NOTIFY_TASK` or :data:`DELIVER_TASK`."""
        job: int = self._app.configure_task(
            task, queue=LIGHT, priority=MESSAGES, connection=_driver(session)
        ).defer(**arguments)
        return job

    async def cancel(self, session: AsyncSession, job_id: int) -> bool:
        """Take a waiting job out of the queue, ask a running one to stop; False where it is neither."""
        return await self._app.job_manager.cancel_job_by_id_async(
            job_id, abort=True, connection=await raw_connection(session)
        )

    def _configured(self, step: str, priority: int, connection: Any) -> JobDeferrer:
        return self._app.configure_task(
            TASK, queue=step_named(step).queue, priority=priority, connection=connection
        )


def _arguments(meeting_id: UUID, body_id: UUID, step: str) -> dict[str, str]:
    return {"meeting_id": str(meeting_id), "body_id": str(body_id), "step": step}


def _driver(session: Session) -> Any:
    return session.connection().connection.driver_connection
