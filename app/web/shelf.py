"""The documents of a meeting as the result page offers them: one kind of minutes first, the rest by kind."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from minutes.profiles import usual_kind

KINDS = {"minutes": "course", "decisions": "decisions", "results": "results", "verbatim": "verbatim"}
"""Kind of minutes by the stem of its files; named as in :data:`app.pipeline.text.DOCUMENTS`."""

FORMATS = ("docx", "pdf", "html")
"""Of minutes, in the order in which a secretary wants them."""

ORDER = (*FORMATS, "txt", "vtt", "srt", "csv", "json", "rttm")
"""Of all formats."""

OTHERS = ("transcript", "chapters", "plain-language", "outcomes", "minutes", "diarization", "timings")
"""Everything else, what people read before what programs read; translations come last."""

PUBLIC = "public"
"""Between stem and ending of a document that holds the public part alone."""


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """One file."""

    name: str
    format: str
    """Ending of the file."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One document in one form, in all formats there are."""

    stem: str
    kind: str | None
    """Kind of minutes; None where it is something else."""
    part: str | None
    """``public`` or ``all`` where it is there in both forms."""
    copies: tuple[Copy, ...]


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """What is offered."""

    first: Row | None
    """The kind that the law of the state asks for, in the form that who asks may read; the complete one
    where there are two."""
    minutes: tuple[Row, ...]
    """All kinds, the first one on top."""
    others: tuple[Row, ...]
    """Transcript, captions, data."""


def build_shelf(names: Sequence[str], state: str | None) -> Shelf:
    """Return the documents sorted for the page.

    Args:
        names: of the documents that who asks may read.
        state: of the minutes, whose profile says which kind stands first.
    """
    rows: dict[tuple[str, str | None, bool], list[Copy]] = {}
    for name in names:
        stem, *part, ending = name.split(".")
        kind = KINDS.get(stem) if ending in FORMATS else None  # minutes.json is of no kind
        rows.setdefault((stem, kind, PUBLIC in part), []).append(Copy(name=name, format=ending))
    made = [
        Row(
            stem=stem, kind=kind, part=_part(public, (stem, kind, not public) in rows), copies=_sorted(copies)
        )
        for (stem, kind, public), copies in rows.items()
    ]
    usual = usual_kind(state).kind
    order = sorted(KINDS.values(), key=lambda kind: kind != usual)
    kinds = [row for kind in order for row in made if row.kind == kind]
    kinds.sort(key=lambda row: (order.index(row.kind or usual), row.part != PUBLIC))
    whole = [row for row in kinds if row.part != PUBLIC]
    return Shelf(
        first=next(iter(whole or kinds), None),
        minutes=tuple(kinds),
        others=tuple(sorted((row for row in made if row.kind is None), key=_place)),
    )


def _place(row: Row) -> tuple[int, str, bool]:
    known = {stem: place for place, stem in enumerate(OTHERS)}
    return known.get(row.stem, len(known)), row.stem, row.part != PUBLIC


def _part(public: bool, both: bool) -> str | None:  # noqa: FBT001 - two facts, named by the caller
    if not both:
        return None
    return PUBLIC if public else "all"


def _sorted(copies: Sequence[Copy]) -> tuple[Copy, ...]:
    known = {ending: place for place, ending in enumerate(ORDER)}
    return tuple(sorted(copies, key=lambda copy: (known.get(copy.format, len(known)), copy.format)))
