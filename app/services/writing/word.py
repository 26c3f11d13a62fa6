"""Use-cases of the way to Word and back: the minutes leave, are edited there, and return as differences."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING, Literal
from uuid import UUID

import msgspec
from sqlalchemy import select
from uuid_utils.compat import uuid7

from app.access import Permission, current_principal
from app.db import tables as t
from app.db.templates import read_template_for
from app.services.lookup import see_whole_meeting
from app.services.writing.errors import NotOurDocumentError
from minutes.editing import Loose, Printed, compare
from minutes.render import file_for, read_places, render_for_word, texts_of

if TYPE_CHECKING:
    from app.db import Database
    from app.services.writing.service import WritingService
    from minutes.editing import Path, Returned
    from minutes.types import Minutes, MinutesKind

EDIT = Permission.MEETING_EDIT

LARGEST = 20_000_000
"""Bytes of a document that comes back."""


class WordChange(msgspec.Struct, frozen=True, kw_only=True):
    """A text that came back otherwise than it left."""

    path: tuple[str, ...]
    sent: str
    """As it was printed."""
    back: str | None
    """As it came back; None: it was taken out."""
    now: str | None
    """As it stands in the minutes; None: it is not there any more."""
    state: Literal["new", "moved", "taken"]
    """``new``: nothing else happened to it; ``moved``: it was changed here, too, since it left; ``taken``: it
    stands in the minutes already."""


class WordReview(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a document in Word."""

    sent_at: dt.datetime
    sent_by: str
    changes: tuple[WordChange, ...]
    added: tuple[Loose, ...]
    """Paragraphs written or reworded that belong to no text of the minutes: to be put in their place by
    hand."""


class WordService:
    """Lets minutes leave for Word, and reads what comes back."""

    def __init__(self, database: Database, writing: WritingService) -> None:
        self._database = database
        self._writing = writing

    async def send(self, meeting_id: str, kind: MinutesKind = "course") -> bytes:
        """Return the whole minutes as they stand, for Word; every text in them can be found again.

        Raises:
            MeetingNotFound: no meeting has the id.
            ForbiddenError: who asks may not change them.
            NotReady: there is no draft yet.
            TemplateError: the template of the municipality cannot be filled with these minutes.
        """
        export, who = uuid7(), current_principal()
        async with self._database.together():
            desk = await self._writing.open(meeting_id)
            async with self._database.session() as session:
                key = await see_whole_meeting(session, meeting_id, permission=EDIT)
                template = file_for(await read_template_for(session, key), kind)
                file, printed = await asyncio.to_thread(_render, desk.minutes, kind, export, template)
                session.add(
                    t.WordExport(
                        id=export,
                        meeting_id=key,
                        seq=desk.seq,
                        texts=[[path, text] for path, text in texts_of(desk.minutes).items()],
                        printed=msgspec.to_builtins(printed),
                        account_id=who.account,
                        account_name=who.name,
                    )
                )
                await session.flush()
        return file

    async def receive(self, meeting_id: str, file: bytes) -> WordReview:
        """Return what was changed in a document since it left; nothing is taken over by that.

        Raises:
            MeetingNotFound, ForbiddenError, NotReady: as :meth:`send`.
            NoWordFileError: it is no document of Word.
            NotOurDocumentError: it did not leave from this meeting.
        """
        async with self._database.together(), self._database.session() as session:
            key = await see_whole_meeting(session, meeting_id, permission=EDIT)
            export = (await asyncio.to_thread(read_places, file, ())).export
            row = t.WordExport
            sent = export and await session.scalar(
                select(row).where(row.id == UUID(export), row.meeting_id == key)
            )
            if not sent:
                raise NotOurDocumentError
            texts = {tuple(path): text for path, text in sent.texts}
            found = await asyncio.to_thread(_compare, sent.printed, file, tuple(texts))
            standing = texts_of((await self._writing.open(meeting_id)).minutes)
        changes = [
            WordChange(
                path=one.path,
                sent=one.before,
                back=one.after,
                now=standing.get(one.path),
                state=_state(texts[one.path], one.after, standing.get(one.path)),
            )
            for one in found.changes
        ]
        return WordReview(
            sent_at=sent.created_at, sent_by=sent.account_name, changes=tuple(changes), added=found.added
        )


def _render(
    minutes: Minutes, kind: MinutesKind, export: UUID, template: bytes | None
) -> tuple[bytes, Printed]:
    file = render_for_word(minutes, kind, export=export.hex, template=template)
    return file, read_places(file, texts_of(minutes))


def _compare(printed: dict[str, object], file: bytes, paths: tuple[Path, ...]) -> Returned:
    return compare(msgspec.convert(printed, Printed), read_places(file, paths))


def _state(sent: str, back: str | None, now: str | None) -> Literal["new", "moved", "taken"]:
    if now == back:
        return "taken"
    return "new" if now == sent else "moved"
