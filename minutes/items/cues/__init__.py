"""What chairs say, as tables: one per language, families of patterns over folded text.

The families follow what was counted in real sittings: "ich rufe auf" is the minority, most items are
called by "Tagesordnungspunkt", a number or a title alone, so the call is only one kind of evidence among
others.
"""

from __future__ import annotations

import re
from functools import lru_cache

from minutes.items.cues.english import ENGLISH
from minutes.items.cues.german import GERMAN
from minutes.items.cues.table import CueTable, words_of

__all__ = ("CueTable", "cue_table", "recognise_language")


@lru_cache(maxsize=8)
def cue_table(language: str) -> CueTable:
    """The table of a language ("de", "de-AT", "gsw", "en", …); German where there is none."""
    return ENGLISH if language[:2].lower() == "en" else GERMAN


_EN_WORDS = words_of("the of to and is that we this for you are on have our with it will be was thank")
_DE_WORDS = words_of(
    "der die das und ist wir nicht ich sie den zu auf mit es ein eine von fuer haben wird bitte"
)


def recognise_language(texts: list[str]) -> str:
    """Whether "en" or "de" is spoken, by the common words of the first few thousand characters."""
    words: list[str] = []
    for text in texts:
        words += re.findall(r"[a-zäöüß]+", text.lower())
        if len(words) > 1500:  # noqa: PLR2004 - plenty to tell two languages apart
            break
    english = sum(w in _EN_WORDS for w in words)
    return "en" if english > sum(w in _DE_WORDS for w in words) else "de"
