"""The register of AI systems as data."""

from __future__ import annotations

import msgspec
from litestar import Controller, get

from app.services.ai_systems import AiModel, SystemId
from app.web.i18n import LANGUAGES, translator
from app.web.inject import TheServices


class AiText(msgspec.Struct, frozen=True, kw_only=True):
    """What people are told about a system, in one language."""

    name: str
    what: str
    why: str
    data: str
    limits: str


class AiSystemView(msgspec.Struct, frozen=True, kw_only=True):
    """A system."""

    id: SystemId
    in_use: bool
    models: tuple[AiModel, ...]
    text: dict[str, AiText]
    """By language (ISO 639-1)."""


class AiRegisterView(msgspec.Struct, frozen=True, kw_only=True):
    """All systems of the installation."""

    contact: str
    systems: tuple[AiSystemView, ...]


class AiApi(Controller):
    """What is done by machines here."""

    path = "/ai-systems"
    tags = ("ai",)
    opt = {"public": True, "anonymous": True}  # noqa: RUF012 - Litestar reads it from the class

    @get("/", summary="AI systems of this installation")
    async def list_ai_systems(self, services: TheServices) -> AiRegisterView:
        """Return which systems there are, what for, with which models, on what data, and their limits."""
        register = services.ai_register
        return AiRegisterView(
            contact=register.contact,
            systems=tuple(
                AiSystemView(
                    id=one.id,
                    in_use=one.in_use,
                    models=one.models,
                    text={language: text_of(one.id, language) for language in LANGUAGES},
                )
                for one in register.systems
            ),
        )


def text_of(system: SystemId, language: str) -> AiText:
    """Return what people are told about a system."""
    told = translator(language)
    return AiText(**{name: told(f"ai.{system}.{name}") for name in AiText.__struct_fields__})
