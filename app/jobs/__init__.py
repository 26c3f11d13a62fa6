"""The job queue: Procrastinate on the service's PostgreSQL; the only door to it."""

from app.jobs.queue import LINE, QUEUES, TASK, JobQueue, tell
from app.jobs.schema import apply_job_schema

__all__ = ("LINE", "QUEUES", "TASK", "JobQueue", "apply_job_schema", "tell")
