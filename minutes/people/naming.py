"""Voices to people by all evidence of the meeting together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutes.people.assign import Choice, assign
from minutes.people.chairing import chairing
from minutes.people.evidence import gather
from minutes.people.garbled import GarbledNames
from minutes.people.log import fit, weigh_log
from minutes.people.mentions import index_of
from minutes.people.parties import Parties
from minutes.people.presiding import CHAIRING, weigh_presiding
from minutes.people.strangers import strange_evidence
from minutes.people.turns import read_turns
from minutes.people.weights import LIMITS
from minutes.types import Person, Roster, Speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diarize.types import Utterance
    from minutes.people.log import LogEntry
    from minutes.people.weights import Limits


def name_speakers(
    utterances: Sequence[Utterance],
    roster: Roster | None,
    *,
    chair: str | None,
    limits: Limits = LIMITS,
    log: Sequence[LogEntry] = (),
) -> tuple[Speaker, ...]:
    """Find out whose the voices are.

    The floor given, thanks, addresses, self-introductions and offices are weighed for every voice and
    person, and
    decided for all voices at once; one person may have several voices, a voice has at most one person. A
    voice
    without sure evidence stays unknown: nobody is named by elimination alone. A voice that is in truth
    several
    persons (the diarizer's mistake) gets the name that most evidence speaks for, or none.

    Args:
        utterances: Everything said, in order; ``speaker`` labels the voices.
        roster: Who may speak; without it nobody can be named.
        chair: The voice that chairs most, None where none was found.
        limits: What is sure.
        log: Who had the floor when, where there is such a list; it may name people the roster lacks.

    Returns:
        One entry per voice in order of first speech, with name, confidence, evidence and origin where known.
    """
    voices = tuple(dict.fromkeys(u.speaker for u in utterances if u.speaker))
    fitted = fit(log, utterances)
    logged: dict[str, int] = {}
    if fitted is not None:
        roster, logged = _with_logged(roster or Roster(), log)
    if roster is None or not roster.people:
        return tuple(Speaker(id=v) for v in voices)
    index = index_of(roster.people)
    turns = read_turns(utterances, index, GarbledNames(index, Parties(roster)))
    chairs = chairing(turns, utterances, chair)
    evidence = gather(turns, chairs, index.twins)
    presiding = {i for i, person in enumerate(roster.people) if person.role == "chair"}
    if fitted is not None:
        weigh_log(evidence, log, fitted, utterances, logged)
    weigh_presiding(evidence, turns, index, chairs, chair)
    strange = strange_evidence(utterances, turns, index)

    def pure(voice: str, choice: Choice) -> bool:
        if choice.person in presiding and chairs.get(voice, 0.0) >= CHAIRING:
            return True  # known by what the voice does, not by what it is called
        return evidence.purity(voice, choice.person, strange.get(voice, 0.0)) >= limits.purity

    found = assign(evidence.scores, index.twins, limits)
    chosen = {voice: choice for voice, choice in found.items() if pure(voice, choice)}
    speakers: list[Speaker] = []
    for voice in voices:
        choice = chosen.get(voice)
        if choice is None:
            speakers.append(Speaker(id=voice))
            continue
        sources, origin = evidence.best_sources(voice, choice.person)
        speakers.append(
            Speaker(
                id=voice,
                name=roster.people[choice.person].name,
                confidence=choice.confidence,
                evidence=sources,
                origin=origin,
            )
        )
    return tuple(speakers)


def _with_logged(roster: Roster, log: Sequence[LogEntry]) -> tuple[Roster, dict[str, int]]:
    """The roster with those of the log who are missing, and who is meant by each name of the log."""
    index = index_of(roster.people)
    people = list(roster.people)
    found: dict[str, int] = {}
    for name in dict.fromkeys(entry.name for entry in log):
        person = index.named(name)
        if person is None:
            person = len(people)
            people.append(Person(name=name, role="guest"))
        found[name] = person
    return Roster(people=tuple(people)), found
