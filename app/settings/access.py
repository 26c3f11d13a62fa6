"""Who may come in, and how: sessions, keys, trusted proxies, sign-in by another service (OpenID Connect)."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from app.settings.reading import SettingError, Source, flag, number_or, text, texts

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""Names that never leave the machine; only there an address may do without TLS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessSettings:
    """Sessions, keys, proxies and the sign-in by another service."""

    idle_minutes: int = 120
    """``PROTOKOLLANT_SESSION_IDLE_MINUTES``: minutes without a request after which a session ends."""
    session_hours: int = 24
    """``PROTOKOLLANT_SESSION_HOURS``: hours after which a session ends in any case."""
    key_file: Path | None = None
    """``PROTOKOLLANT_KEY_FILE``: file of the keys that seal second factors and sign-ins under way, one in
    Base64 a line, the first for what is new; ``secret.key`` in the data folder where empty, made there."""
    trusted_proxies: tuple[Network, ...] = ()
    """``PROTOKOLLANT_TRUSTED_PROXIES``: addresses or networks of the proxies whose ``X-Forwarded-For`` and
    ``X-Forwarded-Proto`` are believed, with commas."""
    oidc_issuer: str | None = None
    """``PROTOKOLLANT_OIDC_ISSUER``: address of the service that signs people in (OpenID Connect)."""
    oidc_client_id: str = ""
    """``PROTOKOLLANT_OIDC_CLIENT_ID``: name under which this installation is known there."""
    oidc_client_secret_file: Path | None = None
    """``PROTOKOLLANT_OIDC_CLIENT_SECRET_FILE``: file with the secret agreed with it; none for a public
    client, which proves itself by PKCE alone."""
    oidc_label: str = ""
    """``PROTOKOLLANT_OIDC_LABEL``: what the button says after "sign in with"; the host where empty."""
    oidc_groups: Path | None = None
    """``PROTOKOLLANT_OIDC_GROUPS``: TOML file that says which group brings which role."""
    oidc_groups_claim: str = "groups"
    """``PROTOKOLLANT_OIDC_GROUPS_CLAIM``: claim that holds the groups; a dot leads into an object."""
    oidc_by_email: bool = False
    """``PROTOKOLLANT_OIDC_BY_EMAIL``: whether a verified e-mail address finds an account made by hand."""

    @classmethod
    def read(cls, source: Source) -> Self:
        """Read from the environment; raises :class:`~app.settings.reading.SettingError`."""
        return cls(
            idle_minutes=number_or(source, "PROTOKOLLANT_SESSION_IDLE_MINUTES", 5, 10080, 120),
            session_hours=number_or(source, "PROTOKOLLANT_SESSION_HOURS", 1, 720, 24),
            key_file=_path(source, "PROTOKOLLANT_KEY_FILE"),
            trusted_proxies=_networks(source, "PROTOKOLLANT_TRUSTED_PROXIES"),
            oidc_issuer=_issuer(source, "PROTOKOLLANT_OIDC_ISSUER"),
            oidc_client_id=_client(source),
            oidc_client_secret_file=_path(source, "PROTOKOLLANT_OIDC_CLIENT_SECRET_FILE"),
            oidc_label=text(source, "PROTOKOLLANT_OIDC_LABEL") or "",
            oidc_groups=_path(source, "PROTOKOLLANT_OIDC_GROUPS"),
            oidc_groups_claim=text(source, "PROTOKOLLANT_OIDC_GROUPS_CLAIM") or "groups",
            oidc_by_email=flag(source, "PROTOKOLLANT_OIDC_BY_EMAIL"),
        )


def _path(source: Source, variable: str) -> Path | None:
    value = text(source, variable)
    return Path(value) if value else None


def _networks(source: Source, variable: str) -> tuple[Network, ...]:
    found = []
    for part in texts(source, variable):
        try:
            found.append(ipaddress.ip_network(part, strict=False))
        except ValueError as error:
            raise SettingError(variable=variable, value=part, expected="10.0.0.0/8, ::1, …") from error
    return tuple(found)


def _issuer(source: Source, variable: str) -> str | None:
    """Return the issuer; without TLS only on this machine (OpenID Connect Discovery 1.0, section 3)."""
    value = text(source, variable)
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return value.rstrip("/")
    raise SettingError(variable=variable, value=value, expected="https://…")


def _client(source: Source) -> str:
    name = text(source, "PROTOKOLLANT_OIDC_CLIENT_ID") or ""
    if not name and text(source, "PROTOKOLLANT_OIDC_ISSUER"):
        raise SettingError(variable="PROTOKOLLANT_OIDC_CLIENT_ID", value="", expected="protokollant")
    return name
