"""Decodes pieces of sound with Whisper, several at once, with word times.

faster-whisper's own batched pipeline decodes each chunk once, even where Whisper stops in its middle; here
every piece tells how far it came, so that the caller can continue. A piece's result does not depend on the
pieces beside it.
"""

from __future__ import annotations

import functools
import threading
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ctranslate2
import msgspec
import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.audio import pad_or_trim
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens, merge_punctuations

from transcribe.backends.allocator import keep_memory
from transcribe.guard import HIGHEST_COMPRESSION, LOWEST_LOGPROB
from transcribe.types import Segment, Word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from transcribe.audio import Samples
    from transcribe.types import Vocabulary

FRAMES_PER_SECOND = 100
MAX_LENGTH = 448
TOKENS_PER_SECOND = 12
"""Nobody speaks faster in any language; a loop would otherwise run to the end of the decoder's memory."""

PREPENDED = "\"'“¿([{-„»"
APPENDED = "\"'.。,，!！?？:：”)]}、“«"

TEMPERATURES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)

LONGEST_WORD = 2.0
"""Seconds; the alignment stretches words over silence."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Sound to decode: at most 30 s, beginning at ``start`` seconds of the recording."""

    start: float
    samples: Samples


class WhisperDecoder:
    """A loaded model and how it decodes.

    Args:
        model: folder with the CTranslate2 model; nothing is ever downloaded.
        device: ``cpu`` or ``cuda``.
        compute_type: CTranslate2's name of the number format.
        threads: threads of each lane, on a CPU.
        lanes: calls that may be made at once, each from a thread of its own; they share the weights.
        beam_size: number of hypotheses kept.
    """

    def __init__(
        self, model: Path, *, device: str, compute_type: str, threads: int, beam_size: int, lanes: int = 1
    ) -> None:
        keep_memory()
        self._model = functools.partial(
            WhisperModel,
            str(model),
            device=device,
            compute_type=compute_type,
            cpu_threads=threads,
            local_files_only=True,
        )
        self.model = self._model(num_workers=lanes)
        self.beam_size = beam_size
        self.lanes = lanes
        self._device = device
        self._sampling = threading.Lock()

    @property
    def languages(self) -> list[str]:
        """Codes of the languages the model knows."""
        languages: list[str] = self.model.supported_languages
        return languages

    def decode(
        self, pieces: Sequence[Piece], *, language: str, vocabulary: Vocabulary
    ) -> list[list[Segment]]:
        """Return the segments of each piece, with word times in the recording."""
        tokenizer = Tokenizer(
            self.model.hf_tokenizer, self.model.model.is_multilingual, task="transcribe", language=language
        )
        features = np.stack([self._features(piece.samples) for piece in pieces])
        encoded = self.model.encode(features)
        prompt = self.model.get_prompt(
            tokenizer,
            tokenizer.encode(" " + vocabulary.initial_prompt) if vocabulary.initial_prompt else [],
            hotwords=vocabulary.hotwords or None,
        )
        longest = max(len(piece.samples) for piece in pieces) / self.model.feature_extractor.sampling_rate
        results = self.model.model.generate(
            encoded,
            [prompt] * len(pieces),
            beam_size=self.beam_size,
            max_length=min(MAX_LENGTH, len(prompt) + 20 + TOKENS_PER_SECOND * max(30, round(longest))),
            suppress_blank=True,
            suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
            max_initial_timestamp_index=50,
            return_scores=True,
            return_no_speech_prob=True,
        )
        tokens = [result.sequences_ids[0] for result in results]
        frames = [len(piece.samples) * FRAMES_PER_SECOND // 16_000 for piece in pieces]
        alignments = self.model.find_alignment(
            tokenizer, [[token for token in one if token < tokenizer.eot] for one in tokens], encoded, frames
        )
        return [
            self._segments(tokenizer, piece, one, result, alignment)
            for piece, one, result, alignment in zip(pieces, tokens, results, alignments, strict=True)
        ]

    def decode_carefully(self, piece: Piece, *, language: str, seed: int) -> list[Segment]:
        """Decode one piece sequentially: higher temperatures where needed, no vocabulary, silence skipped."""
        found = self._sequential(self.model, piece, language, (0.0,))
        if any(_is_poor(one) for one in found):
            # CTranslate2 reads the seed once per thread of a model, when that first draws. Only a model of
            # its own draws the same for this piece whatever came before; it is not loaded often.
            with self._sampling:
                ctranslate2.set_random_seed(seed)
                sampler = self._model() if self._device == "cpu" else self.model
                found = self._sequential(sampler, piece, language, TEMPERATURES)
        length = len(piece.samples) / self.model.feature_extractor.sampling_rate
        segments = []
        for one in found:
            words: list[Word] = []
            for word in one.words or ():
                if word.word.strip():
                    _append(words, vars(word), piece.start, length)
            if words:
                segments.append(_segment(words, one.avg_logprob, one.no_speech_prob))
        return segments

    def _sequential(
        self, model: WhisperModel, piece: Piece, language: str, temperatures: Sequence[float]
    ) -> list[Any]:
        found, _ = model.transcribe(
            piece.samples,
            language=language,
            beam_size=self.beam_size,
            temperature=list(temperatures),
            condition_on_previous_text=False,
            word_timestamps=True,
            hallucination_silence_threshold=2.0,
        )
        return list(found)

    def _features(self, samples: Samples) -> Any:
        return pad_or_trim(self.model.feature_extractor(samples)[..., :-1])

    def _segments(
        self, tokenizer: Any, piece: Piece, tokens: list[int], result: Any, alignment: list[dict[str, Any]]
    ) -> list[Segment]:
        """Cut the tokens at time stamps and give each part its words."""
        logprob = result.scores[0] * len(tokens) / (len(tokens) + 1)
        merge_punctuations(alignment, PREPENDED, APPENDED)
        length = len(piece.samples) / self.model.feature_extractor.sampling_rate
        segments, position = [], 0
        for part in _parts(tokens, tokenizer.timestamp_begin, tokenizer.eot):
            words: list[Word] = []
            taken = 0
            while position < len(alignment) and taken < len(part):
                taken += len(alignment[position]["tokens"])
                if alignment[position]["word"].strip():
                    _append(words, alignment[position], piece.start, length)
                position += 1
            if words:
                segments.append(_segment(words, logprob, result.no_speech_prob))
        return segments


def _is_poor(segment: Any) -> bool:
    """Tell whether a higher temperature is to be tried (Radford et al. 2022, 4.5)."""
    return bool(segment.compression_ratio > HIGHEST_COMPRESSION or segment.avg_logprob < LOWEST_LOGPROB)


def _parts(tokens: list[int], timestamp_begin: int, end_of_text: int) -> list[list[int]]:
    """Part text tokens at time stamps."""
    parts: list[list[int]] = [[]]
    for token in tokens:
        if token >= timestamp_begin:
            parts.append([])
        elif token < end_of_text:
            parts[-1].append(token)
    return [part for part in parts if part]


def _append(words: list[Word], aligned: dict[str, Any], offset: float, length: float) -> None:
    """Add an aligned word; what has no space before it belongs to the one before ("186" ".400")."""
    word = _word(aligned, offset, length)
    if words and not aligned["word"].startswith(" "):
        last = words.pop()
        word = Word(
            start=last.start,
            end=max(last.end, word.end),
            text=last.text + word.text,
            probability=min(last.probability, word.probability),
        )
    words.append(word)


def _word(aligned: dict[str, Any], offset: float, length: float) -> Word:
    start, end = float(aligned["start"]), min(float(aligned["end"]), length)
    if end - start > LONGEST_WORD:
        # The alignment begins a word in the silence before it; its end is the surer of the two.
        start = end - LONGEST_WORD
    return Word(
        start=round(offset + min(start, end), 3),
        end=round(offset + end, 3),
        text=aligned["word"].strip(),
        probability=round(min(1.0, max(0.0, float(aligned["probability"]))), 3),
    )


def _segment(words: list[Word], logprob: float, no_speech: float) -> Segment:
    text = " ".join(word.text for word in words)
    return Segment(
        start=words[0].start,
        end=words[-1].end,
        text=text,
        words=tuple(words),
        average_logprob=round(logprob, 3),
        compression_ratio=round(compression_ratio(text), 3),
        no_speech_probability=round(no_speech, 3),
    )


def part_of(segment: Segment, words: tuple[Word, ...]) -> Segment:
    """Return ``segment`` cut down to some of its words."""
    text = " ".join(word.text for word in words)
    return msgspec.structs.replace(
        segment,
        start=words[0].start,
        end=words[-1].end,
        text=text,
        words=words,
        compression_ratio=round(compression_ratio(text), 3),
    )


def compression_ratio(text: str) -> float:
    """Return how much smaller zlib makes ``text``."""
    data = text.encode()
    return len(data) / len(zlib.compress(data))
