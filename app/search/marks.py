"""The part of a passage that is shown, and what of it is marked."""

from __future__ import annotations

import msgspec

from app.search.words import analyse

SHOWN = 320
"""Characters of a passage that are shown."""


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text."""

    text: str
    marked: bool = False


def marked(text: str, stems: frozenset[str], *, most: int = SHOWN) -> tuple[Piece, ...]:
    """Return the stretch of ``text`` with the most of what was asked, in pieces.

    Args:
        text: of the passage.
        stems: what was asked (:attr:`app.search.query.Question.stems`).
        most: characters shown; words are not cut.
    """
    spans = _spans(text, stems)
    begin, end = _window(text, spans, most)
    pieces: list[Piece] = []
    at = begin
    for start, stop in spans:
        if start < at or stop > end:
            continue
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:stop], marked=True))
        at = stop
    if at < end:
        pieces.append(Piece(text[at:end]))
    if begin > 0:
        pieces.insert(0, Piece("… "))
    if end < len(text):
        pieces.append(Piece(" …"))
    return tuple(pieces)


def _spans(text: str, stems: frozenset[str]) -> list[tuple[int, int]]:
    analysed = analyse(text)
    found = [
        (token.start, token.end)
        for token in analysed.tokens
        if token.stem is not None and (token.stem in stems or not stems.isdisjoint(token.parts))
    ]
    found += [(start, end) for start, end, _, names in analysed.references if not stems.isdisjoint(names)]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return kept


def _window(text: str, spans: list[tuple[int, int]], most: int) -> tuple[int, int]:
    if len(text) <= most:
        return 0, len(text)
    starts = [start for start, _ in spans] or [0]
    best = max(starts, key=lambda start: sum(start <= other <= start + most * 2 // 3 for other in starts))
    begin = max(0, best - most // 4)
    end = min(len(text), begin + most)
    if begin > 0:
        begin = text.find(" ", begin) + 1 or begin
    if end < len(text):
        end = max(text.rfind(" ", begin, end), best + 1)
    return begin, end
