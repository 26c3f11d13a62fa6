"""What the life of minutes refuses."""

from __future__ import annotations

from app.services.errors import NotFound
from models.errors import InputError

__all__ = (
    "EditionNotFound",
    "MoveNotPossibleError",
    "MoveUnknownError",
    "SignatureFileError",
    "SignatureNameMissingError",
)


class EditionNotFound(NotFound):
    """There is no such edition, or who asks may not know of it; data: ``edition``."""

    code = "edition-not-found"
    de = "Die Fassung {edition} gibt es nicht, oder sie ist nicht veröffentlicht."
    en = "There is no edition {edition}, or it is not published."


class MoveNotPossibleError(InputError):
    """A move cannot be made now (HTTP 409); data: ``move``, ``why`` (names of what is missing)."""

    code = "minutes-move-impossible"
    de = "Der Schritt „{move}“ ist jetzt nicht möglich; es fehlt oder steht entgegen: {why}."
    en = "The step '{move}' is not possible now; missing or in its way: {why}."


class MoveUnknownError(InputError):
    """There is no such move; data: ``move``, ``known``."""

    code = "minutes-move-unknown"
    de = "Den Schritt „{move}“ gibt es nicht. Möglich sind: {known}."
    en = "There is no step '{move}'. Possible are: {known}."


class SignatureNameMissingError(InputError):
    """Whoever signs types their name."""

    code = "signature-name-missing"
    de = "Zum Unterschreiben bitte den eigenen Namen eintippen."
    en = "To sign, type your own name."


class SignatureFileError(InputError):
    """An uploaded signature is of another kind, or too large; data: ``file``, ``kind``, ``most``."""

    code = "signature-file"
    de = "Die Datei {file} ist keine Signatur der Art {kind}, oder größer als {most} MB. Bitte prüfen."
    en = "The file {file} is no signature of the kind {kind}, or larger than {most} MB. Please check it."
