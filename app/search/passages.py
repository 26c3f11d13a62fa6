"""What can be found: the passages of a meeting, each with what it is and whether it is public.

Which of them are public is not decided here: the public passages are made of the public cut alone
(:mod:`app.pipeline.cut`), the others of what is in the whole and not in the cut.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import groupby
from typing import Literal
from uuid import UUID

import msgspec

from minutes.types import Minutes, Transcript
from minutes.types.minutes import Evidence, Extract, MinutesItem, MinutesVote

Kind = Literal["minutes", "decision", "vote", "transcript"]

KINDS: tuple[Kind, ...] = ("minutes", "decision", "vote", "transcript")

LONGEST = 700
"""Characters after which a contribution is cut, at the end of an utterance."""

SHORTEST = 3
"""Characters of a text that is worth keeping."""

RESULTS = {
    "accepted": "angenommen",
    "rejected": "abgelehnt",
    "postponed": "vertagt",
    "referred": "verwiesen",
    "noted": "zur Kenntnis genommen",
    "withdrawn": "zurückgezogen",
}


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be found by itself."""

    key: str
    """Unique within the meeting; stays the same while what it rests on does."""
    kind: Kind
    text: str
    public: bool = False
    item: str | None = None
    """Number of the agenda item."""
    title: str | None = None
    """Of the item."""
    person: str | None = None
    party: str | None = None
    start: float | None = None
    """Seconds."""
    end: float | None = None
    utterance: str | None = None
    """Id of the first utterance it rests on."""
    result: str | None = None
    """Of a vote, or of the vote on a decision."""
    anchor: str | None = None
    """Of the place in the page of a published edition."""


def meant_by(title: str | None, text: str) -> str:
    """Return what stands for a passage when its meaning is worked out: what it belongs to, and its words."""
    return f"{title}: {text}" if title and title not in text else text


def text_key(title: str | None, text: str) -> UUID:
    """Return the key of what :func:`meant_by` gives: half of its SHA-256."""
    return UUID(bytes=hashlib.sha256(meant_by(title, text).encode()).digest()[:16])


def passages_of(
    transcript: Transcript,
    minutes: Minutes,
    public: tuple[Transcript, Minutes] | None,
) -> tuple[Passage, ...]:
    """Return the passages of a meeting.

    Args:
        transcript: the whole.
        minutes: the whole.
        public: the cut; None: nothing is public.
    """
    open_ones = () if public is None else (*_of_minutes(public[1], cut=True), *_of_transcript(*public))
    shown = {one.key: msgspec.structs.replace(one, public=True) for one in open_ones}
    spoken = frozenset() if public is None else frozenset(one.id for one in public[0].utterances)
    closed = (*_of_minutes(minutes), *_of_transcript(transcript, minutes, without=spoken))
    return (*shown.values(), *(one for one in _unique(closed) if one.key not in shown))


def _unique(found: tuple[Passage, ...]) -> Iterator[Passage]:
    seen: set[str] = set()
    for one in found:
        if one.key not in seen:
            seen.add(one.key)
            yield one


def _of_transcript(
    transcript: Transcript, minutes: Minutes, without: frozenset[str] = frozenset()
) -> Iterator[Passage]:
    """Group what one voice says without a break within an item."""
    names = {speaker.id: speaker.name for speaker in transcript.speakers}
    parties = {one.name: one.party for one in minutes.attendees}
    titles = {item.number: item.title for item in minutes.items}
    left = [one for one in transcript.utterances if one.id not in without]
    for (item, speaker), run in groupby(left, key=lambda one: (one.item, one.speaker)):
        name = names.get(speaker or "")
        held = []
        utterances = list(run)
        for at, one in enumerate(utterances):
            held.append(one)
            if at + 1 < len(utterances) and sum(len(each.text) + 1 for each in held) < LONGEST:
                continue
            text = " ".join(each.text.strip() for each in held)
            if len(text) >= SHORTEST:
                yield Passage(
                    key=f"transcript {held[0].id} {held[-1].id}",
                    kind="transcript",
                    text=text,
                    item=item,
                    title=titles.get(item or ""),
                    person=name,
                    party=parties.get(name or ""),
                    start=held[0].start,
                    end=held[-1].end,
                    utterance=held[0].id,
                )
            held = []


def _of_minutes(minutes: Minutes, *, cut: bool = False) -> Iterator[Passage]:
    for item in minutes.items:
        if item.public or not cut:  # of other items the cut holds the number alone
            yield from _of_item(item)


def _of_item(item: MinutesItem) -> Iterator[Passage]:
    def passage(key: str, kind: Kind, text: str, **more: object) -> Passage:
        known = {"key": f"{kind} {item.number} {key}", "kind": kind, "text": text.strip()}
        return msgspec.convert({**known, "item": item.number, "title": item.title, **more}, Passage)

    if item.title.strip():
        paper = f" ({item.paper})" if item.paper else ""
        yield passage("title", "minutes", f"{item.title}{paper}", start=item.start)
    results = {vote.decision: vote.result for vote in item.votes if vote.decision}
    for decision in item.decisions:
        yield passage(
            decision.id,
            "decision",
            decision.text,
            **_place(decision.evidence),
            result=results.get(decision.id),
        )
    for vote in item.votes:
        yield passage(vote.id, "vote", _words_of(vote), **_place(vote.evidence), result=vote.result)
    for motion in item.motions:
        yield passage(
            motion.id, "minutes", motion.text, person=motion.mover, party=motion.party,
            **_place(motion.evidence),
        )  # fmt: skip
    for statement in item.statements:
        yield passage(
            statement.id, "minutes", statement.text, person=statement.speaker, party=statement.party,
            **_place(statement.evidence),
        )  # fmt: skip
    for one in item.assignments:
        yield passage(one.id, "minutes", one.text, person=one.who, **_place(one.evidence))
    for extract in item.course:
        if extract.origin == "entered by hand":  # the others quote the transcript, which is kept itself
            yield _by_hand(passage(extract.id, "minutes", extract.text), extract)


def _by_hand(passage: Passage, extract: Extract) -> Passage:
    return msgspec.structs.replace(passage, person=extract.speaker, party=extract.party, start=extract.start)


def _words_of(vote: MinutesVote) -> str:
    counts = (("Ja", vote.yes), ("Nein", vote.no), ("Enthaltungen", vote.abstain))
    numbers = ", ".join(f"{name} {count}" for name, count in counts if count is not None)
    question = f" {vote.question.text}" if vote.question is not None else ""
    words = f"{'Einstimmig ' if vote.unanimous else ''}{RESULTS[vote.result]}"
    return f"{words[:1].upper()}{words[1:]}{f': {numbers}' if numbers else ''}.{question}"


def _place(evidence: tuple[Evidence, ...]) -> dict[str, object]:
    """Return where to hear it: of the first evidence that has a second, or of the first."""
    if not evidence:
        return {}
    one = next((each for each in evidence if each.second is not None), evidence[0])
    return {"start": one.second, "utterance": one.utterance}
