"""Transcripts and rows to what the desk shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from app.services.correcting.views import (
    Changes,
    DeskItem,
    DeskPage,
    DeskSpeaker,
    EditView,
    line_view,
)
from minutes.correcting import Restore, edit_from

if TYPE_CHECKING:
    from app.db import tables as t
    from minutes.correcting import Corrected
    from minutes.types import Agenda, Roster

SHOWN = 20
"""Texts of utterances before a correction that the history shows."""


def page_of(
    corrected: Corrected,
    work: t.TranscriptWork | None,
    agenda: Agenda,
    roster: Roster,
    *,
    after: str | None,
    limit: int,
) -> DeskPage:
    """Return a stretch of a transcript."""
    first = corrected.index().get(after, -1) + 1 if after is not None else 0
    lines = corrected.lines[first : first + limit]
    more = first + limit < len(corrected.lines)
    return DeskPage(
        seq=work.seq if work is not None else 0,
        drafted=_drafted(work),
        total=len(corrected.lines),
        checked=_checked(corrected),
        lines=tuple(line_view(line) for line in lines),
        next=lines[-1].id if more and lines else None,
        speakers=_speakers(corrected),
        items=tuple(
            DeskItem(number=item.number, title=item.title, public=item.public) for item in agenda.items
        ),
        people=tuple(person.name for person in roster.people),
        muted=corrected.muted,
    )


def changes_of(corrected: Corrected, work: t.TranscriptWork, touched: set[str], *, anew: bool) -> Changes:
    """Return how utterances stand that were touched.

    Args:
        corrected: the transcript.
        work: its row.
        touched: ids of what was changed, made or removed.
        anew: everything is to be read anew.
    """
    here, before = [], {}
    previous: str | None = None
    for line in corrected.lines:
        if line.id in touched:
            here.append(line_view(line))
            before[line.id] = previous
        previous = line.id
    return Changes(
        seq=work.seq,
        reload=anew,
        lines=tuple(here),
        after=before,
        removed=tuple(sorted(touched - before.keys())),
        speakers=_speakers(corrected),
        muted=corrected.muted,
        checked=_checked(corrected),
        drafted=_drafted(work),
    )


def edit_view(row: t.TranscriptEdit) -> EditView:
    """Return a correction as the history shows it."""
    back = edit_from(row.inverse)
    before = tuple(line.text for line in back.put[:SHOWN]) if isinstance(back, Restore) else ()
    edit = {key: value for key, value in row.edit.items() if key != "put"}
    return EditView(
        seq=row.seq,
        edit=msgspec.to_builtins(edit),
        touched=len(row.touched),
        before=before,
        undoes=row.undoes,
        by=row.account_name,
        at=row.created_at,
    )


def _drafted(work: t.TranscriptWork | None) -> bool:
    return work is None or work.seq == work.drafted_seq


def _checked(corrected: Corrected) -> int:
    return sum(line.checked for line in corrected.lines)


def _speakers(corrected: Corrected) -> tuple[DeskSpeaker, ...]:
    return tuple(
        DeskSpeaker(id=one.id, name=one.name, confidence=one.confidence, by_hand=one.origin == "hand")
        for one in corrected.speakers
    )
