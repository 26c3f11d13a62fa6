"""The job queue: Procrastinate on the service's PostgreSQL; the only door to it."""

from app.jobs.queue import QUEUE, TASK, JobQueue
from app.jobs.schema import apply_job_schema

__all__ = ("QUEUE", "TASK", "JobQueue", "apply_job_schema")
