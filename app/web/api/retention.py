"""Rules of retention and legal holds as JSON."""

from __future__ import annotations

import msgspec
from litestar import Controller, Response, delete, get, post, put
from litestar.params import JSONBody

from app.services import Services
from app.services.errors import NotFound
from app.services.retention import HoldView, RetentionView
from app.services.retention_rules import Rule
from app.services.revisions import of_rule, resting_on, revision_at
from app.web.api.revised import noted, revised
from app.web.inject import Key, TheServices
from app.web.validators import IfMatch, expected_of


class RuleWish(msgspec.Struct, frozen=True, kw_only=True):
    """A rule to be set."""

    event: str
    """``uploaded``, ``processed``, ``approved`` or ``published``."""
    days: int | None = None
    """After the event; null: never by itself."""


class HoldWish(msgspec.Struct, frozen=True, kw_only=True):
    """A hold to be placed."""

    reason: str
    meeting_id: str | None = None
    """Null: everything of the municipality."""


class RetentionApi(Controller):
    """How long things are kept."""

    path = "/bodies/{body_id:str}/retention"
    tags = ("records",)

    @get("/", summary="Rules, what goes in the next 30 days, holds, what went")
    async def read_retention(self, services: TheServices, body_id: Key) -> RetentionView:
        """Return everything of the page."""
        return await services.retention.overview(body_id)

    @get("/rules/{kind:str}", summary="Read the rule of one kind of thing")
    async def read_rule(self, services: TheServices, body_id: Key, kind: Key) -> Response[Rule]:
        """Return the rule that holds, a default too; its ETag protects a change."""
        found = await self._rule(services, body_id, kind)
        return revised(found, await revision_at(services.database, of_rule(body_id, kind)))

    @put("/rules/{kind:str}", status_code=204, summary="Set the rule of one kind of thing")
    async def set_rule(
        self,
        services: TheServices,
        body_id: Key,
        kind: Key,
        data: JSONBody[RuleWish],
        if_match: IfMatch = None,
    ) -> Response[None]:
        """Set one rule: ``work``, ``voices``, ``drafts`` or ``recordings``."""
        expected, place = expected_of(if_match), of_rule(body_id, kind)
        if expected is not None:
            await self._rule(services, body_id, kind)  # whose it is not is said first
        async with resting_on(services.database, place, expected), services.database.together():
            await services.retention.set_rule(body_id, kind, data.event, data.days)
            return noted(await revision_at(services.database, place))

    @staticmethod
    async def _rule(services: Services, body_id: str, kind: str) -> Rule:
        for rule in (await services.retention.overview(body_id)).rules:
            if rule.kind == kind:
                return rule
        raise NotFound

    @post("/holds", summary="Stop every deletion")
    async def place_hold(self, services: TheServices, body_id: Key, data: JSONBody[HoldWish]) -> HoldView:
        """Place a hold on a meeting, or on the whole municipality."""
        return await services.retention.place_hold(body_id, data.reason, meeting_id=data.meeting_id)

    @delete("/holds/{hold_id:str}", summary="Let deletions go on")
    async def lift_hold(self, services: TheServices, body_id: Key, hold_id: Key) -> None:
        """Lift a hold."""
        await services.retention.lift_hold(body_id, hold_id)
