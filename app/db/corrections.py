"""The transcript of a meeting with what people corrected, from its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from app.db import tables as t
from minutes.correcting import Corrected, apply_edit, edit_from

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy import Select


def edits_since(meeting_id: UUID, seq: int) -> Select[tuple[t.TranscriptEdit]]:
    """Return the query for corrections after a number, in order."""
    row = t.TranscriptEdit
    return select(row).where(row.meeting_id == meeting_id, row.seq > seq).order_by(row.seq)


def corrected_of(base: Corrected, edits: Iterable[t.TranscriptEdit]) -> Corrected:
    """Return a transcript with corrections that were applied to it before, one after the other."""
    for row in edits:
        base = apply_edit(base, edit_from(row.edit), seq=row.seq).corrected
    return base


def base_of(data: object) -> Corrected:
    """Return what the column ``base`` holds."""
    return msgspec.convert(data, Corrected)


def to_json(corrected: Corrected) -> dict[str, object]:
    """Return the value of a column."""
    data: dict[str, object] = msgspec.json.decode(msgspec.json.encode(corrected))
    return data
