"""Use-cases of meetings: enter one, list them, show one, delete one."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select, tuple_

from app.access import Permission, current_principal
from app.db import tables as t
from app.db.audit import record
from app.db.mapping import parse_date, parse_id
from app.services.amending import MeetingChange, agenda_rows, amend
from app.services.deletion import erase_meeting
from app.services.errors import AlreadyRunning, ChangedMeanwhile, NotReady
from app.services.lookup import BUSY, has_results, locked_processing, require_meeting, see_meeting
from app.services.places import find_place
from app.services.purge import purge_unused_blobs
from app.services.rosters import enter_roster
from app.services.shaping import summary_view
from app.services.sight import cut_agenda, cut_roster
from app.services.speakers import bounds_of
from app.services.states import state_code
from app.services.views import MeetingSummary, MeetingView
from app.services.whole_meeting import part_views, read_whole
from diarize import SpeakerCount

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy import ColumnElement, ScalarSelect
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

    async def list_meetings(
        self, *, limit: int = 100, offset: int = 0, after: str | None = None
    ) -> tuple[MeetingSummary, ...]:
        """Return the meetings that who asks may know of, the latest first.

        Args:
            limit: how many.
            offset: how many to leave out first.
            after: id of a meeting; the list begins behind it. One that is not there (any more) begins anew.
        """
        given = {"limit": limit, "offset": offset}
        async with self._database.session() as session:
            before = (await session.execute(_PLACE, {"meeting": parse_id(after)})).first() if after else None
            if before is None:
                rows = (await session.execute(_LISTED, given)).all()
            else:
                rows = (await session.execute(_FOLLOWING, given | before._asdict())).all()
            stages = await _stages_of(session, *(row[3] for row in rows))
        return tuple(
            summary_view(
                meeting,
                body=body,
                organization=organization,
                processing=processing,
                stages=stages.get(processing.id, []) if processing else [],
                parts=parts,
                results=results,
            )
            for meeting, body, organization, processing, parts, results in rows
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
        state: str | None = None,
    ) -> MeetingView:
        """Enter a meeting where who asks may; names on the agenda only choose (:mod:`app.services.places`).

        The law that its minutes follow is that of ``state``, else the one that the agenda names, else that
        of the municipality.

        Raises:
            ForbiddenError: who asks enters no meetings.
            BodyUnclear, OrganizationUnclear: it cannot be told where the meeting belongs.
            SpeakersContradict: the numbers of speakers exclude each other.
            UnknownStateError: the law of the state is not known.
        """
        least, most = bounds_of(speakers)
        info = agenda.meeting
        law = state_code(state or info.state)
        async with self._database.session() as session:
            body, organization = await find_place(session, info)
            meeting = t.Meeting(
                body_id=body,
                organization_id=organization,
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
                state=law,
            )
            session.add(meeting)
            await session.flush()
            session.add_all(agenda_rows(meeting.id, agenda.items))
            await enter_roster(session, meeting, roster)
            record(session, "meeting.created", body=body, meeting=meeting.id)
            identifier = str(meeting.id)
        return await self.get_meeting(identifier)

    async def get_meeting(self, meeting_id: str) -> MeetingView:
        """Return one meeting, cut to what who asks may read.

        Raises:
            MeetingNotFound: no meeting has the id (or it is no id at all), or none that who asks may know.
        """
        async with self._database.session() as session:
            key, sight = await see_meeting(session, meeting_id)
            found = await read_whole(session, key)
            stages = await _stages_of(session, found.processing)
            results = found.processing is None and bool(await session.scalar(select(has_results(key))))
        agenda, roster = cut_agenda(found.agenda, sight), cut_roster(found.roster, sight)
        parts = found.parts if sight.nonpublic else tuple(one for one in found.parts if one.public)
        meeting = found.row
        return MeetingView(
            summary=summary_view(
                meeting,
                body=found.body,
                organization=found.organization,
                processing=found.processing,
                stages=stages.get(found.processing.id, []) if found.processing else [],
                parts=len(parts),
                results=results,
            ),
            agenda=agenda,
            roster=roster,
            glossary=tuple(meeting.glossary) if sight.nonpublic else (),
            language=meeting.language,
            profile=meeting.profile,
            state=meeting.state,
            speakers=found.speakers,
            recordings=part_views(parts),
            revision=meeting.revision,
            readable=sight.readable,
            whole=sight.nonpublic,
            rights=sight.rights,
        )

    async def change_meeting(
        self, meeting_id: str, change: MeetingChange, *, revision: int | None
    ) -> MeetingView:
        """Change what was entered, and return the meeting; see :func:`app.services.amending.amend`."""
        await amend(self._database, self._database.as_system(), meeting_id, change, revision=revision)
        return await self.get_meeting(meeting_id)

    async def release(self, meeting_id: str) -> MeetingView:
        """Let the members read the draft.

        Raises:
            MeetingNotFound: no meeting has the id.
            ForbiddenError: who asks may not release.
            NotReady: there is nothing to read yet.
        """
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id, permission=Permission.MEETING_RELEASE, lock=True)
            if not await session.scalar(select(has_results(key))):
                raise NotReady
            row = await session.get_one(t.Meeting, key)
            if row.released_at is None:
                row.released_at, row.released_by = t.now(), current_principal().account
                record(session, "draft.released", body=row.body_id, meeting=key)
        return await self.get_meeting(meeting_id)

    async def take_back(self, meeting_id: str) -> MeetingView:
        """Let the members no longer read the draft; raises as :meth:`release`."""
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id, permission=Permission.MEETING_RELEASE, lock=True)
            row = await session.get_one(t.Meeting, key)
            if row.released_at is not None:
                row.released_at, row.released_by = None, None
                record(session, "draft.withdrawn", body=row.body_id, meeting=key)
        return await self.get_meeting(meeting_id)

    async def delete_meeting(self, meeting_id: str, *, revision: int | None = None) -> None:
        """Delete a meeting with its recordings and results.

        Args:
            meeting_id: the meeting.
            revision: which is meant; None: whatever there is.

        Raises:
            ChangedMeanwhile: what was entered has changed since that revision.
            MeetingNotFound: no meeting has the id.
            AlreadyRunning: it is being processed; cancel first.
            LegalHoldError: a legal hold stops it.
            ForbiddenError: who asks may not delete it.
        """
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id, permission=Permission.MEETING_DELETE)
            if revision not in {None, await session.scalar(_REVISION, {"meeting": key})}:
                raise ChangedMeanwhile
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


def _results() -> ColumnElement[bool]:
    return has_results(t.Meeting.id)


_DAY = func.coalesce(t.Meeting.date, dt.date.min)
"""Meetings without a date come last."""

_LISTED = (
    select(t.Meeting, t.Body.name, t.Organization.name, t.Processing, _parts(), _results())
    .join(t.Body, t.Body.id == t.Meeting.body_id)
    .join(t.Organization, t.Organization.id == t.Meeting.organization_id)
    .outerjoin(t.Processing, t.Processing.meeting_id == t.Meeting.id)
    .order_by(_DAY.desc(), t.Meeting.created_at.desc(), t.Meeting.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)

_PLACE = select(_DAY.label("day"), t.Meeting.created_at.label("created"), t.Meeting.id.label("key")).where(
    t.Meeting.id == bindparam("meeting")
)

_FOLLOWING = _LISTED.where(
    tuple_(_DAY, t.Meeting.created_at, t.Meeting.id)
    < tuple_(bindparam("day"), bindparam("created"), bindparam("key"))
)

_REVISION = select(t.Meeting.revision).where(t.Meeting.id == bindparam("meeting"))

_STAGES = (
    select(t.StageProgressRow)
    .where(t.StageProgressRow.processing_id.in_(bindparam("processing", expanding=True)))
    .order_by(t.StageProgressRow.position)
)


async def _stages_of(
    session: AsyncSession, *processing: t.Processing | None
) -> dict[UUID, list[t.StageProgressRow]]:
    """Return the stages of what is not done; how far the others are needs none."""
    found: dict[UUID, list[t.StageProgressRow]] = {}
    under_way = [one.id for one in processing if one is not None and one.state != "done"]
    if under_way:
        for stage in await session.scalars(_STAGES, {"processing": under_way}):
            found.setdefault(stage.processing_id, []).append(stage)
    return found
