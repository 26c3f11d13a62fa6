"""A claim of the queue in plain words: what it is about, what was said, and where it is put right."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import msgspec

from minutes.types import MinutesVote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.confirmations import RiskView
    from minutes.types import Minutes, Transcript

AROUND = 6
"""Claims that the list shows before and after the one in question."""


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of evidence with its words."""

    utterance: str
    speaker: str
    """Name, or the label of the voice."""
    text: str
    start: float | None
    """Seconds from the start of the recording."""
    end: float | None


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim as the page shows it."""

    risk: RiskView
    subject: str
    """Title of the item; empty where there is none."""
    vote: MinutesVote | None
    """That it is about."""
    passages: tuple[Passage, ...]
    editor: str
    """Address below the meeting of the part of the minutes that says it; empty where none does."""
    desk: str
    """Address below the meeting of the place in the transcript; empty where there is no evidence."""


def claim_of(risk: RiskView, minutes: Minutes, transcript: Transcript) -> Claim:
    """Return a claim with its subject, its words, and where it can be put right."""
    item = next((one for one in minutes.items if one.number == risk.item), None)
    subject = item.title if item is not None else ""
    vote = next((v for one in minutes.items for v in one.votes if v.id == risk.claim), None)
    names = {speaker.id: speaker.name or speaker.id for speaker in transcript.speakers}
    spoken = {one.id: one for one in transcript.utterances}
    passages = tuple(
        Passage(
            utterance=piece.utterance,
            speaker=names.get(said.speaker or "", said.speaker or ""),
            text=said.text,
            start=piece.start,
            end=piece.end,
        )
        for piece in risk.evidence
        if (said := spoken.get(piece.utterance)) is not None
    )
    return Claim(
        risk=risk,
        subject=subject,
        vote=vote,
        passages=passages,
        editor=f"/minutes?{urlencode({'part': item.number})}" if item is not None else "",
        desk=f"/transcript#{quote(passages[0].utterance)}" if passages else "",
    )


def position_of(queue: Sequence[RiskView], asked: str) -> int | None:
    """Return the place of the claim with an id, else of the first open one; None where all are answered."""
    named = next((place for place, risk in enumerate(queue) if risk.id == asked), None)
    return named if named is not None else next_open(queue, -1)


def next_open(queue: Sequence[RiskView], place: int) -> int | None:
    """Return the place of the next claim that nobody answered: behind a place, else from the beginning."""
    order = [*range(place + 1, len(queue)), *range(max(place, 0))]
    return next((one for one in order if queue[one].answer is None), None)


def window(queue: Sequence[RiskView], place: int) -> list[tuple[int, RiskView]]:
    """Return the claims around a place, with their numbers from 1."""
    first = max(0, min(place - AROUND, len(queue) - 2 * AROUND - 1))
    return [(first + n + 1, risk) for n, risk in enumerate(queue[first : first + 2 * AROUND + 1])]
