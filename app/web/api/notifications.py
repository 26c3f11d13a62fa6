"""Notifications as JSON."""

from __future__ import annotations

import msgspec
from litestar import Controller, Response, delete, get, post, put
from litestar.params import JSONBody

from app.services.notification_views import MailView, NewWebhook, NotificationsView
from app.services.revisions import of_mail, resting_on, revision_at
from app.web.api.revised import noted, revised
from app.web.inject import Key, TheServices
from app.web.validators import IfMatch, expected_of


class MailWishes(msgspec.Struct, frozen=True, kw_only=True):
    """What the own account wants mail about."""

    draft_ready: bool = False
    processing_failed: bool = False


class WebhookAddress(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook to be entered."""

    body_id: str
    url: str


class NotificationApi(Controller):
    """Mail wishes and webhooks."""

    path = "/notifications"
    tags = ("notifications",)

    @get("/", summary="What is told to whom")
    async def read_notifications(self, services: TheServices) -> NotificationsView:
        """Return the own wishes and the webhooks of the bodies that the account manages."""
        return await services.notifications.overview()

    @get("/mail", summary="What one wants mail about")
    async def read_mail(self, services: TheServices) -> Response[MailView]:
        """Return the wishes of the own account; their ETag protects a change."""
        found = await services.notifications.overview()
        return revised(found.mail, await revision_at(services.database, of_mail()))

    @put("/mail", status_code=204, summary="Say what one wants mail about")
    async def wish_mail(
        self, services: TheServices, data: JSONBody[MailWishes], if_match: IfMatch = None
    ) -> Response[None]:
        """Keep the wishes of the own account."""
        async with (
            resting_on(services.database, of_mail(), expected_of(if_match)),
            services.database.together(),
        ):
            await services.notifications.wish(
                draft_ready=data.draft_ready, processing_failed=data.processing_failed
            )
            return noted(await revision_at(services.database, of_mail()))

    @post("/webhooks", status_code=201, summary="Enter a webhook of a body")
    async def add_webhook(self, services: TheServices, data: JSONBody[WebhookAddress]) -> NewWebhook:
        """Enter an address; the answer holds the key of its signatures, this once."""
        return await services.notifications.add_webhook(data.body_id, data.url)

    @delete("/webhooks/{webhook_id:str}", summary="Forget a webhook")
    async def remove_webhook(self, services: TheServices, webhook_id: Key) -> None:
        """Forget an address."""
        await services.notifications.remove_webhook(webhook_id)

    @post("/webhooks/{webhook_id:str}/enable", status_code=204, summary="Switch a webhook on again")
    async def enable_webhook(self, services: TheServices, webhook_id: Key) -> None:
        """Send again to an address that was switched off after failures."""
        await services.notifications.switch_on(webhook_id)
