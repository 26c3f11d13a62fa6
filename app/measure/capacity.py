"""``make capacity``: how many speech workers give which waiting time, by simulating the queue.

Run it as ``python -m app.measure.capacity [--factor F …] [--municipalities N …] [--workers N …] [--save]``.
A model, not a measurement: meetings end in the evenings of sitting weeks, recordings come at once or on the
next morning, and whose turn it is follows :mod:`app.jobs.fairness`. It is fed with the ``× real time`` that
``protokollant bench`` prints on the machine in question. Idle workers that help with a long recording are
left out, so that true waiting times are shorter where there are many workers and few recordings.

The simulation is SimPy's (discrete events); the same seed gives the same table.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from app.measure.document import table, write_section

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from simpy import Environment, Event, PriorityResource

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "capacity.md"
HOUR = 3600.0
DAY = 24 * HOUR
WEEK = 7 * DAY
SITTING_DAYS = 4
"""Councils and committees sit from Monday to Thursday."""

MORNING = 8 * HOUR
"""When the secretary's day begins."""


class Assumptions(msgspec.Struct, frozen=True, kw_only=True):
    """How meetings come; none of it is measured, all of it can be set."""

    meetings_a_month: float = 4.0
    """Of one municipality, on average over council and committees."""
    sitting_weeks: int = 44
    """In a year; nobody sits in the others."""
    hours: float = 2.5
    """Median length of a recording; lengths are log-normal."""
    spread: float = 0.5
    """Standard deviation of the logarithm of the length."""
    longest: float = 8.0
    """Hours that no recording exceeds."""
    at_once: float = 0.5
    """Share of the recordings that are uploaded the same evening; the others come on the next morning."""
    fixed: float = 30.0
    """Seconds of a job that do not depend on its length (loading models)."""
    years: int = 2


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """One recording."""

    at: float
    """Seconds since the beginning."""
    body: int
    hours: float


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What a number of workers makes of a number of municipalities."""

    municipalities: int
    workers: int
    busy: float
    """Share of the sitting weeks in which the workers compute."""
    median: float
    """Minutes from upload to draft."""
    p95: float
    by_morning: float
    """Share of the recordings uploaded in the evening whose draft is there at eight the next morning."""


def uploads(assumed: Assumptions, municipalities: int, seed: int = 1) -> list[Upload]:
    """Return the recordings of all municipalities in the order in which they come."""
    chance = random.Random(seed)  # noqa: S311 - a simulation
    rate = assumed.meetings_a_month * 12 / assumed.sitting_weeks / SITTING_DAYS
    found: list[Upload] = []
    for year in range(assumed.years):
        for week in range(assumed.sitting_weeks):
            for day in range(SITTING_DAYS):
                midnight = (year * 52 + week) * WEEK + day * DAY
                for body in range(municipalities):
                    found += _day(assumed, chance, rate, midnight, body)
    return sorted(found, key=lambda upload: upload.at)


def _day(
    assumed: Assumptions, chance: random.Random, rate: float, midnight: float, body: int
) -> Iterator[Upload]:
    """Yield the recordings of one body's meetings on one day (a Poisson process)."""
    waited = chance.expovariate(rate)
    while waited < 1.0:
        hours = min(assumed.longest, assumed.hours * chance.lognormvariate(0.0, assumed.spread))
        end = midnight + chance.uniform(17, 19) * HOUR + hours * HOUR
        if chance.random() < assumed.at_once:
            at = end + chance.uniform(0.1, 0.5) * HOUR
        else:
            at = midnight + DAY + MORNING + chance.uniform(0.0, 2.0) * HOUR
        yield Upload(at=at, body=body, hours=hours)
        waited += chance.expovariate(rate)


