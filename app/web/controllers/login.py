"""Signing in and out: by password and code, by another service, by a link."""

from __future__ import annotations

from litestar import Controller, get, post
from litestar.datastructures import Cookie
from litestar.response import Redirect, Template

from app.services import Services
from app.services.access.sessions import SignedIn
from app.services.access.signin import CodeNeeded
from app.services.access.signin_errors import (
    CodeFailed,
    LinkInvalid,
    OidcFailed,
    OidcUnavailable,
    OidcUnknownAccount,
    SignInFailed,
    TooManyAttempts,
)
from app.web.authentication import is_https, local_path, principal_of, visitor_of
from app.web.cookies import FLOW, LINK, PLAIN, SECURE, TICKET, gone, kept, session_cookie, session_token
from app.web.inject import Key, TheServices
from app.web.pages import COOKIE, YEAR, AnyRequest, page, translator_of
from app.web.problems import status_of
from models.errors import ProtokollantError

OPEN = {"public": True}

FLOW_PATH = "/login/oidc"

TICKET_SECONDS = 300

LINK_SECONDS = 12 * 3600
"""How long a browser remembers a link that opens a meeting; the link can be opened again."""

OIDC_ERRORS = (OidcFailed, OidcUnavailable, OidcUnknownAccount, SignInFailed)


class LoginController(Controller):
    """The doors."""

    include_in_schema = False

    @get("/login", opt=OPEN)
    async def show(self, request: AnyRequest, services: TheServices) -> Template | Redirect:
        """Show the form; who is signed in already is led on."""
        after = local_path(request.query_params.get("next"))
        if principal_of(request).account is not None:
            return Redirect(after, status_code=303)
        return _form(request, services, after=after)

    @post("/login", opt=OPEN)
    async def sign_in(self, request: AnyRequest, services: TheServices) -> Template | Redirect:
        """Check e-mail and password, and lead on or ask for the code."""
        form = await request.form()
        after = local_path(str(form.get("next") or ""))
        email, password = str(form.get("email") or ""), str(form.get("password") or "")
        try:
            found = await services.entrance.sign_in.sign_in(
                email, password, visitor_of(request), replaces=session_token(request)
            )
        except (SignInFailed, TooManyAttempts) as error:
            return _form(request, services, after=after, email=email, error=error)
        if isinstance(found, CodeNeeded):
            answer = page(request, "code.html", after=after, error=None)
            answer.set_cookie(_ticket(request, found.ticket))
            return answer
        return signed_in(request, found, after)

    @post("/login/code", opt=OPEN)
    async def check_code(self, request: AnyRequest, services: TheServices) -> Template | Redirect:
        """Check the code of the second factor, and lead on."""
        form = await request.form()
        after = local_path(str(form.get("next") or ""))
        try:
            found = await services.entrance.sign_in.sign_in_code(
                request.cookies.get(TICKET, ""),
                str(form.get("code") or ""),
                visitor_of(request),
                replaces=session_token(request),
            )
        except (CodeFailed, TooManyAttempts) as error:
            return page(
                request,
                "code.html",
                status=status_of(error),
                after=after,
                error=error.text(translator_of(request).language),
            )
        except (LinkInvalid, SignInFailed):
            answer = _form(request, services, after=after, late=True)
            answer.set_cookie(gone(TICKET, https=is_https(request), path="/login"))
            return answer
        led = signed_in(request, found, after)
        led.set_cookie(gone(TICKET, https=is_https(request), path="/login"))
        return led

    @get("/login/oidc", opt=OPEN)
    async def leave(self, request: AnyRequest, services: TheServices) -> Template | Redirect:
        """Lead to the other service."""
        after = local_path(request.query_params.get("next"))
        if not services.entrance.oidc.configured:
            return Redirect("/login", status_code=303)
        try:
            address, flow = await services.entrance.oidc.begin(_back(request), after)
        except OIDC_ERRORS as error:
            return _form(request, services, after=after, error=error)
        led = Redirect(address, status_code=303)
        led.set_cookie(kept(FLOW, flow, seconds=600, https=is_https(request), path=FLOW_PATH))
        return led

    @get("/login/oidc/back", opt=OPEN)
    async def come_back(self, request: AnyRequest, services: TheServices) -> Template | Redirect:
        """Take what the other service says, and lead on."""
        entrance = services.entrance
        if not entrance.oidc.configured:
            return Redirect("/login", status_code=303)
        forget = gone(FLOW, https=is_https(request), path=FLOW_PATH)
        query = {key: value for key, value in request.query_params.items() if isinstance(value, str)}
        try:
            identity, after = await entrance.oidc.finish(request.cookies.get(FLOW, ""), query, _back(request))
            account = await entrance.federation.account_of(identity)
            found = await entrance.sign_in.sign_in_account(
                account, visitor_of(request), method="oidc", replaces=session_token(request)
            )
        except OIDC_ERRORS as error:
            answer = _form(request, services, after="/meetings", error=error)
            answer.set_cookie(forget)
            return answer
        led = signed_in(request, found, local_path(after))
        led.set_cookie(forget)
        return led

    @get("/enter/{token:str}", opt=OPEN)
    async def enter(self, request: AnyRequest, services: TheServices, token: Key) -> Redirect:
        """Sign in by the link that ``serve --demo`` prints; who has used it is led on."""
        try:
            found, target = await services.entrance.sign_in.enter(
                token, visitor_of(request), replaces=session_token(request)
            )
        except LinkInvalid:
            if principal_of(request).account is None:
                raise
            return Redirect("/meetings", status_code=303)
        return signed_in(request, found, local_path(target))

    @get("/links/{token:str}", opt=OPEN)
    async def read_by_link(self, request: AnyRequest, services: TheServices, token: Key) -> Redirect:
        """Open a meeting for a reader without an account, in this browser, until the evening."""
        found = await services.links.resolve(token)
        if found is None:
            raise LinkInvalid
        principal, meeting = found
        led = Redirect(f"/meetings/{meeting}", status_code=303)
        sealed = services.entrance.sealer.seal("link", principal.link)
        led.set_cookie(kept(LINK, sealed, seconds=LINK_SECONDS, https=is_https(request)))
        return led

    @post("/logout")
    async def sign_out(self, request: AnyRequest, services: TheServices) -> Redirect:
        """End the session."""
        await services.entrance.sessions.end_present()
        https = is_https(request)
        led = Redirect("/login?out=1", status_code=303)
        for name in (SECURE if https else PLAIN, LINK):
            led.set_cookie(gone(name, https=https))
        return led


