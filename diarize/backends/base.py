"""What every diarizer does before it listens: check the bounds, ask whether it was cancelled."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diarize.counting import check_count
from models.control import NeverCancelled, no_progress, raise_if_cancelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diarize.protocol import Pieces
    from diarize.types import Diarization, SpeakerCount
    from models.control import CancelToken, Progress
    from transcribe.audio import Audio
    from transcribe.types import EngineInfo, SpeechRegion


@dataclass(frozen=True, slots=True)
class Task:
    """A recording to diarize, with bounds that were checked (see :class:`diarize.protocol.Diarizer`)."""

    audio: Audio
    fewest: int
    most: int | None
    """Greatest number of voices; None where nothing bounds it."""
    progress: Progress
    cancel: CancelToken
    speech: Sequence[SpeechRegion] | None
    pieces: Pieces | None


class BaseDiarizer(ABC):
    """The outer side of a diarizer; a back-end fills in :meth:`run`."""

    @property
    @abstractmethod
    def engine(self) -> EngineInfo:
        """What identifies the result; loads no model."""

    @abstractmethod
    def run(self, task: Task) -> Diarization:
        """Return the turns of a recording."""

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
        """Return the turns of ``audio`` (see :class:`diarize.protocol.Diarizer`).

        Raises:
            Cancelled: once ``cancel`` is set.
            DeviceUnavailable: a GPU was asked for and cannot be used.
            DiarizationModelInvalid: a file does not hold the model expected.
            SpeakerCountInvalid: impossible bounds.
        """
        fewest, most = check_count(speakers)
        token = cancel or NeverCancelled()
        raise_if_cancelled(token)
        return self.run(Task(audio, fewest, most, progress, token, speech, pieces))
