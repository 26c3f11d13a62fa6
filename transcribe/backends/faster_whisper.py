"""The recogniser: Whisper by faster-whisper and CTranslate2, from a local folder, on CPU or GPU."""

from __future__ import annotations

import logging
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from models.control import raise_if_cancelled
from models.errors import ModelError
from transcribe import guard
from transcribe.backends.device import (
    Device,
    choose_batch_size,
    choose_device,
    choose_threads,
    out_of_memory,
)
from transcribe.backends.listening import Listened, listen, taken_up, uncovered
from transcribe.errors import DeviceError, DeviceMemoryError, LanguageError
from transcribe.types import EngineInfo, Segment, Vocabulary, Window, WindowResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from models.control import CancelToken
    from transcribe.audio import Audio
    from transcribe.backends.whisper import WhisperDecoder

logger = logging.getLogger(__name__)

BEAM_SIZE = 5
ROUNDS = 4
"""How often a window is taken up again where Whisper stopped although somebody goes on speaking."""

SEED = 20_260_521
"""Sampling at higher temperature starts from here for every window: the same sound gives the same text."""

TEMPERATURES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


class ModelUnusableError(ModelError):
    """The model's folder is there, but it cannot be loaded. Data: ``model``, ``reason``."""

    code = "model-unusable"
    de = "Das Sprachmodell {model} lädt nicht ({reason}). Bitte „protokollant models verify“ aufrufen."
    en = 'The speech model {model} cannot be loaded ({reason}). Please run "protokollant models verify".'


