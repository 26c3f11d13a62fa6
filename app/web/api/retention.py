"""Rules of retention and legal holds as JSON."""

from __future__ import annotations

import msgspec
from litestar import Controller, delete, get, post, put
from litestar.params import JSONBody

from app.services.retention import HoldView, RetentionView
from app.web.inject import Key, TheServices


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

    @put("/rules/{kind:str}", status_code=204, summary="Set the rule of one kind of thing")
    async def set_rule(
        self, services: TheServices, body_id: Key, kind: Key, data: JSONBody[RuleWish]
    ) -> None:
        """Set one rule: ``work``, ``voices``, ``drafts`` or ``recordings``."""
        await services.retention.set_rule(body_id, kind, data.event, data.days)

    @post("/holds", summary="Stop every deletion")
    async def place_hold(self, services: TheServices, body_id: Key, data: JSONBody[HoldWish]) -> HoldView:
        """Place a hold on a meeting, or on the whole municipality."""
        return await services.retention.place_hold(body_id, data.reason, meeting_id=data.meeting_id)

    @delete("/holds/{hold_id:str}", summary="Let deletions go on")
    async def lift_hold(self, services: TheServices, body_id: Key, hold_id: Key) -> None:
        """Lift a hold."""
        await services.retention.lift_hold(body_id, hold_id)
