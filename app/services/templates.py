"""Use-cases of a municipality's own template of Word: it comes, is checked, is used, and goes."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from sqlalchemy import delete, select

from app.access import Permission, current_principal
from app.db import tables as t
from app.db.audit import record
from app.services.access.bodies import require_body
from app.services.access.require import may, require
from app.services.errors import NotFound
from minutes.render import render_docx
from minutes.render.checking import LARGEST, check_template, sample_minutes
from minutes.types import MinutesKind
from models.errors import InputError

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from minutes.render.checking import TemplateFinding, TemplateReport

MANAGE = Permission.BODY_MANAGE
LONGEST_NAME = 100
SHOWN = 3
"""Findings named in the refusal; the check tells all of them."""

__all__ = (
    "LARGEST",
    "TemplateCheck",
    "TemplateNotFound",
    "TemplateService",
    "TemplateUnusable",
    "TemplateView",
)


class TemplateNotFound(NotFound):
    """A municipality has no template of its own."""

    code = "template-not-found"
    de = "Eine eigene Vorlage gibt es hier nicht; es gilt die Standardvorlage."
    en = "There is no template of its own here; the standard one holds."


class TemplateUnusable(InputError):
    """No minutes can be made from a template; data: ``reasons``."""

    code = "template-unusable"
    de = "Aus dieser Vorlage lassen sich keine Niederschriften machen. {reasons}"
    en = "No minutes can be made from this template. {reasons}"

    def __init__(self, *, german: str, english: str) -> None:
        self._reasons = {"de": german, "en": english}
        super().__init__(reasons=english)

    def text(self, language: str = "de") -> str:
        """Return the message with the reasons in its language."""
        short = "de" if language.startswith("de") else "en"
        return " ".join(getattr(self, short).format(reasons=self._reasons[short]).split())


class TemplateNote(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong with a template or missing from it."""

    code: str
    level: Literal["error", "missing", "hint"]
    """``error``: it cannot be used; ``missing``: minutes lack something; ``hint``: it could tell more."""
    field: str
    """The field, or the part of the file, that it is about."""
    suggestion: str
    """The field that was probably meant; may be empty."""
    paragraph: int
    """From 1; 0: not known."""
    de: str
    en: str


