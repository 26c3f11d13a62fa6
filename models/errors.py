"""The root of every failure that Protokollant reports.

It lives in the lowest package so that each package above can raise its own kind. The whole
tree is drawn in :mod:`app.errors`, where every code has its HTTP status and exit status.
"""

from __future__ import annotations

from typing import ClassVar


class ProtokollantError(Exception):
    """A failure a user can act on: a stable code, and one sentence in German and in English.

    Subclasses set ``code``, ``de`` and ``en``; the texts are ``str.format`` templates over the
    keyword arguments given to the constructor, which stay readable as ``data``. A text names the
    file or value that is wrong and says what to do about it.
    """

    code: ClassVar[str] = "internal"
    de: ClassVar[str] = "Unerwarteter Fehler. Bitte das Protokoll des Dienstes an die IT geben."
    en: ClassVar[str] = "Unexpected failure. Please hand the service's log to IT."
    exit_status: ClassVar[int] = 1

    def __init__(self, **data: object) -> None:
        self.data = data
        super().__init__(self.text("en"))

    def text(self, language: str = "de") -> str:
        """Return the message in ``language`` ("de" or "en"), one line."""
        template = self.de if language.startswith("de") else self.en
        return " ".join(template.format(**self.data).split())


class InputError(ProtokollantError):
    """Something the user gave is wrong; the message names it. Exit status 2."""

    exit_status = 2


class ModelError(ProtokollantError):
    """A speech model is missing or damaged. Exit status 3."""

    exit_status = 3


class MissingModelError(ModelError):
    """A model has not been fetched, or not all of it."""

    code = "model-missing"
    de = "Das Sprachmodell {model} fehlt unter {folder} ({file}). Bitte ausführen: {command}"
    en = "The speech model {model} is missing in {folder} ({file}). Run: {command}"


class DamagedModelError(ModelError):
    """A file of a model is not what it was when it was checked; it is never loaded."""

    code = "model-damaged"
    de = "Die Modelldatei {file} ist beschädigt ({detail}). Bitte ausführen: {command}"
    en = "The model file {file} is damaged ({detail}). Run: {command}"


class ModelFetchError(ModelError):
    """A model could not be fetched."""

    code = "model-fetch"
    de = "Das Sprachmodell {model} konnte nicht geholt werden: {reason}."
    en = "The speech model {model} could not be fetched: {reason}."


class UnknownModelError(InputError):
    """There is no such model in the manifest."""

    code = "model-unknown"
    de = "Ein Sprachmodell namens „{model}“ ist nicht bekannt; bekannt sind: {known}."
    en = "There is no speech model called '{model}'; known are: {known}."


class UnknownProfileError(InputError):
    """There is no such profile in the manifest."""

    code = "profile-unknown"
    de = "Ein Profil namens „{profile}“ ist nicht bekannt; bekannt sind: {known}."
    en = "There is no profile called '{profile}'; known are: {known}."


class Cancelled(ProtokollantError):  # not a fault: a person wanted it
    """The work was cancelled by a person; finished windows and stages are kept."""

    code = "cancelled"
    de = "Die Verarbeitung wurde abgebrochen. Fertige Abschnitte bleiben erhalten."
    en = "Processing was cancelled. Finished parts are kept."