def signed_in(request: AnyRequest, found: SignedIn, after: str) -> Redirect:
    """Lead on with the cookie of a new session, in the account's language."""
    https = is_https(request)
    led = Redirect(after, status_code=303)
    led.set_cookie(session_cookie(found.token, seconds=found.seconds, https=https))
    led.set_cookie(kept(COOKIE, found.language, seconds=YEAR, https=https))
    return led


def _form(
    request: AnyRequest,
    services: Services,
    *,
    after: str,
    email: str = "",
    error: ProtokollantError | None = None,
    late: bool = False,
) -> Template:
    t = translator_of(request)
    return page(
        request,
        "login.html",
        status=status_of(error) if error else 200,
        after=after,
        email=email,
        error=t("login.late") if late else error.text(t.language) if error else None,
        said=next((one for one in ("out", "set") if one in request.query_params), None),
        oidc=services.entrance.oidc.label if services.entrance.oidc.configured else None,
    )


def _ticket(request: AnyRequest, ticket: str) -> Cookie:
    return kept(TICKET, ticket, seconds=TICKET_SECONDS, https=is_https(request), path="/login")


def _back(request: AnyRequest) -> str:
    """Return our address to come back to; the name was checked against those the service goes by."""
    scheme = "https" if is_https(request) else "http"
    return f"{scheme}://{request.headers.get('host', '')}{FLOW_PATH}/back"
