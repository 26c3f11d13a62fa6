"""Calls that were given to the voice that they call.

Nobody gives the floor to himself. Where the chair's "Frau Stein, bitte." stands in Frau Stein's voice, the
border between the two was put too early.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from minutes.language.sentences import split_sentences
from minutes.people.chairing import presiding_voices
from minutes.people.cues import classify, mark
from minutes.people.mentions import index_of
from minutes.people.reading import whole_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diarize.types import Utterance
    from minutes.people.mentions import PeopleIndex
    from minutes.types import Roster, Speaker

_SURE = 0.85
"""Likeness from which on a name heard is the person's."""


def give_calls_back(
    utterances: Sequence[Utterance], speakers: Sequence[Speaker], roster: Roster | None, *, chair: str | None
) -> tuple[Utterance, ...]:
    """Return the utterances with calls of the one who seems to speak given to who presided just before.

    Only a whole utterance changes its voice, and only where it is the first after one who presides, gives
    the floor and calls its own speaker with a form of address.

    Args:
        utterances: The meeting, in order.
        speakers: The voices with their names.
        roster: Who may speak.
        chair: The voice that chairs most, None where none was found.
    """
    if roster is None:
        return tuple(utterances)
    index = index_of(roster.people)
    places = {person.name: index.twins.get(i, i) for i, person in enumerate(index.people)}
    people = {s.id: places[s.name] for s in speakers if s.name in places}
    presiding = presiding_voices(utterances, chair)
    found = list(utterances)
    before: str | None = None
    for place, (utterance, read) in enumerate(zip(utterances, whole_sentences(utterances), strict=True)):
        voice = utterance.speaker
        if voice is None or not read.text:
            continue
        person = people.get(voice)
        if person is not None and voice not in presiding and before is not None and before in presiding:
            sentence = next(iter(split_sentences(read.text)), None)
            if (
                sentence is not None
                and len(utterance.text.strip()) <= len(sentence.text.strip())
                and _calls(sentence.text, person, index)
            ):
                found[place] = replace(utterance, speaker=before)
        before = found[place].speaker
    return tuple(found)


def _calls(sentence: str, person: int, index: PeopleIndex) -> bool:
    """Whether a sentence gives the floor to ``person``, named with a form of address."""
    mentions = index.find(sentence)
    for number, mention in enumerate(mentions):
        if not mention.titled or mention.garbled or mention.office is not None or not mention.candidates:
            continue
        best, score = mention.candidates[0]
        if index.twins.get(best, best) == person and score >= _SURE:
            return classify(mark(sentence, mentions, number)) in {"floor", "bare"}
    return False
