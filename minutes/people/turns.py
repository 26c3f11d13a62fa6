"""The meeting as turns of voices, with the mentions in each and their cues."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from minutes.language.sentences import split_sentences
from minutes.people.cues import Cue, classify, mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diarize.types import Utterance
    from minutes.people.mentions import Mention, PeopleIndex


class Called(NamedTuple):
    """A mention in its place."""

    mention: Mention
    cue: Cue
    utterance: str
    """Id."""
    sentence: int
    """Number of its sentence in the turn."""
    before: int
    """Words of the turn before its sentence."""
    after: int
    """Words of the turn behind its sentence."""
    rank: int
    """Number among the mentions of its sentence."""


class Turn(NamedTuple):
    """Consecutive utterances of one voice."""

    voice: str
    first: int
    """Index of its first utterance."""
    words: int
    calls: tuple[Called, ...]


def read_turns(utterances: Sequence[Utterance], index: PeopleIndex) -> tuple[Turn, ...]:
    """Join consecutive utterances of one voice and find who is mentioned in them. Unknown voices are left out."""
    turns: list[Turn] = []
    run: list[Utterance] = []
    first = 0
    for place, utterance in enumerate(utterances):
        if run and utterance.speaker != run[-1].speaker:
            turns.append(_turn(run, first, index))
            run = []
        if not run:
            first = place
        run.append(utterance)
    if run:
        turns.append(_turn(run, first, index))
    return tuple(t for t in turns if t.voice)


def _turn(run: Sequence[Utterance], first: int, index: PeopleIndex) -> Turn:
    sentences: list[tuple[str, str, int]] = []
    for utterance in run:
        sentences += [(utterance.id, s.text, len(s.text.split())) for s in split_sentences(utterance.text)]
    total = sum(words for _, _, words in sentences)
    calls: list[Called] = []
    before = 0
    for number, (utterance_id, text, words) in enumerate(sentences):
        mentions = index.find(text)
        for rank, mention in enumerate(mentions):
            cue = classify(mark(text, mentions, rank))
            calls.append(Called(mention, cue, utterance_id, number, before, total - before - words, rank))
        before += words
    return Turn(run[0].speaker or "", first, total, tuple(calls))
