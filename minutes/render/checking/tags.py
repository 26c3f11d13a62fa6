"""The placeholders of a template, paragraph by paragraph, before any of them is understood.

docxtpl works on the XML as text; here it is read as what a clerk sees, so that a mistake can be named with
its paragraph. ``{%p … %}`` and ``{%tr … %}`` are docxtpl's: the paragraph or table row around them vanishes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from minutes.render.checking.findings import Place, StoryName, TemplateFinding

MOST_TAGS = 2000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OPEN = re.compile(r"\{[{%#]")
_CLOSE = {"{{": "}}", "{%": "%}", "{#": "#}"}
_ANY_CLOSE = re.compile(r"[}%#]\}")
_HOLDER = re.compile(r"^(tr|tc|p|r)(?=\s)")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_SHOWN = 60
_VANISHING = frozenset({"p", "tr", "tc"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a template."""

    place: Place
    text: str
    in_table: bool


@dataclass(frozen=True, slots=True)
class Tag:
    """One placeholder."""

    paragraph: Paragraph
    text: str
    """As it is written."""
    holder: str
    """``p``, ``tr``, ``tc``, ``r``: what docxtpl takes away around it; empty: nothing."""
    source: str
    """As Jinja reads it."""


def paragraphs(story: StoryName, root: Any) -> Iterator[Paragraph]:
    """Yield the paragraphs under an element; one within a text box is a paragraph of its own."""
    for number, element in enumerate(root.iter(f"{_W}p"), 1):
        pieces = [
            (text.text or "") if text.tag == f"{_W}t" else " "
            for text in element.iter(f"{_W}t", f"{_W}tab", f"{_W}br")
            if next(text.iterancestors(f"{_W}p")) is element
        ]
        told = "".join(pieces)
        short = told.strip()
        short = short if len(short) <= _SHOWN else f"{short[:_SHOWN]}…"
        yield Paragraph(
            place=Place(story=story, paragraph=number, text=short),
            text=told,
            in_table=next(element.iterancestors(f"{_W}tc"), None) is not None,
        )


def read_tags(found: Sequence[Paragraph]) -> tuple[list[Tag], list[TemplateFinding]]:
    """Return the placeholders, and those that cannot even be told apart."""
    tags: list[Tag] = []
    wrong: list[TemplateFinding] = []
    for one in found:
        mine, problem = _of_paragraph(one)
        tags += mine
        if problem:
            wrong.append(problem)
        elif mine:
            wrong += _alone(one, mine)
    if len(tags) > MOST_TAGS:
        wrong.append(_finding("too-many-tags", None, f"{len(tags)} > {MOST_TAGS}"))
    return tags, wrong or list(_pairs(tags))


def _of_paragraph(paragraph: Paragraph) -> tuple[list[Tag], TemplateFinding | None]:
    tags: list[Tag] = []
    at, text = 0, paragraph.text
    while match := _OPEN.search(text, at):
        stray = _ANY_CLOSE.search(text, at, match.start())
        end = text.find(_CLOSE[match[0]], match.end())
        again = _OPEN.search(text, match.end())
        if stray or end < 0 or (again and again.start() < end):
            return tags, _finding("unclosed", paragraph, stray[0] if stray else match[0])
        inner = text[match.end() : end]
        holder = _HOLDER.match(inner)
        body = inner[holder.end() :] if holder else inner
        tags.append(
            Tag(
                paragraph=paragraph,
                text=text[match.start() : end + 2],
                holder=holder[1] if holder else "",
                source=f"{match[0]}{body.translate(_QUOTES)}{_CLOSE[match[0]]}",
            )
        )
        at = end + 2
    return tags, None


def _alone(paragraph: Paragraph, tags: Sequence[Tag]) -> Iterator[TemplateFinding]:
    for tag in tags:
        if (
            tag.holder in _VANISHING
            and tag.source.startswith(("{%", "{{"))
            and paragraph.text.strip() != tag.text
        ):
            yield _finding("not-alone", paragraph, tag.text)
        elif tag.holder in {"tr", "tc"} and not paragraph.in_table:
            yield _finding("not-in-table", paragraph, tag.text)


def _pairs(tags: Sequence[Tag]) -> Iterator[TemplateFinding]:
    """Yield loops and conditions that would tear paragraphs apart; which are unpaired Jinja tells."""
    opened: list[Tag] = []
    for tag in tags:
        words = tag.source[2:-2].strip("-+ ").split()
        if not tag.source.startswith("{%") or not words:
            continue
        if words[0] in {"for", "if"}:
            opened.append(tag)
        elif words[0] in {"endfor", "endif"} and opened:
            start = opened.pop()
            if start.paragraph is not tag.paragraph and (start.holder, tag.holder) not in _SAME:
                wrong = start if start.holder not in _VANISHING else tag
                yield _finding("across-paragraphs", wrong.paragraph, wrong.text)


_SAME = frozenset((one, one) for one in _VANISHING)


def _finding(code: str, paragraph: Paragraph | None, name: str) -> TemplateFinding:
    shown = name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"
    return TemplateFinding(code=code, level="error", place=paragraph.place if paragraph else None, name=shown)
