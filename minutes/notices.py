"""Warnings that come along with a transcript: a stable code in the files, a sentence for people.

A warning is a code ("no-speech"), or a code with a figure behind a colon ("sound-filled:12.4", seconds).
Whatever is neither is a sentence already (the findings of :mod:`minutes.items` and
:mod:`minutes.outcomes`) and is shown as it is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from diarize.fallback import DIARIZATION_FAILED, NO_SPEECH, SPEAKERS_OUT_OF_BOUNDS

__all__ = ("LOG_UNMATCHED", "NOTICES", "SOUND_FILLED", "Notice", "code_of", "say", "sound_filled")

LOG_UNMATCHED = "speakers-log-unmatched"
"""Warning code: the list of speakers does not go with the recording and was not used."""
SOUND_FILLED = "sound-filled"
"""Warning code: the recording has gaps that were filled with silence; behind it the seconds in all."""

_SHAPE = re.compile(r"(?P<code>[a-z]+(?:-[a-z]+)*)(?::(?P<figure>\d+(?:\.\d+)?))?")


class Notice(NamedTuple):
    """The sentences of one code; ``{figure}`` stands for its number."""

    de: str
    en: str


NOTICES: dict[str, Notice] = {
    DIARIZATION_FAILED: Notice(
        "Die Stimmen konnten nicht getrennt werden; wer spricht, ist überall offen.",
        "The voices could not be told apart; who speaks is open throughout.",
    ),
    NO_SPEECH: Notice(
        "In der Aufnahme wurde keine Sprache gefunden.", "No speech was found in the recording."
    ),
    SOUND_FILLED: Notice(
        "Die Aufnahme hat Lücken von zusammen {figure} Sekunden; dort steht Stille, und was gesagt wurde, "
        "fehlt in der Mitschrift.",
        "The recording has gaps of {figure} seconds in all; silence stands there, and what was said is "
        "missing from the transcript.",
    ),
    LOG_UNMATCHED: Notice(
        "Die Redeliste passt nicht zur Aufnahme und wurde nicht verwendet.",
        "The list of speakers does not go with the recording and was not used.",
    ),
    SPEAKERS_OUT_OF_BOUNDS: Notice(
        "Es wurden mehr oder weniger Stimmen gefunden als angegeben.",
        "More or fewer voices were found than stated.",
    ),
}
"""Every code that can occur."""


def sound_filled(seconds: float) -> str:
    """Return the warning that so many seconds of sound are missing."""
    return f"{SOUND_FILLED}:{seconds:.1f}"


def code_of(warning: str) -> str | None:
    """Return the code of a warning, None where it is a sentence."""
    match = _SHAPE.fullmatch(warning)
    return match["code"] if match and match["code"] in NOTICES else None


def say(warning: str, language: str = "de") -> str:
    """Return a warning in words: the sentence of its code, or itself where it is a sentence."""
    code = code_of(warning)
    if code is None:
        return warning
    german = language.startswith("de")
    _, _, figure = warning.partition(":")
    text = NOTICES[code].de if german else NOTICES[code].en
    return text.format(figure=figure.replace(".", ",") if german else figure)
