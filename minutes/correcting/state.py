"""A transcript as people correct it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from diarize.types import Utterance
from minutes.types import Speaker, Transcript
from transcribe.types import Flag, Word

if TYPE_CHECKING:
    from collections.abc import Mapping


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An utterance that can be corrected. Times are seconds from the start of the recording."""

    id: str
    text: str
    """Empty: a person took it out of the transcript; it can be put back."""
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    confidence: float | None = None
    flags: tuple[Flag, ...] = ()
    item: str | None = None
    words: tuple[Word, ...] = ()
    revision: int = 0
    """Number of the edit that touched it last; 0: none did."""
    checked: bool = False
    """A person has heard it and found it right."""
    voiced: bool = False
    """A person chose the voice."""
    placed: bool = False
    """A person chose the item."""

    @property
    def by_hand(self) -> bool:
        """Whether a person changed anything about it."""
        return "edited" in self.flags or self.voiced or self.placed or self.checked


class Corrected(msgspec.Struct, frozen=True, kw_only=True):
    """A transcript with corrections; a value: applying an edit makes another one."""

    lines: tuple[Line, ...]
    """In the order of speech."""
    speakers: tuple[Speaker, ...] = ()
    muted: tuple[tuple[float, float], ...] = ()
    """Passages without sound."""

    def index(self) -> Mapping[str, int]:
        """Return the place of every utterance by its id."""
        return {line.id: place for place, line in enumerate(self.lines)}


def from_transcript(transcript: Transcript) -> Corrected:
    """Return a transcript as it is before anybody corrected it."""
    return Corrected(
        lines=tuple(line_of(utterance) for utterance in transcript.utterances),
        speakers=transcript.speakers,
    )


def line_of(utterance: Utterance) -> Line:
    """Return an utterance as a line nobody touched."""
    return Line(
        id=utterance.id,
        text=utterance.text,
        speaker=utterance.speaker,
        start=utterance.start,
        end=utterance.end,
        confidence=utterance.confidence,
        flags=utterance.flags,
        item=utterance.item,
        words=utterance.words,
    )


def heard_of(transcript: Transcript) -> str:
    """Return what tells one recognition from another: a hash of every word, when and by whom it was said."""
    digest = hashlib.sha256()
    for one in transcript.utterances:
        said = [f"{word.start:.3f} {word.text}" for word in one.words] or one.text.split()
        digest.update("".join(f"{one.speaker} {word}\n" for word in said).encode())
    return digest.hexdigest()


def to_transcript(corrected: Corrected, transcript: Transcript) -> Transcript:
    """Return the corrections as a transcript; what people took out is not in it.

    Args:
        corrected: the lines.
        transcript: gives everything else.
    """
    return msgspec.structs.replace(
        transcript,
        speakers=corrected.speakers,
        utterances=tuple(
            Utterance(
                id=line.id,
                text=line.text,
                speaker=line.speaker,
                start=line.start,
                end=line.end,
                confidence=line.confidence,
                flags=line.flags,
                item=line.item,
                words=line.words,
            )
            for line in corrected.lines
            if line.text
        ),
    )
