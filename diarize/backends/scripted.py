"""A diarizer that follows a script: for demonstrations, tests and recordings that somebody labelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diarize.counting import check_count
from diarize.turns import in_order, labels_by_first_speech, make_exclusive, relabel
from diarize.types import Diarization, SpeakerCount, Turn
from models.control import CancelToken, NeverCancelled, Progress, no_progress, raise_if_cancelled
from transcribe.types import EngineInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diarize.protocol import Pieces
    from transcribe.audio import Audio
    from transcribe.types import SpeechRegion


class ScriptedDiarizer:
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

    def diarize(
        self,
        audio: Audio,
        *,
        speakers: SpeakerCount,
        progress: Progress = no_progress,
        cancel: CancelToken | None = None,
        speech: Sequence[SpeechRegion] | None = None,
        pieces: Pieces | None = None,
    ) -> Diarization:
        """Return the script, labelled "S1", "S2", … in order of first speech."""
        del speech, pieces
        check_count(speakers)
        raise_if_cancelled(cancel or NeverCancelled())
        end = audio.duration
        heard = in_order(
            Turn(start=turn.start, end=min(turn.end, end), speaker=turn.speaker)
            for turn in self._turns
            if turn.start < end
        )
        turns = relabel(heard, labels_by_first_speech(heard))
        progress(end, end)
        return Diarization(
            turns=turns, exclusive=make_exclusive(turns), engine=self.engine, warnings=self._warnings
        )
