"""Mentions of people in what is said: "Herr Rieger vom Bauamt", "Frau Bürgermeisterin", "Kollege Dr. Lenz".

A mention is found by a form of address, a title or an office before a name, by a full name, or by a
surname alone
where the roster has it exactly. Each names its candidates with a score, best first, because a misheard
name may
answer to several people; the decision is taken later, for the whole meeting at once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

from minutes.language.names import (
    FORMS,
    PARTICLES,
    TITLES,
    ParsedName,
    is_office,
    key,
    parse_name,
    surname_match,
    word_likeness,
)
from minutes.language.tokens import Token, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes.types import Person

_LEAST = 0.72
"""A heard name that answers less than this to every surname is nobody's."""
_NEAR = 0.1
"""Candidates this much worse than the best are dropped."""
_GIVEN_LEAST = 0.75
_GIVEN_BONUS = 0.08
_GIVEN_MALUS = 0.75
_MISHEARD_GIVEN = 0.88
_LEAST_WITH_GIVEN = 0.62
"""A given name that fits makes up for a surname heard badly."""
_LEFT_OVER = 0.85
"""For a reading that leaves a word of the name over which another reading uses."""
_UNTITLED = 0.8
_LONGEST_NAME = 4
_LEARNT = 0.97
"""For words that people corrected to a name before: nearly as good as the name itself."""
_MISHEARD_FORM = 0.6
"""So like "Frau" or "Herr" must be a word before a surname to be taken for it ("Au", "Rauch")."""
_INFLECTED = re.compile(r"(?<=\w{6})e[rnms]$")
"""Endings of an office that is declined as an adjective ("Vorsitzender", "dem Vorsitzenden")."""
_CHAIR_WORDS = (
    "buergermeister",
    "vorsitzend",
    "praesident",
    "landrat",
    "landraet",
    "ammann",
    "ratsvorsitz",
    "vorsteher",
    "mayor",
    "chair",
)


def is_chair_office(office: str | None) -> bool:
    """Whether an office alone addresses who presides ("Frau Bürgermeisterin", "Herr Präsident")."""
    return office is not None and any(word in office for word in _CHAIR_WORDS)


class Mention(NamedTuple):
    """Somebody named in a text."""

    start: int
    end: int
    candidates: tuple[tuple[int, float], ...]
    """Index into the roster's people and score (0 to 1), best first; empty for a stranger to the roster."""
    titled: bool
    """Named with a form of address, a title, an office or the given name."""
    gender: str | None = None
    """"m" or "f" where the form of address tells."""
    office: str | None = None
    """The office where that alone was said ("buergermeisterin")."""
    holding: str | None = None
    """The office said along with the name ("Staatssekretär Schröder")."""
    garbled: bool = False
    """Put together from a broken name (see :mod:`minutes.people.garbled`)."""


