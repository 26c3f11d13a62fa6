"""The simulation of the queue: what can be worked out by hand comes out."""

from __future__ import annotations

import pytest

from app.measure.capacity import HOUR, Assumptions, simulate, uploads

EVEN = Assumptions(spread=0.0, hours=2.0, fixed=0.0, years=1)


def test_nobody_waits_where_there_are_workers_enough():
    """With more workers than recordings a draft takes what its recording takes."""
    load = simulate(EVEN, 3, 50, 0.25)
    assert (load.median, load.p95) == pytest.approx((30.0, 30.0))


def test_the_workers_are_busy_with_all_recordings():
    """Busy is the work of all recordings over the time of all workers."""
    coming = uploads(EVEN, 10)
    load = simulate(EVEN, 10, 2, 0.25)
    assert load.busy == pytest.approx(len(coming) * 2 * HOUR * 0.25 / (2 * 44 * 7 * 24 * HOUR))


def test_as_many_meetings_come_as_assumed():
    """Four a month for a hundred towns are about 4,800 a year, half of them in the evening."""
    coming = uploads(EVEN, 100)
    assert len(coming) == pytest.approx(4800, rel=0.05)
    evening = sum(upload.at % (24 * HOUR) > 12 * HOUR for upload in coming)
    assert evening / len(coming) == pytest.approx(0.5, abs=0.03)


def test_fewer_workers_mean_longer_waiting():
    """The line grows as workers go."""
    many, few = simulate(EVEN, 100, 8, 0.25), simulate(EVEN, 100, 1, 0.25)
    assert few.p95 > 1.5 * many.p95
    assert few.busy == pytest.approx(8 * many.busy)
