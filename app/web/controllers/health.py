"""Is the service up? For a monitor, and for whoever types the bare address."""

from __future__ import annotations

from litestar import Controller, get
from litestar.response import Redirect


class HealthController(Controller):
    """The way in and the sign of life."""

    @get("/", include_in_schema=False)
    async def index(self) -> Redirect:
        """Lead to the list of meetings."""
        return Redirect("/meetings")

    @get("/health", opt={"public": True}, summary="Is the service up?", tags=["service"])
    async def health(self) -> dict[str, str]:
        """Say that the service answers; asks neither database nor disk."""
        return {"status": "ok"}
