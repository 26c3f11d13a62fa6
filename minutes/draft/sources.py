"""Look-ups over transcript, agenda and people that every part of the draft needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from minutes.people.reading import whole_sentences
from minutes.types import Evidence

if TYPE_CHECKING:
    from diarize.types import Utterance
    from minutes.types import Agenda, Outcomes, Person, Roster, Speaker, Transcript

_ADDRESS = re.compile(
    r"\b(herrn?|frau|dr|prof|mag|ing|dipl|stadtrat|stadträtin|kollegin|kollege|mr|mrs|ms)\b\.?", re.IGNORECASE
)
_LABEL = re.compile(r"[A-Za-z_]*[-_ ]?\d+")
"""Looks like the label of a voice ("S3", "SPEAKER_07"), not like a name."""


@dataclass(frozen=True)
class Sources:
    """What a draft is made from, with the questions one asks of it."""

    transcript: Transcript
    outcomes: Outcomes
    agenda: Agenda
    roster: Roster | None

    @cached_property
    def position(self) -> dict[str, int]:
        """Utterance id to its place in the transcript."""
        return {utterance.id: place for place, utterance in enumerate(self.transcript.utterances)}

    @cached_property
    def read(self) -> tuple[Utterance, ...]:
        """The utterances with sentences whole that an overlap cut, under the voice that has the floor."""
        return whole_sentences(self.transcript.utterances)

    @cached_property
    def speakers(self) -> dict[str, Speaker]:
        """Speakers by id."""
        return {speaker.id: speaker for speaker in self.transcript.speakers}

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """The people given beforehand."""
        return self.roster.people if self.roster else ()

    @cached_property
    def closed_items(self) -> frozenset[str]:
        """Numbers of the items that are not public."""
        return frozenset(item.number for item in self.agenda.items if not item.public)

    @cached_property
    def public_limit(self) -> int | None:
        """Place of the last public utterance; None where no end of the public part was heard."""
        last = self.outcomes.meeting.public_until
        return self.position.get(last) if last is not None else None

    @cached_property
    def first_closed(self) -> int:
        """Place of the first utterance of a non-public item; past the end where there is none."""
        places = (place for place, u in enumerate(self.transcript.utterances) if u.item in self.closed_items)
        return next(places, len(self.transcript.utterances))

    @cached_property
    def has_closed_part(self) -> bool:
        """Whether anything was said in a non-public part."""
        return any(not self.is_public(utterance) for utterance in self.transcript.utterances)

    def is_public(self, utterance: Utterance) -> bool:
        """Tell whether an utterance belongs to the public part; in doubt it does not."""
        if utterance.item in self.closed_items:
            return False
        place = self.position[utterance.id]
        if self.public_limit is not None:
            return place <= self.public_limit
        return utterance.item is not None or place < self.first_closed

    def utterances(self, ids: Iterable[str]) -> tuple[Utterance, ...]:
        """Return the utterances of these ids in order; unknown ids are left out."""
        places = sorted({self.position[i] for i in ids if i in self.position})
        return tuple(self.transcript.utterances[place] for place in places)

    def all_public(self, ids: Iterable[str], *, item_public: bool = True) -> bool:
        """Tell whether a claim resting on these utterances may be shown to the public."""
        return item_public and all(self.is_public(utterance) for utterance in self.utterances(ids))

    def evidence(self, ids: Iterable[str]) -> tuple[Evidence, ...]:
        """Return the evidence for these utterance ids, in order of time."""
        return tuple(Evidence(utterance=u.id, second=u.start) for u in self.utterances(ids))

    def speaker_name(self, label: str | None) -> str | None:
        """Return the name of a voice; a name given in place of a label is returned as it is."""
        if label is None:
            return None
        if label in self.speakers:
            return self.speakers[label].name
        return None if _LABEL.fullmatch(label) else label

    def person(self, name: str | None) -> Person | None:
        """Find somebody by full name, else by an unmistakable surname."""
        if not name:
            return None
        wanted = _fold(name)
        if not wanted:
            return None
        exact = [person for person in self.people if _fold(person.name) == wanted]
        if exact:
            return exact[0]
        surname = [p for p in self.people if _fold(p.name)[-1:] == wanted[-1:]]
        if len(wanted) > 1:
            surname = [p for p in surname if _fold(p.name)[0][:1] == wanted[0][:1]]
        return surname[0] if len(surname) == 1 else None

    def speaking(self, name: str) -> Sequence[Utterance]:
        """Return everything said by somebody of that name."""
        labels = {speaker.id for speaker in self.transcript.speakers if speaker.name == name}
        return [u for u in self.transcript.utterances if u.speaker in labels]


@lru_cache(maxsize=4096)
def _fold(name: str) -> tuple[str, ...]:
    return tuple(_ADDRESS.sub(" ", name.casefold()).replace(",", " ").split())
