"""What the page of the queue shows: frozen values."""

from __future__ import annotations

from datetime import datetime

import msgspec

from app.services.views import Failure, MeetingState


class QueueEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting that waits, is worked on, or ended not long ago."""

    meeting_id: str
    title: str
    body: str
    date: str | None
    """ISO 8601."""
    state: MeetingState
    step: str
    """Which of :data:`app.pipeline.stages.STEPS` waits, runs or ran last."""
    stage: str | None
    """The stage that runs, or broke off."""
    fraction: float
    """Of everything, 0 to 1."""
    seconds_left: float | None
    place: int | None
    """Place in the line that it waits in, from 1."""
    worker: str | None
    since: datetime
    """When it was queued, begun, or ended, whichever its state is about."""
    failure: Failure | None
    forwarded: bool
    """A person moved it ahead of the others of its body."""
    editable: bool
    """Whether who asks may cancel, repeat and move it."""


class WorkerView(msgspec.Struct, frozen=True, kw_only=True):
    """A worker process."""

    name: str
    host: str
    device: str
    """``cpu`` or ``cuda``; empty where it runs no speech engines."""
    queues: tuple[str, ...]
    seen: datetime
    """Last sign of life."""
    alive: bool
    started: datetime
    version: str
    meetings: tuple[str, ...]
    """Titles of what it works on, as far as who asks may know them."""


class QueueView(msgspec.Struct, frozen=True, kw_only=True):
    """The whole page."""

    running: tuple[QueueEntry, ...]
    waiting: tuple[QueueEntry, ...]
    """By their places."""
    ended: tuple[QueueEntry, ...]
    """Failed, cancelled or done within the last days, the latest first."""
    workers: tuple[WorkerView, ...]
    at: datetime
    """The moment that it shows."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Queues in which something waits and that no living worker serves."""
        served = {queue for worker in self.workers if worker.alive for queue in worker.queues}
        steps = {"prepare": "cpu", "speech": "gpu", "draft": "light"}
        wanted = dict.fromkeys(steps.get(entry.step, "light") for entry in self.waiting)
        return tuple(queue for queue in wanted if queue not in served)
