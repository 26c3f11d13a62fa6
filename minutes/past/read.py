"""From the lines of a document to minutes, with everything that was not understood."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from minutes.past.head import read_head
from minutes.past.numbering import CLOSED, OPEN, Heading, Key, find_headings
from minutes.past.results import DECIDES, LABEL, Block, Result, blocks_of, read_result
from minutes.past.types import Note, Past
from minutes.types import Minutes
from minutes.types.minutes import Extract, MinutesDecision, MinutesItem, MinutesVote, Provenance
from minutes.types.outcomes import ItemState

LONGEST_TITLE = 4
"""Lines of a title behind the first."""

PAGE_WIDTH = 100
"""Letters of a line of a printed page."""

_PAPER = re.compile(
    r"\b(?:Vorlage|Drucksache|Vorl\.|DS|Drs\.)(?:[-\s]?Nr\.?)?\s*:?\s*([A-Z]{0,4}[-/ ]?\d[\w/.-]*\d)"
)
_RESULTS = ("abstimmung", "ergebnis", "beschlussergebnis", "wahlergebnis", "beratungsergebnis")
_END = re.compile(
    r"^(?:Ende der Sitzung|Sitzungsende|Unterschriften?|gez\.|Schluss der Sitzung|Der Vorsitzende schließt)",
    re.IGNORECASE,
)


def read_past(lines: Sequence[str], *, source: str = "") -> Past:
    """Return the minutes that a document holds.

    Args:
        lines: of :func:`minutes.past.files.read_lines`.
        source: what the document is called, for the record.
    """
    head = read_head(lines)
    announced, called = find_headings(lines)
    notes = [
        *([Note(code="no-date", text=" ".join(lines[:3]))] if head.date is None else []),
        *([Note(code="no-organization", text=" ".join(lines[:3]))] if head.organization is None else []),
        *([] if called else [Note(code="no-items", text=" ".join(lines[:3]))]),
    ]
    known = _whole_titles(announced, lines, called[0].line if called else len(lines))
    wrapped = _is_wrapped(lines)
    notes += [
        Note(code="item-only-announced", text=one.title, item=one.number)
        for one in announced
        if one.key not in {other.key for other in called}
    ]
    items = []
    for place, heading in enumerate(called):
        stop = called[place + 1].line if place + 1 < len(called) else len(lines)
        item, doubts = _item(heading, known.get(heading.key), lines[heading.line + 1 : stop], wrapped=wrapped)
        items.append(item)
        notes += doubts
    minutes = Minutes(
        head=head,
        items=tuple(items),
        status="draft",
        provenance=Provenance(version="", models={"Quelle": source} if source else {}),
    )
    return Past(minutes=minutes, notes=tuple(notes))


def _item(
    heading: Heading, announced: str | None, lines: Sequence[str], *, wrapped: bool
) -> tuple[MinutesItem, list[Note]]:
    title, rest = _title(heading, announced, lines, wrapped=wrapped)
    end = next((place for place, line in enumerate(rest) if _END.match(line)), len(rest))
    said = [line for line in rest[:end] if not (CLOSED.match(line) or OPEN.match(line))]
    decisions: list[MinutesDecision] = []
    votes: list[MinutesVote] = []
    course: list[Extract] = []
    notes: list[Note] = []
    public, number = heading.public, heading.number
    for block in blocks_of(said):
        result = _result_of(block)
        if block.label.startswith(("beschluss", "beschluß")) and not block.label.endswith("ergebnis"):
            decisions.append(MinutesDecision(id=f"d{len(decisions) + 1}", text=block.text, public=public))
            if not DECIDES.search(block.text) or not _tells(block.text):
                continue
            result = read_result(block.text)
        elif result is None or (not block.label and not DECIDES.search(block.text)):
            course.append(
                Extract(
                    id=f"c{len(course) + 1}",
                    speaker=None,
                    text=block.text,
                    origin="entered by hand",
                    public=public,
                )
            )
            continue
        elif not block.label:
            decisions.append(MinutesDecision(id=f"d{len(decisions) + 1}", text=block.text, public=public))
        if result.result is None:
            notes.append(Note(code="result-not-understood", text=result.text, item=number))
            continue
        told = result._replace(text=_outside_quotes(result.text))
        if told.doubtful:
            notes.append(Note(code="result-in-part", text=told.text, item=number))
        if result.contradicts:
            notes.append(Note(code="result-contradicts-counts", text=result.text, item=number))
        vote = _vote(result, len(votes) + 1, decisions[-1].id if decisions else None, public=public)
        if votes and votes[-1].decision == vote.decision and vote.decision is not None and block.label:
            votes[-1] = msgspec.structs.replace(
                vote, id=votes[-1].id
            )  # said once in the text and once under its label
        else:
            votes.append(vote)
    paper = _PAPER.search(title) or next((found for line in said[:4] if (found := _PAPER.search(line))), None)
    return (
        MinutesItem(
            number=number,
            title=title,
            public=public,
            paper=paper[1].strip() if paper else None,
            state=_state(votes),
            decisions=tuple(decisions),
            votes=tuple(votes),
            course=tuple(course),
        ),
        notes,
    )


def _title(
    heading: Heading, announced: str | None, lines: Sequence[str], *, wrapped: bool
) -> tuple[str, list[str]]:
    """Return the title, made whole over the lines that it runs on, and the lines behind it.

    Args:
        heading: the first line.
        announced: the title in the list of the agenda.
        lines: behind the first.
        wrapped: whether lines end where the page does, and not where a paragraph does.
    """
    title, used = heading.title, 0
    for line in lines[:LONGEST_TITLE]:
        longer = f"{title} {line}".strip()
        if not line or LABEL.match(line) or _PAPER.match(line) or OPEN.match(line) or CLOSED.match(line):
            break
        if title and not (_begins(announced, longer) if announced else wrapped):
            break
        title, used = longer, used + 1
    return title.strip(" .:-–"), list(lines[used:])


def _begins(whole: str, part: str) -> bool:
    """Tell whether a title begins with ``part``; a line break leaves its mark on signs, not on letters."""
    return _letters(whole).startswith(_letters(part))


def _letters(text: str) -> str:
    return "".join(one for one in text.lower() if one.isalnum())


def _whole_titles(headings: Sequence[Heading], lines: Sequence[str], stop: int) -> dict[Key, str]:
    """Return the titles of a list of the agenda, over as many lines as each has."""
    ends = [*(one.line for one in headings[1:]), stop][: len(headings)]
    whole = {}
    for heading, end in zip(headings, ends, strict=True):
        more = []
        for line in lines[heading.line + 1 : min(end, heading.line + 1 + LONGEST_TITLE)]:
            if not line or _PAPER.match(line) or OPEN.match(line) or CLOSED.match(line):
                break
            more.append(line)
        whole[heading.key] = " ".join([heading.title, *more]).strip()
    return whole


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Tell whether lines are broken by their length: hardly any is longer than a page is wide."""
    written = [line for line in lines if line]
    return sum(len(line) > PAGE_WIDTH for line in written) < len(written) / 20


def _result_of(block: Block) -> Result | None:
    """Return the result that a block tells; None where it is none."""
    if block.label.startswith(_RESULTS) or block.label == "abstimmungsergebnis":
        return read_result(block.text)
    return read_result(block.text) if not block.label and _tells(block.text) else None


def _outside_quotes(text: str) -> str:
    """Return a sentence without what it quotes: titles hold numbers of their own."""
    return re.sub(r"„[^“”]*[“”]|\"[^\"]*\"", "", text)


def _tells(text: str) -> bool:
    return read_result(text).result is not None


def _vote(result: Result, number: int, decision: str | None, *, public: bool) -> MinutesVote:
    assert result.result is not None, result
    return MinutesVote(
        id=f"v{number}",
        result=result.result,
        unanimous=result.unanimous,
        yes=result.yes,
        no=result.no,
        abstain=result.abstain,
        decision=decision,
        public=public,
    )


def _state(votes: Sequence[MinutesVote]) -> ItemState:
    result = votes[-1].result if votes else None
    return result if result in {"postponed", "withdrawn", "referred"} else "handled"
