"""Names of voices, names in findings, beginnings of items, and contradictions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from minutes.notices import code_of, say
from minutes.review.risk_scene import LENGTH, plain, sign, unsure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diarize.types import Utterance
    from minutes.review.risk_scene import Scene
    from minutes.review.risk_types import Risk

NAME_COST, BOUNDARY_COST, CONTRADICTION_COST = 8.0, 3.0, 8.0
UNREACHED_COST = 6.0
"""Of an item that was not found: with it everything decided in it is missing."""
SPEAKER_COST, SPEAKER_MOST = 6.0, 16.0
"""Of a wrong name of a voice: the least, and the most, for one that speaks much."""
SHOWN = 3
"""Utterances to hear of a voice."""
_AT = re.compile(r"\((u[\w.]+)\)")


def people_risks(scene: Scene) -> Iterator[Risk]:
    """Yield the risks of voices and of names in findings."""
    yield from _voices(scene)
    for item in scene.minutes.items:
        for motion in item.motions:
            signs = sign("mover-unknown") if motion.mover is None else sign("name-of-claim")
            yield scene.make(
                "name",
                motion.id,
                signs,
                identity=(motion.kind, motion.mover, plain(motion.text)),
                value=motion.mover or "?",
                cost=NAME_COST,
                spoken=scene.of(motion.evidence),
                item=item.number,
            )
        for recusal in item.recusals:
            spoken = scene.of(recusal.evidence)
            yield scene.make(
                "name",
                recusal.id,
                sign("name-of-claim") | unsure(spoken) | _unlisted(scene, recusal.person),
                identity=("recusal", recusal.person),
                value=recusal.person,
                cost=NAME_COST + 2,
                spoken=spoken,
                item=item.number,
            )
    for move in scene.minutes.moves:
        spoken = scene.of(move.evidence)
        yield scene.make(
            "name",
            move.id or f"move:{move.person}",
            sign("name-of-claim") | unsure(spoken) | _unlisted(scene, move.person),
            identity=(move.kind, move.person, move.time),
            value=move.person,
            cost=NAME_COST,
            spoken=spoken,
            item=move.item,
        )


def _unlisted(scene: Scene, name: str) -> dict[str, float]:
    if scene.roster is None or any(person.name == name for person in scene.roster.people):
        return {}
    return sign("name-not-on-list")


def _voices(scene: Scene) -> Iterator[Risk]:
    said: dict[str, list[Utterance]] = defaultdict(list)
    words: Counter[str] = Counter()
    for utterance in scene.transcript.utterances:
        if utterance.speaker is not None:
            said[utterance.speaker].append(utterance)
            words[utterance.speaker] += len(utterance.text.split())
    whole = max(1, words.total())
    named = Counter(s.name for s in scene.transcript.speakers if s.name)
    for speaker in scene.transcript.speakers:
        own = said.get(speaker.id, [])
        if not own or speaker.origin == "hand":
            continue
        weight = min(1.0, 4 * words[speaker.id] / whole)
        cost = SPEAKER_COST + (SPEAKER_MOST - SPEAKER_COST) * weight
        if speaker.name is None:
            signs = sign("speaker-unknown")
            cost *= 0.25  # Unknown is seen at once; a wrong name is not.
        else:
            signs = sign("speaker-named")
            if speaker.confidence is not None:
                signs |= {"speaker-unsure": 0.8 * (1 - speaker.confidence)}
            if named[speaker.name] > 1:
                signs |= sign("speaker-twice")
        spoken = [scene.utterances[i] for i in speaker.evidence if i in scene.utterances]
        spoken += sorted(own, key=lambda u: -len(u.text))[:SHOWN]
        shown = sorted({u.id: u for u in spoken[: 2 * SHOWN]}.values(), key=lambda u: scene.position[u.id])
        yield scene.make(
            "speaker",
            f"speaker:{speaker.id}",
            signs,
            identity=(speaker.name, plain(max(own, key=lambda u: len(u.text)).text)),
            value=speaker.name or "?",
            cost=round(cost, 3),
            spoken=shown,
        )


def item_risks(scene: Scene) -> Iterator[Risk]:
    """Yield the risks of beginnings of items and of stretches without one."""
    found = {outcome.number: outcome for outcome in scene.outcomes.items}
    for item in scene.minutes.items:
        outcome = found.get(item.number)
        spoken: tuple[Utterance, ...] = ()
        if outcome is None or outcome.state == "not reached":
            signs = sign("not-reached")
        else:
            signs = sign("boundary")
            if outcome.confidence is not None:
                signs |= {"boundary-unsure": 0.7 * (1 - outcome.confidence)}
            first = scene.utterances.get(outcome.first or "")
            spoken = _around(scene, first) if first else ()
        yield scene.make(
            "item-boundary",
            f"item:{item.number}",
            signs,
            identity=(item.title, spoken[-1].text if spoken else None),
            value=f"{item.number} {item.title}",
            cost=BOUNDARY_COST if spoken else UNREACHED_COST,
            spoken=spoken,
            item=item.number,
        )
    yield from _unassigned(scene)


def _around(scene: Scene, first: Utterance) -> tuple[Utterance, ...]:
    place = scene.position[first.id]
    return tuple(scene.transcript.utterances[max(0, place - 1) : place + 1])


def _unassigned(scene: Scene) -> Iterator[Risk]:
    run: list[Utterance] = []
    for utterance in (*scene.transcript.utterances, None):
        if utterance is not None and utterance.item is None:
            run.append(utterance)
            continue
        if run:
            length = sum(len(u.text.split()) for u in run)
            yield scene.make(
                "item-boundary",
                f"utterance:{run[0].id}",
                sign("unassigned"),
                identity=plain(run[0].text),
                value=run[0].text,
                cost=min(BOUNDARY_COST, 0.5 + length / (60 * LENGTH)),
                spoken=(run[0], run[-1]) if len(run) > 1 else (run[0],),
            )
        run = []


def contradiction_risks(scene: Scene) -> Iterator[Risk]:
    """Yield the contradictions that were found, each with the utterance it names."""
    for place, warning in enumerate(scene.outcomes.warnings):
        if code_of(warning) is not None:
            continue
        spoken = [scene.utterances[i] for i in _AT.findall(warning) if i in scene.utterances]
        text = _AT.sub("", say(warning)).strip()
        yield scene.make(
            "contradiction",
            f"warning:{place}",
            sign("contradiction"),
            identity=text,
            value=text,
            cost=CONTRADICTION_COST,
            spoken=spoken,
            item=spoken[0].item if spoken else None,
        )
