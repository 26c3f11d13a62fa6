"""What the OParl interface refuses."""

from __future__ import annotations

from app.services.errors import NotFound
from models.errors import InputError

__all__ = ("OParlFilterError", "OParlNotFound")


class OParlNotFound(NotFound):
    """There is no such object or list, or it was never public; data: ``what``."""

    code = "oparl-not-found"
    de = "{what} gibt es hier nicht. Alles Öffentliche ist vom System-Objekt aus zu erreichen."
    en = "{what} is not here. Everything public can be reached from the System object."


class OParlFilterError(InputError):
    """A filter is no date and time; data: ``name``, ``value``."""

    code = "oparl-filter"
    de = "{name} ist kein Zeitpunkt: {value}. Gebraucht wird etwa 2026-11-23T08:00:00+01:00."
    en = "{name} is no date and time: {value}. Needed is something like 2026-11-23T08:00:00+01:00."
