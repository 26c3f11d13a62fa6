"""The first account, and the first password of every other one."""

from __future__ import annotations

from litestar import Controller, get, post
from litestar.response import Redirect, Template

from app.services.access.passwords import LEAST
from app.services.access.setup import FirstAccount
from app.services.access.signin_errors import (
    PasswordCommon,
    PasswordIsName,
    PasswordLength,
    SetupIncomplete,
)
from app.web.authentication import visitor_of
from app.web.controllers.login import OPEN, signed_in
from app.web.cookies import session_token
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest, page, translator_of
from models.errors import InputError

UNPROCESSABLE = 422

REFUSED = (PasswordCommon, PasswordIsName, PasswordLength)
"""What a new password can be refused for."""


class SetupController(Controller):
    """Set-up and invitation, by links that hold once."""

    include_in_schema = False

    @get("/setup/{token:str}", opt=OPEN)
    async def show_setup(self, request: AnyRequest, services: TheServices, token: Key) -> Template:
        """Show the form of the first account."""
        await services.entrance.setup.check_setup(token)
        return page(request, "setup.html", token=token, form={}, errors={}, least=LEAST)

    @post("/setup/{token:str}", opt=OPEN)
    async def set_up(self, request: AnyRequest, services: TheServices, token: Key) -> Template | Redirect:
        """Make the first account and sign it in."""
        form = {key: str(value) for key, value in (await request.form()).items()}
        errors: dict[str, str] = {}
        t = translator_of(request)
        try:
            account = await services.entrance.setup.set_up(
                token,
                FirstAccount(
                    body=form.get("body", ""),
                    organization=form.get("organization", ""),
                    name=form.get("name", ""),
                    email=form.get("email", ""),
                    password=form.get("password", ""),
                    secretary="secretary" in form,
                ),
            )
        except SetupIncomplete as error:
            errors[str(error.data["field"])] = t(f"setup.missing_{error.data['field']}")
        except REFUSED as error:
            errors["password"] = error.text(t.language)
        if errors:
            form.pop("password", None)
            return page(
                request,
                "setup.html",
                status=UNPROCESSABLE,
                token=token,
                form=form,
                errors=errors,
                least=LEAST,
            )
        found = await services.entrance.sign_in.sign_in_account(
            account, visitor_of(request), method="link", replaces=session_token(request)
        )
        return signed_in(request, found, "/meetings")

    @get("/welcome/{token:str}", opt=OPEN)
    async def show_welcome(self, request: AnyRequest, services: TheServices, token: Key) -> Template:
        """Show the form of a first or new password."""
        welcome = await services.entrance.setup.welcome(token)
        return page(request, "welcome.html", token=token, welcome=welcome, error=None, least=LEAST)

    @post("/welcome/{token:str}", opt=OPEN)
    async def accept(self, request: AnyRequest, services: TheServices, token: Key) -> Template | Redirect:
        """Set the password and lead to the sign-in, where it is used for the first time."""
        form = await request.form()
        try:
            await services.entrance.setup.accept(token, str(form.get("password") or ""))
        except InputError as error:
            welcome = await services.entrance.setup.welcome(token)
            text = error.text(translator_of(request).language)
            return page(
                request,
                "welcome.html",
                status=UNPROCESSABLE,
                token=token,
                welcome=welcome,
                error=text,
                least=LEAST,
            )
        return Redirect("/login?set=1", status_code=303)
