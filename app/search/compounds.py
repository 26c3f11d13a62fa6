"""Compounds and their parts: "Schwimmbadsanierung" is found by "Sanierung" and by "Schwimmbad".

A part must be a German word by itself. The list of words is that of simplemma (MIT); it holds the forms of
nouns, verbs and adjectives as well as their base. Loaded with the first long word, in about two seconds.
"""

from __future__ import annotations

from functools import lru_cache

LEAST = 4
"""Letters of a part; shorter ones ("er", "ber", "lin") are pieces more often than words."""

SHORT = frozenset(
    [
        "amt",
        "art",
        "bad",
        "bahn",
        "bau",
        "bus",
        "eis",
        "hof",
        "kur",
        "lkw",
        "maß",
        "müll",
        "ort",
        "pkw",
        "post",
        "rad",
        "rat",
        "see",
        "tag",
        "tal",
        "tor",
        "tür",
        "uhr",
        "weg",
        "zug",
        "öl",
    ]
)
"""Parts with fewer letters that are words of their own in a town hall."""

LEAST_COMPOUND = 6
"""Letters of a word that is worth a look."""

LINKS = ("", "s", "es", "n", "en", "er", "e")
"""What joins the parts, besides nothing (Fugenelement)."""

NO_PART = frozenset(
    [
        "ein",
        "aus",
        "auf",
        "vor",
        "nach",
        "bei",
        "mit",
        "von",
        "zum",
        "zur",
        "den",
        "des",
        "dem",
        "der",
        "die",
        "das",
        "ung",
        "heit",
        "keit",
        "lich",
        "isch",
        "bar",
        "sam",
        "los",
        "end",
        "ende",
        "enden",
        "ern",
        "eln",
        "ten",
        "test",
        "tet",
        "ter",
        "tern",
        "ere",
        "eren",
        "erer",
        "eres",
        "sten",
        "ster",
        "heiten",
        "keiten",
        "schaft",
        "ion",
        "ionen",
    ]
)
"""Words or endings that would be cut off where nobody hears a compound."""


@lru_cache(maxsize=100_000)
def parts_of(word: str) -> tuple[str, ...]:
    """Return every part of a word in its own spelling, lower case, of each way in which it can be split.

    Empty where it is no compound. Parts of parts are parts: "Haushaltssatzungsentwurf" gives
    "haushaltssatzung", "entwurf", "haushalts", "satzung" among others.
    """
    plain = word.lower()
    parts = [part for halves in _splits(plain) for part in halves]
    return tuple(dict.fromkeys((*parts, *(finer for part in parts for finer in parts_of(part)))))


def halves_of(word: str) -> tuple[str, str] | None:
    """Return the one split of a word that is the likeliest, lower case; None where it is no compound."""
    return max(_splits(word.lower()), key=lambda halves: min(map(len, halves)), default=None)


@lru_cache(maxsize=100_000)
def _splits(word: str) -> tuple[tuple[str, str], ...]:
    """Return the splits in two known words; where there is none, those with a compound as first part."""
    if len(word) < LEAST_COMPOUND or not word.isalpha():
        return ()
    pairs = [
        (first, head)
        for border in range(2, len(word) - 1)
        if _can_be_part(head := word[border:]) and is_word(head)
        for first in _without_link(word[:border])
    ]
    known = tuple(pair for pair in pairs if is_word(pair[0]))
    return known or tuple(pair for pair in pairs if _splits(pair[0]))


def _without_link(text: str) -> tuple[str, ...]:
    """Return a first part as it stands and without each ending that may be there only to join."""
    found = (text.removesuffix(link) for link in LINKS if text.endswith(link))
    return tuple(dict.fromkeys(one for one in found if _can_be_part(one)))


def _can_be_part(text: str) -> bool:
    return text in SHORT or (len(text) >= LEAST and text not in NO_PART)


@lru_cache(maxsize=200_000)
def is_word(text: str) -> bool:
    """Tell whether ``text`` is a German word, in any of its forms, by simplemma's list."""
    from simplemma import is_known  # noqa: PLC0415 - its list of words takes two seconds to load

    return bool(is_known(text, lang="de")) or bool(is_known(text.capitalize(), lang="de"))
