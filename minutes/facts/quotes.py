"""Quotations in a generated sentence must stand word for word in one speaker's evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from minutes.facts.types import Known, Reason, Spoken
from minutes.facts.words import words

_QUOTE = re.compile(r"„([^“”\"]+)[“”\"]|“([^”]+)”|\"([^\"]+)\"|»([^«]+)«|«([^»]+)»")
_GAP = re.compile(r"\[?(?:…|\.\.\.)\]?")


def quotations(sentence: str) -> tuple[str, ...]:
    """Return what stands between quotation marks."""
    return tuple(next(part for part in match.groups() if part) for match in _QUOTE.finditer(sentence))


def check_quotes(sentence: str, evidence: Sequence[Spoken], known: Known) -> Iterator[Reason]:
    """Yield every quotation that nobody said so; parts around "[…]" must follow each other."""
    voices: dict[str | None, list[str]] = {}
    for one in evidence:
        voices.setdefault(one.speaker, []).extend(words(one.text))
    texts = [*voices.values(), list(words(f"{known.title} {known.paper or ''}"))]
    for quotation in quotations(sentence):
        parts = [words(part) for part in _GAP.split(quotation)]
        if not any(_follow(parts, text) for text in texts):
            yield Reason(code="quotation", claim=quotation)


def _follow(parts: Sequence[tuple[str, ...]], text: Sequence[str]) -> bool:
    place = 0
    for part in parts:
        size = len(part)
        found = next(
            (i for i in range(place, len(text) - size + 1) if tuple(text[i : i + size]) == part), None
        )
        if found is None:
            return False
        place = found + size
    return True
