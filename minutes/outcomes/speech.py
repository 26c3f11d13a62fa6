"""What the chair says, in a form that rules can read: folded, numbers as digits, misheard words mended.

Recognisers write "zwölf Jahrstimmen", "Gegen Probe" and "Endhaltungen"; the few words that carry a vote are
therefore compared with a small vocabulary of procedure and put right **in this working copy only**; the
transcript
itself is never touched. Every place in the working copy leads back to its utterance.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from minutes.language.names import word_set
from minutes.language.numbers import cardinal, number_at
from minutes.language.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from diarize.types import Utterance

_PROCEDURE = (
    "ja-stimmen",
    "nein-stimmen",
    "gegenstimmen",
    "gegenstimme",
    "gegenprobe",
    "enthaltungen",
    "enthaltung",
    "einstimmig",
    "mehrheitlich",
    "handzeichen",
    "beschlossen",
    "abgelehnt",
    "angenommen",
    "zugestimmt",
    "befangen",
    "beschlussfaehig",
    "stimmberechtigte",
    "entschuldigt",
)
_LEAVE = word_set(
    "erhaltung erhaltungen unterhaltung unterhaltungen haltung haltungen enthalten enthaelt enthalte "
    "gehaltene beschliessen geschlossen beschluss beschluesse beschlusses abgelegt abgeleitet "
    "abgelehnte abgelehnten angenommene angenommenen eingenommen uebernommen aufgenommen ausgenommen "
    "zugestimmte abgestimmt bestimmt gestimmt stimmen einstimmige einstimmigen einstimmiger "
    "einstimmiges mehrheitliche befangene gefangen empfangen angefangen ausgeschlossen entschlossen "
    "erschlossen angeschlossen verschlossen aufgeschlossen abgeschlossen beschlossene beschlossenen "
    "beschlossener beschlossenes eingestimmt uebereingestimmt entscheidung entschuldigung entschuldigen "
    "mehrheit stimmberechtigten stimmberechtigter abgehaengt angekommen"
)
_JOINED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\bgegen proben?\b", "gegenprobe"),
        (r"\bgegen (stimmen?)\b(?= [?.])", r"gegen\1"),
        (r"\bwir (?=(?:stimmt|ist (?:da)?gegen|ist da?fuer|enthaelt sich)\b)", "wer "),
        (r"\bda gegen\b", "dagegen"),
        (r"\bda fuer\b(?= [?.])", "dafuer"),
        (r"(?<=\d) ?-? ?(?:ja|jahres?|jahr) ?-? ?stimmen?\b", " ja-stimmen"),
        (r"\b(?:ja|jahres?|jahr) ?-? ?stimmen?\b", "ja-stimmen"),
        (r"(?<=\d) ?-? ?(?:[nmk]?ein|neun) ?-? ?stimmen?\b", " nein-stimmen"),
        (r"\bnein ?-? ?stimmen?\b|\bneun-stimmen\b", "nein-stimmen"),
        (r"\bneuen (?=nein-stimmen)", "9 "),
        (r"\bein stimmig\b", "einstimmig"),
        (r"\bent ?haltung", "enthaltung"),
        (r"\bhand zeichen\b", "handzeichen"),
        (
            r"\b(?:ein|eine|einer|einem|einen) (?=(?:gegenstimme|enthaltung|ja-stimme|nein-stimme|stimme)\b)",
            "1 ",
        ),
        # where the recogniser left out the marks between question, count and question
        (r"\b(wer (?:stimmt|ist) (?:dem |der \w+ )?(?:zu|dafuer|dagegen)) (?=\d|\bwer\b)", r"\1 ? "),
        (
            r"((?:\?|dagegen|gegenstimmen|gegenprobe|dafuer)[ ?.,]*(?:\d+|keine|niemand)) (?=enthaltungen)",
            r"\1 . ",
        ),
        (
            r"((?:\?|\bzu|dafuer|zustimmt)[ ?.,]*\d{1,3}) (?=(?:wer (?:stimmt|ist) )?(?:dagegen|gegen[sp]))",
            r"\1 . ",
        ),
        (r"(?<![\d] )(?<!bei )(?<!keine )(?<!ohne )(enthaltungen) (?=(?:\d{1,3}|keine|eine)\b)", r"\1 ? "),
        (
            r"(enthaltungen \? (?:\d+|keine|eine)) (?=(?:damit|dann|der|die|das|somit|bei|mit|auch) )",
            r"\1 . ",
        ),
    )
)
_NUMBER_GLUED = re.compile(r"^([a-z]{3,}?)n?einstimmen$")
_LIKE = 0.82
_SHORTEST = 7
_ANSWER = re.compile(
    r"^\W*(?:das sind |das ist )?(?:\d{1,3}|keine?r?|niemand|nein|eine?)\W*(?:stimmen|ja|nein)?\W*$"
)
_ANSWER_WORDS = 4


class Passage(NamedTuple):
    """What presiding voices said in one stretch, normalised, with the way back to the utterances."""

    text: str
    offsets: tuple[int, ...]
    """Where each utterance begins in ``text``."""
    places: tuple[int, ...]
    """Index of each utterance in the transcript."""

    def place(self, offset: int) -> int:
        """Index of the utterance that holds a place of the text."""
        return self.places[max(0, bisect_right(self.offsets, offset) - 1)]

    def span(self, start: int, end: int) -> tuple[int, ...]:
        """Indexes of the utterances that a stretch of the text touches."""
        low = max(0, bisect_right(self.offsets, start) - 1)
        return self.places[low : max(low + 1, bisect_right(self.offsets, max(start, end - 1)))]


@lru_cache(maxsize=32768)
def mend(word: str) -> str:
    """A folded word, or the word of procedure that it is a mishearing of."""
    if len(word) < _SHORTEST or word in _LEAVE or word in _PROCEDURE:
        return word
    best = max(_PROCEDURE, key=lambda p: DamerauLevenshtein.normalized_similarity(word, p))
    likeness = DamerauLevenshtein.normalized_similarity(word, best)
    return best if (likeness >= _LIKE and word[-2:] != "en") or likeness >= 0.88 else word  # noqa: PLR2004


@lru_cache(maxsize=16384)
def normalise(text: str, language: str = "de") -> str:
    """Folded words and marks with single spaces between, cardinals as digits, words of procedure mended.

    A comma in front of a list and a full stop stay as marks of their own, so that rules can see sentences.
    """
    tokens = tokenize(text)
    parts: list[str] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        number, after = (None, index + 1)
        if token.is_word or token.is_number:
            number, after = number_at(tokens, index, language)
        if number is not None and not number.article and not number.ordinal:
            parts.append(str(number.value))
        elif number is not None and number.ordinal and number.digits:
            parts.append(f"{number.value}.")
        else:
            after = index + 1
            parts.append(_unglue(token.folded, language) or mend(token.folded))
        index = after
    return _mend_phrases(" ".join(parts))


def _mend_phrases(text: str, offsets: list[int] | None = None) -> str:
    """Put broken phrases of procedure right; ``offsets`` into the text (rising) are moved along in place."""
    for pattern, replacement in _JOINED:
        parts: list[str] = []
        at = 0
        grown: list[tuple[int, int]] = []
        for match in pattern.finditer(text):
            new = match.expand(replacement)
            parts += [text[at : match.start()], new]
            at = match.end()
            grown.append((match.start(), len(new) - (match.end() - match.start())))
        if not parts:
            continue
        text = "".join((*parts, text[at:]))
        if offsets is not None:
            _move(offsets, grown)
    return text


def _move(offsets: list[int], grown: list[tuple[int, int]]) -> None:
    """Add to every offset what the text grew before it; both lists are in order of the text."""
    done = shift = 0
    for index, offset in enumerate(offsets):
        while done < len(grown) and grown[done][0] < offset:
            shift += grown[done][1]
            done += 1
        offsets[index] = offset + shift


def _unglue(word: str, language: str) -> str | None:
    """Read "neuneinstimmen" as "neun Nein-Stimmen" heard as one word."""
    match = _NUMBER_GLUED.match(word)
    if match is None:
        return None
    for stem in (match[1], match[1] + "n"):
        value = cardinal(stem, language)
        if value is not None:
            return f"{value} nein-stimmen"
    return None


def passages(
    utterances: Sequence[Utterance], voices: Collection[str | None], language: str, *, gap: int = 40
) -> tuple[Passage, ...]:
    """What the given voices said, joined over others' interjections of at most ``gap`` words together.

    A bare count thrown in by another voice (the clerk's "Sechs.") belongs to the passage.
    """
    found: list[Passage] = []
    parts: list[str] = []
    offsets: list[int] = []
    places: list[int] = []
    length = between = 0

    def close() -> None:
        nonlocal length, between
        if places:
            text = _mend_phrases("".join(parts), offsets)
            found.append(Passage(text, tuple(offsets), tuple(places)))
        parts.clear()
        offsets.clear()
        places.clear()
        length = between = 0

    for place, utterance in enumerate(utterances):
        mine = utterance.speaker in voices
        if not mine:
            words = len(utterance.text.split())
            counted = places and words <= _ANSWER_WORDS and _ANSWER.match(normalise(utterance.text, language))
            if not counted:
                between += words
                if between > gap:
                    close()
                continue
        piece = normalise(utterance.text, language) + " "
        offsets.append(length)
        places.append(place)
        parts.append(piece)
        length += len(piece)
        if mine:
            between = 0
    close()
    return tuple(found)
