"""Sound to who spoke when; words to utterances of one speaker."""

from diarize.protocol import Diarizer
from diarize.types import Diarization, SpeakerCount, Turn, Utterance

__all__ = ("Diarization", "Diarizer", "SpeakerCount", "Turn", "Utterance")
