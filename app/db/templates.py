"""The template in which the minutes of a municipality are printed; the standard one where it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from app.db.tables.meetings import Meeting
from app.db.tables.templates import BodyTemplate
from minutes.render import OwnTemplate

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.orm import Session


def template_of(session: Session, body: UUID) -> OwnTemplate | None:
    """Return the template of a municipality."""
    row = session.scalar(select(BodyTemplate).where(BodyTemplate.body_id == body))
    return None if row is None else _template(row)


async def read_template_for(session: AsyncSession, meeting: UUID) -> OwnTemplate | None:
    """Return the template of the municipality of a meeting."""
    row = BodyTemplate
    wanted = select(row).join(Meeting, Meeting.body_id == row.body_id).where(Meeting.id == meeting)
    found = await session.scalar(wanted)
    return None if found is None else _template(found)


def _template(row: BodyTemplate) -> OwnTemplate:
    return msgspec.convert({"file": bytes(row.content), "kinds": row.kinds}, OwnTemplate)