class PeopleIndex:
    """The roster's people, ready to be found in speech."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = tuple(people)
        self.names: tuple[ParsedName, ...] = tuple(parse_name(p.name) for p in people)
        self.offices: tuple[tuple[str, ...], ...] = tuple(
            (*name.offices, *(key(w) for w in (p.office or "").replace(",", " ").split()))
            for p, name in zip(people, self.names, strict=True)
        )
        self._surnames: dict[str, list[int]] = defaultdict(list)
        self._given: dict[str, list[int]] = defaultdict(list)
        for index, name in enumerate(self.names):
            if name.surname:
                self._surnames[name.joined].append(index)
            for given in name.given:
                self._given[given].append(index)
        self.twins: dict[int, int] = {}
        """Entries that are the same person once more, under another office: to the first of them."""
        seen: dict[tuple[tuple[str, ...], str], int] = {}
        for index, name in enumerate(self.names):
            if name.given and name.surname:
                self.twins[index] = seen.setdefault((name.given, name.joined), index)
        self._heard: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for index, person in enumerate(people):
            for form in person.heard:
                words = _bare_words(form)
                if words and "".join(words) not in self._surnames:  # a right name is never another's error
                    self._heard[words].append(index)
        self._known: dict[tuple[str, ...], tuple[int, tuple[tuple[int, float], ...]]] = {}

    def find(self, text: str) -> tuple[Mention, ...]:
        """Every mention in a text, in order, without overlaps."""
        tokens = tokenize(text)
        found: list[Mention] = []
        index = 0
        while index < len(tokens):
            mention, index = self._at(tokens, index)
            if mention is not None:
                found.append(mention)
        return tuple(found)

    def candidates(self, words: tuple[str, ...]) -> tuple[int, tuple[tuple[int, float], ...]]:
        """How many of the words (folded, without titles) make a name, and whose it may be, best first."""
        known = self._known.get(words)
        if known is None:
            known = self._known[words] = self._learnt(words) or self._candidates(words)
        return known

    def named(self, name: str) -> int | None:
        """Who is meant by a written name ("Stein, Anna (SPD)", "Dr. Anna Stein"), if one is for sure."""
        written = parse_name(re.sub(r"[(\[].*?[)\]]", " ", name))
        holders = self._surnames.get(written.joined, [])
        fitting = [i for i in holders if set(written.given) & set(self.names[i].given)]
        if not fitting and not written.given:
            fitting = holders
        people = {self.twins.get(i, i) for i in fitting}
        return people.pop() if len(people) == 1 else None

    def _learnt(self, words: tuple[str, ...]) -> tuple[int, tuple[tuple[int, float], ...]] | None:
        """Whose name these words were corrected to before; None where they never were."""
        for count in range(len(words), 0, -1):
            if holders := self._heard.get(words[:count]):
                return count, tuple((index, _LEARNT / len(holders)) for index in holders)
        return None

    def by_office(self, office: str, gender: str | None = None) -> tuple[tuple[int, float], ...]:
        """Who may be meant by an office alone ("Frau Kämmerin"), best first."""
        bare = office.removesuffix("in")
        holders = [
            i
            for i, offices in enumerate(self.offices)
            if any(o.removesuffix("in") == bare or (len(bare) > 5 and bare in o) for o in offices)  # noqa: PLR2004
        ]
        if is_chair_office(office):
            chairs = [i for i, p in enumerate(self.people) if p.role == "chair"]
            holders = [i for i in holders if i in chairs] or chairs or holders
        if gender is not None and len(holders) > 1:
            holders = [i for i in holders if self.gender(i) in (None, gender)]
        return tuple((i, 1.0 / len(holders)) for i in holders)

    def _sole_holder(self, office: str) -> tuple[tuple[int, float], ...]:
        """The only person of the roster with exactly that office ("die Stadtkämmerin"), as a candidate."""
        bare = _INFLECTED.sub("", office)
        holders = [
            i for i, found in enumerate(self.offices) if bare in (_INFLECTED.sub("", o) for o in found)
        ]
        return ((holders[0], _UNTITLED),) if len(holders) == 1 else ()

    def gender(self, index: int) -> str | None:
        """The gender that a person's office tells, None where it tells nothing."""
        for word in self.offices[index]:
            if word.endswith(("in", "raetin", "frau", "woman")):
                return "f"
            if word.endswith(("meister", "rat", "herr", "praesident", "kaemmerer", "direktor", "man")):
                return "m"
        return None

    def _at(self, tokens: tuple[Token, ...], index: int) -> tuple[Mention | None, int]:
        first = tokens[index]
        if not first.is_word:
            return None, index + 1
        gender, titled, office, after = _titles(tokens, index)
        if after == index:
            return self._untitled(tokens, index)
        words, places = _name_words(tokens, after)
        if words:
            used, candidates = self.candidates(words)
            if candidates:
                last = places[used - 1]
                end = tokens[last].end
                found = Mention(first.start, end, candidates, titled=True, gender=gender, holding=office)
                return found, last + 1
        if office is not None:
            end = tokens[after - 1].end
            holders = self.by_office(office, gender) if gender is not None else self._sole_holder(office)
            if gender is not None or holders:
                return Mention(first.start, end, holders, titled=True, gender=gender, office=office), after
        if titled and words:
            return Mention(first.start, tokens[places[0]].end, (), titled=True, gender=gender), places[0] + 1
        return None, max(after, index + 1)

    def _untitled(self, tokens: tuple[Token, ...], index: int) -> tuple[Mention | None, int]:
        token = tokens[index]
        word = key(token.text)
        if not token.text[:1].isupper():
            return None, index + 1
        if word in self._given:
            words, places = _name_words(tokens, index)
            used, candidates = self.candidates(words)
            holders = set(self._given[word])
            candidates = tuple((i, s) for i, s in candidates if i in holders)
            if candidates and used > 1:
                end = places[used - 1]
                return Mention(token.start, tokens[end].end, candidates, titled=True), end + 1
        if holders_of := self._surnames.get(word.replace("-", "")):
            candidates = tuple((i, _UNTITLED / len(holders_of)) for i in holders_of)
            form = _misheard_form(tokens, index)
            start = token.start if form is None else form.start
            return Mention(start, token.end, candidates, titled=form is not None), index + 1
        return None, index + 1

    def _candidates(self, words: tuple[str, ...]) -> tuple[int, tuple[tuple[int, float], ...]]:
        best: dict[int, tuple[float, int]] = {}
        for given_count in range(min(2, len(words) - 1) + 1):
            given = words[:given_count]
            for count in (1, 2):
                said = words[given_count : given_count + count]
                if len(said) < count:
                    continue
                parts = tuple(p for w in said for p in w.split("-") if p)
                for index, name in enumerate(self.names):
                    score = _full_score(surname_match(parts, name.surname), given, name.given)
                    if score > best.get(index, (0.0, 0))[0]:
                        best[index] = (score, given_count + count)
        good = {i: v for i, v in best.items() if v[0] >= _LEAST}
        if not good:
            return 0, ()
        if max(good.values())[0] > 1.0:  # by full name: those that share but a surname are not meant
            good = {i: v for i, v in good.items() if v[0] > 1.0}
        elif any(used > 1 for _, used in good.values()):
            good = {i: (s * (1.0 if used > 1 else _LEFT_OVER), used) for i, (s, used) in good.items()}
        top, used = max(good.values())
        ranked = sorted(
            ((i, min(s, 1.0)) for i, (s, _) in good.items() if s >= top - _NEAR), key=lambda x: -x[1]
        )
        return used, tuple(ranked)


