"""Whisper's own translation of speech into English, without a language model.

Whisper was trained to translate into English from any language it knows (Radford et al. 2022, "any to
English"); there is no other direction. It hears the sound anew, so its words may differ from those of the
transcript.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from faster_whisper import WhisperModel

from models.control import raise_if_cancelled
from models.lanes import usable_cores
from transcribe.backends.device import choose_device
from transcribe.errors import LanguageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from models.control import CancelToken
    from transcribe.audio import Audio
    from transcribe.types import SpeechRegion

TARGET = "en"
"""The only language that Whisper translates into."""

BEAM = 5
TEMPERATURES = (0.0, 0.2, 0.4)
MOST_COMPRESSED = 2.4
"""A text that zlib makes smaller than by this factor repeats itself (Whisper's own bound for a loop)."""


class WhisperTranslator:
    """Hears stretches of speech and writes them in English; the model is loaded at the first one.

    Args:
        model: folder with the CTranslate2 model.
        device: ``auto``, ``cpu`` or ``cuda``.
        compute_type: number format; None for the best of the device.
        threads: threads on a processor; 0 for all.
    """

    def __init__(
        self, model: Path, *, device: str = "auto", compute_type: str | None = None, threads: int = 0
    ) -> None:
        self._folder = model
        self._asked = (device, compute_type)
        self._threads = threads
        self._model: WhisperModel | None = None

    def translate(
        self, audio: Audio, stretches: Sequence[SpeechRegion], *, language: str, cancel: CancelToken
    ) -> Iterator[str]:
        """Yield the English text of each stretch, in order; empty where nothing was understood.

        Raises:
            Cancelled: between stretches, once ``cancel`` is set.
            DeviceError: the device cannot be used.
            LanguageError: the model does not know ``language``.
        """
        if not stretches:
            return
        model = self._loaded()
        if language not in model.supported_languages:
            raise LanguageError(language=language, known=", ".join(sorted(model.supported_languages)))
        for stretch in stretches:
            raise_if_cancelled(cancel)
            segments, _ = model.transcribe(
                audio.read(stretch.start, stretch.end),
                language=language,
                task="translate",
                beam_size=BEAM,
                temperature=list(TEMPERATURES),
                condition_on_previous_text=False,
            )
            told = (one.text.strip() for one in segments if one.compression_ratio <= MOST_COMPRESSED)
            yield " ".join(text for text in told if text)

    def _loaded(self) -> WhisperModel:
        if self._model is None:
            device = choose_device(*self._asked)
            self._model = WhisperModel(
                str(self._folder),
                device=device.name,
                compute_type=device.compute_type,
                cpu_threads=usable_cores(self._threads),
                local_files_only=True,
            )
        return self._model
