"""What can be refused of an answer about a claim."""

from __future__ import annotations

from app.services.access.signin_errors import TooManyAttempts
from app.services.errors import NotFound
from models.errors import InputError

__all__ = ("ClaimNotFound", "ClaimNotHeardError", "ConfirmingTooFast")


class ClaimNotFound(NotFound):
    """The draft of today has no such claim; data: ``claim``."""

    code = "claim-not-found"
    de = "Die Angabe {claim} gibt es im Entwurf nicht oder nicht mehr. Bitte die Liste neu laden."
    en = "The draft has no claim {claim} (any more). Load the list again."


class ClaimNotHeardError(InputError):
    """The sound was not played, nor the evidence open, long enough; data: ``seconds``."""

    code = "claim-not-heard"
    de = (
        "Der Beleg wurde noch nicht angehört oder gelesen (mindestens {seconds} Sekunden). Bitte anhören "
        "oder ausdrücklich „ohne Anhören bestätigen“ wählen; das wird vermerkt."
    )
    en = (
        "The evidence was not heard or read yet (at least {seconds} seconds). Listen to it, or choose "
        '"confirm without listening" expressly; that is recorded.'
    )


class ConfirmingTooFast(TooManyAttempts):
    """Many answers in a row, faster than anybody listens (HTTP 429); data: ``seconds`` to wait."""

    code = "confirming-too-fast"
    de = (
        "Das ging schneller, als man zuhören kann. Bitte in {seconds} Sekunden weitermachen und die nächste "
        "Stelle anhören; die bisherigen Antworten sind gespeichert."
    )
    en = (
        "That was faster than anybody can listen. Go on in {seconds} seconds and listen to the next place; "
        "the answers so far are kept."
    )
