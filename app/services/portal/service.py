"""Use-cases of the public portal.

Everything is read as the role of the portal, whoever asks: what it cannot see is not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db import tables as t
from app.db.mapping import parse_id
from app.services.portal import statements as of
from app.services.portal.decisions import DecisionList
from app.services.portal.errors import PortalNotFound
from app.services.portal.shaping import item_lines, published_minutes, topics_of
from app.services.portal.views import (
    Address,
    BodyLine,
    BodyPage,
    DocumentLine,
    Download,
    EditionLine,
    Feed,
    MeetingLine,
    MeetingPage,
    MinutesPage,
    Named,
)
from app.services.search import SearchService

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.search.meaning import Meaning

PER_PAGE = 50
"""Meetings on a page of a list, and in a feed."""

MOST_ADDRESSES = 50_000
"""In one sitemap (sitemaps.org, 0.9)."""

JSON = "minutes.json"
FILES = ("minutes.pdf", "minutes.docx", "minutes.html")
"""What citizens may download, in the order in which it is offered."""


class PortalService:
    """Reads what is published.

    Args:
        database: of the service.
        meaning: reads what a question means; None: words alone are looked for.
    """

    def __init__(self, database: Database, meaning: Meaning | None = None) -> None:
        self._portal = database.as_portal()
        self.decisions = DecisionList(self._portal)
        self.search = SearchService(self._portal, meaning, editions=True)

    async def bodies(self) -> tuple[BodyLine, ...]:
        """Return the municipalities that have published minutes, by name."""
        count, newest = func.count(t.Meeting.id.distinct()), func.max(t.Meeting.date)
        async with self._portal.session() as session:
            rows = await session.execute(
                of.joined(t.Body.id, t.Body.name, count, newest)
                .group_by(t.Body.id, t.Body.name)
                .order_by(t.Body.name, t.Body.id)
            )
            return tuple(
                BodyLine(id=str(key), name=name, meetings=meetings, newest=date)
                for key, name, meetings, date in rows
            )

    async def newest(self, limit: int) -> tuple[MeetingLine, ...]:
        """Return the minutes published last, over all municipalities."""
        async with self._portal.session() as session:
            rows = await session.execute(
                of.in_force(*of.COLUMNS)
                .order_by(t.EditionStanding.published_at.desc(), t.MinutesEdition.id)
                .limit(limit)
            )
            return tuple(of.line_of(one) for one in rows)

    async def body(
        self, key: str, *, organization: str = "", year: int | None = None, page: int = 1
    ) -> BodyPage:
        """Return a municipality with its meetings, newest first.

        Args:
            key: of the municipality.
            organization: id of the council whose meetings are wanted; empty or none of it: of all.
            year: in which they were held; None: in any.
            page: from 1.

        Raises:
            PortalNotFound: it has published nothing.
        """
        parsed, council = parse_id(key), parse_id(organization)
        row = t.Meeting
        async with self._portal.session() as session:
            places = (
                await session.execute(
                    of.joined(t.Body.name, t.Organization.id, t.Organization.name)
                    .where(t.Body.id == parsed)
                    .distinct()
                    .order_by(t.Organization.name, t.Organization.id)
                )
            ).all()
            if not places:
                raise PortalNotFound
            years = await session.scalars(
                of.joined(of.year_of_meeting())
                .where(t.Body.id == parsed, row.date.is_not(None))
                .distinct()
                .order_by(of.year_of_meeting().desc())
            )
            wanted = of.in_force(*of.COLUMNS).where(t.Body.id == parsed)
            if council in {one for _, one, _ in places}:
                wanted = wanted.where(t.Organization.id == council)
            if year is not None:
                wanted = wanted.where(of.year_of_meeting() == year)
            rows = (
                await session.execute(
                    wanted.order_by(row.date.desc().nulls_last(), row.id)
                    .offset((page - 1) * PER_PAGE)
                    .limit(PER_PAGE + 1)
                )
            ).all()
            return BodyPage(
                body=Named(id=str(parsed), name=places[0][0]),
                organizations=tuple(Named(id=str(one), name=name or body) for body, one, name in places),
                years=tuple(int(one) for one in years),
                lines=tuple(of.line_of(one) for one in rows[:PER_PAGE]),
                page=page,
                more=len(rows) > PER_PAGE,
            )

    async def meeting(self, key: str) -> MeetingPage:
        """Return a meeting with its agenda.

        Raises:
            PortalNotFound: nothing of it is published.
        """
        parsed = parse_id(key)
        async with self._portal.session() as session:
            row = (
                await session.execute(of.in_force(*of.COLUMNS, t.Meeting.place).where(t.Meeting.id == parsed))
            ).one_or_none()
            if row is None:
                raise PortalNotFound
            minutes = published_minutes(await _content(session, row.edition, "presented", JSON))
            head = minutes.head
            return MeetingPage(
                line=of.line_of(row),
                place=head.place or row.place,
                begin=head.begin.value if head.begin.public else None,
                end=head.end.value if head.end.public else None,
                items=item_lines(minutes),
                documents=await _documents(session, row.edition),
                editions=await _editions(session, row.id),
            )

    async def minutes(self, key: str) -> MinutesPage:
        """Return an edition to be read.

        Raises:
            PortalNotFound: it is not published.
        """
        parsed = parse_id(key)
        async with self._portal.session() as session:
            row = (
                await session.execute(
                    of.joined(*of.COLUMNS, t.MinutesEdition.sha256).where(t.MinutesEdition.id == parsed)
                )
            ).one_or_none()
            if row is None:
                raise PortalNotFound
            minutes = published_minutes(await _content(session, row.edition, "presented", JSON))
            view, topics = topics_of(minutes, row.kind)
            editions = {one.id: one for one in await _editions(session, row.id)}
            return MinutesPage(
                line=of.line_of(row),
                edition=editions[str(row.edition)],
                language=minutes.language,
                view=view,
                topics=topics,
                documents=await _documents(session, row.edition),
                sha256=row.sha256,
            )

    async def download(self, key: str, name: str) -> Download:
        """Return a signed file of an edition.

        Raises:
            PortalNotFound: it is not published, or there is no such file.
        """
        parsed = parse_id(key)
        async with self._portal.session() as session:
            row = (
                await session.execute(
                    of.joined(
                        t.MinutesEdition.number,
                        t.Meeting.date,
                        t.EditionDocument.mime,
                        t.EditionDocument.sha256,
                        t.EditionDocument.content,
                    )
                    .join(t.EditionDocument, t.EditionDocument.edition_id == t.MinutesEdition.id)
                    .where(*of.OPEN_DOCUMENT, t.MinutesEdition.id == parsed)
                    .where(t.EditionDocument.stage == "signed", t.EditionDocument.name == name)
                    .where(t.EditionDocument.name.in_(FILES))
                )
            ).one_or_none()
        if row is None:
            raise PortalNotFound
        number, date, mime, sha256, data = row
        day = f"{date.isoformat()}-" if date else ""
        filename = f"niederschrift-{day}{number}.{name.rpartition('.')[2]}"
        return Download(filename=filename, mime=mime, sha256=sha256, data=data)

    async def feed(self, kind: str, key: str) -> Feed:
        """Return what was published last by a municipality (``bodies``) or a council (``organizations``).

        Corrections come as entries of their own.

        Raises:
            PortalNotFound: it has published nothing.
        """
        parsed = parse_id(key)
        place = t.Body if kind == "bodies" else t.Organization
        async with self._portal.session() as session:
            rows = await session.execute(
                of.joined(*of.COLUMNS)
                .where(place.id == parsed)
                .order_by(t.EditionStanding.published_at.desc(), t.MinutesEdition.id)
                .limit(PER_PAGE)
            )
            lines = tuple(of.line_of(one) for one in rows)
        if not lines:
            raise PortalNotFound
        body = lines[0].body
        return Feed(source=body if kind == "bodies" else lines[0].organization, body=body, lines=lines)

    async def addresses(self) -> tuple[Address, ...]:
        """Return the pages that a search engine should know, newest first."""
        columns = (t.Meeting.id, t.MinutesEdition.id, t.EditionStanding.published_at)
        async with self._portal.session() as session:
            rows = await session.execute(
                of.in_force(*columns)
                .order_by(t.EditionStanding.published_at.desc())
                .limit(MOST_ADDRESSES // 2)
            )
            return tuple(
                Address(path=path, changed=at)
                for meeting, edition, at in rows
                for path in (f"/portal/meetings/{meeting}", f"/portal/minutes/{edition}")
            )


async def _content(session: AsyncSession, edition: UUID, stage: str, name: str) -> bytes:
    """Return a public document.

    Raises:
        PortalNotFound: the edition has no public document.
    """
    row = t.EditionDocument
    found = await session.scalar(
        select(row.content).where(
            *of.OPEN_DOCUMENT, row.edition_id == edition, row.stage == stage, row.name == name
        )
    )
    if found is None:
        raise PortalNotFound
    return found


async def _documents(session: AsyncSession, edition: UUID) -> tuple[DocumentLine, ...]:
    row = t.EditionDocument
    rows = await session.execute(
        select(row.name, row.mime, func.length(row.content)).where(
            *of.OPEN_DOCUMENT, row.edition_id == edition, row.stage == "signed", row.name.in_(FILES)
        )
    )
    found = [DocumentLine(name=name, mime=mime, size=size) for name, mime, size in rows]
    return tuple(sorted(found, key=lambda one: FILES.index(one.name)))


async def _editions(session: AsyncSession, meeting: UUID) -> tuple[EditionLine, ...]:
    rows = await session.execute(
        of.joined(*of.COLUMNS).where(t.Meeting.id == meeting).order_by(t.MinutesEdition.number.desc())
    )
    lines = [of.line_of(one) for one in rows]
    corrected = {one.corrects: one for one in lines if one.corrects is not None}
    return tuple(
        EditionLine(
            id=one.edition,
            number=one.edition_number,
            published=one.published,
            corrects=one.corrects,
            corrected_by=by.edition if (by := corrected.get(one.edition_number)) else None,
            corrected_by_number=by.edition_number if by else None,
        )
        for one in lines
    )
