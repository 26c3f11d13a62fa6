"""The AI systems of this installation: which there are, which are in use, and with which models.

What people are told about them (Regulation (EU) 2024/1689, Art. 26 and 50; registers of algorithms of public
administrations) is read from the settings and the manifest of the models, so that it cannot be out of date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from app.search.meaning import NAME as MEANING
from models.manifest import load_manifest
from models.profiles import load_profile

if TYPE_CHECKING:
    from app.settings import Settings

SystemId = Literal["recognition", "voices", "drafting", "summaries", "rewording", "meaning"]


class AiModel(msgspec.Struct, frozen=True, kw_only=True):
    """A model that a system works with."""

    id: str
    about: str = ""
    licence: str = ""
    revision: str | None = None


class AiSystem(msgspec.Struct, frozen=True, kw_only=True):
    """A system."""

    id: SystemId
    in_use: bool
    models: tuple[AiModel, ...] = ()
    """Empty: it works by rules that people wrote."""


class AiRegister(msgspec.Struct, frozen=True, kw_only=True):
    """All of them."""

    contact: str
    """Who answers questions; empty: not set."""
    systems: tuple[AiSystem, ...]


def ai_register(settings: Settings) -> AiRegister:
    """Return the systems of an installation.

    Raises:
        UnknownProfileError: the profile of models that is set does not exist.
    """
    profile, language = load_profile(settings.speech.profile), settings.language_model
    asked = language.url is not None
    voices = (profile.segmentation, profile.embedding, profile.diarization_pipeline)
    writer = (AiModel(id=language.model),) if asked else ()
    return AiRegister(
        contact=settings.service.contact,
        systems=(
            AiSystem(id="recognition", in_use=True, models=_known(profile.transcriber)),
            AiSystem(id="voices", in_use=True, models=_known(*voices)),
            AiSystem(id="drafting", in_use=True),
            AiSystem(id="summaries", in_use=asked, models=writer),
            AiSystem(id="rewording", in_use=asked and bool(language.reword), models=writer),
            AiSystem(
                id="meaning", in_use=settings.search.meaning, models=(AiModel(id=MEANING, licence="MIT"),)
            ),
        ),
    )


def _known(*ids: str | None) -> tuple[AiModel, ...]:
    entries = {entry.id: entry for entry in load_manifest().models}
    return tuple(
        AiModel(
            id=one, about=entries[one].about, licence=entries[one].licence, revision=entries[one].revision
        )
        for one in ids
        if one is not None
    )
