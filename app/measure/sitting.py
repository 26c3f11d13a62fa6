"""A long meeting made up for measuring: agenda, people and a transcript of any number of words.

Every sentence is put together from the parts below with words drawn at random, so that no two speeches are
the same and the size of the vocabulary grows as it does in speech (subjects and streets are compounds). The
same seed gives the same meeting.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

from diarize.types import Utterance
from minutes.types import Agenda, AgendaItem, MeetingInfo, Person, RecordingInfo, Roster, Speaker, Transcript

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minutes.types.agenda import Role

WORDS_PER_SECOND = 60_000 / (6 * 3600)
_GIVEN_F = ("Anna", "Birgit", "Carla", "Doris", "Elke", "Frauke", "Gesa", "Hanna", "Ines", "Julia")
_GIVEN_M = ("Axel", "Bernd", "Carsten", "Dirk", "Ernst", "Frank", "Gerd", "Holger", "Ingo", "Jens")
_FRONT = (
    "Acker",
    "Berg",
    "Brink",
    "Dahl",
    "Eichen",
    "Feld",
    "Grab",
    "Hage",
    "Kamp",
    "Linden",
    "Moor",
    "Stein",
)
_BACK = (
    "auer",
    "bach",
    "berger",
    "hoff",
    "kamp",
    "mann",
    "meier",
    "müller",
    "ried",
    "rode",
    "städt",
    "weber",
)
_PARTIES = ("CDU", "SPD", "Bündnis 90/Die Grünen", "FDP", "Die Linke", "Freie Wähler", "Volt")
_WHAT = (
    "Sanierung",
    "Neubau",
    "Erweiterung",
    "Vergabe",
    "Umgestaltung",
    "Finanzierung",
    "Verlegung",
    "Ausbau",
)
_PLACE = (
    "Schul",
    "Markt",
    "Bahnhofs",
    "Rathaus",
    "Kirch",
    "Mühlen",
    "Wald",
    "Hafen",
    "Garten",
    "Brücken",
    "Ring",
)
_OBJECT = (
    "straße",
    "platz",
    "halle",
    "turm",
    "park",
    "viertel",
    "kindergarten",
    "werk",
    "weg",
    "haus",
    "bad",
)
_ADVERB = ("gern", "sicher", "bald", "vielleicht", "wirklich", "zuerst", "auch", "noch einmal", "gemeinsam")
_ADJECTIVE = ("neuen", "alten", "teuren", "geplanten", "langen", "strittigen", "guten", "barrierefreien")
_NOUN = ("Plan", "Antrag", "Haushalt", "Zuschuss", "Bericht", "Vertrag", "Entwurf", "Vorschlag", "Zeitplan")
_VERB = ("prüfen", "ändern", "bezahlen", "begrüßen", "ablehnen", "verschieben", "erklären", "verbessern")
_SPEECH = (
    "Wir sollten den {adjective} {noun} für {thing} {adverb} {verb}.",
    "Meine Fraktion will {adverb}, dass {thing} im Jahr {year} fertig wird.",
    "Das kostet {number} Euro, und das steht {adverb} im {adjective} {noun}.",
    "Wer in der Nähe von {thing} wohnt, hat {adverb} ein Recht darauf, den {noun} zu {verb}.",
    "Ich frage die Verwaltung, ob wir den {noun} {adverb} {verb} können.",
    "In der letzten Sitzung ging es {adverb} um {thing} und um den {adjective} {noun}.",
    "Die {party} hat dazu {adverb} einen anderen {noun}, den wir {verb} werden.",
    "Nach {number} Gesprächen mit den Leuten vor Ort bleibt {thing} ein {noun}, den wir {verb} müssen.",
)
_BEGINS = (
    "Vielen Dank. ",
    "Sehr geehrte Damen und Herren, ",
    "Frau Vorsitzende, meine Damen und Herren, ",
    "",
)
_CALLS = (
    "Ich rufe Tagesordnungspunkt {number} auf: {title}.",
    "Wir kommen zu Tagesordnungspunkt {number}, {title}.",
    "Tagesordnungspunkt {number}. {title}.",
    "Dann machen wir weiter mit {number}, {title}.",
)
_FLOOR = (
    "Das Wort hat {name}.",
    "{name}, bitte.",
    "Jetzt hat {name} das Wort.",
    "Ich gebe {name} das Wort.",
    "{name}.",
)
_VOTES = (
    "Gibt es Gegenstimmen? Keine. Enthaltungen? Keine. Dann ist das so beschlossen.",
    "Wer stimmt dafür? Wer stimmt dagegen? Mit {yes} zu {no} Stimmen angenommen.",
    "Gegenstimmen? Die {party}. Enthaltungen? Keine. Dann ist der Antrag angenommen.",
)
_SPEECHES = 4
"""Per item."""


class Sitting(NamedTuple):
    """What ``segment`` needs, and what is true."""

    agenda: Agenda
    roster: Roster
    transcript: Transcript
    items: dict[str, str]
    """Number of the item by id of the utterance."""
    names: dict[str, str]
    """Name by voice."""


def make_sitting(words: int, *, items: int = 120, people: int = 90, seed: int = 1) -> Sitting:
    """Make up a meeting of about ``words`` words; everybody has one voice."""
    draw = random.Random(seed)  # noqa: S311  # a meeting, no secret
    roster = _people(draw, people)
    agenda = _agenda(draw, items)
    talk = _Talk(draw, agenda, roster, words)
    said = tuple(talk.utterances())
    voices = {f"S{number}": person.name for number, person in enumerate(roster.people, start=1)}
    heard = dict.fromkeys(u.speaker for u in said if u.speaker)
    transcript = Transcript(
        recording=RecordingInfo(duration=said[-1].end),
        speakers=tuple(Speaker(id=voice) for voice in heard),
        utterances=said,
    )
    return Sitting(agenda, roster, transcript, talk.truth, voices)


def _people(draw: random.Random, count: int) -> Roster:
    surnames = draw.sample([a + b for a in _FRONT for b in _BACK], count)
    people = []
    for number, surname in enumerate(surnames):
        given = draw.choice(_GIVEN_F if number % 2 == 0 else _GIVEN_M)
        role: Role = "chair" if number == 0 else "member"
        party = _PARTIES[number % len(_PARTIES)]
        people.append(Person(name=f"{given} {surname}", role=role, party=party))
    return Roster(people=tuple(people))


def _agenda(draw: random.Random, count: int) -> Agenda:
    found = []
    for number in range(1, count + 1):
        title = f"{draw.choice(_WHAT)} {_thing(draw)} und {draw.choice(_WHAT)} {_thing(draw)}"
        found.append(AgendaItem(number=f"{(number - 1) // 10 + 1}.{(number - 1) % 10 + 1}", title=title))
    return Agenda(meeting=MeetingInfo(body="Messstadt", organization="Rat"), items=tuple(found))


def _thing(draw: random.Random) -> str:
    return draw.choice(_PLACE) + draw.choice(_PLACE).lower() + draw.choice(_OBJECT)


class _Talk:
    """Speaks the meeting; one utterance per sentence or two."""

    def __init__(self, draw: random.Random, agenda: Agenda, roster: Roster, words: int) -> None:
        self.truth: dict[str, str] = {}
        self._draw, self._agenda, self._roster = draw, agenda, roster
        self._length = max(words // (len(agenda.items) * _SPEECHES) - 20, 12)
        """Words of a speech."""
        self._said = 0
        self._count = 0

    def utterances(self) -> Iterator[Utterance]:
        for place, item in enumerate(self._agenda.items):
            if place == 0:
                yield self._say(
                    "S1", "Ich eröffne die Sitzung des Rates. Wir sind beschlussfähig.", item.number
                )
            call = self._draw.choice(_CALLS).format(number=item.number, title=item.title)
            yield self._say("S1", call, item.number)
            for _ in range(_SPEECHES):
                person = self._draw.randrange(1, len(self._roster.people))
                yield self._say("S1", self._floor(person), item.number)
                yield from self._speech(f"S{person + 1}", item.number)
            vote = self._draw.choice(_VOTES).format(
                yes=self._draw.randrange(50, 80),
                no=self._draw.randrange(2, 20),
                party=self._draw.choice(_PARTIES),
            )
            yield self._say("S1", vote, item.number)

    def _floor(self, person: int) -> str:
        surname = self._roster.people[person].name.split()[-1]
        title = "Frau" if person % 2 == 0 else "Herr"
        return self._draw.choice(_FLOOR).format(name=f"{title} {surname}")

    def _speech(self, voice: str, item: str) -> Iterator[Utterance]:
        left = self._length
        begin = self._draw.choice(_BEGINS)
        while left > 0:
            text = begin + " ".join(self._sentence() for _ in range(self._draw.randrange(1, 3)))
            begin = ""
            left -= len(text.split())
            yield self._say(voice, text, item)

    def _sentence(self) -> str:
        draw = self._draw
        return draw.choice(_SPEECH).format(
            adjective=draw.choice(_ADJECTIVE),
            noun=draw.choice(_NOUN),
            thing=_thing(draw),
            adverb=draw.choice(_ADVERB),
            verb=draw.choice(_VERB),
            year=draw.randrange(2024, 2040),
            number=draw.randrange(2, 900),
            party=draw.choice(_PARTIES),
        )

    def _say(self, voice: str, text: str, item: str) -> Utterance:
        self._count += 1
        name = f"u{self._count}"
        self.truth[name] = item
        start = self._said / WORDS_PER_SECOND
        self._said += len(text.split())
        end = self._said / WORDS_PER_SECOND
        return Utterance(id=name, text=text, speaker=voice, start=round(start, 3), end=round(end, 3))
