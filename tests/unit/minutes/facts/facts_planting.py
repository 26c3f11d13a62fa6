"""Made-up meetings with true sentences, and the script that plants one error in each of them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from minutes.facts import Known, Spoken
from minutes.language.numbers import cardinal, spell
from minutes.types import Person, Roster

FOLDER = Path(__file__).parent
_SLOT = re.compile(r"\{(?P<kind>\w+)\|(?P<texts>[^}]*)\}")
_STRANGERS = ("Vossberg", "Kranewitter", "Tillmanns", "Ohlendorf", "Sperling-Haas")
_PARTIES = ("SPD", "CDU", "FDP", "AfD", "Volt", "Die Linke", "BSW", "ÖDP")
_PER_SLOT = 3
"""Errors planted in one place of a sentence."""


@dataclass
class Scene:
    """A meeting with its sentences."""

    name: str
    people: list[Person] = field(default_factory=list)
    item: tuple[str, str, str] = ("", "", "")
    date: str = ""
    language: str = "de"
    spoken: dict[str, Spoken] = field(default_factory=dict)
    sentences: list[tuple[tuple[str, ...], str]] = field(default_factory=list)

    def known(self) -> Known:
        """What is known besides the evidence."""
        number, title, paper = self.item
        return Known(
            roster=Roster(people=tuple(self.people)),
            item=number,
            title=title,
            paper=paper or None,
            date=self.date or None,
            language=self.language,
            spoken_language=self.language,
        )


class Case(NamedTuple):
    """A sentence with its evidence; ``planted`` is the kind of error, None where it is true."""

    sentence: str
    evidence: tuple[Spoken, ...]
    known: Known
    planted: str | None


def read_scenes(file: str) -> list[Scene]:
    """Read a file of scenes."""
    scenes: list[Scene] = []
    for line in (FOLDER / file).read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            scenes.append(Scene(line[2:]))
        elif line.startswith("person "):
            name, role, party = line[7:].split("|")
            scenes[-1].people.append(Person(name=name, role=role, party=party or None))  # type: ignore[arg-type]  # of the file
        elif line.startswith("item "):
            number, title, paper = line[5:].split("|")
            scenes[-1].item = (number, title, paper)
        elif line.startswith("language "):
            scenes[-1].language = line[9:]
        elif line.startswith("date "):
            scenes[-1].date = line[5:]
        elif line.startswith("> "):
            places, sentence = line[2:].split(" | ", 1)
            scenes[-1].sentences.append((tuple(places.split()), sentence))
        elif match := re.match(r"(\d+) ([^:]+): (.*)", line):
            speaker = next((p.name for p in scenes[-1].people if match[2].split()[-1] in p.name), match[2])
            scenes[-1].spoken[match[1]] = Spoken(id=match[1], text=match[3], speaker=speaker)
    return scenes


def cases(file: str, seed: int = 7) -> Iterator[Case]:
    """Yield every true sentence, then every sentence with one planted error."""
    chance = random.Random(seed)
    for scene in read_scenes(file):
        for places, template in scene.sentences:
            evidence = tuple(scene.spoken[place] for place in places)
            yield Case(_fill(template, None, ""), evidence, scene.known(), None)
            for slot in _SLOT.finditer(template):
                for false in _false_texts(slot, template, scene, chance):
                    yield Case(_fill(template, slot.start(), false), evidence, scene.known(), slot["kind"])


def _fill(template: str, place: int | None, false: str) -> str:
    return re.sub(
        " +", " ", _SLOT.sub(lambda m: false if m.start() == place else m["texts"].split("|")[0], template)
    )


def _false_texts(slot: re.Match[str], template: str, scene: Scene, chance: random.Random) -> list[str]:
    true, *given = slot["texts"].split("|")
    if given:
        return given
    whole = _fill(template, None, "")
    if slot["kind"] in ("number", "amount"):
        return _other_numbers(true, chance)
    if slot["kind"] == "name":
        pool = [p.name.split()[-1] for p in scene.people] + list(_STRANGERS)
    else:
        pool = [p.party for p in scene.people if p.party] + list(_PARTIES)
        pool = [party for party in pool if party.split()[-1][:5] != true.split()[-1][:5]]
        pool = [party for party in pool if not {party, true} <= {"CDU", "Die Mitte"}]
    pool = [one for one in dict.fromkeys(pool) if one not in whole and one != true]
    return chance.sample(pool, min(_PER_SLOT, len(pool)))


def _other_numbers(true: str, chance: random.Random) -> list[str]:
    """Change one digit, or take a near number word."""
    value = cardinal(true)
    if value is not None and not true[0].isdigit():
        return [spell(value + step) for step in chance.sample((1, 2, 3, 10), 2)]
    digits = [i for i, letter in enumerate(true) if letter.isdigit()]
    found = []
    for place in chance.sample(digits, min(2, len(digits))):
        other = chance.choice([d for d in "123456789" if d != true[place]])
        found.append(true[:place] + other + true[place + 1 :])
    return found


_ASKED = (
    "Wer ist dafür? Das sind {yes}. Wer ist dagegen? {no}. Enthaltungen? {abstain}. Damit ist es {result}.",
    "Mit {yes} zu {no} Stimmen bei {abstain} Enthaltungen ist die Vorlage {result}.",
    "Ja-Stimmen {yes}, Nein-Stimmen {no}, Enthaltungen {abstain}. Die Vorlage ist somit {result}.",
)
_TOLD = (
    "Die Vorlage wird mit {yes} Ja-Stimmen gegen {no} Nein-Stimmen bei {abstain} Enthaltungen {result}.",
    "Abstimmungsergebnis: {yes} Ja, {no} Nein, {abstain} Enthaltungen; die Vorlage ist {result}.",
    "Bei {abstain} Enthaltungen wird die Vorlage mit {yes} zu {no} Stimmen {result}.",
)


def generated(count: int, seed: int = 11) -> Iterator[Case]:
    """Yield votes with random counts, in words or digits, told truly and with one member changed."""
    chance = random.Random(seed)
    for number in range(count):
        yes, no, abstain = chance.randint(3, 40), chance.randint(3, 40), chance.randint(2, 9)
        counts = {"yes": yes, "no": no + (yes == no), "abstain": abstain}
        true = {**counts, "result": "angenommen" if counts["yes"] > counts["no"] else "abgelehnt"}
        said = {
            key: spell(value) if chance.random() < 0.5 and key != "result" else value
            for key, value in true.items()
        }  # type: ignore[arg-type]  # numbers
        evidence = (Spoken(id="u1", text=_ASKED[number % 3].format(**said)),)
        told = _TOLD[chance.randrange(3)]
        yield Case(told.format(**true), evidence, Known(), None)
        member = chance.choice(("yes", "no", "abstain", "result"))
        if member == "result":
            other: object = "abgelehnt" if true["result"] == "angenommen" else "angenommen"
        else:
            other = counts[member] + chance.choice((1, 2, 10))
        yield Case(
            told.format(**{**true, member: other}),
            evidence,
            Known(),
            "result" if member == "result" else "number",
        )
