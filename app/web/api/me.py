"""One's own account as JSON: details, password, second factor, sessions, tokens.

A token may read who it acts for; everything else needs a session in a browser, so that a token that got
lost opens no door that outlasts it.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Controller, Response, delete, get, patch, post, put
from litestar.params import JSONBody

from app.services.access.profile import Enrolment, Profile
from app.services.access.sessions import SessionView
from app.services.access.tokens import DAYS, MOST_DAYS, NewToken, TokenView
from app.web.api.paging import After, Limit, Page, cut
from app.web.api.revised import revised
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest
from app.web.validators import IfMatch, expected_of


class ProfileInput(msgspec.Struct, frozen=True, kw_only=True):
    """What can be changed of the details; what is left out stays."""

    name: str | None = None
    language: str | None = None


class PasswordInput(msgspec.Struct, frozen=True, kw_only=True):
    """The present and the new password."""

    present: str = ""
    new: str


class CodeInput(msgspec.Struct, frozen=True, kw_only=True):
    """A code of the app, or a recovery code."""

    code: str


class RecoveryCodes(msgspec.Struct, frozen=True, kw_only=True):
    """Recovery codes, shown this once."""

    codes: list[str]


class TokenInput(msgspec.Struct, frozen=True, kw_only=True):
    """A token to be made."""

    name: str
    scopes: tuple[str, ...]
    """Names of permissions."""
    days: Annotated[int, msgspec.Meta(ge=1, le=MOST_DAYS)] = DAYS


class MeApi(Controller):
    """Who asks."""

    path = "/me"
    tags = ("me",)

    @get("/", summary="Who am I?")
    async def read_me(self, services: TheServices) -> Response[Profile]:
        """Return one's own account; its ETag protects a change."""
        found = await services.entrance.profile.read()
        return revised(found, found.revision)

    @patch("/", summary="Change name or language")
    async def change_me(
        self, services: TheServices, data: JSONBody[ProfileInput], if_match: IfMatch = None
    ) -> Response[Profile]:
        """Change and return it."""
        await services.entrance.profile.change(
            name=data.name, language=data.language, expected=expected_of(if_match)
        )
        found = await services.entrance.profile.read()
        return revised(found, found.revision)

    @put("/password", status_code=204, summary="Change the password; every other session ends")
    async def change_password(self, services: TheServices, data: JSONBody[PasswordInput]) -> None:
        """Change it."""
        await services.entrance.profile.change_password(data.present, data.new)

    @post("/second-factor", summary="Begin to turn the second factor on")
    async def begin_second_factor(self, services: TheServices) -> Enrolment:
        """Return secret and picture for an app."""
        return await services.entrance.profile.begin_second_factor()

    @put("/second-factor", summary="Confirm it with a code")
    async def confirm_second_factor(self, services: TheServices, data: JSONBody[CodeInput]) -> RecoveryCodes:
        """Turn it on and return the recovery codes, this once."""
        return RecoveryCodes(codes=await services.entrance.profile.confirm_second_factor(data.code))

    @post("/second-factor/codes", summary="Make new recovery codes")
    async def renew_recovery_codes(self, services: TheServices, data: JSONBody[CodeInput]) -> RecoveryCodes:
        """Return them, this once."""
        return RecoveryCodes(codes=await services.entrance.profile.renew_recovery_codes(data.code))

    @post("/second-factor/end", status_code=204, summary="Turn the second factor off")
    async def end_second_factor(self, services: TheServices, data: JSONBody[CodeInput]) -> None:
        """Turn it off."""
        await services.entrance.profile.end_second_factor(data.code)

    @get("/sessions", summary="List one's running sessions")
    async def list_sessions(
        self, request: AnyRequest, services: TheServices, limit: Limit = 100, after: After = None
    ) -> Response[Page[SessionView]]:
        """Return them, the latest first."""
        found = await services.entrance.sessions.list_own()
        return cut(request, found, after=after, limit=limit, name=lambda one: one.id)

    @delete("/sessions/{session_id:str}", summary="End one of them")
    async def end_session(self, services: TheServices, session_id: Key) -> None:
        """End it at once."""
        await services.entrance.sessions.end_own(session_id)

    @get("/tokens", summary="List one's tokens")
    async def list_tokens(
        self, request: AnyRequest, services: TheServices, limit: Limit = 100, after: After = None
    ) -> Response[Page[TokenView]]:
        """Return them, without their secrets."""
        found = await services.entrance.tokens.list_own()
        return cut(request, found, after=after, limit=limit, name=lambda one: one.id)

    @post("/tokens", summary="Make a token")
    async def create_token(self, services: TheServices, data: JSONBody[TokenInput]) -> NewToken:
        """Return it with its secret, this once."""
        return await services.entrance.tokens.create(data.name, data.scopes, days=data.days)

    @delete("/tokens/{token_id:str}", summary="Revoke a token")
    async def revoke_token(self, services: TheServices, token_id: Key) -> None:
        """Revoke it at once."""
        await services.entrance.tokens.revoke(token_id)
