"""The meeting as turns of voices, with the mentions in each and their cues."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from minutes.language.sentences import split_sentences
from minutes.people.cues import Cue, classify, mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diarize.types import Utterance
    from minutes.people.garbled import GarbledNames
    from minutes.people.mentions import Mention, PeopleIndex


_SECOND = re.compile(r"\b(?:und|,) (?:dann|danach|anschliessend|im anschluss|spaeter)\b[^%]*@")


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
    second: bool = False
    """Behind "und dann": not the next, but the one after."""


class Turn(NamedTuple):
    """Consecutive utterances of one voice."""

    voice: str
    first: int
    """Index of its first utterance."""
    words: int
    calls: tuple[Called, ...]


_OPEN_TITLE = re.compile(r"\b(?:Herrn?|Frau|Kolleg(?:e|en|in)|Dr|Mr|Ms|Mrs)\.?\s*$")
_CALLS = ("floor", "bare", "ask", "thanks")
_SURE = 0.85
_BY_OFFICE = 0.8
Holders = dict[str, tuple[tuple[int, float], ...]]
"""Who was last named with an office, by the office without its female ending."""
_GARBLED_ZONE = 14
"""A broken name counts within so many words of the turn's end."""


def read_turns(
    utterances: Sequence[Utterance], index: PeopleIndex, garbled: GarbledNames | None = None
) -> tuple[Turn, ...]:
    """Join consecutive utterances of one voice and find who is mentioned in them. Unknown voices are left out.

    Where a turn stops at "das Wort hat Frau", the first words of the next are read along with it:
    diarizers cut a
    little early or late.
    """
    runs: list[tuple[int, list[Utterance]]] = []
    for place, utterance in enumerate(utterances):
        if runs and utterance.speaker == runs[-1][1][-1].speaker:
            runs[-1][1].append(utterance)
        else:
            runs.append((place, [utterance]))
    turns: list[Turn] = []
    holders: Holders = {}
    for number, (place, run) in enumerate(runs):
        if not run[0].speaker:
            continue
        spilled = ""
        if _OPEN_TITLE.search(run[-1].text) and number + 1 < len(runs):
            spilled = " ".join(runs[number + 1][1][0].text.split()[:2])
        turns.append(_turn(run, place, index, garbled, spilled, holders))
    return tuple(turns)


def _turn(
    run: Sequence[Utterance],
    first: int,
    index: PeopleIndex,
    garbled: GarbledNames | None,
    spilled: str,
    holders: Holders,
) -> Turn:
    sentences: list[tuple[str, str, int]] = []
    for utterance in run:
        sentences += [(utterance.id, s.text, len(s.text.split())) for s in split_sentences(utterance.text)]
    if spilled and sentences:
        utterance_id, text, words = sentences[-1]
        sentences[-1] = (utterance_id, f"{text} {spilled}", words)
    total = sum(words for _, _, words in sentences)
    calls: list[Called] = []
    before = 0
    for number, (utterance_id, text, words) in enumerate(sentences):
        behind = total - before - words
        mentions = [_with_holder(m, holders) for m in index.find(text)]
        calls += _read_sentence(mentions, text, utterance_id, number, before, behind)
        before += words
    if garbled is not None and not any(_names(c) for c in calls if c.after < _GARBLED_ZONE):
        calls += _broken(sentences, garbled, total)
    return Turn(run[0].speaker or "", first, total, tuple(calls))


def _with_holder(mention: Mention, holders: Holders) -> Mention:
    """Learn who holds an office ("Staatssekretär Dr. Schröder") and find him again by it ("Herr Staatssekretär")."""
    if mention.holding is not None and mention.candidates and mention.candidates[0][1] >= _SURE:
        holders[mention.holding.removesuffix("in")] = mention.candidates[:1]
    elif mention.office is not None and not mention.candidates:
        known = holders.get(mention.office.removesuffix("in"), ())
        return mention._replace(candidates=tuple((person, _BY_OFFICE * score) for person, score in known))
    return mention


def _read_sentence(
    mentions: Sequence[Mention], text: str, utterance_id: str, number: int, before: int, behind: int
) -> list[Called]:
    calls: list[Called] = []
    for rank, mention in enumerate(mentions):
        marked = mark(text, mentions, rank)
        second = bool(_SECOND.search(marked))
        calls.append(
            Called(mention, classify(marked), utterance_id, number, before, behind, rank, second=second)
        )
    return calls


def _names(call: Called) -> bool:
    """A call of somebody on the roster by name."""
    return bool(call.mention.candidates) and call.mention.office is None


def _broken(sentences: Sequence[tuple[str, str, int]], garbled: GarbledNames, total: int) -> list[Called]:
    """The broken name nearest to the end of a turn, if its sentence calls somebody."""
    behind = 0
    for number in range(len(sentences) - 1, -1, -1):
        utterance_id, text, words = sentences[number]
        if behind >= _GARBLED_ZONE:
            break
        mention = garbled.find(text)
        if mention is not None:
            cue = classify(mark(text, (mention,), 0))
            if cue in _CALLS:
                return [Called(mention, cue, utterance_id, number, total - behind - words, behind, 0)]
        behind += words
    return []
