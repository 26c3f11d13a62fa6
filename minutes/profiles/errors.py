"""What can go wrong with the profiles of the states."""

from __future__ import annotations

from models.errors import InputError


class UnknownStateError(InputError):
    """There is no profile of the state asked for."""

    code = "state-unknown"
    de = "Für „{state}“ gibt es kein Landesprofil; bekannt: {known}. Bitte eines davon angeben."
    en = "There is no profile of the state “{state}”; known: {known}. Name one of them."
