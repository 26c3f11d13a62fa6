"""The life of minutes as JSON: moves, signatures, editions and their documents, terms."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Controller, Response, get, post
from litestar.params import JSONBody, QueryParameter

from app.services.editions import DeadlineView, EditionView, LifeView, MoveWish, SignatureKind
from app.services.editions.signature_files import MOST_MB
from app.web.api.paging import After, Limit, Page, cut
from app.web.api.revised import revised
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest
from app.web.uploads import display_name
from app.web.validators import IfMatch, expected_of

Slot = Annotated[int, QueryParameter(ge=0, le=50, description="number of the signature that is asked for")]
Name = Annotated[str, QueryParameter(max_length=120, description="who signed")]
Filename = Annotated[str, QueryParameter(max_length=200, description="of the file")]
Kind = Annotated[SignatureKind, QueryParameter(description="what it is; kept and hashed, not verified")]


class SignatureInput(msgspec.Struct, frozen=True, kw_only=True):
    """A signature by typed name and password."""

    slot: Annotated[int, msgspec.Meta(ge=0, le=50)]
    name: Annotated[str, msgspec.Meta(max_length=120)]
    password: Annotated[str, msgspec.Meta(max_length=1024)]
    code: Annotated[str, msgspec.Meta(max_length=40)] = ""
    """Of the second factor, where it is on."""


class LifeApi(Controller):
    """Where the minutes of a meeting stand, and what moves them on."""

    path = "/meetings/{meeting_id:str}/minutes/life"
    tags = ("editions",)

    @get("/", summary="Where the minutes stand, and what may be done next")
    async def read_life(self, services: TheServices, meeting_id: Key) -> Response[LifeView]:
        """Return state, moves with what is missing for them, signatures, editions, history, terms."""
        return _answer(await services.editions.life(meeting_id))

    @post("/moves", summary="Move the minutes on", status_code=200)
    async def move(
        self,
        services: TheServices,
        meeting_id: Key,
        data: JSONBody[MoveWish],
        if_match: IfMatch = None,
    ) -> Response[LifeView]:
        """Make a move of the table; 409 names what is missing."""
        return _answer(await services.editions.move(meeting_id, data, expected=expected_of(if_match)))

    @post("/signatures", summary="Sign by typed name and password", status_code=200)
    async def sign(
        self,
        services: TheServices,
        meeting_id: Key,
        data: JSONBody[SignatureInput],
        if_match: IfMatch = None,
    ) -> Response[LifeView]:
        """Sign the edition that waits; only in a session, no key signs for a person."""
        made = await services.editions.sign(
            meeting_id,
            data.slot,
            data.name,
            password=data.password,
            code=data.code,
            expected=expected_of(if_match),
        )
        return _answer(made)

    @post(
        "/signatures/files",
        summary="Bring a signed PDF or a signature file",
        status_code=200,
        request_max_body_size=(MOST_MB + 1) * 2**20,
    )
    async def attach(
        self,
        *,
        request: AnyRequest,
        services: TheServices,
        meeting_id: Key,
        slot: Slot,
        name: Name,
        kind: Kind,
        filename: Filename,
        if_match: IfMatch = None,
    ) -> Response[LifeView]:
        """Keep the body of the request beside the edition, hashed; it is not verified."""
        made = await services.editions.attach_signature(
            meeting_id,
            slot,
            name,
            kind=kind,
            filename=display_name(filename),
            data=await request.body(),
            expected=expected_of(if_match),
        )
        return _answer(made)


class EditionApi(Controller):
    """Editions, under addresses that never change."""

    path = "/protocols/{edition_id:str}"
    tags = ("editions",)

    @get("/", summary="Read about an edition")
    async def read_edition(self, services: TheServices, edition_id: Key) -> EditionView:
        """Return number, hash, what has become of it, and its documents."""
        return await services.editions.edition(edition_id)

    @get("/{stage:str}/{part:str}/{name:str}", summary="Download a document of an edition")
    async def read_document(
        self, *, services: TheServices, edition_id: Key, stage: Key, part: Key, name: Key
    ) -> Response[bytes]:
        """Return the file as it was frozen."""
        document = await services.editions.document(edition_id, stage, part, name)
        return Response(document.data, media_type=document.mime, headers={"etag": f'"{document.etag}"'})


class DeadlineApi(Controller):
    """What is due."""

    path = "/deadlines"
    tags = ("editions",)

    @get("/", summary="Terms of the law over all meetings, what is overdue first")
    async def list_deadlines(
        self, request: AnyRequest, services: TheServices, limit: Limit = 100, after: After = None
    ) -> Response[Page[DeadlineView]]:
        """Return one line for each term of each meeting whose draft who asks may read."""
        found = await services.editions.deadlines()
        return cut(
            request,
            found,
            after=after,
            limit=limit,
            name=lambda one: f"{one.meeting_id}.{one.term.code if one.term else ''}",
        )


def _answer(life: LifeView) -> Response[LifeView]:
    return revised(life, life.revision)
