"""The glossary of a municipality as JSON; the review desk hands its corrections in here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import msgspec
from litestar import Controller, Response, delete, get, patch, post
from litestar.params import JSONBody, QueryParameter

from app.services import Services
from app.services.glossary import TermView
from app.services.revisions import of_term, resting_on, revision_at
from app.web.api.paging import After, Limit, Page, paged
from app.web.api.revised import revised
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest
from app.web.validators import IfMatch, expected_of

Find = Annotated[str, QueryParameter(max_length=100, description="Part of a term")]


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """Something misheard that a person put right."""

    heard: str
    written: str
    kind: str = "term"
    """``name``, ``term`` or ``title``."""


class TermWish(msgspec.Struct, frozen=True, kw_only=True):
    """A term to be entered."""

    term: str
    kind: str = "term"


class TermChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be changed; what is left out stays."""

    term: str | None = None
    kind: str | None = None
    confirmed: bool | None = None
    forget: tuple[str, ...] = ()
    """Misheard forms that were wrong."""


class GlossaryApi(Controller):
    """Names and terms that the recogniser is to know."""

    path = "/bodies/{body_id:str}/glossary"
    tags = ("glossary",)

    @get("/", summary="Entries by term, page by page")
    async def list_terms(
        self,
        request: AnyRequest,
        services: TheServices,
        body_id: Key,
        *,
        after: After = None,
        limit: Limit = 100,
        find: Find = "",
    ) -> Response[Page[TermView]]:
        """Return entries."""
        found = await services.glossary.list(body_id, after=after, limit=limit, find=find)
        return paged(request, found.items, last=found.next)

    @post("/", summary="Enter a term by hand")
    async def add_term(self, services: TheServices, body_id: Key, data: JSONBody[TermWish]) -> TermView:
        """Enter and confirm a term; one that is there already is confirmed."""
        return await services.glossary.add(body_id, data.term, data.kind)

    @post("/corrections", summary="Learn from a correction")
    async def correct(self, services: TheServices, body_id: Key, data: JSONBody[Correction]) -> TermView:
        """Count a correction; it helps from the next meeting on and changes no minutes."""
        return await services.glossary.correct(body_id, data.heard, data.written, data.kind)

    @get("/{term_id:str}", summary="Read an entry")
    async def read_term(self, services: TheServices, body_id: Key, term_id: Key) -> Response[TermView]:
        """Return one; its ETag protects a change."""
        async with services.database.together():
            return await _answer(services, body_id, await services.glossary.get(body_id, term_id))

    @patch("/{term_id:str}", summary="Change, confirm or doubt an entry")
    async def change_term(
        self,
        services: TheServices,
        body_id: Key,
        term_id: Key,
        data: JSONBody[TermChange],
        if_match: IfMatch = None,
    ) -> Response[TermView]:
        """Change what is given."""
        async with self._resting(services, body_id, term_id, if_match), services.database.together():
            changed = await services.glossary.change(
                body_id, term_id, term=data.term, kind=data.kind, confirmed=data.confirmed, forget=data.forget
            )
            return await _answer(services, body_id, changed)

    @delete("/{term_id:str}", summary="Take an entry out")
    async def remove_term(
        self, services: TheServices, body_id: Key, term_id: Key, if_match: IfMatch = None
    ) -> None:
        """Remove a term with everything that was heard for it."""
        async with self._resting(services, body_id, term_id, if_match):
            await services.glossary.remove(body_id, term_id)

    @staticmethod
    @asynccontextmanager
    async def _resting(
        services: Services, body_id: str, term_id: str, if_match: str | None
    ) -> AsyncIterator[None]:
        expected = expected_of(if_match)
        if expected is not None:
            await services.glossary.get(
                body_id, term_id
            )  # whose it is not, or where it is not, is said first
        async with resting_on(services.database, of_term(body_id, term_id), expected):
            yield


async def _answer(services: Services, body_id: str, term: TermView) -> Response[TermView]:
    return revised(term, await revision_at(services.database, of_term(body_id, term.id)))
