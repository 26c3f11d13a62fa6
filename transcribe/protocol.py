"""The contract of a speech recogniser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from models.control import CancelToken
    from transcribe.audio import Audio
    from transcribe.types import EngineInfo, Vocabulary, Window, WindowResult


@runtime_checkable
class Transcriber(Protocol):
    """Turns windows of sound into timed words. Implementations load their models lazily, once."""

    @property
    def engine(self) -> EngineInfo:
        """What identifies the result; must not load a model."""
        ...

    def transcribe(
        self,
        audio: Audio,
        windows: Sequence[Window],
        *,
        language: str,
        vocabulary: Vocabulary,
        cancel: CancelToken,
    ) -> Iterator[WindowResult]:
        """Yield one result per window, in the order of ``windows``.

        The work happens while the caller iterates, so that each result can be checkpointed
        before the next is begun; the order inside a batch is the implementation's business.

        Raises:
            Cancelled: between batches, once ``cancel`` is set.
            ModelError: a model is missing or damaged.
        """
        ...
