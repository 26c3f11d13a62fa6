"""The wording that was decided on, as far as it was spoken, else what the agenda says the item is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minutes.outcomes.speech import normalise
from minutes.types import Decision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes.outcomes.scene import Scene
    from minutes.outcomes.votes import Found
    from minutes.types import Agenda

_ANNOUNCES = re.compile(
    r"\b(?:beschlussvorschlag|beschlussantrag|beschlusstext|beschluss|antrag"
    r"|abstimmungstext)\b[^.?!]{0,60}\b(?:lautet|heisst|ist|liest sich)?\b[^.?!]{0,20}\b(?:wie folgt"
    r"|wie voll|folgendermassen|folgende\w*|lautet)\b"
    r"|\bich (?:lese|verlese)\b[^.?!]{0,60}\b(?:vor|beschluss\w*)\b"
)
_WORDING = re.compile(
    r"^(?:der|die) (?:rat|stadtrat|gemeinderat|kreistag|ausschuss|stadtverordnetenversammlung|verwaltung"
    r"|buergermeister(?:in)?|oberbuergermeister(?:in)?|gemeinde|stadt|magistrat)\b[^.?!]{0,40}\b"
    r"(?:wird (?:beauftragt|gebeten|ermaechtigt|aufgefordert)|beschliesst|stimmt|beauftragt|nimmt"
    r"|ermaechtigt)\b"
)
_QUESTION = re.compile(r"\b(?:wer (?:stimmt|ist|dem)|gegenstimmen|handzeichen|enthaltungen)\b")
_LONGEST = 6


def read_decisions(scene: Scene, found: Sequence[Found], agenda: Agenda) -> tuple[Decision, ...]:
    """One decision for every accepted main vote: the wording spoken before it, or the agenda's title."""
    titles = {item.number: item.title for item in agenda.items}
    spoken = scene.raw()
    decisions: list[Decision] = []
    used: set[tuple[str | None, str]] = set()
    for one in found:
        vote = one.vote
        if vote.subject not in ("main", "other") or vote.result != "accepted":
            continue
        wording, evidence = _spoken(scene, spoken, one)
        if wording:
            decision = Decision(item=vote.item, text=wording, evidence=(*evidence, *vote.evidence))
        elif vote.item in titles and vote.subject == "main":
            decision = Decision(
                item=vote.item, text=titles[vote.item], origin="derived", evidence=vote.evidence
            )
        else:
            continue
        if (decision.item, decision.text) not in used:
            used.add((decision.item, decision.text))
            decisions.append(decision)
    return tuple(decisions)


def announces_wording(text: str) -> bool:
    """Tell whether a normalised sentence says that the wording to be decided on follows or begins."""
    return bool(_ANNOUNCES.search(text))


def _spoken(scene: Scene, spoken: Sequence[tuple[int, str]], found: Found) -> tuple[str, tuple[str, ...]]:
    """The sentences between "der Beschlussvorschlag lautet" and the question for votes."""
    item = scene.utterances[found.place].item
    last = next((n for n in range(len(spoken) - 1, -1, -1) if spoken[n][0] <= found.place), -1)
    sentences: list[tuple[int, str]] = []
    for number in range(last, max(-1, last - 30), -1):
        place, text = spoken[number]
        if scene.utterances[place].item != item or not scene.presides(place):
            break
        plain = normalise(text, scene.language)
        if _ANNOUNCES.search(plain) or _WORDING.search(plain):
            following = [] if _WORDING.search(plain) else _until_question(scene, spoken, number + 1, last)
            sentences = [(place, text)] if _WORDING.search(plain) else following
            if _WORDING.search(plain):
                sentences += list(_until_question(scene, spoken, number + 1, last))
            break
    return " ".join(t for _, t in sentences), tuple(
        dict.fromkeys(scene.utterances[p].id for p, _ in sentences)
    )


def _until_question(
    scene: Scene, spoken: Sequence[tuple[int, str]], begin: int, last: int
) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for place, text in spoken[begin : min(begin + _LONGEST, last + 1)]:
        plain = normalise(text, scene.language)
        if _QUESTION.search(plain) or not scene.presides(place):
            break
        found.append((place, text))
    return found
