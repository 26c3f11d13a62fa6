"""The meeting as the rules of this package see it: utterances, who presides, people, normalised sentences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from minutes.language.sentences import split_sentences
from minutes.outcomes.speech import normalise

if TYPE_CHECKING:
    from diarize.types import Utterance
    from minutes.people import PeopleIndex
    from minutes.people.parties import Parties
    from minutes.types import Roster


@dataclass(frozen=True)
class Scene:
    """Everything the readers share; built once per meeting."""

    utterances: tuple[Utterance, ...]
    language: str
    presiding: frozenset[str | None]
    """The voices that chair, for a stretch or throughout."""
    roster: Roster | None
    people: PeopleIndex
    parties: Parties
    names: dict[str, str]
    """Names of voices, where known."""

    def presides(self, place: int) -> bool:
        """Whether the voice of an utterance chairs."""
        return self.utterances[place].speaker in self.presiding

    def name_at(self, place: int) -> str | None:
        """The person who speaks an utterance, None where the voice has no name."""
        return self.names.get(self.utterances[place].speaker or "")

    def spoken(self) -> tuple[tuple[int, str], ...]:
        """Every sentence: index of its utterance and its normalised text."""
        return self._sentences

    def raw(self) -> tuple[tuple[int, str], ...]:
        """Every sentence as it was said, in step with :meth:`spoken`."""
        return self._raw

    @cached_property
    def _raw(self) -> tuple[tuple[int, str], ...]:
        return tuple(
            (place, sentence.text)
            for place, utterance in enumerate(self.utterances)
            for sentence in split_sentences(utterance.text)
        )

    @cached_property
    def _sentences(self) -> tuple[tuple[int, str], ...]:
        return tuple((place, normalise(text, self.language)) for place, text in self._raw)
