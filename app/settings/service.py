"""Where the service listens and keeps its data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.settings.reading import Source, number_or, text, texts


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """Where the service listens and keeps its data."""

    host: str = "127.0.0.1"
    """``PROTOKOLLANT_HOST``: address to listen on."""
    port: int = 8765
    """``PROTOKOLLANT_PORT``: port to listen on; 0 takes a free one."""
    hosts: tuple[str, ...] = ()
    """``PROTOKOLLANT_HOSTS``: names under which browsers may address the service, with commas; the loopback
    ones are always among them."""
    data: Path | None = None
    """``PROTOKOLLANT_DATA``: folder of the embedded database and the recordings; ``data/`` in the working
    folder where empty, ``/var/lib/protokollant`` for root."""
    contact: str = ""
    """``PROTOKOLLANT_CONTACT``: who answers questions about the service and its AI systems:
    office, mail address."""
    database_url: str | None = None
    """``DATABASE_URL``: an external PostgreSQL (``postgresql://…``) instead of the embedded one."""

    @classmethod
    def read(cls, source: Source) -> Self:
        """Read from the environment; raises :class:`~app.settings.reading.SettingError`."""
        data = text(source, "PROTOKOLLANT_DATA")
        return cls(
            host=text(source, "PROTOKOLLANT_HOST") or "127.0.0.1",
            port=number_or(source, "PROTOKOLLANT_PORT", 0, 65535, 8765),
            hosts=texts(source, "PROTOKOLLANT_HOSTS"),
            data=Path(data) if data else None,
            contact=text(source, "PROTOKOLLANT_CONTACT") or "",
            database_url=text(source, "DATABASE_URL"),
        )
