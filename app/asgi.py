"""The ASGI application of the service; nothing happens at import."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from litestar import Litestar

    from app.services import Services
    from app.settings import Settings


def create_app(settings: Settings | None = None, *, services: Services | None = None) -> Litestar:
    """Make the web application.

    Args:
        settings: read from the environment where left out.
        services: made by the composition root where left out.
    """
    from app.settings import Settings  # noqa: PLC0415 - nothing is read before it is asked for
    from app.web import create_web_app  # noqa: PLC0415 - likewise

    chosen = settings or Settings.from_environment()
    if services is None:
        from app.bootstrap import build_services  # noqa: PLC0415 - the composition root, only where needed

        services = build_services(chosen)
    return create_web_app(
        services,
        profile=chosen.speech.profile,
        hosts=chosen.service.hosts,
        access=chosen.access,
        records=chosen.records,
    )
