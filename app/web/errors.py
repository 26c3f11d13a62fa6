"""What only the web side can refuse.

ProtokollantError
├── BadRequestError              400
├── CrossSiteError               403
├── NotSignedInError             401
├── PageNotFoundError            404
├── MethodNotAllowedError        405
├── UploadTooLargeError          413
├── RangeNotSatisfiableError     416
└── UnknownHostError             421
"""

from __future__ import annotations

from app.uploads.errors import UploadTooLargeError
from models.errors import ProtokollantError

__all__ = (
    "BadRequestError",
    "CrossSiteError",
    "MethodNotAllowedError",
    "NotSignedInError",
    "PageNotFoundError",
    "RangeNotSatisfiableError",
    "UnknownHostError",
    "UploadTooLargeError",
)


class BadRequestError(ProtokollantError):
    """The request cannot be understood (HTTP 400); data: ``detail``."""

    code = "bad-request"
    de = "Die Anfrage ist unverständlich: {detail}"
    en = "The request cannot be understood: {detail}"


class CrossSiteError(ProtokollantError):
    """Another site tried to change something (HTTP 403)."""

    code = "cross-site"
    de = "Die Anfrage kam von einer fremden Seite und wurde abgewiesen. Bitte die Seite neu laden."
    en = "The request came from another site and was refused. Please reload the page."


class NotSignedInError(ProtokollantError):
    """Nobody is signed in, or the session or token has ended (HTTP 401)."""

    code = "not-signed-in"
    de = "Bitte anmelden; die Sitzung im Browser oder der API-Schlüssel gilt nicht (mehr)."
    en = "Please sign in; there is no session or token, or it has ended."


class UnknownHostError(ProtokollantError):
    """The service was addressed by a name it does not go by (HTTP 421); data: ``host``."""

    code = "unknown-host"
    de = "Unter dem Namen „{host}“ ist dieser Dienst nicht erreichbar. Bitte http://localhost verwenden."
    en = 'This service does not answer to the name "{host}". Please use http://localhost.'


class PageNotFoundError(ProtokollantError):
    """There is no page at the address (HTTP 404)."""

    code = "page-not-found"
    de = "Diese Seite gibt es nicht."
    en = "There is no such page."


class MethodNotAllowedError(ProtokollantError):
    """The address exists, the method does not (HTTP 405)."""

    code = "method-not-allowed"
    de = "Diese Adresse versteht die Anfrage nicht."
    en = "This address does not understand the request."


class RangeNotSatisfiableError(ProtokollantError):
    """The asked stretch lies outside the file (HTTP 416); data: ``size`` of the file."""

    code = "range-not-satisfiable"
    de = "Der angeforderte Abschnitt liegt außerhalb der Datei."
    en = "The asked range lies outside the file."
