"""Use-cases of meetings: enter one, list them, show one, delete one."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db import tables as t
from app.db.mapping import agenda_of, parse_date, recordings_of, roster_of, speakers_of, whole_meeting
from app.services.deletion import erase_meeting
from app.services.errors import AlreadyRunning
from app.services.lookup import BUSY, locked_processing, require_meeting
from app.services.purge import purge_unused_blobs
from app.services.rosters import enter_roster, find_body, find_organization
from app.services.shaping import recording_views, summary_view
from app.services.speakers import bounds_of
from app.services.views import MeetingSummary, MeetingView
from diarize import SpeakerCount

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy import ScalarSelect
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.storage import Storage
    from minutes.types import Agenda, Roster


ANY_NUMBER = SpeakerCount()
"""Nothing is known about how many people speak."""


class MeetingService:
    """Enters and shows meetings.

    Args:
        database: where they are kept.
        storage: where their recordings lie.
        work: folder of decoded sound, so that a deleted meeting leaves nothing behind.
    """

    def __init__(self, database: Database, storage: Storage, *, work: Path) -> None:
        self._database = database
        self._storage = storage
        self._work = work

    async def list_meetings(self, *, limit: int = 100, offset: int = 0) -> tuple[MeetingSummary, ...]:
        """Return the meetings, the latest first."""
        statement = (
            select(t.Meeting, t.Body.name, t.Organization.name, t.Processing, _parts().label("parts"))
            .join(t.Body, t.Body.id == t.Meeting.body_id)
            .join(t.Organization, t.Organization.id == t.Meeting.organization_id)
            .outerjoin(t.Processing, t.Processing.meeting_id == t.Meeting.id)
            .order_by(t.Meeting.date.desc().nulls_last(), t.Meeting.created_at.desc())
            .limit(limit)
            .offset(offset)
        )
        async with self._database.session() as session:
            rows = (await session.execute(statement)).all()
            stages = await _stages_of(session, [row[3].id for row in rows if row[3] is not None])
        return tuple(
            summary_view(
                meeting,
                body=body,
                organization=organization,
                processing=processing,
                stages=stages.get(processing.id, []) if processing else [],
                parts=parts,
            )
            for meeting, body, organization, processing, parts in rows
        )

    async def create_meeting(
        self,
        agenda: Agenda,
        roster: Roster,
        *,
        glossary: Sequence[str] = (),
        language: str = "de",
        profile: str = "open-base",
        speakers: SpeakerCount = ANY_NUMBER,
    ) -> MeetingView:
        """Enter a meeting; its municipality and council are found by name or entered too.

        Raises:
            SpeakersContradict: the numbers of speakers exclude each other.
        """
        least, most = bounds_of(speakers)
        info = agenda.meeting
        async with self._database.session() as session:
            body = await find_body(session, info.body or "")
            organization = await find_organization(session, body.id, info.organization or "")
            meeting = t.Meeting(
                body_id=body.id,
                organization_id=organization.id,
                number=info.number,
                date=parse_date(info.date),
                start=info.start,
                place=info.place,
                language=language,
                profile=profile,
                glossary=list(glossary),
                min_speakers=least,
                max_speakers=most,
                public=any(item.public for item in agenda.items),
            )
            session.add(meeting)
            await session.flush()
            session.add_all(
                t.AgendaItem(
                    meeting_id=meeting.id,
                    position=position,
                    number=item.number,
                    title=item.title,
                    paper=item.paper,
                    public=item.public,
                )
                for position, item in enumerate(agenda.items)
            )
            await enter_roster(session, meeting, roster)
            identifier = str(meeting.id)
        return await self.get_meeting(identifier)

    async def get_meeting(self, meeting_id: str) -> MeetingView:
        """Return one meeting.

        Raises:
            MeetingNotFound: no meeting has the id (or it is no id at all).
        """
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id)
            meeting = (await session.scalars(whole_meeting(key))).one()
            recordings = (await session.scalars(recordings_of(key))).all()
            processing = await session.scalar(select(t.Processing).where(t.Processing.meeting_id == key))
            stages = await _stages_of(session, [processing.id]) if processing else {}
        return MeetingView(
            summary=summary_view(
                meeting,
                body=meeting.body.name,
                organization=meeting.organization.name,
                processing=processing,
                stages=stages.get(processing.id, []) if processing else [],
                parts=len(recordings),
            ),
            agenda=agenda_of(meeting),
            roster=roster_of(meeting),
            glossary=tuple(meeting.glossary),
            language=meeting.language,
            profile=meeting.profile,
            speakers=speakers_of(meeting),
            recordings=recording_views(recordings),
        )

    async def delete_meeting(self, meeting_id: str) -> None:
        """Delete a meeting with its recordings and results.

        Raises:
            MeetingNotFound: no meeting has the id.
            AlreadyRunning: it is being processed; cancel first.
            LegalHoldError: a legal hold stops it.
        """
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id)
        async with self._database.as_system().session() as session:
            processing = await locked_processing(session, key)
            if processing is not None and processing.state in BUSY:
                raise AlreadyRunning
            await session.run_sync(erase_meeting, key)
        shutil.rmtree(self._work / str(key), ignore_errors=True)
        await purge_unused_blobs(self._database, self._storage)


def _parts() -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(t.Recording)
        .where(t.Recording.meeting_id == t.Meeting.id)
        .correlate(t.Meeting)
        .scalar_subquery()
    )


async def _stages_of(session: AsyncSession, processing: list[UUID]) -> dict[UUID, list[t.StageProgressRow]]:
    row = t.StageProgressRow
    found: dict[UUID, list[t.StageProgressRow]] = {}
    if processing:
        statement = select(row).where(row.processing_id.in_(processing)).order_by(row.position)
        for stage in await session.scalars(statement):
            found.setdefault(stage.processing_id, []).append(stage)
    return found
