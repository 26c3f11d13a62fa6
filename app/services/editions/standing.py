"""What is true of a meeting's minutes right now: read once, judged by the table, shown by the views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec
from sqlalchemy import exists, select

from app.access import Permission
from app.db import tables as t
from app.services.errors import NotReady
from app.services.lookup import BUSY
from minutes.lifecycle import Actor, Facts, Law, Slot, law_of
from minutes.profiles import Missing, UnknownStateError, find_profile, missing_fields
from minutes.types import Minutes

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.services.confirmations import ReviewShare
    from app.services.results import ResultService
    from app.services.sight import Sight
    from minutes.profiles import Profile

BEFORE_SIGNING = frozenset({"draft", "in-review"})
"""States in which what nobody has confirmed can still be."""


class Confirmations(Protocol):
    """Knows what people have confirmed of a draft."""

    async def unconfirmed(self, session: AsyncSession, key: UUID, minutes: Minutes) -> int:
        """Return how many votes and decisions of a meeting's minutes nobody has confirmed."""

    async def share(self, meeting_id: str) -> ReviewShare:
        """Return how far the review is."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting with the life of its minutes, as the rows tell it."""

    key: UUID
    meeting: t.Meeting
    life: t.MinutesLife
    """A new one, not entered, where nobody has moved the minutes yet."""
    known: bool
    """Whether ``life`` has a row."""
    state: str | None
    """Code of the law that holds."""
    edition: t.MinutesEdition | None
    """The one that the state speaks of."""
    standing: t.EditionStanding | None
    signatures: tuple[t.EditionSignature, ...] = ()
    """Under it."""

    @property
    def law(self) -> Law:
        """What follows the signatures."""
        return law_of(self.state)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Signatures that the edition asks for."""
        return msgspec.convert(self.edition.slots, tuple[Slot, ...]) if self.edition else ()

    @property
    def signed_slots(self) -> frozenset[int]:
        """Numbers of those that were given."""
        return frozenset(one.slot for one in self.signatures)


class Drafted(msgspec.Struct, frozen=True, kw_only=True):
    """The minutes as they would be frozen now."""

    minutes: Minutes | None = None
    missing: tuple[Missing, ...] = ()
    current: bool = True
    """The documents show every change of people."""
    changes: int | None = None
    """That people made."""
    public: Minutes | None = None
    """The public cut."""
    idle: bool = True

    @property
    def part_known(self) -> bool:
        """Whether it is known what the public may see; also that it may see nothing."""
        if self.minutes is None:
            return False
        return self.public is not None or not any(item.public for item in self.minutes.items)


def actors_of(sight: Sight) -> frozenset[Actor]:
    """Return as whom somebody acts in a meeting, by the permissions held there."""
    rights, found = sight.rights, set[Actor]()
    if Permission.MEETING_EDIT in rights:
        found.add("secretary")
    if Permission.MEETING_APPROVE in rights:
        found.add("chair")
    if not found and {Permission.MEETING_READ, Permission.NONPUBLIC_READ} <= rights:
        found.add("member")
    return frozenset(found)


async def find_life(session: AsyncSession, key: UUID, *, lock: bool = False) -> Found:
    """Return where the minutes of a meeting stand, as the session sees it."""
    meeting = await session.get_one(t.Meeting, key, with_for_update=lock or None, populate_existing=lock)
    town = None
    if meeting.state is None:
        town = await session.scalar(select(t.Body.state).where(t.Body.id == meeting.body_id))
    life = await session.get(t.MinutesLife, key, populate_existing=lock)
    known = life is not None
    if life is None:
        life = t.MinutesLife(
            meeting_id=key, state="draft", edition=None, corrects=None, resumes=None, revision=0
        )
    edition = standing = None
    signatures: tuple[t.EditionSignature, ...] = ()
    if life.edition is not None:
        row = t.MinutesEdition
        edition = await session.scalar(select(row).where(row.meeting_id == key, row.number == life.edition))
    if edition is not None:
        standing = await session.get(t.EditionStanding, edition.id)
        mine = t.EditionSignature
        signatures = tuple(
            await session.scalars(select(mine).where(mine.edition_id == edition.id).order_by(mine.slot))
        )
    return Found(
        key=key,
        meeting=meeting,
        life=life,
        known=known,
        state=meeting.state or town,
        edition=edition,
        standing=standing,
        signatures=signatures,
    )


async def find_draft(session: AsyncSession, found: Found, results: ResultService) -> Drafted:
    """Return the minutes as they would be frozen now, read on behalf of who asks.

    They follow the law that holds now, also where the draft was made under another.
    """
    key = found.key
    idle = await session.scalar(select(t.Processing.state).where(t.Processing.meeting_id == key)) not in BUSY
    try:
        minutes = msgspec.structs.replace(await results.minutes(str(key)), state=found.state)
    except NotReady:
        return Drafted(idle=idle)
    work = await session.get(t.MinutesWork, key)
    row = t.ResultDocument
    cut = await session.scalar(
        select(row.data)
        .where(row.meeting_id == key, row.kind == "minutes", row.public)
        .order_by(row.revision.desc())
        .limit(1)
    )
    profile = profile_of(minutes.state)
    return Drafted(
        minutes=minutes,
        missing=missing_fields(minutes, profile) if profile else (),
        current=work is None or work.printed_seq == work.seq,
        changes=work.seq if work is not None else 0,
        public=msgspec.convert({**cut, "state": found.state}, Minutes) if cut is not None else None,
        idle=idle,
    )


async def facts_of(
    session: AsyncSession, found: Found, draft: Drafted | None, confirmations: Confirmations | None = None
) -> Facts:
    """Return what the table asks for, apart from what a wish brings."""
    unconfirmed = None
    open_ = found.life.state in BEFORE_SIGNING
    if confirmations is not None and open_ and draft is not None and draft.minutes is not None:
        unconfirmed = await confirmations.unconfirmed(session, found.key, draft.minutes)
    documents = t.EditionDocument
    frozen_public = found.edition is not None and bool(
        await session.scalar(
            select(exists().where(documents.edition_id == found.edition.id, documents.public))
        )
    )
    return Facts(
        draft=draft is not None and draft.minutes is not None,
        idle=draft is None or draft.idle,
        documents_current=draft is None or draft.current,
        missing_fields=len(draft.missing) if draft else 0,
        unconfirmed_votes=unconfirmed,
        public_part=draft.part_known if draft is not None and found.edition is None else frozen_public,
        correction=found.life.corrects is not None,
        published=found.meeting.published_at is not None,
    )


def profile_of(state: str | None) -> Profile | None:
    """Return the profile of a state; None without one, or where its law is known no longer."""
    try:
        return find_profile(state) if state else None
    except UnknownStateError:
        return None
