"""Use-cases of the OParl interface: the system, objects, lists, contents of files.

Everything is read as the role of the portal, whoever asks: what it cannot see is not there.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, cast

import msgspec
from sqlalchemy import func, select

from app.db import tables as t
from app.db.mapping import parse_id
from app.services.oparl import entries
from app.services.oparl.addresses import LISTS, OF_ORGANIZATION
from app.services.oparl.entries import Entry, Filters
from app.services.oparl.errors import OParlNotFound
from app.services.oparl.facts import FACTS, FileFacts, Kind, MeetingFacts
from app.services.oparl.shapes import SCHEMA, Shape, System
from app.services.oparl.shaping import Around, shape

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.services.oparl.addresses import Addresses

USUAL, MOST = 100, 500
"""Objects on a page of a list, where nothing is asked for, and at most."""


class ListPage(msgspec.Struct, frozen=True, kw_only=True):
    """Objects of a list."""

    objects: tuple[Shape, ...]
    next: UUID | None
    """After which the next page begins; None: this is the last."""


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """A file."""

    filename: str
    mime: str
    sha256: str
    data: bytes


class OParlService:
    """Reads what is public.

    Args:
        database: of the service.
    """

    def __init__(self, database: Database) -> None:
        self._portal = database.as_portal()
        self._since = t.now()

    async def system(self, at: Addresses) -> System:
        """Return the System object; it is as new as the newest thing in it."""
        async with self._portal.session() as session:
            row = t.OParlObject
            found = await session.execute(select(func.min(row.created_at), func.max(row.modified_at)))
            created, modified = found.one()
        return System(
            id=at.system,
            type=f"{SCHEMA}System",
            oparl_version=SCHEMA,
            body=at.bodies,
            name="Protokollant",
            created=created or self._since,
            modified=modified or self._since,
        )

    async def one(self, kind: str, key: str, at: Addresses) -> Shape:
        """Return an object; what was public once is told as deleted.

        Raises:
            OParlNotFound: it is not there.
        """
        known, parsed = _kind(kind), parse_id(key)
        async with self._portal.session() as session:
            found = await entries.find(session, known, (parsed,)) if parsed else {}
            if parsed not in found:
                raise OParlNotFound(what=f"{kind} {key[:40]}")
            return (await self._shaped(session, [found[parsed]], at))[0]

    async def page(
        self,
        owner: tuple[str, str] | None,
        name: str,
        filters: Filters,
        at: Addresses,
        *,
        after: UUID | None = None,
        limit: int = USUAL,
    ) -> ListPage:
        """Return a page of a list.

        Args:
            owner: kind and id of the object whose list it is; None: the list of bodies.
            name: of the list in its address.
            filters: what is wanted.
            at: makes addresses.
            after: id after which the page begins.
            limit: objects at most; 1 to :data:`MOST`.

        Raises:
            OParlNotFound: there is no such list.
        """
        limit = min(max(limit, 1), MOST)
        async with self._portal.session() as session:
            if owner is None:
                found = await entries.page(session, "body", filters, after=after, limit=limit)
            else:
                kind, place = await self._owner(session, owner, name)
                found = await entries.page(session, kind, filters, **place, after=after, limit=limit)
            shown = await self._shaped(session, found[:limit], at)
        return ListPage(objects=tuple(shown), next=found[limit - 1].id if len(found) > limit else None)

    async def content(self, key: str, filename: str) -> Content:
        """Return the content of a file.

        Raises:
            OParlNotFound: it is not there, any more.
        """
        parsed, document = parse_id(key), t.EditionDocument
        async with self._portal.session() as session:
            entry = (await entries.find(session, "file", (parsed,))).get(parsed) if parsed else None
            facts = cast("FileFacts | None", entry.facts if entry else None)
            if entry is not None and facts is not None and facts.filename == filename:
                row = (
                    await session.execute(
                        select(document.mime, document.sha256, document.content).where(
                            document.id == entry.id
                        )
                    )
                ).one_or_none()
                if row is not None:
                    return Content(filename=filename, mime=row[0], sha256=row[1], data=row[2])
        raise OParlNotFound(what=f"file {key[:40]}")

    async def _owner(
        self, session: AsyncSession, owner: tuple[str, str], name: str
    ) -> tuple[Kind, dict[str, Any]]:
        """Return the kind of a list's objects, and the condition that makes them its owner's."""
        known, parsed = _kind(owner[0]), parse_id(owner[1])
        lists: dict[str, dict[str, Kind]] = {"body": LISTS, "organization": OF_ORGANIZATION}
        kind = lists.get(known, {}).get(name)
        if kind is None or parsed is None or not await entries.find(session, known, (parsed,)):
            raise OParlNotFound(what=f"{'/'.join(owner)}/{name}"[:120])
        return kind, {known: parsed}

    async def _shaped(self, session: AsyncSession, found: Sequence[Entry], at: Addresses) -> list[Shape]:
        """Return objects of one kind with what they are shown with."""
        live = [one for one in found if one.facts is not None]
        if not live:
            return [shape(one, Around(), at) for one in found]
        kind, keys = live[0].kind, [one.id for one in live]
        inside = await entries.below(session, _INSIDE.get(kind, ()), keys if kind in _INSIDE else ())
        by_parent: dict[UUID | None, list[Entry]] = defaultdict(list)
        for one in inside:
            by_parent[one.parent].append(one)
        places = {
            one.facts.location
            for one in live
            if isinstance(one.facts, MeetingFacts) and one.facts.location is not None
        }
        members = await entries.members(session, keys) if kind == "organization" else {}
        around = Around(
            names=await _names(session, kind, keys),
            inside={key: tuple(ones) for key, ones in by_parent.items()},
            locations=await entries.find(session, "location", places),
            members={key: tuple(ids) for key, ids in members.items()},
        )
        return [shape(one, around, at) for one in found]


_INSIDE: dict[Kind, tuple[Kind, ...]] = {
    "meeting": ("agendaitem", "file"),
    "person": ("membership",),
    "paper": ("consultation",),
}
"""What is shown inside what."""


def _kind(text: str) -> Kind:
    if text not in FACTS:
        raise OParlNotFound(what=text[:40])
    return text


async def _names(session: AsyncSession, kind: Kind, keys: Collection[UUID]) -> dict[UUID, str]:
    tables: dict[str, Any] = {"body": t.Body, "organization": t.Organization}
    table = tables.get(kind)
    if table is None:
        return {}
    rows = await session.execute(select(table.id, table.name).where(table.id.in_(keys)))
    return {row.id: row.name for row in rows}
