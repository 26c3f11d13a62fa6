"""How something was put to the vote: the chair's sentence, quoted where no wording was found.

"Dann kommen wir zur Abstimmung über die Vorlage 148/2026 mit der Ergänzung der SPD-Fraktion" tells
the secretary which text to fill in; it is no wording of a decision and never printed as one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from minutes.draft.sentences import sentences
from minutes.types import Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from minutes.draft.sentences import Sentence
    from minutes.draft.sources import Sources
    from minutes.types import AgendaItem, MinutesDecision, MinutesVote

_BACK = 3
"""How many utterances before the result the question may stand."""
_PUT = re.compile(
    r"\b(\w*abstimm\w*|stimmen\b.*\bab|beschluss\w*|vorlage|put\b.*\bvote|motion)\b", re.IGNORECASE
)
_RESULT = re.compile(
    r"\b(angenommen|abgelehnt|beschlossen|genehmigt|gefasst|einstimmig|mehrheitlich|stimmen\s+(bei|gegen)"
    r"|(ja|nein)-?stimmen|carries|carried|fails)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 6


def with_questions(
    sources: Sources,
    item: AgendaItem,
    votes: Sequence[MinutesVote],
    decisions: Sequence[MinutesDecision],
) -> Iterator[MinutesVote]:
    """Yield the votes, those without a spoken wording with the sentence that put them to the vote."""
    spoken = {decision.id for decision in decisions if decision.origin != "derived"}
    taken = -1
    for vote in votes:
        places = sorted(sources.position[e.utterance] for e in vote.evidence)
        question = None
        if vote.decision not in spoken and places:
            question = _question(sources, item, max(taken, places[0] - _BACK), places[-1])
        taken = places[-1] if places else taken
        yield msgspec.structs.replace(vote, question=question) if question else vote


def _question(sources: Sources, item: AgendaItem, first: int, last: int) -> Question | None:
    found: Sentence | None = None
    for place in range(max(0, first), last + 1):
        utterance = sources.transcript.utterances[place]
        if utterance.item != item.number:
            continue
        for sentence in sentences(utterance, place):
            if _RESULT.search(sentence.text):
                if place == last and found:
                    break
                continue
            if len(sentence.tokens) >= _FEWEST_WORDS and _PUT.search(sentence.text):
                found = sentence
    if found is None:
        return None
    return Question(
        text=found.text,
        start=found.start,
        evidence=sources.evidence((found.utterance.id,)),
        public=sources.all_public((found.utterance.id,), item_public=item.public),
    )
