"""Sittings with known results, to be written down in several layouts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SHORTEST = 8
"""Letters of a title."""

SAID = range(60, 300)
"""Letters of what is quoted of a debate."""

WITH_PAPER, UNDECIDED = 0.6, 0.1
"""Shares of items."""

COUNCILS = ("Rat", "Hauptausschuss", "Ausschuss für Umwelt und Verkehr", "Bauausschuss")


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """An item and what became of it."""

    number: str
    title: str
    public: bool
    paper: str
    decision: str
    result: str | None
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    said: str
    """The words of the result."""
    course: tuple[str, ...]
    """What was said."""


class Sitting(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting."""

    layout: str
    council: str
    number: int
    date: str
    """``12.03.2015``."""
    items: tuple[Kept, ...]


def make_sittings(
    evaluation: Path, count: int, layouts: Sequence[str], chance: random.Random
) -> Iterator[Sitting]:
    """Yield ``count`` sittings, the layouts in turn."""
    titles, speeches = _material(evaluation)
    for number in range(count):
        size = chance.randint(6, 18)
        closed = chance.randint(0, 3)
        day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2003, 2024)
        yield Sitting(
            layout=layouts[number % len(layouts)],
            council=chance.choice(COUNCILS),
            number=chance.randint(1, 60),
            date=f"{day:02d}.{month:02d}.{year}",
            items=tuple(
                _item(str(place), chance.choice(titles), chance, speeches, public=place <= size - closed)
                for place in range(1, size + 1)
            ),
        )


def _material(evaluation: Path) -> tuple[list[str], list[str]]:
    """Return titles of items and sentences of debates of Cologne's council."""
    titles: list[str] = []
    speeches: list[str] = []
    for case in sorted((evaluation / "text").glob("koeln-*-clean")):
        agenda = json.loads((case / "agenda.json").read_bytes())
        titles += [
            " ".join(one["title"].split())[:160].rstrip()
            for one in agenda["items"]
            if len(one["title"]) > SHORTEST
        ]
        said = json.loads((case / "transcript.json").read_bytes())["utterances"]
        speeches += [one["text"] for one in said if len(one["text"]) in SAID]
    return titles, speeches


def _item(number: str, title: str, chance: random.Random, speeches: Sequence[str], *, public: bool) -> Kept:
    yes, no, abstain = chance.randint(12, 60), chance.randint(1, 11), chance.randint(0, 6)
    body = chance.choice(("Der Rat", "Der Ausschuss"))
    wording = f"{body} beschließt, dem Vorschlag zu „{title[:60]}“ in der Fassung der Anlage 1 zu folgen."
    forms: list[tuple[str, str | None, int | None, int | None, int | None]] = [
        ("einstimmig angenommen", "accepted", None, None, None),
        ("Einstimmig zugestimmt.", "accepted", None, None, None),
        (f"mehrheitlich angenommen bei {no} Gegenstimmen", "accepted", None, no, None),
        (f"{yes} Ja-Stimmen, {no} Nein-Stimmen, {abstain} Enthaltungen", "accepted", yes, no, abstain),
        (
            f"Mit {yes} Ja- gegen {no} Nein-Stimmen bei {abstain} Enthaltungen angenommen",
            "accepted",
            yes,
            no,
            abstain,
        ),
        (f"Ja: {yes}  Nein: {no}  Enthaltung: {abstain}", "accepted", yes, no, abstain),
        (f"mit {yes} : {no} Stimmen beschlossen", "accepted", yes, no, None),
        (f"Mit {no} Ja-Stimmen und {yes} Nein-Stimmen abgelehnt", "rejected", no, yes, None),
        ("mehrheitlich gegen die Stimmen der Fraktion abgelehnt", "rejected", None, None, None),
        ("einstimmig, bei zwei Enthaltungen", "accepted", None, None, 2),
        ("zur Kenntnis genommen", "noted", None, None, None),
        ("in die nächste Sitzung vertagt", "postponed", None, None, None),
        ("an den Finanzausschuss verwiesen", "referred", None, None, None),
    ]
    said, result, one, other, third = chance.choice(forms)
    if chance.random() < UNDECIDED:
        said, result, one, other, third, wording = "", None, None, None, None, ""
    elif result in {"noted", "postponed", "referred"}:
        wording = ""
    return Kept(
        number=number,
        title=title,
        public=public,
        paper=f"{chance.randint(100, 4000):04d}/{chance.randint(2003, 2024)}"
        if chance.random() < WITH_PAPER
        else "",
        decision=wording,
        result=result,
        yes=one,
        no=other,
        abstain=third,
        said=said,
        course=tuple(chance.sample(speeches, chance.randint(0, 3))),
    )
