"""Use-cases of results: the transcript, the outcomes, the minutes and their renderings."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec
from sqlalchemy import select, true

from app.db import tables as t
from app.services.access.errors import ForbiddenError
from app.services.errors import DocumentNotFound, NotReady
from app.services.lookup import see_meeting
from app.services.reading import note_nonpublic
from app.services.views import Document
from minutes.types import Minutes, Outcomes, Transcript

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.orm import InstrumentedAttribute

    from app.db import Database
    from app.services.sight import Sight
    from app.storage import Storage

T = TypeVar("T")

HIDDEN = frozenset({"playback.m4a", "playback.public.m4a"})
"""Files that are served elsewhere."""

DOCUMENTS = (
    "chapters.public.vtt",
    "chapters.vtt",
    "decisions.docx",
    "decisions.html",
    "decisions.pdf",
    "decisions.public.docx",
    "decisions.public.html",
    "decisions.public.pdf",
    "diarization.rttm",
    "minutes.docx",
    "minutes.html",
    "minutes.json",
    "minutes.pdf",
    "minutes.public.docx",
    "minutes.public.html",
    "minutes.public.json",
    "minutes.public.pdf",
    "outcomes.json",
    "outcomes.public.json",
    "timings.json",
    "transcript.json",
    "transcript.public.json",
    "transcript.public.txt",
    "transcript.public.vtt",
    "transcript.txt",
    "transcript.vtt",
)
"""Names of the documents that processing makes; ``minutes`` is the Verlaufsprotokoll, ``decisions`` the
Beschlussprotokoll. Those with ``.public`` in their name hold the public part alone and exist only where
there is another; the ones beside them are complete."""


class ResultService:
    """Hands out what processing made."""

    def __init__(self, database: Database, storage: Storage) -> None:
        self._database = database
        self._storage = storage

    async def transcript(self, meeting_id: str) -> Transcript:
        """Return the latest transcript: whole, or cut to the public part.

        Raises:
            MeetingNotFound: no meeting has the id.
            ForbiddenError: who asks may read nothing of it.
            NotReady: there is none yet.
        """
        return await self._latest(meeting_id, "transcript", Transcript)

    async def outcomes(self, meeting_id: str) -> Outcomes:
        """Return the latest outcomes; raises as :meth:`transcript`."""
        return await self._latest(meeting_id, "outcomes", Outcomes)

    async def minutes(self, meeting_id: str) -> Minutes:
        """Return the latest draft minutes; raises as :meth:`transcript`."""
        return await self._latest(meeting_id, "minutes", Minutes)

    async def documents(self, meeting_id: str) -> tuple[str, ...]:
        """Return the names of the documents that who asks may read, sorted."""
        async with self._database.session() as session:
            key, sight = await _see(session, meeting_id)
            row = t.MeetingFile
            names = await session.scalars(
                select(row.name).where(row.meeting_id == key, _visible(row.public, sight))
            )
            return tuple(sorted(set(names) - HIDDEN))

    async def document(self, meeting_id: str, name: str) -> Document:
        """Return one document, for download.

        Who may not read the non-public part gets the public form under either name.

        Raises:
            MeetingNotFound: no meeting has the id.
            ForbiddenError: who asks may read nothing of it.
            NotReady: processing has not made it yet.
            DocumentNotFound: no document has that name.
        """
        async with self._database.session() as session:
            key, sight = await _see(session, meeting_id)
            file = t.MeetingFile
            wanted = select(file).where(file.meeting_id == key, _visible(file.public, sight))
            row = await session.scalar(wanted.where(file.name == name))
            if row is None and not sight.nonpublic:
                row = await session.scalar(wanted.where(file.name == public_name(name)))
            if row is not None and not row.public:
                note_nonpublic(session, key, sight)
        if name in HIDDEN or (row is None and name not in DOCUMENTS):
            raise DocumentNotFound(name=name)
        if row is None:
            raise NotReady
        return Document(name=name, mime=row.mime, data=self._storage.get(row.sha256), etag=row.sha256[:32])

    async def _latest(self, meeting_id: str, kind: str, shape: type[T]) -> T:
        row = t.ResultDocument
        async with self._database.session() as session:
            key, sight = await _see(session, meeting_id)
            data = await session.scalar(
                select(row.data)
                .where(row.meeting_id == key, row.kind == kind, row.public.is_(not sight.nonpublic))
                .order_by(row.revision.desc())
                .limit(1)
            )
            if data is not None and sight.nonpublic:
                note_nonpublic(session, key, sight)
        if data is None:
            raise NotReady
        return msgspec.convert(data, shape)


def public_name(name: str) -> str:
    """Return the name of the public form of a document."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.public{dot}{ending}"


async def _see(session: AsyncSession, meeting_id: str) -> tuple[UUID, Sight]:
    key, sight = await see_meeting(session, meeting_id)
    if not sight.readable:
        raise ForbiddenError
    return key, sight


def _visible(public: InstrumentedAttribute[bool], sight: Sight) -> ColumnElement[bool]:
    return true() if sight.nonpublic else public.is_(True)