def _bare_words(text: str) -> tuple[str, ...]:
    """The words of a name as :meth:`PeopleIndex.candidates` takes them: folded, without title and form."""
    words = (key(token.text) for token in tokenize(text) if token.is_word)
    return tuple(word for word in words if word and word not in FORMS and word not in TITLES)


@lru_cache(maxsize=8)
def index_of(people: tuple[Person, ...]) -> PeopleIndex:
    """The index of a roster; kept, because names and outcomes of one meeting look the same people up."""
    return PeopleIndex(people)


def _full_score(surname: float, said: tuple[str, ...], names: tuple[str, ...]) -> float:
    """The score of a surname with the given names said before it, which help where they fit."""
    if surname < _LEAST_WITH_GIVEN:
        return 0.0
    if not said:
        return surname if surname >= _LEAST else 0.0
    parts = [p for word in said for p in word.split("-")]
    likeness = max((word_likeness(p, n) for p in parts for n in names), default=0.0)
    if likeness >= _GIVEN_LEAST:
        return surname + _GIVEN_BONUS + (_GIVEN_BONUS if likeness > 0.9 else 0.0)  # noqa: PLR2004 - as good as equal
    return surname * (_GIVEN_MALUS if surname < 0.95 else _MISHEARD_GIVEN)  # noqa: PLR2004


def _misheard_form(tokens: tuple[Token, ...], index: int) -> Token | None:
    """The word before a surname that a recogniser made of "Frau" or "Herr", at the start of a sentence."""
    before = index - 1
    if before < 0 or not tokens[before].text[:1].isupper() or len(tokens[before].folded) < 2:  # noqa: PLR2004
        return None
    if before > 0 and tokens[before - 1].text not in {".", "?", "!"}:
        return None
    said = tokens[before].folded
    alike = max(Indel.normalized_similarity(said, form) for form in ("frau", "herr"))
    return tokens[before] if alike >= _MISHEARD_FORM else None


def _titles(tokens: tuple[Token, ...], index: int) -> tuple[str | None, bool, str | None, int]:
    """Read forms of address, titles and offices: gender, whether any, the last office, the index behind."""
    gender: str | None = None
    office: str | None = None
    titled = False
    after = index
    while after < len(tokens):
        token = tokens[after]
        word = token.folded
        if word in FORMS:
            gender = gender or FORMS[word]
            titled = True
        elif token.is_word and is_office(word) and token.text[:1].isupper():
            office = word
            titled = True
        elif (
            word in TITLES
            and (after > index or len(word) > 1)
            and word not in {"h", "c", "di", "ra", "ma", "ba"}
        ):
            titled = True
        elif after > index and word in {".", "h", "c", "hc"}:
            pass
        else:
            break
        after += 1
    while after > index and tokens[after - 1].folded == "." and tokens[after - 2].folded not in TITLES:
        after -= 1
    return gender, titled, office, after if titled else index


def _name_words(tokens: tuple[Token, ...], index: int) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Up to four words that may be a name from a token on, particles left out, with their token indexes."""
    words: list[str] = []
    places: list[int] = []
    while index < len(tokens) and len(words) < _LONGEST_NAME:
        token = tokens[index]
        word = key(token.text)
        if word in PARTICLES or (token.text == "." and words and len(words[-1]) == 1):
            index += 1
            continue
        if not token.is_word or not (token.text[:1].isupper() or not words) or word in FORMS:
            break
        if len(word) == 1:
            index += 1
            continue
        words.append(word)
        places.append(index)
        index += 1
    return tuple(words), tuple(places)
