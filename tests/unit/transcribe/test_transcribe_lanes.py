"""Work in lanes: order, how far it runs ahead, errors and cancelling."""

from __future__ import annotations

import threading
import time

import pytest

from models.control import NeverCancelled
from models.errors import Cancelled
from models.lanes import in_lanes
from transcribe.backends.allocator import keep_memory
from transcribe.backends.device import choose_lanes, choose_together
from transcribe.backends.faster_whisper import _groups
from transcribe.types import Window

PATIENCE = 5.0
"""Seconds after which a test gives up waiting."""


@pytest.mark.parametrize("lanes", [1, 2, 4])
def test_results_come_in_order(lanes):
    """Whichever task ends first, its result waits for those before it."""

    def work(task):
        time.sleep(0.02 if task % 2 == 0 else 0)
        return task * 10

    found = list(in_lanes(work, range(7), lanes=lanes, cancel=NeverCancelled()))
    assert found == [0, 10, 20, 30, 40, 50, 60]


def test_two_tasks_are_under_way_at_once():
    """Each of two tasks ends only because the other has begun."""
    meeting = threading.Barrier(2, timeout=PATIENCE)
    places = list(in_lanes(lambda _: meeting.wait(), range(2), lanes=2, cancel=NeverCancelled()))
    assert sorted(places) == [0, 1]


def test_little_is_begun_before_it_is_asked_for():
    """Beside the result that was handed out, no more is begun than there are lanes."""
    begun = []
    results = in_lanes(begun.append, range(20), lanes=2, cancel=NeverCancelled())
    next(results)
    results.close()
    assert len(begun) <= 3


def test_one_lane_works_in_the_thread_that_asks():
    """A single lane needs no other thread."""
    [thread] = in_lanes(lambda _: threading.current_thread(), [0], lanes=1, cancel=NeverCancelled())
    assert thread is threading.current_thread()


@pytest.mark.parametrize("problem", [RuntimeError("broken"), TimeoutError("slow")])
def test_an_error_comes_at_its_place(problem):
    """What went well before a failed task is handed out; the error is the task's own."""

    def work(task):
        if task == 1:
            raise problem
        return task

    results = in_lanes(work, range(4), lanes=2, cancel=NeverCancelled())
    assert next(results) == 0
    with pytest.raises(type(problem)) as caught:
        next(results)
    assert caught.value is problem


def test_cancelling_waits_for_nothing():
    """Once the token is set the caller is free, though a task is still under way."""
    cancel, release = threading.Event(), threading.Event()

    def work(_):
        cancel.set()
        return release.wait(PATIENCE)

    begin = time.perf_counter()
    with pytest.raises(Cancelled):
        list(in_lanes(work, range(3), lanes=2, cancel=cancel))
    took = time.perf_counter() - begin
    release.set()
    assert took < PATIENCE


def test_a_group_is_parted_by_the_number_of_the_window():
    """What is decoded together lies in one group, at most two windows on a CPU, however a run was resumed."""
    plan = [Window(index=index, start=30.0 * index, end=30.0 * index + 30) for index in range(9)]

    def parts(windows):
        return [[window.index for window in part] for part in _groups(windows, 4, choose_together("cpu", 4))]

    assert parts(plan) == [[0, 1], [2, 3], [4, 5], [6, 7], [8]]
    assert parts([*plan[:4], plan[8]]) == [[0, 1], [2, 3], [8]]
    assert [len(part) for part in _groups(plan, 3, choose_together("cpu", 3))] == [2, 1, 2, 1, 2, 1]
    assert choose_together("cuda", 16) == 16


def test_a_cpu_has_as_many_lanes_as_threads():
    """Up to four, then each has several threads; a GPU has one."""
    found = [choose_lanes("cpu", threads) for threads in (1, 2, 4, 16)]
    assert found == [(1, 1), (2, 1), (4, 1), (4, 4)]
    assert choose_lanes("cuda", 8) == (1, 8)


def test_the_allocator_is_told_once():
    """Asking twice changes nothing and fails nowhere."""
    assert keep_memory() == keep_memory()
