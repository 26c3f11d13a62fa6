"""Divides an utterance in which the item changes; words and times go with their text."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from diarize.types import Utterance


def split_utterance(
    utterance: Utterance, parts: Sequence[tuple[int, str | None]], *, taken: Container[str] = ()
) -> tuple[Utterance, ...]:
    """Cut at character offsets.

    Args:
        utterance: What to cut.
        parts: Offset of each part's first character (the first is 0) and its item, in order.
        taken: Ids that other utterances have.

    Returns:
        Parts with the ids u7, u7.2, u7.3 … (those that are free); joined with single spaces their texts are
        the text that came in, white space aside. Times are those of the words where there are any, else by
        share of characters.
    """
    if len(parts) == 1:
        return (msgspec.structs.replace(utterance, item=parts[0][1]),)
    text = utterance.text
    edges = [start for start, _ in parts[1:]]
    starts, ends = [0, *edges], [*edges, len(text)]
    words = _share_words(utterance, ends)
    out: list[Utterance] = []
    free = (own for n in count(2) if (own := f"{utterance.id}.{n}") not in taken)
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        out.append(
            msgspec.structs.replace(
                utterance,
                id=utterance.id if index == 0 else next(free),
                text=text[start:end].strip(),
                item=parts[index][1],
                start=_time(utterance, start, words, index, first=True),
                end=_time(utterance, end, words, index, first=False),
                words=words[index],
            )
        )
    return tuple(out)


def _share_words(utterance: Utterance, ends: Sequence[int]) -> list[tuple[object, ...]]:
    """The words of each part: a word belongs where its first letter stands, counted without white space."""
    if not utterance.words:
        return [()] * len(ends)
    limits = [len("".join(utterance.text[:end].split())) for end in ends]
    total = limits[-1] or 1
    spoken = sum(len("".join(w.text.split())) for w in utterance.words) or 1
    shared: list[list[object]] = [[] for _ in ends]
    place, part = 0.0, 0
    for word in utterance.words:
        while part < len(limits) - 1 and place >= limits[part] - 0.5:
            part += 1
        shared[part].append(word)
        place += len("".join(word.text.split())) * total / spoken
    return [tuple(part) for part in shared]


def _time(
    utterance: Utterance,
    offset: int,
    words: Sequence[tuple[object, ...]],
    index: int,
    *,
    first: bool,
) -> float | None:
    if utterance.start is None or utterance.end is None:
        return utterance.start if first else utterance.end
    if first and index == 0:
        return utterance.start
    if not first and index == len(words) - 1:
        return utterance.end
    if words[index]:
        edge = words[index][0] if first else words[index][-1]
        return float(edge.start if first else edge.end)  # type: ignore[attr-defined]  # a Word
    share = offset / max(1, len(utterance.text))
    return round(utterance.start + share * (utterance.end - utterance.start), 3)
