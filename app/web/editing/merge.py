"""Two people at once: what only one of them changed is taken over, what both changed is shown."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from app.web.editing.values import EditForm, ItemRow, PersonRow, Speakers
from app.web.i18n import Translator


class Both(msgspec.Struct, frozen=True, kw_only=True):
    """A part that both changed, and differently."""

    part: str
    """Name of the field of :class:`EditForm`."""
    theirs: tuple[str, ...]
    """What is kept now, in lines; of lists those lines that the other has not."""
    mine: tuple[str, ...]


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """The form after somebody else was faster."""

    form: EditForm
    """With everything that was typed, and with what only the other changed."""
    taken: tuple[str, ...]
    """Parts that only the other changed."""
    both: tuple[Both, ...]


def merge(base: EditForm, mine: EditForm, theirs: EditForm, t: Translator) -> Merged:
    """Bring what was typed together with what is kept meanwhile.

    Args:
        base: what both began with.
        mine: what was typed; none of it is lost.
        theirs: what is kept now.
        t: for lines that are shown.
    """
    form, taken, both = mine, [], []
    for part in EditForm.__struct_fields__:
        began, typed, kept = (getattr(one, part) for one in (base, mine, theirs))
        if kept in (began, typed):
            continue
        if typed == began:
            form = take(form, theirs, part)
            taken.append(part)
            continue
        if isinstance(typed, tuple):
            typed, clear = _rows(began, typed, kept)
            form = msgspec.structs.replace(form, **{part: typed})
            if clear:
                taken.append(part)
                continue
        ours, others = _lines(typed, part, t), _lines(kept, part, t)
        if isinstance(typed, tuple):
            ours, others = _only(ours, others), _only(others, ours)
        both.append(Both(part=part, theirs=others, mine=ours))
    return Merged(form=form, taken=tuple(taken), both=tuple(both))


def take(form: EditForm, theirs: EditForm, part: str) -> EditForm:
    """Return the form with one part as somebody else left it."""
    if part not in EditForm.__struct_fields__:
        return form
    return msgspec.structs.replace(form, **{part: getattr(theirs, part)})


def _rows(
    began: Sequence[object], typed: tuple[object, ...], kept: Sequence[object]
) -> tuple[tuple[object, ...], bool]:
    """Return the rows of both, and whether no row was changed by both, row by row at its place.

    Where rows came, went or moved, places no longer tell which row is which: then all is as it was typed.
    """
    if not (len(began) == len(typed) == len(kept)) or _moved(began, typed) or _moved(began, kept):
        return typed, False
    rows = [theirs if mine == first else mine for first, mine, theirs in zip(began, typed, kept, strict=True)]
    clear = all(theirs in (first, row) for first, row, theirs in zip(began, rows, kept, strict=True))
    return tuple(rows), clear


def _moved(began: Sequence[object], rows: Sequence[object]) -> bool:
    """Tell whether a row stands where another one stood."""
    names = [_name(row) for row in began]
    return any(_name(row) != names[place] and _name(row) in names for place, row in enumerate(rows))


def _name(row: object) -> str:
    return row.number if isinstance(row, ItemRow) else row.name if isinstance(row, PersonRow) else ""


def _only(lines: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines that the others have not; all where only their order differs."""
    alone = tuple(line for line in lines if line not in others)
    return lines if not alone and sorted(lines) == sorted(others) else alone


def _lines(value: object, part: str, t: Translator) -> tuple[str, ...]:
    if isinstance(value, Speakers):
        named = (
            ("new.speakers_exact", value.speakers),
            ("new.speakers_least", value.min_speakers),
            ("new.speakers_most", value.max_speakers),
        )
        return tuple(f"{t(key)}: {text}" for key, text in named if text)
    if isinstance(value, tuple):
        return tuple(_line(row, t) for row in value)
    text = str(value)
    if part == "language":
        text = t(f"new.language_{text}") if t.has(f"new.language_{text}") else text
    return tuple(line for line in text.splitlines() if line)


def _line(row: object, t: Translator) -> str:
    if isinstance(row, ItemRow):
        closed = "" if row.public else t("base.nonpublic")
        return ", ".join(part for part in (f"{row.number} {row.title}".strip(), row.paper, closed) if part)
    assert isinstance(row, PersonRow)
    role = t(f"edit.role.{row.role}") if t.has(f"edit.role.{row.role}") else row.role
    present = t(f"edit.present_{row.present}") if t.has(f"edit.present_{row.present}") else ""
    votes = "" if row.votes else t("edit.no_vote")
    return ", ".join(part for part in (row.name, row.office, role, row.party, votes, present) if part)
