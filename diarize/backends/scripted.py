"""A diarizer that follows a script: for demonstrations, tests and recordings that somebody labelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diarize.backends.base import BaseDiarizer
from diarize.turns import clip, in_order, labels_by_first_speech, make_exclusive, relabel
from diarize.types import Diarization, Turn
from transcribe.types import EngineInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diarize.backends.base import Task


class ScriptedDiarizer(BaseDiarizer):
    """Returns the turns it was given, cut to the length of the sound; it does not listen.

    Args:
        turns: Who speaks when, in any order and with any labels.
        warnings: Codes to return with the result.
    """

    def __init__(self, turns: Sequence[Turn], *, warnings: Sequence[str] = ()) -> None:
        self._turns = tuple(turns)
        self._warnings = tuple(warnings)

    @property
    def engine(self) -> EngineInfo:
        """Name the script as the engine."""
        return EngineInfo(name="scripted", version="1")

    def run(self, task: Task) -> Diarization:
        """Return the script, labelled "S1", "S2", … in order of first speech."""
        end = task.audio.duration
        heard = in_order(clip(self._turns, end))
        turns = relabel(heard, labels_by_first_speech(heard))
        task.progress(end, end)
        return Diarization(
            turns=turns, exclusive=make_exclusive(turns), engine=self.engine, warnings=self._warnings
        )
