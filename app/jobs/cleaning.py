"""What the queue leaves behind, removed in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from app.jobs.periodic import SystemContext

FORGET_WORKERS_HOURS = 24
"""Hours after its last sign of life in which a worker that did not say good-bye is still shown."""

_OLD_JOBS = text(
    """
    DELETE FROM procrastinate_jobs AS job
    WHERE job.status IN ('succeeded', 'failed', 'cancelled', 'aborted')
      AND NOT EXISTS (SELECT FROM procrastinate_events AS event
                      WHERE event.job_id = job.id AND event.at > now() - make_interval(days => :days))
    """
)


def remove_old_jobs(context: SystemContext) -> int:
    """Delete the traces of jobs that ended longer ago than the settings keep them; return how many."""
    with context.database.session() as session:
        found = session.execute(_OLD_JOBS, {"days": context.settings.jobs.keep_days})
        return int(found.rowcount)  # type: ignore[attr-defined]  # of every statement that changes rows


def forget_dead_workers(context: SystemContext) -> None:
    """Delete the lines of workers that died without a word a day ago."""
    with context.database.session() as session:
        session.execute(
            text("DELETE FROM worker WHERE seen_at < now() - make_interval(hours => :hours)"),
            {"hours": FORGET_WORKERS_HOURS},
        )