class FasterWhisperTranscriber:
    """Whisper by faster-whisper (satisfies :class:`transcribe.protocol.Transcriber`).

    Args:
        model: folder with the verified CTranslate2 model.
        model_id: its id in the store, for the record.
        revision: its revision in the store, for the record.
        device: ``auto`` (a GPU where there is one), ``cpu`` or ``cuda``.
        compute_type: CTranslate2's number format; None for the best of the device.
        batch_size: windows decoded at once; None to choose by free memory. Windows are grouped by their
            index, since neighbours in a batch change the last digits of a result: a resumed run forms the
            same groups again.
        threads: threads on a CPU; 0 for the cores this process may use.
        beam_size: hypotheses kept while decoding.
    """

    def __init__(
        self,
        model: Path,
        *,
        model_id: str,
        revision: str,
        device: str = "auto",
        compute_type: str | None = None,
        batch_size: int | None = None,
        threads: int = 0,
        beam_size: int = BEAM_SIZE,
    ) -> None:
        self._folder = model
        self._model_id = model_id
        self._revision = revision
        self._asked = (device, compute_type)
        self._batch_size = batch_size
        self._threads = threads
        self._beam_size = beam_size
        self._device: Device | None = None
        self._decoder: WhisperDecoder | None = None
        self._tokenizer: Any = None

    @property
    def engine(self) -> EngineInfo:
        """What identifies the result; loads no model.

        Raises:
            DeviceError: a GPU was asked for and cannot be used.
        """
        device = self._resolved()
        return EngineInfo(
            name="faster-whisper",
            version=version("faster-whisper"),
            models={self._model_id: self._revision},
            options={
                "batch_size": self._size(),
                "beam_size": self._beam_size,
                "compute_type": device.compute_type,
                "ctranslate2": version("ctranslate2"),
                "device": device.name,
            },
        )

    def count_tokens(self, text: str) -> int:
        """Return how many tokens the model's tokenizer makes of ``text``, as the decoder is given it."""
        if self._tokenizer is None:
            from tokenizers import Tokenizer  # noqa: PLC0415  # only where a vocabulary is built

            try:
                self._tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
            except Exception as error:  # the library raises bare Exception
                raise ModelUnusableError(model=self._model_id, reason=error) from error
        return len(self._tokenizer.encode(f" {text.strip()}", add_special_tokens=False).ids)

    def transcribe(
        self,
        audio: Audio,
        windows: Sequence[Window],
        *,
        language: str,
        vocabulary: Vocabulary,
        cancel: CancelToken,
    ) -> Iterator[WindowResult]:
        """Yield one result per window, in order; see :class:`transcribe.protocol.Transcriber`.

        Raises:
            Cancelled: between batches, once ``cancel`` is set.
            ModelError: the model cannot be loaded.
            DeviceError, DeviceMemoryError: the device cannot be used, or not even one window fits.
            LanguageError: the model does not know ``language``.
        """
        if not windows:
            return
        decoder = self._loaded()
        if language not in decoder.languages:
            raise LanguageError(language=language, known=", ".join(sorted(decoder.languages)))
        size = self._size()
        position = 0
        while position < len(windows):
            raise_if_cancelled(cancel)
            batch = _group(windows[position:], size)
            try:
                results = self._batch(decoder, audio, batch, language, vocabulary)
            except (RuntimeError, MemoryError) as error:
                if not out_of_memory(error):
                    raise
                if size == 1:
                    raise DeviceMemoryError(device=self._resolved().name) from error
                size = max(1, size // 2)
                logger.warning("Out of memory; %d windows at once from here.", size)
                continue
            yield from results
            position += len(batch)

    def _size(self) -> int:
        if self._batch_size is None:
            self._batch_size = choose_batch_size(self._resolved().name)
        return self._batch_size

    def _resolved(self) -> Device:
        if self._device is None:
            self._device = choose_device(*self._asked)
        return self._device

    def _loaded(self) -> WhisperDecoder:
        if self._decoder is None:
            from transcribe.backends.whisper import WhisperDecoder  # noqa: PLC0415  # heavy

            device = self._resolved()
            try:
                self._decoder = WhisperDecoder(
                    self._folder,
                    device=device.name,
                    compute_type=device.compute_type,
                    threads=choose_threads(self._threads),
                    beam_size=self._beam_size,
                )
            except (RuntimeError, ValueError, OSError) as error:
                if out_of_memory(error):
                    raise DeviceMemoryError(device=device.name) from error
                if device.name == "cuda" and "cu" in str(error).lower():
                    raise DeviceError(device="cuda", reason=error) from error
                raise ModelUnusableError(model=self._model_id, reason=error) from error
        return self._decoder

    def _batch(
        self,
        decoder: WhisperDecoder,
        audio: Audio,
        windows: Sequence[Window],
        language: str,
        vocabulary: Vocabulary,
    ) -> list[WindowResult]:
        """Decode a batch, take up what was left out, and examine it."""
        heard = [listen(audio, window) for window in windows]
        found: list[list[Segment]] = [[] for _ in windows]
        decodings = [0] * len(windows)
        spans = [(index, one.window.start, one.window.end) for index, one in enumerate(heard)]
        done = set(spans)
        for _ in range(ROUNDS):
            decoded = decoder.decode(
                [heard[index].piece(start, end) for index, start, end in spans],
                language=language,
                vocabulary=vocabulary,
            )
            for (index, start, end), segments in zip(spans, decoded, strict=True):
                found[index] = taken_up(found[index], segments, (start, end))
                decodings[index] += 1
            spans = [
                (index, start, end)
                for index, one in enumerate(heard)
                for start, end in uncovered(one, found[index])
                if (index, start, end) not in done
            ]
            done.update(spans)
            if not spans:
                break
        return [
            self._examined(decoder, one, segments, count, language)
            for one, segments, count in zip(heard, found, decodings, strict=True)
        ]

    def _examined(
        self, decoder: WhisperDecoder, heard: Listened, segments: list[Segment], count: int, language: str
    ) -> WindowResult:
        """Decode a doubtful window once more, with temperature fall-back, and keep the better text."""
        first = guard.examined(segments, heard.speech_seconds)
        speech = heard.speech_seconds(heard.window.start, heard.window.end)
        if guard.needs_another_look(first, speech):
            count += 1
            second = guard.examined(
                decoder.decode_carefully(
                    heard.piece(heard.window.start, heard.window.end),
                    language=language,
                    temperatures=TEMPERATURES,
                    seed=SEED + heard.window.index,
                ),
                heard.speech_seconds,
            )
            if guard.score(second, speech) > guard.score(first, speech):
                first = second
        return WindowResult(window=heard.window, segments=first, decodings=count)


def _group(windows: Sequence[Window], size: int) -> Sequence[Window]:
    """Return the windows at the beginning that belong to one batch: those with the same index // size."""
    first = windows[0].index // size
    count = next((n for n, window in enumerate(windows) if window.index // size != first), len(windows))
    return windows[: min(count, size)]
