"""The page on which people say what they want to be told, and where programs are told."""

from __future__ import annotations

from typing import Annotated

from litestar import Controller, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect, Template

from app.services.notification_views import NewWebhook
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest, page
from models.errors import ProtokollantError

BACK = "/notifications"

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


class NotificationController(Controller):
    """Mail wishes of the own account, and the webhooks of the bodies that one manages."""

    path = BACK
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, services: TheServices) -> Template:
        """Show wishes and webhooks."""
        return await _page(request, services)

    @post("/mail")
    async def mail(self, services: TheServices, data: Form) -> Redirect:
        """Keep what the account wants mail about."""
        await services.notifications.wish(
            draft_ready="draft_ready" in data, processing_failed="processing_failed" in data
        )
        return Redirect(f"{BACK}?saved=1", status_code=303)

    @post("/webhooks", status_code=200)
    async def add(self, request: AnyRequest, services: TheServices, data: Form) -> Template:
        """Enter a webhook and show its key, this once."""
        try:
            made = await services.notifications.add_webhook(data.get("body", ""), data.get("url", ""))
        except ProtokollantError as error:
            return await _page(request, services, error=error, url=data.get("url", ""))
        return await _page(request, services, made=made)

    @post("/webhooks/{webhook_id:str}/remove")
    async def remove(self, services: TheServices, webhook_id: Key) -> Redirect:
        """Forget a webhook."""
        await services.notifications.remove_webhook(webhook_id)
        return Redirect(BACK, status_code=303)

    @post("/webhooks/{webhook_id:str}/enable")
    async def enable(self, services: TheServices, webhook_id: Key) -> Redirect:
        """Switch a webhook on again."""
        await services.notifications.switch_on(webhook_id)
        return Redirect(BACK, status_code=303)


async def _page(
    request: AnyRequest,
    services: TheServices,
    *,
    made: NewWebhook | None = None,
    error: ProtokollantError | None = None,
    url: str = "",
) -> Template:
    return page(
        request,
        "notifications.html",
        status=422 if error else 200,
        view=await services.notifications.overview(),
        made=made,
        error=error,
        url=url,
        saved=request.query_params.get("saved") == "1",
    )
