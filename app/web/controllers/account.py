"""One's own account: language, password, second factor, sessions, tokens."""

from __future__ import annotations

from litestar import Controller, get, post
from litestar.response import Redirect, Template

from app.access import Permission
from app.services import Services
from app.services.access.passwords import LEAST
from app.services.access.signin_errors import CodeFailed, TooManyAttempts
from app.services.access.tokens import DAYS, NewToken
from app.web.authentication import is_https
from app.web.controllers.setup import UNPROCESSABLE
from app.web.cookies import kept
from app.web.inject import Key, TheServices
from app.web.pages import COOKIE, YEAR, AnyRequest, page, translator_of
from app.web.problems import status_of
from models.errors import InputError, ProtokollantError

CODE_ERRORS = (CodeFailed, TooManyAttempts)

HERE = "/account"


class AccountController(Controller):
    """The page "Mein Konto"."""

    path = HERE
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, services: TheServices) -> Template:
        """Show the account."""
        return await _page(request, services)

    @post("/")
    async def change(self, request: AnyRequest, services: TheServices) -> Redirect:
        """Change name and language."""
        form = await request.form()
        language = str(form.get("language") or "")
        await services.entrance.profile.change(name=str(form.get("name") or ""), language=language)
        led = Redirect(f"{HERE}?saved=profile", status_code=303)
        profile = await services.entrance.profile.read()
        led.set_cookie(kept(COOKIE, profile.language, seconds=YEAR, https=is_https(request)))
        return led

    @post("/password")
    async def change_password(self, request: AnyRequest, services: TheServices) -> Template | Redirect:
        """Change the password; every other session ends."""
        form = await request.form()
        try:
            await services.entrance.profile.change_password(
                str(form.get("present") or ""), str(form.get("password") or "")
            )
        except (InputError, TooManyAttempts) as error:
            return await _page(request, services, error=error, at="password")
        return Redirect(f"{HERE}?saved=password", status_code=303)

    @post("/second-factor/begin")
    async def begin(self, services: TheServices) -> Redirect:
        """Make a new secret for an app."""
        await services.entrance.profile.begin_second_factor()
        return Redirect(f"{HERE}/second-factor", status_code=303)

    @get("/second-factor")
    async def show_second_factor(self, request: AnyRequest, services: TheServices) -> Template | Redirect:
        """Show the picture that waits for its first code."""
        return await _picture(request, services)

    @post("/second-factor")
    async def confirm(self, request: AnyRequest, services: TheServices) -> Template | Redirect:
        """Turn the second factor on, and show the recovery codes this once."""
        form = await request.form()
        try:
            codes = await services.entrance.profile.confirm_second_factor(str(form.get("code") or ""))
        except CODE_ERRORS as error:
            return await _picture(request, services, error=error)
        return page(request, "recovery.html", codes=codes)

    @post("/second-factor/codes")
    async def renew(self, request: AnyRequest, services: TheServices) -> Template:
        """Make new recovery codes and show them this once."""
        form = await request.form()
        try:
            codes = await services.entrance.profile.renew_recovery_codes(str(form.get("code") or ""))
        except CODE_ERRORS as error:
            return await _page(request, services, error=error, at="code")
        return page(request, "recovery.html", codes=codes)

    @post("/second-factor/end")
    async def end(self, request: AnyRequest, services: TheServices) -> Template | Redirect:
        """Turn the second factor off."""
        form = await request.form()
        try:
            await services.entrance.profile.end_second_factor(str(form.get("code") or ""))
        except CODE_ERRORS as error:
            return await _page(request, services, error=error, at="code")
        return Redirect(f"{HERE}?saved=factor", status_code=303)

    @post("/sessions/{session_id:str}/end")
    async def end_session(self, services: TheServices, session_id: Key) -> Redirect:
        """End a session."""
        await services.entrance.sessions.end_own(session_id)
        return Redirect(f"{HERE}?saved=session", status_code=303)

    @post("/tokens")
    async def create_token(self, request: AnyRequest, services: TheServices) -> Template:
        """Make a token and show it this once."""
        form = await request.form()
        days = str(form.get("days") or "")
        try:
            made = await services.entrance.tokens.create(
                str(form.get("name") or ""),
                [str(one) for one in form.getall("scope", [])],
                days=int(days[:4]) if days.isdecimal() else DAYS,
            )
        except InputError as error:
            return await _page(request, services, error=error, at="token")
        return await _page(request, services, made=made)

    @post("/tokens/{token_id:str}/revoke")
    async def revoke_token(self, services: TheServices, token_id: Key) -> Redirect:
        """Revoke a token."""
        await services.entrance.tokens.revoke(token_id)
        return Redirect(f"{HERE}?saved=token", status_code=303)


async def _page(
    request: AnyRequest,
    services: Services,
    *,
    error: ProtokollantError | None = None,
    at: str = "",
    made: NewToken | None = None,
) -> Template:
    t = translator_of(request)
    saved = request.query_params.get("saved")
    return page(
        request,
        "account.html",
        status=status_of(error) if error else 200,
        profile=await services.entrance.profile.read(),
        sessions=await services.entrance.sessions.list_own(),
        tokens=await services.entrance.tokens.list_own(),
        permissions=list(Permission),
        error={at: error.text(t.language)} if error else {},
        saved=saved if saved and t.has(f"account.saved_{saved}") else None,
        made=made,
        least=LEAST,
        days=DAYS,
    )


async def _picture(
    request: AnyRequest, services: Services, *, error: ProtokollantError | None = None
) -> Template | Redirect:
    enrolment = await services.entrance.profile.pending_second_factor()
    if enrolment is None:
        return Redirect(HERE, status_code=303)
    return page(
        request,
        "second_factor.html",
        status=UNPROCESSABLE if error else 200,
        enrolment=enrolment,
        error=error.text(translator_of(request).language) if error else None,
    )
