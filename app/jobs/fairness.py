"""Whose turn it is: bodies share a queue evenly, whoever has how many meetings waiting.

Every job gets a rank when it is queued, and the queue serves the lowest rank first, then the oldest. The
rank is one more than the highest that the body has waiting or running in the queue, and never less than
the rank that is being served ("start-time fair queueing": Goyal, Vin, Cheng, 1997, with every job of cost
one). So the fifty recordings of one town stand at ranks 0 to 49, the one of another town that comes later
at the rank served now; and since ranks only grow while somebody waits, a town with a steady trickle cannot
push the fifty back for ever. Ranks never change by themselves, so nothing has to be ranked again.

Procrastinate serves the highest priority first: the priority is the rank, negated. The sums are done over
Procrastinate's own table, where a job names its body; under an advisory lock, so that two meetings queued
at once do not get the same rank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LOCK_CLASS = 7_262_004
"""First half of the advisory locks' keys; the second is the hash of the queue's name."""

_LOCK = text("SELECT pg_advisory_xact_lock(:class, hashtext(:queue))")

_RANK = text(
    """
    SELECT greatest(
      (SELECT max(-priority) + 1 FROM procrastinate_jobs
       WHERE queue_name = :queue AND status IN ('todo', 'doing') AND args ->> 'body_id' = :body),
      coalesce(
        (SELECT max(-priority) FROM procrastinate_jobs WHERE queue_name = :queue AND status = 'doing'),
        (SELECT min(-priority) FROM procrastinate_jobs WHERE queue_name = :queue AND status = 'todo'),
        0))
    """
)

_WAITING = text(
    """
    SELECT id, priority FROM procrastinate_jobs
    WHERE queue_name = :queue AND status = 'todo' AND args ->> 'body_id' = :body
    ORDER BY priority DESC, id FOR UPDATE
    """
)

_SET = text("UPDATE procrastinate_jobs SET priority = :priority WHERE id = :id AND status = 'todo'")

_PLACE = text(
    """
    SELECT count(*) FROM procrastinate_jobs AS mine
    JOIN procrastinate_jobs AS other ON other.queue_name = mine.queue_name AND other.status = 'todo'
    WHERE mine.id = :job AND mine.status = 'todo'
      AND (other.priority > mine.priority OR (other.priority = mine.priority AND other.id <= mine.id))
    """
)

_PLACES = text(
    """
    SELECT id, row_number() OVER (PARTITION BY queue_name ORDER BY priority DESC, id)
    FROM procrastinate_jobs WHERE status = 'todo'
    """
)


def next_priority(session: Session, queue: str, body: str) -> int:
    """Return the priority of a job that a body queues now; the queue stays locked until the end."""
    session.execute(_LOCK, {"class": LOCK_CLASS, "queue": queue})
    return -int(session.scalar(_RANK, {"queue": queue, "body": body}) or 0)


def put_first(session: Session, queue: str, body: str, job: int) -> bool:
    """Let a job that waits change places until it is the first of its body; the body's turns stay.

    Returns:
        False where the job does not wait in the queue.
    """
    session.execute(_LOCK, {"class": LOCK_CLASS, "queue": queue})
    waiting = session.execute(_WAITING, {"queue": queue, "body": body}).tuples().all()
    order = [key for key, _ in waiting]
    if job not in order:
        return False
    order.remove(job)
    order.insert(0, job)
    previous: int | None = None
    for key, (_, turn) in zip(order, waiting, strict=True):
        priority = turn if previous is None else min(turn, previous - 1)
        session.execute(_SET, {"id": key, "priority": priority})
        previous = priority
    return True


def place_in_line(session: Session, job: int) -> int | None:
    """Return the place of a job that waits, from 1; None where it does not."""
    return session.scalar(_PLACE, {"job": job}) or None


def places_in_line(session: Session) -> dict[int, int]:
    """Return the place of every job that waits."""
    return {int(job): int(place) for job, place in session.execute(_PLACES).tuples()}
