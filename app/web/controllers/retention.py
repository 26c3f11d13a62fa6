"""The page of a municipality's rules of retention, of what goes next, and of legal holds."""

from __future__ import annotations

from typing import Annotated

from litestar import Controller, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect, Template

from app.services.access.errors import ForbiddenError
from app.services.retention import RuleInvalid
from app.services.retention_rules import EVENTS, KINDS
from app.web.controllers.audit import number
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest, page, translator_of
from models.errors import InputError, ProtokollantError

BACK = "/retention"

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


class RetentionController(Controller):
    """Rules, preview, holds."""

    path = BACK
    include_in_schema = False

    @get("/")
    async def choose(self, request: AnyRequest, services: TheServices) -> Template:
        """Show the first municipality that who asks manages, or the one asked for."""
        bodies = await services.retention.bodies()
        if not bodies:
            raise ForbiddenError
        return await _page(request, services, request.query_params.get("body") or bodies[0][0])

    @post("/{body_id:str}/rules", status_code=200)
    async def set_rules(
        self, request: AnyRequest, services: TheServices, body_id: Key, data: Form
    ) -> Template | Redirect:
        """Keep all rules of the form."""
        try:
            for kind in KINDS:
                if f"{kind}-event" in data:
                    await services.retention.set_rule(body_id, kind, data[f"{kind}-event"], _days(kind, data))
        except InputError as error:
            return await _page(request, services, body_id, error=error)
        return Redirect(f"{BACK}?body={body_id}&saved=1", status_code=303)

    @post("/{body_id:str}/holds", status_code=200)
    async def place(
        self, request: AnyRequest, services: TheServices, body_id: Key, data: Form
    ) -> Template | Redirect:
        """Place a hold on a meeting, or on everything."""
        try:
            await services.retention.place_hold(
                body_id, data.get("reason", ""), meeting_id=data.get("meeting") or None
            )
        except InputError as error:
            return await _page(request, services, body_id, error=error)
        return Redirect(f"{BACK}?body={body_id}", status_code=303)

    @post("/{body_id:str}/holds/{hold_id:str}/lift")
    async def lift(self, services: TheServices, body_id: Key, hold_id: Key) -> Redirect:
        """Lift a hold."""
        await services.retention.lift_hold(body_id, hold_id)
        return Redirect(f"{BACK}?body={body_id}", status_code=303)


def _days(kind: str, data: Form) -> int | None:
    text = data.get(f"{kind}-days", "").strip()
    if not text:
        return None
    days = number(text)
    if days is None:
        raise RuleInvalid(value=f"{kind}: {text}"[:100])
    return days


async def _page(
    request: AnyRequest, services: TheServices, body_id: str, *, error: ProtokollantError | None = None
) -> Template:
    t = translator_of(request)
    return page(
        request,
        "retention.html",
        status=422 if error else 200,
        view=await services.retention.overview(body_id),
        bodies=await services.retention.bodies(),
        meetings=await services.retention.meetings(body_id),
        events=[(name, t(f"retention.after.{name}")) for name in EVENTS],
        error=error,
        saved=request.query_params.get("saved") == "1",
    )
