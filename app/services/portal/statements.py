"""What the portal asks the database for, within the columns that its role may read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from app.db import tables as t
from app.services.portal.views import MeetingLine, Named

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row, Select

OPEN: tuple[ColumnElement[bool], ...] = (
    t.Meeting.published_at.is_not(None),
    t.Meeting.public.is_(True),
    t.EditionStanding.published_at.is_not(None),
)
"""What is published; row-level security says the same once more, and would hold alone."""

OPEN_DOCUMENT: tuple[ColumnElement[bool], ...] = (t.EditionDocument.public.is_(True),)
"""The public document of an edition."""

COLUMNS = (
    t.Meeting.id, t.Meeting.number, t.Meeting.date,
    t.Body.id.label("body_id"), t.Body.name.label("body_name"),
    t.Organization.id.label("organization_id"), t.Organization.name.label("organization_name"),
    t.MinutesEdition.id.label("edition"), t.MinutesEdition.number.label("edition_number"),
    t.MinutesEdition.corrects, t.MinutesEdition.kind, t.EditionStanding.published_at,
)  # fmt: skip
"""Of a :class:`MeetingLine`."""


def joined(*columns: Any) -> Select[Any]:
    """Return the columns of all published editions."""
    return (
        select(*columns)
        .select_from(t.Meeting)
        .join(t.Body, t.Body.id == t.Meeting.body_id)
        .join(t.Organization, t.Organization.id == t.Meeting.organization_id)
        .join(t.MinutesEdition, t.MinutesEdition.meeting_id == t.Meeting.id)
        .join(t.EditionStanding, t.EditionStanding.edition_id == t.MinutesEdition.id)
        .where(*OPEN)
    )


def in_force(*columns: Any) -> Select[Any]:
    """Return the columns of the latest published edition of each meeting."""
    latest = (
        joined(t.MinutesEdition.id)
        .distinct(t.Meeting.id)
        .order_by(t.Meeting.id, t.MinutesEdition.number.desc())
    )
    return joined(*columns).where(t.MinutesEdition.id.in_(latest))


def year_of_meeting() -> ColumnElement[Any]:
    """Return the year in which a meeting was held."""
    return func.extract("year", t.Meeting.date)


def line_of(row: Row[Any]) -> MeetingLine:
    """Return a row of :data:`COLUMNS` as it is shown."""
    return MeetingLine(
        id=str(row.id),
        body=Named(id=str(row.body_id), name=row.body_name),
        organization=Named(id=str(row.organization_id), name=row.organization_name or row.body_name),
        number=row.number,
        date=row.date.isoformat() if row.date else None,
        edition=str(row.edition),
        edition_number=row.edition_number,
        corrects=row.corrects,
        kind=row.kind,
        published=row.published_at,
    )
