"""Accounts and roles for administrators."""

from __future__ import annotations

import logging

import msgspec
from litestar import Controller, get, post
from litestar.response import Redirect, Template

from app.access import Permission, Principal, Role
from app.notify import MessageFailedError
from app.services import Services
from app.services.access.errors import ForbiddenError, LastOne
from app.services.access.views import AccountView, BodyView
from app.web.authentication import is_https, principal_of
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest, page, translator_of
from app.web.problems import status_of
from models.errors import InputError, ProtokollantError

logger = logging.getLogger(__name__)

REFUSED = (InputError, LastOne)


class UserController(Controller):
    """The pages "Benutzer"."""

    path = "/users"
    include_in_schema = False

    @get("/")
    async def show_list(self, request: AnyRequest, services: TheServices) -> Template:
        """Show the accounts that who asks administers, those that match what is searched for."""
        return await _list(request, services)

    @post("/")
    async def invite(self, request: AnyRequest, services: TheServices) -> Template:
        """Invite somebody, and show the link to hand over."""
        form = {key: str(value) for key, value in (await request.form()).items()}
        body, _, organization = form.get("place", "").partition("/")
        try:
            account = await services.accounts.invite(
                form.get("email", ""),
                form.get("name", "") or form.get("email", ""),
                form.get("role", ""),
                body,
                organization or None,
                language=translator_of(request).language,
            )
        except REFUSED as error:
            return await _list(request, services, form=form, error=error)
        if account.last_sign_in is not None:
            return await _one(request, services, account, handed=Handed(kind="known"))
        try:
            path = await services.entrance.setup.password_link_for(account.id)
        except ForbiddenError:
            return await _one(request, services, account, handed=Handed(kind="elsewhere"))
        handed = await hand_over(request, services, account, path, mail=services.notifications.mails)
        return await _one(request, services, account, handed=handed)

    @get("/{account_id:str}")
    async def show(self, request: AnyRequest, services: TheServices, account_id: Key) -> Template:
        """Show an account with its roles."""
        return await _one(request, services, await services.accounts.get_account(account_id))

    @post("/{account_id:str}/link")
    async def link(self, request: AnyRequest, services: TheServices, account_id: Key) -> Template:
        """Mail or show a link for a first or new password."""
        form = await request.form()
        account = await services.accounts.get_account(account_id)
        path = await services.entrance.setup.password_link_for(account_id)
        mail = services.notifications.mails and "show" not in form
        handed = await hand_over(request, services, account, path, mail=mail)
        return await _one(request, services, account, handed=handed)

    @post("/{account_id:str}/lock")
    async def lock(self, request: AnyRequest, services: TheServices, account_id: Key) -> Template | Redirect:
        """Lock an account."""
        try:
            await services.accounts.lock(account_id)
        except REFUSED as error:
            return await _one(request, services, await services.accounts.get_account(account_id), error=error)
        return _back(account_id)

    @post("/{account_id:str}/unlock")
    async def unlock(self, services: TheServices, account_id: Key) -> Redirect:
        """Let an account in again."""
        await services.accounts.unlock(account_id)
        return _back(account_id)

    @post("/{account_id:str}/grants")
    async def give(self, request: AnyRequest, services: TheServices, account_id: Key) -> Template | Redirect:
        """Give a role."""
        form = await request.form()
        body, _, organization = str(form.get("place") or "").partition("/")
        try:
            await services.grants.give(account_id, str(form.get("role") or ""), body, organization or None)
        except REFUSED as error:
            return await _one(request, services, await services.accounts.get_account(account_id), error=error)
        return _back(account_id)

    @post("/{account_id:str}/grants/{grant_id:str}/take")
    async def take(
        self, request: AnyRequest, services: TheServices, account_id: Key, grant_id: Key
    ) -> Template | Redirect:
        """Take a role."""
        try:
            await services.grants.take(grant_id)
        except REFUSED as error:
            return await _one(request, services, await services.accounts.get_account(account_id), error=error)
        return _back(account_id)


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """How a link for a password reaches its person."""

    kind: str
    """``mailed``, ``shown``, ``failed`` (shown because the mail did not go out), ``known`` (the person has
    signed in before and needs none) or ``elsewhere`` (another administrator has to make it)."""
    link: str = ""
    """The address, where it is shown."""


async def hand_over(
    request: AnyRequest, services: Services, account: AccountView, path: str, *, mail: bool
) -> Handed:
    """Mail a link where that is wanted and possible; else it is shown."""
    if mail:
        try:
            await services.notifications.mail_password_link(account, path)
        except MessageFailedError:
            logger.warning("A link for a password could not be mailed", exc_info=True)
            return Handed(kind="failed", link=absolute(request, path))
        return Handed(kind="mailed")
    return Handed(kind="shown", link=absolute(request, path))


def absolute(request: AnyRequest, path: str) -> str:
    """Return a path of ours as an address; the name was checked against those the service goes by."""
    return f"{'https' if is_https(request) else 'http'}://{request.headers.get('host', '')}{path}"


def places_of(principal: Principal, bodies: tuple[BodyView, ...]) -> list[tuple[str, str]]:
    """Return where who asks may give roles: key and name of each municipality and council."""
    found = []
    for body in bodies:
        whole = [grant for grant in principal.grants if str(grant.body) == body.id and not grant.organization]
        manages = any(principal.may(Permission.ACCOUNTS_MANAGE, grant.body) for grant in whole)
        if manages or principal.operator:
            found.append((body.id, body.name))
        found.extend(
            (f"{body.id}/{one.id}", f"{body.name}: {one.name}")
            for one in body.organizations
            if manages or _manages_council(principal, one.id)
        )
    return found


def _manages_council(principal: Principal, organization: str) -> bool:
    return any(
        str(grant.organization) == organization
        and principal.may(Permission.ACCOUNTS_MANAGE, grant.body, grant.organization)
        for grant in principal.grants
    )


def _back(account_id: str) -> Redirect:
    return Redirect(f"/users/{account_id}", status_code=303)


async def _list(
    request: AnyRequest,
    services: Services,
    *,
    form: dict[str, str] | None = None,
    error: ProtokollantError | None = None,
) -> Template:
    wish = request.query_params.get("search", "").strip()[:100]
    accounts = await services.accounts.list_accounts()
    shown = [one for one in accounts if wish.casefold() in f"{one.name} {one.email}".casefold()]
    return page(
        request,
        "users.html",
        status=status_of(error) if error else 200,
        accounts=shown,
        total=len(accounts),
        search=wish,
        form=form or {},
        error=error.text(translator_of(request).language) if error else None,
        roles=list(Role),
        mails=services.notifications.mails,
        places=places_of(principal_of(request), await services.bodies.list_bodies()),
    )


async def _one(
    request: AnyRequest,
    services: Services,
    account: AccountView,
    *,
    handed: Handed | None = None,
    error: ProtokollantError | None = None,
) -> Template:
    return page(
        request,
        "user.html",
        status=status_of(error) if error else 200,
        account=account,
        handed=handed,
        mails=services.notifications.mails,
        error=error.text(translator_of(request).language) if error else None,
        roles=list(Role),
        places=places_of(principal_of(request), await services.bodies.list_bodies()),
    )
