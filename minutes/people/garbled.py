"""Calls whose name the recogniser broke: "Raulbrecht, wie ist die Anwesenheit?", "Hauptröger, bitte".

Form of address and surname run together, or the surname is heard badly behind a good "Frau". Such a
reading is worth
little by itself; it counts only at the end of a turn, only where nobody else is named there, only where
one person is
clearly nearest, and never enough alone to name a voice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import Indel

from minutes.language.names import FORMS, TITLES, is_office, key, word_likeness, word_set
from minutes.language.tokens import fold, tokenize
from minutes.people.mentions import Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes.language.tokens import Token
    from minutes.people.mentions import PeopleIndex
    from minutes.people.parties import Parties

_LEAST = 0.6
_CLEAR = 0.05
"""The second best person must be this much behind."""
_WORTH = 0.85
_GOOD, _GOOD_WORTH = 0.78, 0.95
_PARTY_FITS, _PARTY_DIFFERS = 0.1, -0.12
_SHORTEST = 4
_TRIES = 8
_MOST_WORDS = 16
_TITLED = 0.06
"""More for a name that stands behind a form of address."""
_NO_NAMES = word_set(
    "fraktion gruppe antrag gruenen gruene waehler waehlern buendnis linke linken partei wortmeldung "
    "wortmeldungen aussprache vorlage verwaltung sitzung punkt tagesordnungspunkt herren damen kollegen "
    "kolleginnen protokoll bitte danke dank wort ausschuss stadtrat gemeinderat bericht frage fragen "
    "weitere redner rednerin naechster naechste begruendung abstimmung gegenstimmen enthaltungen "
    "handzeichen dann jetzt haben gibt vielen keine nicht meine"
)
_BEFORE = word_set("hat gebe erteile bekommt erhaelt spricht")
_BEHIND = word_set("das wort jetzt")
_ADDRESS = (("frau", "f"), ("herr", "m"))


class GarbledNames:
    """The spoken forms of a roster's names, for tolerant look-up."""

    def __init__(self, index: PeopleIndex, parties: Parties) -> None:
        self._parties = parties
        self._party = [fold(p.party) if p.party else None for p in index.people]
        self._plain: dict[str, list[int]] = {}
        self._addressed: dict[str, list[tuple[int, str]]] = {}
        self._full: dict[str, list[int]] = {}
        for number, name in enumerate(index.names):
            if len(name.joined) < _SHORTEST:
                continue
            self._plain.setdefault(name.joined, []).append(number)
            for form, gender in _ADDRESS:
                self._addressed.setdefault(form + name.joined, []).append((number, gender))
            if name.given:
                self._full.setdefault("".join(name.given[:1]) + name.joined, []).append(number)

    def find(self, sentence: str) -> Mention | None:
        """The person most likely called in a sentence, None where nobody is clearly nearest."""
        tokens = [t for t in tokenize(sentence) if t.is_word]
        if not tokens or len(tokens) > _MOST_WORDS or any(is_office(key(t.text)) for t in tokens):
            return None
        scores: dict[int, tuple[float, int, int, str | None]] = {}
        for place, token in enumerate(tokens):
            word = key(token.text)
            if (
                word in FORMS
                or word in TITLES
                or word in _NO_NAMES
                or not (token.text[:1].isupper() or place == 0)
            ):
                continue
            before = key(tokens[place - 1].text) if place else ""
            following = key(tokens[place + 1].text) if place + 1 < len(tokens) else ""
            for said, last in ((word, place), (word + following, place + 1)):
                if len(said) < _SHORTEST or (last > place and (not following or following in _NO_NAMES)):
                    continue
                end = tokens[last].end
                if before in FORMS:
                    begin = tokens[place - 1].start
                    self._try(scores, said, self._plain, begin, end, FORMS[before])
                else:
                    self._try(scores, said, self._addressed, token.start, end, None)
                    if before in _BEFORE and _word_behind(tokens, last) in _BEHIND:
                        self._try(scores, said, self._plain, token.start, end, None)
                if last > place:
                    self._try(scores, said, self._full, token.start, end, None)
        return self._clearest(scores, sentence)

    def _try(  # noqa: PLR0917 - one look-up, called in three ways
        self,
        scores: dict[int, tuple[float, int, int, str | None]],
        said: str,
        forms: dict[str, list[int]] | dict[str, list[tuple[int, str]]],
        begin: int,
        end: int,
        gender: str | None,
    ) -> None:
        near = process.extract(
            said, forms.keys(), scorer=Indel.normalized_similarity, limit=_TRIES, score_cutoff=0.45
        )
        for form, _, _ in near:
            likeness = word_likeness(said, form) + (_TITLED if gender is not None else 0.0)
            if likeness < _LEAST - _PARTY_FITS:
                continue
            for entry in forms[form]:
                person, told = entry if isinstance(entry, tuple) else (entry, gender)
                if likeness > scores.get(person, (0.0,))[0]:
                    scores[person] = (likeness, begin, end, told)

    def _clearest(
        self, scores: dict[int, tuple[float, int, int, str | None]], sentence: str
    ) -> Mention | None:
        named = {fold(p) for p in self._parties.find(fold(sentence))}
        ranked = sorted(
            ((s + self._fit(person, named), person, b, e, g) for person, (s, b, e, g) in scores.items()),
            reverse=True,
        )
        if not ranked or ranked[0][0] < _LEAST:
            return None
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _CLEAR:
            return None
        score, person, begin, end, gender = ranked[0]
        worth = min(score, 1.0) * (_GOOD_WORTH if score >= _GOOD else _WORTH)
        return Mention(begin, end, ((person, worth),), titled=True, gender=gender, garbled=True)

    def _fit(self, person: int, named: set[str]) -> float:
        if not named or self._party[person] is None:
            return 0.0
        return _PARTY_FITS if self._party[person] in named else _PARTY_DIFFERS


def _word_behind(tokens: Sequence[Token], place: int) -> str:
    """The folded word behind a token; "jetzt hat Stersk das Wort" says what stands between is a name."""
    return key(tokens[place + 1].text) if place + 1 < len(tokens) else ""
