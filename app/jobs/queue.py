"""The queue: where the service puts work and takes it back. Imports nothing of the speech engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procrastinate import App, PsycopgConnector

from app.db.engine import APPLICATION_ROLE, connection_string, raw_connection

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

TASK = "process_meeting"
"""The task that turns the recordings of a meeting into draft minutes."""

QUEUE = "speech"
"""The queue of the work that needs the speech engines."""


def create_job_app(url: str) -> App:
    """Return Procrastinate's application on the database at ``url``; nothing connects yet."""
    connector = PsycopgConnector(
        conninfo=connection_string(url),
        kwargs={"options": f"-c role={APPLICATION_ROLE}"},
        min_size=1,
        max_size=6,
    )
    return App(connector=connector)


class JobQueue:
    """Puts jobs in and takes them out, within the transaction of a session."""

    def __init__(self, url: str) -> None:
        self._app = create_job_app(url)

    async def defer_processing(self, session: AsyncSession, meeting_id: UUID) -> int:
        """Queue the processing of a meeting and return the job's id."""
        job: int = await self._app.configure_task(
            TASK,
            queue=QUEUE,
            lock=str(meeting_id),
            connection=await raw_connection(session),
        ).defer_async(meeting_id=str(meeting_id))
        return job

    async def cancel(self, session: AsyncSession, job_id: int) -> bool:
        """Take a waiting job out of the queue, ask a running one to stop; False where it is neither."""
        return await self._app.job_manager.cancel_job_by_id_async(
            job_id, abort=True, connection=await raw_connection(session)
        )
