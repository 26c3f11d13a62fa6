"""Voices to people by all evidence of the meeting together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from minutes.people.assign import Choice, assign
from minutes.people.chairing import chairing
from minutes.people.evidence import Evidence, gather
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
    from collections.abc import Mapping, Sequence

    from diarize.types import Utterance
    from minutes.people.log import LogEntry
    from minutes.people.weights import Limits


class Weighed(NamedTuple):
    """All evidence of a meeting, before anything is decided."""

    voices: tuple[str, ...]
    people: tuple[Person, ...]
    twins: Mapping[int, int]
    evidence: Evidence
    strange: Mapping[str, float]
    """What speaks for a voice being nobody of the roster."""
    chairs: Mapping[str, float]
    """How much each voice chairs."""


def name_speakers(
    utterances: Sequence[Utterance],
    roster: Roster | None,
    *,
    chair: str | None,
    limits: Limits = LIMITS,
    log: Sequence[LogEntry] = (),
) -> tuple[Speaker, ...]:
    """Find out whose the voices are.

    The floor given, thanks, addresses, self-introductions, offices and the list of speakers are weighed for
    every voice and person, and decided for all voices at once; one person may have several voices, a voice
    has at most one person. A voice without sure evidence stays unknown: nobody is named by elimination
    alone. So does a voice that is in truth several persons (the diarizer's mistake), if it is called by many.

    Args:
        utterances: Everything said, in order; ``speaker`` labels the voices.
        roster: Who may speak; without it, and without a log, nobody can be named.
        chair: The voice that chairs most, None where none was found.
        limits: What is sure.
        log: Who had the floor when, where there is such a list; it may name people the roster lacks.

    Returns:
        One entry per voice in order of first speech, with name, confidence, evidence and origin where known.
    """
    return decide(weigh(utterances, roster, chair=chair, log=log), limits)


def weigh(
    utterances: Sequence[Utterance],
    roster: Roster | None,
    *,
    chair: str | None,
    log: Sequence[LogEntry] = (),
) -> Weighed:
    """Gather the evidence for every voice and person; see :func:`name_speakers`."""
    voices = tuple(dict.fromkeys(u.speaker for u in utterances if u.speaker))
    fitted = fit(log, utterances)
    logged: dict[str, int] = {}
    if fitted is not None:
        roster, logged = _with_logged(roster or Roster(), log)
    if roster is None or not roster.people:
        return Weighed(voices, (), {}, Evidence(), {}, {})
    index = index_of(roster.people)
    turns = read_turns(utterances, index, GarbledNames(index, Parties(roster)))
    chairs = chairing(turns, utterances, chair)
    evidence = gather(turns, chairs, index.twins)
    if fitted is not None:
        weigh_log(evidence, log, fitted, utterances, logged)
    weigh_presiding(evidence, turns, index, chairs, chair)
    strange = strange_evidence(utterances, turns, index)
    return Weighed(voices, index.people, index.twins, evidence, strange, chairs)


def decide(weighed: Weighed, limits: Limits = LIMITS) -> tuple[Speaker, ...]:
    """Name the voices of which the evidence is sure; see :func:`name_speakers`."""
    chosen = assign(weighed.evidence.scores, weighed.twins, limits)
    return tuple(_speaker(weighed, voice, chosen.get(voice), limits) for voice in weighed.voices)


def _speaker(weighed: Weighed, voice: str, choice: Choice | None, limits: Limits) -> Speaker:
    if choice is None or not _is_one(weighed, voice, choice.person, limits):
        return Speaker(id=voice)
    sources, origin = weighed.evidence.best_sources(voice, choice.person)
    return Speaker(
        id=voice,
        name=weighed.people[choice.person].name,
        confidence=choice.confidence,
        evidence=sources,
        origin=origin,
    )


def _is_one(weighed: Weighed, voice: str, person: int, limits: Limits) -> bool:
    """Whether a voice is called by that name rather than by many."""
    if weighed.people[person].role == "chair" and weighed.chairs.get(voice, 0.0) >= CHAIRING:
        return True  # known by what the voice does, not by what it is called
    strange = weighed.strange.get(voice, 0.0)
    return weighed.evidence.purity(voice, person, strange) >= limits.purity


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
