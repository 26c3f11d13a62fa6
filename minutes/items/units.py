"""Cuts utterances into the smallest pieces that may belong to an item of their own.

A chair calls ten items in one breath, so an item may begin inside an utterance: at a sentence, or at the
words of a call that a recogniser ran on without a full stop. A unit never crosses an utterance.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from minutes.items.cues import CueTable
from minutes.language.tokens import Token, fold, similarity, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diarize.types import Utterance

_END = re.compile(r"[.!?;…][\"“”»)\]]*\s+(?:[-–—]\s+)?(?=\S)")
_NO_END = re.compile(
    r"(?:\b(?:nr|abs|art|dr|prof|hr|fr|bzw|ca|gem|ggf|vgl|evtl|inkl|incl|ing|dipl|st|str|ziff|mr|mrs|ms|no|z|b|u|a|d|h|o|g"
    r"|i|jan|feb|aug|sept|okt|nov|dez|top|lfd|usw|etc|sog|geb|tel|az|bd|ltd|inc|vs)|\b[A-ZÄÖÜ]|[\d§])\.$",
    re.IGNORECASE,
)


_LABEL_END = re.compile(
    r"^\s*(?:[-–]\s*)?(?:(?:Tagesordnungspunkt|TOP|Punkt|Zusatzpunkt|Item|Traktandum|Postnummer)\s+)?"
    r"(?:[ÖN]\s+)?\d+(?:\.\d+)*\s*[a-z]?\.$|(?:auf|zu):\s*\d+(?:\.\d+)*\.$"
)
"""An item's number and nothing else, or behind the colon of a call: the full stop ends a sentence."""
_MONTH = re.compile(r"Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember")
_ITEM_WORDS = (
    ("tagesordnungspunkt", 0.78),
    ("tagesordnungspunkte", 0.78),
    ("zusatzpunkt", 0.8),
    ("traktandum", 0.8),
)
_MARK = re.compile(r"[,:;–]|\s-\s")
"""Who writes such marks writes full stops too."""
_BREATH = 24
"""Words of a long sentence; more are likely several, written without full stops."""
_OWN_CLAUSE = 8
"""Words that make what stands before a call a clause of its own."""


class Unit(NamedTuple):
    """A piece of one utterance."""

    utterance: int
    """Index of the utterance."""
    start: int
    """Offset of its first character in the utterance's text."""
    end: int
    tokens: tuple[Token, ...]
    """With offsets in the utterance's text."""
    folded: str
    """Its text, folded and with single spaces, for the cue patterns."""
    speaker: str | None


def cut_units(utterances: Sequence[Utterance], cues: CueTable) -> list[Unit]:
    """All units in order. Every non-empty utterance has at least one; together they cover its words."""
    units: list[Unit] = []
    for index, utterance in enumerate(utterances):
        text = utterance.text
        tokens = tuple(t._replace(folded=mend(t.folded)) for t in tokenize(text))
        if not tokens:
            continue
        place = 0
        for start, end in _spans(text, cues):
            last = place
            while last < len(tokens) and tokens[last].start < end:
                last += 1
            if last > place:
                units.append(
                    Unit(
                        index,
                        start,
                        end,
                        tokens[place:last],
                        " ".join(mend(w) for w in fold(text[start:end]).split()),
                        utterance.speaker,
                    )
                )
            place = last
    return units


@lru_cache(maxsize=65536)
def mend(word: str) -> str:
    """A folded word, or the word for an agenda item that it was meant to be ("tageordnungspunk")."""
    core = word.rstrip(".,:;!?")
    for right, least in _ITEM_WORDS:
        if core[:1] == right[0] and core != right and abs(len(core) - len(right)) <= 3:  # noqa: PLR2004 - letters
            if core.startswith(right):
                return word
            if similarity(core, right) >= least:
                return right + word[len(core) :]
    return word


def _cut_unpunctuated(text: str, cuts: set[int], cues: CueTable) -> None:
    """Cut long stretches without a full stop where sentences commonly begin."""
    for start, end in list(pairwise(sorted(cuts))):
        stretch = text[start:end]
        if len(stretch.split()) > _BREATH and not _MARK.search(stretch.rstrip(".?! ")):
            cuts |= {m.start() for m in cues.starter.finditer(text, start, end) if m.start() > start}


def _spans(text: str, cues: CueTable) -> list[tuple[int, int]]:
    cuts = {0, len(text)}
    begin = 0
    for match in _END.finditer(text):
        head = text[begin : match.start() + 1].rstrip('"“”»)]')
        label = _LABEL_END.search(head) and text[match.end() : match.end() + 1].isupper()
        if text[match.start()] == "." and not label and _NO_END.search(head[-12:]):
            continue
        if label and _MONTH.match(text, match.end()):
            continue
        cuts.add(match.end())
        begin = match.end()
    _cut_unpunctuated(text, cuts, cues)
    for match in cues.cut.finditer(text):
        before = text[max(c for c in cuts if c <= match.start()) : match.start()]
        folded = fold(before)
        if cues.closing.search(folded) or (
            len(before.split()) >= _OWN_CLAUSE and not cues.call.search(folded)
        ):
            cuts.add(match.start())
    ordered = sorted(cuts)
    return list(pairwise(ordered))
