"""Which of several items called together a vote is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minutes.language.tokens import fold, tokenize, word_match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes.types import Agenda, ItemOutcome

_LEAST = 0.86
_SHORTEST = 5


class JointItems:
    """The groups of items that were called together, and how to tell their members apart."""

    def __init__(self, agenda: Agenda, items: Sequence[ItemOutcome]) -> None:
        self._groups: dict[str, tuple[str, ...]] = {}
        for item in items:
            if item.joint_with:
                order = [a.number for a in agenda.items if a.number in {item.number, *item.joint_with}]
                self._groups[item.number] = tuple(order)
        titles = {a.number: _words(a.title) for a in agenda.items}
        self._own: dict[str, frozenset[str]] = {}
        for number, group in self._groups.items():
            others = {w for other in group if other != number for w in titles.get(other, ())}
            self._own[number] = frozenset(titles.get(number, frozenset()) - others)

    def item(self, current: str | None, said: str) -> str | None:
        """The item that ``said`` (normalised) names among those called together with ``current``."""
        group = self._groups.get(current) if current is not None else None
        if not group:
            return current
        named = [number for number in group if _names(said, number)]
        if len(named) == 1:
            return named[0]
        words = {w for w in said.split() if len(w) >= _SHORTEST}
        scores = {
            n: sum(1 for own in self._own[n] if any(word_match(w, own) >= _LEAST for w in words))
            for n in group
        }
        best = max(scores.values(), default=0)
        ahead = [n for n, score in scores.items() if score == best]
        return ahead[0] if best and len(ahead) == 1 else current


def _words(title: str) -> frozenset[str]:
    return frozenset(t.folded for t in tokenize(title) if t.is_word and len(t.folded) >= _SHORTEST)


def _names(said: str, number: str) -> bool:
    bare = re.sub(r"^(?:top|oe?|ö|n|item|punkt|ts)\s+", "", fold(number)).strip(". ")
    if "." in bare and re.search(rf"(?<![\w.]){re.escape(bare)}(?![\w.]*\d)", said):
        return True
    return bool(
        re.search(
            rf"\b(?:tagesordnungspunkte?|tages?ordnungspunkt|top|punkt|ziffer|item|oe"
            rf"|traktandum)\s+{re.escape(bare)}(?![\w.]*\d)",
            said,
        )
    )
