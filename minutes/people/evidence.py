"""Evidence that a voice belongs to a person, added up over the whole meeting.

Every mention says something about three voices: the one that follows ("Das Wort hat Frau Stein."), the one
before ("Vielen Dank, Frau Stein.") and the one that speaks, who is hardly Frau Stein. How much, is told in
:mod:`minutes.people.weights`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from math import exp
from typing import TYPE_CHECKING

from minutes.people.mentions import is_chair_office
from minutes.people.weights import (
    HANDOVER,
    INTERVENE,
    NEXT,
    NOT_SELF,
    NOT_SELF_MOST,
    NOTHING,
    PREVIOUS,
    SELF,
    SPILLED,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from minutes.people.mentions import Mention
    from minutes.people.turns import Called, Turn
    from minutes.types import NameOrigin

_FADE = {"floor": 30.0, "bare": 25.0}
_FADE_OTHERS = 15.0
"""Words after which a call has lost two thirds of its weight for the next voice."""
_START = {"thanks": 20, "ask": 5, "vocative": 5}
"""Words from the start of a turn in which a cue goes to the voice before."""
_END_OF_MEMBER = 40
"""A member's address counts for the next voice within so many words of the turn's end."""
_SHORT = 8
"""A turn of so few words may be an interjection before the one who was called."""
_GOES_ON = 2 * _SHORT
"""A turn of more words that opens with the chair's call is the speech of the one who was called."""
_PRESIDES = 0.2
"""A voice that chairs less is not the one addressed as "Frau Präsidentin"."""
_GIVES = 0.5
"""A voice that chairs less is not the one whose call may stand in the next turn."""
_PASSING = 100
"""A turn of more words is a speech of its own."""
_SPEECH = 6
"""So many times longer is the speech of the one who was called, behind a turn in passing."""
_FLOOR_CUES = ("floor", "bare")


