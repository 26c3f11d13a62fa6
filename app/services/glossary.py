"""Use-cases of the glossary: what secretaries correct teaches the next meeting of the municipality.

Whoever enters meetings for any council of a municipality reads and changes its glossary. Nothing of it is
ever put into minutes that exist; it is asked when a meeting is processed (:mod:`app.db.learned`).
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from uuid_utils.compat import uuid7

from app.access import Permission, current_principal
from app.db import tables as t
from app.db.audit import record
from app.db.learned import TRUSTED
from app.db.mapping import parse_id
from app.services.access.bodies import require_body
from app.services.access.errors import ForbiddenError
from app.services.errors import NotFound
from models.errors import InputError

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database

KINDS = ("name", "term", "title")
LONGEST = 100
MOST_FORMS = 50
"""Misheard forms kept of a term; the rarest gives way."""
PER_PAGE = 100


class TermInvalid(InputError):
    """A term or what was heard is empty, too long or the same; data: ``value``."""

    code = "glossary-term"
    de = (
        "„{value}“ passt nicht ins Glossar. Nötig sind 1 bis 100 Zeichen in einer Zeile, anders als das "
        "Gehörte, und als Art name, term oder title."
    )
    en = (
        '"{value}" does not fit the glossary. Give 1 to 100 characters in one line, unlike what was heard, '
        "and name, term or title as kind."
    )


class TermTaken(InputError):
    """Another entry has that term; data: ``value``."""

    code = "glossary-taken"
    de = "„{value}“ steht schon im Glossar. Bitte den vorhandenen Eintrag ändern."
    en = '"{value}" is in the glossary already. Change that entry.'


class TermNotFound(NotFound):
    """There is no such entry; data: ``term``."""

    code = "glossary-not-found"
    de = "Den Eintrag {term} gibt es im Glossar nicht oder nicht mehr."
    en = "There is no entry {term} in the glossary."


class HeardView(msgspec.Struct, frozen=True, kw_only=True):
    """How a term was misheard."""

    text: str
    count: int
    """How often it was corrected."""


class TermView(msgspec.Struct, frozen=True, kw_only=True):
    """An entry."""

    id: str
    term: str
    kind: str
    heard: tuple[HeardView, ...]
    """The most frequent first."""
    count: int
    """Corrections altogether."""
    origin: str
    """``correction`` or ``hand``."""
    created: dt.datetime
    created_by: str
    confirmed: dt.datetime | None
    confirmed_by: str | None
    trusted: bool
    """Whether a name's misheard forms count as that name (see :data:`app.db.learned.TRUSTED`)."""


class GlossaryPage(msgspec.Struct, frozen=True, kw_only=True):
    """Entries by term."""

    items: tuple[TermView, ...]
    next: str | None
    """To be given as ``after`` for the next page; None: there is none."""


