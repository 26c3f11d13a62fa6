"""Builds what the decoder is told beforehand: names and terms, the most useful first, within the limit.

Whisper's prompt holds 223 tokens, hot words and initial prompt together. Names come first: nothing else is
misheard as often, and a wrong name in minutes is the worst of errors. Words that everybody knows help
nothing and cost room.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transcribe.types import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

LIMIT = 223
"""Tokens; half of the decoder's 448 less the marker (Radford et al. 2022; faster-whisper ``get_prompt``)."""

TITLE_WORDS = re.compile(r"\b(dr|prof|mag|dipl|ing|phil|med|jur|rer|nat|h\.? ?c)\b\.?", re.IGNORECASE)
RARE_TOKENS_PER_LETTER = 0.28
"""Every-day words are known to the tokenizer in large pieces and need fewer tokens."""

SHORTEST_TERM = 5

STYLES = {
    "de": (
        "Die 14. Sitzung beginnt um 18:30 Uhr. Von 24 Mitgliedern sind 21 da. Wir kommen zu "
        "Tagesordnungspunkt 7 und 8, das kostet 3.500 Euro im Jahr."
    ),
    "en": (
        "The 14th meeting begins at 6:30 p.m. Of 24 members, 21 are present. We come to agenda items 7 and "
        "8, at a cost of 3,500 euros a year."
    ),
}
"""A passage in the style of the text that is wanted: figures for numbers, whole sentences. Whisper writes on
in the style of its prompt (Radford et al. 2022, 2.3). No figure of a vote, so that none can be suggested."""

PHRASES = {
    "de": (
        "Ich beantrage den Schluss der Aussprache. Es gibt Ja-Stimmen, Nein-Stimmen, Gegenstimmen und "
        "Enthaltungen."
    ),
}
"""What is said in every meeting and often misheard ("Jahrstimmen", "Meinstimmen", "beim Trage"); added to the
passage where all names still fit beside it. Statements only: questions drew "Wer …?" into other talk. For
English nothing was measured that helps."""


def build_vocabulary(
    *,
    people: Sequence[str],
    titles: Sequence[str],
    terms: Sequence[str],
    count_tokens: Callable[[str], int],
    limit: int = LIMIT,
    language: str = "de",
) -> Vocabulary:
    """Return the vocabulary for a meeting.

    Args:
        people: full names, in the order of the roster.
        titles: titles of the agenda items.
        terms: the body's own words: places, companies, abbreviations.
        count_tokens: tokens the model's tokenizer makes of a text.
        limit: tokens the prompt may have, hot words and initial prompt together.
        language: code of the language that is spoken.
    """
    surnames = _unique(_surname(name) for name in people)
    wanted = [
        *sorted(surnames, key=lambda name: -_rarity(name, count_tokens)),
        *_unique(terms),
        *_title_words(titles, count_tokens),
    ]
    style = ""
    if people or titles or terms:
        style = _passage(count_tokens(", ".join(surnames)), language, count_tokens, limit)
    room = limit - (count_tokens(style) if style else 0)
    return Vocabulary(hotwords=_fitting(_unique(wanted), count_tokens, room), initial_prompt=style)


def _passage(names: int, language: str, count_tokens: Callable[[str], int], limit: int) -> str:
    """Return the longest passage that takes at most half the room and none from the names (in tokens)."""
    style = STYLES.get(language, "")
    longer = f"{style} {PHRASES.get(language, '')}".strip()
    tokens = count_tokens(longer)
    if tokens <= limit // 2 and tokens + names <= limit:
        return longer
    return style if count_tokens(style) <= limit // 2 else ""


def _fitting(words: Iterable[str], count_tokens: Callable[[str], int], limit: int) -> str:
    """Join as many words as fit; one that is too long does not keep shorter ones out."""
    text = ""
    for word in words:
        longer = f"{text}, {word}" if text else word
        if count_tokens(longer) <= limit:
            text = longer
    return text


def _surname(name: str) -> str:
    """Return the name people are called by: the last word, with "von", "zu" and the like before it."""
    words = TITLE_WORDS.sub(" ", name).replace(",", " ").split()
    if not words:
        return ""
    first = len(words) - 1
    while first > 1 and words[first - 1].islower():
        first -= 1
    return " ".join(words[first:])


def _title_words(titles: Sequence[str], count_tokens: Callable[[str], int]) -> list[str]:
    """Return the capitalised words of the titles that are rare, the rarest first."""
    words = _unique(
        word
        for title in titles
        for word in re.findall(r"[^\W\d_][\w-]*[^\W_]", title)
        if word[0].isupper() and (len(word) >= SHORTEST_TERM or word.isupper())
    )
    rare = [word for word in words if _rarity(word, count_tokens) >= RARE_TOKENS_PER_LETTER]
    return sorted(rare, key=lambda word: -_rarity(word, count_tokens))


def _rarity(word: str, count_tokens: Callable[[str], int]) -> float:
    """Return tokens per letter."""
    return count_tokens(word) / max(1, len(word))


def _unique(words: Iterable[str]) -> list[str]:
    """Return the words without doubles and empties, in order; upper and lower case are one."""
    seen: dict[str, str] = {}
    for word in words:
        clean = " ".join(word.split()).strip(" ,;")
        if clean:
            seen.setdefault(clean.casefold(), clean)
    return list(seen.values())
