"""Questions and results in a passage, in order, and the sentences that they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from minutes.outcomes.phrases import QUESTION, RESULT, UNANIMOUS, Side, side_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minutes.types import VoteResult

_SENTENCE = re.compile(r"[.?!]")
_NEXT_ITEM = re.compile(r" tagesordnungspunkte? \d")
_BY_MAJORITY = re.compile(
    r"(?<=[.?!:-] )(?:(?:das|dies)(?: ist| war|) |(?:dann|damit) ist (?:das|es) )?(?:mehrheitlich"
    r"|mit (?:\w+ )?mehrheit|die (?:\w+ )?mehrheit)(?: so)?(?= [.,!])"
)
"""A sentence that says nothing else; with other words around it the majority may be one against."""
_GOES_ON = 60
"""Characters from a majority to the next question or result within which it is only an answer."""
_AGAINST_IT = re.compile(r"\b(?:dagegen|ablehnung|abgelehnt|gegen den antrag|gegen die vorlage)\b")


@dataclass(frozen=True, slots=True)
class Event:
    """A question for one side, or a result; places are offsets in the passage."""

    start: int
    end: int
    side: Side | None = None
    result: VoteResult | None = None
    weak: bool = False
    """Believed only behind a question ("Mehrheitlich.")."""


def find_events(text: str) -> Iterator[Event]:
    """Return every question for votes and every result word, none overlapping another."""
    found: list[Event] = []
    for match in QUESTION.finditer(text):
        side = side_of(match)
        if side is not None:
            found.append(Event(match.start(), match.end(), side=side))
    found += [
        Event(m.start(), m.end(), result=cast("VoteResult", m.lastgroup)) for m in RESULT.finditer(text)
    ]
    for match in UNANIMOUS.finditer(text):
        begin, end = _sentence(text, match.start())
        if not RESULT.search(text, begin, end):
            result = _of_sentence(text[begin:end])
            found.append(Event(match.start(), match.end(), result=result))
    found += [Event(m.start(), m.end(), result="accepted", weak=True) for m in _BY_MAJORITY.finditer(text)]
    found.sort(key=lambda e: (e.start, e.end))
    at = -1
    asked: Side | None = None
    for number, event in enumerate(found):
        if event.start < at:
            continue
        asked = event.side or asked
        if not event.weak:
            yield event
        elif all(e.start - event.end > _GOES_ON for e in found[number + 1 : number + 2]):
            yield replace(event, result="rejected" if asked == "no" else "accepted")
        at = event.end


def _of_sentence(sentence: str) -> VoteResult:
    """Tell what "einstimmig" or "mehrheitlich" says that stands without a result word."""
    return "rejected" if _AGAINST_IT.search(sentence) else "accepted"


def _sentence(text: str, place: int) -> tuple[int, int]:
    begin = max(
        (m.end() for m in _SENTENCE.finditer(text, max(0, place - 600), place)), default=max(0, place - 600)
    )
    closing = _SENTENCE.search(text, place)
    return begin, closing.end() if closing else len(text)


def clause_of(text: str, event: Event, floor: int) -> tuple[int, int]:
    """The sentence of a result, not reaching back over the event before, and counts told right behind it."""
    begin, end = _sentence(text, event.start)
    begin = max(begin, floor)
    if called := _NEXT_ITEM.search(text, event.end, end):
        return begin, called.start()
    after = text[end : end + 120]
    if re.match(
        r"\s*(?:und zwar |das (?:ist|war|waren|sind) )?(?:mit|bei|gegen|einstimmig) [^.?!]{0,90}(?:stimm"
        r"|enthalt)",
        after,
    ):
        closing = _SENTENCE.search(text, end + 1)
        end = closing.end() if closing else end
    return begin, end
