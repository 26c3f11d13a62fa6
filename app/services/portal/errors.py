"""What the portal refuses."""

from __future__ import annotations

from app.services.errors import NotFound

__all__ = ("PortalNotFound",)


class PortalNotFound(NotFound):
    """Nothing public is there; whether anything else is, is not told. No data."""

    code = "portal-not-found"
    de = "Hier ist nichts veröffentlicht. Alles Veröffentlichte ist von der Startseite aus zu erreichen."
    en = "Nothing is published here. Everything published can be reached from the start page."
