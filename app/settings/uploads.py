"""What may come in, how much, and from which folder by itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self, cast

from app.settings.reading import Source, choice, number_or, text

GIGABYTE = 2**30
AFTERWARDS = ("move", "leave")


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadSettings:
    """What may come in, how much, and from which folder by itself."""

    limit: int = 20 * GIGABYTE
    """``PROTOKOLLANT_UPLOAD_LIMIT``: largest recording in GB."""
    quota: int = 0
    """``PROTOKOLLANT_UPLOAD_QUOTA``: GB of recordings that one municipality may keep, those under way among
    them; 0 is no limit."""
    expire_hours: int = 168
    """``PROTOKOLLANT_UPLOAD_HOURS``: hours after its last byte for which an unfinished upload is kept."""
    watch: Path | None = None
    """``PROTOKOLLANT_WATCH``: folder from which recordings are taken into the inbox; sub-folders named
    after a municipality belong to it."""
    watch_body: str | None = None
    """``PROTOKOLLANT_WATCH_BODY``: municipality of what lies in the watched folder itself; the only one
    where there is only one."""
    watch_seconds: int = 60
    """``PROTOKOLLANT_WATCH_SECONDS``: seconds for which a file must not have grown."""
    watch_afterwards: Literal["move", "leave"] = "move"
    """``PROTOKOLLANT_WATCH_AFTERWARDS``: ``move`` originals to the sub-folder ``done``, or ``leave`` them."""

    @classmethod
    def read(cls, source: Source) -> Self:
        """Read from the environment; raises :class:`~app.settings.reading.SettingError`."""
        watch = text(source, "PROTOKOLLANT_WATCH")
        return cls(
            limit=number_or(source, "PROTOKOLLANT_UPLOAD_LIMIT", 1, 1000, 20) * GIGABYTE,
            quota=number_or(source, "PROTOKOLLANT_UPLOAD_QUOTA", 0, 1_000_000, 0) * GIGABYTE,
            expire_hours=number_or(source, "PROTOKOLLANT_UPLOAD_HOURS", 1, 8760, 168),
            watch=Path(watch) if watch else None,
            watch_body=text(source, "PROTOKOLLANT_WATCH_BODY"),
            watch_seconds=number_or(source, "PROTOKOLLANT_WATCH_SECONDS", 1, 86_400, 60),
            watch_afterwards=cast(
                "Literal['move', 'leave']", choice(source, "PROTOKOLLANT_WATCH_AFTERWARDS", AFTERWARDS)
            ),
        )
