"""Where the time of the diarization goes."""

from __future__ import annotations

import cProfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.measure.diarize_profile import STEPS, Step, seconds_of
from diarize.turns import in_order
from diarize.types import Turn

if TYPE_CHECKING:
    from types import CodeType


def code_of(step: Step) -> CodeType | None:
    """Return the function of a step, looked up in its module's source."""
    module = import_module(step.file.removesuffix(".py").replace("/", "."))
    source = Path(str(module.__file__))
    todo = [compile(source.read_text(encoding="utf-8"), str(source), "exec")]
    while todo:
        code = todo.pop()
        if code.co_name == step.function:
            return code
        todo += [const for const in code.co_consts if hasattr(const, "co_code")]
    return None


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.file}:{step.function}")
def test_every_step_names_a_function_that_exists(step: Step) -> None:
    """A step whose function was renamed would show nothing, without a word."""
    assert code_of(step) is not None


def test_calls_of_a_step_are_counted_and_others_are_not() -> None:
    """Only the function of that name in that module counts, with each of its calls."""
    turns = [Turn(start=1.0, end=2.0, speaker="b"), Turn(start=0.0, end=1.0, speaker="a")]
    profile = cProfile.Profile()
    profile.enable()
    in_order(turns)
    in_order(turns)
    profile.disable()
    calls, seconds = seconds_of(profile, Step("order", "diarize/turns.py", "in_order"))
    assert calls == 2
    assert seconds > 0
    assert seconds_of(profile, Step("order", "diarize/pieces.py", "in_order")) == (0, 0.0)
