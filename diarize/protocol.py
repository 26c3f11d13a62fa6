"""The contract of a diarizer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from models.control import CancelToken, Progress
    from diarize.types import Diarization, SpeakerCount
    from transcribe.audio import Audio
    from transcribe.types import EngineInfo


@runtime_checkable
class Diarizer(Protocol):
    """Tells voices apart. Implementations load their models lazily, once."""

    @property
    def engine(self) -> EngineInfo:
        """What identifies the result; must not load a model."""
        ...

    def diarize(
        self,
        audio: Audio,
        *,
        speakers: SpeakerCount,
        progress: Progress,
        cancel: CancelToken,
    ) -> Diarization:
        """Return the turns of ``audio``; the same input gives the same result.

        Raises:
            Cancelled: between steps, once ``cancel`` is set.
            ModelError: a model is missing or damaged.
        """
        ...
