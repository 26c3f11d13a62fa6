"""What a correction teaches: words that were misheard and how they are written.

A recogniser mishears the same names and terms in meeting after meeting; a municipality's glossary keeps how.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from minutes.language.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

LONGEST = 3
"""Words of one name or term, heard or written; what is longer is another sentence, not a misheard word."""
SHORTEST = 4
"""Letters of a term; shorter words are seldom misheard names."""
ALIKE = 55.0
"""Likeness in per cent below which one word stands for another instead of having been misheard."""
_MARKS = " .,;:!?…„“”\"'()–-"
_ENDS = ".!?:…"


class Lesson(NamedTuple):
    """A misheard name or term."""

    heard: str
    written: str
    name: bool
    """Whether it is somebody's name."""


def lessons(before: str, after: str, *, names: Collection[str] = ()) -> tuple[Lesson, ...]:
    """Return what was misheard in a text that was corrected.

    Words are aligned as in :func:`minutes.correcting.words.retimed`. A replacement teaches where both sides
    are short and alike and the right one is written like a name or noun: all its words with a capital letter
    that no beginning of a sentence explains, or a known name.

    Args:
        before: the text that was recognised.
        after: the text as a person wrote it.
        names: of the people who may be meant.
    """
    heard, written = before.split(), after.split()
    known = frozenset(fold(part) for name in names for part in name.split())
    matcher = SequenceMatcher(None, [_bare(w) for w in heard], [_bare(w) for w in written], autojunk=False)
    found = []
    for kind, first, last, begin, stop in matcher.get_opcodes():
        if kind != "replace" or max(last - first, stop - begin) > LONGEST:
            continue
        wrong = " ".join(_bare(word) for word in heard[first:last])
        right = [_bare(word) for word in written[begin:stop]]
        name = any(fold(word) in known for word in right)
        opens = begin == 0 or written[begin - 1][-1] in _ENDS
        if (name or not opens) and _teaches(wrong, right):
            found.append(Lesson(wrong, " ".join(right), name))
    return tuple(found)


def _teaches(wrong: str, right: Sequence[str]) -> bool:
    text = " ".join(right)
    return (
        all(word[:1].isupper() for word in right)
        and sum(letter.isalpha() for letter in text) >= SHORTEST
        and wrong != ""
        and wrong.casefold() != text.casefold()
        and fuzz.ratio(wrong.casefold(), text.casefold()) >= ALIKE
    )


def _bare(word: str) -> str:
    return word.strip(_MARKS)
