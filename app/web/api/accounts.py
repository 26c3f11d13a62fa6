"""Accounts and roles as JSON."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Controller, Response, delete, get, post
from litestar.params import JSONBody, QueryParameter

from app.services.access.errors import ForbiddenError
from app.services.access.views import AccountView, GrantView
from app.web.api.paging import After, Limit, Page, cut
from app.web.api.revised import revised
from app.web.controllers.users import hand_over
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest
from app.web.validators import IfMatch, expected_of


class GrantInput(msgspec.Struct, frozen=True, kw_only=True):
    """A role to be given."""

    role: str
    body: str
    """Id of the municipality."""
    organization: str | None = None
    """Id of one of its councils; in all of them where left out."""


class InvitationInput(GrantInput, frozen=True, kw_only=True):
    """Somebody to be invited."""

    email: str
    name: str
    language: str = "de"
    mail: bool = False
    """Whether the link for the password is mailed, where a mail server is known, instead of answered."""


class Invited(msgspec.Struct, frozen=True, kw_only=True):
    """An account, and the link by which it chooses its password."""

    account: AccountView
    link: str | None
    """To be handed over; null where it was mailed, or somebody else administers the account too."""
    mailed: bool = False


class LinkAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A link that holds once."""

    link: str | None
    """Null where it was mailed."""
    mailed: bool = False


class AccountApi(Controller):
    """Invite, list, lock, and hand out links."""

    path = "/accounts"
    tags = ("accounts",)

    @get("/", summary="List the accounts one administers")
    async def list_accounts(
        self, request: AnyRequest, services: TheServices, limit: Limit = 100, after: After = None
    ) -> Response[Page[AccountView]]:
        """Return accounts with their roles, by name."""
        found = await services.accounts.list_accounts()
        return cut(request, found, after=after, limit=limit, name=lambda one: one.id)

    @post("/", summary="Invite somebody, or give a known account a role")
    async def invite_account(
        self, request: AnyRequest, services: TheServices, data: JSONBody[InvitationInput]
    ) -> Invited:
        """Make the account where there is none, and a link for its password."""
        account = await services.accounts.invite(
            data.email, data.name, data.role, data.body, data.organization, language=data.language
        )
        try:
            path = await services.entrance.setup.password_link_for(account.id)
        except ForbiddenError:
            return Invited(account=account, link=None)
        mail = data.mail and services.notifications.mails
        handed = await hand_over(request, services, account, path, mail=mail)
        return Invited(account=account, link=handed.link or None, mailed=handed.kind == "mailed")

    @get("/{account_id:str}", summary="Read an account")
    async def read_account(self, services: TheServices, account_id: Key) -> Response[AccountView]:
        """Return one account; its ETag protects what is done to it and its roles."""
        return _answer(await services.accounts.get_account(account_id))

    @post("/{account_id:str}/lock", status_code=200, summary="Lock: every session and token ends at once")
    async def lock_account(
        self, services: TheServices, account_id: Key, if_match: IfMatch = None
    ) -> Response[AccountView]:
        """Lock."""
        return _answer(await services.accounts.lock(account_id, expected=expected_of(if_match)))

    @post("/{account_id:str}/unlock", status_code=200, summary="Let an account in again")
    async def unlock_account(
        self, services: TheServices, account_id: Key, if_match: IfMatch = None
    ) -> Response[AccountView]:
        """Unlock."""
        return _answer(await services.accounts.unlock(account_id, expected=expected_of(if_match)))

    @post("/{account_id:str}/password-link", summary="Make a link for a first or new password")
    async def make_password_link(
        self,
        request: AnyRequest,
        services: TheServices,
        account_id: Key,
        *,
        mail: Annotated[bool, QueryParameter(description="Mail it, where a mail server is known")] = False,
    ) -> LinkAnswer:
        """Return or mail the link; earlier ones end."""
        path = await services.entrance.setup.password_link_for(account_id)
        account = await services.accounts.get_account(account_id)
        mail = mail and services.notifications.mails
        handed = await hand_over(request, services, account, path, mail=mail)
        return LinkAnswer(link=handed.link or None, mailed=handed.kind == "mailed")

    @post("/{account_id:str}/grants", summary="Give a role")
    async def give_role(
        self, services: TheServices, account_id: Key, data: JSONBody[GrantInput], if_match: IfMatch = None
    ) -> GrantView:
        """Give a role in a municipality or council; `If-Match` is the ETag of the account."""
        return await services.grants.give(
            account_id, data.role, data.body, data.organization, expected=expected_of(if_match)
        )


def _answer(view: AccountView) -> Response[AccountView]:
    return revised(view, view.revision)


class GrantApi(Controller):
    """Take roles."""

    path = "/grants"
    tags = ("accounts",)

    @delete("/{grant_id:str}", summary="Take a role")
    async def take_role(self, services: TheServices, grant_id: Key, if_match: IfMatch = None) -> None:
        """Take one role; `If-Match` is the ETag of the account."""
        await services.grants.take(grant_id, expected=expected_of(if_match))
