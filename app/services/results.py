"""Use-cases of results: the transcript, the outcomes, the minutes and their renderings."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec
from sqlalchemy import select

from app.db import tables as t
from app.services.errors import DocumentNotFound, NotReady
from app.services.lookup import require_meeting
from app.services.views import Document
from minutes.types import Minutes, Outcomes, Transcript

if TYPE_CHECKING:
    from app.db import Database
    from app.storage import Storage

T = TypeVar("T")

HIDDEN = frozenset({"playback.m4a"})
"""Files that are served elsewhere."""

DOCUMENTS = (
    "chapters.public.vtt",
    "chapters.vtt",
    "decisions.docx",
    "decisions.html",
    "decisions.pdf",
    "diarization.rttm",
    "minutes.docx",
    "minutes.html",
    "minutes.json",
    "minutes.pdf",
    "outcomes.json",
    "timings.json",
    "transcript.json",
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
        """Return the latest transcript.

        Raises:
            MeetingNotFound: no meeting has the id.
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
        """Return the names of the documents that exist, sorted."""
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id)
            names = await session.scalars(select(t.MeetingFile.name).where(t.MeetingFile.meeting_id == key))
            return tuple(sorted(set(names) - HIDDEN))

    async def document(self, meeting_id: str, name: str) -> Document:
        """Return one document, for download.

        Raises:
            MeetingNotFound: no meeting has the id.
            NotReady: processing has not made it yet.
            DocumentNotFound: no document has that name.
        """
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id)
            row = await session.scalar(
                select(t.MeetingFile).where(t.MeetingFile.meeting_id == key, t.MeetingFile.name == name)
            )
        if name in HIDDEN or (row is None and name not in DOCUMENTS):
            raise DocumentNotFound(name=name)
        if row is None:
            raise NotReady
        return Document(name=name, mime=row.mime, data=self._storage.get(row.sha256), etag=row.sha256[:32])

    async def _latest(self, meeting_id: str, kind: str, shape: type[T]) -> T:
        row = t.ResultDocument
        async with self._database.session() as session:
            key = await require_meeting(session, meeting_id)
            data = await session.scalar(
                select(row.data)
                .where(row.meeting_id == key, row.kind == kind)
                .order_by(row.revision.desc())
                .limit(1)
            )
        if data is None:
            raise NotReady
        return msgspec.convert(data, shape)
