"""Whether and where a language model may be asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from app.settings.reading import SettingError, Source, flag, number_or, text, texts

PLAIN = "plain"
"""Leichte Sprache, among the forms of :attr:`LanguageModelSettings.reword`."""

LANGUAGE = re.compile(r"[a-z]{2}")

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModelSettings:
    """Whether and where a language model may be asked."""

    url: str | None = None
    """``PROTOKOLLANT_LLM_URL``: base address of an OpenAI-compatible server; empty is off."""
    model: str = "default"
    """``PROTOKOLLANT_LLM_MODEL``: name of the model, as the server knows it."""
    key: str | None = None
    """``PROTOKOLLANT_LLM_KEY``: sent as bearer token, for servers that ask for one."""
    allowed_hosts: tuple[str, ...] = LOOPBACK
    """``PROTOKOLLANT_LLM_ALLOWED_HOSTS``: hosts that may be asked, with commas."""
    nonpublic: bool = False
    """``PROTOKOLLANT_LLM_NONPUBLIC``: whether what was said in non-public parts may be sent."""
    context: int = 8192
    """``PROTOKOLLANT_LLM_CONTEXT``: tokens that question and answer may have together."""
    timeout: int = 120
    """``PROTOKOLLANT_LLM_TIMEOUT``: seconds to wait for one answer."""
    reword: tuple[str, ...] = ()
    """``PROTOKOLLANT_LLM_REWORD``: forms of the summaries that are made as pages of their own, with commas:
    ``plain`` (Leichte Sprache) and ISO 639-1 codes of languages."""
    retries: int = 2
    """``PROTOKOLLANT_LLM_RETRIES``: repetitions where the server is busy or gone for a moment."""

    @classmethod
    def read(cls, source: Source) -> Self:
        """Read from the environment; raises :class:`~app.settings.reading.SettingError`."""
        return cls(
            url=text(source, "PROTOKOLLANT_LLM_URL"),
            model=text(source, "PROTOKOLLANT_LLM_MODEL") or "default",
            key=text(source, "PROTOKOLLANT_LLM_KEY"),
            allowed_hosts=texts(source, "PROTOKOLLANT_LLM_ALLOWED_HOSTS") or LOOPBACK,
            nonpublic=flag(source, "PROTOKOLLANT_LLM_NONPUBLIC"),
            context=number_or(source, "PROTOKOLLANT_LLM_CONTEXT", 1024, 1_048_576, 8192),
            timeout=number_or(source, "PROTOKOLLANT_LLM_TIMEOUT", 1, 3600, 120),
            reword=_forms(texts(source, "PROTOKOLLANT_LLM_REWORD")),
            retries=number_or(source, "PROTOKOLLANT_LLM_RETRIES", 0, 10, 2),
        )


def _forms(wanted: tuple[str, ...]) -> tuple[str, ...]:
    for one in wanted:
        if one != PLAIN and not LANGUAGE.fullmatch(one):
            raise SettingError(
                variable="PROTOKOLLANT_LLM_REWORD", value=one, expected="plain, en, tr, uk …, mit Kommas"
            )
    return wanted
