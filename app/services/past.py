"""Taking minutes of the past into the archive: each document one transaction, none twice.

An imported meeting is one like the others, with minutes and without sound: its rights, its search and its
pages are those of all. The document itself is kept with it. What was not understood is reported, not guessed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
from sqlalchemy import func, select

from app.access import Principal
from app.db import tables as t
from app.db.audit import record
from app.jobs.keeping import add_revision, keep_files, keep_public_cut
from app.search.fold import fold
from app.services.errors import PastPlaceUnknown
from minutes.past import Note, read_lines, read_past
from minutes.render.phrases import CLOSED_TITLE
from minutes.types import Minutes, Outcomes, Transcript
from minutes.types.minutes import MinutesItem
from models.errors import ProtokollantError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db import BlockingDatabase
    from app.storage import BlobStorage

ORIGINAL = "original"
"""Name, without its ending, of the document that a meeting was made of."""

NO_MODELS = "none"
"""In place of a profile of speech models; the page tells by it that there never was a recording."""

State = Literal["imported", "known", "refused"]


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a document."""

    file: str
    state: State
    meeting: str | None = None
    """Id."""
    items: int = 0
    decisions: int = 0
    results: int = 0
    notes: tuple[Note, ...] = ()
    error: str | None = None
    """Code of why it was refused."""
    reason: str | None = None
    """German."""


class PastImport:
    """Takes documents in.

    Args:
        database: written as the system, for somebody who runs the installation.
        storage: where the documents are kept.
        body: name of the municipality.
        organization: name of the council; None: what each document says.
        release: whether members may read at once; else secretaries alone.
    """

    def __init__(
        self,
        database: BlockingDatabase,
        storage: BlobStorage,
        *,
        body: str,
        organization: str | None = None,
        release: bool = False,
    ) -> None:
        self._database, self._storage = database, storage
        self._body, self._organization, self._release = body, organization, release

    def take(self, paths: Iterable[Path]) -> Iterator[Taken]:
        """Take each document in and yield what became of it."""
        for path in paths:
            try:
                yield self._take(path)
            except ProtokollantError as error:
                yield Taken(file=str(path), state="refused", error=error.code, reason=error.text("de"))

    def _take(self, path: Path) -> Taken:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        with self._database.session() as session:
            known = _known(session, sha256)
        if known is not None:
            return Taken(file=str(path), state="known", meeting=str(known))
        past = read_past(read_lines(path), source=path.name)
        head = past.minutes.head
        blob = self._storage.put_file(path)
        with self._database.session() as session:
            body, council = self._place(session, self._organization or head.organization)
            meeting = t.Meeting(
                body_id=body,
                organization_id=council,
                number=head.number,
                date=dt.date.fromisoformat(head.date) if head.date else None,
                start=head.begin.value,
                place=head.place,
                language="de",
                profile=NO_MODELS,
                glossary=[],
                public=any(item.public for item in past.minutes.items),
                released_at=t.now() if self._release else None,
            )
            session.add(meeting)
            session.flush()
            _enter(session, meeting.id, past.minutes)
            keep_files(session, meeting.id, {f"{ORIGINAL}{path.suffix.lower()}": blob})
            record(session, "meeting.created", meeting=meeting.id, actor=Principal(name="Import"))
        items = past.minutes.items
        return Taken(
            file=str(path),
            state="imported",
            meeting=str(meeting.id),
            items=len(items),
            decisions=sum(len(item.decisions) for item in items),
            results=sum(len(item.votes) for item in items),
            notes=past.notes,
        )

    def _place(self, session: Session, organization: str | None) -> tuple[UUID, UUID]:
        """Return the keys of municipality and council; a council of a known municipality may be new."""
        body = session.scalar(select(t.Body.id).where(func.lower(t.Body.name) == self._body.strip().lower()))
        if body is None:
            raise PastPlaceUnknown(what=self._body)
        if organization is None:
            raise PastPlaceUnknown(what="?")
        councils = session.execute(
            select(t.Organization.id, t.Organization.name).where(t.Organization.body_id == body)
        )
        for key, name in councils:
            if fold(name or "") == fold(organization):
                return body, key
        if self._organization is None:
            raise PastPlaceUnknown(what=organization)
        made = t.Organization(body_id=body, name=organization)
        session.add(made)
        session.flush()
        return body, made.id


def _known(session: Session, sha256: str) -> UUID | None:
    row = t.MeetingFile
    found: UUID | None = session.scalar(
        select(row.meeting_id).where(row.sha256 == sha256, row.name.startswith(f"{ORIGINAL}.")).limit(1)
    )
    return found


def _enter(session: Session, meeting: UUID, minutes: Minutes) -> None:
    seen: set[str] = set()
    for position, item in enumerate(minutes.items):
        number = item.number if item.number not in seen else f"{item.number} ({position + 1})"
        seen.add(number)
        session.add(
            t.AgendaItem(
                meeting_id=meeting,
                position=position,
                number=number,
                title=item.title,
                paper=item.paper,
                public=item.public,
            )
        )
    session.flush()
    nothing = Transcript(speakers=(), utterances=())
    public = public_part(minutes)
    found = Outcomes()
    for kind, whole, cut in (
        ("transcript", nothing, nothing),
        ("outcomes", found, found),
        ("minutes", minutes, public),
    ):
        add_revision(session, meeting, kind, whole)
        session.flush()
        keep_public_cut(session, meeting, kind, cut if public is not None else None)


def public_part(minutes: Minutes) -> Minutes | None:
    """Return what is public of minutes whose items are public or not as a whole; None: nothing is."""
    if not any(item.public for item in minutes.items):
        return None
    return msgspec.structs.replace(
        minutes,
        items=tuple(
            item if item.public else MinutesItem(number=item.number, title=CLOSED_TITLE, public=False)
            for item in minutes.items
        ),
    )
