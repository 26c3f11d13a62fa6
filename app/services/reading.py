"""Reads of non-public parts are told to the log: once for each reader and meeting within a while.

A player asks for a recording in hundreds of stretches and a page for three results at once; one line tells
as much as all of them.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from app.access import current_principal
from app.db.audit import record
from app.db.engine import works_as_system

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.services.sight import Sight

PAUSE = 600.0
"""Seconds within which the same reader of the same meeting is told once."""

MOST = 10_000
"""Readings remembered."""

_told: dict[tuple[UUID | None, UUID | None, UUID], float] = {}


def note_nonpublic(session: AsyncSession, meeting: UUID, sight: Sight) -> None:
    """Record that who asks reads or hears the non-public part of a meeting, if it was not told just now."""
    if works_as_system(session) or not sight.nonpublic:
        return
    principal, now = current_principal(), time.monotonic()
    key = (principal.account, principal.link, meeting)
    if now - _told.get(key, -PAUSE) < PAUSE:
        return
    if len(_told) >= MOST:
        _told.clear()
    _told[key] = now
    record(session, "nonpublic.read", body=sight.body, meeting=meeting)
