"""Use-cases of results: the transcript, the outcomes, the minutes and their renderings."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar
from uuid import UUID

import msgspec
from cachetools import LRUCache
from sqlalchemy import Text, bindparam, cast, literal_column, select, true

from app.db import tables as t
from app.services.access.errors import ForbiddenError
from app.services.errors import DocumentNotFound, NotReady
from app.services.lookup import see_meeting
from app.services.reading import note_nonpublic
from app.services.views import Document
from minutes.types import Minutes, Outcomes, Transcript

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.orm import InstrumentedAttribute

    from app.db import Database
    from app.services.sight import Sight
    from app.storage import Storage

T = TypeVar("T")

HIDDEN = frozenset({"playback.m4a", "playback.public.m4a", "playback.whole.m4a"})
"""Files that are served elsewhere, or not at all."""

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
    "outcomes.csv",
    "outcomes.json",
    "outcomes.public.csv",
    "outcomes.public.json",
    "results.docx",
    "results.html",
    "results.pdf",
    "results.public.docx",
    "results.public.html",
    "results.public.pdf",
    "timings.json",
    "transcript.csv",
    "transcript.json",
    "transcript.public.csv",
    "transcript.public.json",
    "transcript.public.srt",
    "transcript.public.txt",
    "transcript.public.vtt",
    "transcript.srt",
    "transcript.txt",
    "transcript.vtt",
    "verbatim.docx",
    "verbatim.html",
    "verbatim.pdf",
    "verbatim.public.docx",
    "verbatim.public.html",
    "verbatim.public.pdf",
)
"""Names of the documents that processing makes; ``minutes`` is the Verlaufsprotokoll, ``decisions`` the
Beschlussprotokoll, ``results`` the Ergebnisprotokoll, ``verbatim`` the Wortprotokoll. Those with ``.public``
in their name hold the public part alone and exist only where there is another; the ones beside them are
complete."""


KINDS = frozenset({"minutes", "outcomes", "transcript"})
"""Of results."""

KEPT_BYTES = 32 * 2**20
"""Of results, as JSON, that are kept decoded; values take about three times as much."""


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """The latest results of a meeting together: whole, or cut to the public part."""

    transcript: Transcript
    outcomes: Outcomes
    minutes: Minutes
    documents: tuple[str, ...]
    """Names of the documents that who asks may read, sorted."""
    version: str
    """Another one as soon as any of the three is another revision."""


class ResultService:
    """Hands out what processing made."""

    def __init__(self, database: Database, storage: Storage) -> None:
        self._database = database
        self._storage = storage
        self._decoded: LRUCache[_Version, _Decoded] = LRUCache(KEPT_BYTES, getsizeof=lambda kept: kept.size)

    async def latest(self, meeting_id: str) -> Results:
        """Return all results of a meeting.

        Raises:
            MeetingNotFound: no meeting has the id.
            ForbiddenError: who asks may read nothing of it.
            NotReady: one of them is missing.
        """
        async with self._database.together(), self._database.session() as session:
            key, sight = await _see(session, meeting_id)
            given = {"meeting": key, "public": not sight.nonpublic}
            found = {kind: (key, stamp) for kind, key, stamp in await session.execute(_LATEST, given)}
            if not found.keys() >= KINDS:
                raise NotReady
            if sight.nonpublic:
                note_nonpublic(session, key, sight)
            return Results(
                transcript=await self._decode(session, found["transcript"], Transcript),
                outcomes=await self._decode(session, found["outcomes"], Outcomes),
                minutes=await self._decode(session, found["minutes"], Minutes),
                documents=await self.documents(meeting_id),
                version=" ".join(f"{key} {stamp}" for key, stamp in map(found.__getitem__, sorted(KINDS))),
            )

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
            file, meeting = t.MeetingFile, t.Meeting
            wanted = (
                select(file, t.Organization.name, meeting.number, meeting.date)
                .join(meeting, meeting.id == file.meeting_id)
                .join(t.Organization, t.Organization.id == meeting.organization_id)
                .where(file.meeting_id == key, _visible(file.public, sight))
            )
            found = (await session.execute(wanted.where(file.name == name))).first()
            if found is None and not sight.nonpublic:
                found = (await session.execute(wanted.where(file.name == public_name(name)))).first()
            if found is not None and not found[0].public:
                note_nonpublic(session, key, sight)
        if name in HIDDEN or (found is None and name not in DOCUMENTS):
            raise DocumentNotFound(name=name)
        if found is None:
            raise NotReady
        row, organization, number, date = found
        return Document(
            name=name,
            organization=organization,
            number=number,
            date=date.isoformat() if date else None,
            mime=row.mime,
            data=await asyncio.to_thread(self._storage.get, row.sha256),
            etag=row.sha256[:32],
        )

    async def _latest(self, meeting_id: str, kind: str, shape: type[T]) -> T:
        async with self._database.session() as session:
            key, sight = await _see(session, meeting_id)
            given = {"meeting": key, "public": not sight.nonpublic}
            found = (await session.execute(_LATEST_OF_KIND, given | {"kind": kind})).first()
            if found is None:
                raise NotReady
            if sight.nonpublic:
                note_nonpublic(session, key, sight)
            return await self._decode(session, (found[0], found[1]), shape)

    async def _decode(self, session: AsyncSession, version: _Version, shape: type[T]) -> T:
        """Return the value of a row that was just found, in this very version.

        The row of the public part is written over when the border moves; what was made of it before must
        never be seen again.
        """
        decoded = self._decoded.get(version)
        if decoded is None:
            row = t.ResultDocument
            text = await session.scalar(select(cast(row.data, Text)).where(row.id == version[0]))
            if text is None:  # deleted this very moment
                raise NotReady
            decoded = _Decoded(value=msgspec.json.decode(text, type=shape), size=len(text))
            if decoded.size <= KEPT_BYTES:
                self._decoded[version] = decoded
        value: T = decoded.value
        return value


_Version: TypeAlias = tuple[UUID, str]
"""A row, and the transaction that wrote it last (PostgreSQL's ``xmin``)."""

_STAMP = literal_column("CAST(result_document.xmin AS text)", Text)

_LATEST = (
    select(t.ResultDocument.kind, t.ResultDocument.id, _STAMP)
    .distinct(t.ResultDocument.kind)
    .where(
        t.ResultDocument.meeting_id == bindparam("meeting"), t.ResultDocument.public == bindparam("public")
    )
    .order_by(t.ResultDocument.kind, t.ResultDocument.revision.desc())
)
"""The latest row of each kind."""

_LATEST_OF_KIND = (
    select(t.ResultDocument.id, _STAMP)
    .where(
        t.ResultDocument.meeting_id == bindparam("meeting"),
        t.ResultDocument.public == bindparam("public"),
        t.ResultDocument.kind == bindparam("kind"),
    )
    .order_by(t.ResultDocument.revision.desc())
    .limit(1)
)


class _Decoded(msgspec.Struct, frozen=True, kw_only=True):
    value: Any
    size: int
    """Characters of its JSON."""


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
