"""Writing a move down: the state, the standing of the edition, the meeting, the step, the log."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

import msgspec
from sqlalchemy import func, select, update

from app.access import current_principal
from app.db import tables as t
from app.db.audit import record
from app.services.editions.freezing import MIMES, TEMPLATE, TEMPLATE_STAGE, Made, Sheet, presented
from app.services.editions.views import MoveWish
from app.services.oparl import keep_objects
from minutes.lifecycle import Slot, after, manifest, sha256

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.services.confirmations import ReviewShare
    from app.services.editions.standing import Found
    from minutes.lifecycle import MoveName, State
    from minutes.render import OwnTemplate
    from minutes.types import Minutes, MinutesKind

ACTIONS = {
    "send": "minutes.sent",
    "approve": "minutes.approved",
    "object": "minutes.objected",
    "publish": "meeting.published",
    "unpublish": "meeting.unpublished",
    "correct": "minutes.corrected",
}
"""What the log calls a move; all others are ``minutes.moved``."""


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """A move with everything it brings."""

    wish: MoveWish
    number: int | None = None
    """Of the edition that is made."""
    kind: str = ""
    documents: tuple[Made, ...] = ()
    template: bytes | None = None
    """Of Word, in which they were printed; None: the standard one."""
    slots: tuple[Slot, ...] = ()
    state: str | None = None
    """Code of the law."""
    missing: tuple[str, ...] = ()
    """Required fields that are not there, and have a reason."""
    mailed: int | None = None


def freeze(
    minutes: Minutes,
    public: Minutes | None,
    kind: MinutesKind,
    *,
    number: int,
    corrects: int | None,
    reason: str,
    changes: int | None,
    reviewer: str,
    review: ReviewShare | None,
    titles: Collection[str],
    own: OwnTemplate | None = None,
) -> tuple[Made, ...]:
    """Make the documents that are laid before those who sign; takes a second or two."""
    sheet = Sheet(
        number=number,
        day=t.now().strftime("%d.%m.%Y"),
        corrects=corrects,
        reason=reason,
        changes=changes,
        reviewers=(reviewer,) if reviewer else (),
        review=review,
    )
    return presented(minutes, public, kind, sheet, titles, own=own)


async def record_move(session: AsyncSession, found: Found, deed: Deed) -> None:
    """Write a move that the table allowed, in a transaction of the system that holds the meeting."""
    wish, life, standing = deed.wish, found.life, found.standing
    details: dict[str, Any] = {}
    target = after(
        wish.move,
        cast("State", life.state),
        approved=standing is not None and standing.approved_at is not None,
        sent=standing is not None and standing.sent_at is not None,
        resumes=cast("State | None", life.resumes),
    )
    if wish.reason.strip():
        details["reason"] = wish.reason.strip()
    number = life.edition
    effect = EFFECTS.get(wish.move)
    if effect is not None:
        details |= await effect(session, found, deed)
    if wish.move == "present":
        number = life.edition
    record(
        session,
        ACTIONS.get(wish.move, "minutes.moved"),
        meeting=found.key,
        move=wish.move,
        state=target,
        edition=number,
    )
    await enter_step(session, found, wish.move, target, details, edition=number)


async def enter_step(
    session: AsyncSession,
    found: Found,
    move: MoveName,
    target: State,
    details: dict[str, Any],
    *,
    edition: int | None = None,
) -> None:
    """Set the state and write the step down."""
    life, who, row = found.life, current_principal(), t.MinutesStep
    last = await session.scalar(select(func.max(row.seq)).where(row.meeting_id == found.key))
    session.add(
        row(
            meeting_id=found.key,
            seq=(last or 0) + 1,
            at=t.now(),
            move=move,
            before=life.state,
            after=target,
            edition=edition if edition is not None else life.edition,
            account_id=who.account,
            account_name=who.name,
            details=details,
        )
    )
    life.state = target
    if target == "signed" and move == "sign":
        life.corrects, life.resumes = None, None
    life.revision += 1
    if not found.known:
        session.add(life)
    await session.flush()


def add_documents(
    session: AsyncSession, edition: UUID, meeting: UUID, stage: str, made: Iterable[Made]
) -> None:
    """Enter documents of an edition."""
    session.add_all(
        t.EditionDocument(
            edition_id=edition,
            meeting_id=meeting,
            public=one.public,
            stage=stage,
            name=one.name,
            mime=MIMES[one.name],
            sha256=one.sha256,
            content=one.data,
        )
        for one in made
    )


async def _present(session: AsyncSession, found: Found, deed: Deed) -> dict[str, Any]:
    assert deed.number is not None, found.key
    key, life, who = uuid4(), found.life, current_principal()
    text = manifest(
        edition=str(key),
        meeting=str(found.key),
        number=deed.number,
        corrects=life.corrects,
        files={one.key: one.sha256 for one in deed.documents}
        | ({f"{TEMPLATE_STAGE}/{TEMPLATE}": sha256(deed.template)} if deed.template else {}),
    )
    session.add(
        t.MinutesEdition(
            id=key,
            meeting_id=found.key,
            number=deed.number,
            kind=deed.kind,
            corrects=life.corrects,
            state=deed.state,
            manifest=text.decode(),
            sha256=sha256(text),
            slots=msgspec.to_builtins(deed.slots),
            made_at=t.now(),
            made_by=who.account,
            made_by_name=who.name,
        )
    )
    await session.flush()
    session.add(t.EditionStanding(edition_id=key, meeting_id=found.key))
    add_documents(session, key, found.key, "presented", deed.documents)
    if deed.template is not None:
        session.add(
            t.EditionDocument(
                edition_id=key,
                meeting_id=found.key,
                public=False,
                stage=TEMPLATE_STAGE,
                name=TEMPLATE,
                mime=MIMES["minutes.docx"],
                sha256=sha256(deed.template),
                content=deed.template,
            )
        )
    life.edition = deed.number
    record(session, "edition.made", meeting=found.key, edition=deed.number, sha256=sha256(text))
    return {"missing": ", ".join(deed.missing)} if deed.missing else {}


async def _reopen(session: AsyncSession, found: Found, deed: Deed) -> dict[str, Any]:
    del session, deed
    _stamp(found.standing, "discarded_at")
    found.life.edition = None
    return {}


async def _send(session: AsyncSession, found: Found, deed: Deed) -> dict[str, Any]:
    del session
    _stamp(found.standing, "sent_at")
    meeting = found.meeting
    if meeting.released_at is None:
        meeting.released_at, meeting.released_by = t.now(), current_principal().account
    return {"mailed": deed.mailed}


async def _approve(session: AsyncSession, found: Found, deed: Deed) -> dict[str, Any]:
    del session
    day = deed.wish.date
    assert day is not None, found.key  # the table asked for it
    moment = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
    if found.standing is not None:
        found.standing.approved_at = moment
    found.meeting.approved_at = moment
    return _later_meeting(deed)


async def _object(session: AsyncSession, found: Found, deed: Deed) -> dict[str, Any]:
    del session, found
    return {**_later_meeting(deed), "text": deed.wish.text.strip()}


async def _publish(session: AsyncSession, found: Found, deed: Deed) -> dict[str, Any]:
    del deed
    _stamp(found.standing, "published_at")
    found.meeting.published_at = t.now()
    await keep_objects(session, found.key)
    return {}


async def _unpublish(session: AsyncSession, found: Found, deed: Deed) -> dict[str, Any]:
    del deed
    row = t.EditionStanding
    found.meeting.published_at = None
    await session.execute(update(row).where(row.meeting_id == found.key).values(published_at=None))
    return {}


async def _correct(session: AsyncSession, found: Found, deed: Deed) -> dict[str, Any]:
    del session, deed
    life = found.life
    life.corrects, life.resumes, life.edition = life.edition, life.state, None
    return {}


async def _abandon(session: AsyncSession, found: Found, deed: Deed) -> dict[str, Any]:
    del session, deed
    life = found.life
    life.edition, life.corrects, life.resumes = life.corrects, None, None
    return {}


EFFECTS: dict[str, Callable[[AsyncSession, Found, Deed], Awaitable[dict[str, Any]]]] = {
    "present": _present,
    "reopen": _reopen,
    "send": _send,
    "approve": _approve,
    "object": _object,
    "publish": _publish,
    "unpublish": _unpublish,
    "correct": _correct,
    "abandon": _abandon,
}
"""What a move changes besides the state; returns what the step tells. The others only change the state."""


def _later_meeting(deed: Deed) -> dict[str, Any]:
    return {"date": str(deed.wish.date), "meeting": deed.wish.meeting.strip()}


def _stamp(standing: t.EditionStanding | None, column: str) -> None:
    if standing is not None:
        setattr(standing, column, t.now())
