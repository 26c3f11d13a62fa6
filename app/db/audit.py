"""The audit log: entries in the transaction of what they record, chained by hashes, verified as a whole.

The hash of an entry is the SHA-256 of its canonical JSON (RFC 8785), which holds the hash of the entry
before. What stands where, and how PostgreSQL guards it, is told in
:mod:`app.db.migrations.audit_functions`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
import rfc8785
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from app.access import Principal, current_principal
from app.db.migrations.audit_functions import GENESIS
from app.db.tables.meetings import Meeting
from app.db.tables.records import AuditEntry

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

__all__ = ("ACTIONS", "GENESIS", "Broken", "Head", "canonical", "head_of", "record", "verify_chain")

ACTIONS = frozenset(
    {
        "account.changed",
        "account.created",
        "account.locked",
        "account.unlocked",
        "backup.made",
        "backup.restored",
        "body.changed",
        "body.created",
        "deletion.done",
        "draft.released",
        "draft.withdrawn",
        "edition.made",
        "glossary.changed",
        "grant.given",
        "grant.taken",
        "hold.lifted",
        "hold.placed",
        "link.given",
        "link.revoked",
        "log.exported",
        "login.failed",
        "login.succeeded",
        "logout",
        "meeting.changed",
        "meeting.created",
        "meeting.deleted",
        "meeting.published",
        "meeting.unpublished",
        "minutes.approved",
        "minutes.changed",
        "transcript.changed",
        "transcript.muted",
        "minutes.corrected",
        "minutes.moved",
        "minutes.objected",
        "minutes.sent",
        "minutes.signed",
        "nonpublic.read",
        "password.changed",
        "processing.started",
        "recording.added",
        "recording.changed",
        "retention.applied",
        "retention.changed",
        "second-factor.changed",
        "session.ended",
        "storage.repaired",
        "template.changed",
        "token.created",
        "token.revoked",
    }
)
"""Stable names; docs/records.md says when each is written."""

SYSTEM = "system"
"""Who acted where nobody asked."""

_PENDING = "audit"
_NEXT = text("SELECT seq, at, previous FROM audit_next()")
_APPEND = text("SELECT audit_append(:entry)")

Detail = str | int | bool | None
"""What details may hold; floats and nested things have no place in a log."""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The last entry, to be kept elsewhere: with it a log that was cut off is found out."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


class Broken(msgspec.Struct, frozen=True, kw_only=True):
    """The first entry that is not as it was written."""

    seq: int
    reason: str
    """``hash``, ``previous``, ``gap``, ``order``, ``missing`` or ``head``."""


class _Pending(msgspec.Struct, frozen=True):
    actor_id: str | None
    actor: str
    action: str
    body: str | None
    meeting: str | None
    details: dict[str, Detail]


def record(
    session: AsyncSession | Session,
    action: str,
    *,
    body: UUID | str | None = None,
    meeting: UUID | str | None = None,
    actor: Principal | None = None,
    **details: Detail | UUID,
) -> None:
    """Write an entry in the transaction of ``session``: it stands exactly when what it records does.

    The entry itself is written right before the commit, so that the lock of the log is the last one taken
    and is held for milliseconds only.

    Args:
        session: whose transaction it is.
        action: one of :data:`ACTIONS`.
        body: the municipality; where it is left out, that of the meeting, else the installation.
        meeting: the meeting.
        actor: who did it; the current principal where left out.
        details: ids, numbers, names of roles and rules; never content or names of people.
    """
    if action not in ACTIONS:
        raise ValueError(action)
    who = actor or current_principal()
    entry = _Pending(
        actor_id=str(who.account) if who.account else None,
        actor=who.name or ("link" if who.link else SYSTEM),
        action=action,
        body=str(body) if body else None,
        meeting=str(meeting) if meeting else None,
        details={
            **({"link": str(who.link)} if who.link else {}),
            **{key: str(value) if isinstance(value, UUID) else value for key, value in details.items()},
        },
    )
    sync = session if isinstance(session, Session) else session.sync_session
    sync.info.setdefault(_PENDING, []).append(entry)


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    pending: list[_Pending] = session.info.get(_PENDING, [])
    if not pending or session.in_nested_transaction():
        return
    session.flush()
    bodies = [entry.body or _body_of(session, entry.meeting) for entry in pending]
    for entry, body in zip(pending, bodies, strict=True):
        seq, at, previous = session.execute(_NEXT).one()
        values = {
            **msgspec.structs.asdict(entry),
            "body": body,
            "seq": seq,
            "at": _stamp(at),
            "previous": previous,
        }
        session.execute(_APPEND, {"entry": rfc8785.dumps(values).decode()})
    session.info[_PENDING] = []


def _body_of(session: Session, meeting: str | None) -> str | None:
    """Return the municipality of a meeting, where whoever records did not say it."""
    if meeting is None:
        return None
    found = session.scalar(select(Meeting.body_id).where(Meeting.id == UUID(meeting)))
    return str(found) if found else None


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_PENDING, None)


def canonical(entry: AuditEntry) -> bytes:
    """Return what the hash of a kept entry is made of."""
    return rfc8785.dumps(
        {
            "seq": entry.seq,
            "at": _stamp(entry.at),
            "actor_id": str(entry.actor_id) if entry.actor_id else None,
            "actor": entry.actor,
            "action": entry.action,
            "body": str(entry.body_id) if entry.body_id else None,
            "meeting": str(entry.meeting_id) if entry.meeting_id else None,
            "details": entry.details,
            "previous": entry.previous_hash,
        }
    )


def head_of(session: Session) -> Head:
    """Return the last entry; number 0 where there is none."""
    row = session.execute(
        select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)
    ).first()
    return Head(seq=row[0], hash=row[1]) if row else Head(seq=0, hash=GENESIS)


def verify_chain(session: Session, head: Head | None = None) -> tuple[int, Broken | None]:
    """Read the whole log; return how many entries were good, and the first that is not.

    Args:
        session: may read every entry.
        head: of the log, as it was printed earlier and kept elsewhere.
    """
    rows = session.scalars(
        select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=1000, stream_results=True)
    )
    try:
        count, broken = check_entries(rows)
    finally:
        rows.close()
    if broken is None and head is not None and head.seq > 0:
        found = session.scalar(select(AuditEntry.hash).where(AuditEntry.seq == head.seq))
        if found is None:
            return count, Broken(seq=count + 1, reason="missing")
        if found != head.hash:
            return count, Broken(seq=head.seq, reason="head")
    return count, broken


def check_entries(entries: Iterable[AuditEntry]) -> tuple[int, Broken | None]:
    """Go along the chain from its beginning."""
    count, previous, last = 0, GENESIS, None
    for entry in entries:
        reason = next(_faults(entry, count, previous, last), None)
        if reason is not None:
            return count, Broken(seq=entry.seq, reason=reason)
        count, previous, last = entry.seq, entry.hash, entry.at
    return count, None


def _faults(entry: AuditEntry, count: int, previous: str, last: dt.datetime | None) -> Iterator[str]:
    if entry.seq != count + 1:
        yield "gap"
    if entry.previous_hash != previous:
        yield "previous"
    if hashlib.sha256(canonical(entry)).hexdigest() != entry.hash:
        yield "hash"
    if last is not None and entry.at < last:
        yield "order"


def _stamp(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def as_fields(entry: AuditEntry) -> Mapping[str, Any]:
    """Return a kept entry as plain values, for an export that anybody can verify."""
    fields: dict[str, Any] = msgspec.json.decode(canonical(entry))
    return {**fields, "hash": entry.hash}
