"""What is wrong with a request by the rules of tus."""

from __future__ import annotations

from models.errors import ProtokollantError

__all__ = ("MediaTypeError", "SenderGoneError", "VersionError")


class VersionError(ProtokollantError):
    """The sender speaks another version (HTTP 412); data: ``version``."""

    code = "tus-version"
    de = "Dieser Dienst spricht tus {version}. Bitte „Tus-Resumable: {version}“ mitsenden."
    en = 'This service speaks tus {version}. Send "Tus-Resumable: {version}".'


class MediaTypeError(ProtokollantError):
    """The body of a PATCH has another media type (HTTP 415); data: ``expected``."""

    code = "tus-media-type"
    de = "Der Inhalt muss als {expected} gesendet werden."
    en = "The content must be sent as {expected}."


class SenderGoneError(ProtokollantError):
    """The connection broke off; nobody reads the answer (HTTP 400)."""

    code = "tus-sender-gone"
    de = "Die Verbindung brach ab; was ankam, ist gesichert."
    en = "The connection broke off; what arrived is kept."
