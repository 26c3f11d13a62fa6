"""Who among those of the roster who may chair has which of the voices that chair."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from minutes.people.evidence import Evidence
    from minutes.people.mentions import PeopleIndex
    from minutes.people.turns import Turn

_ONLY = 4.0
"""The one chair of the roster has the voice that chairs."""
_ONE_OF = 1.2
"""Several may chair: shared among them, settled by addresses."""
_FIRST_LISTED = 1.5
"""For the voice that opens being the first of several chairs in a roster that is not sorted by name."""
_NO_CHAIR = 2.0
"""Against a voice that never chairs being a chair of the roster."""
_ADDRESSED = 1.0
CHAIRING = 0.5
"""A voice that chairs so much presides."""


def weigh_presiding(
    evidence: Evidence,
    turns: Sequence[Turn],
    index: PeopleIndex,
    chairs: Mapping[str, float],
    chair: str | None,
) -> None:
    """Add what chairing tells: the main chair's voice is the roster's chair, others are vice chairs.

    Members begin with "Frau Präsidentin!": that tells the gender of the chair whose turn was before.
    """
    candidates = [i for i, p in enumerate(index.people) if p.role == "chair"]
    if not candidates:
        return
    presiding = {v for v, share in chairs.items() if share >= CHAIRING or v == chair}
    openings = {turn.voice: turn for turn in reversed(turns)}
    for voice in presiding:
        if len(candidates) == 1 and voice != chair:
            continue  # a deputy who presides for a while is not the chair
        weight = _ONLY if len(candidates) == 1 else _ONE_OF
        source = _first_utterance(openings, voice)
        for person in candidates:
            evidence.add(voice, person, weight, source, "role")
    opener = next((t.voice for t in turns if t.voice in presiding), None)
    if opener is not None and len(candidates) > 1 and not _alphabetical(index):
        evidence.add(opener, candidates[0], _FIRST_LISTED, _first_utterance(openings, opener), "role")
    entries = Counter(index.twins.values())
    always = [person for person in candidates if entries[index.twins.get(person, person)] <= 1]
    for voice in list(evidence.scores):
        if voice not in presiding and presiding:
            for person in always:  # who is on the roster once more presides for an item only
                evidence.scores[voice][person] -= _NO_CHAIR / 2
    _weigh_genders(evidence, index, candidates, openings, _addresses(turns, presiding))


def _weigh_genders(
    evidence: Evidence,
    index: PeopleIndex,
    candidates: Sequence[int],
    openings: Mapping[str, Turn],
    genders: Mapping[str, Mapping[str, int]],
) -> None:
    for voice, told in genders.items():
        total = sum(told.values())
        for person in candidates:
            gender = index.gender(person) or _guess(index.names[person].given)
            if gender is None:
                continue
            other = told["f" if gender == "m" else "m"]
            evidence.add(
                voice,
                person,
                _ADDRESSED * (told[gender] - other) / total,
                _first_utterance(openings, voice),
                "address",
            )


def _alphabetical(index: PeopleIndex) -> bool:
    """Whether the roster is sorted by surname, so that its order tells no rank."""
    names = [name.joined for name in index.names]
    return names == sorted(names)


def _first_utterance(openings: Mapping[str, Turn], voice: str) -> str:
    return openings[voice].opening if voice in openings else ""


def _addresses(turns: Sequence[Turn], presiding: set[str]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(lambda: {"m": 0, "f": 0})
    for before, turn in itertools.pairwise(turns):
        if before.voice not in presiding or turn.voice in presiding:
            continue
        for call in turn.calls[:2]:
            mention = call.mention
            if mention.office and mention.gender and call.before < 20:  # noqa: PLR2004 - the opening address
                found[before.voice][mention.gender] += 1
                break
    return found


_FEMALE_ENDS = ("a", "ine", "ette", "ke", "gard", "traud", "hild")


def _guess(given: Sequence[str]) -> str | None:
    """A first name's likely gender; weak, compared with the form of address of a chair only."""
    if not given:
        return None
    return "f" if given[0].endswith(_FEMALE_ENDS) else "m"
