"""Votes, their counts, the wording of decisions, and votes that may be missing."""

from __future__ import annotations

import re
from statistics import mode
from typing import TYPE_CHECKING

from minutes.language.numbers import find_numbers
from minutes.language.tokens import fold
from minutes.review.risk_scene import plain, sign, unsure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from diarize.types import Utterance
    from minutes.review.risk_scene import Scene
    from minutes.review.risk_types import Risk
    from minutes.types import MinutesDecision, MinutesItem, MinutesVote

VOTE_COST, COUNT_COST, WORDING_COST, MISSED_COST = 60.0, 20.0, 10.0, 30.0
OPEN_COST = 4.0
"""Of counts none of which is given: nothing is claimed, and what is missing is seen."""
COUNTS = {"yes": "Ja", "no": "Nein", "abstain": "Enthaltungen"}
LARGE_BALLOT = 5
"""Fewer votes are no measure for the sum of the others."""
_DECIDED = {"accepted", "rejected"}
_YES = re.compile(
    r"\b(?:angenommen|beschlossen|zugestimmt|genehmigt|passes|passed|carries|carried|approved|accepted)\b"
)
_NO = re.compile(r"\b(?:abgelehnt|keine mehrheit|nicht (?:angenommen|beschlossen)|failed|fails|rejected)\b")
_RESULT = {
    "accepted": re.compile(_YES.pattern + r"|\b(?:einstimmig|mehrheit\w*|so beschlossen|unanimous\w*)\b"),
    "rejected": _NO,
}
_ANY = re.compile(
    _YES.pattern
    + "|"
    + _NO.pattern
    + r"|\b(?:gegenstimmen?|enthaltung(?:en)?|nein-stimmen|ja-stimmen|handzeichen|abstimmung|einstimmig"
    r"|abzustimmen|abstimmen|in favor|opposed|abstentions?|motion carries|unanimously)\b"
)
"""Words of a ballot, folded."""
_STRONG = re.compile(
    r"\b(?:(?:einstimmig|mehrheitlich|damit|somit|so) (?:\w+ ){0,3}(?:beschlossen|angenommen|abgelehnt)"
    r"|(?:gibt es|wer ist) (?:\w+ ){0,2}(?:gegenstimmen|dagegen|dafuer)|gegenstimmen|enthaltungen"
    r"|all (?:those )?in favor|motion (?:carries|passes|fails))\b"
)
"""Words that hardly occur but in a ballot."""
APART = 8
"""Utterances between words of one ballot at most."""


def vote_risks(scene: Scene) -> Iterator[Risk]:
    """Yield what may be wrong with the votes of the minutes, and where votes may be missing."""
    sums = [total for item in scene.minutes.items for vote in item.votes if (total := _total(vote))]
    usual = mode(total for total in sums) if len(sums) > 2 else None  # noqa: PLR2004 - two cannot outvote one
    for item in scene.minutes.items:
        for vote in item.votes:
            spoken = scene.of(vote.evidence)
            yield _vote(scene, item, vote, spoken)
            if _has_counts(vote):
                yield _counts(scene, item, vote, spoken, usual=usual)
        paired = {vote.decision for vote in item.votes}
        for decision in item.decisions:
            yield _wording(scene, item, decision, paired=decision.id in paired)
    yield from _homeless(scene)
    yield from _missing(scene)


def _vote(scene: Scene, item: MinutesItem, vote: MinutesVote, spoken: Sequence[Utterance]) -> Risk:
    text = " ".join(plain(u.text) for u in spoken)
    signs = sign("vote-announced") | unsure(spoken, share=0.5)
    if vote.origin == "derived" or "result" in vote.derived:
        signs |= sign("vote-derived")
    if _YES.search(text) and _NO.search(text):
        signs |= sign("results-both")
    if vote.result in _RESULT and not _RESULT[vote.result].search(text):
        signs |= sign("result-unspoken")
    if vote.against_by or vote.abstain_by:
        signs |= sign("parties-heard")
    return scene.make(
        "vote",
        vote.id,
        signs,
        identity=(vote.subject, vote.result, vote.unanimous, vote.against_by, vote.abstain_by),
        value=vote.result + (", einstimmig" if vote.unanimous else ""),
        cost=VOTE_COST,
        spoken=spoken,
        item=item.number,
        binding=True,
    )


def _has_counts(vote: MinutesVote) -> bool:
    known = any(getattr(vote, name) is not None for name in COUNTS)
    return known or (vote.result in _DECIDED and not vote.unanimous)


