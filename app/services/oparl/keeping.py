"""Keeps the objects of OParl as published editions tell them.

What is published comes in with the publication itself; what was published before there was this interface,
or while a process died, is found at the next look. What goes is taken out by triggers
(:mod:`app.db.migrations.oparl_functions`).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import exists, select

from app.db import tables as t
from app.services.oparl.facts import FileFacts, packed
from app.services.oparl.gather import Source, gather
from app.services.shaping import title_of
from minutes.types import Minutes

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database

JSON = "minutes.json"
PDF = "minutes.pdf"
NAMES = {JSON: "Niederschrift als Daten", "minutes.akn.xml": "Niederschrift als Akoma Ntoso"}

AT_ONCE = 20
"""Meetings in one look."""


class OParlKeeper:
    """Looks for publications that are not among the objects yet."""

    def __init__(self, system: Database) -> None:
        self._system = system

    async def look(self) -> int:
        """Take in what is missing; returns how many meetings that was."""
        async with self._system.session() as session:
            waiting = list(await session.scalars(_waiting()))
        for meeting in waiting:
            async with self._system.session() as session:
                if await session.scalar(
                    select(t.Meeting.id).where(t.Meeting.id == meeting).with_for_update(skip_locked=True)
                ):
                    await keep_objects(session, meeting)
        return len(waiting)


def _waiting() -> Select[tuple[UUID]]:
    """Return the statement for published meetings whose current edition no object names."""
    edition, standing, meeting, kept = t.MinutesEdition, t.EditionStanding, t.Meeting, t.OParlObject
    current = _current(meeting.id).correlate(meeting).scalar_subquery()
    return (
        select(meeting.id)
        .join(edition, edition.meeting_id == meeting.id)
        .join(standing, standing.edition_id == edition.id)
        .where(
            meeting.published_at.is_not(None),
            meeting.public,
            edition.id == current,
            exists().where(t.EditionDocument.edition_id == edition.id, t.EditionDocument.public),
            ~exists().where(kept.id == meeting.id, kept.edition_id == edition.id),
        )
        .order_by(meeting.id)
        .limit(AT_ONCE)
    )


def _current(meeting: object) -> Select[tuple[UUID]]:
    """Return the statement for the id of a meeting's newest published edition."""
    edition, standing = t.MinutesEdition, t.EditionStanding
    return (
        select(edition.id)
        .join(standing, standing.edition_id == edition.id)
        .where(edition.meeting_id == meeting, standing.published_at.is_not(None))
        .order_by(edition.number.desc())
        .limit(1)
    )


async def keep_objects(session: AsyncSession, meeting: UUID) -> None:
    """Keep the objects of a published meeting, in a transaction of the system that holds the meeting.

    What is as it was keeps its times; what the edition tells no longer is gone.
    """
    await session.flush()
    row = await session.get_one(t.Meeting, meeting)
    edition = await session.scalar(_current(meeting))
    if edition is None or row.published_at is None or not row.public:
        return
    source = await _source(session, row, edition)
    if source is None:
        return
    kept = {
        one.id: one
        for one in await session.scalars(select(t.OParlObject).where(t.OParlObject.meeting_id == meeting))
    }
    now, told = t.now(), dict(kept)
    touched: set[UUID | None] = set()
    for one in gather(source):
        facts = packed(one.facts)
        old = kept.pop(one.id, None)
        if old is None:
            session.add(
                t.OParlObject(
                    id=one.id,
                    meeting_id=meeting,
                    kind=one.kind,
                    body_id=row.body_id,
                    organization_id=row.organization_id,
                    parent_id=one.parent,
                    edition_id=edition,
                    day=row.date,
                    created_at=now,
                    modified_at=now,
                    deleted=False,
                    facts=facts,
                )
            )
            continue
        if old.deleted or old.facts != facts or one.kind == "meeting":
            old.modified_at = now
            touched.add(one.parent)
        old.facts, old.edition_id, old.deleted, old.day = facts, edition, False, row.date
    for old in kept.values():
        if not old.deleted:
            old.facts, old.edition_id, old.deleted, old.modified_at = None, None, True, now
            touched.add(old.parent_id)
    for key in touched & told.keys():
        told[key].modified_at = now  # type: ignore[index]  # None is no key of theirs
    await session.flush()


async def _source(session: AsyncSession, row: t.Meeting, edition: UUID) -> Source | None:
    document = t.EditionDocument
    documents = list(
        await session.execute(
            select(document.id, document.stage, document.name, document.mime, document.content).where(
                document.edition_id == edition, document.public, document.stage != "signature"
            )
        )
    )
    data = next((content for _, _, name, _, content in documents if name == JSON), None)
    if data is None:
        return None
    made = await session.get_one(t.MinutesEdition, edition)
    signed = {name for _, stage, name, _, _ in documents if stage == "signed"}
    organization = await session.get_one(t.Organization, row.organization_id)
    body = await session.get_one(t.Body, row.body_id)
    files = {
        key: FileFacts(
            meeting=row.id,
            place=("auxiliary" if name != PDF else ("verbatim" if made.kind == "verbatim" else "results")),
            name=NAMES.get(name, "Niederschrift"),
            filename=f"niederschrift-fassung-{made.number}.{name.removeprefix('minutes.')}",
            mime=mime.partition(";")[0],
            date=made.made_at.date(),
            size=len(content),
            sha1=hashlib.sha1(content, usedforsecurity=False).hexdigest(),
            sha512=hashlib.sha512(content).hexdigest(),
        )
        for key, stage, name, mime, content in documents
        if stage == "signed" or name not in signed
    }
    return Source(
        meeting=row.id,
        organization=row.organization_id,
        body=row.body_id,
        title=title_of(organization.name, row.number, body.name),
        minutes=msgspec.json.decode(data, type=Minutes),
        files=files,
        people=await _people(session, row.id),
    )


async def _people(session: AsyncSession, meeting: UUID) -> dict[str, UUID]:
    """Return ids by name of those on the roster whose name nobody else there has."""
    rows = list(
        await session.execute(
            select(t.Person.name, t.Person.id)
            .join(t.Participant, t.Participant.person_id == t.Person.id)
            .where(t.Participant.meeting_id == meeting)
        )
    )
    often = Counter(name for name, _ in rows)
    return {name: key for name, key in rows if often[name] == 1}
