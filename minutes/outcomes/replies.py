"""What the room answered to a question for votes, and what was counted just before a result."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from minutes.outcomes.counts import Counts, read_answer, read_counts

if TYPE_CHECKING:
    from minutes.outcomes.phrases import Side
    from minutes.people.parties import Parties

BALLOT_PAPER = re.compile(
    r"\b(?:\w*ergebnis|auszaehlung|ausgezaehlt|abgegeben\w*|abgestimmt|entfielen|entfallen|wahlgang"
    r"|stimmzettel)\b"
    r"|\bfuer (?:den antrag|den vorschlag|herrn|frau) [^.?!]{1,40} \d{1,4} stimmen\b"
)
"""In a sentence that tells what a count gave."""
_ELSEWHERE = re.compile(
    r"\b(?:ausschuss\w*|ausschuesse|bezirksvertretung|ortsbeirat|bundestag|landtag|kreistag|fraktion"
    r"|damals|seinerzeit|letzte[sn]?|voriges|vorjahr|wuerde\w*|wenn|falls)\b"
)
_COURTESY = 3
"""Words and marks of a sentence that only thanks ("Danke .")."""
_FURTHEST = 3
"""Sentences before a result that may hold its counts."""
_COUNTS_ALOUD = re.compile(r"\b(?:zaehle|zaehlen|komme auf|kommen auf)\b[^.?!\d]{0,25}\b(\d{1,3}) ?[.,]")
_COUNTED = re.compile(r"^\W*(?:das|es) (?:sind|ist) \d{1,3}\b")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the room answered to one question."""

    count: int | None = None
    parties: tuple[str, ...] = ()
    text: str = ""
    none: bool = False
    """Said to be nobody."""


class Told(NamedTuple):
    """Counts in the sentences right before a result."""

    counts: Counts = Counts()
    length: int = 0
    """Characters of these sentences; 0 where there are none to believe."""


def told_before(text: str, floor: int, *, believe: re.Pattern[str] | None = None) -> Told:
    """Read the counts in the last sentences of a text, back to the first sentence without any.

    Args:
        text: Normalised, up to the sentence of the result.
        floor: Offset not to go back behind.
        believe: Where given, at least one of the sentences must match, or two sides must be counted: no
            vote was asked for, so that the numbers must be told as those of a vote.
    """
    counts, length, believed = Counts(), 0, believe is None
    sentences = re.split(r"(?<=[.?!]) ", text[floor:].rstrip())
    for sentence in sentences[: -_FURTHEST - 1 : -1]:
        found = read_counts(sentence)
        if len(sentence.split()) <= _COURTESY and not found.any_said and not sentence.endswith("?"):
            continue
        marked = believe is not None and bool(believe.search(sentence))
        if sentence.endswith("?") or _ELSEWHERE.search(sentence) or not (found.any_said or marked):
            break
        believed = believed or marked
        length += len(sentence) + 1
        counts = counts.or_else(found)
    sides = sum(count is not None for count in counts[:3])
    return Told(counts, length) if believed or sides > 1 else Told()


def read_reply(text: str, side: Side, parties: Parties) -> Reply:
    """Read the count or the parties in what follows a question for one side, normalised."""
    sentences = re.split(r"(?<=[.?!])", text)
    head = sentences[0] if sentences else ""
    if len(head.split()) <= 2 and len(sentences) > 1:  # noqa: PLR2004 - "- danke ." before the count
        head += sentences[1]
    if len(head.strip(" .?!,-").split()) == 0 and len(sentences) > 1:
        head = sentences[1]
    count = read_answer(head.lstrip(" .?!,-"))
    if count is None:
        count = read_answer(head.lstrip(" .?!,-").removeprefix("danke").lstrip(" .?!,-"))
    if count is None:
        told = next((s for s in sentences[:4] if _COUNTED.match(s)), "")
        count = read_answer(told.lstrip(" .?!,-")) if told else None
    if count is None and (told_late := _COUNTS_ALOUD.search(head)):
        count = int(told_late[1])
    if count is None and head:
        told_after = (getattr(read_counts(s), side) for s in sentences[1:4] if not s.rstrip().endswith("?"))
        count = next((n for n in told_after if n), None)
    named = parties.find(head)
    none = count == 0 and not named
    return Reply(None if named and count == 0 else count, named, head.strip(), none)


def better(old: Reply | None, new: Reply) -> Reply:
    """Keep the old answer to a question asked twice where the new one says nothing."""
    return old if old is not None and new == Reply(text=new.text) else new
