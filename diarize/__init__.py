"""Sound to who spoke when; words to utterances of one speaker."""

from diarize.fallback import DIARIZATION_FAILED, one_unknown_speaker
from diarize.protocol import Diarizer, Pieces
from diarize.rttm import read_rttm, write_rttm
from diarize.types import Diarization, SpeakerCount, Turn, Utterance
from transcribe.types import EngineInfo

__all__ = (
    "DIARIZATION_FAILED",
    "Diarization",
    "Diarizer",
    "EngineInfo",
    "Pieces",
    "SpeakerCount",
    "Turn",
    "Utterance",
    "one_unknown_speaker",
    "read_rttm",
    "write_rttm",
)
