"""Entering a signature; with the last one the edition is signed and its documents say by whom."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from app.access import current_principal
from app.db import tables as t
from app.db.audit import record
from app.services.editions.deeds import add_documents, enter_step
from app.services.editions.freezing import JSON, TEMPLATE_STAGE, Made, signed
from app.services.editions.signature_files import MIMES
from minutes.lifecycle import after, open_slots, sha256
from minutes.render import OwnTemplate

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.services.editions.standing import Found


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """A signature that was given."""

    slot: int
    name: str
    method: str
    filename: str | None = None
    data: bytes | None = None


async def add_signature(session: AsyncSession, found: Found, given: Signed) -> None:
    """Enter a signature under the edition that waits, in a transaction that holds the meeting."""
    edition, standing = found.edition, found.standing
    assert edition is not None, found.key
    assert standing is not None, found.key
    slot = next(one for one in found.slots if one.number == given.slot)
    who = current_principal()
    row = t.EditionSignature(
        edition_id=edition.id,
        meeting_id=found.key,
        slot=slot.number,
        role=slot.role,
        name=given.name,
        method=given.method,
        account_id=who.account,
        account_name=who.name,
        edition_sha256=edition.sha256,
        at=t.now(),
        file_name=given.filename,
        file_sha256=sha256(given.data) if given.data is not None else None,
    )
    session.add(row)
    if given.data is not None:
        name = f"{slot.number + 1}-{_safe(given.filename or 'signature')}"
        session.add(
            t.EditionDocument(
                edition_id=edition.id,
                meeting_id=found.key,
                public=False,
                stage="signature",
                name=name,
                mime=MIMES[given.method],
                sha256=sha256(given.data),
                content=given.data,
            )
        )
    complete = not open_slots(found.slots, found.signed_slots | {slot.number})
    if complete:
        await _complete(session, found, (*found.signatures, row))
        standing.signed_at = t.now()
    record(
        session,
        "minutes.signed",
        meeting=found.key,
        edition=edition.number,
        slot=slot.number,
        method=given.method,
        sha256=edition.sha256,
    )
    await enter_step(
        session,
        found,
        "sign",
        after("sign", "ready", complete=complete),
        {"role": slot.role, "name": given.name, "method": given.method},
    )


async def _complete(session: AsyncSession, found: Found, signatures: tuple[t.EditionSignature, ...]) -> None:
    edition = found.edition
    assert edition is not None, found.key
    row = t.EditionDocument
    rows = await session.execute(
        select(row.public, row.content).where(
            row.edition_id == edition.id, row.stage == "presented", row.name == JSON
        )
    )
    sources = [(public, content) for public, content in rows]
    told = [
        (one.role, one.name, one.at.strftime("%d.%m.%Y, %H:%M Uhr (UTC)"), one.method)
        for one in sorted(signatures, key=lambda one: one.slot)
    ]
    made: tuple[Made, ...] = await asyncio.to_thread(
        signed,
        sources,
        edition.kind,  # type: ignore[arg-type]  # one of them when it was kept
        edition_sha256=edition.sha256,
        signatures=told,
        own=await _template_of(session, edition),
    )
    add_documents(session, edition.id, found.key, "signed", made)


async def _template_of(session: AsyncSession, edition: t.MinutesEdition) -> OwnTemplate | None:
    """Return the template in which an edition was laid before those who sign, whatever is in force now."""
    row = t.EditionDocument
    content = await session.scalar(
        select(row.content).where(row.edition_id == edition.id, row.stage == TEMPLATE_STAGE)
    )
    return (
        None if content is None else msgspec.convert({"file": content, "kinds": [edition.kind]}, OwnTemplate)
    )


def _safe(name: str) -> str:
    kept = "".join(one if one.isalnum() or one in "._-" else "-" for one in name)
    return kept.lstrip(".")[-80:] or "signature"