class GlossaryService:
    """Learns, shows, changes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def bodies(self) -> tuple[tuple[str, str], ...]:
        """Return id and name of the municipalities whose glossary who asks may change."""
        async with self._database.session() as session:
            rows = await session.execute(select(t.Body.id, t.Body.name).order_by(t.Body.name))
            return tuple((str(key), name) for key, name in rows if may_teach(key))

    async def list(
        self, body_id: str, *, after: str | None = None, limit: int = PER_PAGE, find: str = ""
    ) -> GlossaryPage:
        """Return entries by term, in the order of characters.

        Args:
            body_id: the municipality.
            after: ``next`` of the page before.
            limit: entries at most.
            find: part of a term; empty: all.

        Raises:
            BodyNotFound: there is no such municipality.
            ForbiddenError: who asks enters no meetings of it.
        """
        row = t.GlossaryTerm
        async with self._database.session() as session:
            body = await _require(session, body_id)
            wanted = select(row).where(row.body_id == body)
            if find.strip():
                wanted = wanted.where(row.term.icontains(find.strip()[:LONGEST], autoescape=True))
            if after:
                wanted = wanted.where(row.term > after)
            rows = (await session.scalars(wanted.order_by(row.term).limit(limit + 1))).all()
        views = tuple(_view(one) for one in rows[:limit])
        return GlossaryPage(items=views, next=views[-1].term if len(rows) > limit else None)

    async def get(self, body_id: str, term_id: str) -> TermView:
        """Return an entry.

        Raises:
            TermNotFound: there is no such entry.
            BodyNotFound, ForbiddenError: as :meth:`list`.
        """
        async with self._database.session() as session:
            body = await _require(session, body_id)
            return _view(await _find(session, body, term_id))

    async def correct(self, body_id: str, heard: str, written: str, kind: str) -> TermView:
        """Learn from a correction: ``heard`` was put right as ``written``.

        The entry is made where there is none; each correction counts. It helps the recogniser from the next
        meeting on; as somebody's name it is believed once it was made twice or confirmed.

        Raises:
            TermInvalid, BodyNotFound, ForbiddenError: as :meth:`add` and :meth:`list`.
        """
        wrong, right = clean(heard), clean(written)
        if wrong == right or kind not in KINDS:
            raise TermInvalid(value=right)
        async with self._database.session() as session:
            body = await _require(session, body_id)
            row = await _entry(session, body, right, kind, origin="correction")
            forms = dict(row.heard)
            forms[wrong] = forms.get(wrong, 0) + 1
            row.heard = _fewer(forms, keep=wrong)
            row.count += 1
            record(session, "glossary.changed", body=body, change="corrected", term=row.id)
            await session.flush()
            return _view(row)

    async def add(self, body_id: str, term: str, kind: str) -> TermView:
        """Enter a term by hand; whoever does confirms it. One that is there already is confirmed.

        Raises:
            TermInvalid: it is empty or too long, or there is no such kind.
            BodyNotFound, ForbiddenError: as :meth:`list`.
        """
        right = clean(term)
        if kind not in KINDS:
            raise TermInvalid(value=right)
        async with self._database.session() as session:
            body = await _require(session, body_id)
            row = await _entry(session, body, right, kind, origin="hand")
            _confirm(row)
            record(session, "glossary.changed", body=body, change="added", term=row.id)
            await session.flush()
            return _view(row)

    async def change(
        self,
        body_id: str,
        term_id: str,
        *,
        term: str | None = None,
        kind: str | None = None,
        confirmed: bool | None = None,
        forget: tuple[str, ...] = (),
    ) -> TermView:
        """Change an entry; what is left out stays.

        Args:
            body_id: the municipality.
            term_id: the entry.
            term: as it is rightly written.
            kind: one of :data:`KINDS`.
            confirmed: whether a person vouches for it; who asks does.
            forget: misheard forms that were wrong.

        Raises:
            TermNotFound: there is no such entry.
            TermTaken: another entry has the term.
            TermInvalid, BodyNotFound, ForbiddenError: as :meth:`add`.
        """
        right = None if term is None else clean(term)
        if kind is not None and kind not in KINDS:
            raise TermInvalid(value=kind[:LONGEST])
        try:
            async with self._database.session() as session:
                body = await _require(session, body_id)
                row = await _find(session, body, term_id)
                row.term, row.kind = right or row.term, kind or row.kind
                row.heard = {
                    form: times for form, times in row.heard.items() if form not in {*forget, row.term}
                }
                if confirmed is True:
                    _confirm(row)
                elif confirmed is False:
                    row.confirmed_at = row.confirmed_by = row.confirmed_by_name = None
                record(session, "glossary.changed", body=body, change="edited", term=row.id)
                await session.flush()
                return _view(row)
        except IntegrityError as error:
            raise TermTaken(value=right or "") from error

    async def remove(self, body_id: str, term_id: str) -> None:
        """Take an entry out; raises as :meth:`change`."""
        async with self._database.session() as session:
            body = await _require(session, body_id)
            row = await _find(session, body, term_id)
            record(session, "glossary.changed", body=body, change="removed", term=row.id)
            await session.delete(row)


def clean(text: str) -> str:
    """Return a term in one line, composed (NFC), without control characters.

    Raises:
        TermInvalid: nothing is left, or it is too long.
    """
    composed = unicodedata.normalize("NFC", text)
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in composed).split()).strip(" ,;")
    if not shown or len(shown) > LONGEST:
        raise TermInvalid(value=shown[:LONGEST])
    return shown


def may_teach(body: UUID) -> bool:
    """Tell whether who asks enters meetings in any council of a municipality."""
    who = current_principal()
    return any(
        grant.body == body and who.may(Permission.MEETING_EDIT, body, grant.organization)
        for grant in who.grants
    )


async def _require(session: AsyncSession, body_id: str) -> UUID:
    body = await require_body(session, body_id)
    if not may_teach(body):
        raise ForbiddenError
    return body


async def _find(session: AsyncSession, body: UUID, term_id: str) -> t.GlossaryTerm:
    row = t.GlossaryTerm
    found = await session.scalar(
        select(row).where(row.id == parse_id(term_id), row.body_id == body).with_for_update()
    )
    if found is None:
        raise TermNotFound(term=term_id[:50])
    return found


async def _entry(session: AsyncSession, body: UUID, term: str, kind: str, *, origin: str) -> t.GlossaryTerm:
    """Return the entry of a term, locked; made where there is none, whoever else makes it just now."""
    row, who = t.GlossaryTerm, current_principal()
    await session.execute(
        insert(row)
        .values(
            id=uuid7(),
            body_id=body,
            term=term,
            kind=kind,
            heard={},
            count=0,
            origin=origin,
            created_by=who.account,
            created_by_name=who.name,
            created_at=t.now(),
            updated_at=t.now(),
        )
        .on_conflict_do_nothing(index_elements=["body_id", "term"])
    )
    wanted = select(row).where(row.body_id == body, row.term == term).with_for_update()
    return (await session.scalars(wanted)).one()


def _confirm(row: t.GlossaryTerm) -> None:
    who = current_principal()
    row.confirmed_at, row.confirmed_by, row.confirmed_by_name = t.now(), who.account, who.name


def _fewer(forms: dict[str, int], *, keep: str) -> dict[str, int]:
    """Return at most :data:`MOST_FORMS`, the most frequent ones and the one just heard."""
    if len(forms) <= MOST_FORMS:
        return forms
    rarest = min((form for form in forms if form != keep), key=lambda form: (forms[form], form))
    return {form: times for form, times in forms.items() if form != rarest}


def _view(row: t.GlossaryTerm) -> TermView:
    ranked = sorted(row.heard.items(), key=lambda one: (-one[1], one[0]))
    return TermView(
        id=str(row.id),
        term=row.term,
        kind=row.kind,
        heard=tuple(HeardView(text=text, count=times) for text, times in ranked),
        count=row.count,
        origin=row.origin,
        created=row.created_at,
        created_by=row.created_by_name,
        confirmed=row.confirmed_at,
        confirmed_by=row.confirmed_by_name,
        trusted=row.confirmed_at is not None or max(row.heard.values(), default=0) >= TRUSTED,
    )
