"""Municipalities and councils: operators enter them, and who runs one says under which law it works."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect, Template

from app.access import Permission
from app.services import Services
from app.services.errors import ChangedMeanwhile
from app.services.states import state_choices
from app.web.authentication import principal_of
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest, page, translator_of
from app.web.problems import status_of
from models.errors import InputError, ProtokollantError

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]

BACK = "/bodies"


class BodyController(Controller):
    """The page "Einrichtung"."""

    path = BACK
    include_in_schema = False

    @get("/")
    async def show_list(self, request: AnyRequest, services: TheServices) -> Template:
        """Show municipalities with their councils."""
        return await _page(request, services)

    @post("/")
    async def create(self, request: AnyRequest, services: TheServices, data: Form) -> Template | Redirect:
        """Enter a municipality."""
        lines = [line for line in data.get("organizations", "").splitlines() if line.strip()]
        try:
            await services.bodies.create_body(data.get("name", ""), lines, state=data.get("state"))
        except InputError as error:
            return await _page(request, services, error=error)
        return Redirect(BACK, status_code=303)

    @post("/{body_id:str}/state")
    async def set_state(
        self, request: AnyRequest, services: TheServices, body_id: Key, data: Form
    ) -> Template | Redirect:
        """Say under which law a municipality works."""
        revision = data.get("revision")
        try:
            await services.bodies.change_body(
                body_id,
                state=data.get("state"),
                expected=None if revision is None else frozenset({revision}),
            )
        except (InputError, ChangedMeanwhile) as error:
            return await _page(request, services, error=error)
        return Redirect(f"{BACK}?saved={body_id}", status_code=303)

    @post("/{body_id:str}/organizations")
    async def add_organization(
        self, request: AnyRequest, services: TheServices, body_id: Key, data: Form
    ) -> Template | Redirect:
        """Enter a council."""
        try:
            await services.bodies.add_organization(body_id, data.get("name", ""))
        except InputError as error:
            return await _page(request, services, error=error)
        return Redirect(BACK, status_code=303)


async def _page(
    request: AnyRequest, services: Services, *, error: ProtokollantError | None = None
) -> Template:
    who = principal_of(request)
    bodies = await services.bodies.list_bodies()
    runs = {one.id for one in bodies if who.operator or who.may(Permission.BODY_MANAGE, UUID(one.id))}
    return page(
        request,
        "bodies.html",
        status=status_of(error) if error else 200,
        bodies=bodies,
        runs=runs,
        states=state_choices(),
        saved=request.query_params.get("saved"),
        error=error.text(translator_of(request).language) if error else None,
    )
