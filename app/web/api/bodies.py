"""Municipalities, their councils, and the states whose laws their minutes follow, as JSON."""

from __future__ import annotations

import msgspec
from litestar import Controller, Response, get, patch, post
from litestar.params import JSONBody
from msgspec import UNSET, UnsetType

from app.services.access.views import BodyView, OrganizationView
from app.web.api.paging import After, Limit, Page, cut
from app.web.api.revised import revised
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest
from app.web.validators import IfMatch, expected_of
from minutes.profiles import all_profiles


class BodyInput(msgspec.Struct, frozen=True, kw_only=True):
    """A municipality to be entered."""

    name: str
    organizations: tuple[str, ...] = ()
    state: str | None = None
    """State whose law its minutes follow, by code or name."""


class BodyChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be different; what is left out stays."""

    name: str | None = None
    state: str | UnsetType | None = UNSET
    """By code or name ("NW", "Bayern"); null: the law of none in particular. Minutes that are there stay as
    they are; the next draft of each meeting follows it."""


class OrganizationInput(msgspec.Struct, frozen=True, kw_only=True):
    """A council to be entered, or its new name."""

    name: str


class StateView(msgspec.Struct, frozen=True, kw_only=True):
    """A state whose law on minutes is known."""

    code: str
    name: str
    law: str
    usual: str
    """Kind of minutes that comes first: ``decisions``, ``results``, ``course`` or ``verbatim``."""


class BodyApi(Controller):
    """Municipalities and councils."""

    path = "/bodies"
    tags = ("accounts",)

    @get("/", summary="List municipalities with their councils")
    async def list_bodies(
        self, request: AnyRequest, services: TheServices, limit: Limit = 100, after: After = None
    ) -> Response[Page[BodyView]]:
        """Return those one knows."""
        found = await services.bodies.list_bodies()
        return cut(request, found, after=after, limit=limit, name=lambda one: one.id)

    @post("/", summary="Enter a municipality")
    async def create_body(self, services: TheServices, data: JSONBody[BodyInput]) -> Response[BodyView]:
        """Enter one; operators only."""
        made = await services.bodies.create_body(data.name, data.organizations, state=data.state)
        return revised(made, made.revision)

    @get("/{body_id:str}", summary="Read a municipality")
    async def read_body(self, services: TheServices, body_id: Key) -> Response[BodyView]:
        """Return one with its councils; its ETag protects a change."""
        found = await services.bodies.get_body(body_id)
        return revised(found, found.revision)

    @patch("/{body_id:str}", summary="Change name or state of a municipality")
    async def change_body(
        self, services: TheServices, body_id: Key, data: JSONBody[BodyChange], if_match: IfMatch = None
    ) -> Response[BodyView]:
        """Change it and return it."""
        found = await services.bodies.change_body(
            body_id, name=data.name, state=data.state, expected=expected_of(if_match)
        )
        return revised(found, found.revision)

    @get("/{body_id:str}/organizations", summary="List the councils of a municipality")
    async def list_organizations(
        self,
        request: AnyRequest,
        services: TheServices,
        body_id: Key,
        limit: Limit = 100,
        after: After = None,
    ) -> Response[Page[OrganizationView]]:
        """Return them by name."""
        found = (await services.bodies.get_body(body_id)).organizations
        return cut(request, found, after=after, limit=limit, name=lambda one: one.id)

    @post("/{body_id:str}/organizations", summary="Enter a council")
    async def add_organization(
        self, services: TheServices, body_id: Key, data: JSONBody[OrganizationInput]
    ) -> Response[OrganizationView]:
        """Enter one."""
        made = await services.bodies.add_organization(body_id, data.name)
        return revised(made, made.revision)

    @get("/{body_id:str}/organizations/{organization_id:str}", summary="Read a council")
    async def read_organization(
        self, services: TheServices, body_id: Key, organization_id: Key
    ) -> Response[OrganizationView]:
        """Return one; its ETag protects a change."""
        found = await services.bodies.get_organization(body_id, organization_id)
        return revised(found, found.revision)

    @patch("/{body_id:str}/organizations/{organization_id:str}", summary="Give a council another name")
    async def change_organization(
        self,
        services: TheServices,
        body_id: Key,
        organization_id: Key,
        data: JSONBody[OrganizationInput],
        if_match: IfMatch = None,
    ) -> Response[OrganizationView]:
        """Change it and return it."""
        found = await services.bodies.change_organization(
            body_id, organization_id, data.name, expected=expected_of(if_match)
        )
        return revised(found, found.revision)


class StateApi(Controller):
    """States whose laws are known."""

    path = "/states"
    tags = ("meetings",)

    @get("/", summary="List the states whose laws on minutes are known")
    async def list_states(
        self, request: AnyRequest, limit: Limit = 100, after: After = None
    ) -> Response[Page[StateView]]:
        """Return them by code."""
        found = [
            StateView(code=one.code, name=one.name, law=one.law, usual=one.usual.kind)
            for one in all_profiles()
        ]
        return cut(request, found, after=after, limit=limit, name=lambda one: one.code)
