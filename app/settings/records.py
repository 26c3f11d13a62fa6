"""Backups, logs and figures for the monitor."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self, cast

from app.settings.reading import Source, choice, text

LOGS = ("text", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSettings:
    """Backups, logs and figures for the monitor."""

    backup_key_file: Path | None = None
    """``PROTOKOLLANT_BACKUP_KEY_FILE``: file of keys that backups are sealed with, as
    ``PROTOKOLLANT_STORAGE_KEY_FILE``; keep a copy elsewhere, no backup contains it."""
    log: Literal["text", "json"] = "text"
    """``PROTOKOLLANT_LOG``: form of the log on standard error, ``text`` or ``json`` (one object a line)."""
    metrics_token_file: Path | None = None
    """``PROTOKOLLANT_METRICS_TOKEN_FILE``: file with the token that ``/metrics`` asks other machines for;
    without it only this machine may read the figures."""

    @classmethod
    def read(cls, source: Source) -> Self:
        """Read from the environment; raises :class:`~app.settings.reading.SettingError`."""
        key, token = (
            text(source, "PROTOKOLLANT_BACKUP_KEY_FILE"),
            text(source, "PROTOKOLLANT_METRICS_TOKEN_FILE"),
        )
        return cls(
            backup_key_file=Path(key) if key else None,
            log=cast("Literal['text', 'json']", choice(source, "PROTOKOLLANT_LOG", LOGS)),
            metrics_token_file=Path(token) if token else None,
        )
