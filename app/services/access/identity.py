"""Small things that signing in is made of: random tokens and their hashes, who asks, names of browsers."""

from __future__ import annotations

import hashlib
import re
import secrets

import msgspec

TOKEN_BYTES = 32
"""Of randomness: nobody guesses 256 bits, so that a token's hash needs no salt and no slowness."""

_BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


class Visitor(msgspec.Struct, frozen=True, kw_only=True):
    """From where somebody comes who is about to sign in."""

    address: str = ""
    """Network address; counted, not kept."""
    agent: str = ""
    """Header ``User-Agent``."""


def new_token() -> str:
    """Return a new random token for a cookie or an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def short_agent(header: str) -> str:
    """Return browser and system in a few words ("Firefox, Windows"); the header itself says too much."""
    browser = next((name for sign, name in _BROWSERS if sign in header), "")
    system = next((name for sign, name in _SYSTEMS if sign in header), "")
    if browser or system:
        return ", ".join(part for part in (browser, system) if part)
    return re.sub(r"[^\w./ -]", "", header.split(" ", 1)[0])[:40]
