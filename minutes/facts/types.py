"""What the fact check works on and what it says."""

from __future__ import annotations

from typing import Literal

import msgspec

from minutes.types import Person, Roster, Vote

ClaimKind = Literal[
    "number",
    "date",
    "time",
    "paper",
    "item",
    "name",
    "speaker",
    "party",
    "result",
    "unanimity",
    "negation",
    "quotation",
    "unrelated",
]
"""What kind of claim found no support; the stable code of a :class:`Reason`."""

_GERMAN: dict[ClaimKind, str] = {
    "number": "Die Zahl „{claim}“ steht so nicht in der Belegstelle.",
    "date": "Das Datum „{claim}“ steht so nicht in der Belegstelle.",
    "time": "Die Uhrzeit „{claim}“ steht so nicht in der Belegstelle.",
    "paper": "Die Vorlage „{claim}“ wird in der Belegstelle nicht genannt.",
    "item": "Der Tagesordnungspunkt „{claim}“ passt nicht zur Belegstelle.",
    "name": "Der Name „{claim}“ kommt in der Belegstelle nicht vor.",
    "speaker": "„{claim}“ hat die Belegstelle nicht gesprochen.",
    "party": "„{claim}“ kommt in der Belegstelle nicht vor, oder in anderer Rolle.",
    "result": "Das Ergebnis „{claim}“ steht so nicht in der Belegstelle.",
    "unanimity": "„{claim}“ steht so nicht in der Belegstelle.",
    "negation": "Die Verneinung stimmt nicht mit der Belegstelle überein: „{claim}“.",
    "quotation": "Das Zitat „{claim}“ steht nicht wörtlich in der Belegstelle.",
    "unrelated": "Der Satz hat mit der Belegstelle kein Wort gemein: „{claim}“.",
}
_ENGLISH: dict[ClaimKind, str] = {
    "number": "The number “{claim}” does not stand like this in the evidence.",
    "date": "The date “{claim}” does not stand like this in the evidence.",
    "time": "The time “{claim}” does not stand like this in the evidence.",
    "paper": "The paper “{claim}” is not named in the evidence.",
    "item": "The item “{claim}” does not belong to the evidence.",
    "name": "The name “{claim}” does not occur in the evidence.",
    "speaker": "“{claim}” did not speak the evidence.",
    "party": "“{claim}” does not occur in the evidence, or in another role.",
    "result": "The result “{claim}” does not stand like this in the evidence.",
    "unanimity": "“{claim}” does not stand like this in the evidence.",
    "negation": "The negation differs from the evidence: “{claim}”.",
    "quotation": "The quotation “{claim}” is not literally in the evidence.",
    "unrelated": "The sentence shares no word with the evidence: “{claim}”.",
}


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why a sentence is withheld."""

    code: ClaimKind
    claim: str
    """The words of the sentence that found no support."""

    def text(self, language: str = "de") -> str:
        """Tell the reason in one sentence, German or English."""
        words = _ENGLISH if language[:2] == "en" else _GERMAN
        return words[self.code].format(claim=self.claim)


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What the check says of one sentence."""

    sentence: str
    reasons: tuple[Reason, ...] = ()

    @property
    def supported(self) -> bool:
        """Whether every claim was found; else the sentence is withheld."""
        return not self.reasons


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """An utterance that a sentence names as its evidence."""

    id: str
    text: str
    speaker: str | None = None
    """Full name; None is not recognised."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Facts besides the evidence that a sentence may state, none of them from a model."""

    roster: Roster | None = None
    item: str | None = None
    """Number of the agenda item."""
    title: str = ""
    paper: str | None = None
    date: str | None = None
    """ISO 8601 date of the meeting; gives the year to dates said without one."""
    votes: tuple[Vote, ...] = ()
    """Results found for the item whose evidence is part of the evidence given."""
    language: str = "de"
    """Of the sentence."""
    spoken_language: str = "de"
    """Of the evidence."""

    @property
    def people(self) -> tuple[Person, ...]:
        """The people given beforehand."""
        return self.roster.people if self.roster else ()