class _Queue:
    """The workers and who waits for them, in SimPy's time.

    Args:
        environment: SimPy's.
        workers: how many.
        assumed: how meetings come.
        factor: seconds that one worker needs for a second of sound.
    """

    def __init__(
        self, environment: Environment, workers: PriorityResource, assumed: Assumptions, factor: float
    ) -> None:
        self._environment, self._workers = environment, workers
        self._assumed, self._factor = assumed, factor
        self._waiting: defaultdict[int, list[int]] = defaultdict(list)
        self._running: defaultdict[int, list[int]] = defaultdict(list)
        self.done: list[tuple[Upload, float]] = []
        """Each recording, and when its draft was there."""

    def arrivals(self, coming: Sequence[Upload]) -> Generator[Event, Any, None]:
        """Let every recording come in its time."""
        for upload in coming:
            yield self._environment.timeout(max(0.0, upload.at - self._environment.now))
            self._environment.process(self._job(upload))

    def seconds(self, upload: Upload) -> float:
        """Return how long a worker is busy with a recording."""
        return self._assumed.fixed + upload.hours * HOUR * self._factor

    def _job(self, upload: Upload) -> Generator[Event, Any, None]:
        rank = self._rank(upload.body)
        self._waiting[upload.body].append(rank)
        with self._workers.request(priority=rank) as turn:
            yield turn
            self._waiting[upload.body].remove(rank)
            self._running[upload.body].append(rank)
            yield self._environment.timeout(self.seconds(upload))
            self._running[upload.body].remove(rank)
        self.done.append((upload, self._environment.now))

    def _rank(self, body: int) -> int:
        """Return the rank of :mod:`app.jobs.fairness`: behind the body's own, never below what is served."""
        own = [*self._waiting[body], *self._running[body]]
        served = [rank for ranks in self._running.values() for rank in ranks]
        queued = [rank for ranks in self._waiting.values() for rank in ranks]
        now = max(served) if served else min(queued, default=0)
        return max(now, max(own) + 1) if own else now


def simulate(assumed: Assumptions, municipalities: int, workers: int, factor: float) -> Load:
    """Return how long drafts take.

    Args:
        assumed: how meetings come.
        municipalities: how many share the installation.
        workers: speech workers.
        factor: seconds that one worker needs for a second of sound.
    """
    import simpy  # noqa: PLC0415 - of the extra "dev"

    environment = simpy.Environment()
    queue = _Queue(environment, simpy.PriorityResource(environment, capacity=workers), assumed, factor)
    coming = uploads(assumed, municipalities)
    environment.process(queue.arrivals(coming))
    environment.run()
    minutes = sorted((done - upload.at) / 60 for upload, done in queue.done)
    evening = [(upload, done) for upload, done in queue.done if upload.at % DAY > DAY / 2]
    ready = sum(done <= upload.at - upload.at % DAY + DAY + MORNING for upload, done in evening)
    return Load(
        municipalities=municipalities,
        workers=workers,
        busy=sum(map(queue.seconds, coming)) / (workers * assumed.years * assumed.sitting_weeks * WEEK),
        median=minutes[len(minutes) // 2],
        p95=minutes[int(len(minutes) * 0.95)],
        by_morning=ready / len(evening),
    )


def report(loads: Sequence[Load], factor: float) -> str:
    """Return the table for one speed."""
    head = ("municipalities", "workers", "busy %", "median min", "p95 min", "ready by 8 h %")
    rows = [
        (
            load.municipalities,
            load.workers,
            round(load.busy * 100, 1),
            round(load.median),
            round(load.p95),
            round(load.by_morning * 100, 1),
        )
        for load in loads
    ]
    return f"A worker needs {factor:g} × real time:\n\n{table(head, rows)}"


def main() -> int:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--factor", type=float, nargs="+", default=[0.14, 0.05, 0.02])
    parser.add_argument("--municipalities", type=int, nargs="+", default=[1, 20, 200])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4, 8])
    parser.add_argument("--meetings", type=float, default=4.0, help="Of a municipality in a month.")
    parser.add_argument("--hours", type=float, default=2.5, help="Median length of a recording.")
    parser.add_argument("--save", action="store_true", help="Write the tables of docs/capacity.md.")
    given = parser.parse_args()
    assumed = Assumptions(meetings_a_month=given.meetings, hours=given.hours)
    texts = []
    for factor in given.factor:
        loads = [
            simulate(assumed, towns, workers, factor)
            for towns in given.municipalities
            for workers in given.workers
            if workers <= max(1, towns // 5)
        ]
        texts.append(report(loads, factor))
    text = "\n\n".join(texts)
    print(text)  # noqa: T201
    if given.save:
        write_section("capacity", "Tables", f"`make capacity`\n\n{text}", document=DOCUMENT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
