"""The recogniser: Whisper by faster-whisper and CTranslate2, from a local folder, on CPU or GPU."""

from __future__ import annotations

import itertools
import logging
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from models.errors import ModelError
from models.lanes import in_lanes, usable_cores
from transcribe.backends.allocator import give_back_memory
from transcribe.backends.device import (
    Device,
    choose_batch_size,
    choose_device,
    choose_lanes,
    choose_together,
    out_of_memory,
)
from transcribe.backends.hearing import hear
from transcribe.errors import DeviceError, DeviceMemoryError, LanguageError
from transcribe.types import EngineInfo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from models.control import CancelToken
    from transcribe.audio import Audio
    from transcribe.backends.whisper import WhisperDecoder
    from transcribe.types import Vocabulary, Window, WindowResult

logger = logging.getLogger(__name__)

BEAM_SIZE = 5

BETWEEN = 32
"""Windows after which free memory is given back: some quarter of an hour of sound."""


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
        batch_size: windows of a group; None to choose by free memory. Windows are grouped by their index,
            since neighbours in a batch change the last digits of a result: a resumed run forms the same
            groups again. On a CPU a group is parted further
            (:data:`transcribe.backends.device.CPU_TOGETHER`).
        threads: threads on a CPU; 0 for the cores this process may use. Groups and their parts are
            decoded side by side, each by a thread of its own
            (:func:`transcribe.backends.device.choose_lanes`).
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
        self._fitting: int | None = None
        """Windows that fit into memory at once, once it was found too small for a group."""
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

        def work(group: Sequence[Window]) -> list[WindowResult]:
            return self._results(decoder, audio, group, language, vocabulary)

        size = self._size()
        groups = _groups(windows, size, choose_together(self._resolved().name, size))
        heard = 0
        try:
            for results in in_lanes(work, groups, lanes=decoder.lanes, cancel=cancel):
                yield from results
                heard += len(results)
                if heard >= BETWEEN:
                    heard = 0
                    give_back_memory()
        finally:
            give_back_memory()

    def _results(
        self,
        decoder: WhisperDecoder,
        audio: Audio,
        group: Sequence[Window],
        language: str,
        vocabulary: Vocabulary,
    ) -> list[WindowResult]:
        """Decode a group at once, or in halves where the memory does not suffice."""
        results: list[WindowResult] = []
        while len(results) < len(group):
            fitting = len(group) if self._fitting is None else self._fitting
            part = group[len(results) : len(results) + fitting]
            try:
                results += hear(decoder, audio, part, language=language, vocabulary=vocabulary)
            except (RuntimeError, MemoryError) as error:
                if not out_of_memory(error):
                    raise
                if len(part) == 1:
                    raise DeviceMemoryError(device=self._resolved().name) from error
                self._fitting = len(part) // 2
                logger.warning("Out of memory; %d windows at once from here.", self._fitting)
        return results

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
            lanes, threads = choose_lanes(device.name, usable_cores(self._threads))
            try:
                self._decoder = WhisperDecoder(
                    self._folder,
                    device=device.name,
                    compute_type=device.compute_type,
                    threads=threads,
                    lanes=lanes,
                    beam_size=self._beam_size,
                )
            except (RuntimeError, ValueError, OSError) as error:
                if out_of_memory(error):
                    raise DeviceMemoryError(device=device.name) from error
                if device.name == "cuda" and "cu" in str(error).lower():
                    raise DeviceError(device="cuda", reason=error) from error
                raise ModelUnusableError(model=self._model_id, reason=error) from error
        return self._decoder


def _groups(windows: Sequence[Window], size: int, together: int) -> Iterator[Sequence[Window]]:
    """Yield the windows that are decoded together, in order.

    A group has the same index // size; of it, at most ``together`` neighbours. What is yielded depends on no
    other group, so that a resumed run decodes the same together.
    """

    def place(window: Window) -> tuple[int, int]:
        group, within = divmod(window.index, size)
        return group, within // together

    for _, group in itertools.groupby(windows, key=place):
        yield tuple(group)
