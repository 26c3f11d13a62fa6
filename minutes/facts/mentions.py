"""People named in a text: behind a form of address, a title or an office, or by a surname of the roster."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from minutes.facts.types import Known
from minutes.language.names import FORMS, TITLES, is_office, key, parse_name, word_set

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_MEMBER = re.compile(
    r"^(?:kolleg(?:e|en|in)|rats(?:herr|herrn|frau|mitglied)|stadtv\w+|postulant\w*|motionaer\w*"
    r"|interpellant\w*|antragsteller\w*|berichterstatter\w*|gemeinde\w*|stadt(?:rat|raetin"
    r"|rats)\w*|mitglied|member|councilmember|council)$"
)
DETERMINER = word_set(
    "der die das den dem des ein eine einen einem einer eines im am vom zum zur beim ins ans jeder jede "
    "jeden jedem kein keine keinen "
    "diesen dieser diese dieses jeder jener the a an"
)
_NOBILITY = frozenset({"von", "van", "de"})
_INITIAL = re.compile(r"^[A-ZÄÖÜ]\.$")


class Mention(NamedTuple):
    """A person named in a sentence."""

    surname: tuple[str, ...]
    given: tuple[str, ...]
    gender: str | None
    text: str
    start: int
    end: int


def find_people(text: str, known: Known) -> tuple[Mention, ...]:
    """Return the people named: behind a form of address, title or office, or by a surname of the roster."""
    tokens = list(WORD.finditer(text))
    surnames = {part for person in known.people for part in surname_keys(person.name)}
    given = {part for person in known.people for part in parse_name(person.name).given}
    found: list[Mention] = []
    index = 0
    while index < len(tokens):
        mention, index = _mention_at(text, tokens, index, surnames, given)
        if mention:
            found.append(mention)
    return tuple(found)


def surname_keys(name: str) -> tuple[str, ...]:
    """Return the parts of a surname, folded, and of a double name the whole."""
    parts = parse_name(name).surname
    return (*parts, "-".join(parts)) if len(parts) > 1 else parts


def _mention_at(
    text: str, tokens: Sequence[re.Match[str]], index: int, surnames: set[str], given: set[str]
) -> tuple[Mention | None, int]:
    begin = index
    gender: str | None = None
    titled = office = False
    while index < len(tokens) and _adjacent(text, tokens, begin, index):
        word = key(tokens[index].group().rstrip("."))
        if word in FORMS and (index == begin or not titled):
            gender, titled = FORMS[word], True
        elif word in TITLES and tokens[index].group()[:1].isupper():
            titled = True
        elif (_MEMBER.match(word) and tokens[index].group()[:1].isupper()) or (
            is_office(word)
            and tokens[index].group()[:1].isupper()
            and key(tokens[index].group()) not in surnames
        ):
            office = True
        else:
            break
        index += 1
    chunk: list[re.Match[str]] = []
    place = index
    while (
        place < len(tokens)
        and (place == begin or _adjacent(text, tokens, begin, place))
        and _is_name_word(tokens[place].group(), chunk)
    ):
        chunk.append(tokens[place])
        place += 1
    chunk = _cut(chunk, surnames, given, titled=titled, office=office)
    if not chunk:
        return None, max(index, begin + 1)
    while len(chunk) > 1 and chunk[0].group().islower() and key(chunk[1].group()) in given:
        chunk = chunk[1:]  # "die Frage von Gion Derungs"
    if not titled and not office and len(chunk) == 1 and _is_noun_use(text, tokens, tokens.index(chunk[0])):
        return None, tokens.index(chunk[0]) + 1
    if not titled and not office:
        begin = tokens.index(chunk[0])
        index = begin
    name = " ".join(match.group() for match in chunk)
    parsed = parse_name(name)
    stripped = tuple(_bare(part, surnames) for part in parsed.surname)
    end = chunk[-1].end()
    mention = Mention(
        stripped, parsed.given, gender, text[tokens[begin].start() : end], tokens[begin].start(), end
    )
    return mention, begin + (index - begin) + len(chunk)


def _adjacent(text: str, tokens: Sequence[re.Match[str]], begin: int, index: int) -> bool:
    return index == begin or text[tokens[index - 1].end() : tokens[index].start()].strip() == ""


def _is_name_word(word: str, chunk: Sequence[re.Match[str]]) -> bool:
    if chunk and chunk[-1].group().endswith(".") and not _INITIAL.match(chunk[-1].group()):
        return False
    if key(word.rstrip(".")) in FORMS:
        return False
    return word[:1].isupper() or (bool(chunk) and key(word) in _NOBILITY)


def _cut(
    chunk: list[re.Match[str]], surnames: set[str], given: set[str], *, titled: bool, office: bool
) -> list[re.Match[str]]:
    """Keep what belongs to the name: up to the surname known, else one word (two after a given name)."""
    words = [_bare(key(match.group().rstrip(".")), surnames) for match in chunk]
    for place, word in enumerate(words):
        if word in surnames or any(part in surnames for part in word.split("-")):
            first = 0 if titled or office else place
            while first > 0 and (
                words[first - 1] in given | _NOBILITY or _INITIAL.match(chunk[first - 1].group())
            ):
                first -= 1
            return chunk[first : place + 1]
    if not chunk or not (titled or office or words[0] in given):
        return []
    initials = 1
    while initials < len(chunk) and (
        words[initials - 1] in given or _INITIAL.match(chunk[initials - 1].group())
    ):
        initials += 1
    return chunk[:initials]


def _bare(word: str, surnames: set[str]) -> str:
    """Drop the ending of the genitive where that gives a surname of the roster."""
    for ending in ("'s", "s", "'"):
        if word not in surnames and word.endswith(ending) and word.removesuffix(ending) in surnames:
            return word.removesuffix(ending)
    return word


def _is_noun_use(text: str, tokens: Sequence[re.Match[str]], begin: int) -> bool:
    if begin == 0:
        return False
    before = tokens[begin - 1]
    return text[before.end() : tokens[begin].start()].strip() == "" and key(before.group()) in DETERMINER
