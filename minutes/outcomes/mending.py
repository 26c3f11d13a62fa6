"""Words and phrases of procedure put right where a recogniser misheard them, in a working copy only.

Three steps, from safe to bold: a long word that is nearly one of a few words of procedure; broken or glued
phrases by fixed patterns; and, only between questions for votes, a short sentence that *sounds* like one of
the questions ("Haltungen?" behind "Gegenstimmen? Keine."). No step makes a number that was not heard.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import DamerauLevenshtein

from minutes.language.names import word_set
from minutes.language.numbers import cardinal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
        (r"\b[bg]eschluss ?f(?:ae|e|a(?!ss))[a-z]{1,7}\b", "beschlussfaehig"),
        (r"\bs?tim+e?[ -]?(?:be)?rechtigte[rn]?\b", "stimmberechtigte"),
        (r"\bhand zeichen\b", "handzeichen"),
        (
            (
                r"\b(?:ein|eine|einer|einem|einen) (?=(?:gegenstimme|(?:stimm)?enthaltung|ja-stimme"
                r"|nein-stimme|stimme)\b)"
            ),
            "1 ",
        ),
        # where the recogniser left out the marks between question, count and question
        (r"\b(wer (?:stimmt|ist) (?:dem |der \w+ )?(?:zu|dafuer|dagegen)) (?=\d|\bwer\b)", r"\1 ? "),
        (
            (
                r"((?:\?|dagegen|(?<!keine )gegenstimmen|gegenprobe|dafuer)[ ?.,]*(?:\d+|keine"
                r"|niemand)) (?=enthaltungen)"
            ),
            r"\1 . ",
        ),
        (
            (
                r"((?:\?|\bzu|(?<!stimmen )(?<!\d )dafuer|zustimmt)[ ?.,]*\d{1,3}) (?=(?:wer (?:stimmt"
                r"|ist) )?(?:dagegen|gegen[sp]))"
            ),
            r"\1 . ",
        ),
        (r"(?<![\d,] )(?<!bei )(?<!keine )(?<!ohne )(enthaltungen) (?=(?:\d{1,3}|keine|eine)\b)", r"\1 ? "),
        (
            r"(enthaltungen \? (?:\d+|keine|eine)) (?=(?:damit|dann|der|die|das|somit|bei|mit|auch) )",
            r"\1 . ",
        ),
    )
)
_GLUED = tuple(
    (re.compile(rf"^([a-z]{{3,}}?){ending}$"), side)
    for ending, side in (
        (r"n?ein-?stimmen?", "nein-stimmen"),
        (r"ja-?stimmen?", "ja-stimmen"),
        (r"gegenstimmen?", "gegenstimmen"),
        (r"ent?haltung(?:en)?", "enthaltungen"),
        (r"(?<!^ein)mal", "mal"),
    )
)
_QUESTIONS = ("enthaltungen", "gegenstimmen", "gegenprobe", "ja-stimmen", "nein-stimmen")
_NO_QUESTION = word_set("handzeichen anmerkungen abstimmungen zustimmungen wortmeldungen meinungen")
_SHORT_QUESTION = re.compile(
    r"(?<=[.?!] )(?P<said>[a-z-]+(?: [a-z-]+)?)(?= \?| \. (?:\d{1,3}|keine?|niemand)\b)"
)
"""One or two words that ask, by the mark or by the count that answers."""
_VOTING = re.compile(
    r"\b(?:gegenstimmen?|gegenprobe|dagegen|dafuer|handzeichen|enthaltungen?|zustimm\w*|stimmt|ja-stimmen"
    r"|nein-stimmen|abstimm\w*)\b"
)
_NEAR = 160
"""Characters before a short question within which a vote must be going on."""
_LIKE_IN_VOTE = 0.62
_LIKE = 0.82
_SHORTEST = 7


@lru_cache(maxsize=32768)
def mend_word(word: str) -> str:
    """A folded word, or the word of procedure that it is a mishearing of."""
    if len(word) < _SHORTEST or word in _LEAVE or word in _PROCEDURE:
        return word
    best = max(_PROCEDURE, key=lambda p: DamerauLevenshtein.normalized_similarity(word, p))
    likeness = DamerauLevenshtein.normalized_similarity(word, best)
    return best if (likeness >= _LIKE and word[-2:] != "en") or likeness >= 0.88 else word  # noqa: PLR2004


def unglue(word: str, language: str = "de") -> str | None:
    """Read "neuneinstimmen" as "9 nein-stimmen": a number and its side heard as one word."""
    for pattern, side in _GLUED:
        if (match := pattern.match(word)) is None:
            continue
        for stem in (match[1], match[1] + "n"):
            value = cardinal(stem, language)
            if value is not None:
                return f"{value} {side}"
    return None


def mend_phrases(text: str, offsets: list[int] | None = None) -> str:
    """Put broken phrases of procedure right; ``offsets`` into the text (rising) are moved along in place."""
    for pattern, replacement in _JOINED:
        text = _replace(text, ((m, m.expand(replacement)) for m in pattern.finditer(text)), offsets)
    return _replace(text, _misheard_questions(text), offsets)


def _misheard_questions(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Short sentences between questions for votes that sound like one of them."""
    for match in _SHORT_QUESTION.finditer(text):
        said = match["said"]
        if len(said) < _SHORTEST or said in _QUESTIONS or said in _NO_QUESTION:
            continue
        if not _VOTING.search(text, max(0, match.start() - _NEAR), match.start()):
            continue
        glued = said.replace(" ", "")
        best = max(_QUESTIONS, key=lambda q: DamerauLevenshtein.normalized_similarity(glued, q))
        if DamerauLevenshtein.normalized_similarity(glued, best) >= _LIKE_IN_VOTE:
            yield match, best


def _replace(text: str, changes: Iterable[tuple[re.Match[str], str]], offsets: list[int] | None) -> str:
    parts: list[str] = []
    at = 0
    grown: list[tuple[int, int]] = []
    for match, new in changes:
        parts += [text[at : match.start()], new]
        at = match.end()
        grown.append((match.start(), len(new) - (match.end() - match.start())))
    if not parts:
        return text
    if offsets is not None:
        _move(offsets, grown)
    return "".join((*parts, text[at:]))


def _move(offsets: list[int], grown: list[tuple[int, int]]) -> None:
    """Add to every offset what the text grew before it; both lists are in order of the text."""
    done = shift = 0
    for index, offset in enumerate(offsets):
        while done < len(grown) and grown[done][0] < offset:
            shift += grown[done][1]
            done += 1
        offsets[index] = offset + shift