def _total(vote: MinutesVote) -> int | None:
    if vote.yes is None or vote.no is None or vote.abstain is None:
        return None
    total = vote.yes + vote.no + vote.abstain
    return total if total >= LARGE_BALLOT else None


def _counts(
    scene: Scene,
    item: MinutesItem,
    vote: MinutesVote,
    spoken: Sequence[Utterance],
    *,
    usual: int | None,
) -> Risk:
    signs = sign("counts-announced") | unsure(spoken, share=0.5)
    values = {name: getattr(vote, name) for name in COUNTS}
    if any(name in vote.derived for name in COUNTS):
        signs |= sign("counts-derived")
    if any(value is None for value in values.values()):
        signs |= sign("counts-missing")
    heard = {n.value for u in spoken for n in find_numbers(u.text, scene.transcript.language)}
    said = {v for name, v in values.items() if v not in {None, 0} and name not in vote.derived}
    if said - heard:
        signs |= sign("counts-unspoken")
    if vote.yes is not None and vote.no is not None and vote.result in _DECIDED:
        carried = vote.yes > vote.no
        if carried != (vote.result == "accepted"):
            signs |= sign("counts-against-result")
    total = _total(vote)
    if total is not None and usual is not None and total != usual:
        signs |= sign("counts-unlike-others")
    return scene.make(
        "count",
        vote.id,
        signs,
        identity=(vote.subject, vote.result, tuple(values.values())),
        value=", ".join(f"{COUNTS[n]} {'?' if v is None else v}" for n, v in values.items()),
        cost=COUNT_COST if any(values.values()) else OPEN_COST,
        spoken=spoken,
        item=item.number,
        binding=True,
    )


def _wording(scene: Scene, item: MinutesItem, decision: MinutesDecision, *, paired: bool) -> Risk:
    spoken = scene.of(decision.evidence)
    derived = decision.origin == "derived"
    signs = sign("decision-derived" if derived else "decision-heard") | unsure(spoken)
    if not paired:
        signs |= sign("wording-without-vote")
    return scene.make(
        "decision-wording",
        decision.id,
        signs,
        identity=plain(decision.text),
        value=decision.text,
        cost=WORDING_COST,
        spoken=spoken,
        item=item.number,
        binding=True,
    )


def _homeless(scene: Scene) -> Iterator[Risk]:
    """Votes that no item of the minutes shows."""
    known = {item.number for item in scene.minutes.items}
    for vote in scene.outcomes.votes:
        if vote.item in known:
            continue
        spoken = tuple(scene.utterances[i] for i in vote.evidence if i in scene.utterances)
        if spoken:
            yield scene.make(
                "vote",
                f"utterance:{spoken[-1].id}",
                sign("vote-without-place"),
                identity=(vote.result, vote.yes, vote.no, vote.abstain),
                value=vote.result,
                cost=MISSED_COST,
                spoken=spoken,
                binding=True,
            )


def _missing(scene: Scene) -> Iterator[Risk]:
    """Words of a ballot that no vote rests on: one risk for each place where they cluster."""
    covered = {i for vote in scene.outcomes.votes for i in vote.evidence}
    places = scene.transcript.utterances
    near = [False] * len(places)
    for identity in covered:
        place = scene.position.get(identity)
        if place is not None:
            near[max(0, place - 2) : place + 3] = [True] * len(near[max(0, place - 2) : place + 3])
    group: list[tuple[int, Utterance, bool]] = []
    for place, utterance in enumerate(places):
        if near[place]:
            continue
        text = fold(utterance.text)
        if not _ANY.search(text):
            continue
        if group and (place - group[-1][0] > APART or utterance.item != group[-1][1].item):
            yield from _cluster(scene, group)
            group = []
        group.append((place, utterance, bool(_STRONG.search(text))))
    yield from _cluster(scene, group)


def _cluster(scene: Scene, group: Sequence[tuple[int, Utterance, bool]]) -> Iterator[Risk]:
    """Yield the risk of a place where a ballot was spoken of; talk about ballots is no reason."""
    strong = sum(one[2] for one in group)
    if not strong:
        return
    chance = 0.15 if strong == 1 else 0.35 if strong == 2 else 0.5  # noqa: PLR2004 - one, two, many
    spoken = tuple(one[1] for one in group)
    yield scene.make(
        "vote",
        f"utterance:{spoken[-1].id}",
        {"vote-not-found": chance},
        identity=plain(spoken[-1].text),
        value=spoken[-1].text,
        cost=MISSED_COST,
        spoken=spoken[-6:],
        item=spoken[-1].item,
        binding=True,
    )