class TemplateFit(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a template is good for one kind of minutes."""

    kind: MinutesKind
    fits: bool
    notes: tuple[TemplateNote, ...]


class TemplateCheck(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a check."""

    usable: bool
    """Whether it is good for one kind of minutes at least."""
    errors: tuple[TemplateNote, ...]
    kinds: tuple[TemplateFit, ...]
    returning: int
    """Texts of the sample minutes that are found again when the document comes back from Word …"""
    texts: int
    """… of so many."""


class TemplateView(msgspec.Struct, frozen=True, kw_only=True):
    """A template in force."""

    name: str
    size: int
    """Bytes."""
    sha256: str
    uploaded: dt.datetime
    uploaded_by: str
    check: TemplateCheck


class TemplateService:
    """Checks, keeps and gives templates."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def bodies(self) -> tuple[tuple[str, str], ...]:
        """Return id and name of the municipalities that who asks manages."""
        async with self._database.session() as session:
            rows = await session.execute(select(t.Body.id, t.Body.name).order_by(t.Body.name))
            return tuple((str(key), name) for key, name in rows if may(MANAGE, key))

    async def get(self, body_id: str) -> TemplateView:
        """Return the template in force.

        Raises:
            TemplateNotFound: the standard one is.
            BodyNotFound: there is no such municipality.
            ForbiddenError: who asks does not manage it.
        """
        async with self._database.session() as session:
            return _view(await _find(session, await _require(session, body_id)))

    async def file(self, body_id: str) -> tuple[str, bytes]:
        """Return name and content of the template in force; raises as :meth:`get`."""
        async with self._database.session() as session:
            row = await _find(session, await _require(session, body_id))
            return row.name, bytes(row.content)

    async def check(self, body_id: str, file: bytes) -> TemplateCheck:
        """Say what is wrong with a template or missing from it; nothing is kept.

        Raises:
            BodyNotFound, ForbiddenError: as :meth:`get`.
        """
        async with self._database.session() as session:
            state = await _state(session, await _require(session, body_id))
        return _told(await asyncio.to_thread(check_template, file, state=state))

    async def put(self, body_id: str, name: str, file: bytes) -> TemplateView:
        """Check a template and put it in force; it holds for what is printed from now on.

        Raises:
            TemplateUnusable: no kind of minutes can be made from it.
            BodyNotFound, ForbiddenError: as :meth:`get`.
        """
        checked = await self.check(body_id, file)
        if not checked.usable:
            notes = checked.errors or tuple(
                one for kind in checked.kinds[:1] for one in kind.notes if one.level == "missing"
            )
            shown = notes[:SHOWN]
            raise TemplateUnusable(
                german=" ".join(one.de for one in shown), english=" ".join(one.en for one in shown)
            )
        who = current_principal()
        async with self._database.session() as session:
            body = await _require(session, body_id)
            await session.execute(delete(t.BodyTemplate).where(t.BodyTemplate.body_id == body))
            row = t.BodyTemplate(
                body_id=body,
                name=_named(name),
                sha256=hashlib.sha256(file).hexdigest(),
                content=file,
                kinds=[one.kind for one in checked.kinds if one.fits],
                report=msgspec.to_builtins(checked),
                account_id=who.account,
                account_name=who.name,
            )
            session.add(row)
            await session.flush()
            record(session, "template.changed", body=body, change="uploaded", sha256=row.sha256)
            return _view(row)

    async def remove(self, body_id: str) -> None:
        """Let the standard template hold again; raises as :meth:`get`."""
        async with self._database.session() as session:
            row = await _find(session, await _require(session, body_id))
            record(session, "template.changed", body=row.body_id, change="removed", sha256=row.sha256)
            await session.delete(row)

    async def preview(self, body_id: str, kind: MinutesKind) -> bytes:
        """Return sample minutes in the template in force, the standard one where there is no other.

        Raises:
            BodyNotFound, ForbiddenError: as :meth:`get`.
        """
        async with self._database.session() as session:
            body = await _require(session, body_id)
            state = await _state(session, body)
            found = await session.scalar(select(t.BodyTemplate.content).where(t.BodyTemplate.body_id == body))
        file = bytes(found) if found is not None else None
        return await asyncio.to_thread(render_docx, sample_minutes(state), kind, template=file)


async def _require(session: AsyncSession, body_id: str) -> UUID:
    body = await require_body(session, body_id)
    require(MANAGE, body)
    return body


async def _state(session: AsyncSession, body: UUID) -> str | None:
    state: str | None = await session.scalar(select(t.Body.state).where(t.Body.id == body))
    return state


async def _find(session: AsyncSession, body: UUID) -> t.BodyTemplate:
    row: t.BodyTemplate | None = await session.scalar(
        select(t.BodyTemplate).where(t.BodyTemplate.body_id == body)
    )
    if row is None:
        raise TemplateNotFound
    return row


def _named(name: str) -> str:
    """Return the name of a file without folders and signs that do not print."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if sign.isprintable() and sign not in '"<>|:*?').strip()
    return shown[-LONGEST_NAME:] or "vorlage.docx"


def _view(row: t.BodyTemplate) -> TemplateView:
    return TemplateView(
        name=row.name,
        size=len(row.content),
        sha256=row.sha256,
        uploaded=row.created_at,
        uploaded_by=row.account_name,
        check=msgspec.convert(row.report, TemplateCheck),
    )


def _told(report: TemplateReport) -> TemplateCheck:
    return TemplateCheck(
        usable=report.usable,
        errors=_notes(report.errors),
        kinds=tuple(
            TemplateFit(kind=one.kind, fits=one.fits, notes=_notes(one.findings)) for one in report.kinds
        ),
        returning=report.returning,
        texts=report.texts,
    )


def _notes(found: tuple[TemplateFinding, ...]) -> tuple[TemplateNote, ...]:
    def note(one: Any) -> TemplateNote:
        return TemplateNote(
            code=one.code,
            level=one.level,
            field=one.name,
            suggestion=one.suggestion,
            paragraph=one.place.paragraph if one.place else 0,
            de=one.text("de"),
            en=one.text("en"),
        )

    return tuple(note(one) for one in found)