@dataclass(slots=True)
class Evidence:
    """Scores of voices against people, with the utterances that gave them."""

    twins: Mapping[int, int] = field(default_factory=dict)
    """Roster entries that are the same person once more, to the first of them."""
    scores: dict[str, dict[int, float]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(float))
    )
    sources: dict[tuple[str, int], list[tuple[float, str, NameOrigin]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, voice: str, person: int, weight: float, utterance: str, origin: NameOrigin) -> None:
        """Add ``weight`` (may be negative) for ``voice`` being ``person``."""
        if not weight:
            return
        self.scores[voice][person] += weight
        if weight > 0:
            self.sources[voice, person].append((weight, utterance, origin))

    def purity(self, voice: str, person: int, strange: float = 0.0) -> float:
        """The share of all that speaks for a voice being anybody that speaks for its being this person.

        A call that may mean several people is no conflict where this person is one of them.

        Args:
            voice: The voice.
            person: Index into the roster.
            strange: What speaks for its being somebody who is not on the roster.
        """
        me = self.twins.get(person, person)
        own: dict[str, float] = defaultdict(float)
        others: dict[str, float] = defaultdict(float)
        for (heard, somebody), found in self.sources.items():
            if heard != voice:
                continue
            side = own if self.twins.get(somebody, somebody) == me else others
            for weight, utterance, _ in found:
                side[utterance] = max(side[utterance], weight)
        against = sum(weight for utterance, weight in others.items() if utterance not in own)
        total = sum(own.values())
        return total / (total + against + strange) if total else 0.0

    def best_sources(self, voice: str, person: int, limit: int = 5) -> tuple[tuple[str, ...], NameOrigin]:
        """The utterances that speak most for a name, in order of weight, and the kind of the strongest."""
        ranked = sorted(self.sources[voice, person], key=lambda s: -s[0])
        kinds: dict[NameOrigin, float] = defaultdict(float)
        for weight, _, origin in ranked:
            kinds[origin] += weight
        best: NameOrigin = max(kinds, key=lambda k: kinds[k]) if kinds else "other"
        return tuple(dict.fromkeys(u for _, u, _ in ranked))[:limit], best


def gather(
    turns: Sequence[Turn], chairing: Mapping[str, float], twins: Mapping[int, int] | None = None
) -> Evidence:
    """Weigh every mention of the meeting.

    Args:
        turns: The meeting as turns (see :func:`minutes.people.turns.read_turns`).
        chairing: How much each voice chairs, 0 to 1 (see :mod:`minutes.people.chairing`).
        twins: Roster entries that are the same person once more, to the first of them.
    """
    evidence = Evidence(twins=twins or {})
    against: dict[tuple[str, int], float] = defaultdict(float)
    for place, turn in enumerate(turns):
        chairs = chairing.get(turn.voice, 0.0)
        for number, call in enumerate(turn.calls):
            if call.cue == "self":
                for person, score in call.mention.candidates:
                    evidence.add(turn.voice, person, SELF * score, call.utterance, "self-introduction")
                continue
            spilled = _spilled(turns, place, call, chairing)
            if spilled and call.mention.office is None and turn.words > _GOES_ON:
                _add_call(evidence, turn.voice, call, SPILLED)
                continue
            if not spilled:
                _not_self(against, turn, call)
            if call.cue == "intervene":
                _intervene(evidence, turns, place, call, INTERVENE.at(chairs))
                continue
            if call.cue == "handover":
                _hand_over(evidence, turns, place, call, HANDOVER.at(chairs))
                continue
            presided = chairing if call.mention.gender and is_chair_office(call.mention.office) else None
            _next(evidence, turns, place, number, chairs, presided)
            _previous(evidence, turns, place, call, chairs, presided)
    for (voice, person), weight in against.items():
        evidence.scores[voice][person] -= min(weight, NOT_SELF_MOST)
    return evidence


def _spilled(turns: Sequence[Turn], place: int, call: Called, chairing: Mapping[str, float]) -> bool:
    """Whether a call that opens a member's turn may be the end of the chair's turn before.

    Nobody but the chair gives the floor; where "Frau Stein, bitte." stands at the head of another voice's
    turn, the border between the two voices was put too early, and the one called is the one who goes on.
    """
    if call.before or call.cue not in _FLOOR_CUES or place == 0:
        return False
    before, here = turns[place - 1].voice, turns[place].voice
    return chairing.get(before, 0.0) >= _GIVES and chairing.get(here, 0.0) < _PRESIDES


def _not_self(against: dict[tuple[str, int], float], turn: Turn, call: Called) -> None:
    if (
        not call.mention.titled
        or call.mention.garbled
        or (call.mention.office is not None and call.mention.gender is None)
    ):
        return
    for person, score in call.mention.candidates:
        against[turn.voice, person] += NOT_SELF[call.cue] * score * score


def _next(  # noqa: PLR0917 - one step of gather, called once
    evidence: Evidence,
    turns: Sequence[Turn],
    place: int,
    number: int,
    chairs: float,
    presided: Mapping[str, float] | None,
) -> None:
    """A call near the end of a turn speaks for the voice that follows, a chair's office for a chair."""
    turn = turns[place]
    call = turn.calls[number]
    weight = NEXT.get(call.cue, NOTHING).at(chairs) * exp(-call.after / _FADE.get(call.cue, _FADE_OTHERS))
    weight *= _share(turn.calls, number)
    if call.cue not in _FLOOR_CUES and call.after > _END_OF_MEMBER:
        return
    if not call.mention.titled and call.cue not in _FLOOR_CUES:
        return
    origin: NameOrigin = "call-out" if call.cue in _FLOOR_CUES else "address"
    followers = _followers(turns, place)
    for voice, share in followers:
        if presided is not None and presided.get(voice, 0.0) < _PRESIDES:
            continue
        for person, score in call.mention.candidates:
            evidence.add(
                voice, person, weight * share * _sure(evidence, call.mention, score), call.utterance, origin
            )


def _previous(  # noqa: PLR0917 - one step of gather, called once
    evidence: Evidence,
    turns: Sequence[Turn],
    place: int,
    call: Called,
    chairs: float,
    presided: Mapping[str, float] | None,
) -> None:
    """Thanks and an address at the start of a turn speak for the voice before."""
    weight = PREVIOUS.get(call.cue, NOTHING).at(chairs)
    if not weight or call.before > _START[call.cue] or not call.mention.titled or place == 0:
        return
    voice = turns[place - 1].voice
    if voice == turns[place].voice or (presided is not None and presided.get(voice, 0.0) < _PRESIDES):
        return
    for person, score in call.mention.candidates:
        evidence.add(voice, person, weight * _sure(evidence, call.mention, score), call.utterance, "address")


def _intervene(evidence: Evidence, turns: Sequence[Turn], place: int, call: Called, weight: float) -> None:
    """After "gestatten Sie eine Zwischenfrage des Kollegen X?" the first voice but these two is X's."""
    around = {turns[place].voice}
    if place:
        around.add(turns[place - 1].voice)
    for turn in turns[place + 1 : place + 5]:
        if turn.voice not in around:
            _add_call(evidence, turn.voice, call, weight)
            return


def _hand_over(evidence: Evidence, turns: Sequence[Turn], place: int, call: Called, weight: float) -> None:
    """After "ich bitte Herrn X, die Sitzungsleitung zu übernehmen" the next voice is X's."""
    for turn in turns[place + 1 :]:
        if turn.voice != turns[place].voice:
            _add_call(evidence, turn.voice, call, weight)
            return


def _add_call(evidence: Evidence, voice: str, call: Called, weight: float) -> None:
    for person, score in call.mention.candidates:
        evidence.add(voice, person, weight * _sure(evidence, call.mention, score), call.utterance, "call-out")


def _sure(evidence: Evidence, mention: Mention, score: float) -> float:
    """A candidate's share: its score, less where others are as near."""
    near = {
        evidence.twins.get(person, person) for person, other in mention.candidates if other > score - 0.05
    }
    return score * score / len(near)


def _share(calls: Sequence[Called], number: int) -> float:
    """Of several calls in a turn the last sentence counts, in it the first name ("Herr A, dann Herr B")."""
    call = calls[number]
    if call.cue not in _FLOOR_CUES:
        return 1.0
    later = [c for c in calls[number + 1 :] if c.cue in _FLOOR_CUES and c.mention.candidates]
    if any(c.sentence > call.sentence for c in later):
        return 0.35
    if call.second:
        return 0.3
    same = [
        c
        for c in calls[:number]
        if c.sentence == call.sentence and c.cue in _FLOOR_CUES and c.mention.candidates
    ]
    return 0.4 if same else 1.0


def _followers(turns: Sequence[Turn], place: int) -> list[tuple[str, float]]:
    """Who may have been called: the voice after a turn, or the next if the first only threw words in.

    A short turn before a long speech may be a deputy's who passes the floor on.
    """
    speaker = turns[place].voice
    found: list[tuple[str, int]] = []
    for turn in turns[place + 1 : place + 4]:
        if turn.voice == speaker:
            if found:
                break
            continue
        if found and turn.voice == found[0][0]:
            continue
        found.append((turn.voice, turn.words))
        if turn.words > _PASSING or len(found) > 1:
            break
    if not found:
        return []
    first, words = found[0]
    if len(found) == 1:
        return [(first, 1.0 if words > _SHORT else 0.6)]
    second, more = found[1]
    if words <= _SHORT:
        return [(first, 0.6), (second, 0.5)]
    if more > _SPEECH * words:
        return [(first, 0.7), (second, 0.7)]
    return [(first, 1.0)]
