"""Cutting what was said into windows that fit the context of a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

_Part = TypeVar("_Part")
LETTERS_PER_TOKEN = 2.5
"""Of German text; a cautious value, tokenizers of local models give 2.5 to 4."""
SHARE = 0.6
"""Of the context that what was said may fill; the rest is for rules and answer."""


def windows(parts: Sequence[_Part], lines: Sequence[str], context: int) -> Iterator[tuple[_Part, ...]]:
    """Yield consecutive parts whose lines fit together; a single line that is too long stands alone.

    Args:
        parts: What is cut.
        lines: How each part is written in the question.
        context: Tokens of question and answer together.
    """
    room = int(context * SHARE * LETTERS_PER_TOKEN)
    window: list[_Part] = []
    used = 0
    for part, line in zip(parts, lines, strict=True):
        if window and used + len(line) > room:
            yield tuple(window)
            window, used = [], 0
        window.append(part)
        used += len(line) + 1
    if window:
        yield tuple(window)


def shortened(line: str, context: int) -> str:
    """Return a line that fits a window by itself; the end is cut where it does not."""
    return line[: int(context * SHARE * LETTERS_PER_TOKEN)]
