"""The audit log as JSON."""

from __future__ import annotations

from typing import Annotated

from litestar import Controller, Response, get
from litestar.params import QueryParameter
from litestar.response import Stream

from app.services.audit import AuditEntryView, AuditFilter
from app.web.api.paging import Page, paged
from app.web.controllers.audit import export_stream
from app.web.inject import TheServices
from app.web.pages import AnyRequest

Text = Annotated[str, QueryParameter(max_length=200)]
Count = Annotated[int, QueryParameter(ge=1, le=1000, description="Entries at most")]
Place = Annotated[int | None, QueryParameter(ge=1, description="Only entries with a smaller number")]


class AuditApi(Controller):
    """The log."""

    path = "/audit"
    tags = ("records",)

    @get("/", summary="Entries of the log, the latest first")
    async def list_entries(
        self,
        services: TheServices,
        request: AnyRequest,
        *,
        since: Text = "",
        until: Text = "",
        actor: Text = "",
        action: Text = "",
        meeting: Text = "",
        after: Place = None,
        limit: Count = 100,
    ) -> Response[Page[AuditEntryView]]:
        """Return what who asks may see."""
        chosen = AuditFilter.read(since=since, until=until, actor=actor, action=action, meeting=meeting)
        found = await services.audit.list(chosen, before=after, limit=limit)
        return paged(request, found.entries, last=None if found.before is None else str(found.before))

    @get(
        "/export",
        summary="All entries of a filter as JSON lines, each with its hash",
        media_type="application/jsonl",
    )
    async def export_entries(self, request: AnyRequest, services: TheServices) -> Stream:
        """Send every entry with everything that its hash is made of."""
        return export_stream(request, services, "jsonl")
