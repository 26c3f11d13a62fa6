"""What stands in when voices could not be told apart: the transcript stays usable."""

from __future__ import annotations

from diarize.types import Diarization, Turn
from transcribe.types import EngineInfo

DIARIZATION_FAILED = "diarization-failed"
"""Warning code: the diarizer broke, and everything is given to one unknown voice."""
NO_SPEECH = "no-speech"
"""Warning code: nobody was heard."""
SPEAKERS_OUT_OF_BOUNDS = "speakers-out-of-bounds"
"""Warning code: the number of voices asked for could not be reached."""


def one_unknown_speaker(duration: float, *, warning: str = DIARIZATION_FAILED) -> Diarization:
    """Return a result in which one voice "S1" speaks all the time.

    Args:
        duration: Length of the recording in seconds; nothing at all gives no turn.
        warning: Code that tells why; shown to the user, so the result is never taken for a real one.
    """
    turns = (Turn(start=0.0, end=duration, speaker="S1"),) if duration > 0 else ()
    engine = EngineInfo(name="none", version="0")
    return Diarization(turns=turns, exclusive=turns, engine=engine, warnings=(warning,))
