"""The contract of a diarizer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diarize.types import Diarization, SpeakerCount
    from models.control import CancelToken, Progress
    from transcribe.audio import Audio
    from transcribe.types import EngineInfo, SpeechRegion


class Pieces(Protocol):
    """Keeps finished stretches of sound of one recording, so that a killed run repeats little."""

    def load(self, index: int) -> bytes | None:
        """Return what was kept under ``index``, or None."""
        ...

    def save(self, index: int, data: bytes) -> None:
        """Keep a finished stretch; on return it survives a crash."""
        ...


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
        speech: Sequence[SpeechRegion] | None = None,
        pieces: Pieces | None = None,
    ) -> Diarization:
        """Return the turns of ``audio``; the same input gives the same result.

        Args:
            audio: The whole recording; read piece by piece.
            speakers: How many voices there may be.
            progress: Told seconds done of seconds of sound.
            cancel: Asked between pieces.
            speech: Where speech is, if that is known already; None lets the engine find out.
            pieces: Where finished stretches, of less than two minutes of sound each, are kept and
                found again; the result is the same with and without. None keeps nothing.

        Raises:
            Cancelled: between steps, once ``cancel`` is set.
            ModelError: a model is missing or damaged.
        """
        ...
