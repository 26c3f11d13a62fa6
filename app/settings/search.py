"""How the archive is searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from app.settings.reading import Source, flag


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSettings:
    """How the archive is searched."""

    meaning: bool = True
    """``PROTOKOLLANT_SEARCH_MEANING``: whether passages that say it in other words are found, too."""

    @classmethod
    def read(cls, source: Source) -> Self:
        """Read from the environment; raises :class:`~app.settings.reading.SettingError`."""
        return cls(meaning=flag(source, "PROTOKOLLANT_SEARCH_MEANING", default=True))
