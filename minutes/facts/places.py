"""Proper names that are no people: capitalised words of an English sentence, and places in a German one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minutes.facts.mentions import find_people
from minutes.facts.types import Known, Reason
from minutes.facts.words import alike
from minutes.language.names import FORMS, TITLES, is_office, key, word_likeness, word_set
from minutes.language.tokens import stem
from minutes.people.parties import Parties

_CAPITAL = re.compile(r"(?<=[a-z0-9,;)] )[A-Z][a-z]+(?:['’-][A-Za-z]+)*")
"""A capitalised word within a sentence."""
_COMMON = word_set(
    "january february march april may june july august september october november december jan feb mar"
    " apr jun jul "
    "aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday "
    "council councillor councilor councilmember councilwoman councilman commissioner commission"
    " committee board "
    "chair chairman chairwoman chairperson mayor vice president member members supervisor alderman"
    " director chief "
    "manager clerk attorney superintendent provost convener leader deputy officer staff administration "
    "city town county state village borough district ward parish government department ordinance"
    " resolution item "
    "agenda motion section article exhibit phase zone lot unit act code plan budget policy report "
    "english american british irish scottish welsh canadian european federal i ph"
)
_SLOT = re.compile(
    r"\b(?P<before>[Ii]n|[Nn]ach|[Aa]us|[Bb]ei|[Vv]on|[Bb]is|[Ss]tandort|[Oo]rtsteil|[Gg]emarkung)\s+"
    r"(?P<name>[A-ZÄÖÜ][a-zäöüß]{3,}(?:-[A-ZÄÖÜ][a-zäöüß]+)*)\b"
)
_BAVARIAN = re.compile(r"(?:[bcdfghklmnprstvwz]ing)$")
_NO_TOWN = re.compile(
    r"(?:marketing|training|meeting|monitoring|recycling|leasing|controlling|streaming|camping|parking"
    r"|sharing"
    r"|hearing|frühling|screening|coaching|building|housing|upcycling|mapping|crowdfunding|ring|ding|ling)$",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\b(?:[Ff]amilie|(?:Land)?[Kk]reis(?:es)?|Kantons?|Gemarkung|Ortsteils?|Stadtteils?|Ortschaft"
    r"|Bezirks?|Weiler)\s+"
    r"(?P<name>[A-ZÄÖÜ][a-zäöüß]{3,}(?:-[A-ZÄÖÜ][a-zäöüß]+)*)\b"
)
"""A word that a name follows."""
_THERE = re.compile(r"\b(?P<before>[Ii]n|[Nn]ach|[Aa]us)\s+(?P<name>[A-ZÄÖÜ][a-zäöüß]{3,})\b")
_PHRASE = word_set(
    "hoehe kraft betrieb auftrag aussicht anspruch frage betracht auskunft angaben ansicht meinung"
    " abschluss bezug "
    "zukunft gang ordnung planung bearbeitung arbeit form zusammenarbeit abstimmung anbetracht hinsicht"
    " rechnung "
    "eigenregie kauf aussage prognose ablauf beendigung moeglichkeit sicht gruenden mitteln deutschland"
    " europa "
    "einzelfaellen teilen summe anlehnung absprache wahrheit richtung bau bauzeit pension rente teilzeit"
    " vollzeit "
    "ausnahmefaellen stand erinnerung anschluss einklang verbindung kontakt verzug haft saison"
)
"""After "in", "nach" and "aus" these are no places."""
_NOUN = re.compile(
    r"(?:ungen?|heit(?:en)?|keit(?:en)?|schaft(?:en)?|tion(?:en)?|taet(?:en)?|nis(?:sen)?|ern|innen)$"
)
_LIKE = 0.93
_MISTAKEN = 0.5
"""Likeness from which on another place in the same slot is the one that was meant ("Oberhaching")."""


def check_places(sentence: str, spoken: str, known: Known) -> Iterator[Reason]:
    """Yield proper names that neither the evidence nor what is known of the item has."""
    around = f"{spoken} {known.title} {known.paper or ''} {' '.join(p.name for p in known.people)}"
    if known.language[:2] == "en":
        yield from _english(sentence, around, known)
    elif known.language[:2] == known.spoken_language[:2]:
        yield from _german(sentence, spoken, around)


def _english(sentence: str, around: str, known: Known) -> Iterator[Reason]:
    said = {key(word).strip(".'’").removesuffix("'s") for word in re.findall(r"[\w'’.-]+", around)}
    people = find_people(sentence, known)
    parties = Parties(known.roster)
    for match in _CAPITAL.finditer(sentence):
        word = key(match.group()).removesuffix("'s")
        if word in _COMMON or word in FORMS or word in TITLES or is_office(word) or word in said:
            continue
        if any(m.start <= match.start() < m.end for m in people) or parties.find(word):
            continue
        if any(
            word_likeness(word, one) >= _LIKE or one.startswith(word) or word == f"{one}s" for one in said
        ):
            continue
        if any(word.startswith(one) and len(one) >= _STEM for one in said):
            continue
        yield Reason(code="name", claim=match.group())


_STEM = 5


def _german(sentence: str, spoken: str, around: str) -> Iterator[Reason]:
    folded = {key(word).strip(".,;:!?") for word in around.split()}
    own = {key(word).strip(".,;:!?") for word in sentence.split()}
    heard = [(key(m["before"]), m["name"]) for m in _SLOT.finditer(spoken)]
    for match in _SLOT.finditer(sentence):
        name = key(match["name"])
        if any(word_likeness(name, one) >= _LIKE for one in folded):
            continue
        town = _BAVARIAN.search(match["name"]) and not _NO_TOWN.search(match["name"])
        swapped = any(
            before == key(match["before"])
            and key(other) not in own
            and _MISTAKEN <= word_likeness(name, key(other)) < _LIKE
            and name[-_ENDING:] == key(other)[-_ENDING:]
            for before, other in heard
        )
        if town or swapped:
            yield Reason(code="name", claim=match["name"])
    for match in _KIND.finditer(sentence):
        name = key(match["name"])
        if not any(word_likeness(name, one) >= _LIKE for one in folded):
            yield Reason(code="name", claim=match["name"])
    yield from _elsewhere(sentence, spoken, folded, own)


def _elsewhere(sentence: str, spoken: str, folded: set[str], own: set[str]) -> Iterator[Reason]:
    """Yield a place that stands where the evidence has another one."""
    heard = [
        (key(match["before"]), key(match["name"]))
        for match in _THERE.finditer(spoken)
        if _place_like(key(match["name"]))
    ]
    for match in _THERE.finditer(sentence):
        name = key(match["name"])
        if not _place_like(name) or any(alike(stem(name), stem(one)) for one in folded):
            continue
        if any(before == key(match["before"]) and other not in own for before, other in heard):
            yield Reason(code="name", claim=match["name"])


def _place_like(name: str) -> bool:
    return name not in _PHRASE and not _NOUN.search(name)


_ENDING = 5
