"""The register of AI systems as a page, open to everybody."""

from __future__ import annotations

from litestar import Controller, get
from litestar.response import Template

from app.web.api.ai import text_of
from app.web.inject import TheServices
from app.web.pages import AnyRequest, page, translator_of


class AiController(Controller):
    """What is done by machines here, for people."""

    path = "/ai-systems"
    include_in_schema = False
    opt = {"public": True, "anonymous": True}  # noqa: RUF012 - Litestar reads it from the class

    @get("/")
    async def show(self, request: AnyRequest, services: TheServices) -> Template:
        """Show the systems."""
        register, language = services.ai_register, translator_of(request).language
        systems = [(one, text_of(one.id, language)) for one in register.systems]
        return page(request, "ai_systems.html", systems=systems, contact=register.contact)
