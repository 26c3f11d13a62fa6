"""Sound to who spoke when, and words joined with it. Times are seconds from the start."""

from __future__ import annotations

import msgspec

from transcribe.types import EngineInfo, Flag, Word


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One voice speaking without a break."""

    start: float
    end: float
    speaker: str
    """Label of the voice, stable within the recording ("S1", "S2", … in order of first speech)."""


class SpeakerCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many voices there may be: free (all None), fixed (``exact``) or bounded."""

    exact: int | None = None
    minimum: int | None = None
    maximum: int | None = None


class Diarization(msgspec.Struct, frozen=True, kw_only=True):
    """Both outputs of the diarizer, sorted by start."""

    turns: tuple[Turn, ...]
    """Everything heard; turns may overlap (this is what the RTTM holds)."""
    exclusive: tuple[Turn, ...]
    """At most one voice at any time: the basis for giving words to voices."""
    engine: EngineInfo
    doubled: tuple[tuple[float, float], ...] = ()
    """Stretches (start, end) in which two voices are heard at once, sorted, not touching; also those of
    ``turns``, and more: a second voice that is never heard alone near by has no name and so no turn."""
    warnings: tuple[str, ...] = ()
    """Codes of what went wrong though a result exists, e.g. ``diarization-failed``."""


class Utterance(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """Consecutive words of one speaker, broken at speaker change, pause and sentence end.

    The member names are those of ``transcript.json`` (contract). Times, words and confidence are
    missing when the transcript came as text only.
    """

    id: str
    text: str
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    confidence: float | None = None
    """Mean probability of the words, 0 to 1."""
    flags: tuple[Flag, ...] = ()
    item: str | None = None
    """Number of the agenda item it belongs to; None is "unassigned"."""
    words: tuple[Word, ...] = ()
