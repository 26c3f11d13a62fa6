"""Summaries in the draft, where a language model is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.language_model.client import LanguageModelClient
from app.settings.language_model import PLAIN
from minutes.draft.sources import Sources
from minutes.summaries import with_summaries

if TYPE_CHECKING:
    from app.settings.language_model import LanguageModelSettings
    from minutes.types import Agenda, Minutes, Outcomes, Roster, Transcript


def add_summaries(
    minutes: Minutes,
    transcript: Transcript,
    outcomes: Outcomes,
    agenda: Agenda,
    roster: Roster | None,
    *,
    settings: LanguageModelSettings,
) -> Minutes:
    """Return the draft with summaries; as it is where no language model is set up.

    Raises:
        InputError: the address is wrong or its host not allowed.
    """
    if settings.url is None:
        return minutes
    client = LanguageModelClient(settings)
    sources = Sources(transcript, outcomes, agenda, roster)
    languages = tuple(None if form == PLAIN else form for form in settings.reword)
    return with_summaries(minutes, sources, client, nonpublic=settings.nonpublic, reworded=languages)
