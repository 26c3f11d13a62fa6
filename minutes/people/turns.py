"""The meeting as turns of voices, with the mentions in each and their cues."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from minutes.language.sentences import split_sentences
from minutes.people.cues import Cue, classify, mark
from minutes.people.reading import whole_sentences

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
    opening: str
    """Id of its first utterance."""
    words: int
    calls: tuple[Called, ...]


class _Said(NamedTuple):
    """A sentence of a turn."""

    utterance: str
    text: str
    words: int
    before: int
    """Words of the turn before it."""
    behind: int
    """Words of the turn behind it."""


_OPEN_TITLE = re.compile(r"\b(?:Herrn?|Frau|Kolleg(?:e|en|in)|Dr|Mr|Ms|Mrs)\.?\s*$")
_BROKEN_FORM = re.compile(r"\w{2,5}\W{1,2}")
"""One short word before a surname at the head of a sentence."""
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
    """Join consecutive utterances of one voice and find who is mentioned; unlabelled ones are left out.

    Where a turn stops at "das Wort hat Frau", the first words of the next are read along with it, because
    diarizers cut a little early or late. Words spoken while two voices were heard have no label; they are
    read with the sentence in which they stand.
    """
    runs: list[tuple[int, list[Utterance]]] = []
    for place, utterance in enumerate(whole_sentences(utterances)):
        if not utterance.text and utterances[place].text:
            continue
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
        sentences = _sentences(run, spilled)
        words = sum(s.words for s in sentences)
        calls = _calls(sentences, index, garbled, holders)
        turns.append(Turn(run[0].speaker, place, run[0].id, words, calls))
    return tuple(turns)


def _sentences(run: Sequence[Utterance], spilled: str) -> list[_Said]:
    parts = [(u.id, s.text, len(s.text.split())) for u in run for s in split_sentences(u.text)]
    if spilled and parts:
        utterance_id, text, words = parts[-1]
        parts[-1] = (utterance_id, f"{text} {spilled}", words)
    total, before = sum(words for _, _, words in parts), 0
    found: list[_Said] = []
    for utterance_id, text, words in parts:
        found.append(_Said(utterance_id, text, words, before, total - before - words))
        before += words
    return found


def _calls(
    sentences: Sequence[_Said], index: PeopleIndex, garbled: GarbledNames | None, holders: Holders
) -> tuple[Called, ...]:
    calls: list[Called] = []
    for number, said in enumerate(sentences):
        mentions = [_with_holder(m, holders) for m in index.find(said.text) if not _noted(m, said.text)]
        calls += [_called(mentions, rank, said, number) for rank in range(len(mentions))]
    if garbled is not None and not any(_names(c) for c in calls if c.after < _GARBLED_ZONE):
        calls += _broken(sentences, garbled)
    return tuple(calls)


def _noted(mention: Mention, text: str) -> bool:
    """Whether a name was not said, but noted by a stenographer: "(Jörg Detjen [DIE LINKE]: Nein!)"."""
    return text[: mention.start].endswith("(") or text[mention.end :].startswith(" [")


def _with_holder(mention: Mention, holders: Holders) -> Mention:
    """Learn who holds an office ("Staatssekretär Schröder") and find him again ("Herr Staatssekretär")."""
    if mention.holding is not None and mention.candidates and mention.candidates[0][1] >= _SURE:
        holders[mention.holding.removesuffix("in")] = mention.candidates[:1]
    elif mention.office is not None and not mention.candidates:
        known = holders.get(mention.office.removesuffix("in"), ())
        return mention._replace(candidates=tuple((person, _BY_OFFICE * score) for person, score in known))
    return mention


def _called(mentions: Sequence[Mention], rank: int, said: _Said, number: int) -> Called:
    marked = mark(said.text, mentions, rank)
    cue = classify(marked)
    if cue in {"other", "vocative"} and rank == 0 and _BROKEN_FORM.fullmatch(said.text[: mentions[0].start]):
        # "Rauch, Stein, für die Grünen": a form of address that was misheard
        bare = mark(said.text, (mentions[0]._replace(start=0), *mentions[1:]), 0)
        marked, cue = (bare, "bare") if classify(bare) == "bare" else (marked, cue)
    return Called(
        mention=mentions[rank],
        cue=cue,
        utterance=said.utterance,
        sentence=number,
        before=said.before,
        after=said.behind,
        rank=rank,
        second=bool(_SECOND.search(marked)),
    )


def _names(call: Called) -> bool:
    """A call of somebody on the roster by name."""
    return bool(call.mention.candidates) and call.mention.office is None


def _broken(sentences: Sequence[_Said], garbled: GarbledNames) -> list[Called]:
    """The broken name nearest to the end of a turn, if its sentence calls somebody."""
    for number in range(len(sentences) - 1, -1, -1):
        said = sentences[number]
        if said.behind >= _GARBLED_ZONE:
            break
        mention = garbled.find(said.text)
        if mention is not None and not _noted(mention, said.text):
            call = _called((mention,), 0, said, number)
            if call.cue in _CALLS:
                return [call]
    return []
