"""How people and programs are told that a draft is ready or failed."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self, cast

from app.settings.reading import SettingError, Source, choice, number_or, text, texts

SECURITY = ("starttls", "tls", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifySettings:
    """How people and programs are told that a draft is ready or failed."""

    smtp_host: str | None = None
    """``PROTOKOLLANT_SMTP_HOST``: mail server; no mail is sent where empty."""
    smtp_port: int = 587
    """``PROTOKOLLANT_SMTP_PORT``: its port."""
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """``PROTOKOLLANT_SMTP_SECURITY``: ``starttls``, ``tls`` (from the first byte, usually port 465) or
    ``none`` (a server on the same machine only)."""
    smtp_user: str | None = None
    """``PROTOKOLLANT_SMTP_USER``: name to sign in with; no sign-in where empty."""
    smtp_password_file: Path | None = None
    """``PROTOKOLLANT_SMTP_PASSWORD_FILE``: file with the password, readable by the service alone."""
    smtp_ca_file: Path | None = None
    """``PROTOKOLLANT_SMTP_CA_FILE``: certificates that vouch for the mail server, besides the system's."""
    sender: str = "protokollant@localhost"
    """``PROTOKOLLANT_SMTP_FROM``: address that mail comes from."""
    address: str = "http://127.0.0.1:8765"
    """``PROTOKOLLANT_ADDRESS``: address of the service as people open it, for links in messages."""
    webhook_allow: tuple[str, ...] = ()
    """``PROTOKOLLANT_WEBHOOK_ALLOW``: networks (``10.1.0.0/16``) inside the house that webhooks may reach,
    with commas; without it only public addresses."""

    @classmethod
    def read(cls, source: Source) -> Self:
        """Read from the environment; raises :class:`~app.settings.reading.SettingError`."""
        password = text(source, "PROTOKOLLANT_SMTP_PASSWORD_FILE")
        ca = text(source, "PROTOKOLLANT_SMTP_CA_FILE")
        return cls(
            smtp_host=text(source, "PROTOKOLLANT_SMTP_HOST"),
            smtp_port=number_or(source, "PROTOKOLLANT_SMTP_PORT", 1, 65535, 587),
            smtp_security=cast(
                "Literal['starttls', 'tls', 'none']", choice(source, "PROTOKOLLANT_SMTP_SECURITY", SECURITY)
            ),
            smtp_user=text(source, "PROTOKOLLANT_SMTP_USER"),
            smtp_password_file=Path(password) if password else None,
            smtp_ca_file=Path(ca) if ca else None,
            sender=text(source, "PROTOKOLLANT_SMTP_FROM") or "protokollant@localhost",
            address=(text(source, "PROTOKOLLANT_ADDRESS") or "http://127.0.0.1:8765").rstrip("/"),
            webhook_allow=_networks(source),
        )


def _networks(source: Source) -> tuple[str, ...]:
    found = texts(source, "PROTOKOLLANT_WEBHOOK_ALLOW")
    for one in found:
        try:
            ipaddress.ip_network(one, strict=False)
        except ValueError as error:
            raise SettingError(
                variable="PROTOKOLLANT_WEBHOOK_ALLOW", value=one, expected="10.1.0.0/16"
            ) from error
    return found
