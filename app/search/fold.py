"""Spellings that are the same word to a reader: capitals, umlauts, ß, typographic signs."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "æ": "a", "ø": "o", "’": "'", "–": "-"})

_WRITTEN_OUT = re.compile(r"(?<![aeiouq])(ae|oe|ue)")
"""Umlauts written out; not in "neue", "Bauer", "Quelle"."""


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Return one spelling for "Straße", "Strasse" and "STRASSE", for "Müller", "Mueller" and "Muller".

    The same is done to what is searched and to what is asked, so that it matters little that a few other
    words ("aktuell") lose a letter too.
    """
    plain = unicodedata.normalize("NFC", word).lower().translate(UMLAUTS)
    plain = "".join(
        sign for sign in unicodedata.normalize("NFD", plain) if unicodedata.category(sign) != "Mn"
    )
    return _WRITTEN_OUT.sub(lambda found: found.group()[0], plain)
